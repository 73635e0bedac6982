#include "fabric/net/strands.h"

#include <algorithm>
#include <cmath>

#include "fabric/fabric_math.h"
#include "fabric/torus.h"

namespace atelier {
namespace {

constexpr float ply_slope = 0.42F, coil_slope = 2.6F, filament_slope = 0.05F;

// 0..1..0 over a period of 1, round at both ends. Turns from -64 on.
float wave(float turns) {
  const float positive = turns + 64, t = positive - static_cast<float>(static_cast<int>(positive));
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
  // The highest first: what they hide need not be drawn.
  const auto top = [&](std::uint32_t i) { return std::max(pieces[i].z, pieces[i].z + pieces[i].dz); };
  for (std::vector<std::uint32_t>& strip : strips_)
    std::stable_sort(strip.begin(), strip.end(), [&](std::uint32_t a, std::uint32_t b) { return top(a) > top(b); });
}

namespace {

std::int8_t unit_tangent(float part) {
  return static_cast<std::int8_t>(std::floor(part * 126 + 0.5F));
}

}  // namespace

// What is the same for all pixels of a piece.
struct StrandRaster::Stroke {
  const Strands::Piece& piece;
  const Pen& pen;
  float own, per_radius;
  float axis_x, axis_y;
  float top;  // no place of it lies higher
  std::int8_t tangent_x, tangent_y;

  Stroke(const Strands::Piece& of, const Pen& with)
      : piece(of),
        pen(with),
        own(unit_float(of.key)),
        per_radius(1 / with.style.radius_mm),
        axis_x(of.dx / of.length),
        axis_y(of.dy / of.length),
        top(std::max(of.z, of.z + of.dz) + 1.12F * with.style.flat * with.style.radius_mm) {
    const float slope = pen.style.coiled ? coil_slope : pen.per_twist > 0 ? ply_slope : filament_slope;
    const float scale = 1 / std::sqrt(1 + slope * slope);
    tangent_x = unit_tangent((axis_x - slope * axis_y) * scale);
    tangent_y = unit_tangent((axis_y + slope * axis_x) * scale);
  }

  // Relief of the strand's skin, -0.5..0.5 times contrast, at `side` (-1..1 across it) and `along` it.
  float ridge(float side, float along) const {
    if (pen.contrast <= 0) return 0;
    const float turns = along * pen.per_twist;
    float skin = 0;
    if (pen.style.coiled) {
      skin = wave(turns + 0.12F * side + own);
    } else if (pen.per_twist > 0) {
      skin = wave(2 * turns + 0.42F * side + own);
    } else {
      const float widths = along * per_radius;
      skin = 0.6F * wave(3.3F * side + 0.3F * widths + own) + 0.4F * wave(0.09F * widths + own + 0.5F * side);
    }
    return (skin - 0.5F) * pen.contrast;
  }
};

void StrandRaster::draw_piece(const Stroke& stroke, int row, const PixelSpan& span, Surface& surface) const {
  const Strands::Piece& piece = stroke.piece;
  const Pen& pen = stroke.pen;
  const float y = torus_way_mm(piece.y, rows_[row], unit_y_);
  const float per_square = 1 / (piece.length * piece.length), radius = pen.style.radius_mm;
  const float reach_square = pen.reach * pen.reach, per_pixel = 1 / pixel_mm_;
  const bool plied = pen.per_twist > 0;
  const float relief = plied ? 0.22F : 0.08F, tone = plied ? 0.22F : 0.14F;
  float* height = surface.height_mm.row(row);
  float* shade = surface.shade.row(row);
  std::uint8_t* coverage = surface.coverage.row(row);
  std::uint8_t* part = surface.part.row(row);
  for (int column = span.first; column <= span.last; ++column) {
    if (stroke.top <= height[column] && coverage[column] == 255) continue;
    const float x = torus_way_mm(piece.x, columns_[column], unit_x_);
    const float t = std::clamp((x * piece.dx + y * piece.dy) * per_square, 0.0F, 1.0F);
    const float off_x = x - t * piece.dx, off_y = y - t * piece.dy;
    const float square = off_x * off_x + off_y * off_y;
    if (square >= reach_square) continue;
    const float away = std::sqrt(square);
    const float covers = std::clamp((radius - away) * per_pixel + 0.5F, 0.0F, pen.cover_max);
    const auto covered = static_cast<std::uint8_t>(covers * 255 + 0.5F);
    if (covered == 0) continue;
    coverage[column] = std::max(coverage[column], covered);
    if (covered >= 96) part[column] = static_cast<std::uint8_t>(Part::cord);
    const float inside = std::min(1.0F, away * stroke.per_radius), dome = std::sqrt(1 - inside * inside);
    const float axis_z = piece.z + t * piece.dz - std::max(0.0F, away - radius);
    const float dome_mm = pen.style.flat * radius * dome;
    if (axis_z + 1.12F * dome_mm <= height[column]) continue;
    const float side = stroke.axis_x * off_y - stroke.axis_y * off_x > 0 ? inside : -inside;
    const float ridge = stroke.ridge(side, piece.along + t * piece.length);
    const float z = axis_z + dome_mm * (1 + relief * ridge);
    if (z <= height[column]) continue;
    height[column] = z;
    shade[column] = pen.style.shade * (0.9F + 0.1F * dome) * (1 + tone * ridge);
    surface.dye.row(row)[column] = pen.style.dye;
    surface.tangent_x.row(row)[column] = stroke.tangent_x;
    surface.tangent_y.row(row)[column] = stroke.tangent_y;
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
    const Stroke stroke(piece, pen);
    const double reach_x = pen.reach + 0.5 * std::abs(piece.dx);
    spans_near(window_.x_mm, window_.width_mm, window_.width_px, strands_.width_mm(), piece.x_mm + 0.5 * piece.dx,
               reach_x, spans);
    for (int row = first; row <= last; ++row) {
      const float y = torus_way_mm(piece.y, rows_[row], unit_y_);
      if (y < std::min(0.0F, piece.dy) - pen.reach || y > std::max(0.0F, piece.dy) + pen.reach) continue;
      for (const PixelSpan& span : spans) draw_piece(stroke, row, span, surface);
    }
  }
}

}  // namespace atelier
