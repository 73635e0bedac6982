#include "fabric/overlay/membrane.h"

#include <algorithm>

namespace atelier {
namespace {

constexpr int coarsest = 8, coarse_sweeps = 60, sweeps = 9;
constexpr float over_relaxation = 1.5F;

Membrane halved(const Membrane& fine) {
  Membrane coarse{fine.side / 2, {}, {}};
  for (int y = 0; y < coarse.side; ++y) {
    for (int x = 0; x < coarse.side; ++x) {
      const std::size_t a = static_cast<std::size_t>(2 * y) * fine.side + 2 * x, b = a + fine.side;
      coarse.held.push_back(fine.held[a] | fine.held[a + 1] | fine.held[b] | fine.held[b + 1]);
      coarse.pressure.push_back((fine.pressure[a] + fine.pressure[a + 1] + fine.pressure[b] + fine.pressure[b + 1]) /
                                4);
    }
  }
  return coarse;
}

void relax(const Membrane& sheet, float cell_area, int times, std::vector<float>& height) {
  const int n = sheet.side;
  for (int sweep = 0; sweep < times; ++sweep) {
    for (int y = 0; y < n; ++y) {
      const float* below = height.data() + static_cast<std::size_t>((y + n - 1) % n) * n;
      const float* above = height.data() + static_cast<std::size_t>((y + 1) % n) * n;
      float* row = height.data() + static_cast<std::size_t>(y) * n;
      const std::uint8_t* held = sheet.held.data() + static_cast<std::size_t>(y) * n;
      const float* pressure = sheet.pressure.data() + static_cast<std::size_t>(y) * n;
      for (int x = 0; x < n; ++x) {
        if (held[x]) continue;
        const float left = row[x == 0 ? n - 1 : x - 1], right = row[x == n - 1 ? 0 : x + 1];
        const float balance = 0.25F * (left + right + below[x] + above[x] + cell_area * pressure[x]);
        row[x] += over_relaxation * (balance - row[x]);
      }
    }
  }
}

std::vector<float> refined(const std::vector<float>& coarse, const Membrane& sheet) {
  const int n = sheet.side, half = n / 2;
  std::vector<float> fine(static_cast<std::size_t>(n) * n);
  for (int y = 0; y < n; ++y) {
    const int j = y / 2, other_j = (j + (y % 2 == 0 ? half - 1 : 1)) % half;
    for (int x = 0; x < n; ++x) {
      const std::size_t at = static_cast<std::size_t>(y) * n + x;
      if (sheet.held[at]) continue;
      const int i = x / 2, other_i = (i + (x % 2 == 0 ? half - 1 : 1)) % half;
      const auto value = [&](int column, int row) { return coarse[static_cast<std::size_t>(row) * half + column]; };
      fine[at] = (9 * value(i, j) + 3 * (value(other_i, j) + value(i, other_j)) + value(other_i, other_j)) / 16;
    }
  }
  return fine;
}

}  // namespace

std::vector<float> Membrane::inflate(double cell_mm) const {
  const auto area = static_cast<float>(cell_mm * cell_mm);
  if (side % 2 == 1 || side / 2 < coarsest) {
    std::vector<float> height(held.size());
    relax(*this, area, coarse_sweeps, height);
    return height;
  }
  std::vector<float> height = refined(halved(*this).inflate(2 * cell_mm), *this);
  relax(*this, area, sweeps, height);
  return height;
}

std::vector<int> Membrane::pockets(int& count) const {
  std::vector<int> pocket(held.size(), -1), open;
  count = 0;
  for (int start = 0; start < static_cast<int>(held.size()); ++start) {
    if (held[start] || pocket[start] >= 0) continue;
    pocket[start] = count;
    open.push_back(start);
    while (!open.empty()) {
      const int at = open.back(), x = at % side, row = at - x;
      open.pop_back();
      const int last = static_cast<int>(held.size()) - side;
      for (const int next : {row + (x + 1) % side, row + (x + side - 1) % side, (row == last ? 0 : row + side) + x,
                             (row == 0 ? last : row - side) + x}) {
        if (held[next] || pocket[next] >= 0) continue;
        pocket[next] = count;
        open.push_back(next);
      }
    }
    ++count;
  }
  return pocket;
}

}  // namespace atelier
