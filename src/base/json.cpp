#include "base/json.h"

#include <array>
#include <charconv>
#include <cmath>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <unordered_set>
#include <vector>

#include "base/utf8.h"

namespace atelier {

namespace {

/// Line and column, both from 1; columns count code points.
struct Place {
  std::size_t line, column;
};

Place place_of(std::string_view text, std::size_t offset) {
  text = text.substr(0, offset);
  const std::size_t line_start = text.rfind('\n') == std::string_view::npos ? 0 : text.rfind('\n') + 1;
  const auto lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
  return {lines + 1, code_points(text.substr(line_start)).size() + 1};
}

/// Walks the text and tells how far the parser has come.
class CountingIterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  CountingIterator(const char* at, const char** reached) : at_(at), reached_(reached) {}
  const char& operator*() const { return *at_; }
  CountingIterator& operator++() {
    *reached_ = at_++;
    return *this;
  }
  bool operator==(const CountingIterator& other) const { return at_ == other.at_; }
  bool operator!=(const CountingIterator& other) const { return at_ != other.at_; }

 private:
  const char* at_;
  const char** reached_;
};

constexpr Phrase syntax_fault = {"this is not JSON", "это не JSON", "올바른 JSON이 아닙니다"};
constexpr Phrase cut_fault = {"the text ends before the value does", "текст обрывается раньше времени",
                              "값이 끝나기 전에 텍스트가 끝났습니다"};
constexpr Phrase trailing_fault = {"something follows the value", "после значения есть лишнее",
                                   "값 뒤에 다른 내용이 있습니다"};
constexpr Phrase number_fault = {"the number is out of range", "число выходит за допустимые пределы",
                                 "숫자가 허용 범위를 벗어났습니다"};
constexpr Phrase depth_fault = {"more than 64 levels deep", "глубина вложенности больше 64",
                                "중첩이 64단계를 넘습니다"};
constexpr Phrase count_fault = {"more than a million values", "больше миллиона значений", "값이 백만 개를 넘습니다"};
constexpr Phrase key_fault = {"the key \"{}\" is there twice", "ключ «{}» встречается дважды",
                              "키 \"{}\"이(가) 두 번 나옵니다"};

/// Builds the value and refuses what nlohmann would let pass.
class Builder : public nlohmann::json_sax<Json> {
 public:
  bool null() override { return add(nullptr); }
  bool boolean(bool value) override { return add(value); }
  bool number_integer(std::int64_t value) override { return add(value); }
  bool number_unsigned(std::uint64_t value) override { return add(value); }
  bool number_float(double value, const std::string&) override {
    return std::isfinite(value) ? add(value) : stop(number_fault);
  }
  bool string(std::string& value) override { return add(std::move(value)); }
  bool binary(binary_t&) override { return stop(syntax_fault); }
  bool start_object(std::size_t) override { return open(Json::object()); }
  bool start_array(std::size_t) override { return open(Json::array()); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }

  bool key(std::string& name) override {
    if (!open_.back().keys.insert(name).second) {
      fault_ = format_text(key_fault, shorten(name, 40));
      return false;
    }
    key_ = std::move(name);
    return true;
  }

  bool parse_error(std::size_t, const std::string&, const nlohmann::json::exception& error) override {
    constexpr int number_overflow = 406;
    if (!fault_.empty()) return false;
    return stop(error.id == number_overflow  ? number_fault
                : has_root_ && open_.empty() ? trailing_fault
                                             : syntax_fault);
  }

  Json take() && { return std::move(root_); }
  /// Why reading stopped.
  const Text& fault() const { return fault_; }

 private:
  struct Level {
    Json* value;
    std::unordered_set<std::string> keys;
  };

  bool stop(const Phrase& fault) {
    fault_ = format_text(fault);
    return false;
  }

  Json* place(Json value) {
    if (open_.empty()) {
      has_root_ = true;
      root_ = std::move(value);
      return &root_;
    }
    Json& parent = *open_.back().value;
    if (parent.is_array()) {
      parent.push_back(std::move(value));
      return &parent.back();
    }
    // The map's own insertion searches all keys each time; that they differ is known here.
    auto& members = static_cast<Json::object_t::Container&>(parent.get_ref<Json::object_t&>());
    members.emplace_back(std::move(key_), std::move(value));
    return &members.back().second;
  }

  bool add(Json value) {
    if (++count_ > json_values_max) return stop(count_fault);
    place(std::move(value));
    return true;
  }

  bool open(Json value) {
    if (static_cast<int>(open_.size()) == json_depth_max) return stop(depth_fault);
    if (++count_ > json_values_max) return stop(count_fault);
    open_.push_back({place(std::move(value)), {}});
    return true;
  }

  bool close() {
    open_.pop_back();
    return true;
  }

  Json root_;
  std::vector<Level> open_;
  std::string key_;
  std::size_t count_ = 0;
  bool has_root_ = false;
  Text fault_;
};

Error at_place(std::string_view what, std::string_view text, std::size_t offset, const Text& fault) {
  const Place place = place_of(text, offset);
  return {ErrorKind::invalid_argument,
          {fmt::format("{}, line {}, column {}: {}", what, place.line, place.column, fault.en),
           fmt::format("{}, строка {}, столбец {}: {}", what, place.line, place.column, fault.ru),
           fmt::format("{} {}행 {}열: {}", what, place.line, place.column, fault.ko)},
          {},
          {}};
}

}  // namespace

Result<Json> parse_json(std::string_view text, std::string_view what, std::size_t bytes_max) {
  if (text.size() > bytes_max) {
    return fail(ErrorKind::too_large,
                {"{}: {} bytes of JSON, the limit is {}", "{}: {} байт JSON, допустимо не больше {}",
                 "{}: JSON이 {}바이트입니다. 한도는 {}바이트입니다"},
                what, text.size(), bytes_max);
  }
  if (const std::size_t bad = first_bad_utf8(text); bad != std::string_view::npos) {
    return at_place(what, text, bad, format_text({"not valid UTF-8", "неправильный UTF-8", "올바른 UTF-8이 아닙니다"}));
  }
  Builder builder;
  const char* reached = text.data();
  const char* end = text.data() + text.size();
  const CountingIterator first(text.data(), &reached), last(end, &reached);
  if (Json::sax_parse(first, last, &builder)) return std::move(builder).take();
  const bool at_end = reached + 1 >= end && builder.fault().en == syntax_fault.en;
  return at_place(what, text, static_cast<std::size_t>(reached - text.data()),
                  at_end ? format_text(cut_fault) : builder.fault());
}

std::string json_text(const Json& value, int indent) {
  return value.dump(indent, ' ', false, Json::error_handler_t::replace);
}

namespace {

void append_number(std::string& text, double value) {
  constexpr double exact_max = 9007199254740992.0;
  std::array<char, 40> digits{};
  char* const end = digits.data() + digits.size();
  const bool whole = std::abs(value) < exact_max && value == std::trunc(value);
  const auto written = whole ? std::to_chars(digits.data(), end, static_cast<std::int64_t>(value))
                             : std::to_chars(digits.data(), end, value);
  text.append(digits.data(), written.ptr);
}

void append_canonical(std::string& text, const Json& value) {
  if (value.is_number_float() && std::isfinite(value.get<double>())) return append_number(text, value.get<double>());
  if (!value.is_structured()) {
    text += json_text(value);
    return;
  }
  if (value.is_array()) {
    text += '[';
    for (std::size_t i = 0; i < value.size(); ++i) {
      if (i > 0) text += ',';
      append_canonical(text, value[i]);
    }
    text += ']';
    return;
  }
  std::map<std::string_view, const Json*> sorted;
  for (const auto& [key, member] : value.get_ref<const Json::object_t&>()) sorted.emplace(key, &member);
  text += '{';
  for (bool first = true; const auto& [key, member] : sorted) {
    if (!std::exchange(first, false)) text += ',';
    text += json_text(Json(std::string(key))) + ':';
    append_canonical(text, *member);
  }
  text += '}';
}

}  // namespace

std::string canonical_json(const Json& value) {
  std::string text;
  append_canonical(text, value);
  return text;
}

}  // namespace atelier
