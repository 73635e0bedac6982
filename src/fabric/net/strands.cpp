#include "fabric/net/strands.h"

#include <algorithm>
#include <cmath>

#include "fabric/fabric_math.h"
#include "fabric/torus.h"

namespace atelier {
namespace {

constexpr float ply_slope = 0.42F, coil_slope = 2.6F, filament_slope = 0.05F;

// 0..1..0 over a period of 1, round at both ends.
float wave(float turns) {
  const float t = turns - std::floor(turns);
  const float u = t < 0.5F ? 2 * t : 2 - 2 * t;
  return u * u * (3 - 2 * u);
}

// Reach of a piece beyond its axis.
float reach_of(const StrandStyle& style, float pixel_mm) {
  return style.radius_mm * 1.1F + 0.75F * pixel_mm;
}

}  // namespace

int Strands::add_style(const StrandStyle& style) {
  styles_.push_back(style);
  return static_cast<int>(styles_.size()) - 1;
}

void Strands::add(std::span<const Knot> way, int style, std::uint32_t key) {
  const float radius = styles_[style].radius_mm * styles_[style].flat;
  float along = 0;
  for (std::size_t i = 0; i + 1 < way.size(); ++i) {
    const Knot &from = way[i], &to = way[i + 1];
    const double dx = to.x_mm - from.x_mm, dy = to.y_mm - from.y_mm;
    const auto length = static_cast<float>(std::sqrt(dx * dx + dy * dy));
    if (!(length > 1e-6F)) continue;
    pieces_.push_back({torus_place(from.x_mm, width_mm_), torus_place(from.y_mm, height_mm_), from.x_mm, from.y_mm,
                       static_cast<float>(dx), static_cast<float>(dy), from.z_mm, to.z_mm - from.z_mm, along, length,
                       key, static_cast<std::uint16_t>(style)});
    along += length;
    lowest_ = std::min({lowest_, from.z_mm - radius, to.z_mm - radius});
    highest_ = std::max({highest_, from.z_mm + radius, to.z_mm + radius});
  }
}

void Strands::keep(const std::function<bool(double x_mm, double y_mm)>& wanted) {
  std::erase_if(pieces_,
                [&](const Piece& piece) { return !wanted(piece.x_mm + 0.5 * piece.dx, piece.y_mm + 0.5 * piece.dy); });
}

// What a strand looks like at a pixel size.
struct StrandRaster::Pen {
  StrandStyle style;
  float reach, contrast, per_twist, cover_max;
};

StrandRaster::StrandRaster(const Strands& strands, const Window& window)
    : strands_(strands),
      window_(window),
      columns_(window.x_mm, window.width_mm, window.width_px, strands.width_mm(), false),
      rows_(window.y_mm, window.height_mm, window.height_px, strands.height_mm(), true),
      pixel_mm_(static_cast<float>(window.width_mm / window.width_px)),
      unit_x_(static_cast<float>(strands.width_mm() / (1 << position_bits))),
      unit_y_(static_cast<float>(strands.height_mm() / (1 << position_bits))),
      strips_((window.height_px + strip_rows - 1) / strip_rows) {
  std::vector<PixelSpan> spans;
  const auto& pieces = strands.pieces();
  for (std::uint32_t i = 0; i < pieces.size(); ++i) {
    const Strands::Piece& piece = pieces[i];
    const double reach = reach_of(strands.style(piece.style), pixel_mm_) + 0.5 * std::abs(piece.dy);
    spans_near(window.y_mm, window.height_mm, window.height_px, strands.height_mm(), piece.y_mm + 0.5 * piece.dy, reach,
               spans);
    int done = -1;
    for (auto span = spans.rbegin(); span != spans.rend(); ++span) {
      // Spans count from the lower edge, rows from the upper one.
      const int top = window.height_px - 1 - span->last, bottom = window.height_px - 1 - span->first;
      for (int strip = std::max(done + 1, top / strip_rows); strip <= bottom / strip_rows; ++strip) {
        strips_[strip].push_back(i);
        done = strip;
      }
    }
  }
}

void StrandRaster::draw(int strip, Surface& surface) const {
  const int first = strip * strip_rows, last = std::min(first + strip_rows, window_.height_px) - 1;
  std::vector<PixelSpan> spans;
  for (const std::uint32_t index : strips_[strip]) {
    const Strands::Piece& piece = strands_.pieces()[index];
    const StrandStyle& style = strands_.style(piece.style);
    Pen pen{style, reach_of(style, pixel_mm_), 0, 0, 0};
    const float width_px = 2 * style.radius_mm / pixel_mm_;
    pen.contrast = std::clamp((width_px - 1.5F) / 4, 0.0F, 1.0F);
    pen.per_twist = style.twist_mm > 0 ? 1 / style.twist_mm : 0;
    pen.cover_max = std::min(1.0F, width_px);
    const double reach_x = pen.reach + 0.5 * std::abs(piece.dx);
    spans_near(window_.x_mm, window_.width_mm, window_.width_px, strands_.width_mm(), piece.x_mm + 0.5 * piece.dx,
               reach_x, spans);
    for (int row = first; row <= last; ++row) {
      const float y = torus_way_mm(piece.y, rows_[row], unit_y_);
      if (y < std::min(0.0F, piece.dy) - pen.reach || y > std::max(0.0F, piece.dy) + pen.reach) continue;
      for (const PixelSpan& span : spans) draw_piece(piece, pen, row, span, surface);
    }
  }
}

namespace {

// Relief of a strand's skin, 0..1, at `side` (-1..1 across it) and `along` it.
float skin(const StrandStyle& style, float per_twist, float side, float along, std::uint32_t key) {
  const float own = unit_float(key);
  if (style.coiled) return wave(along * per_twist + 0.12F * side + own);
  if (per_twist > 0) return wave(2 * along * per_twist + 0.42F * side + own);
  return 0.6F * wave(3.3F * side + 0.3F * along / style.radius_mm + own) +
         0.4F * wave(0.09F * along / style.radius_mm + own + 0.5F * side);
}

std::int8_t unit_tangent(float part) {
  return static_cast<std::int8_t>(std::floor(part * 126 + 0.5F));
}

}  // namespace

void StrandRaster::draw_piece(const Strands::Piece& piece, const Pen& pen, int row, const PixelSpan& span,
                              Surface& surface) const {
  const float y = torus_way_mm(piece.y, rows_[row], unit_y_);
  const float per_length = 1 / (piece.length * piece.length), radius = pen.style.radius_mm;
  const float axis_x = piece.dx / piece.length, axis_y = piece.dy / piece.length;
  float* height = surface.height_mm.row(row);
  float* shade = surface.shade.row(row);
  std::uint8_t* coverage = surface.coverage.row(row);
  std::uint8_t* part = surface.part.row(row);
  std::uint8_t* dye = surface.dye.row(row);
  std::int8_t* tangent_x = surface.tangent_x.row(row);
  std::int8_t* tangent_y = surface.tangent_y.row(row);
  for (int column = span.first; column <= span.last; ++column) {
    const float x = torus_way_mm(piece.x, columns_[column], unit_x_);
    const float t = std::clamp((x * piece.dx + y * piece.dy) * per_length, 0.0F, 1.0F);
    const float off_x = x - t * piece.dx, off_y = y - t * piece.dy;
    const float square = off_x * off_x + off_y * off_y;
    if (square >= pen.reach * pen.reach) continue;
    const float away = std::sqrt(square);
    const float covers = std::clamp((radius - away) / pixel_mm_ + 0.5F, 0.0F, pen.cover_max);
    const auto covered = static_cast<std::uint8_t>(covers * 255 + 0.5F);
    if (covered == 0) continue;
    coverage[column] = std::max(coverage[column], covered);
    if (covered >= 96) part[column] = static_cast<std::uint8_t>(Part::cord);
    const float inside = std::min(1.0F, away / radius), dome = std::sqrt(1 - inside * inside);
    const float side = axis_x * off_y - axis_y * off_x > 0 ? inside : -inside;
    const float along = piece.along + t * piece.length;
    const float ridge =
        pen.contrast > 0 ? (skin(pen.style, pen.per_twist, side, along, piece.key) - 0.5F) * pen.contrast : 0;
    const bool plied = pen.per_twist > 0;
    const float z = piece.z + t * piece.dz + pen.style.flat * radius * (dome * (1 + (plied ? 0.22F : 0.08F) * ridge)) -
                    std::max(0.0F, away - radius);
    if (z <= height[column]) continue;
    height[column] = z;
    dye[column] = pen.style.dye;
    shade[column] = pen.style.shade * (0.9F + 0.1F * dome) * (1 + (plied ? 0.22F : 0.14F) * ridge);
    const float slope = pen.style.coiled ? coil_slope : plied ? ply_slope : filament_slope;
    const float fibre_x = axis_x - slope * axis_y, fibre_y = axis_y + slope * axis_x;
    const float scale = 1 / std::sqrt(1 + slope * slope);
    tangent_x[column] = unit_tangent(fibre_x * scale);
    tangent_y[column] = unit_tangent(fibre_y * scale);
  }
}

}  // namespace atelier
