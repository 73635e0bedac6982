#include "fabric/pile/torus_field.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "fabric/fabric_math.h"

namespace atelier {
namespace {

// Of uniform values in -1..1 under these weights.
constexpr float deviation = 0.277F;

std::array<float, 4> spline_weights(float t) {
  const float s = 1 - t, t2 = t * t, t3 = t2 * t;
  return {s * s * s / 6, (3 * t3 - 6 * t2 + 4) / 6, (-3 * t3 + 3 * t2 + 3 * t + 1) / 6, t3 / 6};
}

// A place on one axis: the first of four lattice points, 0..cells-1, and how far beyond the second it lies.
struct Place {
  int first;
  float rest;
};
Place place(double turns, int cells) {
  const double at = (turns - std::floor(turns)) * cells;
  const int cell = std::min(static_cast<int>(at), cells - 1);
  return {cell == 0 ? cells - 1 : cell - 1, static_cast<float>(at - cell)};
}

}  // namespace

TorusField::TorusField(int columns, int rows, std::uint32_t key)
    : columns_(std::max(1, columns)), rows_(std::max(1, rows)), values_(static_cast<std::size_t>(columns_) * rows_) {
  double sum = 0;
  for (int y = 0; y < rows_; ++y) {
    for (int x = 0; x < columns_; ++x) {
      const float value = signed_unit_float(hash32(key, x, y)) / deviation;
      values_[static_cast<std::size_t>(y) * columns_ + x] = value;
      sum += value;
    }
  }
  // A few cells would else be lighter or darker on the whole.
  const auto mean = static_cast<float>(sum / static_cast<double>(values_.size()));
  for (float& value : values_) value -= mean;
}

TorusField TorusField::evened() const {
  constexpr int reach = 2, cells = (2 * reach + 1) * (2 * reach + 1);
  TorusField even = *this;
  const auto at = [&](int x, int y) {
    const int column = (x + reach * columns_) % columns_, row = (y + reach * rows_) % rows_;
    return values_[static_cast<std::size_t>(row) * columns_ + column];
  };
  for (int y = 0; y < rows_; ++y) {
    for (int x = 0; x < columns_; ++x) {
      float sum = 0;
      for (int j = -reach; j <= reach; ++j) {
        for (int i = -reach; i <= reach; ++i) sum += at(x + i, y + j);
      }
      even.values_[static_cast<std::size_t>(y) * columns_ + x] -= sum / cells;
    }
  }
  return even;
}

TorusField TorusField::with_wave(double width_mm, double height_mm, double wave_mm, std::uint32_t key) {
  const auto cells = [&](double side_mm) { return std::max(2, static_cast<int>(std::lround(2 * side_mm / wave_mm))); };
  return {cells(width_mm), cells(height_mm), key};
}

float TorusField::at(double u, double v) const {
  const Place x = place(u, columns_), y = place(v, rows_);
  const std::array<float, 4> across = spline_weights(x.rest), along = spline_weights(y.rest);
  float sum = 0;
  for (int j = 0, row = y.first; j < 4; ++j, row = row + 1 == rows_ ? 0 : row + 1) {
    const float* values = values_.data() + static_cast<std::size_t>(row) * columns_;
    float line = 0;
    for (int i = 0, column = x.first; i < 4; ++i, column = column + 1 == columns_ ? 0 : column + 1) {
      line += across[i] * values[column];
    }
    sum += along[j] * line;
  }
  return sum;
}

}  // namespace atelier
