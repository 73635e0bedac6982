#include "fabric/weave/woven.h"

#include <sys/mman.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstring>
#include <new>

#include "fabric/fabric_math.h"
#include "fabric/range_check.h"
#include "fabric/weave/dye_edges.h"
#include "fabric/weave/fuzz.h"
#include "fabric/weave/tile.h"

namespace atelier {
namespace {

constexpr int strip_rows = 32;

// Finishes that press, raise or wear the cloth (Cloth reference 5.4), from the height of its yarns.
FinishOperator make_finish(const FinishSpec& spec, const WovenYarns& yarns) {
  FinishOperator made;
  const auto top = [](const YarnSystem& system) { return system.amplitude_mm + system.half_height_mm; };
  const float high = std::max(top(yarns.warp), top(yarns.weft)), low = std::min(top(yarns.warp), top(yarns.weft));
  if (spec.calender > 0) {
    made.plateau_mm = high - static_cast<float>(std::min(1.0, spec.calender)) * (0.35F * high + 0.25F * (high - low));
    made.plateau_soft_mm = 0.25F * high;
  }
  if (!yarns.open) {
    // Neighbours press into the gaps of closed cloth from below.
    const bool satin = yarns.warp.close > 0.2F || yarns.weft.close > 0.2F;
    made.floor_mm = (satin ? 0.4F : -1.0F) * low;
    made.floor_soft_mm = (satin ? 0.6F : 0.5F) * low;
  }
  made.relief = static_cast<float>(1 - 0.4 * std::clamp(spec.brushed, 0.0, 1.0));
  if (spec.brushed > 0.2) {
    // Raised fibres bridge what is deep.
    made.floor_mm = (1.1F * static_cast<float>(std::min(1.0, spec.brushed)) - 0.9F) * low;
    made.floor_soft_mm = 0.5F * low;
  }
  if (spec.coat_um > 0) {
    const auto film = static_cast<float>(std::min(1.0, spec.coat_um / 25));
    made.floor_mm = (film - 0.6F) * low;
    made.floor_soft_mm = 0.6F * low;
    made.relief *= 1 - 0.25F * film;
  }
  if (spec.stonewash > 0) {
    if (spec.core_dye >= 0) {
      made.core_dye = static_cast<float>(spec.core_dye);
      made.core_share = static_cast<float>(std::min(0.9, 0.9 * spec.stonewash));
    }
    made.fade = static_cast<float>((spec.core_dye >= 0 ? 0.5 : 2.2) * spec.stonewash);
    // Dye that lies only round the outside of the yarn wears off where the cloth is highest.
    made.fade_from_mm = spec.core_dye >= 0 ? 0.4F * high : 0;
    made.fade_per_mm = 1 / std::max(1e-4F, high - made.fade_from_mm);
  }
  return made;
}

// Large planes in large pages: most of the kernel's time would go into mapping small ones.
template <class T>
Plane<T> make_plane(int width, int height) {
  Plane<T> plane(width, height);
#ifdef MADV_HUGEPAGE
  constexpr std::uintptr_t page = 1 << 21;
  const auto begin = (reinterpret_cast<std::uintptr_t>(plane.data()) + page - 1) / page * page;
  const auto end = reinterpret_cast<std::uintptr_t>(plane.data() + plane.size()) / page * page;
  if (end > begin) madvise(reinterpret_cast<void*>(begin), end - begin, MADV_HUGEPAGE);
#endif
  return plane;
}

Surface make_surface(const Window& window, bool open, bool fuzzy, bool far, bool several_dyes) {
  const int w = window.width_px, h = window.height_px;
  Surface surface;
  surface.window = window;
  surface.height_mm = make_plane<float>(w, h);
  surface.part = make_plane<std::uint8_t>(w, h);
  surface.dye = make_plane<std::uint8_t>(w, h);
  surface.shade = make_plane<float>(w, h);
  surface.tangent_x = make_plane<std::int8_t>(w, h);
  surface.tangent_y = make_plane<std::int8_t>(w, h);
  if (several_dyes) {
    surface.other_dye = make_plane<std::uint8_t>(w, h);
    surface.dye_share = make_plane<std::uint8_t>(w, h);
  }
  if (open) surface.coverage = make_plane<std::uint8_t>(w, h);
  if (far) surface.slope_variance = make_plane<float>(w, h);
  if (fuzzy) {
    surface.fuzz = make_plane<std::uint8_t>(w, h);
    surface.fuzz_tangent_x = make_plane<std::int8_t>(w, h);
    surface.fuzz_tangent_y = make_plane<std::int8_t>(w, h);
  }
  return surface;
}

template <class T>
void copy_row(const std::vector<T>& from, Plane<T>& to, int row) {
  if (!to.empty()) std::memcpy(to.row(row), from.data(), static_cast<std::size_t>(to.width()) * sizeof(T));
}

void store_row(const SurfaceRow& from, Surface& to, int row) {
  copy_row(from.height, to.height_mm, row);
  copy_row(from.shade, to.shade, row);
  copy_row(from.part, to.part, row);
  copy_row(from.dye, to.dye, row);
  copy_row(from.other_dye, to.other_dye, row);
  copy_row(from.dye_share, to.dye_share, row);
  copy_row(from.coverage, to.coverage, row);
  copy_row(from.tangent_x, to.tangent_x, row);
  copy_row(from.tangent_y, to.tangent_y, row);
  copy_row(from.slope_variance, to.slope_variance, row);
}

// The tracks of the picks that a strip of rows meets, each evaluated once.
class PickTracks {
 public:
  /// `met` are entries of the rows' axis from the top down.
  PickTracks(const RasterScene& scene, const PixelAxis& columns, const PixelAxis& rows, int width,
             const std::vector<int>& met)
      : count_(scene.yarns->weft.count) {
    // Rows go down, so the first row is at the highest pick; a strip may pass the tile's lower edge.
    high_ = rows.cell[met.front()] + 2;
    const int steps = ((rows.cell[met.front()] - rows.cell[met.back()]) % count_ + count_) % count_;
    const int span = rows_pass_whole_tile(rows, met) ? count_ + steps : steps;
    tracks_.resize(static_cast<std::size_t>(span) + 5);
    for (std::size_t n = 0; n < tracks_.size(); ++n) {
      tracks_[n].resize(width);
      evaluate_weft_state(scene, columns, width, high_ - static_cast<int>(n), tracks_[n]);
    }
    for (std::size_t n = 1; n + 1 < tracks_.size(); ++n) {
      evaluate_weft(scene, columns, width, high_ - static_cast<int>(n), tracks_[n + 1], tracks_[n - 1], tracks_[n]);
    }
  }

  /// The track of a pick, any of its names modulo the tile.
  const TrackTable& at(int pick) const {
    const int down = ((high_ - pick) % count_ + count_) % count_;
    return tracks_[down == 0 ? static_cast<std::size_t>(count_) : static_cast<std::size_t>(down)];
  }

 private:
  static bool rows_pass_whole_tile(const PixelAxis& rows, const std::vector<int>& met) {
    float passed = 0;
    for (std::size_t i = 1; i < met.size(); ++i) {
      float step = rows.position[met[i - 1]] - rows.position[met[i]];
      if (step < 0) step += 1;
      passed += step;
    }
    return passed >= 1;
  }

  int count_, high_ = 0;
  std::vector<TrackTable> tracks_;
};

Result<void> check_yarn(const YarnSpec& yarn) {
  TRY_VOID(check_range("diameter_mm", yarn.diameter_mm, 0.005, 5));
  TRY_VOID(check_range("flattening", yarn.flattening, 1, 10));
  TRY_VOID(check_range("plies", yarn.plies, 1, 4));
  TRY_VOID(check_range("twist_deg", yarn.twist_deg, -70, 70));
  TRY_VOID(check_range("fibre_pitch_um", yarn.fibre_pitch_um, 1, 500));
  TRY_VOID(check_range("mass_cv_percent", yarn.mass_cv_percent, 0, 60));
  TRY_VOID(check_range("crimp_percent", yarn.crimp_percent, 0, 40));
  TRY_VOID(check_range("hair_per_mm", yarn.hair_per_mm, 0, 60));
  TRY_VOID(check_range("hair_mm", yarn.hair_mm, 0, 10));
  return check_range("slub_mm", yarn.slub_mm, 0, 1000);
}

Result<void> check_numbers(const FabricSpec& spec) {
  TRY_VOID(check_range("ends_per_cm", spec.ends_per_cm, 1, 400));
  TRY_VOID(check_range("picks_per_cm", spec.picks_per_cm, 1, 400));
  TRY_VOID(check_range("tile_mm", spec.tile_mm, 0, 1000));
  TRY_VOID(check_range("dyes", static_cast<double>(spec.dyes.size()), 1, 255));
  TRY_VOID(check_yarn(spec.warp));
  return check_yarn(spec.weft);
}

float metal_dye(const FabricSpec& spec) {
  for (std::size_t dye = 0; dye < spec.dye_surfaces.size(); ++dye) {
    if (spec.dye_surfaces[dye].metalness == 1) return static_cast<float>(dye);
  }
  return -1;
}

}  // namespace

Woven::Woven(const FabricSpec& spec, const Tile& tile, WeaveMatrix weave)
    : spec_(spec),
      tile_(tile),
      weave_(std::move(weave)),
      yarns_(make_yarns(spec, tile, weave_)),
      fibres_(hash32(static_cast<std::uint32_t>(spec.seed), 31)),
      finish_(make_finish(spec.finish, yarns_)),
      neps_(spec, yarns_, tile) {
  if (!spec.melange.shares.empty()) melange_.emplace(hash32(static_cast<std::uint32_t>(spec.seed), 37));
}

Result<std::unique_ptr<Structure>> Woven::create(const FabricSpec& spec) {
  TRY_VOID(check_numbers(spec));
  TRY(WeaveMatrix weave, make_weave(spec.weave));
  TRY(const Tile tile, make_tile(spec, weave));
  return std::unique_ptr<Structure>(new Woven(spec, tile, std::move(weave)));
}

// What all strips of one raster share.
struct Woven::Job {
  PixelAxis columns, rows;
  RasterScene scene;
  Fuzz fuzz;
};

Woven::Job Woven::make_job(const Window& window) const {
  const double pixel_mm = window.width_mm / window.width_px, pixel_y_mm = window.height_mm / window.height_px;
  const FibreScale warp = fibre_scale(yarns_.warp, true, pixel_mm), weft = fibre_scale(yarns_.weft, false, pixel_mm);
  MelangeView melange = melange_view(spec_.melange, warp, weft);
  if (melange_) melange.texels = melange_->texels();
  // Raised fibres of all dyes cover the yarns.
  const float bare = 1 - 0.6F * static_cast<float>(std::clamp(spec_.finish.brushed, 0.0, 1.0));
  melange.kept_warp *= bare;
  melange.kept_weft *= bare;
  return {make_axis(window.x_mm, window.width_mm, window.width_px, tile_.width_mm, tile_.ends, false),
          make_axis(window.y_mm, window.height_mm, window.height_px, tile_.height_mm, tile_.picks, true),
          {&yarns_, fibres_.texels(), warp, weft, finish_, far_view(yarns_, pixel_mm, pixel_y_mm),
           make_nap(spec_, tile_, yarns_, warp), melange, spec_.dyes.size() > 1, metal_dye(spec_)},
          Fuzz(spec_, yarns_, tile_, window)};
}

// What a whole repeat shows of either system and how high it lies, drawn at eight pixels a yarn.
void Woven::measure_face(FarView& far) const {
  constexpr int yarn_px = 8, most_yarns = 48;
  const auto whole_repeats = [](int repeat, int count) {
    return std::min({std::max(1, 16 / repeat) * repeat, most_yarns, count});
  };
  const int ends = whole_repeats(weave_.ends(), tile_.ends), picks = whole_repeats(weave_.picks(), tile_.picks);
  const Window window{0,
                      0,
                      ends * tile_.width_mm / tile_.ends,
                      picks * tile_.height_mm / tile_.picks,
                      ends * yarn_px,
                      picks * yarn_px,
                      false};
  Job job = make_job(window);
  job.scene.far = {};
  job.scene.several_dyes = false;
  Surface surface = make_surface(window, false, false, false, false);
  raster_cloth(job, 0, window.height_px - 1, surface);
  std::int64_t warp = 0, weft = 0;
  double height = 0;
  for (std::size_t i = 0; i < surface.part.size(); ++i) {
    warp += surface.part.data()[i] == static_cast<std::uint8_t>(Part::warp) ? 1 : 0;
    weft += surface.part.data()[i] == static_cast<std::uint8_t>(Part::weft) ? 1 : 0;
    height += surface.height_mm.data()[i];
  }
  const auto pixels = static_cast<double>(surface.part.size());
  far.warp_seen = static_cast<float>(static_cast<double>(warp) / pixels);
  far.weft_seen = static_cast<float>(static_cast<double>(weft) / pixels);
  far.mean_mm = static_cast<float>(height / pixels);
}

Result<Surface> Woven::raster(const Window& window, const RunContext& run) const {
  const auto out_of_memory = [&] {
    return fail(ErrorKind::exhausted,
                {"not enough memory for a cloth of {} × {} pixels", "не хватает памяти для ткани {} × {} пикселей",
                 "{} × {} 픽셀의 직물을 그릴 메모리가 부족합니다"},
                window.width_px, window.height_px);
  };
  std::atomic<bool> exhausted{false};
  try {
    Job job = make_job(window);
    if (job.scene.far.fade > 0) measure_face(job.scene.far);
    Surface surface =
        make_surface(window, yarns_.open, !job.fuzz.empty(), job.scene.far.active, job.scene.several_dyes);
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
  return out_of_memory();
}

void Woven::raster_strip(const Job& job, int strip, Surface& surface) const {
  const int first = strip * strip_rows, last = std::min(first + strip_rows, surface.window.height_px) - 1;
  raster_cloth(job, first, last, surface);
  if (!neps_.empty()) neps_.draw(job.columns, job.rows, first, last, surface);
  job.fuzz.draw(first, last, surface);
}

// One row of pixels after another: the ends at it, and the two picks that may be seen.
class Woven::RowSource {
 public:
  RowSource(const Woven& woven, const Job& job, int width, const std::vector<int>& met)
      : woven_(woven), job_(job), width_(width), picks_(job.scene, job.columns, job.rows, width, met) {
    ends_.resize(woven.yarns_.warp.padded());
  }

  /// `row` is an entry of the rows' axis; the input is good until the next call.
  RowInput at(int row) {
    const WovenYarns& yarns = woven_.yarns_;
    evaluate_warp(job_.scene, job_.rows, row, ends_);
    const int pick = job_.rows.cell[row];
    RowInput input;
    input.columns = &job_.columns;
    input.width = width_;
    input.ends = &ends_;
    input.near_y = job_.rows.fraction[row] - 0.5F;
    const int side = input.near_y < 0 ? -1 : 1;
    input.far_y = input.near_y - static_cast<float>(side);
    input.near_pick = &picks_.at(pick);
    input.far_pick = &picks_.at(pick + side);
    input.near_dye = yarns.weft.dye[pick + 1];
    input.far_dye = yarns.weft.dye[(pick + side + yarns.weft.count) % yarns.weft.count + 1];
    input.row_position = job_.rows.position[row];
    input.row_key = hash32(static_cast<std::uint32_t>(job_.rows.position[row] * (1 << position_bits)));
    return input;
  }

 private:
  const Woven& woven_;
  const Job& job_;
  int width_;
  PickTracks picks_;
  TrackTable ends_;
};

void Woven::raster_cloth(const Job& job, int first, int last, Surface& surface) const {
  const int width = surface.window.width_px, height = surface.window.height_px;
  const bool edges = job.scene.several_dyes && yarns_.dyes_differ && !job.scene.far.active;
  const int beyond = edges ? PixelAxis::beyond : 0;
  // With edges of dyes come the rows above and below the strip.
  std::vector<int> met;
  for (int row = edges ? first - 1 : first; row <= (edges ? last + 1 : last); ++row) {
    met.push_back(row < 0 ? height + 1 : row);
  }
  RowSource source(*this, job, width + beyond, met);
  DyeEdges dyes(width);
  SurfaceRow made;
  made.resize(width + beyond);
  for (std::size_t i = 0; i < met.size(); ++i) {
    const bool outside = edges && (i == 0 || i + 1 == met.size());
    const RowInput input = source.at(met[i]);
    if (outside) {
      compose_dyes(job.scene, input, made);
    } else {
      compose_row(job.scene, input, made);
      store_row(made, surface, met[i]);
    }
    if (edges) dyes.next(made, first - 2 + static_cast<int>(i), first, surface);
  }
}

}  // namespace atelier
