#include "fabric/leather/leather.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <new>

#include "fabric/fabric_math.h"
#include "fabric/overlay.h"
#include "fabric/range_check.h"
#include "fabric/torus.h"

namespace atelier {
namespace {

constexpr int strip_rows = 32;
constexpr double cells_wished = 150, dent_wave_mm = 15, blotch_wave_mm = 10;

Result<void> check_numbers(const FabricSpec& spec) {
  const LeatherSpec& leather = spec.leather;
  TRY_VOID(check_range("tile_mm", spec.tile_mm, 0, 1000));
  TRY_VOID(check_range("cell_mm", leather.cell_mm, 0.05, 60));
  TRY_VOID(check_range("cell_aspect", leather.cell_aspect, 0.2, 5));
  TRY_VOID(check_range("jitter", leather.jitter, 0, 1));
  TRY_VOID(check_range("depth_mm", leather.depth_mm, 0, 5));
  TRY_VOID(check_range("crease_cells", leather.crease_cells, 0.005, 1));
  TRY_VOID(check_range("wander", leather.wander, 0, 3));
  TRY_VOID(check_range("fine_mm", leather.fine_mm, 0, 60));
  TRY_VOID(check_range("wrinkle_mm", leather.wrinkle_mm, 0.5, 200));
  TRY_VOID(check_range("pores_per_cm2", leather.pores_per_cm2, 0, 2000));
  TRY_VOID(check_range("pore_mm", leather.pore_mm, 0.01, 2));
  TRY_VOID(check_range("micro_mm", leather.micro_mm, 0.02, 5));
  return check_range("emboss_mm", leather.emboss_mm, 0, 300);
}

// Lattices and plates that people would see broken must fit; grown cells fit anywhere.
std::vector<Repeat> repeats_of(const LeatherSpec& leather) {
  if (leather.emboss_mm > 0) return {{leather.emboss_mm, 2, 0.06, 0.2}};
  const double row_mm = 2 * leather.cell_mm * leather.cell_aspect;
  if (leather.lattice != CellLattice::scattered) return {{leather.cell_mm, 3, 0.06, 0.2}, {row_mm, 2, 0.06, 0.2}};
  return {{leather.cell_mm, 4, 0.15, 0.05}};
}

double wished_side(const LeatherSpec& leather) {
  const double by_cells =
      leather.lattice == CellLattice::scattered ? cells_wished * leather.cell_mm : 10 * leather.cell_mm;
  return std::clamp(by_cells, 48.0, 160.0);
}

FieldShape slow_shape(const Tile& tile, double wave_mm) {
  const auto cells = [&](double side) { return std::max(2, static_cast<int>(std::lround(side / wave_mm))); };
  return {cells(tile.width_mm), cells(tile.height_mm), 3, 0.55F};
}

Surface make_surface(const Window& window, bool rough, bool two_tone) {
  const int w = window.width_px, h = window.height_px;
  Surface surface;
  surface.window = window;
  surface.height_mm = {w, h};
  surface.part = {w, h};
  surface.dye = {w, h};
  surface.shade = {w, h};
  surface.tangent_x = {w, h};
  surface.tangent_y = {w, h};
  if (rough) surface.slope_variance = {w, h};
  if (two_tone) {
    surface.other_dye = {w, h};
    surface.dye_share = {w, h};
  }
  return surface;
}

// The two dyes of a row of pixels; the one seen most comes first.
class Dyes {
 public:
  Dyes(Surface& surface, int row)
      : dye_(surface.dye.row(row)),
        other_(surface.other_dye.empty() ? nullptr : surface.other_dye.row(row)),
        share_(surface.dye_share.empty() ? nullptr : surface.dye_share.row(row)) {}

  float second(int x) const { return (dye_[x] == 1 ? share_[x] : 255 - share_[x]) / 255.0F; }
  void put(int x, float second) const {
    dye_[x] = second > 0.5F ? 1 : 0;
    other_[x] = 1 - dye_[x];
    share_[x] = static_cast<std::uint8_t>(255 * std::max(second, 1 - second) + 0.5F);
  }

 private:
  std::uint8_t *dye_, *other_, *share_;
};

}  // namespace

// What all strips of one raster share.
struct Leather::Job {
  TorusAxis columns, rows, plate_columns;
  Grain::View view;
  double pixel_mm;
};

Leather::Leather(const LeatherSpec& spec, const Tile& tile, int plates, std::uint32_t key)
    : spec_(spec),
      tile_(tile),
      plates_(plates),
      grain_(spec, tile.width_mm / plates, tile.height_mm / plates, key),
      dent_(slow_shape(tile, dent_wave_mm), hash32(key, 11)),
      blotch_(slow_shape(tile, blotch_wave_mm), hash32(key, 12)),
      pores_(scatter_pores(spec, tile.width_mm, tile.height_mm, hash32(key, 13))) {}

Result<std::unique_ptr<Structure>> Leather::create(const FabricSpec& spec) {
  TRY_VOID(check_numbers(spec));
  const LeatherSpec& leather = spec.leather;
  std::vector<Repeat> repeats = repeats_of(leather);
  const OverlayNeeds needs = overlay_needs(spec);
  repeats.insert(repeats.end(), needs.repeats.begin(), needs.repeats.end());
  TRY(const SnappedSide side, snap_side(repeats, std::max(wished_side(leather), needs.wish_mm), spec.tile_mm));
  Tile tile;
  tile.width_mm = tile.height_mm = side.side_mm;
  tile.pitch_mm = leather.cell_mm;
  tile.relief_mm = leather.depth_mm * (1 + 0.5 * leather.dome) + leather.dent_mm;
  tile.view_mm = std::clamp(32 * leather.cell_mm, 14.0, 90.0);
  const int plates = leather.emboss_mm > 0 ? side.counts.front() : 1;
  const std::uint32_t key = hash32(static_cast<std::uint32_t>(spec.seed), 61);
  return std::unique_ptr<Structure>(new Leather(leather, tile, plates, key));
}

Result<Surface> Leather::raster(const Window& window, const RunContext& run) const {
  try {
    const TorusAxis columns(window.x_mm, window.width_mm, window.width_px, tile_.width_mm, false);
    const TorusAxis rows(window.y_mm, window.height_mm, window.height_px, tile_.height_mm, true);
    const double pixel_mm = window.width_mm / window.width_px;
    const Job job{columns, rows, columns.repeated(plates_), grain_.view(pixel_mm), pixel_mm};
    Surface surface = make_surface(window, job.view.slope_variance > 0, spec_.two_tone);
    const int strips = (window.height_px + strip_rows - 1) / strip_rows;
    TRY_VOID(parallel_for(run, strips, [&](int strip) { raster_strip(job, strip, surface); }));
    return surface;
  } catch (const std::bad_alloc&) {
    return fail(ErrorKind::exhausted,
                {"not enough memory for a leather of {} × {} pixels", "не хватает памяти для кожи {} × {} пикселей",
                 "{} × {} 픽셀의 가죽을 그릴 메모리가 부족합니다"},
                window.width_px, window.height_px);
  }
}

void Leather::raster_strip(const Job& job, int strip, Surface& surface) const {
  const int width = surface.window.width_px;
  const int first = strip * strip_rows, last = std::min(first + strip_rows, surface.window.height_px) - 1;
  Grain::Scratch scratch;
  scratch.resize(width);
  GrainRow made{std::vector<float>(width), std::vector<float>(width), std::vector<float>(width)};
  std::vector<float> dent(width), blotch(width);
  const auto dent_mm = static_cast<float>(spec_.dent_mm), drift = static_cast<float>(spec_.blotch);
  const std::uint32_t mask = (1u << position_bits) - 1;
  for (int row = first; row <= last; ++row) {
    const std::uint32_t y = job.rows[row];
    grain_.row(job.view, job.plate_columns, y * static_cast<unsigned>(plates_) & mask, scratch, made);
    dent_.row(job.columns, y, scratch.texels, dent.data());
    blotch_.row(job.columns, y, scratch.texels, blotch.data());
    float* height = surface.height_mm.row(row);
    float* shade = surface.shade.row(row);
    for (int x = 0; x < width; ++x) {
      height[x] = made.height_mm[x] + dent_mm * dent[x];
      shade[x] = std::clamp(made.shade[x] * (1 + drift * blotch[x]), 0.05F, 3.0F);
    }
    std::memset(surface.part.row(row), static_cast<int>(Part::grain), width);
    std::memset(surface.dye.row(row), 0, width);
    if (spec_.two_tone) dye_creases(made, row, surface);
    std::memset(surface.tangent_x.row(row), 0, width);
    std::memset(surface.tangent_y.row(row), 0, width);
    if (!surface.slope_variance.empty()) std::fill_n(surface.slope_variance.row(row), width, job.view.slope_variance);
  }
  prick(job, first, last, surface);
}

void Leather::dye_creases(const GrainRow& made, int row, Surface& surface) const {
  const Dyes dyes(surface, row);
  for (int x = 0; x < surface.window.width_px; ++x) dyes.put(x, smooth_step((made.crease[x] - 0.38F) * 1.8F));
}

void Leather::prick(const Job& job, int first, int last, Surface& surface) const {
  const auto unit_x = static_cast<float>(tile_.width_mm / (1 << position_bits));
  const auto unit_y = static_cast<float>(tile_.height_mm / (1 << position_bits));
  const auto pixel_mm = static_cast<float>(job.pixel_mm), depth_mm = static_cast<float>(spec_.pore_depth_mm);
  const Window& window = surface.window;
  std::vector<PixelSpan> spans;
  for (const Pore& pore : pores_) {
    const float radius = std::max(pore.radius_mm, 0.8F * pixel_mm), thin = pore.radius_mm / radius;
    const float reach = 1.6F * radius;
    const std::uint32_t middle_x = torus_place(pore.x_mm, tile_.width_mm);
    const std::uint32_t middle_y = torus_place(pore.y_mm, tile_.height_mm);
    spans.clear();
    for (int row = first; row <= last; ++row) {
      const float dy = torus_way_mm(middle_y, job.rows[row], unit_y);
      if (std::abs(dy) >= reach) continue;
      if (spans.empty()) {
        spans_near(window.x_mm, window.width_mm, window.width_px, tile_.width_mm, pore.x_mm, reach, spans);
      }
      float* height = surface.height_mm.row(row);
      float* shade = surface.shade.row(row);
      const Dyes dyes(surface, row);
      for (const PixelSpan& span : spans) {
        for (int x = span.first; x <= span.last; ++x) {
          const float dx = torus_way_mm(middle_x, job.columns[x], unit_x);
          const float away = (dx * dx + dy * dy) / (reach * reach);
          if (away >= 1) continue;
          const float hole = (1 - away) * (1 - away) * (1 - away) * thin * pore.depth;
          height[x] -= 1.5F * depth_mm * hole;
          shade[x] *= 1 - 0.55F * thin * hole;
          if (spec_.two_tone) dyes.put(x, std::max(dyes.second(x), std::min(1.0F, 1.6F * hole)));
        }
      }
    }
  }
}

}  // namespace atelier
