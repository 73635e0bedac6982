#include "fabric/weave/drafts/draft.h"

#include <algorithm>
#include <charconv>
#include <map>

#include "base/utf8.h"
#include "fabric/weave/drafts/wif.h"
#include "fabric/weave/tile.h"
#include "fabric/words/color_codes.h"

namespace atelier {

namespace {

constexpr std::size_t dyes_max = 47;  // of the id map

Result<void> check_text(std::string_view text) {
  if (text.size() > draft_bytes_max) {
    return fail(ErrorKind::too_large,
                {"draft: {} bytes are over the limit of {}", "draft: {} байт больше предела {}",
                 "draft: {}바이트로 한도 {}을(를) 넘습니다"},
                text.size(), draft_bytes_max);
  }
  bool text_only = is_utf8(text);
  for (std::size_t at = 0; text_only && at < text.size();) {
    const char32_t c = next_code_point(text, at);
    text_only = !is_control(c) || c == '\n' || c == '\r' || c == '\t';
  }
  if (text_only) return ok();
  return fail(ErrorKind::invalid_argument,
              {"draft: this is no text", "draft: это не текст", "draft: 텍스트가 아닙니다"})
      .with_hint({"A draft is a WIF file, or rows of 0 and 1.", "Заправка — это файл WIF или строки из 0 и 1.",
                  "WIF 파일이거나 0과 1로 된 줄이어야 합니다."});
}

// '1', '0', or ' ' for what is neither.
char crossing_of(char c) {
  if (c == '1' || c == 'x' || c == 'X' || c == '#' || c == '*') return '1';
  return c == '0' || c == '.' || c == '-' || c == '_' ? '0' : ' ';
}

Error bad_dobby(int line, const Phrase& what) {
  const auto in = [&](Lang lang, std::string_view form) {
    return fmt::format(fmt::runtime(form), line, what.in(lang));
  };
  return Error{
      ErrorKind::invalid_argument,
      {in(Lang::en, "draft: line {}: {}"), in(Lang::ru, "draft: строка {}: {}"), in(Lang::ko, "draft: {}번째 줄: {}")},
      {}}
      .with_hint({"Rows of 0 and 1 (or . and x), all equally long, at most 32 by 32; or a WIF file.",
                  "Строки из 0 и 1 (или . и x) одной длины, не больше 32 на 32; либо файл WIF.",
                  "길이가 같은 0과 1(또는 .과 x)의 줄, 최대 32×32; 또는 WIF 파일."});
}

Result<Draft> parse_dobby(std::string_view text) {
  std::vector<std::string> rows;
  int number = 0;
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = std::min(text.find_first_of("\r\n", start), text.size());
    const std::string_view line = text.substr(start, end - start);
    start = end + 1 + (text.substr(end).starts_with("\r\n") ? 1 : 0);
    ++number;
    std::string row;
    for (const char c : line) {
      if (c == ';' && row.empty()) break;
      if (c == ' ' || c == '\t' || c == ',') continue;
      row += crossing_of(c);
      if (row.back() == ' ')
        return bad_dobby(number, {"a crossing is 0 or 1", "пересечение — это 0 или 1", "0 또는 1이어야 합니다"});
      if (static_cast<int>(row.size()) > dobby_threads_max)
        return bad_dobby(number, {"over 32 ends", "больше 32 нитей основы", "경사가 32올을 넘습니다"});
    }
    if (row.empty()) continue;
    if (!rows.empty() && rows[0].size() != row.size())
      return bad_dobby(
          number, {"it is not as long as the first row", "длина не как у первой строки", "첫 줄과 길이가 다릅니다"});
    rows.push_back(std::move(row));
    if (static_cast<int>(rows.size()) > dobby_threads_max)
      return bad_dobby(number, {"over 32 picks", "больше 32 прокидок", "위사가 32올을 넘습니다"});
  }
  if (rows.empty()) return bad_dobby(1, {"there are no rows", "нет ни одной строки", "줄이 없습니다"});
  const int picks = static_cast<int>(rows.size()), ends = static_cast<int>(rows[0].size());
  WeaveMatrix weave(ends, picks);
  for (int j = 0; j < picks; ++j) {
    for (int i = 0; i < ends; ++i) weave.set(j, i, rows[picks - 1 - j][i] == '1');
  }
  return draft_of(weave);
}

// Which of a thread's palette entries counts, from 1; 0: none.
int entry_of(const DraftThreads& system, int thread) {
  const int own = thread < static_cast<int>(system.colors.size()) ? system.colors[thread] : 0;
  return own > 0 ? own : system.color;
}

// Shafts that rise at a pick, or sink, as bits.
using Shafts = std::vector<std::uint64_t>;

void add(Shafts& shafts, const DraftList& list) {
  for (const std::uint16_t shaft : list) {
    if (shaft > 0 && shaft <= draft_shafts_max) shafts[(shaft - 1) / 64] |= std::uint64_t{1} << ((shaft - 1) % 64);
  }
}

Shafts shafts_of(const Draft& draft, int pick) {
  Shafts shafts(draft_shafts_max / 64);
  if (!draft.liftplan.empty()) {
    add(shafts, draft.liftplan[pick]);
    return shafts;
  }
  for (const std::uint16_t treadle : draft.treadling[pick]) {
    if (treadle > 0 && treadle <= draft.tieup.size()) add(shafts, draft.tieup[treadle - 1]);
  }
  return shafts;
}

// The first number that divides `count` for which all is alike after as many.
template <class Same>
int smallest_period(int count, Same same) {
  for (int period = 1; period < count; ++period) {
    if (count % period != 0) continue;
    bool alike = true;
    for (int n = period; alike && n < count; ++n) alike = same(n, n - period);
    if (alike) return period;
  }
  return count;
}

// Numbers equal threads alike, from 1 in the order in which they are met.
template <class Crossing>
std::vector<int> kinds_of(int count, int crossings, Crossing at) {
  std::map<std::string, int> known;
  std::vector<int> kinds;
  for (int n = 0; n < count; ++n) {
    std::string key;
    for (int c = 0; c < crossings; ++c) key += at(n, c) ? '1' : '0';
    kinds.push_back(known.emplace(std::move(key), static_cast<int>(known.size()) + 1).first->second);
  }
  return kinds;
}

void set_threads(DraftThreads& system, int threads, const DyeOrder& order, double per_cm, double diameter_mm) {
  system.threads = threads;
  system.spacing_mm = 10 / per_cm;
  system.thickness_mm = diameter_mm;
  system.color = order.empty() ? 1 : order[0] + 1;
  if (std::all_of(order.begin(), order.end(), [&](std::uint8_t dye) { return dye == order[0]; })) return;
  for (int n = 0; n < threads; ++n) system.colors.push_back(order[static_cast<std::size_t>(n) % order.size()] + 1);
}

std::uint32_t srgb_of(const LinearRgb& color) {
  const std::string hex = to_hex(color);
  std::uint32_t rgb = 0;
  std::from_chars(hex.data() + 1, hex.data() + hex.size(), rgb, 16);
  return rgb;
}

double distance(std::uint32_t a, std::uint32_t b) {
  double sum = 0;
  for (const int shift : {0, 8, 16}) {
    const double off = static_cast<double>(a >> shift & 255) - static_cast<double>(b >> shift & 255);
    sum += off * off;
  }
  return sum;
}

}  // namespace

Result<Draft> parse_draft(std::string_view text) {
  TRY_VOID(check_text(text));
  TRY(Draft draft, is_wif(text) ? parse_wif(text) : parse_dobby(text));
  const std::int64_t crossings = static_cast<std::int64_t>(draft.warp.threads) * draft.weft.threads;
  if (crossings <= draft_crossings_max) return draft;
  return fail(ErrorKind::too_large,
              {"draft: {} ends by {} picks are over the limit of {} crossings",
               "draft: {} нитей основы на {} прокидок — больше предела в {} пересечений",
               "draft: 경사 {}올 × 위사 {}올은 교차점 한도 {}개를 넘습니다"},
              draft.warp.threads, draft.weft.threads, draft_crossings_max);
}

WeaveMatrix drawdown(const Draft& draft) {
  WeaveMatrix weave(draft.warp.threads, draft.weft.threads);
  std::vector<Shafts> threaded;
  for (const DraftList& list : draft.threading) add(threaded.emplace_back(draft_shafts_max / 64), list);
  for (int j = 0; j < weave.picks(); ++j) {
    const Shafts shafts = shafts_of(draft, j);
    for (int i = 0; i < weave.ends(); ++i) {
      std::uint64_t moved = 0;
      for (std::size_t n = 0; n < shafts.size(); ++n) moved |= shafts[n] & threaded[i][n];
      weave.set(j, i, (moved != 0) == draft.rising);
    }
  }
  return weave;
}

WeaveMatrix smallest_repeat(const WeaveMatrix& weave) {
  const int ends = smallest_period(weave.ends(), [&](int a, int b) {
    for (int j = 0; j < weave.picks(); ++j) {
      if (weave.warp_up(j, a) != weave.warp_up(j, b)) return false;
    }
    return true;
  });
  const int picks = smallest_period(weave.picks(), [&](int a, int b) {
    for (int i = 0; i < weave.ends(); ++i) {
      if (weave.warp_up(a, i) != weave.warp_up(b, i)) return false;
    }
    return true;
  });
  WeaveMatrix part(ends, picks);
  for (int j = 0; j < picks; ++j) {
    for (int i = 0; i < ends; ++i) part.set(j, i, weave.warp_up(j, i));
  }
  return part;
}

Draft draft_of(const WeaveMatrix& weave) {
  Draft draft;
  draft.warp.threads = weave.ends();
  draft.weft.threads = weave.picks();
  const auto ends = kinds_of(weave.ends(), weave.picks(), [&](int i, int j) { return weave.warp_up(j, i); });
  const auto picks = kinds_of(weave.picks(), weave.ends(), [&](int j, int i) { return weave.warp_up(j, i); });
  draft.shafts = *std::max_element(ends.begin(), ends.end());
  draft.treadles = *std::max_element(picks.begin(), picks.end());
  for (const int kind : ends) draft.threading.push_back({static_cast<std::uint16_t>(kind)});
  for (const int kind : picks) draft.treadling.push_back({static_cast<std::uint16_t>(kind)});
  draft.tieup.resize(static_cast<std::size_t>(draft.treadles));
  for (int j = 0; j < weave.picks(); ++j) {
    DraftList& tied = draft.tieup[static_cast<std::size_t>(picks[j]) - 1];
    if (!tied.empty()) continue;
    for (int i = 0; i < weave.ends(); ++i) {
      const auto shaft = static_cast<std::uint16_t>(ends[i]);
      if (weave.warp_up(j, i) && std::find(tied.begin(), tied.end(), shaft) == tied.end()) tied.push_back(shaft);
    }
    std::sort(tied.begin(), tied.end());
  }
  return draft;
}

Result<Draft> draft_of(const FabricSpec& spec) {
  if (!spec.draft.empty()) return parse_draft(spec.draft);
  TRY(const WeaveMatrix weave, make_weave(spec.weave));
  const ThreadPeriods periods = thread_periods(spec, weave);
  Draft draft = draft_of(weave);
  const auto lengthen = [](std::vector<DraftList>& lists, int threads) {
    const std::size_t repeat = lists.size();
    for (std::size_t n = repeat; n < static_cast<std::size_t>(threads); ++n) lists.push_back(lists[n % repeat]);
  };
  lengthen(draft.threading, periods.ends);
  lengthen(draft.treadling, periods.picks);
  set_threads(draft.warp, periods.ends, spec.warp_order, spec.ends_per_cm, spec.warp.diameter_mm);
  set_threads(draft.weft, periods.picks, spec.weft_order, spec.picks_per_cm, spec.weft.diameter_mm);
  for (const LinearRgb& dye : spec.dyes) draft.palette.push_back(srgb_of(dye));
  return draft;
}

DraftDyes draft_dyes(const Draft& draft) {
  std::map<std::uint32_t, int> shares;
  const auto rgb_of = [&](const DraftThreads& system, int thread) -> std::optional<std::uint32_t> {
    const int entry = entry_of(system, thread);
    if (entry < 1 || entry > static_cast<int>(draft.palette.size())) return std::nullopt;
    return draft.palette[static_cast<std::size_t>(entry) - 1];
  };
  for (const DraftThreads* system : {&draft.warp, &draft.weft}) {
    for (int n = 0; n < system->threads; ++n) {
      const auto rgb = rgb_of(*system, n);
      if (!rgb) return {};
      ++shares[*rgb];
    }
  }
  DraftDyes dyes;
  for (const auto& [rgb, share] : shares) dyes.rgb.push_back(rgb);
  std::stable_sort(dyes.rgb.begin(), dyes.rgb.end(), [&](auto a, auto b) { return shares[a] > shares[b]; });
  if (dyes.rgb.size() > dyes_max) dyes.rgb.resize(dyes_max);
  const auto nearest = [&](std::uint32_t rgb) {
    const auto best = std::min_element(dyes.rgb.begin(), dyes.rgb.end(),
                                       [&](auto a, auto b) { return distance(a, rgb) < distance(b, rgb); });
    return static_cast<std::uint8_t>(best - dyes.rgb.begin());
  };
  for (const auto& [system, order] : {std::pair{&draft.warp, &dyes.warp}, std::pair{&draft.weft, &dyes.weft}}) {
    for (int n = 0; n < system->threads; ++n) order->push_back(nearest(*rgb_of(*system, n)));
    order->resize(static_cast<std::size_t>(
        smallest_period(system->threads, [&](int a, int b) { return (*order)[a] == (*order)[b]; })));
  }
  return dyes;
}

}  // namespace atelier
