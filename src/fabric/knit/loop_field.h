#pragma once

#include <cstdint>
#include <vector>

#include "fabric/fabric_spec.h"
#include "fabric/knit/chart.h"
#include "fabric/tile.h"

namespace atelier {

/// A point of a yarn's centre line and what the yarn is there. Positions are whole 2^-24 of the tile's sides (Y up), so
/// that their distance to a pixel is exact wherever the window lies.
struct YarnNode {
  std::int32_t x = 0, y = 0;
  float z = 0;                         ///< mm
  float tangent_x = 0, tangent_y = 1;  ///< unit vector along the yarn, seen from above
  float half_width = 0, half_height = 0;
  float along = 0;     ///< share of the course from its first loop
  float shade = 1;     ///< factor on the dye
  float ply_turn = 0;  ///< turns of the plies
};

/// The yarn of one course, all around the tile: loops_of(course) runs of `steps` nodes, and the first node once more.
struct CourseYarn {
  std::vector<YarnNode> nodes;
  std::vector<std::uint8_t> dye;  ///< of each column
  float start = 0;                ///< where in the texture of fibres it begins, texels
  std::vector<float> noise;       ///< scratch
};

/// Where the loops of a knit lie (6.1, 6.2; centre lines after Crane 2023), periodic in the tile. Const after creation.
class LoopField {
 public:
  /// The spec must have a known chart and motif.
  LoopField(const FabricSpec& spec, const Tile& tile, Chart chart, Motif motif);

  int columns() const { return columns_; }
  int rows() const { return rows_; }
  double row_mm() const { return row_mm_; }
  double column_mm() const { return mean_column_mm_; }
  double half_width_mm() const { return half_width_; }
  double half_height_mm() const { return half_height_; }
  /// How far the yarn of a row reaches above and below it, rows.
  int reach_rows() const { return reach_rows_; }
  double lowest_mm() const { return lowest_; }
  double highest_mm() const { return highest_; }
  double loop_mm() const { return loop_mm_; }
  std::uint8_t dye(int column, int row) const;

  /// The yarn of a row (modulo the tile) with `steps` nodes a loop, even and at least 8.
  void make_course(int row, int steps, CourseYarn& made) const;

  /// What lies behind a course of a backed knit: yarns half a stitch off, in less light.
  void make_back(const CourseYarn& front, CourseYarn& made) const;

 private:
  struct Loop;
  struct Wave;
  struct Place {
    double x, y, z;
  };
  Stitch stitch(int column, int row) const;
  double face(int column, int row) const;
  int held_until(int column, int row) const;
  Loop make_loop(int column, int row) const;
  Place place(const Loop& loop, const Wave& wave) const;
  void cross(const Loop& loop, double row, double share_left, double share_right, Place& at) const;
  void open_eyelets(double row, Place& at) const;
  Place node_jitter(int column, int row) const;
  double back_mm() const;  // how far the back lies below the front
  void set_columns();
  void finish_course(int row, int steps, CourseYarn& made) const;
  float row_noise(int row, std::uint32_t channel) const;

  const FabricSpec spec_;
  Tile tile_;
  Chart chart_;
  Motif motif_;
  std::uint32_t seed_;
  int columns_ = 1, rows_ = 1, reach_rows_ = 2;
  int spirality_ = 0;  // columns by which the wales lean over the height of the tile
  double row_mm_, mean_column_mm_, half_width_, half_height_, depth_mm_, loop_mm_, lowest_, highest_;
  std::vector<double> left_mm_, width_mm_, base_mm_;  // of each column of the chart; left_mm_ from the chart's left
  std::vector<Crossing> crossings_;                   // of the chart
  std::vector<std::pair<int, int>> eyelets_;          // column, row of the chart
};

}  // namespace atelier
