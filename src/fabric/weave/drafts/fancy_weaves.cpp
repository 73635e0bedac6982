#include "fabric/weave/drafts/fancy_weaves.h"

#include <algorithm>
#include <cstdlib>

#include "fabric/fabric_math.h"

namespace atelier {

namespace {

constexpr int crepe_float = 3, crepe_tries = 40;  // tries for each crossing

bool is_short(const WeaveMatrix& weave, int pick, int end) {
  int along_pick = 1, along_end = 1;
  for (const int step : {-1, 1}) {
    for (int n = step; std::abs(n) <= crepe_float && weave.warp_up(pick, end + n) == weave.warp_up(pick, end);
         n += step)
      ++along_pick;
    for (int n = step; std::abs(n) <= crepe_float && weave.warp_up(pick + n, end) == weave.warp_up(pick, end);
         n += step)
      ++along_end;
  }
  return std::max(along_pick, along_end) <= crepe_float;
}

// Rows of a 4 × 4 weave, the lowest pick first.
WeaveMatrix of_rows(const char* const* rows, int picks, int ends) {
  WeaveMatrix weave(ends, picks);
  for (int j = 0; j < picks; ++j) {
    for (int i = 0; i < ends; ++i) weave.set(j, i, rows[j][i] == '#');
  }
  return weave;
}

}  // namespace

WeaveMatrix waffle_weave(int cell) {
  const int half = cell / 2;
  const auto from_middle = [=](int n) { return std::min(n, cell - n); };
  WeaveMatrix weave(cell, cell);
  for (int j = 0; j < cell; ++j) {
    for (int i = 0; i < cell; ++i) {
      const int ring = from_middle(i) + from_middle(j);
      weave.set(j, i, ring == half || ring >= half + 2);
    }
  }
  return weave;
}

WeaveMatrix crepe_weave(int size) {
  WeaveMatrix weave(size, size);
  for (int j = 0; j < size; ++j) {
    for (int i = 0; i < size; ++i) weave.set(j, i, (i + j) % 2 == 0);
  }
  const auto pick_of = [&](std::uint32_t n, std::uint32_t which) {
    return static_cast<int>(hash32(n, which, 77) % static_cast<std::uint32_t>(size));
  };
  for (std::uint32_t n = 0; n < static_cast<std::uint32_t>(size * size * crepe_tries); ++n) {
    const int j[2] = {pick_of(n, 1), pick_of(n, 2)}, i[2] = {pick_of(n, 3), pick_of(n, 4)};
    const bool up = weave.warp_up(j[0], i[0]);
    const bool exchange =
        weave.warp_up(j[1], i[1]) == up && weave.warp_up(j[0], i[1]) != up && weave.warp_up(j[1], i[0]) != up;
    if (!exchange) continue;
    const auto flip = [&] {
      for (const int pick : j) {
        for (const int end : i) weave.set(pick, end, !weave.warp_up(pick, end));
      }
    };
    flip();
    bool good = true;
    for (const int pick : j) {
      for (const int end : i) {
        // Their neighbours' floats may have grown, too.
        for (int step = -1; step <= 1; ++step)
          good = good && is_short(weave, pick, end + step) && is_short(weave, pick + step, end);
      }
    }
    if (!good) flip();
  }
  return weave;
}

WeaveMatrix bedford_weave(int cord) {
  const int half = cord + 2;
  WeaveMatrix weave(2 * half, 4);
  for (int j = 0; j < 4; ++j) {
    for (int i = 0; i < 2 * half; ++i) {
      const bool cutting = i % half < 2, floats_behind = (i < half) == (j < 2);
      weave.set(j, i, (!cutting && floats_behind) || (i + j) % 2 == 0);
    }
  }
  return weave;
}

WeaveMatrix birdseye_weave() {
  static constexpr const char* rows[] = {"#.##", ".###", "...#", "..#."};
  return of_rows(rows, 4, 4);
}

WeaveMatrix nailhead_weave() {
  static constexpr const char* rows[] = {"##.#", ".#..", ".###", "...#"};
  return of_rows(rows, 4, 4);
}

WeaveMatrix dobby_weave() {
  // Warp floats of a lozenge with an eye, half of them in between: as a figured shirting has.
  static constexpr int size = 16;
  WeaveMatrix weave(size, size);
  for (int j = 0; j < size; ++j) {
    for (int i = 0; i < size; ++i) {
      bool up = (i + j) % 2 == 0;
      for (const int middle : {0, size / 2}) {
        const int x = (i - middle + size + size / 2) % size - size / 2,
                  y = (j - middle + size + size / 2) % size - size / 2;
        const int ring = std::abs(x) + std::abs(y);
        if (ring == 3 || ring == 1) up = true;
        if (ring == 0) up = false;
      }
      weave.set(j, i, up);
    }
  }
  return weave;
}

}  // namespace atelier
