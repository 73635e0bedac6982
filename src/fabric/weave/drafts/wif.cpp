#include "fabric/weave/drafts/wif.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "base/utf8.h"

namespace atelier {

namespace {

constexpr double decipoint_mm = 25.4 / 720;
constexpr std::size_t sections_max = 200;

std::string_view trimmed(std::string_view text) {
  const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r'; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

// Upper case, single blanks: "[ Color  table ]" is COLOR TABLE.
std::string normal(std::string_view text) {
  std::string name;
  for (const char c : trimmed(text)) {
    if ((c == ' ' || c == '\t') && !name.empty() && name.back() == ' ') continue;
    name += c == '\t' ? ' ' : c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return name;
}

// Reads one file; `line_` is where an error would be.
class Reader {
 public:
  Result<Draft> read(std::string_view text) {
    std::string section;
    for (std::size_t start = 0; start < text.size();) {
      std::size_t end = text.find_first_of("\r\n", start);
      if (end == std::string_view::npos) end = text.size();
      const std::string_view line = trimmed(text.substr(start, end - start));
      ++line_;
      start = end + 1 + (text.substr(end).starts_with("\r\n") ? 1 : 0);
      if (line.empty()) continue;
      if (line.front() == '[') {
        TRY(section, section_of(line));
        continue;
      }
      TRY_VOID(take(section, line));
    }
    return finish();
  }

 private:
  template <class... Args>
  Error error(const Phrase& what, const Args&... args) const {
    Error made = fail(ErrorKind::invalid_argument, what, args...);
    made.message.en = fmt::format("draft: line {}: {}", line_, made.message.en);
    made.message.ru = fmt::format("draft: строка {}: {}", line_, made.message.ru);
    made.message.ko = fmt::format("draft: {}번째 줄: {}", line_, made.message.ko);
    return made;
  }

  Result<std::string> section_of(std::string_view line) {
    const std::size_t end = line.find(']');
    if (end == std::string_view::npos)
      return error({"the name of a section ends in \"]\"", "название раздела кончается на «]»",
                    "구역 이름은 \"]\"로 끝나야 합니다"});
    std::string name = normal(line.substr(1, end - 1));
    if (name.empty() || name.find_first_of("[;=") != std::string::npos)
      return error(
          {"a section cannot have this name", "у раздела не бывает такого имени", "구역 이름으로 쓸 수 없습니다"});
    if (draft_.kept.size() >= sections_max) {
      return error({"over {} sections", "больше {} разделов", "구역이 {}개를 넘습니다"}, sections_max);
    }
    keep(name, "");
    return name;
  }

  // A line that is written again as it stood.
  void keep(const std::string& section, std::string_view line) {
    auto found = std::find_if(draft_.kept.begin(), draft_.kept.end(), [&](const auto& s) { return s.name == section; });
    if (found == draft_.kept.end()) found = draft_.kept.insert(found, {section, {}});
    if (!line.empty()) found->lines.emplace_back(line);
  }

  Result<void> take(const std::string& section, std::string_view line) {
    const std::size_t equals = line.find('=');
    if (line.front() == ';' || equals == std::string_view::npos) {
      keep(section, line);
      return ok();
    }
    const std::string key = normal(line.substr(0, equals));
    const std::string_view value = trimmed(line.substr(equals + 1));
    if (section == "WIF") {
      if (key == "SOURCE PROGRAM") draft_.source = value;
      return ok();
    }
    if (section == "CONTENTS") {
      if (truth(value) == false && key == "LIFTPLAN") no_liftplan_ = true;
      return ok();
    }
    if (section == "WEAVING") return take_weaving(key, value, line);
    if (section == "WARP") return take_system(draft_.warp, section, key, value, line);
    if (section == "WEFT") return take_system(draft_.weft, section, key, value, line);
    if (section == "COLOR PALETTE") return take_palette(key, value, line);
    if (section == "COLOR TABLE") return take_color(key, value);
    return take_thread(section, key, value, line);
  }

  Result<void> take_weaving(const std::string& key, std::string_view value, std::string_view line) {
    if (key == "SHAFTS") {
      TRY(draft_.shafts, count(value, draft_shafts_max));
    } else if (key == "TREADLES") {
      TRY(draft_.treadles, count(value, draft_shafts_max));
    } else if (key == "RISING SHED") {
      draft_.rising = truth(value).value_or(true);
    } else {
      keep("WEAVING", line);
    }
    return ok();
  }

  Result<void> take_system(DraftThreads& system, const std::string& section, const std::string& key,
                           std::string_view value, std::string_view line) {
    if (key == "THREADS") {
      TRY(system.threads, count(value, draft_threads_max));
    } else if (key == "COLOR") {
      TRY(system.color, count(value.substr(0, value.find(',')), draft_colors_max));
    } else if (key == "UNITS") {
      TRY((&system == &draft_.warp ? warp_unit_mm_ : weft_unit_mm_), unit_mm(value));
    } else if (key == "SPACING") {
      TRY(system.spacing_mm, number(value));
    } else if (key == "THICKNESS") {
      TRY(system.thickness_mm, number(value));
    } else {
      keep(section, line);
    }
    return ok();
  }

  Result<void> take_palette(const std::string& key, std::string_view value, std::string_view line) {
    if (key == "ENTRIES") return ok();
    if (key == "FORM") {
      symbols_ = normal(value) == "SYMBOL";
      return ok();
    }
    if (key != "RANGE") {
      keep("COLOR PALETTE", line);
      return ok();
    }
    const std::size_t comma = value.find(',');
    if (comma == std::string_view::npos)
      return error({"the range of colours is two numbers", "пределы цветов — два числа", "색 범위는 두 수입니다"});
    TRY(range_low_, number(value.substr(0, comma)));
    TRY(range_high_, number(value.substr(comma + 1)));
    if (range_high_ > range_low_) return ok();
    return error({"the range of colours is empty", "пределы цветов пусты", "색 범위가 비어 있습니다"});
  }

  Result<void> take_color(const std::string& key, std::string_view value) {
    TRY(const int entry, index(key, draft_colors_max));
    std::array<double, 3> rgb{};
    for (double& channel : rgb) {
      const std::size_t comma = std::min(value.find(','), value.size());
      TRY(channel, number(value.substr(0, comma)));
      value.remove_prefix(std::min(comma + 1, value.size()));
    }
    if (static_cast<int>(colors_.size()) < entry) colors_.resize(static_cast<std::size_t>(entry));
    colors_[static_cast<std::size_t>(entry) - 1] = rgb;
    return ok();
  }

  Result<void> take_thread(const std::string& section, const std::string& key, std::string_view value,
                           std::string_view line) {
    if (section == "THREADING") return take_list(draft_.threading, key, value, draft_threads_max, draft_.shafts);
    if (section == "TIEUP") return take_list(draft_.tieup, key, value, draft_shafts_max, draft_.shafts);
    if (section == "TREADLING") return take_list(draft_.treadling, key, value, draft_threads_max, draft_.treadles);
    if (section == "LIFTPLAN") return take_list(draft_.liftplan, key, value, draft_threads_max, draft_.shafts);
    if (section == "WARP COLORS") return take_value(draft_.warp.colors, key, value);
    if (section == "WEFT COLORS") return take_value(draft_.weft.colors, key, value);
    if (section == "WARP SPACING") return take_value(draft_.warp.spacings_mm, key, value);
    if (section == "WEFT SPACING") return take_value(draft_.weft.spacings_mm, key, value);
    if (section == "WARP THICKNESS") return take_value(draft_.warp.widths_mm, key, value);
    if (section == "WEFT THICKNESS") return take_value(draft_.weft.widths_mm, key, value);
    keep(section, line);
    return ok();
  }

  // "12=3,4"; a nought or nothing is none. `most` grows with what is named.
  Result<void> take_list(std::vector<DraftList>& lists, const std::string& key, std::string_view value, int keys_max,
                         int& most) {
    TRY(const int at, index(key, keys_max));
    DraftList list;
    while (!value.empty()) {
      const std::size_t comma = std::min(value.find(','), value.size());
      const std::string_view item = trimmed(value.substr(0, comma));
      value.remove_prefix(std::min(comma + 1, value.size()));
      if (item.empty()) continue;
      TRY(const int number, count(item, draft_shafts_max));
      if (number == 0) continue;
      most = std::max(most, number);
      list.push_back(static_cast<std::uint16_t>(number));
    }
    std::sort(list.begin(), list.end());
    list.erase(std::unique(list.begin(), list.end()), list.end());
    if (static_cast<int>(lists.size()) < at) lists.resize(static_cast<std::size_t>(at));
    lists[static_cast<std::size_t>(at) - 1] = std::move(list);
    return ok();
  }

  template <class T>
  Result<void> take_value(std::vector<T>& values, const std::string& key, std::string_view value) {
    TRY(const int at, index(key, draft_threads_max));
    if (static_cast<int>(values.size()) < at) values.resize(static_cast<std::size_t>(at));
    T& place = values[static_cast<std::size_t>(at) - 1];
    if constexpr (std::is_same_v<T, int>) {
      TRY(place, count(value.substr(0, value.find(',')), draft_colors_max));
    } else {
      TRY(place, number(value));
    }
    return ok();
  }

  static std::optional<bool> truth(std::string_view value) {
    const std::string word = normal(value);
    if (word == "TRUE" || word == "YES" || word == "ON" || word == "1") return true;
    if (word == "FALSE" || word == "NO" || word == "OFF" || word == "0") return false;
    return std::nullopt;
  }

  Result<int> count(std::string_view value, int most) const {
    value = trimmed(value);
    int read = 0;
    const auto [stop, status] = std::from_chars(value.data(), value.data() + value.size(), read);
    if (status != std::errc() || stop != value.data() + value.size() || read < 0)
      return error({"\"{}\" is not a whole number", "«{}» — не целое число", "정수가 아닙니다 (\"{}\")"},
                   shorten(value, 30));
    if (read > most) {
      Error over =
          error({"{} is over the limit of {}", "{} больше предела {}", "{}은(는) 한도 {}을(를) 넘습니다"}, read, most);
      over.kind = ErrorKind::too_large;
      return over;
    }
    return read;
  }

  Result<int> index(const std::string& key, int most) const {
    TRY(const int at, count(key, most));
    if (at > 0) return at;
    return error({"threads are counted from 1", "нити считаются с 1", "실은 1부터 셉니다"});
  }

  Result<double> number(std::string_view value) const {
    value = trimmed(value);
    double read = 0;
    const auto [stop, status] = std::from_chars(value.data(), value.data() + value.size(), read);
    if (status == std::errc() && stop == value.data() + value.size() && std::abs(read) < 1e6) return read;
    return error({"\"{}\" is not a number", "«{}» — не число", "숫자가 아닙니다 (\"{}\")"}, shorten(value, 30));
  }

  Result<double> unit_mm(std::string_view value) const {
    const std::string unit = normal(value);
    if (unit == "DECIPOINTS") return decipoint_mm;
    if (unit == "INCHES") return 25.4;
    if (unit == "CENTIMETERS" || unit == "CENTIMETRES") return 10.0;
    return error({"units are Decipoints, Inches or Centimeters, not \"{}\"",
                  "единицы — Decipoints, Inches или Centimeters, а не «{}»",
                  "단위는 Decipoints, Inches, Centimeters 중 하나입니다 (\"{}\")"},
                 shorten(value, 30));
  }

  // Rounded to what is written again, so that a draft reads back as itself.
  static void scale(DraftThreads& system, double unit) {
    const auto in_mm = [unit](double& value) { value = std::floor(value * unit * 1e6 + 0.5) / 1e6; };
    for (std::optional<double>* value : {&system.spacing_mm, &system.thickness_mm}) {
      if (*value) in_mm(**value);
    }
    for (std::vector<double>* values : {&system.spacings_mm, &system.widths_mm}) {
      for (double& value : *values) in_mm(value);
    }
  }

  // As many threads as are said or named, whichever is more.
  static void fill(DraftThreads& system, std::vector<DraftList>& lists) {
    system.threads = std::max(system.threads, static_cast<int>(lists.size()));
    lists.resize(static_cast<std::size_t>(system.threads));
  }

  std::uint32_t rgb_of(const std::array<double, 3>& color) const {
    std::uint32_t rgb = 0;
    for (const double channel : color) {
      const double share = std::clamp((channel - range_low_) / (range_high_ - range_low_), 0.0, 1.0);
      rgb = rgb << 8 | static_cast<std::uint32_t>(std::floor(share * 255 + 0.5));
    }
    return rgb;
  }

  Result<Draft> finish() {
    if (no_liftplan_) draft_.liftplan.clear();
    if (!draft_.liftplan.empty()) {
      draft_.tieup.clear();
      draft_.treadling.clear();
    }
    if (draft_.threading.empty() || (draft_.liftplan.empty() && (draft_.treadling.empty() || draft_.tieup.empty()))) {
      return fail(ErrorKind::invalid_argument,
                  {"draft: it lacks a threading, or both a lift plan and tie-up with treadling",
                   "draft: нет проборки, или нет ни картона подъёма, ни привязки с зарядкой",
                   "draft: 잉아 걸기가 없거나, 들어올림 계획도 연결·페달 순서도 없습니다"})
          .with_hint({"a draft needs [THREADING] and [TIEUP] with [TREADLING], or [LIFTPLAN]",
                      "нужны [THREADING] и [TIEUP] с [TREADLING] или [LIFTPLAN]",
                      "[THREADING], 그리고 [TIEUP]과 [TREADLING] 또는 [LIFTPLAN]이 필요합니다"});
    }
    fill(draft_.warp, draft_.threading);
    fill(draft_.weft, draft_.liftplan.empty() ? draft_.treadling : draft_.liftplan);
    scale(draft_.warp, warp_unit_mm_);
    scale(draft_.weft, weft_unit_mm_);
    draft_.treadles = std::max(draft_.treadles, static_cast<int>(draft_.tieup.size()));
    if (draft_.liftplan.empty()) draft_.tieup.resize(static_cast<std::size_t>(draft_.treadles));
    if (!symbols_) {
      for (const auto& color : colors_) draft_.palette.push_back(rgb_of(color));
    }
    return std::move(draft_);
  }

  Draft draft_;
  int line_ = 0;
  double warp_unit_mm_ = decipoint_mm, weft_unit_mm_ = decipoint_mm;
  double range_low_ = 0, range_high_ = 255;
  std::vector<std::array<double, 3>> colors_;
  bool symbols_ = false, no_liftplan_ = false;
};

}  // namespace

bool is_wif(std::string_view text) {
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = std::min(text.find_first_of("\r\n", start), text.size());
    const std::string_view line = trimmed(text.substr(start, end - start));
    if (!line.empty() && line.front() == '[') return true;
    start = end + 1;
  }
  return false;
}

Result<Draft> parse_wif(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  return Reader().read(text);
}

}  // namespace atelier
