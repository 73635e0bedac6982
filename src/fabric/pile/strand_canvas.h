#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "fabric/pile/strand_sample.h"
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

/// How far what grows in a cell may reach beyond it, mm.
struct Reach {
  Reach(double all) : left(all), right(all), down(all), up(all) {}
  Reach(double left_mm, double right_mm, double down_mm, double up_mm)
      : left(left_mm), right(right_mm), down(down_mm), up(up_mm) {}
  double left, right, down, up;
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

/// A straight piece of a strand, in whole steps along the axis that it is nearer to.
struct StrandPiece {
  std::int32_t x, y;             ///< of the first step, 2^-12 samples
  std::int32_t aside;            ///< change of the other axis, a step
  int steps, ahead;              ///< ahead: 1 or -1 along the axis
  bool steep;                    ///< the axis is that of rows
  std::int32_t half;             ///< of the run across the axis, 2^-12 samples
  std::int64_t round;            ///< how much lower its sides are: level times 2^-24 per square of 2^-12 samples
  std::uint64_t sample, change;  ///< of the first step, and a step
};

/// One strip of a window while strands are laid on it: of each sample the highest is kept, so their order is of no
/// account.
class StrandCanvas {
 public:
  /// Rows first..last of pixels. Heights lie within low_mm..high_mm. A canvas of hairs keeps opacity and direction
  /// only.
  StrandCanvas(const SampleGrid& grid, int first_row, int last_row, float low_mm, float high_mm, Part part,
               bool hairs = false);

  const SampleGrid& grid() const { return grid_; }

  void draw(const LatticeCell& cell, const Strand& strand);
  void draw(const LatticeCell& cell, const PlushYarn& yarn, const std::vector<YarnPoint>& points);

  /// Lays what was drawn over the pixels of `surface`, which hold the ground.
  void lay_over(Surface& surface) const;
  /// As hairs above the cloth: opacity and direction only.
  void lay_fuzz(Surface& surface, double opacity) const;

  /// Whether a box around a place of the cell, as far from it as `reach` says, meets the strip.
  bool meets(const LatticeCell& cell, double u, double v, const Reach& reach) const;

  /// Calls visit(LatticeCell) for every copy of the cells of a lattice from which strands may reach the strip, those
  /// that lie side by side soon after each other.
  template <class Visit>
  void for_cells(int columns, int rows, const Reach& reach, const Visit& visit) const {
    const double cell_x = grid_.period_x / columns, cell_y = grid_.period_y / rows;
    const Span across = cells_of(grid_.left, 0, grid_.width, cell_x, reach.right, reach.left);
    const Span along = cells_of(grid_.bottom, grid_.height - first_ - rows_, rows_, cell_y, reach.up, reach.down);
    const std::int64_t band = band_samples / static_cast<std::int64_t>(cell_x + 1) + 1;
    for (std::int64_t from = across.first; from <= across.last; from += band) {
      const std::int64_t to = from + band - 1 < across.last ? from + band - 1 : across.last;
      for (std::int64_t row = along.first; row <= along.last; ++row) {
        for (std::int64_t column = from; column <= to; ++column) visit(cell(column, columns, row, rows));
      }
    }
  }

 private:
  static constexpr std::int64_t band_samples = 192;  // a band of the strip stays in the cache
  struct Span {
    std::int64_t first, last;
  };
  struct Point {
    std::int32_t x, y;  // 2^-12 samples from the strip's upper left corner
    bool far;           // too far to be drawn
  };
  struct Sweep;
  Span cells_of(std::int64_t corner, int from, int count, double cell, double before_mm, double after_mm) const;
  static LatticeCell cell(std::int64_t column, int columns, std::int64_t row, int rows);
  Point place(double u, double v, const LatticeCell& cell, float reach_samples) const;
  std::int32_t level(float z_mm) const {
    return static_cast<std::int32_t>(std::clamp((z_mm - low_mm_) * levels_per_mm_, static_cast<float>(strand_level_min),
                                                static_cast<float>(strand_levels)));
  }
  void fill(const StrandPiece& piece);
  template <bool inside>
  void fill_thin(const StrandPiece& piece, int first, int last);
  template <bool inside>
  void fill_round(const StrandPiece& piece, int first, int last);
  void fill_hair(const StrandPiece& piece, int first, int last);
  void draw(const Sweep& sweep, const Point& from, const YarnPoint& a);
  void draw_line(const Sweep& sweep, int line, std::int32_t centre, float gone);

  const SampleGrid& grid_;
  int first_, rows_;  // samples
  float low_mm_, levels_per_mm_, mm_per_level_;
  Part part_;
  bool hairs_;
  // Level, shade, direction of samples; 0: nothing. Of hairs, pixels: how many samples, sums of direction.
  std::vector<std::uint64_t> samples_;
};

}  // namespace atelier
