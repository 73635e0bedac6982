#include "fabric/weave/drafts/weave.h"

#include <algorithm>

namespace atelier {
namespace {

// Longest run of equal values in a cyclic sequence.
template <class At>
int longest_run(int count, At at) {
  int run = 1, longest = 1;
  for (int i = 1; i < 2 * count; ++i) {
    run = at(i % count) == at((i - 1) % count) ? run + 1 : 1;
    longest = std::max(longest, run);
  }
  return std::min(longest, count);
}

}  // namespace

int WeaveMatrix::longest_float() const {
  int longest = 1;
  for (int i = 0; i < ends_; ++i) {
    longest = std::max(longest, longest_run(picks_, [&](int j) { return warp_up(j, i); }));
  }
  for (int j = 0; j < picks_; ++j) {
    longest = std::max(longest, longest_run(ends_, [&](int i) { return warp_up(j, i); }));
  }
  return longest;
}

}  // namespace atelier
