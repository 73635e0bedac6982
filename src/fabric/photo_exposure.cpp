#include "fabric/photo_exposure.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace atelier {
namespace {

constexpr int row_step = 24, passes = 3;
constexpr double white_share_max = 0.5;

using Channels = std::array<double, 3>;

std::uint32_t scramble(std::uint32_t h) {
  h = (h ^ (h >> 16)) * 0x7feb352du;
  h = (h ^ (h >> 15)) * 0x846ca68bu;
  return h ^ (h >> 16);
}

// Rows at irregular distances, so that no weave falls in step with them.
std::vector<LightRow> trial_rows(int count, int width) {
  return std::vector<LightRow>(count, LightRow(width));
}

Result<void> shade_trial(const PhotoScene& scene, std::vector<LightRow>& rows, const RunContext& run) {
  const int height = picture_height(scene);
  return parallel_for(run, static_cast<int>(rows.size()), [&](int i) {
    const int y = i * row_step + static_cast<int>(scramble(static_cast<std::uint32_t>(i) + 77u) % row_step);
    shade_row(scene, std::min(y, height - 1), rows[i]);
  });
}

struct Means {
  Channels light{}, white{};
  double z = 0, z_deviation = 0;
};

Means means(const std::vector<LightRow>& rows) {
  Means m;
  double count = 0;
  for (const LightRow& row : rows) {
    for (std::size_t x = 0; x < row.r.size(); ++x) {
      m.light[0] += row.r[x], m.light[1] += row.g[x], m.light[2] += row.b[x];
      m.white[0] += row.white[x];
      m.z += row.z[x];
    }
    count += static_cast<double>(row.r.size());
  }
  for (double& c : m.light) c /= count;
  m.white.fill(m.white[0] / count);
  m.z /= count;
  for (const LightRow& row : rows) {
    for (const float z : row.z) m.z_deviation += std::abs(z - m.z);
  }
  m.z_deviation /= count;
  return m;
}

double luminance_of(const Channels& c) {
  return 0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2];
}

/// Moves dyes and white reflection so that matt light makes up what white light leaves of the target.
void correct_dyes(PhotoScene& scene, const Means& m, const Channels& target) {
  const double exposure = luminance_of(target) / luminance_of(m.light);
  const double white_max = white_share_max * luminance_of(target) / exposure;
  if (m.white[0] > white_max) scene.specular_gain *= static_cast<float>(white_max / m.white[0]);
  const double white = std::min(m.white[0], white_max);
  Channels gain{};
  for (int c = 0; c < 3; ++c) {
    const double matt = std::max(m.light[c] - m.white[c], 1e-5);
    gain[c] = std::clamp((target[c] / exposure - white) / matt, 0.35, 1.8);
  }
  for (LinearRgb& dye : scene.dyes) {
    dye.r = std::clamp(static_cast<float>(dye.r * gain[0]), 0.001f, 0.93f);
    dye.g = std::clamp(static_cast<float>(dye.g * gain[1]), 0.001f, 0.93f);
    dye.b = std::clamp(static_cast<float>(dye.b * gain[2]), 0.001f, 0.93f);
  }
}

/// The gain with which the film shows `target` in the mean of one channel; vignette and its mean are left to 1.5 %.
double film_gain(const std::vector<LightRow>& rows, std::vector<float> LightRow::*channel, double target) {
  double gain = 1;
  for (int i = 0; i < 8; ++i) {
    double sum = 0, count = 0;
    for (const LightRow& row : rows) {
      for (const float light : row.*channel) sum += film_curve(static_cast<float>(light * gain));
      count += static_cast<double>((row.*channel).size());
    }
    gain *= std::clamp(target / std::max(sum / count, 1e-6), 0.4, 2.5);
  }
  return std::min(gain, 6.0);
}

}  // namespace

LinearRgb photo_target(const FabricSpec& spec, const Surface& surface) {
  std::array<double, 256> area{};
  for (int y = 0; y < surface.dye.height(); y += 3) {
    const std::uint8_t* dye = surface.dye.row(y);
    for (int x = 0; x < surface.dye.width(); ++x) area[dye[x]] += 1;
  }
  Channels mix{};
  double total = 0;
  for (std::size_t i = 0; i < area.size(); ++i) {
    const LinearRgb& dye = spec.dyes[std::min(i, spec.dyes.size() - 1)];
    mix[0] += area[i] * dye.r, mix[1] += area[i] * dye.g, mix[2] += area[i] * dye.b;
    total += area[i];
  }
  for (double& c : mix) c /= total;
  if (spec.target_is_mean) mix = {spec.color_target.r, spec.color_target.g, spec.color_target.b};
  const double y = std::max(luminance_of(mix), 1e-4);
  const double bright = std::clamp((y - 0.45) / 0.4, 0.0, 1.0), dark = std::clamp(1 - y / 0.08, 0.0, 1.0);
  const double scale = (1 - 0.13 * bright * bright * (3 - 2 * bright)) * (y + 0.003 * dark) / y;
  return {static_cast<float>(mix[0] * scale), static_cast<float>(mix[1] * scale), static_cast<float>(mix[2] * scale)};
}

Result<Camera> expose(PhotoScene& scene, const LinearRgb& target, double& focus_mm, const RunContext& run) {
  const Channels wish{target.r, target.g, target.b};
  const int height = picture_height(scene);
  std::vector<LightRow> rows = trial_rows(std::max(4, height / row_step), picture_width(scene));
  for (int pass = 0; pass < passes; ++pass) {
    TRY_VOID(shade_trial(scene, rows, run));
    if (pass + 1 < passes) correct_dyes(scene, means(rows), wish);
  }
  const Means m = means(rows);
  focus_mm = m.z + 0.6 * m.z_deviation;
  Camera camera;
  const double vignette_mean =
      1 - camera.vignette * (1.0 + height * 1.0 / picture_width(scene) * height / picture_width(scene)) / 3;
  camera.gain_r = static_cast<float>(film_gain(rows, &LightRow::r, wish[0]) / vignette_mean);
  camera.gain_g = static_cast<float>(film_gain(rows, &LightRow::g, wish[1]) / vignette_mean);
  camera.gain_b = static_cast<float>(film_gain(rows, &LightRow::b, wish[2]) / vignette_mean);
  return camera;
}

}  // namespace atelier
