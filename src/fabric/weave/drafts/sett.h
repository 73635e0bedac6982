#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "fabric/fabric_spec.h"

namespace atelier {

/// The colour order of a tartan or check, as thread counts.
struct Sett {
  struct Stripe {
    std::string code;  ///< W R G B Y K O P T N, with L (light) or D (dark) before it
    int threads;
  };
  /// The stripes of one system from pivot to pivot, or of one whole repeat.
  struct Side {
    std::vector<Stripe> stripes;
    bool mirrored = true;  ///< turns back at the first and the last stripe, whose threads count once
    int threads() const;   ///< of the whole repeat: 2·Σ - first - last where mirrored
  };
  Side warp, weft;
};

inline constexpr int sett_stripes_max = 100, sett_threads_max = 2000;
inline constexpr std::size_t sett_bytes_max = 1000;

/// Reads thread counts: `B24 K4 G24 W2`. Stripes are a code and a number; blanks and commas between them do not matter.
/// A sett turns back at its ends (`B/24 K4 G24 W/2` says so aloud) unless dots mark it as repeating: `...B24 K4
/// G24...`.
/// `!` stands between warp and weft; without it both are alike. A name of setts_table.cpp gives that sett.
/// invalid_argument names field, position and what is wrong.
Result<Sett> parse_sett(std::string_view text);

/// The sett in its plain form; reads back as itself.
std::string sett_text(const Sett& sett);

/// What a sett means for the threads of a cloth: the dyes in the order of their share, the most seen first.
struct SettDyes {
  std::vector<std::uint32_t> rgb;  ///< sRGB 0xRRGGBB
  DyeOrder warp, weft;
};
SettDyes sett_dyes(const Sett& sett);

/// sRGB of a code that parse_sett accepts.
std::uint32_t sett_color(std::string_view code);

/// Setts of our own invention (no registered design), the first the usual one.
struct NamedSett {
  std::string_view name, text;
};
std::span<const NamedSett> named_setts();

}  // namespace atelier
