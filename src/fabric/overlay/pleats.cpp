#include "fabric/overlay/pleats.h"

#include <algorithm>
#include <cmath>

#include "fabric/fabric_math.h"
#include "fabric/overlay/relief_grid.h"
#include "fabric/overlay/torus_noise.h"
#include "fabric/torus.h"

namespace atelier {
namespace {

using Kind = PleatSpec::Kind;

constexpr double pitch_tolerance = 0.06, pitch_weight = 0.05;
constexpr double wish_mm = 60;
constexpr int profile_samples = 8192;
constexpr double waver_mm = 0.22;  // an edge is never quite straight
constexpr double waver_wave_mm = 28;

// How far a rounded edge lies below a sharp one, `away_mm` from it.
double rounding(double away_mm, double radius_mm) {
  if (away_mm >= radius_mm) return 0;
  const double short_mm = radius_mm - std::max(0.0, away_mm);
  return radius_mm - std::sqrt(radius_mm * radius_mm - short_mm * short_mm);
}

// Each pleat slopes up to its fold and ends over the next.
double knife(const PleatSpec& pleat, double t, double pitch_mm) {
  const double body = pleat.height_mm * (0.15 + 0.85 * pow_poly(t, 0.7));
  const double sunk = 0.3 * pleat.height_mm * exp_poly(-t * pitch_mm / 0.8);
  return body - sunk - rounding((1 - t) * pitch_mm, pleat.edge_mm);
}

// A raised panel over folded edges, and a narrower one below.
double box(const PleatSpec& pleat, double t, double pitch_mm) {
  constexpr double from = 0.04, to = 0.62;
  if (t > from && t < to) {
    const double edge = std::min(t - from, to - t) * pitch_mm;
    const double sag = 0.12 * pleat.height_mm * sin_turns((t - from) / (to - from) / 2);
    return pleat.height_mm - sag - rounding(edge, pleat.edge_mm);
  }
  const double gap = (t >= to ? t - to : t + 1 - to) / (1 - to + from), edge = std::min(gap, 1 - gap);
  return 0.2 * pleat.height_mm * smooth_step(edge * 4);
}

// Up and down, with rounded crests and valleys.
double accordion(const PleatSpec& pleat, double t, double pitch_mm) {
  const double off = std::abs(t - 0.5), soft = 0.6 * pleat.edge_mm / pitch_mm;
  const auto rounded = [&](double u) { return std::sqrt(u * u + soft * soft); };
  const double folded = rounded(0.5 - off) - rounded(off) + 0.5;
  // Pressed cloth springs back: no side is quite flat.
  return pleat.height_mm * (0.45 * folded + 0.55 * (0.5 + 0.5 * cos_turns(off)));
}

}  // namespace

OverlayNeeds Pleats::needs(const FabricSpec& spec) {
  const PleatSpec& pleat = spec.overlay.pleat;
  const double pitch = std::max(1.0, pleat.pitch_mm);
  if (pleat.kind == Kind::plisse) return {{}, wish_mm};
  return {{{pitch, 2, pitch_tolerance, pitch_weight}}, std::ceil(wish_mm / pitch) * pitch};
}

Result<std::unique_ptr<Overlay>> Pleats::create(const FabricSpec& spec, const Tile& tile) {
  if (!(spec.overlay.pleat.pitch_mm >= 1)) {
    return fail(ErrorKind::invalid_argument, {"pleats: a pleat is 1 mm wide at least", "складки: складка не уже 1 мм",
                                              "주름: 주름 너비는 최소 1mm입니다"});
  }
  return std::unique_ptr<Overlay>(new Pleats(spec, tile));
}

Pleats::Pleats(const FabricSpec& spec, const Tile& tile)
    : tile_(tile), pleat_(spec.overlay.pleat), key_(hash32(static_cast<std::uint32_t>(spec.seed), 1400)) {
  count_ = std::max(1, static_cast<int>(std::lround(tile.width_mm / pleat_.pitch_mm)));
  const double pitch = tile.width_mm / count_;
  double sum = 0;
  for (int i = 0; i < profile_samples; ++i) {
    const double at = static_cast<double>(i) / profile_samples * count_, t = at - std::floor(at);
    double z = 0;
    if (pleat_.kind == Kind::knife) z = knife(pleat_, t, pitch);
    if (pleat_.kind == Kind::box) z = box(pleat_, t, pitch);
    if (pleat_.kind == Kind::accordion) z = accordion(pleat_, t, pitch);
    profile_mm_.push_back(static_cast<float>(z));
    sum += z;
  }
  if (pleat_.kind == Kind::plisse) sum = crimp();
  for (float& z : profile_mm_) z -= static_cast<float>(sum / profile_samples);
}

// Narrow folds of uneven width and height. Returns the sum of heights.
double Pleats::crimp() {
  std::vector<double> edges{0};
  for (int n = 0; n < count_; ++n)
    edges.push_back(edges.back() + 1 + 0.4 * signed_unit_float(hash32(key_, 5, static_cast<std::uint32_t>(n))));
  double sum = 0;
  std::size_t fold = 0;
  for (int i = 0; i < profile_samples; ++i) {
    const double at = static_cast<double>(i) / profile_samples * edges.back();
    while (fold + 2 < edges.size() && at >= edges[fold + 1]) ++fold;
    const double width = edges[fold + 1] - edges[fold], t = (at - edges[fold]) / width;
    const double lean = 0.5 + 0.22 * signed_unit_float(hash32(key_, 6, static_cast<std::uint32_t>(fold)));
    const double side = t < lean ? t / lean : (1 - t) / (1 - lean);
    const double z = pleat_.height_mm * std::min(1.25, width) * (1 - (1 - side) * (1 - side));
    profile_mm_[static_cast<std::size_t>(i)] = static_cast<float>(z);
    sum += z;
  }
  return sum;
}

Result<void> Pleats::apply(Surface& surface, const RunContext& run) const {
  const Window& window = surface.window;
  const std::vector<float> columns =
      torus_positions(window.x_mm, window.width_mm, window.width_px, tile_.width_mm, false);
  const std::vector<float> rows =
      torus_positions(window.y_mm, window.height_mm, window.height_px, tile_.height_mm, true);
  return for_strips(surface.window, run, [&](int first, int last) {
    for (int y = first; y <= last; ++y) fold_row(y, rows[y], columns, surface);
  });
}

// Every fold wavers by itself; between two of them the profile is stretched.
void Pleats::fold_row(int y, float v, const std::vector<float>& columns, Surface& surface) const {
  const bool fine = pleat_.kind == Kind::plisse;
  const int waves = cells_for(tile_.height_mm, fine ? 12 : waver_wave_mm);
  const double most = std::min(fine ? 0.5 : waver_mm, 0.16 * tile_.width_mm / count_);
  std::vector<float> shift;
  for (int n = 0; n <= count_; ++n) {
    const double row = (n % count_ + 0.5) / count_;
    shift.push_back(static_cast<float>(most / tile_.width_mm * torus_noise(key_, count_, waves, row, v)));
  }
  float* height = surface.height_mm.row(y);
  for (int x = 0; x < surface.window.width_px; ++x) {
    const float at = columns[x] * static_cast<float>(count_);
    const int fold = std::min(static_cast<int>(at), count_ - 1);
    const float moved = columns[x] + shift[fold] + (shift[fold + 1] - shift[fold]) * (at - static_cast<float>(fold));
    const float place = (moved - std::floor(moved)) * profile_samples;
    const int low = std::min(static_cast<int>(place), profile_samples - 1);
    const float from = profile_mm_[low], to = profile_mm_[(low + 1) % profile_samples];
    height[x] += from + (to - from) * (place - static_cast<float>(low));
  }
}

void Pleats::describe(Tile& tile) const {
  tile.relief_mm += pleat_.height_mm;
  const double shown = pleat_.kind == Kind::plisse ? 8.5 : pleat_.kind == Kind::accordion ? 5.5 : 2.8;
  tile.view_mm = std::clamp(shown * pleat_.pitch_mm, std::max(tile.view_mm, 16.0), 90.0);
}

}  // namespace atelier
