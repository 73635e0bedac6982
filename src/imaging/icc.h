#pragma once

#include <string_view>

#include "imaging/codec.h"

namespace atelier {

/// Profiles over this are not looked at.
inline constexpr std::size_t profile_bytes_max = std::size_t{8} << 20;

/// The picture in sRGB colours, same type, channels and alpha (CMYK becomes RGB): relative colorimetric with black
/// point compensation by the profile (ICC.1). Without a profile ink takes light away in proportion, and the rest is
/// sRGB as it stands. A profile that is broken or of other channels is a warning in the log and counts as none.
/// cancelled, exhausted.
Result<Image> into_srgb(Decoded decoded, std::string_view what, const RunContext& run);

/// A small ICC profile of sRGB, the same bytes every time.
Bytes srgb_profile();

}  // namespace atelier
