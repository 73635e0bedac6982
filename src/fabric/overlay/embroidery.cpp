#include "fabric/overlay/embroidery.h"

#include <algorithm>
#include <cmath>

#include "fabric/fabric_math.h"
#include "fabric/overlay/relief_grid.h"
#include "fabric/torus.h"

namespace atelier {
namespace {

constexpr double repeat_tolerance = 0.12, repeat_weight = 0.02, wish_mm = 60;
constexpr double pull_mm = 0.9;  // how far around the stitches the cloth is drawn down

// Which way the threads of a form run: across its axis, in leaves and stems aslant from the middle line.
double slant_of(Shape::Form form) {
  return form == Shape::Form::leaf ? 0.7 : form == Shape::Form::stroke ? 1.6 : 0.12;
}

}  // namespace

struct Embroidery::Axes {
  std::vector<float> columns, rows;
};

OverlayNeeds Embroidery::needs(const FabricSpec& spec) {
  const double repeat = std::max(10.0, spec.overlay.embroidery.repeat_mm);
  return {{{repeat, 1, repeat_tolerance, repeat_weight}}, std::ceil(wish_mm / repeat) * repeat};
}

Result<std::unique_ptr<Overlay>> Embroidery::create(const FabricSpec& spec, const Tile& tile) {
  if (!(spec.overlay.embroidery.repeat_mm >= 10)) {
    return fail(ErrorKind::invalid_argument, {"embroidery: a motif is 10 mm wide at least",
                                              "вышивка: мотив не уже 10 мм", "자수: 무늬 너비는 최소 10mm입니다"});
  }
  return std::unique_ptr<Overlay>(new Embroidery(spec, tile));
}

Embroidery::Embroidery(const FabricSpec& spec, const Tile& tile)
    : tile_(tile), spec_(spec.overlay.embroidery), key_(hash32(static_cast<std::uint32_t>(spec.seed), 1800)) {
  repeats_ = std::max(1, static_cast<int>(std::lround(tile.width_mm / spec_.repeat_mm)));
  repeat_mm_ = tile.width_mm / repeats_;
  shapes_ = sprig_shapes(key_, repeat_mm_);
  std::stable_sort(shapes_.begin(), shapes_.end(), [](const Shape& a, const Shape& b) { return a.ink < b.ink; });
  for (Shape& shape : shapes_) {
    if (shape.form == Shape::Form::stroke) shape.half_width_mm = std::max(shape.half_width_mm, 0.65);
  }
}

void Embroidery::describe(Tile& tile) const {
  tile.relief_mm += spec_.height_mm + spec_.thread_mm / 2;
  tile.view_mm = std::clamp(0.95 * repeat_mm_, std::max(tile.view_mm, 16.0), 60.0);
}

Result<void> Embroidery::apply(Surface& surface, const RunContext& run) const {
  const Window& window = surface.window;
  const Axes axes{torus_positions(window.x_mm, window.width_mm, window.width_px, tile_.width_mm, false),
                  torus_positions(window.y_mm, window.height_mm, window.height_px, tile_.height_mm, true)};
  return for_strips(surface.window, run, [&](int first, int last) {
    for (const Shape& shape : shapes_) sew(shape, axes, first, last, surface);
  });
}

void Embroidery::sew(const Shape& shape, const Axes& axes, int first, int last, Surface& surface) const {
  const Window& window = surface.window;
  const double pixel_mm = window.width_mm / window.width_px, reach = shape.reach_mm() + pull_mm;
  const auto off = [&](float position, double middle_mm) {
    return wrapped_turns(position * repeats_ - middle_mm / repeat_mm_) * repeat_mm_;
  };
  const double start = shape.x_mm - window.x_mm;
  const double copy = start + std::ceil((-reach - start) / repeat_mm_) * repeat_mm_;
  for (int y = first; y <= last; ++y) {
    const double dy = off(axes.rows[y], shape.y_mm);
    if (std::abs(dy) >= reach) continue;
    for (double middle = copy; middle < window.width_mm + reach; middle += repeat_mm_) {
      const int low = std::max(0, static_cast<int>((middle - reach) / pixel_mm) - 1);
      const int high = std::min(window.width_px - 1, static_cast<int>((middle + reach) / pixel_mm) + 1);
      for (int x = low; x <= high; ++x) {
        const double dx = off(axes.columns[x], shape.x_mm);
        if (std::abs(dx) < reach) stitch(shape, dx, dy, static_cast<std::size_t>(y) * window.width_px + x, surface);
      }
    }
  }
}

// Threads lie side by side along the form's axis; each ends a little before or behind its neighbours.
void Embroidery::stitch(const Shape& shape, double dx_mm, double dy_mm, std::size_t at, Surface& surface) const {
  double inside = shape.inside_mm(dx_mm, dy_mm);
  if (inside < -pull_mm) return;
  const double a = dx_mm * shape.cosine + dy_mm * shape.sine;
  double b = -dx_mm * shape.sine + dy_mm * shape.cosine;
  const double t = std::clamp(a / shape.half_length_mm, -1.0, 1.0);
  b -= shape.bow_mm * (1 - t * t);
  const bool mirrored = shape.form == Shape::Form::leaf, stem = shape.form == Shape::Form::stroke;
  const double slant = slant_of(shape.form), side = mirrored ? std::abs(b) : b;
  const double place = (a - slant * side) / spec_.thread_mm * (stem ? 0.55 : 1.0);
  const double thread = std::floor(place + 0.5), w = 2 * (place - thread);
  const std::uint32_t key = hash32(key_, static_cast<std::uint32_t>(static_cast<std::int32_t>(thread) + 1000),
                                   static_cast<std::uint32_t>(b < 0 && mirrored ? 1 : 0),
                                   static_cast<std::uint32_t>(shape.x_mm * 1000 + shape.y_mm * 7000));
  inside += 0.11 * signed_unit_float(key);
  if (inside <= 0) {
    const double pulled = 1 + inside / pull_mm;
    if (surface.part.data()[at] != static_cast<std::uint8_t>(Part::stitch) && pulled > 0)
      surface.height_mm.data()[at] -= static_cast<float>(0.14 * pulled * pulled);
    return;
  }
  const double flat = std::min(1.0, inside / (0.75 * shape.half_width_mm));
  const double dome = std::sqrt(1 - (1 - flat) * (1 - flat)), round = std::sqrt(std::max(0.0, 1 - w * w));
  const double split = mirrored && std::abs(b) < 0.16 ? 0.25 * (1 - std::abs(b) / 0.16) : 0;
  const double level = 0.3 * std::min(tile_.relief_mm, 1.2);
  surface.height_mm.data()[at] =
      static_cast<float>(level + spec_.height_mm * (dome - split) + 0.36 * spec_.thread_mm * round);
  surface.part.data()[at] = static_cast<std::uint8_t>(Part::stitch);
  surface.dye.data()[at] = static_cast<std::uint8_t>(spec_.first_ink + shape.ink);
  if (!surface.dye_share.empty()) surface.dye_share.data()[at] = 255;
  surface.shade.data()[at] = static_cast<float>((0.78 + 0.26 * round) * (1 + 0.05 * signed_unit_float(hash32(key, 3))));
  // Along the thread: (slant, 1) in the form's axes.
  const double sign = mirrored && b < 0 ? -1 : 1, norm = 118 / std::sqrt(1 + slant * slant);
  const double along = slant * norm, across = sign * norm;
  surface.tangent_x.data()[at] = static_cast<std::int8_t>(std::floor(along * shape.cosine - across * shape.sine + 0.5));
  surface.tangent_y.data()[at] = static_cast<std::int8_t>(std::floor(along * shape.sine + across * shape.cosine + 0.5));
  if (!surface.coverage.empty()) surface.coverage.data()[at] = 255;
  if (!surface.slope_variance.empty()) surface.slope_variance.data()[at] = 0.01F;
  if (!surface.fuzz.empty()) surface.fuzz.data()[at] = 0;
}

}  // namespace atelier
