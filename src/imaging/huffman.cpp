#include "imaging/huffman.h"

#include <algorithm>
#include <array>

namespace atelier {
namespace {

constexpr int symbols_max = 288, depth_max = 32;

struct Leaf {
  std::uint32_t frequency;
  std::uint16_t symbol;
};

using Counts = std::array<int, depth_max + 1>;  // codes of each length

// Joins the two lightest again and again; leaves come sorted, and the joins made are sorted too.
Counts depth_counts(std::span<const Leaf> leaves) {
  const int n = static_cast<int>(std::min<std::size_t>(leaves.size(), symbols_max));
  if (n < 2) return {};
  std::array<std::uint32_t, symbols_max> weight;
  std::array<std::int16_t, 2 * symbols_max> parent;  // leaves first, then joins
  std::array<std::uint8_t, 2 * symbols_max> depth;
  int leaf = 0, join = 0;
  for (int made = 0; made < n - 1; ++made) {
    weight[made] = 0;
    for (int side = 0; side < 2; ++side) {
      const bool take_leaf = leaf < n && (join == made || leaves[leaf].frequency <= weight[join]);
      weight[made] += take_leaf ? leaves[leaf].frequency : weight[join];
      parent[take_leaf ? leaf++ : n + join++] = static_cast<std::int16_t>(n + made);
    }
  }
  Counts counts{};
  depth[2 * n - 2] = 0;
  for (int node = 2 * n - 3; node >= 0; --node) {
    depth[node] = static_cast<std::uint8_t>(depth[parent[node]] + 1);
    if (node < n) ++counts[std::min<int>(depth[node], depth_max)];
  }
  return counts;
}

// Cuts the depth, then lengthens the longest shorter codes until the code is complete again.
void limit_depth(Counts& counts, int length_max) {
  std::int64_t room = 0;
  for (int length = length_max + 1; length <= depth_max; ++length) {
    counts[length_max] += counts[length];
    counts[length] = 0;
  }
  for (int length = 1; length <= length_max; ++length) room += std::int64_t{counts[length]} << (length_max - length);
  for (; room > std::int64_t{1} << length_max; --room) {
    --counts[length_max];
    int length = length_max - 1;
    while (counts[length] == 0) --length;
    --counts[length];
    counts[length + 1] += 2;
  }
}

}  // namespace

void huffman_lengths(std::span<const std::uint32_t> frequencies, int length_max, std::span<std::uint8_t> lengths) {
  std::array<Leaf, symbols_max> leaves;
  int n = 0;
  for (std::size_t i = 0; i < frequencies.size(); ++i) {
    lengths[i] = 0;
    if (frequencies[i] > 0) leaves[n++] = {frequencies[i], static_cast<std::uint16_t>(i)};
  }
  const std::span used(leaves.data(), n);
  std::sort(used.begin(), used.end(), [](const Leaf& a, const Leaf& b) {
    return a.frequency != b.frequency ? a.frequency < b.frequency : a.symbol < b.symbol;
  });
  Counts counts = depth_counts(used);
  limit_depth(counts, length_max);
  int next = 0;
  for (int length = length_max; length >= 1; --length) {
    for (int i = 0; i < counts[length]; ++i) lengths[used[next++].symbol] = static_cast<std::uint8_t>(length);
  }
}

void huffman_codes(std::span<const std::uint8_t> lengths, std::span<std::uint16_t> codes) {
  std::array<int, 17> next{}, count{};
  for (const std::uint8_t length : lengths) ++count[length];
  count[0] = 0;
  for (int length = 1; length <= 16; ++length) next[length] = (next[length - 1] + count[length - 1]) << 1;
  for (std::size_t i = 0; i < lengths.size(); ++i) {
    int code = lengths[i] ? next[lengths[i]]++ : 0, reversed = 0;
    for (int bit = 0; bit < lengths[i]; ++bit, code >>= 1) reversed = reversed << 1 | (code & 1);
    codes[i] = static_cast<std::uint16_t>(reversed);
  }
}

}  // namespace atelier
