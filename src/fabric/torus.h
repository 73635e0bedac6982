#pragma once

#include <cstdint>
#include <vector>

namespace atelier {

/// Positions on the torus of the tile are whole numbers of 2^-24 of a side, so that a window moved by whole pixels
/// meets exactly the same positions.
inline constexpr int position_bits = 24;
std::uint32_t torus_position(double start_mm, double size_mm, int index, int count, double side_mm);

/// Where the pixels of one axis of a window lie, 0..1 along the tile's side. `from_top`: the first pixel is the
/// highest.
std::vector<float> torus_positions(double start_mm, double size_mm, int count, double side_mm, bool from_top);

/// The nearest way around a circle of length 1, -0.5..0.5.
double wrapped_turns(double turns);

}  // namespace atelier
