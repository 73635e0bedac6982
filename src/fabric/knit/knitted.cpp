#include "fabric/knit/knitted.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <new>
#include <numeric>

#include "fabric/fabric_math.h"
#include "fabric/knit/halo.h"
#include "fabric/knit/loop_raster.h"
#include "fabric/knit/loop_shade.h"
#include "fabric/knit/pixel_mean.h"
#include "fabric/overlay.h"
#include "fabric/range_check.h"
#include "fabric/torus.h"

namespace atelier {
namespace {

constexpr int strip_rows = 32;
constexpr int columns_max = 8192;
constexpr double yarn_px_plain = 3, yarn_px_finer = 1.4;  // below: 3 × 3, and 4 × 4 samples a pixel
constexpr double tile_pitches = 170, tile_mm_min = 8, tile_mm_max = 240;
constexpr double view_wales = 32, view_mm_max = 96;

Result<void> check_numbers(const FabricSpec& spec) {
  TRY_VOID(check_range("wales_per_cm", spec.knit.wales_per_cm, 0.5, 60));
  TRY_VOID(check_range("courses_per_cm", spec.knit.courses_per_cm, 0.5, 90));
  TRY_VOID(check_range("loop_mm", spec.knit.loop_mm, 0.3, 100));
  TRY_VOID(check_range("tile_mm", spec.tile_mm, 0, 1000));
  TRY_VOID(check_range("dyes", static_cast<double>(spec.dyes.size()), 1, 255));
  TRY_VOID(check_range("diameter_mm", spec.warp.diameter_mm, 0.01, 6));
  TRY_VOID(check_range("flattening", spec.warp.flattening, 1, 6));
  TRY_VOID(check_range("twist_deg", spec.warp.twist_deg, -60, 60));
  TRY_VOID(check_range("plies", spec.warp.plies, 1, 8));
  TRY_VOID(check_range("hair_per_mm", spec.warp.hair_per_mm, 0, 60));
  return check_range("hair_mm", spec.warp.hair_mm, 0, 10);
}

struct Pattern {
  Chart chart;
  Motif motif;
};

Result<Pattern> pattern_of(const FabricSpec& spec) {
  TRY_VOID(check_numbers(spec));
  Pattern pattern;
  TRY(pattern.chart, make_chart(spec.knit.chart));
  if (!spec.knit.motif.empty()) {
    TRY(pattern.motif, make_motif(spec.knit.motif));
  }
  return pattern;
}

// Whole repeats along one side: how long one is, and how many a tile should hold.
Repeat repeat_of(int stitches, double per_cm) {
  const int wanted = stitches <= 12 ? 4 : stitches <= 30 ? 2 : 1;
  return {stitches * 10 / per_cm, std::max((24 + stitches - 1) / stitches, wanted)};
}

Result<Tile> make_knit_tile(const FabricSpec& spec, const Chart& chart, const Motif& motif) {
  const KnitSpec& knit = spec.knit;
  const int wales = std::lcm(chart.face_wales, std::max(1, motif.wales));
  int courses = std::lcm(chart.face_courses, std::max(1, motif.courses));
  courses = std::lcm(courses, std::max(1, static_cast<int>(knit.course_order.size())));
  OverlayNeeds needs = overlay_needs(spec);
  std::vector<Repeat> repeats = std::move(needs.repeats);
  repeats.insert(repeats.begin(), {repeat_of(wales, knit.wales_per_cm), repeat_of(courses, knit.courses_per_cm)});
  const double pitch = 10 / std::max(knit.wales_per_cm, knit.courses_per_cm);
  const double wish = std::max(std::clamp(tile_pitches * pitch, tile_mm_min, tile_mm_max), needs.wish_mm);
  TRY(const SnappedSide snapped, snap_side(repeats, wish, spec.tile_mm));
  Tile tile;
  tile.width_mm = tile.height_mm = snapped.side_mm;
  tile.wales = snapped.counts[0] * wales;
  tile.courses = snapped.counts[1] * courses;
  if (std::max(tile.wales, tile.courses) > columns_max) {
    return fail(ErrorKind::invalid_argument,
                {"tile_mm: {:.1f} mm of this knit has {} rows of loops; at most {} are drawn",
                 "tile_mm: в {:.1f} мм этого трикотажа {} рядов петель; рисуется не больше {}",
                 "tile_mm: 이 편물 {:.1f}mm에는 코가 {}줄 있습니다. 최대 {}줄까지 그립니다"},
                snapped.side_mm, std::max(tile.wales, tile.courses), columns_max);
  }
  tile.pitch_mm = pitch;
  const double pitch_x = 10 / knit.wales_per_cm;
  tile.view_mm = std::clamp(std::min(view_wales * pitch_x, 10 + 16 * pitch_x), 8.0, view_mm_max);
  // Of cables and figures one wants to see a whole one.
  if (std::max(chart.wales, motif.wales) > 8) tile.view_mm = std::clamp(26 * pitch_x, tile.view_mm, view_mm_max);
  return tile;
}

struct SurfaceNeeds {
  bool open, fuzzy, far, dyed;
};

Surface make_surface(const Window& window, const SurfaceNeeds& needs) {
  const int w = window.width_px, h = window.height_px;
  Surface surface;
  surface.window = window;
  surface.height_mm = Plane<float>(w, h);
  surface.part = Plane<std::uint8_t>(w, h);
  surface.dye = Plane<std::uint8_t>(w, h);
  surface.shade = Plane<float>(w, h);
  surface.tangent_x = Plane<std::int8_t>(w, h);
  surface.tangent_y = Plane<std::int8_t>(w, h);
  if (needs.open) surface.coverage = Plane<std::uint8_t>(w, h);
  if (needs.far) surface.slope_variance = Plane<float>(w, h);
  if (needs.dyed) {
    surface.other_dye = Plane<std::uint8_t>(w, h);
    surface.dye_share = Plane<std::uint8_t>(w, h);
  }
  if (needs.fuzzy) {
    surface.fuzz = Plane<std::uint8_t>(w, h);
    surface.fuzz_tangent_x = Plane<std::int8_t>(w, h);
    surface.fuzz_tangent_y = Plane<std::int8_t>(w, h);
  }
  return surface;
}

std::int8_t direction(float component) {
  return static_cast<std::int8_t>(std::clamp(std::floor(component * 127 + 0.5F), -127.0F, 127.0F));
}

void store(const YarnPixel& pixel, Surface& surface, int row, int column) {
  surface.height_mm.row(row)[column] = pixel.height;
  surface.shade.row(row)[column] = pixel.shade;
  surface.part.row(row)[column] = pixel.part;
  surface.dye.row(row)[column] = pixel.dye;
  surface.tangent_x.row(row)[column] = direction(pixel.tangent_x);
  surface.tangent_y.row(row)[column] = direction(pixel.tangent_y);
  if (!surface.coverage.empty()) surface.coverage.row(row)[column] = pixel.coverage;
  if (surface.dye_share.empty()) return;
  surface.other_dye.row(row)[column] = pixel.other_dye;
  surface.dye_share.row(row)[column] = pixel.dye_share;
}

}  // namespace

Knitted::Knitted(const FabricSpec& spec, const Tile& tile, LoopField field)
    : spec_(spec), tile_(tile), field_(std::move(field)), fibres_(hash32(static_cast<std::uint32_t>(spec.seed), 31)) {
  if (!spec.melange.shares.empty()) melange_.emplace(hash32(static_cast<std::uint32_t>(spec.seed), 37));
  tile_.relief_mm = field_.highest_mm() - field_.lowest_mm();
}

Result<Tile> knit_tile(const FabricSpec& spec) {
  TRY(const Pattern pattern, pattern_of(spec));
  return make_knit_tile(spec, pattern.chart, pattern.motif);
}

Result<std::unique_ptr<Structure>> Knitted::create(const FabricSpec& spec) {
  TRY(Pattern pattern, pattern_of(spec));
  TRY(const Tile tile, make_knit_tile(spec, pattern.chart, pattern.motif));
  LoopField field(spec, tile, std::move(pattern.chart), std::move(pattern.motif));
  return std::unique_ptr<Structure>(new Knitted(spec, tile, std::move(field)));
}

// What all strips of one raster share.
struct Knitted::Job {
  int finer = 1;  ///< samples along a pixel's side
  int steps = 16;
  PixelLattice pixels;
  YarnSurface surface;
  Halo halo;
};

Result<Surface> Knitted::raster(const Window& window, const RunContext& run) const {
  std::atomic<bool> exhausted{false};
  try {
    const double pixel_mm = std::max(window.width_mm / window.width_px, window.height_mm / window.height_px);
    const double yarn_px = 2 * field_.half_width_mm() / pixel_mm;
    Job job{yarn_px >= yarn_px_plain   ? 1
            : yarn_px >= yarn_px_finer ? 2
                                       : 4,
            16,
            {},
            {},
            Halo(spec_, field_, tile_, window)};
    job.pixels = make_lattice(window, tile_, job.finer);
    job.surface = make_yarn_surface(spec_, field_, tile_, pixel_mm / job.finer);
    if (melange_) job.surface.melange.texture = &*melange_;
    const double loop_px = field_.loop_mm() / pixel_mm * job.finer;
    job.steps = std::clamp(2 * static_cast<int>(loop_px / 7), 16, 56);
    Surface surface = make_surface(window, {spec_.knit.open, !job.halo.empty(), job.finer > 1,
                                            spec_.dyes.size() > 1 && (job.finer > 1 || melange_.has_value())});
    const int strips = (window.height_px + strip_rows - 1) / strip_rows;
    TRY_VOID(parallel_for(run, strips, [&](int strip) {
      try {
        raster_strip(job, strip, surface);
      } catch (const std::bad_alloc&) {
        exhausted = true;
      }
    }));
    if (!exhausted) return surface;
  } catch (const std::bad_alloc&) {
  }
  return fail(ErrorKind::exhausted,
              {"not enough memory for a knit of {} × {} pixels", "не хватает памяти для трикотажа {} × {} пикселей",
               "{} × {} 픽셀의 편물을 그릴 메모리가 부족합니다"},
              window.width_px, window.height_px);
}

// The yarns that meet rows first..last of the window, drawn into `hits`.
void Knitted::draw_courses(const Job& job, const Window& window, int first, int last, StripCourses& courses,
                           YarnHits& hits) const {
  const double pixel_y_mm = window.height_mm / window.height_px;
  const double top_mm = window.y_mm + window.height_mm - first * pixel_y_mm;
  const double bottom_mm = window.y_mm + window.height_mm - (last + 1) * pixel_y_mm;
  const int low = static_cast<int>(std::floor(bottom_mm / field_.row_mm())) - field_.reach_rows();
  const int high =
      std::min(low + field_.rows() - 1, static_cast<int>(std::floor(top_mm / field_.row_mm())) + field_.reach_rows());
  const int layers = spec_.knit.backed ? 2 : 1;
  courses.steps = job.steps;
  courses.yarns.resize(static_cast<std::size_t>(high - low + 1) * layers);
  hits.begin(first * job.finer, (last + 1) * job.finer - 1, window.width_px * job.finer);
  for (int row = low; row <= high; ++row) {
    const auto slot = static_cast<std::uint32_t>((row - low) * layers);
    field_.make_course(row, job.steps, courses.yarns[slot]);
    draw_course(courses.yarns[slot], slot, job.pixels, hits);
    if (layers == 1) continue;
    field_.make_back(courses.yarns[slot], courses.yarns[slot + 1]);
    draw_course(courses.yarns[slot + 1], slot + 1, job.pixels, hits);
  }
}

YarnPixel Knitted::sample(const Job& job, const StripCourses& courses, const YarnHits& hits, int row,
                          int column) const {
  const std::size_t at = hits.index(row, column);
  YarnPixel pixel = shade_pixel(job.surface, fibres_, courses, hits, at, static_cast<float>(job.pixels.pixel_x_mm));
  if (hits.node[at] == YarnHits::nothing && spec_.dyes.size() > 1) {
    const auto cell = [](std::int32_t place, int cells) {
      return static_cast<int>((static_cast<std::int64_t>(place) * cells) >> position_bits);
    };
    pixel.dye = field_.dye(cell(job.pixels.x[column], field_.columns()), cell(job.pixels.y[row], field_.rows()));
  }
  return pixel;
}

// What lies over the loops comes last, pixel by pixel.
void Knitted::finish(YarnPixel pixel, const Job& job, int row, int column, Surface& surface) const {
  constexpr float turn = 1.0F / (1 << position_bits);
  const int middle = job.finer / 2;
  lay_nap(job.surface.nap, fibres_, static_cast<float>(job.pixels.x[column * job.finer + middle]) * turn,
          static_cast<float>(job.pixels.y[row * job.finer + middle]) * turn, pixel);
  store(pixel, surface, row, column);
}

void Knitted::raster_strip(const Job& job, int strip, Surface& surface) const {
  const Window& window = surface.window;
  const int first = strip * strip_rows, last = std::min(first + strip_rows, window.height_px) - 1;
  StripCourses courses;
  YarnHits hits;
  draw_courses(job, window, first, last, courses, hits);
  const auto sample_x = static_cast<float>(job.pixels.pixel_x_mm), sample_y = static_cast<float>(job.pixels.pixel_y_mm);
  PixelMean mean(job.finer, sample_x, sample_y);
  for (int row = first; row <= last; ++row) {
    for (int column = 0; column < window.width_px; ++column) {
      if (job.finer == 1) {
        finish(sample(job, courses, hits, row, column), job, row, column, surface);
        continue;
      }
      mean.begin();
      for (int n = 0; n < job.finer * job.finer; ++n) {
        mean.add(sample(job, courses, hits, row * job.finer + n / job.finer, column * job.finer + n % job.finer));
      }
      finish(mean.end(), job, row, column, surface);
      surface.slope_variance.row(row)[column] = mean.slope_variance();
    }
  }
  job.halo.draw(first, last, surface);
}

}  // namespace atelier
