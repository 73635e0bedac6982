#include "fabric/overlay/quilt_relief.h"

#include <algorithm>
#include <cmath>

#include "fabric/fabric_math.h"
#include "fabric/overlay/quilt.h"
#include "fabric/torus.h"
#include "fabric/weave/noise.h"

namespace atelier {
namespace {

constexpr double flat_seam_mm = 0.7;  // cloth lies flat under the thread, to either side

// Periodic 2-D value noise, -1..1, of cells × cells lattice points.
double value_noise(std::uint32_t key, int cells, double x, double y) {
  const double fx = x * cells, fy = y * cells;
  const int ix = static_cast<int>(std::floor(fx)), iy = static_cast<int>(std::floor(fy));
  const double tx = smooth_step(fx - ix), ty = smooth_step(fy - iy);
  const auto at = [&](int i, int j) -> double {
    return signed_unit_float(hash32(key, static_cast<std::uint32_t>((i % cells + cells) % cells),
                                    static_cast<std::uint32_t>((j % cells + cells) % cells)));
  };
  const double low = at(ix, iy) + (at(ix + 1, iy) - at(ix, iy)) * tx;
  const double high = at(ix, iy + 1) + (at(ix + 1, iy + 1) - at(ix, iy + 1)) * tx;
  return low + (high - low) * ty;
}

float sampled(const std::vector<float>& wave, double turns) {
  const double at = (turns - std::floor(turns)) * static_cast<double>(wave.size());
  const auto low = std::min(static_cast<std::size_t>(at), wave.size() - 1);
  const auto t = static_cast<float>(at - static_cast<double>(low));
  return wave[low] + (wave[(low + 1) % wave.size()] - wave[low]) * t;
}

}  // namespace

QuiltRelief::QuiltRelief(const FabricSpec& spec, const Tile& tile)
    : spec_(spec.quilt),
      width_mm_(tile.width_mm),
      height_mm_(tile.height_mm),
      lines_(std::max(1, quilt_lines(spec, tile.height_mm))),
      diamond_(spec.quilt.layout == QuiltSpec::Layout::diamond),
      seed_(hash32(static_cast<std::uint32_t>(spec.seed ^ (spec.seed >> 32)), 811)) {
  spacing_mm_ = tile.height_mm / lines_ / (diamond_ ? std::sqrt(2.0) : 1.0);
  const double period_mm = diamond_ ? tile.width_mm / std::sqrt(2.0) : tile.width_mm;
  for (std::uint32_t family = 0; family < (diamond_ ? 2u : 1u); ++family) {
    for (int line = 0; line < lines_; ++line) {
      const std::uint32_t key = hash32(seed_, family, static_cast<std::uint32_t>(line));
      gathers_.push_back(make_gathers(key, hash32(key, 1), period_mm));
      gathers_.push_back(make_gathers(key, hash32(key, 2), period_mm));
    }
  }
  add_folds();
  for (int i = 0; i < profile_samples; ++i) {
    const double share = static_cast<double>(i) / (profile_samples - 1);
    pillow_.push_back(pow_poly(1 - pow_poly(1 - share, spec_.p), 1 / spec_.q));
  }
}

// The finest wave is the seam's own and continues on its other side; the coarser ones are each side's.
QuiltRelief::Gathers QuiltRelief::make_gathers(std::uint32_t key, std::uint32_t side_key, double period_mm) const {
  static constexpr double lengths[3] = {0.8, 1.35, 2.3}, strengths[3] = {0.75, 1.0, 1.25};
  Gathers made;
  std::vector<float> strength(profile_samples), phase(profile_samples);
  for (int n = 0; n < 3; ++n) {
    const std::uint32_t wave_key = hash32(n == 0 ? key : side_key, 30 + static_cast<std::uint32_t>(n));
    const int waves = std::max(1, static_cast<int>(std::lround(period_mm / (spec_.pucker_wave_mm * lengths[n]))));
    fill_periodic_noise({std::max(2, waves / 2), 3, 0.7F}, hash32(wave_key, 1), strength.data(), profile_samples);
    fill_periodic_noise({std::max(2, waves / 3), 3, 0.7F}, hash32(wave_key, 2), phase.data(), profile_samples);
    const double start = unit_float(hash32(wave_key, 3));
    made.wave[n].resize(profile_samples);
    for (int i = 0; i < profile_samples; ++i) {
      const double turns = static_cast<double>(waves) * i / profile_samples + start + 0.17 * phase[i];
      const double amount = std::clamp(0.8 + 0.5 * strength[i], 0.1, 2.0) * strengths[n];
      // Crests are sharper than troughs, as in thin cloth under tension.
      const double wave = cos_turns(turns);
      made.wave[n][i] = static_cast<float>(amount * (wave + 0.25 * wave * wave - 0.125));
    }
  }
  made.slant.resize(profile_samples);
  fill_periodic_noise({std::max(2, static_cast<int>(period_mm / 16)), 2, 0.7F}, hash32(side_key, 40), made.slant.data(),
                      profile_samples);
  return made;
}

// Diagonal pull folds, slight ones: a single strong one would show where the tile repeats.
void QuiltRelief::add_folds() {
  const int count = std::max(1, static_cast<int>(std::lround(width_mm_ * height_mm_ / 1e4 * 8)));
  for (int n = 0; n < count; ++n) {
    const std::uint32_t key = hash32(seed_, 900, static_cast<std::uint32_t>(n));
    const auto draw = [&](std::uint32_t which) { return static_cast<double>(unit_float(hash32(key, which))); };
    const double angle = (25 + 45 * draw(1)) / 360 * (draw(2) < 0.5 ? -1 : 1);
    folds_.push_back({draw(3), draw(4), cos_turns(angle), sin_turns(angle),
                      std::min((10 + 12 * draw(5)), 0.3 * width_mm_), 0.9 + 0.9 * draw(6),
                      0.05 + 0.13 * draw(7) * draw(8)});
  }
}

QuiltRelief::SeamPlace QuiltRelief::place(double across_lines, double along) const {
  SeamPlace at;
  const double nearest = std::floor(across_lines + 0.5);
  at.distance_mm = (across_lines - nearest) * spacing_mm_;
  const double past_seam_mm = std::max(0.0, std::abs(at.distance_mm) - flat_seam_mm);
  at.share = std::min(1.0, past_seam_mm / (spacing_mm_ / 2 - flat_seam_mm));
  at.along = along;
  at.line = static_cast<int>(nearest) % lines_;
  if (at.line < 0) at.line += lines_;
  return at;
}

double QuiltRelief::pillow(double share) const {
  const double at = share * (profile_samples - 1);
  const auto low = std::min(static_cast<std::size_t>(at), pillow_.size() - 2);
  return pillow_[low] + (pillow_[low + 1] - pillow_[low]) * (at - static_cast<double>(low));
}

double QuiltRelief::gathered(int family, const SeamPlace& at) const {
  const int side = at.distance_mm < 0 ? 0 : 1;
  const Gathers& gathers = gathers_[static_cast<std::size_t>(2 * (family * lines_ + at.line) + side)];
  const double away = std::abs(at.distance_mm), reach = 0.27 * spacing_mm_;
  const double along = at.along + 0.25 * sampled(gathers.slant, at.along) * away / width_mm_;
  const double fine = 1 - smooth_step(at.share / 0.3), coarse = smooth_step((at.share - 0.12) / 0.4);
  const double middle = std::max(0.0, 1 - fine - coarse);
  const double wave = fine * sampled(gathers.wave[0], along) + middle * sampled(gathers.wave[1], along) +
                      coarse * sampled(gathers.wave[2], along);
  // Between the stitches the seam itself hardly moves.
  const double held = 1 - 0.75 * exp_poly(-away * away / 2.2);
  // Both sides of a pocket meet in its middle.
  const double meet = 1 - smooth_step((at.share - 0.45) / 0.55);
  return spec_.pucker_mm * exp_poly(-away / reach) * held * meet * wave;
}

double QuiltRelief::folds(double x, double y) const {
  double sum = 0;
  for (const Fold& fold : folds_) {
    const double dx = wrapped_turns(x - fold.x) * width_mm_, dy = wrapped_turns(y - fold.y) * height_mm_;
    const double along = (dx * fold.cosine + dy * fold.sine) / fold.half_length_mm;
    if (along * along >= 1) continue;
    const double bow = 0.12 * fold.half_length_mm * along * along;
    const double across = (-dx * fold.sine + dy * fold.cosine - bow) / fold.half_width_mm;
    const double ends = (1 - along * along) * (1 - along * along);
    sum += fold.height_mm * ends * exp_poly(-across * across);
  }
  return sum;
}

double QuiltRelief::height_mm(double x, double y) const {
  const double straight = y * lines_ - spec_.first_seam();
  const SeamPlace first = diamond_ ? place((x + y) * lines_, x - y) : place(straight, x);
  double profile = pillow(first.share), seam = first.distance_mm * first.distance_mm, waves = gathered(0, first);
  int pocket = static_cast<int>(std::floor(diamond_ ? (x + y) * lines_ : straight));
  if (diamond_) {
    const SeamPlace second = place((x - y) * lines_, x + y);
    profile *= pillow(second.share);
    seam = std::min(seam, second.distance_mm * second.distance_mm);
    waves = waves * std::min(1.0, second.share * 2) + gathered(1, second) * std::min(1.0, first.share * 2);
    pocket += 64 * static_cast<int>(std::floor((x - y) * lines_) + 32 * lines_) % lines_;
  }
  const int lump_cells = std::max(2, static_cast<int>(std::lround(width_mm_ / (0.45 * spacing_mm_))));
  const double lumps = 0.085 * value_noise(hash32(seed_, 5), lump_cells, x, y) +
                       0.035 * value_noise(hash32(seed_, 6), 2 * lump_cells, x, y);
  const double fill =
      0.08 * signed_unit_float(hash32(seed_, 7, static_cast<std::uint32_t>((pocket % lines_ + lines_) % lines_)));
  const double body = spec_.height_mm * profile * (1 + fill + lumps);
  const double valley = 0.3 * exp_poly(-seam / 0.6);
  return body + waves + folds(x, y) * smooth_step(profile * 1.4 - 0.35) - valley;
}

}  // namespace atelier
