#include "imaging/icc.h"

#include <lcms2.h>

#include <algorithm>
#include <memory>
#include <new>

#include "base/log.h"

namespace atelier {
namespace {

constexpr int rows_per_piece = 64;

struct Free {
  void operator()(_cmsContext_struct* context) const { cmsDeleteContext(context); }
};
using Context = std::unique_ptr<_cmsContext_struct, Free>;
using Profile = std::unique_ptr<void, cmsBool (*)(cmsHPROFILE)>;
using Transform = std::unique_ptr<void, void (*)(cmsHTRANSFORM)>;

// Little CMS says what is wrong through a callback; the last reason ends up in the warning.
struct Trouble {
  std::string reason;
};

void note_trouble(cmsContext context, cmsUInt32Number, const char* text) {
  if (auto* trouble = static_cast<Trouble*>(cmsGetContextUserData(context))) trouble->reason = text;
}

// What lies in memory before and after the colours are changed.
struct Formats {
  cmsUInt32Number in = 0, out = 0;
  cmsColorSpaceSignature space = cmsSigRgbData;
};

Formats formats_of(const Decoded& decoded) {
  const bool wide = decoded.image.type() == SampleType::u16;
  if (decoded.cmyk && wide) return {TYPE_CMYK_16, TYPE_RGB_16, cmsSigCmykData};
  if (decoded.cmyk) return {TYPE_CMYK_8, TYPE_RGB_8, cmsSigCmykData};
  constexpr cmsUInt32Number narrow_formats[] = {TYPE_GRAY_8, TYPE_GRAYA_8, TYPE_RGB_8, TYPE_RGBA_8};
  constexpr cmsUInt32Number wide_formats[] = {TYPE_GRAY_16, TYPE_GRAYA_16, TYPE_RGB_16, TYPE_RGBA_16};
  const int channels = decoded.image.channels();
  const cmsUInt32Number format = (wide ? wide_formats : narrow_formats)[channels - 1];
  return {format, format, channels <= 2 ? cmsSigGrayData : cmsSigRgbData};
}

Profile srgb_target(cmsContext context, cmsColorSpaceSignature space) {
  if (space != cmsSigGrayData) return {cmsCreate_sRGBProfileTHR(context), cmsCloseProfile};
  const double curve_numbers[5] = {2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045};  // IEC 61966-2-1
  cmsToneCurve* curve = cmsBuildParametricToneCurve(context, 4, curve_numbers);
  Profile profile(curve ? cmsCreateGrayProfileTHR(context, cmsD50_xyY(), curve) : nullptr, cmsCloseProfile);
  if (curve) cmsFreeToneCurve(curve);
  return profile;
}

/// A way from the profile's colours to sRGB; null with the reason in `trouble`.
Transform make_transform(cmsContext context, const Decoded& decoded, const Formats& formats, Trouble& trouble) {
  Transform none(nullptr, cmsDeleteTransform);
  if (decoded.profile.size() > profile_bytes_max) {
    trouble.reason = fmt::format("{} bytes, over the limit of {}", decoded.profile.size(), profile_bytes_max);
    return none;
  }
  const Profile source(
      cmsOpenProfileFromMemTHR(context, decoded.profile.data(), static_cast<cmsUInt32Number>(decoded.profile.size())),
      cmsCloseProfile);
  if (!source) return none;
  if (cmsGetColorSpace(source.get()) != formats.space) {
    trouble.reason = "it is of other channels than the picture";
    return none;
  }
  const Profile target = srgb_target(context, formats.space);
  if (!target) return none;
  return {
      cmsCreateTransformTHR(context, source.get(), formats.in, target.get(), formats.out, INTENT_RELATIVE_COLORIMETRIC,
                            cmsFLAGS_NOCACHE | cmsFLAGS_COPY_ALPHA | cmsFLAGS_BLACKPOINTCOMPENSATION),
      cmsDeleteTransform};
}

Result<Image> transformed(const Image& from, cmsHTRANSFORM transform, int channels, const RunContext& run) {
  Image to(from.width(), from.height(), channels, from.type(), from.meaning());
  TRY_VOID(parallel_for(run, (from.height() + rows_per_piece - 1) / rows_per_piece, [&](int i) {
    const int end = std::min(from.height(), (i + 1) * rows_per_piece);
    for (int y = i * rows_per_piece; y < end; ++y) {
      cmsDoTransform(transform, from.data() + from.row_bytes() * y, to.data() + to.row_bytes() * y,
                     static_cast<cmsUInt32Number>(from.width()));
    }
  }));
  return to;
}

/// Whether the transform leaves a grid of colours where they are, to a level of 8 bits: most profiles are of sRGB.
bool changes_nothing(cmsHTRANSFORM transform, SampleType type, int channels) {
  constexpr int steps = 9;
  Image grid(steps * steps * steps, 1, channels, type, ColorMeaning::srgb), out = grid.clone();
  const int top = type == SampleType::u16 ? 65535 : 255;
  const auto visit = [&](auto* from, auto* to) {
    for (int i = 0; i < grid.width(); ++i) {
      const int digits[4] = {i % steps, i / steps % steps, i / steps / steps, steps - 1};
      for (int c = 0; c < channels; ++c) {
        from[i * channels + c] = static_cast<std::remove_pointer_t<decltype(from)>>(
            digits[channels == 2 && c == 1 ? 3 : c] * top / (steps - 1));
      }
    }
    cmsDoTransform(transform, from, to, static_cast<cmsUInt32Number>(grid.width()));
    return std::equal(from, from + grid.row_samples(), to, [&](int a, int b) { return std::abs(a - b) * 255 <= top; });
  };
  return type == SampleType::u16 ? visit(grid.row<std::uint16_t>(0), out.row<std::uint16_t>(0))
                                 : visit(grid.row<std::uint8_t>(0), out.row<std::uint8_t>(0));
}

template <class T>
void subtract_ink(const Image& cmyk, Image& rgb) {
  constexpr std::uint64_t top = static_cast<T>(~T{0});
  for (int y = 0; y < rgb.height(); ++y) {
    const T* from = cmyk.row<T>(y);
    T* to = rgb.row<T>(y);
    for (int x = 0; x < rgb.width(); ++x, from += 4, to += 3) {
      for (int c = 0; c < 3; ++c) to[c] = static_cast<T>(((top - from[c]) * (top - from[3]) + top / 2) / top);
    }
  }
}

Image rgb_from_ink(const Image& cmyk) {
  Image rgb(cmyk.width(), cmyk.height(), 3, cmyk.type(), cmyk.meaning());
  if (cmyk.type() == SampleType::u16)
    subtract_ink<std::uint16_t>(cmyk, rgb);
  else
    subtract_ink<std::uint8_t>(cmyk, rgb);
  return rgb;
}

Image without_profile(Decoded decoded) {
  return decoded.cmyk ? rgb_from_ink(decoded.image) : std::move(decoded.image);
}

}  // namespace

Result<Image> into_srgb(Decoded decoded, std::string_view what, const RunContext& run) {
  if (decoded.profile.empty() || decoded.image.type() == SampleType::f32) return without_profile(std::move(decoded));
  Trouble trouble;
  const Context context(cmsCreateContext(nullptr, &trouble));
  if (!context) throw std::bad_alloc();
  cmsSetLogErrorHandlerTHR(context.get(), note_trouble);
  const Transform transform = make_transform(context.get(), decoded, formats_of(decoded), trouble);
  if (!transform) {
    log_warning("{}: its ICC profile cannot be used ({}); taken as sRGB", what,
                trouble.reason.empty() ? "unreadable" : trouble.reason);
    return without_profile(std::move(decoded));
  }
  const int channels = decoded.cmyk ? 3 : decoded.image.channels();
  if (!decoded.cmyk && changes_nothing(transform.get(), decoded.image.type(), channels)) {
    return std::move(decoded.image);
  }
  return transformed(decoded.image, transform.get(), channels, run);
}

Bytes srgb_profile() {
  const Profile profile(cmsCreate_sRGBProfile(), cmsCloseProfile);
  cmsUInt32Number size = 0;
  if (!profile || !cmsSaveProfileToMem(profile.get(), nullptr, &size)) throw std::bad_alloc();
  Bytes bytes(size);
  if (!cmsSaveProfileToMem(profile.get(), bytes.data(), &size)) throw std::bad_alloc();
  constexpr std::size_t date_begin = 24, date_end = 36;  // ICC.1, 7.2: the time of making, the only thing that varies
  std::fill(bytes.begin() + date_begin, bytes.begin() + date_end, std::byte{0});
  return bytes;
}

}  // namespace atelier
