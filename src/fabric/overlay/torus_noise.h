#pragma once

#include <cstdint>

namespace atelier {

/// Gradient noise on the torus of the tile, about -1..1 with mean 0: `cells_x` × `cells_y` lattice cells, x and y 0..1.
double torus_noise(std::uint32_t key, int cells_x, int cells_y, double x, double y);

/// Octaves of it, each twice as fine and `gain` as strong as the one before; about -1..1.
double torus_octaves(std::uint32_t key, int cells, int octaves, double gain, double x, double y);

/// Lattice cells in a tile for a wavelength: at least `fewest`.
int cells_for(double tile_mm, double wave_mm, int fewest = 2);

}  // namespace atelier
