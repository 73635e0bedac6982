#pragma once

#include <cstdint>
#include <vector>

#include "fabric/structure.h"

namespace atelier {

/// How a window lies on the torus of the tile, in samples of which a pixel has scale × scale. Places are whole numbers
/// of 2^-12 of a sample, so that a window moved by whole pixels meets exactly the same places.
struct SampleGrid {
  SampleGrid(const Tile& tile, const Window& window, int samples);

  static constexpr int bits = 12;
  int scale;
  int width, height;          ///< of the window
  double per_mm;              ///< samples
  double period_x, period_y;  ///< of the tile
  std::int64_t left, bottom;  ///< the window's corner, 2^-12 samples

  double sample_mm() const { return 1 / per_mm; }
  /// A fibre thinner than a sample is drawn as a bundle one sample wide; fewer bundles cover as much. How many of the
  /// wished fibres are drawn, 0..1.
  double bundled_share(double radius_mm) const;
};

/// A cell of a lattice that divides the tile, and one of its copies in the plane.
struct LatticeCell {
  int column, row;     ///< 0..columns-1, 0..rows-1
  int copy_x, copy_y;  ///< whole tiles away
};

/// A fibre, hair or lock as seen from above: a bent line that rises or sinks on its way. Parts near its root come
/// first.
struct Strand {
  double u = 0, v = 0;             ///< root, tiles
  float along_x = 1, along_y = 0;  ///< unit direction in tile axes at the root
  float length_mm = 1;             ///< in the plane
  float bend = 0, drift = 0;       ///< turn, radians per mm, and its change per mm
  float radius_mm = 0.01F;
  float taper = 0;                             ///< how much thinner the tip is, 0..1
  float root_mm = 0, tip_mm = 0, arch_mm = 0;  ///< height at either end, and of the middle above their mean
  float root_shade = 1, tip_shade = 1;
  float root_flat = 1, tip_flat = 1;  ///< length of the in-plane part of its direction
};

/// A point of a thick yarn's centre line, in mm from where the yarn begins.
struct YarnPoint {
  float x_mm, y_mm, z_mm;
};

/// A thick yarn whose fibres twist around it.
struct PlushYarn {
  double u = 0, v = 0;
  float radius_mm = 0.2F;
  float twist = 0.4F;                  ///< tangent of the fibres' angle at its surface
  float fibre_mm = 0.03F;              ///< spacing of fibres, or bundles of them
  float shade = 1, deep_shade = 0.6F;  ///< of what lies at `top_mm` and at `deep_mm`
  float top_mm = 0, deep_mm = -1;
  float contrast = 0.3F;  ///< between its fibres
  std::uint32_t key = 0;
};

/// One strip of a window while strands are laid on it: of each sample the highest is kept, so their order is of no
/// account.
class StrandCanvas {
 public:
  /// Rows first..last of pixels. Heights lie within low_mm..high_mm.
  StrandCanvas(const SampleGrid& grid, int first_row, int last_row, float low_mm, float high_mm, Part part);

  const SampleGrid& grid() const { return grid_; }

  void draw(const LatticeCell& cell, const Strand& strand);
  void draw(const LatticeCell& cell, const PlushYarn& yarn, const std::vector<YarnPoint>& points);

  /// Lays what was drawn over the pixels of `surface`, which hold the ground.
  void lay_over(Surface& surface) const;
  /// As hairs above the cloth: opacity and direction only.
  void lay_fuzz(Surface& surface, double opacity) const;

  /// Calls visit(LatticeCell) for every copy of the cells of a lattice that lies within `reach_mm` of the strip.
  template <class Visit>
  void for_cells(int columns, int rows, double reach_mm, const Visit& visit) const {
    const Span across = cells_of(grid_.left, 0, grid_.width, grid_.period_x / columns, reach_mm);
    const Span along = cells_of(grid_.bottom, grid_.height - first_ - rows_, rows_, grid_.period_y / rows, reach_mm);
    for (std::int64_t row = along.first; row <= along.last; ++row) {
      for (std::int64_t column = across.first; column <= across.last; ++column) {
        visit(cell(column, columns, row, rows));
      }
    }
  }

 private:
  struct Span {
    std::int64_t first, last;
  };
  struct Point {
    std::int64_t x, y;  // 2^-12 samples from the strip's upper left corner
  };
  struct Pixel;
  Span cells_of(std::int64_t corner, int from, int count, double cell, double reach_mm) const;
  static LatticeCell cell(std::int64_t column, int columns, std::int64_t row, int rows);
  Point place(double u, double v, const LatticeCell& cell) const;
  std::uint64_t level(float z_mm) const;
  static std::uint64_t payload(float shade, float along_x, float along_y);
  void put(int x, int y, std::uint64_t sample) {
    std::uint64_t& here = samples_[static_cast<std::size_t>(y) * grid_.width + x];
    if (sample > here) here = sample;
  }
  void capsule(const PlushYarn& yarn, const Point& from, const YarnPoint& a, const YarnPoint& b, float done_mm);
  Pixel average(int x, int y) const;

  const SampleGrid& grid_;
  int first_, rows_;  // samples
  float low_mm_, levels_per_mm_, mm_per_level_;
  Part part_;
  std::vector<std::uint64_t> samples_;  // level, shade, direction; 0: nothing
};

}  // namespace atelier
