#pragma once

#include <cstdint>
#include <vector>

namespace atelier {

/// A sheet on the torus that is held down at some cells and blown up everywhere else (Poisson's equation). Between two
/// parallel lines it is a parabola.
struct Membrane {
  int side = 0;                    ///< cells along a side; halved as long as it is even and above 8
  std::vector<std::uint8_t> held;  ///< side × side, 1: at height 0
  std::vector<float> pressure;     ///< side × side

  /// Heights of the cells in units of pressure · mm² for `cell_mm` sized cells; within a tenth.
  std::vector<float> inflate(double cell_mm) const;
  /// The number of the pocket that each cell lies in, -1 where held; pockets are counted in rows from the bottom.
  std::vector<int> pockets(int& count) const;
};

}  // namespace atelier
