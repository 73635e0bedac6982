#include "fabric/maps/maps_layers.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <functional>

#include "fabric/maps/id_map.h"
#include "fabric/maps/maps_color.h"
#include "imaging/color.h"
#include "imaging/portable_math.h"

namespace atelier {

namespace {

constexpr int rows_per_strip = 32;
constexpr double sheen_whiteness = 0.35, fuzz_whiteness = 0.15;
constexpr double light_path_gsm = 75;    // g0 of section 9.10 for light colours
constexpr double dark_path_share = 0.4;  // of it, for dark ones
constexpr double wadding_gsm = 150;      // what a quilt holds, for want of a wish
constexpr double unknown_mass_gsm = 120;

/// A layer of `channels` u8 samples, its rows written by `write(y, row)`.
Result<Image> layer(const LayerSource& source, const RunContext& run, int channels, ColorMeaning meaning,
                    const std::function<void(int, std::uint8_t*)>& write) {
  const Window& window = source.paint.surface.window;
  Image image(window.width_px, window.height_px, channels, SampleType::u8, meaning);
  const int strips = (window.height_px + rows_per_strip - 1) / rows_per_strip;
  TRY_VOID(parallel_for(run, strips, [&](int strip) {
    const int end = std::min((strip + 1) * rows_per_strip, window.height_px);
    for (int y = strip * rows_per_strip; y < end; ++y) write(y, image.row<std::uint8_t>(y));
  }));
  return image;
}

LinearRgb toward_white(const LinearRgb& color, double share, double gain) {
  const auto mix = [&](float channel) { return static_cast<float>((channel + (1 - channel) * share) * gain); };
  return {mix(color.r), mix(color.g), mix(color.b)};
}

/// Sheen colour and roughness at every fuzz opacity of one dye: 0xAABBGGRR.
std::array<std::uint32_t, 256> sheen_table(const FabricSpec& spec, std::size_t dye) {
  const bool metal = dye < spec.dye_surfaces.size() && spec.dye_surfaces[dye].metalness > 0;
  const double strength = metal ? 0 : spec.sheen;
  std::array<std::uint32_t, 256> table;
  const auto alpha = static_cast<std::uint32_t>(std::clamp(spec.sheen_roughness, 0.0, 1.0) * 255 + 0.5);
  for (int fuzz = 0; fuzz < 256; ++fuzz) {
    table[fuzz] = pack_srgb(toward_white(spec.dyes[dye], sheen_whiteness, strength * (1 + fuzz / 255.0))) | alpha << 24;
  }
  return table;
}

/// `share` of 255 is the first's, byte by byte.
std::uint32_t blended(std::uint32_t first, std::uint32_t second, std::uint32_t share) {
  std::uint32_t made = 0;
  for (int shift = 0; shift < 32; shift += 8) {
    const std::uint32_t sum = (first >> shift & 255) * share + (second >> shift & 255) * (255 - share);
    made |= (sum + 127) / 255 << shift;
  }
  return made;
}

Result<Image> sheen_layer(const LayerSource& source, const RunContext& run) {
  std::vector<std::array<std::uint32_t, 256>> tables;
  for (std::size_t dye = 0; dye < source.spec.dyes.size(); ++dye) tables.push_back(sheen_table(source.spec, dye));
  const Surface& surface = source.paint.surface;
  return layer(source, run, 4, ColorMeaning::srgb, [&](int y, std::uint8_t* row) {
    const std::uint8_t* dyes = surface.dye.row(y);
    const std::uint8_t* shares = surface.dye_share.empty() ? nullptr : surface.dye_share.row(y);
    const std::uint8_t* others = shares ? surface.other_dye.row(y) : nullptr;
    const std::uint8_t* fuzz = surface.fuzz.empty() ? nullptr : surface.fuzz.row(y);
    for (int x = 0; x < surface.window.width_px; ++x) {
      const int hairs = fuzz ? fuzz[x] : 0;
      std::uint32_t color = tables[std::min<std::size_t>(dyes[x], tables.size() - 1)][hairs];
      if (shares && shares[x] < 255) {
        color = blended(color, tables[std::min<std::size_t>(others[x], tables.size() - 1)][hairs], shares[x]);
      }
      std::memcpy(row + 4 * x, &color, 4);
    }
  });
}

/// -1..1 as a byte, from a component in 1/127.
std::uint8_t direction_byte(int component) {
  return static_cast<std::uint8_t>((component + 127) * 255.0 / 254.0 + 0.5);
}

/// A fibre's direction as a unit vector in 1/127, and how much of it lies in the surface, 0..1: one that stands up
/// shines alike all around.
struct LyingFibre {
  int along_x, along_y;
  float lies;
};
LyingFibre lying_fibre(int x, int y) {
  const float length = std::sqrt(static_cast<float>(x * x + y * y));
  if (length < 1) return {0, 127, 0};
  const float unit = 127 / length;
  const auto whole = [](float component) { return static_cast<int>(std::floor(component + 0.5F)); };
  return {whole(static_cast<float>(x) * unit), whole(static_cast<float>(y) * unit), std::min(1.0F, length / 127)};
}

/// Whether fibres lie bare at a part's surface.
bool has_fibres(std::uint8_t part) {
  switch (static_cast<Part>(part)) {
    case Part::warp:
    case Part::weft:
    case Part::stitch:
    case Part::loop:
    case Part::pile:
    case Part::fibre:
    case Part::cord:
      return true;
    default:
      return false;
  }
}

/// Highlights stretch across the fibres. A direction and its opposite are the same: the longer component is shown > 0.
Result<Image> anisotropy_layer(const LayerSource& source, const RunContext& run) {
  const Surface& surface = source.paint.surface;
  const auto strength = static_cast<float>(std::clamp(source.spec.anisotropy, 0.0, 1.0) * 255);
  std::array<std::uint8_t, 255> bytes;
  for (int i = 0; i < 255; ++i) bytes[i] = direction_byte(i - 127);
  return layer(source, run, 3, ColorMeaning::data, [&](int y, std::uint8_t* row) {
    const std::int8_t* along_x = surface.tangent_x.row(y);
    const std::int8_t* along_y = surface.tangent_y.row(y);
    const std::uint8_t* part = surface.part.row(y);
    for (int x = 0; x < surface.window.width_px; ++x, row += 3) {
      const bool fibres = has_fibres(part[x]);
      const LyingFibre fibre = fibres ? lying_fibre(along_x[x], along_y[x]) : LyingFibre{0, -127, 0};
      int across_x = std::clamp(-fibre.along_y, -127, 127), across_y = std::clamp(fibre.along_x, -127, 127);
      const bool flip = std::abs(across_x) >= std::abs(across_y) ? across_x < 0 : across_y < 0;
      if (flip) across_x = -across_x, across_y = -across_y;
      row[0] = bytes[across_x + 127];
      row[1] = bytes[across_y + 127];
      row[2] = static_cast<std::uint8_t>(strength * fibre.lies + 0.5F);
    }
  });
}

/// exp(-g / g0) at every occlusion level: the gaps between yarns, which are occluded, are also where cloth is thinnest.
std::array<double, 256> transmission_table(const FabricSpec& spec, const LinearRgb& mean) {
  double mass = spec.mass_gsm > 0 ? spec.mass_gsm : unknown_mass_gsm;
  if (spec.quilt.layout != QuiltSpec::Layout::none) mass += wadding_gsm;
  const double lightness = std::min(1.0, luminance(mean) / 0.5);
  const double path = light_path_gsm * (dark_path_share + (1 - dark_path_share) * lightness);
  std::array<double, 256> table;
  for (int i = 0; i < 256; ++i) table[i] = portable_exp_negative(-mass * (0.5 + 0.5 * i / 255.0) / path);
  return table;
}

Result<Image> transmission_layer(const LayerSource& source, const RunContext& run) {
  const Surface& surface = source.paint.surface;
  const std::array<double, 256> table = transmission_table(source.spec, source.mean);
  std::array<std::uint8_t, 256> solid;
  for (int i = 0; i < 256; ++i) solid[i] = static_cast<std::uint8_t>(table[i] * 255 + 0.5);
  return layer(source, run, 1, ColorMeaning::data, [&](int y, std::uint8_t* row) {
    const std::uint8_t* arm = source.arm.row<std::uint8_t>(y);
    const std::uint8_t* coverage = surface.coverage.empty() ? nullptr : surface.coverage.row(y);
    for (int x = 0; x < surface.window.width_px; ++x) {
      const int through = solid[arm[3 * x]], covered = coverage ? coverage[x] : 255;
      row[x] = static_cast<std::uint8_t>((through * covered + 255 * (255 - covered) + 127) / 255);
    }
  });
}

Result<Image> fuzz_layer(const LayerSource& source, const RunContext& run) {
  const std::uint32_t color = pack_srgb(toward_white(source.mean, fuzz_whiteness, 1));
  std::array<std::uint32_t, 256> table;
  for (std::uint32_t alpha = 0; alpha < 256; ++alpha) {
    table[alpha] = alpha << 24;
    for (int shift = 0; shift < 24; shift += 8) table[alpha] |= ((color >> shift & 255) * alpha + 127) / 255 << shift;
  }
  const Surface& surface = source.paint.surface;
  return layer(source, run, 4, ColorMeaning::srgb, [&](int y, std::uint8_t* row) {
    const std::uint8_t* fuzz = surface.fuzz.row(y);
    for (int x = 0; x < surface.window.width_px; ++x) std::memcpy(row + 4 * x, &table[fuzz[x]], 4);
  });
}

/// One channel of an RGB map.
Result<Image> channel_layer(const LayerSource& source, const RunContext& run, const Image& from, int channel) {
  return layer(source, run, 1, ColorMeaning::data, [&](int y, std::uint8_t* row) {
    const std::uint8_t* samples = from.row<std::uint8_t>(y) + channel;
    for (int x = 0; x < from.width(); ++x) row[x] = samples[3 * x];
  });
}

Result<Image> directx_normal_layer(const LayerSource& source, const RunContext& run) {
  return layer(source, run, 3, ColorMeaning::data, [&](int y, std::uint8_t* row) {
    const std::uint8_t* samples = source.normal.row<std::uint8_t>(y);
    for (int x = 0; x < source.normal.width(); ++x, row += 3, samples += 3) {
      row[0] = samples[0];
      row[1] = static_cast<std::uint8_t>(255 - samples[1]);
      row[2] = samples[2];
    }
  });
}

Result<Image> shade_layer(const LayerSource& source, const RunContext&) {
  const Plane<std::uint16_t>& steps = source.paint.steps;
  Image image(steps.width(), steps.height(), 1, SampleType::u16, ColorMeaning::data);
  std::copy_n(steps.data(), steps.size(), image.row<std::uint16_t>(0));
  return image;
}

Result<Image> dyes_layer(const LayerSource& source, const RunContext& run) {
  return layer(source, run, 3, ColorMeaning::data, [&](int y, std::uint8_t* row) {
    for (int x = 0; x < source.paint.steps.width(); ++x, row += 3) {
      const DyeMix mix = source.paint.mix(x, y);
      row[0] = static_cast<std::uint8_t>(mix.dye);
      row[1] = static_cast<std::uint8_t>(mix.other);
      row[2] = static_cast<std::uint8_t>(mix.share);
    }
  });
}

Result<Image> id_layer(const LayerSource& source, const RunContext& run) {
  const Surface& surface = source.paint.surface;
  return layer(source, run, 1, ColorMeaning::data, [&](int y, std::uint8_t* row) {
    const std::uint8_t* part = surface.part.row(y);
    const std::uint8_t* dye = surface.dye.row(y);
    for (int x = 0; x < surface.window.width_px; ++x) {
      row[x] = static_cast<std::uint8_t>(part[x] * id_part_step + std::min<int>(dye[x], id_part_step - 1));
    }
  });
}

}  // namespace

std::vector<Map> make_layers(const std::shared_ptr<const LayerSource>& source) {
  std::vector<Map> maps;
  const auto add = [&](const char* name, auto make) {
    maps.push_back({.name = name, .make = [source, make](const RunContext& run) { return make(*source, run); }});
  };
  add("nor_dx", directx_normal_layer);
  add("ao", [](const LayerSource& from, const RunContext& run) { return channel_layer(from, run, from.arm, 0); });
  add("rough", [](const LayerSource& from, const RunContext& run) { return channel_layer(from, run, from.arm, 1); });
  add("sheen", sheen_layer);
  add("aniso", anisotropy_layer);
  add("transl", transmission_layer);
  if (!source->paint.surface.fuzz.empty()) add("fuzz", fuzz_layer);
  add("id", id_layer);
  add("shade", shade_layer);
  if (source->paint.dyes > 1) add("dyes", dyes_layer);
  return maps;
}

}  // namespace atelier
