#include <fmt/ranges.h>

#include <algorithm>
#include <numeric>
#include <string>

#include "fabric/weave/drafts/fancy_weaves.h"
#include "fabric/weave/drafts/motifs.h"
#include "fabric/weave/drafts/weave.h"

namespace atelier {
namespace {

using Made = Result<WeaveMatrix>;

int positive_mod(int value, int n) {
  return (value % n + n) % n;
}

template <class Rule>
WeaveMatrix fill(int ends, int picks, Rule warp_up) {
  WeaveMatrix weave(ends, picks);
  for (int j = 0; j < picks; ++j) {
    for (int i = 0; i < ends; ++i) weave.set(j, i, warp_up(j, i));
  }
  return weave;
}

Made plain(const WeaveSpec&) {
  return fill(2, 2, [](int j, int i) { return (i + j) % 2 == 0; });
}

Made basket(const WeaveSpec& spec) {
  const int m = spec.a > 1 ? spec.a : 2;
  return fill(2 * m, 2 * m, [m](int j, int i) { return (i / m + j / m) % 2 == 0; });
}

Made oxford(const WeaveSpec&) {
  return fill(4, 2, [](int j, int i) { return (i / 2 + j) % 2 == 0; });
}

Made rib(const WeaveSpec& spec) {
  const int m = spec.a > 1 ? spec.a : 2;
  return fill(2, 2 * m, [m](int j, int i) { return (j / m + i) % 2 == 0; });
}

Made twill_of(int a, int b, int step) {
  if (a < 1 || b < 1 || a + b > 32) {
    return fail(ErrorKind::invalid_argument,
                {"weave: a twill of {}/{} cannot be woven; each part is at least 1, together at most 32",
                 "переплетение: саржа {}/{} невозможна; каждая часть не меньше 1, вместе не больше 32",
                 "조직: {}/{} 능직은 짤 수 없습니다. 각 수는 1 이상, 합은 32 이하입니다"},
                a, b);
  }
  const int n = a + b;
  return fill(n, n, [=](int j, int i) { return positive_mod(i - step * j, n) < a; });
}

int direction(const WeaveSpec& spec) {
  return spec.step < 0 ? -1 : 1;
}

Made twill(const WeaveSpec& spec) {
  return twill_of(spec.a, spec.b, direction(spec));
}

Made serge(const WeaveSpec& spec) {
  return twill_of(2, 2, direction(spec));
}

Made satin_of(const WeaveSpec& spec, bool warp_face) {
  const int n = spec.a, counter = spec.b;
  if (n < 5 || n == 6 || n > 32 || counter < 2 || counter > n - 2 || std::gcd(n, counter) != 1) {
    return fail(ErrorKind::invalid_argument,
                {"weave: there is no satin of {} with counter {}", "переплетение: атласа {} со сдвигом {} не бывает",
                 "조직: {}매 주자직에 뜀수 {}은(는) 없습니다"},
                n, counter)
        .with_hint({"5 with 2 or 3, 7 with 2 to 5, 8 with 3 or 5, 10 with 3 or 7; for 4 take broken_twill",
                    "5 с 2 или 3, 7 с 2–5, 8 с 3 или 5, 10 с 3 или 7; вместо 4 — broken_twill",
                    "5매는 2·3, 7매는 2~5, 8매는 3·5, 10매는 3·7; 4매 대신 broken_twill을 쓰십시오"});
  }
  return fill(n, n, [=](int j, int i) { return (positive_mod(i - counter * j, n) == 0) != warp_face; });
}

Made satin(const WeaveSpec& spec) {
  return satin_of(spec, true);
}
Made sateen(const WeaveSpec& spec) {
  return satin_of(spec, false);
}

// A 2/2 twill that turns every `block` ends. The turned half is the opposite of the mirror image ("cut" line), so
// that floats at the turn stay short.
Made herringbone(const WeaveSpec& spec) {
  const int block = std::max(4, spec.block > 0 ? (spec.block + 3) / 4 * 4 : 8);
  const int step = direction(spec);
  return fill(2 * block, 4, [=](int j, int i) {
    if (i < block) return positive_mod(i - step * j, 4) < 2;
    return positive_mod(2 * block - 1 - i - step * j + 2, 4) < 2;
  });
}

// Four ends and picks, the line broken after two: 3/1 (or a/b of four) without a diagonal.
Made broken_twill(const WeaveSpec& spec) {
  static constexpr int shift[4] = {0, 1, 3, 2};
  const int a = spec.a >= 1 && spec.a <= 3 ? spec.a : 3;
  return fill(4, 4, [a](int j, int i) { return positive_mod(i - shift[j], 4) < a; });
}

// Threads of a cord or stripe, even.
int even_block(const WeaveSpec& spec, int usual, int most) {
  return std::clamp((spec.block > 0 ? spec.block : usual) / 2 * 2, 2, most);
}

// A 2/2 twill whose line turns every `block` ends (zigzag along the weft).
Made pointed_twill(const WeaveSpec& spec) {
  const int turn = even_block(spec, 8, 64), period = 2 * turn;
  return fill(period, 4, [=](int j, int i) { return positive_mod((i < turn ? i : period - i) - j, 4) < 2; });
}

// The same turned in both systems: lozenges of one of the two threads within one another.
Made diamond(const WeaveSpec& spec) {
  const int turn = even_block(spec, 6, 64), period = 2 * turn;
  const auto mirror = [=](int n) { return n < turn ? n : period - n; };
  return fill(period, period, [=](int j, int i) { return positive_mod(mirror(i) - mirror(j), 4) < 2; });
}

Made waffle(const WeaveSpec& spec) {
  const int cell = spec.a > 1 ? spec.a : 12;
  if (cell < 6 || cell > 12 || cell % 2 != 0) {
    return fail(ErrorKind::invalid_argument,
                {"weave: a waffle's cell has 6, 8, 10 or 12 threads, not {}",
                 "переплетение: в ячейке вафли 6, 8, 10 или 12 нитей, а не {}",
                 "조직: 와플 한 칸은 6, 8, 10 또는 12올입니다 ({}올은 안 됩니다)"},
                cell);
  }
  return waffle_weave(cell);
}

Made crepe(const WeaveSpec&) {
  return crepe_weave(24);
}

Made bedford(const WeaveSpec& spec) {
  return bedford_weave(even_block(spec, 16, 64));
}

Made pique(const WeaveSpec& spec) {
  return bedford_weave(even_block(spec, 6, 64));
}

// A slack and a tight stripe of `block` ends each.
Made seersucker(const WeaveSpec& spec) {
  return fill(2 * even_block(spec, 24, 200), 2, [](int j, int i) { return (i + j) % 2 == 0; });
}

// Every other end twists about its neighbour and is over each pick.
Made leno(const WeaveSpec&) {
  return fill(2, 2, [](int, int i) { return i % 2 == 0; });
}

Made birdseye(const WeaveSpec&) {
  return birdseye_weave();
}
Made nailhead(const WeaveSpec&) {
  return nailhead_weave();
}
Made dobby(const WeaveSpec&) {
  return dobby_weave();
}

Made jacquard(const WeaveSpec& spec) {
  const bool whole = spec.a % 8 == 0 && spec.b % 8 == 0 && spec.a >= 64 && spec.b >= 64;
  if (!whole || spec.a > 2048 || spec.b > 2048 || spec.block < 0 || spec.block >= motif_count) {
    return fail(ErrorKind::invalid_argument,
                {"weave: a motif has 64 to 2048 ends and picks in steps of 8, not {} x {}",
                 "переплетение: в мотиве от 64 до 2048 нитей каждой системы с шагом 8, а не {} x {}",
                 "조직: 무늬 한 단위는 경사와 위사 모두 64~2048올(8의 배수)이어야 합니다 ({} x {})"},
                spec.a, spec.b);
  }
  return damask_weave(spec.block, spec.a, spec.b, spec.tall);
}

Made drafted(const WeaveSpec& spec) {
  const int picks = static_cast<int>(spec.rows.size()), ends = picks > 0 ? static_cast<int>(spec.rows[0].size()) : 0;
  const auto differs = [&](const std::string& row) { return static_cast<int>(row.size()) != ends; };
  if (ends == 0 || std::any_of(spec.rows.begin(), spec.rows.end(), differs)) {
    return fail(ErrorKind::invalid_argument, {"weave: the rows of a draft are equally long and not empty",
                                              "переплетение: строки заправки непусты и одинаковой длины",
                                              "조직: 조직도의 각 줄은 비어 있지 않고 길이가 같아야 합니다"});
  }
  return fill(ends, picks, [&](int j, int i) { return spec.rows[j][i] == '1'; });
}

struct Row {
  const char* id;
  Made (*make)(const WeaveSpec&);
  bool long_floats = false;  ///< figured, or by its nature: at the back of cords, in leno
};

constexpr Row rows[] = {
    {"plain", plain},
    {"basket", basket},
    {"hopsack", basket},
    {"oxford", oxford},
    {"rib", rib},
    {"twill", twill},
    {"satin", satin},
    {"sateen", sateen},
    {"herringbone", herringbone},
    {"broken_twill", broken_twill},
    {"pointed_twill", pointed_twill},
    {"houndstooth", serge},
    {"ripstop", plain},
    {"ottoman", rib},
    {"diamond_twill", diamond},
    {"waffle", waffle},
    {"crepe", crepe},
    {"bedford", bedford, true},
    {"pique", pique, true},
    {"seersucker", seersucker},
    {"leno", leno, true},
    {"sharkskin", serge},
    {"shepherd", serge},
    {"glen_check", serge},
    {"birdseye", birdseye},
    {"nailhead", nailhead},
    {"dobby", dobby},
    {"jacquard", jacquard, true},
    {"draft", drafted},
};

Error floats_too_long(int longest) {
  return fail(ErrorKind::invalid_argument,
              {"weave: a thread floats over {} others; at most {} hold",
               "переплетение: нить проходит над {} другими; держатся не больше {}",
               "조직: 실 하나가 {}올 위로 뜹니다. {}올까지만 견딥니다"},
              longest, longest_float_max)
      .with_hint({"bind the long floats", "закрепите длинные перекрытия", "긴 부침을 묶어 주세요"});
}

}  // namespace

std::vector<std::string> weave_ids() {
  std::vector<std::string> ids;
  for (const Row& row : rows) ids.emplace_back(row.id);
  return ids;
}

Result<WeaveMatrix> make_weave(const WeaveSpec& spec) {
  for (const Row& row : rows) {
    if (spec.id != row.id) continue;
    TRY(WeaveMatrix made, row.make(spec));
    const int longest = made.longest_float();
    if (longest > longest_float_max && !row.long_floats && !spec.figured) return floats_too_long(longest);
    return made;
  }
  return fail(ErrorKind::unsupported,
              {"weave: \"{}\" is not built yet; there are {}", "переплетение: «{}» ещё не сделано; есть {}",
               "조직: \"{}\"은(는) 아직 없습니다. 있는 것: {}"},
              spec.id, fmt::format("{}", fmt::join(weave_ids(), ", ")));
}

}  // namespace atelier
