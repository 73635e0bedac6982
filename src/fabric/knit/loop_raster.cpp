#include "fabric/knit/loop_raster.h"

#include <algorithm>
#include <cmath>

#include "fabric/torus.h"

namespace atelier {
namespace {

constexpr double shortest_direction = 0.2;  // a yarn that turns back on itself within a piece is not drawn
constexpr std::uint32_t torus_mask = (1u << position_bits) - 1;

std::int32_t short_way(std::int32_t from, std::int32_t to) {
  return static_cast<std::int32_t>(static_cast<std::uint32_t>(to - from) << 8) >> 8;
}

// A piece of yarn between two nodes: everything from its first node, in mm.
struct Piece {
  const YarnNode *from, *to;
  float end_x, end_y;
};

struct Span {
  int low, high;
};

// First place of a coordinate in pixels of a window, at or after -1 tile.
double first_place(std::int32_t start, std::int32_t at, double tile_px) {
  const std::uint32_t steps = static_cast<std::uint32_t>(at - start) & torus_mask;
  return static_cast<double>(steps) / (1 << position_bits) * tile_px;
}

class PieceDrawer {
 public:
  PieceDrawer(const PixelLattice& pixels, YarnHits& hits)
      : pixels_(pixels),
        hits_(hits),
        unit_x_(static_cast<float>(pixels.tile_width_mm / (1 << position_bits))),
        unit_y_(static_cast<float>(pixels.tile_height_mm / (1 << position_bits))),
        tile_x_px_(pixels.tile_width_mm / pixels.pixel_x_mm),
        tile_y_px_(pixels.tile_height_mm / pixels.pixel_y_mm) {}

  void draw(const YarnNode& from, const YarnNode& to, std::uint32_t node) {
    const Piece piece{&from, &to, static_cast<float>(short_way(from.x, to.x)) * unit_x_,
                      static_cast<float>(short_way(from.y, to.y)) * unit_y_};
    const double wide = std::max(from.half_width, to.half_width);
    // Directions between two nodes are shorter than 1, so that distances across look shorter than they are.
    const double mean_x = 0.5 * (from.tangent_x + to.tangent_x), mean_y = 0.5 * (from.tangent_y + to.tangent_y);
    const double shortest = std::sqrt(mean_x * mean_x + mean_y * mean_y);
    if (shortest < shortest_direction) return;
    const double reach = 1.1 * wide / shortest, margin_x = reach / pixels_.pixel_x_mm,
                 margin_y = reach / pixels_.pixel_y_mm;
    const double run_x = piece.end_x / pixels_.pixel_x_mm, run_y = -piece.end_y / pixels_.pixel_y_mm;
    const double low_x = std::min(0.0, run_x) - margin_x, high_x = std::max(0.0, run_x) + margin_x;
    const double low_y = std::min(0.0, run_y) - margin_y, high_y = std::max(0.0, run_y) + margin_y;
    // Rows go down: the place of a node is counted from the first row downwards.
    const double place_y = first_place(from.y, pixels_.y.front(), tile_y_px_) - tile_y_px_;
    const double place_x = first_place(pixels_.x.front(), from.x, tile_x_px_) - tile_x_px_;
    for (double y = place_y; y + low_y <= hits_.last; y += tile_y_px_) {
      const Span rows = {std::max(hits_.first, static_cast<int>(std::ceil(y + low_y))),
                         std::min(hits_.last, static_cast<int>(std::floor(y + high_y)))};
      if (rows.low > rows.high) continue;
      for (double x = place_x; x + low_x <= hits_.width - 1; x += tile_x_px_) {
        const Span columns = {std::max(0, static_cast<int>(std::ceil(x + low_x))),
                              std::min(hits_.width - 1, static_cast<int>(std::floor(x + high_x)))};
        if (columns.low <= columns.high) fill(piece, node, rows, columns);
      }
    }
  }

 private:
  // A pixel belongs to the piece if it lies between the lines across the yarn at its two nodes.
  void fill(const Piece& piece, std::uint32_t node, Span rows, Span columns) {
    const YarnNode &a = *piece.from, &b = *piece.to;
    const float turn_x = b.tangent_x - a.tangent_x, turn_y = b.tangent_y - a.tangent_y;
    const float inverse = 2 / (a.half_width + b.half_width), round = 0.5F * (a.half_height + b.half_height);
    const float rise = b.z - a.z;
    for (int row = rows.low; row <= rows.high; ++row) {
      const float y = static_cast<float>(short_way(a.y, pixels_.y[row])) * unit_y_;
      const float before_y = y * a.tangent_y, after_y = (y - piece.end_y) * b.tangent_y;
      const std::size_t line = hits_.index(row, 0);
      for (int column = columns.low; column <= columns.high; ++column) {
        const float x = static_cast<float>(short_way(a.x, pixels_.x[column])) * unit_x_;
        const float before = x * a.tangent_x + before_y;
        const float after = (x - piece.end_x) * b.tangent_x + after_y;
        if (before < 0 || after >= 0) continue;
        const float part = before / (before - after);
        const float off = (y - part * piece.end_y) * (a.tangent_x + part * turn_x) -
                          (x - part * piece.end_x) * (a.tangent_y + part * turn_y);
        const float across = off * inverse, left = 1 - across * across;
        if (left <= 0) continue;
        const std::size_t at = line + column;
        hits_.layers[at] = static_cast<std::uint8_t>(std::min(255, hits_.layers[at] + 1));
        const float z = a.z + part * rise + round * std::sqrt(left);
        if (z <= hits_.z[at]) continue;
        hits_.z[at] = z;
        hits_.across[at] = across;
        hits_.part[at] = part;
        hits_.node[at] = node;
      }
    }
  }

  const PixelLattice& pixels_;
  YarnHits& hits_;
  float unit_x_, unit_y_;
  double tile_x_px_, tile_y_px_;
};

}  // namespace

PixelLattice make_lattice(const Window& window, const Tile& tile, int finer) {
  PixelLattice made;
  const int width = window.width_px * finer, height = window.height_px * finer;
  made.tile_width_mm = tile.width_mm;
  made.tile_height_mm = tile.height_mm;
  made.pixel_x_mm = window.width_mm / width;
  made.pixel_y_mm = window.height_mm / height;
  for (int i = 0; i < width; ++i) {
    made.x.push_back(static_cast<std::int32_t>(torus_position(window.x_mm, window.width_mm, i, width, tile.width_mm)));
  }
  for (int i = height - 1; i >= 0; --i) {
    made.y.push_back(
        static_cast<std::int32_t>(torus_position(window.y_mm, window.height_mm, i, height, tile.height_mm)));
  }
  return made;
}

void YarnHits::begin(int first_row, int last_row, int columns) {
  first = first_row;
  last = last_row;
  width = columns;
  const std::size_t size = static_cast<std::size_t>(last - first + 1) * width;
  z.assign(size, -1e9F);
  across.resize(size);
  part.resize(size);
  node.assign(size, nothing);
  layers.assign(size, 0);
}

void draw_course(const CourseYarn& yarn, std::uint32_t slot, const PixelLattice& pixels, YarnHits& hits) {
  PieceDrawer drawer(pixels, hits);
  const auto count = static_cast<std::uint32_t>(yarn.nodes.size());
  for (std::uint32_t k = 0; k + 1 < count; ++k) drawer.draw(yarn.nodes[k], yarn.nodes[k + 1], slot * count + k);
}

}  // namespace atelier
