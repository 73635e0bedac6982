#include <fmt/ranges.h>

#include <numeric>
#include <string>

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

Made houndstooth(const WeaveSpec& spec) {
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

Made pointed_twill(const WeaveSpec& spec) {
  const int n = std::max(2, spec.a + spec.b), period = 2 * n - 2;
  const int a = std::max(1, spec.a);
  const auto mirror = [=](int i) { return i < n ? i : period - i; };
  return fill(period, period, [=](int j, int i) { return positive_mod(mirror(i) - mirror(j), n) < a; });
}

struct Row {
  const char* id;
  Made (*make)(const WeaveSpec&);
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
    {"houndstooth", houndstooth},
    {"ripstop", plain},
};

}  // namespace

std::vector<std::string> weave_ids() {
  std::vector<std::string> ids;
  for (const Row& row : rows) ids.emplace_back(row.id);
  return ids;
}

Result<WeaveMatrix> make_weave(const WeaveSpec& spec) {
  for (const Row& row : rows) {
    if (spec.id == row.id) return row.make(spec);
  }
  return fail(ErrorKind::unsupported,
              {"weave: \"{}\" is not built yet; there are {}", "переплетение: «{}» ещё не сделано; есть {}",
               "조직: \"{}\"은(는) 아직 없습니다. 있는 것: {}"},
              spec.id, fmt::format("{}", fmt::join(weave_ids(), ", ")));
}

}  // namespace atelier
