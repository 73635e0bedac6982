#include "fabric/seam_check.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <vector>

namespace atelier {

namespace {

constexpr double rank_max = 0.995, ratio_max = 1.05;

struct Steps {
  std::vector<std::uint64_t> across;  ///< [x]: between columns x and x + 1; the last is across the edge
  std::vector<std::uint64_t> down;
};

template <class T>
Steps measure(const Image& map) {
  const int width = map.width(), height = map.height(), channels = map.channels();
  Steps steps{std::vector<std::uint64_t>(width), std::vector<std::uint64_t>(height)};
  for (int y = 0; y < height; ++y) {
    const T* row = map.row<T>(y);
    const T* below = map.row<T>((y + 1) % height);
    std::uint64_t down = 0;
    for (int i = 0; i < width * channels; ++i) down += std::abs(static_cast<int>(row[i]) - below[i]);
    steps.down[y] = down;
    // One channel tells whether columns fit; all of them would take three times as long.
    for (int x = 0; x + 1 < width; ++x) {
      steps.across[x] += std::abs(static_cast<int>(row[x * channels]) - row[(x + 1) * channels]);
    }
    steps.across[width - 1] += std::abs(static_cast<int>(row[(width - 1) * channels]) - row[0]);
  }
  return steps;
}

SeamCheck judge(const std::vector<std::uint64_t>& steps, int yarns) {
  const int count = static_cast<int>(steps.size());
  const std::uint64_t edge = steps.back();
  SeamCheck check;
  if (count < 2) return check;
  check.rank = static_cast<double>(std::count_if(steps.begin(), steps.end() - 1, [&](auto s) { return s < edge; })) /
               (count - 1);
  std::uint64_t largest = 0;
  const int places = yarns > 1 && yarns < count ? yarns : count;
  for (int k = 1; k < places; ++k) {
    const int at = static_cast<int>(static_cast<std::int64_t>(k) * count / places);
    for (int near = at - 1; near <= at; ++near) largest = std::max(largest, steps[near]);
  }
  check.ratio = largest > 0 ? static_cast<double>(edge) / static_cast<double>(largest) : edge > 0 ? 2.0 : 0.0;
  check.seamless = check.rank <= rank_max || check.ratio <= ratio_max;
  return check;
}

}  // namespace

SeamCheck check_seams(const Image& map, int ends, int picks) {
  const Steps steps = map.type() == SampleType::u16 ? measure<std::uint16_t>(map) : measure<std::uint8_t>(map);
  const SeamCheck across = judge(steps.across, ends), down = judge(steps.down, picks);
  return {std::max(across.rank, down.rank), std::max(across.ratio, down.ratio), across.seamless && down.seamless};
}

}  // namespace atelier
