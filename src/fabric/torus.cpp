#include "fabric/torus.h"

#include <cmath>

namespace atelier {

std::uint32_t torus_position(double start_mm, double size_mm, int index, int count, double side_mm) {
  const double at = start_mm / side_mm + (index + 0.5) / count * (size_mm / side_mm);
  const double turns = at - std::floor(at);
  const auto fixed = static_cast<std::uint64_t>(std::llround(turns * (1 << position_bits)));
  return static_cast<std::uint32_t>(fixed & ((1u << position_bits) - 1));
}

std::vector<float> torus_positions(double start_mm, double size_mm, int count, double side_mm, bool from_top) {
  constexpr float unit = 1.0F / (1 << position_bits);
  std::vector<float> positions(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) {
    const int index = from_top ? count - 1 - i : i;
    positions[i] = static_cast<float>(torus_position(start_mm, size_mm, index, count, side_mm)) * unit;
  }
  return positions;
}

double wrapped_turns(double turns) {
  return turns - std::floor(turns + 0.5);
}

}  // namespace atelier
