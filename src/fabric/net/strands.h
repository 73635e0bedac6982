#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "fabric/structure.h"
#include "fabric/torus_axis.h"

namespace atelier {

/// What a strand is made of.
struct StrandStyle {
  float radius_mm = 0.05F;
  float flat = 1;       ///< height over width of its section
  float twist_mm = 0;   ///< length of a turn of its plies; 0: filaments side by side
  float shade = 1;      ///< of the dye
  bool coiled = false;  ///< wound about with yarn, as gimp and covered elastane are
  std::uint8_t dye = 0;
};

/// A place that a strand passes, in mm on the tile; z 0 is the middle of the net.
struct Knot {
  double x_mm = 0, y_mm = 0;
  float z_mm = 0;
};

/// The strands of a net on the torus of its tile: short straight pieces, drawn as round cords.
class Strands {
 public:
  Strands(double width_mm, double height_mm) : width_mm_(width_mm), height_mm_(height_mm) {}

  int add_style(const StrandStyle& style);
  /// A strand that passes these knots; `key` makes its irregularity its own.
  void add(std::span<const Knot> way, int style, std::uint32_t key);

  /// Leaves only the pieces whose middles are wanted.
  void keep(const std::function<bool(double x_mm, double y_mm)>& wanted);

  /// A piece: from a place (2^-24 of the sides) some way on.
  struct Piece {
    std::uint32_t x, y;
    double x_mm, y_mm;
    float dx, dy, z, dz, along, length;
    std::uint32_t key;
    std::uint16_t style;
  };
  const std::vector<Piece>& pieces() const { return pieces_; }
  const StrandStyle& style(int which) const { return styles_[which]; }
  double width_mm() const { return width_mm_; }
  double height_mm() const { return height_mm_; }
  float lowest_mm() const { return lowest_; }
  float highest_mm() const { return highest_; }

 private:
  double width_mm_, height_mm_;
  std::vector<StrandStyle> styles_;
  std::vector<Piece> pieces_;
  float lowest_ = 0, highest_ = 0;
};

/// Draws strands into a surface, strip by strip. A pixel's coverage is what its widest strand covers of it; its height,
/// shade and direction are the uppermost strand's.
class StrandRaster {
 public:
  static constexpr int strip_rows = 32;
  StrandRaster(const Strands& strands, const Window& window);
  int strips() const { return static_cast<int>(strips_.size()); }
  /// Draws the strands of one strip. The surface has coverage, and heights below all strands.
  void draw(int strip, Surface& surface) const;

 private:
  struct Pen;
  struct Stroke;
  void draw_piece(const Stroke& stroke, int row, const PixelSpan& span, Surface& surface) const;

  const Strands& strands_;
  Window window_;
  TorusAxis columns_, rows_;
  float pixel_mm_, unit_x_, unit_y_;
  std::vector<std::vector<std::uint32_t>> strips_;  // pieces that each strip meets, the highest first
};

}  // namespace atelier
