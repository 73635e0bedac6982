#include "fabric/film/film.h"

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
constexpr double micro_table_mm = 8;
constexpr std::uint32_t position_mask = (1u << position_bits) - 1;

Result<void> check_numbers(const FabricSpec& spec) {
  const FilmSpec& film = spec.film;
  TRY_VOID(check_range("tile_mm", spec.tile_mm, 0, 1000));
  TRY_VOID(check_range("wale_mm", film.wale_mm, 0, 10));
  TRY_VOID(check_range("course_mm", film.course_mm, 0.05, 10));
  TRY_VOID(check_range("knit_mm", film.knit_mm, 0, 2));
  TRY_VOID(check_range("dent_wave_mm", film.dent_wave_mm, 0.5, 200));
  TRY_VOID(check_range("crinkle_wave_mm", film.crinkle_wave_mm, 0.5, 200));
  TRY_VOID(check_range("micro_mm", film.micro_mm, 0.02, 5));
  TRY_VOID(check_range("dust_per_cm2", film.dust_per_cm2, 0, 1000));
  TRY_VOID(check_range("dot_mm", film.dot_mm, 0, 20));
  TRY_VOID(check_range("dot_pitch_mm", film.dot_pitch_mm, 0.1, 40));
  return check_range("opacity", film.opacity, 0, 1);
}

// Wales, courses, dots across and double rows of dots, as far as there are any.
std::vector<Repeat> repeats_of(const FilmSpec& film) {
  std::vector<Repeat> repeats;
  if (film.wale_mm > 0) {
    repeats.push_back({film.wale_mm, 8});
    repeats.push_back({film.course_mm, 8});
  }
  if (film.dot_mm > 0) {
    repeats.push_back({film.dot_pitch_mm, 4, 0.03});
    repeats.push_back({1.732 * film.dot_pitch_mm, 2, 0.03});
  }
  return repeats;
}

double wished_side(const FilmSpec& film) {
  return film.wale_mm > 0 ? std::clamp(150 * film.wale_mm, 30.0, 80.0) : 60;
}

FieldShape slow_shape(const Tile& tile, double wave_mm, int octaves, float gain) {
  const auto cells = [&](double side) { return std::max(2, static_cast<int>(std::lround(side / wave_mm))); };
  return {cells(tile.width_mm), cells(tile.height_mm), octaves, gain};
}

int micro_times(const Tile& tile) {
  return std::max(1, static_cast<int>(tile.width_mm / micro_table_mm));
}

FieldShape micro_shape(const Tile& tile, double wave_mm) {
  const int cells = std::max(2, static_cast<int>(std::lround(tile.width_mm / micro_times(tile) / wave_mm)));
  return {cells, cells, 2, 0.6F};
}

Surface make_surface(const Window& window, const FilmSpec& film, bool bare_knit, float slope_variance) {
  const int w = window.width_px, h = window.height_px;
  Surface surface;
  surface.window = window;
  surface.height_mm = {w, h};
  surface.part = {w, h};
  surface.dye = {w, h};
  surface.shade = {w, h};
  surface.tangent_x = {w, h};
  surface.tangent_y = {w, h};
  const auto pixels = surface.height_mm.size();
  std::memset(surface.part.data(), static_cast<int>(bare_knit ? Part::loop : Part::film), pixels);
  std::memset(surface.dye.data(), 0, pixels);
  std::memset(surface.tangent_x.data(), 0, pixels);
  std::memset(surface.tangent_y.data(), 0, pixels);
  if (film.opacity < 1) {
    surface.coverage = {w, h};
    std::memset(surface.coverage.data(), static_cast<int>(film.opacity * 255 + 0.5), pixels);
  }
  if (slope_variance > 0) {
    surface.slope_variance = {w, h};
    std::fill_n(surface.slope_variance.data(), pixels, slope_variance);
  }
  return surface;
}

// One leg of a stitch of the fine knit: how high it stands at a place, and which way it runs.
struct Leg {
  float high = 0, lean = 0;
};

// The knit at a place within a wale (-0.5..0.5) and a course (0..1): legs that part upwards, each course's over the
// next one's feet.
Leg knit_leg(float u, float v) {
  Leg best;
  const float away = std::abs(u);
  for (const float t : {v, v + 1}) {
    if (t > 1.45F) continue;
    const float middle = 0.1F + 0.27F * std::min(1.0F, t) - 0.18F * std::max(0.0F, t - 1);
    const float off = (away - middle) / 0.21F, square = off * off;
    if (square >= 1) continue;
    // Highest at the shoulders, sunk where it enters and leaves.
    const float arch = 1 - (t - 0.72F) * (t - 0.72F) * 1.75F;
    const float high = std::sqrt(1 - square) * arch;
    if (high <= best.high) continue;
    best = {high, u < 0 ? -0.27F : 0.27F};
  }
  return best;
}

}  // namespace

// What all strips of one raster share.
struct Film::Job {
  TorusAxis columns, rows, micro_columns;
  double pixel_mm;
  float knit_seen;  // 0: too fine to see
  bool bare_knit;
};

// Fields of one row.
struct Film::Lines {
  std::vector<float> scratch, dent, micro, folds;
  Crumple::Scratch crumple;
  explicit Lines(int width) : dent(width), micro(width), folds(width) {}
};

Film::Film(const FilmSpec& spec, const Tile& tile, const Counts& counts, int dyes, std::uint32_t key)
    : spec_(spec),
      tile_(tile),
      counts_(counts),
      dyes_(dyes),
      micro_times_(micro_times(tile)),
      dent_(slow_shape(tile, spec.dent_wave_mm, 2, 0.4F), hash32(key, 1)),

      micro_(micro_shape(tile, spec.micro_mm), hash32(key, 3)),
      key_(key) {
  if (spec.crinkle_mm > 0) crumple_.emplace(spec.crinkle_mm, spec.crinkle_wave_mm, tile, hash32(key, 2));
}

Film::Counts Film::count_repeats(const FilmSpec& film, const std::vector<int>& counts) {
  Counts made;
  std::size_t next = 0;
  if (film.wale_mm > 0) {
    made.wales = counts[next++];
    made.courses = counts[next++];
  }
  if (film.dot_mm > 0) {
    made.dots = counts[next++];
    made.dot_rows = 2 * counts[next++];
  }
  return made;
}

Result<std::unique_ptr<Structure>> Film::create(const FabricSpec& spec) {
  TRY_VOID(check_numbers(spec));
  const FilmSpec& film = spec.film;
  std::vector<Repeat> repeats = repeats_of(film);
  const OverlayNeeds needs = overlay_needs(spec);
  repeats.insert(repeats.end(), needs.repeats.begin(), needs.repeats.end());
  TRY(const SnappedSide side, snap_side(repeats, std::max(wished_side(film), needs.wish_mm), spec.tile_mm));
  const Counts counts = count_repeats(film, side.counts);
  Tile tile;
  tile.width_mm = tile.height_mm = side.side_mm;
  if (film.knit_bare) {
    tile.wales = counts.wales;
    tile.courses = counts.courses;
  }
  tile.pitch_mm = film.wale_mm > 0 ? film.wale_mm : film.micro_mm;
  tile.relief_mm = film.knit_mm + 2 * film.dent_mm + 2 * film.crinkle_mm;
  tile.view_mm = film.wale_mm > 0 ? std::clamp(36 * film.wale_mm, 10.0, 30.0) : film.crinkle_mm > 0 ? 40 : 30;
  const std::uint32_t key = hash32(static_cast<std::uint32_t>(spec.seed), 91);
  const int dyes = static_cast<int>(spec.dyes.size());
  return std::unique_ptr<Structure>(new Film(film, tile, counts, dyes, key));
}

Result<Surface> Film::raster(const Window& window, const RunContext& run) const {
  try {
    const TorusAxis columns(window.x_mm, window.width_mm, window.width_px, tile_.width_mm, false);
    const TorusAxis rows(window.y_mm, window.height_mm, window.height_px, tile_.height_mm, true);
    Job job{columns, rows, columns.repeated(micro_times_), window.width_mm / window.width_px, 0, false};
    float slope_variance = 0;
    if (counts_.wales > 0 && spec_.knit_mm > 0) {
      job.knit_seen = static_cast<float>(smooth_step((spec_.wale_mm / job.pixel_mm - 2) / 2));
      const double slope = 2.5 * spec_.knit_mm / spec_.wale_mm;
      slope_variance = static_cast<float>(std::min(0.25, slope * slope)) * (1 - job.knit_seen * job.knit_seen);
    }
    job.bare_knit = spec_.knit_bare;
    Surface surface = make_surface(window, spec_, spec_.knit_bare, slope_variance);
    const int strips = (window.height_px + strip_rows - 1) / strip_rows;
    TRY_VOID(parallel_for(run, strips, [&](int strip) { raster_strip(job, strip, surface); }));
    return surface;
  } catch (const std::bad_alloc&) {
    return fail(ErrorKind::exhausted,
                {"not enough memory for a film of {} × {} pixels", "не хватает памяти для плёнки {} × {} пикселей",
                 "{} × {} 픽셀의 필름을 그릴 메모리가 부족합니다"},
                window.width_px, window.height_px);
  }
}

void Film::raster_strip(const Job& job, int strip, Surface& surface) const {
  const int first = strip * strip_rows, last = std::min(first + strip_rows, surface.window.height_px) - 1;
  Lines lines(surface.window.width_px);
  for (int row = first; row <= last; ++row) {
    skin_row(job, row, lines, surface);
    if (job.knit_seen > 0) knit_row(job, row, lines, surface);
    if (counts_.dots > 0 && dyes_ > 1) dot_row(job, row, surface);
  }
  if (spec_.dust_per_cm2 > 0) speck(job, first, last, surface);
}

void Film::skin_row(const Job& job, int row, Lines& lines, Surface& surface) const {
  const std::uint32_t y = job.rows[row];
  dent_.row(job.columns, y, lines.scratch, lines.dent.data());
  micro_.row(job.micro_columns, y * static_cast<unsigned>(micro_times_) & position_mask, lines.scratch,
             lines.micro.data());
  const auto dent_mm = static_cast<float>(spec_.dent_mm), micro_mm = static_cast<float>(spec_.micro_um * 1e-3);

  if (crumple_) crumple_->row(job.columns, y, lines.dent.data(), lines.crumple, lines.folds.data());
  float* height = surface.height_mm.row(row);
  float* shade = surface.shade.row(row);
  for (int x = 0; x < job.columns.count(); ++x) {
    height[x] = dent_mm * lines.dent[x] + micro_mm * lines.micro[x] + lines.folds[x];
    shade[x] = 1 + 0.008F * lines.micro[x];
  }
}

void Film::knit_row(const Job& job, int row, const Lines& lines, Surface& surface) const {
  const std::uint64_t along = static_cast<std::uint64_t>(job.rows[row]) * static_cast<unsigned>(counts_.courses);
  constexpr float unit = 1.0F / (1 << position_bits);
  const float v = static_cast<float>(along & position_mask) * unit;
  const auto course = static_cast<std::uint32_t>(along >> position_bits);
  const float knit_mm = static_cast<float>(spec_.knit_mm) * job.knit_seen;
  float* height = surface.height_mm.row(row);
  float* shade = surface.shade.row(row);
  std::int8_t* tangent_x = surface.tangent_x.row(row);
  std::int8_t* tangent_y = surface.tangent_y.row(row);
  for (int x = 0; x < job.columns.count(); ++x) {
    const std::uint64_t across = static_cast<std::uint64_t>(job.columns[x]) * static_cast<unsigned>(counts_.wales);
    const auto wale = static_cast<std::uint32_t>(across >> position_bits);
    const float u = static_cast<float>(across & position_mask) * unit - 0.5F;
    const std::uint32_t own = hash32(key_, wale, course);
    const float uneven = 0.05F * signed_unit_float(own), bend = 0.03F * lines.micro[x];
    const Leg leg = knit_leg(std::clamp(u + uneven * (1 - 2 * std::abs(u)) + bend, -0.5F, 0.5F), v);
    height[x] += knit_mm * (leg.high - 0.6F);
    if (!job.bare_knit) {
      shade[x] *= 1 - 0.05F * job.knit_seen * (1 - leg.high);
      continue;
    }
    shade[x] *= 1 + job.knit_seen * (0.24F * (leg.high - 0.7F) + 0.05F * signed_unit_float(hash32(own, 1)));
    const float scale = 126 / std::sqrt(1 + leg.lean * leg.lean);
    tangent_x[x] = static_cast<std::int8_t>(leg.lean * scale);
    tangent_y[x] = static_cast<std::int8_t>(scale);
  }
}

void Film::dot_row(const Job& job, int row, Surface& surface) const {
  constexpr float unit = 1.0F / (1 << position_bits);
  const float v = static_cast<float>(job.rows[row]) * unit * static_cast<float>(counts_.dot_rows);
  const auto pitch_x = static_cast<float>(tile_.width_mm / counts_.dots);
  const auto pitch_y = static_cast<float>(tile_.height_mm / counts_.dot_rows);
  const auto radius = static_cast<float>(0.5 * spec_.dot_mm);
  const int line = static_cast<int>(std::floor(v + 0.5F));
  const float dy = (v - static_cast<float>(line)) * pitch_y;
  const float stagger = line % 2 != 0 ? 0.5F : 0.0F;
  float* height = surface.height_mm.row(row);
  std::uint8_t* dye = surface.dye.row(row);
  for (int x = 0; x < job.columns.count(); ++x) {
    const float u = static_cast<float>(job.columns[x]) * unit * static_cast<float>(counts_.dots) - stagger;
    const float dx = (u - std::floor(u + 0.5F)) * pitch_x;
    const float inside = 1 - (dx * dx + dy * dy) / (radius * radius);
    if (inside <= 0) continue;
    dye[x] = 1;
    height[x] += 0.02F * std::min(1.0F, 3 * inside);
  }
}

// Specks of dust shut in under the film: pinholes and pimples.
void Film::speck(const Job& job, int first, int last, Surface& surface) const {
  const Window& window = surface.window;
  const auto unit_x = static_cast<float>(tile_.width_mm / (1 << position_bits));
  const auto unit_y = static_cast<float>(tile_.height_mm / (1 << position_bits));
  const auto count = static_cast<std::uint32_t>(spec_.dust_per_cm2 * tile_.width_mm * tile_.height_mm / 100);
  std::vector<PixelSpan> spans;
  for (std::uint32_t n = 0; n < count; ++n) {
    const std::uint32_t own = hash32(key_, n, 21);
    const double x_mm = unit_float(hash32(own, 1)) * tile_.width_mm,
                 y_mm = unit_float(hash32(own, 2)) * tile_.height_mm;
    const float size = unit_float(hash32(own, 3)), radius = 0.05F + 0.12F * size * size * size;
    const float reach = std::max(radius, 0.7F * static_cast<float>(job.pixel_mm)), thin = radius / reach;
    const std::uint32_t middle_x = torus_place(x_mm, tile_.width_mm), middle_y = torus_place(y_mm, tile_.height_mm);
    spans.clear();
    for (int row = first; row <= last; ++row) {
      const float dy = torus_way_mm(middle_y, job.rows[row], unit_y);
      if (std::abs(dy) >= reach) continue;
      if (spans.empty()) {
        spans_near(window.x_mm, window.width_mm, window.width_px, tile_.width_mm, x_mm, reach, spans);
      }
      float* height = surface.height_mm.row(row);
      for (const PixelSpan& span : spans) {
        for (int x = span.first; x <= span.last; ++x) {
          const float dx = torus_way_mm(middle_x, job.columns[x], unit_x);
          const float away = (dx * dx + dy * dy) / (reach * reach);
          if (away < 1) height[x] += (own & 1 ? 0.009F : -0.007F) * thin * (1 - away) * (1 - away);
        }
      }
    }
  }
}

}  // namespace atelier
