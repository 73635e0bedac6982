#include "fabric/maps/seam_check.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <mutex>
#include <vector>

namespace atelier {

namespace {

constexpr double rank_max = 0.995, ratio_max = 1.05;

constexpr int rows_per_strip = 64;

struct Steps {
  std::vector<std::uint64_t> across;  ///< [x]: between columns x and x + 1; the last is across the edge
  std::vector<std::uint64_t> down;
};

/// Adds the steps of row y. One channel tells whether columns fit; all of them would take three times as long.
template <class T>
void measure_row(const Image& map, int y, std::uint64_t* across, std::uint64_t& down) {
  const int width = map.width(), channels = map.channels();
  const T* row = map.row<T>(y);
  const T* below = map.row<T>((y + 1) % map.height());
  std::uint32_t sum = 0;
  for (int x = 0; x + 1 < width; ++x) {
    sum += std::abs(row[x * channels] - below[x * channels]);
    across[x] += std::abs(row[x * channels] - row[(x + 1) * channels]);
  }
  const int last = (width - 1) * channels;
  across[width - 1] += std::abs(row[last] - row[0]);
  down = sum + std::abs(row[last] - below[last]);
}

template <class T>
Result<Steps> measure(const Image& map, const RunContext& run) {
  const int strips = (map.height() + rows_per_strip - 1) / rows_per_strip;
  Steps steps{std::vector<std::uint64_t>(map.width()), std::vector<std::uint64_t>(map.height())};
  std::mutex mutex;
  TRY_VOID(parallel_for(run, strips, [&](int strip) {
    std::vector<std::uint64_t> across(map.width());
    const int end = std::min((strip + 1) * rows_per_strip, map.height());
    for (int y = strip * rows_per_strip; y < end; ++y) measure_row<T>(map, y, across.data(), steps.down[y]);
    const std::lock_guard lock(mutex);
    std::transform(across.begin(), across.end(), steps.across.begin(), steps.across.begin(), std::plus<>());
  }));
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

Result<SeamCheck> check_seams(const Image& map, int ends, int picks, const RunContext& run) {
  const bool deep = map.type() == SampleType::u16;
  TRY(const Steps steps, deep ? measure<std::uint16_t>(map, run) : measure<std::uint8_t>(map, run));
  const SeamCheck across = judge(steps.across, ends), down = judge(steps.down, picks);
  return SeamCheck{std::max(across.rank, down.rank), std::max(across.ratio, down.ratio),
                   across.seamless && down.seamless};
}

}  // namespace atelier
