#include "fabric/overlay/print.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "fabric/fabric_math.h"
#include "fabric/overlay/relief_grid.h"
#include "fabric/torus.h"

namespace atelier {
namespace {

constexpr double asked_tolerance = 0.03, usual_tolerance = 0.12, repeat_weight = 0.02;
constexpr double coarse_mm = 0.3;    // relief from which ink stays on the tops of yarns
constexpr double noise_mm = 0.14;    // grain of a ragged edge
constexpr double tile_wish_mm = 60;  // small repeats come several times
constexpr double pile_bleed_mm = 0.4;
constexpr float film_smoothing = 0.75F;

int count_of(double side_mm, double repeat_mm) {
  return std::max(1, static_cast<int>(std::lround(side_mm / repeat_mm)));
}

}  // namespace

// The dyes of a pixel while inks are laid over each other.
struct Print::Mix {
  static constexpr int most = 8;
  int dyes[most], count = 0;
  float shares[most];

  void add(int dye, float share) {
    if (share <= 0) return;
    for (int i = 0; i < count; ++i) {
      if (dyes[i] != dye) continue;
      shares[i] += share;
      return;
    }
    if (count == most) return;
    dyes[count] = dye;
    shares[count++] = share;
  }

  void cover(int dye, float share) {
    for (int i = 0; i < count; ++i) shares[i] *= 1 - share;
    add(dye, share);
  }

  // The two that are seen most.
  void store(std::size_t at, Surface& surface) const {
    int first = 0;
    for (int i = 1; i < count; ++i)
      if (shares[i] > shares[first]) first = i;
    int second = first;
    for (int i = 0; i < count; ++i)
      if (i != first && (second == first || shares[i] > shares[second])) second = i;
    const float both = shares[first] + (second == first ? 0 : shares[second]);
    surface.dye.data()[at] = static_cast<std::uint8_t>(dyes[first]);
    surface.other_dye.data()[at] = static_cast<std::uint8_t>(dyes[second]);
    surface.dye_share.data()[at] = second == first ? 255 : static_cast<std::uint8_t>(255 * shares[first] / both + 0.5F);
  }
};

// One row of pixels.
struct Print::Row {
  int y;
  float v;  // of the tile
  const std::vector<float>& columns;
  float soft_mm;  // half the width over which an edge fades in a pixel
};

OverlayNeeds Print::needs(const FabricSpec& spec) {
  const PrintSpec& print = spec.overlay.print;
  const double tolerance = print.asked_mm > 0 ? asked_tolerance : usual_tolerance;
  const double across = std::max(4.0, print.repeat_mm), up = std::max(4.0, across * print.aspect);
  OverlayNeeds needs{{{across, 1, tolerance, repeat_weight}},
                     std::max(across, std::ceil(tile_wish_mm / across) * across)};
  if (print.motif == PrintSpec::Motif::picture) {
    needs.repeats.push_back({up, 1, 2 * tolerance, repeat_weight});
    needs.wish_mm = std::max(needs.wish_mm, up);
  }
  return needs;
}

Result<std::unique_ptr<Overlay>> Print::create(const FabricSpec& spec, const Tile& tile) {
  const PrintSpec& print = spec.overlay.print;
  if (!(print.repeat_mm >= 4)) {
    return fail(ErrorKind::invalid_argument,
                {"print_mm: a print repeats after 4 mm at least",
                 "print_mm: рисунок повторяется не чаще чем через 4 мм", "print_mm: 무늬는 최소 4mm마다 반복됩니다"});
  }
  if (print.motif == PrintSpec::Motif::picture && !print.picture) {
    return fail(ErrorKind::internal,
                {"print: no picture was read", "print: картинка не прочитана", "print: 그림을 읽지 않았습니다"});
  }
  return std::unique_ptr<Overlay>(new Print(spec, tile));
}

Print::Print(const FabricSpec& spec, const Tile& tile)
    : tile_(tile), print_(spec.overlay.print), key_(hash32(static_cast<std::uint32_t>(spec.seed), 1300)) {
  const bool picture = print_.motif == PrintSpec::Motif::picture;
  columns_ = count_of(tile.width_mm, print_.repeat_mm);
  rows_ = picture ? count_of(tile.height_mm, print_.repeat_mm * print_.aspect) : columns_;
  // Pile is soaked, and skins have no threads.
  tops_only_ = tile.relief_mm >= coarse_mm && (spec.structure == "woven" || spec.structure == "knit");
  if (spec.structure == "pile") print_.bleed_mm = std::max(print_.bleed_mm, pile_bleed_mm);
  repeat_x_mm_ = tile.width_mm / columns_;
  repeat_y_mm_ = tile.height_mm / rows_;
  if (!picture) layers_ = draw_print(print_.motif, spec.seed, repeat_x_mm_);
}

void Print::describe(Tile& tile) const {
  const bool small = repeat_x_mm_ < 40;
  const double share = small ? 1.5 : 0.7;
  tile.view_mm = std::clamp(share * repeat_x_mm_, std::max(tile.view_mm, 16.0), 60.0);
}

Result<void> Print::apply(Surface& surface, const RunContext& run) const {
  const Window& window = surface.window;
  if (surface.dye_share.empty()) {
    surface.other_dye = Plane<std::uint8_t>(window.width_px, window.height_px);
    surface.dye_share = Plane<std::uint8_t>(window.width_px, window.height_px);
    std::memcpy(surface.other_dye.data(), surface.dye.data(), surface.dye.size());
    std::memset(surface.dye_share.data(), 255, surface.dye_share.size());
  }
  const std::vector<float> columns =
      torus_positions(window.x_mm, window.width_mm, window.width_px, tile_.width_mm, false);
  const std::vector<float> rows =
      torus_positions(window.y_mm, window.height_mm, window.height_px, tile_.height_mm, true);
  const auto soft = static_cast<float>(std::max(0.025, 0.6 * window.width_mm / window.width_px));
  return for_strips(surface.window, run, [&](int first, int last) {
    for (int y = first; y <= last; ++y) {
      const Row row{y, rows[y], columns, soft};
      print_.picture ? paint_row(row, surface) : draw_row(row, surface);
    }
  });
}

// Value noise of a fixed grain, -1..1.
float Print::edge_noise(float x, float y) const {
  const int cells = std::max(2, static_cast<int>(tile_.width_mm / noise_mm));
  const float at_x = x * static_cast<float>(cells), at_y = y * static_cast<float>(cells);
  const int i = static_cast<int>(at_x), j = static_cast<int>(at_y);
  const auto value = [&](int column, int row) {
    return signed_unit_float(
        hash32(key_, static_cast<std::uint32_t>(column % cells), static_cast<std::uint32_t>(row % cells)));
  };
  const float tx = smooth_step(at_x - static_cast<float>(i)), ty = smooth_step(at_y - static_cast<float>(j));
  const float low = value(i, j) + (value(i + 1, j) - value(i, j)) * tx;
  const float high = value(i, j + 1) + (value(i + 1, j + 1) - value(i, j + 1)) * tx;
  return low + (high - low) * ty;
}

// How much ink a place takes: between coarse yarns there is none.
double Print::taken(float height_mm) const {
  if (!tops_only_) return 1;
  return 0.15 + 0.85 * smooth_step((height_mm / tile_.relief_mm + 0.42) / 0.22);
}

// A film levels the threads under it and shines as plastic does.
void Print::lay_film(double share, std::size_t at, Surface& surface) const {
  float& height = surface.height_mm.data()[at];
  const auto s = static_cast<float>(share);
  const auto level = static_cast<float>(0.3 * std::min(tile_.relief_mm, 0.6) + print_.film_um * 1e-3);
  height += s * film_smoothing * (level - height);
  if (share < 0.5) return;
  surface.part.data()[at] = static_cast<std::uint8_t>(Part::film);
  surface.tangent_x.data()[at] = surface.tangent_y.data()[at] = 0;
  surface.shade.data()[at] = 1 + 0.3F * (surface.shade.data()[at] - 1);
  if (!surface.coverage.empty()) surface.coverage.data()[at] = 255;
  if (!surface.slope_variance.empty()) surface.slope_variance.data()[at] *= 0.2F;
  if (!surface.fuzz.empty()) surface.fuzz.data()[at] = 0;
}

void Print::draw_row(const Row& row, Surface& surface) const {
  const int side = layers_.side;
  const auto cell_of = [&](float position, int repeats) {
    const float turns = position * static_cast<float>(repeats);
    return (turns - std::floor(turns)) * static_cast<float>(side);
  };
  const float at_y = cell_of(row.v, rows_);
  const int j = std::min(static_cast<int>(at_y), side - 1);
  const float ty = at_y - static_cast<float>(j);
  const auto ramps_row = [&](int cell) {
    return layers_.ramps.data() + static_cast<std::size_t>(cell % side) * side * PrintLayers::inks_max;
  };
  const std::uint8_t *low = ramps_row(j), *high = ramps_row(j + 1);
  const float mm_per_step = static_cast<float>(layers_.ramp_mm) / 127;
  const auto bleed = static_cast<float>(print_.bleed_mm);
  for (int x = 0; x < surface.window.width_px; ++x) {
    const float at_x = cell_of(row.columns[x], columns_);
    const int i = std::min(static_cast<int>(at_x), side - 1), next = i + 1 == side ? 0 : i + 1;
    const float tx = at_x - static_cast<float>(i);
    std::uint32_t taps[4];
    std::memcpy(&taps[0], low + i * PrintLayers::inks_max, 4);
    std::memcpy(&taps[1], low + next * PrintLayers::inks_max, 4);
    std::memcpy(&taps[2], high + i * PrintLayers::inks_max, 4);
    std::memcpy(&taps[3], high + next * PrintLayers::inks_max, 4);
    if ((taps[0] | taps[1] | taps[2] | taps[3]) == 0) continue;  // far from any ink
    const std::size_t at = static_cast<std::size_t>(row.y) * surface.window.width_px + x;
    const float share = static_cast<float>(surface.dye_share.data()[at]) / 255;
    Mix mix;
    mix.add(surface.dye.data()[at], share);
    mix.add(surface.other_dye.data()[at], 1 - share);
    const double most = taken(surface.height_mm.data()[at]);
    float ragged = 0, film = 0;
    bool known = false;
    for (int ink = 0; ink < layers_.inks; ++ink) {
      const auto tap = [&](int n) { return static_cast<float>(taps[n] >> (8 * ink) & 255); };
      const float below = tap(0) + (tap(1) - tap(0)) * tx, above = tap(2) + (tap(3) - tap(2)) * tx;
      const float inside = (below + (above - below) * ty - 128) * mm_per_step;
      if (inside < -bleed - row.soft_mm) continue;
      if (!known && inside < bleed + row.soft_mm) {
        ragged = 0.6F * bleed * edge_noise(row.columns[x], row.v);
        known = true;
      }
      const float covered = std::clamp(0.5F + 0.5F * (inside + ragged) / row.soft_mm, 0.0F, 1.0F);
      mix.cover(print_.first_ink + ink, covered * static_cast<float>(most));
      film = std::max(film, covered);
    }
    mix.store(at, surface);
    if (print_.film_um > 0 && film > 0) lay_film(film, at, surface);
  }
}

void Print::paint_row(const Row& row, Surface& surface) const {
  const PrintPicture& picture = *print_.picture;
  const auto place_of = [](float position, int repeats, int pixels, bool from_top) {
    const float turns = position * static_cast<float>(repeats);
    const float within = turns - std::floor(turns);
    return (from_top ? 1 - within : within) * static_cast<float>(pixels) - 0.5F;
  };
  const auto around = [](int i, int n) { return ((i % n) + n) % n; };
  const float at_y = place_of(row.v, rows_, picture.height_px, true);
  const int j = static_cast<int>(std::floor(at_y));
  const float ty = at_y - static_cast<float>(j);
  for (int x = 0; x < surface.window.width_px; ++x) {
    const float at_x = place_of(row.columns[x], columns_, picture.width_px, false);
    const int i = static_cast<int>(std::floor(at_x));
    const float tx = at_x - static_cast<float>(i);
    const std::size_t at = static_cast<std::size_t>(row.y) * surface.window.width_px + x;
    const auto most = static_cast<float>(taken(surface.height_mm.data()[at]));
    const float share = static_cast<float>(surface.dye_share.data()[at]) / 255;
    Mix mix;
    if (most < 1) {
      mix.add(surface.dye.data()[at], share * (1 - most));
      mix.add(surface.other_dye.data()[at], (1 - share) * (1 - most));
    }
    for (int tap = 0; tap < 4; ++tap) {
      const int px = around(i + tap % 2, picture.width_px), py = around(j + tap / 2, picture.height_px);
      const std::size_t from = static_cast<std::size_t>(py) * picture.width_px + px;
      const float weight = (tap % 2 == 0 ? 1 - tx : tx) * (tap / 2 == 0 ? 1 - ty : ty) * most;
      const float own = static_cast<float>(picture.dye_share[from]) / 255;
      mix.add(print_.first_ink + picture.dye[from], weight * own);
      mix.add(print_.first_ink + picture.other_dye[from], weight * (1 - own));
    }
    mix.store(at, surface);
    if (print_.film_um > 0) lay_film(1, at, surface);
  }
}

}  // namespace atelier
