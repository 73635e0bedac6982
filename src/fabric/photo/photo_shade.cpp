#include "fabric/photo/photo_shade.h"

#include <algorithm>
#include <cmath>

namespace atelier {
namespace {

/// Buffers of one row that the kernel reads.
struct RowBuffers {
  explicit RowBuffers(int width)
      : r(width),
        g(width),
        b(width),
        ambient(width),
        slope_x(width),
        slope_y(width),
        key_gain(width),
        fuzz(width),
        fuzz_x(width),
        fuzz_y(width),
        fuzz_shadow(width),
        smooth(width),
        gloss_a2(width),
        metal(width),
        card(width) {}
  std::vector<float> r, g, b, ambient, slope_x, slope_y, key_gain, fuzz, fuzz_x, fuzz_y, fuzz_shadow;
  std::vector<float> smooth, gloss_a2, metal, card;
};

constexpr auto hole = static_cast<std::uint8_t>(Part::hole);

LinearRgb mixed(const LinearRgb& a, const LinearRgb& b, float share) {
  return {a.r + share * (b.r - a.r), a.g + share * (b.g - a.g), a.b + share * (b.b - a.b)};
}

const std::uint8_t* row_or_null(const Plane<std::uint8_t>& plane, int row, int margin) {
  return plane.empty() ? nullptr : plane.row(row) + margin;
}

/// A colour, and how much more than others each channel of it gains where there is less dye, -1..1.
struct Dyed {
  LinearRgb color, gain;
};

// Light passes through dyed fibres: where they hold less dye, the weak channels gain more than the strong ones, as by
// Beer's law. (1 - c/y) / (1 + c/y) stands for -log(c/y) / 2.
Dyed dyed(const LinearRgb& color) {
  const float y = std::max(static_cast<float>(luminance(color)), 1e-4f);
  const auto gain = [y](float c) { return (y - c) / (y + c); };
  return {color, {gain(color.r), gain(color.g), gain(color.b)}};
}

float lattice(int x, int y) {
  std::uint32_t h = static_cast<std::uint32_t>(x) * 0x8da6b343u + static_cast<std::uint32_t>(y) * 0xd8163841u;
  h = (h ^ (h >> 16)) * 0x7feb352du;
  h = (h ^ (h >> 15)) * 0x846ca68bu;
  return static_cast<float>(h >> 8) * (2.0f / 16777216) - 1;
}

/// Card is of paper: flecks of 0.15 mm, -1..1.
class CardGrain {
 public:
  CardGrain(float px_mm, int row) : step_(px_mm / 0.15f), y_(static_cast<float>(row) * step_) {}
  float at(std::size_t column) const {
    const float x = static_cast<float>(column) * step_;
    const int ix = static_cast<int>(x), iy = static_cast<int>(y_);
    const float u = x - static_cast<float>(ix), v = y_ - static_cast<float>(iy);
    const float low = lattice(ix, iy) * (1 - u) + lattice(ix + 1, iy) * u;
    const float high = lattice(ix, iy + 1) * (1 - u) + lattice(ix + 1, iy + 1) * u;
    return low * (1 - v) + high * v;
  }

 private:
  float step_, y_;
};

void fill_albedo(const PhotoScene& scene, int row, RowBuffers& buffers) {
  constexpr float depth = 0.9f;  // how far dye differs with the shade of a fibre
  const std::uint8_t* dye = scene.surface.dye.row(row) + scene.margin;
  const float* shade = scene.surface.shade.row(row) + scene.margin;
  const std::uint8_t* part = scene.surface.part.row(row) + scene.margin;
  const std::uint8_t *other = row_or_null(scene.surface.other_dye, row, scene.margin),
                     *share = row_or_null(scene.surface.dye_share, row, scene.margin);
  std::vector<Dyed> dyes;
  for (const LinearRgb& color : scene.dyes) dyes.push_back(dyed(color));
  const std::size_t last = dyes.size() - 1;
  const CardGrain grain(scene.relief.px_mm(), row);
  for (std::size_t x = 0; x < buffers.r.size(); ++x) {
    if (part[x] == hole && scene.card > 0) {
      buffers.r[x] = buffers.g[x] = buffers.b[x] = scene.card * (1 + 0.07f * grain.at(x));
      continue;
    }
    Dyed d = dyes[std::min<std::size_t>(dye[x], last)];
    if (share != nullptr && share[x] != 255) {
      const Dyed& second = dyes[std::min<std::size_t>(other[x], last)];
      const float first_share = static_cast<float>(share[x]) * (1 / 255.0f);
      d = {mixed(second.color, d.color, first_share), mixed(second.gain, d.gain, first_share)};
    }
    // Close up, fibres differ more than in maps; what is seen through holes is an even card.
    const float fibre = part[x] == hole ? scene.backing : shade[x] * (0.4f + 0.6f * shade[x]);
    const float held = std::min(fibre, 0.93f / std::max({d.color.r, d.color.g, d.color.b, 0.01f}));  // keeps the hue
    const float paler = part[x] == hole ? 0 : std::clamp(depth * (held - 1), -0.7f, 0.7f);
    buffers.r[x] = std::min(d.color.r * held * (1 + paler * d.gain.r), 0.95f);
    buffers.g[x] = std::min(d.color.g * held * (1 + paler * d.gain.g), 0.95f);
    buffers.b[x] = std::min(d.color.b * held * (1 + paler * d.gain.b), 0.95f);
  }
}

// Which pixels have no fibres, and how those shine.
void fill_gloss(const PhotoScene& scene, int row, RowBuffers& buffers) {
  const std::uint8_t* part = scene.surface.part.row(row) + scene.margin;
  const std::uint8_t* dye = scene.surface.dye.row(row) + scene.margin;
  const std::size_t last = scene.gloss.size() - 1;
  for (std::size_t x = 0; x < buffers.smooth.size(); ++x) {
    const bool card = part[x] == hole && scene.card > 0;
    const DyeGloss& gloss = scene.gloss[std::min<std::size_t>(dye[x], last)];
    buffers.smooth[x] = card || is_smooth(part[x], gloss) ? 1 : 0;
    buffers.gloss_a2[x] = card ? 0.5f : gloss.alpha2;
    buffers.metal[x] = gloss.metal && !card ? 1 : 0;
    buffers.card[x] = card ? 1 : 0;
  }
}

// Twice the size, with weights 3/4 and 1/4 each way.
void fill_ambient(const PhotoScene& scene, int row, std::vector<float>& ambient) {
  const Plane<float>& half = scene.ambient_half;
  const int near = row / 2, other = std::clamp(row % 2 ? near + 1 : near - 1, 0, half.height() - 1);
  const float *a = half.row(near), *b = half.row(other);
  for (std::size_t i = 0; i < ambient.size(); ++i) {
    const int x = static_cast<int>(i) + scene.margin, xa = x / 2;
    const int xb = std::clamp(x % 2 ? xa + 1 : xa - 1, 0, half.width() - 1);
    ambient[i] = 0.75f * (0.75f * a[xa] + 0.25f * b[xa]) + 0.25f * (0.75f * a[xb] + 0.25f * b[xb]);
  }
}

void fill_undulation(const PhotoScene& scene, int y, RowBuffers& buffers, LightRow& out) {
  const Undulation& w = scene.undulation;
  const float width = static_cast<float>(picture_width(scene)), height = static_cast<float>(picture_height(scene));
  const float scale = 2 / width, v = (height * 0.5f - static_cast<float>(y) - 0.5f) * scale;
  const float half_mm = width * scene.relief.px_mm() * 0.5f;
  const float* z = scene.relief.row(y + scene.margin) + scene.margin;
  for (std::size_t x = 0; x < buffers.slope_x.size(); ++x) {
    const float u = (static_cast<float>(x) + 0.5f) * scale - 1;
    buffers.slope_x[x] = w.uu * u + w.uv * v + w.uuu * u * u;
    buffers.slope_y[x] = w.vv * v + w.uv * u + w.vvv * v * v;
    buffers.key_gain[x] = 1 + scene.light.falloff * (u * scene.light.tilt_x + v * scene.light.tilt_y);
    const float bend = 0.5f * w.uu * u * u + w.uv * u * v + 0.5f * w.vv * v * v;
    const float lens = w.lens_x * u + w.lens_y * v;
    out.z[x] = z[x] + half_mm * (bend + (w.uuu * u * u * u + w.vvv * v * v * v) / 3 + lens);
  }
  w.add_cockles(y, picture_width(scene), buffers.slope_x.data(), buffers.slope_y.data());
}

// The raster draws hairs one pixel wide; here they get the thickness of a fibre.
void thicken_fuzz(const PhotoScene& scene, int row, RowBuffers& buffers) {
  const Surface& surface = scene.surface;
  const int radius = scene.fuzz_radius, width = static_cast<int>(buffers.fuzz.size());
  const float share = 1.0f / (255.0f * static_cast<float>(2 * radius + 1));
  for (int y = row - radius; y <= row + radius; ++y) {
    const int inside = std::clamp(y, 0, surface.fuzz.height() - 1);
    const std::uint8_t* fuzz = surface.fuzz.row(inside) + scene.margin;
    const std::int8_t *tx = surface.fuzz_tangent_x.row(inside) + scene.margin,
                      *ty = surface.fuzz_tangent_y.row(inside) + scene.margin;
    for (int x = 0; x < width; ++x) {
      if (fuzz[x] == 0) continue;
      const float weight = fuzz[x] * share;
      for (int to = std::max(0, x - radius); to <= std::min(width - 1, x + radius); ++to) {
        buffers.fuzz[to] += weight;
        buffers.fuzz_x[to] += weight * tx[x], buffers.fuzz_y[to] += weight * ty[x];
      }
    }
  }
}

// Hairs stand about 0.1 mm above the cloth: their shade falls that far from them, away from the key, and is soft.
void shade_under_fuzz(const PhotoScene& scene, int row, RowBuffers& buffers) {
  const Plane<std::uint8_t>& fuzz = scene.surface.fuzz;
  const float reach = 0.1f / scene.light.key_tan / scene.relief.px_mm();
  const int dx = static_cast<int>(reach * scene.light.tilt_x), dy = static_cast<int>(-reach * scene.light.tilt_y);
  const std::uint8_t* near = fuzz.row(std::clamp(row + dy, 0, fuzz.height() - 1));
  const std::uint8_t* far = fuzz.row(std::clamp(row + dy + dy / 2, 0, fuzz.height() - 1));
  const int last = fuzz.width() - 1;
  for (std::size_t i = 0; i < buffers.fuzz.size(); ++i) {
    const int x = static_cast<int>(i) + scene.margin;
    const int shadow = near[std::clamp(x + dx, 0, last)] + far[std::clamp(x + dx + dx / 2, 0, last)];
    buffers.fuzz_shadow[i] = static_cast<float>(shadow) * (0.35f / 255);
  }
}

}  // namespace

int picture_width(const PhotoScene& scene) {
  return scene.relief.width() - 2 * scene.margin;
}
int picture_height(const PhotoScene& scene) {
  return scene.relief.height() - 2 * scene.margin;
}

void shade_row(const PhotoScene& scene, int y, LightRow& out) {
  const int row = y + scene.margin, width = picture_width(scene), margin = scene.margin;
  const Surface& surface = scene.surface;
  RowBuffers buffers(width);
  out.dye = surface.dye.row(row) + margin;
  out.other_dye = row_or_null(surface.other_dye, row, margin);
  out.dye_share = row_or_null(surface.dye_share, row, margin);
  out.part = surface.part.row(row) + margin;
  fill_albedo(scene, row, buffers);
  fill_ambient(scene, row, buffers.ambient);
  fill_undulation(scene, y, buffers, out);

  ShadeInput in;
  in.width = width;
  in.z = scene.relief.row(row) + margin;
  in.above = scene.relief.row(row - 1) + margin;
  in.below = scene.relief.row(row + 1) + margin;
  in.inv_2px = 1 / (2 * scene.relief.px_mm());
  in.tangent_x = surface.tangent_x.row(row) + margin;
  in.tangent_y = surface.tangent_y.row(row) + margin;
  if (!surface.slope_variance.empty()) in.slope_variance = surface.slope_variance.row(row) + margin;
  in.albedo_r = buffers.r.data();
  in.albedo_g = buffers.g.data();
  in.albedo_b = buffers.b.data();
  in.shade = surface.shade.row(row) + margin;
  in.ambient = buffers.ambient.data();
  in.key_flux = scene.light.key_flux();
  in.key_mean = scene.light.key_mean();
  if (scene.smooth_share > 0 || scene.card > 0) {
    fill_gloss(scene, row, buffers);
    in.smooth = buffers.smooth.data();
    in.gloss_a2 = buffers.gloss_a2.data();
    if (std::ranges::any_of(scene.gloss, &DyeGloss::metal)) in.metal = buffers.metal.data();
    if (scene.card > 0) in.card = buffers.card.data();
  }
  in.slope_x = buffers.slope_x.data();
  in.slope_y = buffers.slope_y.data();
  in.key_gain = buffers.key_gain.data();
  if (!surface.fuzz.empty()) {
    thicken_fuzz(scene, row, buffers);
    shade_under_fuzz(scene, row, buffers);
    in.fuzz = buffers.fuzz.data();
    in.fuzz_shadow = buffers.fuzz_shadow.data();
    in.fuzz_tangent_x = buffers.fuzz_x.data();
    in.fuzz_tangent_y = buffers.fuzz_y.data();
  }
  for (const MarchStep& step : scene.march)
    in.shadow_rows.push_back(scene.relief.row(row + step.dy) + margin + step.dx);
  shade_pixels(scene, in, out);
}

}  // namespace atelier
