#include "app/command_line.h"

#include <algorithm>
#include <optional>

#include "base/files.h"
#include "base/nearest.h"
#include "base/utf8.h"

namespace atelier {

namespace {

constexpr int shown_columns = 40;

/// What was probably meant, or which help lists everything.
Text meant_or(Text meant, const std::string& help) {
  if (!meant.empty()) return meant;
  return format_text(
      {"atelier {} lists what there is.", "atelier {} покажет всё, что есть.", "atelier {} 에서 모두 볼 수 있습니다."},
      help);
}

bool is_flag(std::string_view word) {
  return word.size() > 1 && word[0] == '-';
}

bool matches(const FieldInfo& field, std::string_view word) {
  const auto same = [&](std::string_view name) { return flag_of(name) == word; };
  return same(field.name) || std::any_of(field.aliases.begin(), field.aliases.end(), same);
}

const FieldInfo* find_field(const std::vector<FieldInfo>& fields, std::string_view word) {
  for (const FieldInfo& field : fields) {
    if (matches(field, word)) return &field;
  }
  return nullptr;
}

/// The text of the file that a flag names; one that is not UTF-8 is read as Latin-1, as old programs write.
Result<Json> text_of_file(const FieldInfo& field, std::string_view path) {
  Result<std::string> read = read_file(std::filesystem::path(path), field.bytes_max);
  if (!read.ok()) {
    Error error = std::move(read).error();
    for (std::string* message : {&error.message.en, &error.message.ru, &error.message.ko})
      *message = fmt::format("{}: {}", field.name, *message);
    return std::move(error).with_field(field.name);
  }
  std::string text = *std::move(read);
  if (!is_utf8(text)) {
    std::string wide;
    for (const char byte : text) append_utf8(wide, static_cast<unsigned char>(byte));
    text = std::move(wide);
  }
  Json value = text;
  TRY_VOID(check_field(field, value));
  return value;
}

/// Reads words one after the other; the verb's fields are known from the first operand on.
class Parser {
 public:
  explicit Parser(std::span<const std::string_view> words) : words_(words), globals_(fields_of<GlobalFlags>()) {}

  Result<CommandLine> parse() {
    while (next_ < words_.size()) {
      const std::string_view word = words_[next_++];
      if (word == "--" && !only_operands_) {
        only_operands_ = true;
      } else if (is_flag(word) && !only_operands_) {
        TRY_VOID(flag(word));
      } else if (!verb_) {
        TRY_VOID(verb(word));
      } else {
        TRY_VOID(operand(word));
      }
    }
    return std::move(line_);
  }

 private:
  Result<void> verb(std::string_view word) {
    TRY(verb_, known_verb(word));
    line_.verb = verb_->name;
    fields_ = verb_fields(*verb_);
    return ok();
  }

  Result<void> flag(std::string_view word) {
    const std::size_t equals = word.find('=');
    const std::string_view name = word.substr(0, equals);
    const FieldInfo* field = find_field(fields_, name);
    Json* into = &line_.params;
    if (!field) {
      field = find_field(globals_, name);
      into = &line_.globals;
    }
    if (!field) return unknown(name);
    if (equals != std::string_view::npos) return take(*field, word.substr(equals + 1), *into);
    if (field->type == FieldType::flag) return take(*field, "true", *into);
    if (next_ >= words_.size() || words_[next_].starts_with("--")) {
      return fail(ErrorKind::invalid_argument,
                  {"{}: needs a value after it", "{}: после него нужно значение", "{}: 뒤에 값이 필요합니다"}, name)
          .with_hint({"For example: {}", "Например: {}", "예: {}"}, example_of(*field));
    }
    last_ = field;
    last_text_ = words_[next_];
    return take(*field, words_[next_++], *into);
  }

  Result<void> take(const FieldInfo& field, std::string_view text, Json& into) {
    const std::string key(field.name);
    Result<Json> read = field.file_text ? text_of_file(field, text) : field_from_text(field, text);
    if (!read.ok()) return as_typed(verb_ ? *verb_ : all_verbs().front(), std::move(read).error());
    Json& value = *read;
    if (field.type == FieldType::text_list) {
      for (Json& item : value) into[key].push_back(std::move(item));
      return ok();
    }
    if (into.contains(key)) {
      return fail(ErrorKind::invalid_argument, {"{}: is given twice", "{}: указано дважды", "{}: 두 번 지정되었습니다"},
                  flag_of(field.name))
          .with_hint({"Keep one of them.", "Оставьте одно.", "하나만 남기세요."});
    }
    into[key] = std::move(value);
    return ok();
  }

  Result<void> operand(std::string_view word) {
    for (const FieldInfo& field : fields_) {
      const bool list = field.type == FieldType::text_list;
      if (field.name != verb_->operand || (!list && line_.params.contains(field.name))) continue;
      return take(field, word, line_.params);
    }
    return stray(word);
  }

  /// A word that belongs to nothing is mostly the second half of a value without quotes.
  Error stray(std::string_view word) const {
    Error error = fail(ErrorKind::invalid_argument,
                       {"\"{}\" belongs to no flag", "«{}» не относится ни к одному флагу",
                        "\"{}\" 은(는) 어느 옵션에도 속하지 않습니다"},
                       shorten(word, shown_columns));
    if (!last_ || last_->type != FieldType::text) {
      return std::move(error).with_hint(
          {"atelier {} --help shows what it takes", "atelier {} --help покажет, что можно указать",
           "atelier {} --help 에서 쓸 수 있는 것을 볼 수 있습니다"},
          verb_->name);
    }
    return std::move(error).with_hint({"Put words with spaces in quotes: {}", "Слова с пробелами берут в кавычки: {}",
                                       "띄어쓰기가 있는 말은 따옴표로 묶으세요: {}"},
                                      fmt::format("{} \"{} {}\"", flag_of(last_->name),
                                                  shorten(last_text_, shown_columns), shorten(word, shown_columns)));
  }

  Error unknown(std::string_view name) const {
    std::vector<std::string> spelled;
    for (const auto* fields : {&fields_, &globals_}) {
      for (const FieldInfo& field : *fields) {
        if (!verb_ || field.name != verb_->operand) spelled.push_back(flag_of(field.name));
      }
    }
    const std::vector<std::string_view> names(spelled.begin(), spelled.end());
    Text meant = did_you_mean(name, names);
    if (meant.empty() && !verb_) {
      meant = format_text({"Flags of a command come after its name: atelier texture {} …",
                           "Флаги команды пишут после её имени: atelier texture {} …",
                           "명령의 옵션은 명령 이름 뒤에 씁니다: atelier texture {} …"},
                          shorten(name, shown_columns));
    }
    return fail(ErrorKind::invalid_argument,
                {"{}: there is no such flag", "{}: такого флага нет", "{}: 그런 옵션은 없습니다"},
                shorten(name, shown_columns))
        .with_hint(meant_or(std::move(meant), verb_ ? fmt::format("{} --help", verb_->name) : "help"));
  }

  static std::string example_of(const FieldInfo& field) {
    std::string value(field.example);
    if (value.empty() && !field.choices.empty()) value = field.choices.front();
    if (value.empty() && field.default_value.is_number()) value = field.default_value.dump();
    if (value.empty() && field.range) value = fmt::format("{}", field.range->min);
    if (value.empty()) value = "WORDS";
    const bool quote = value.find(' ') != std::string::npos;
    return fmt::format("{} {}", flag_of(field.name), quote ? '"' + value + '"' : value);
  }

  std::span<const std::string_view> words_;
  std::vector<FieldInfo> globals_, fields_;
  const Verb* verb_ = nullptr;
  const FieldInfo* last_ = nullptr;  // the flag whose value was read last, and that value
  std::string_view last_text_;
  std::size_t next_ = 0;
  bool only_operands_ = false;
  CommandLine line_;
};

}  // namespace

std::string flag_of(std::string_view field) {
  std::string flag = field.size() == 1 ? "-" : "--";
  for (const char c : field) flag += c == '_' ? '-' : c;
  return flag;
}

std::string typed_name(const Verb& verb, std::string_view field) {
  if (field != verb.operand) return flag_of(field);
  std::string upper;
  for (const char c : field) upper += static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
  return upper;
}

Error as_typed(const Verb& verb, Error error) {
  std::vector<FieldInfo> fields = verb_fields(verb);
  for (FieldInfo& global : fields_of<GlobalFlags>()) fields.push_back(std::move(global));
  for (const FieldInfo& field : fields) {
    const std::string prefix = std::string(field.name) + ": ";
    if (!error.message.en.starts_with(prefix) && error.field != field.name) continue;
    for (std::string* text : {&error.message.en, &error.message.ru, &error.message.ko}) {
      if (text->starts_with(prefix)) text->erase(0, prefix.size());
      text->insert(0, typed_name(verb, field.name) + ": ");
    }
    break;
  }
  return error;
}

Result<const Verb*> known_verb(std::string_view name) {
  if (const Verb* verb = find_verb(name)) return verb;
  std::vector<std::string_view> names;
  for (const Verb& known : all_verbs()) {
    if (!known.hidden) names.push_back(known.name);
  }
  return fail(ErrorKind::invalid_argument, {"there is no command \"{}\"", "нет команды «{}»", "\"{}\" 명령은 없습니다"},
              shorten(name, shown_columns))
      .with_hint(meant_or(did_you_mean(name, names), "help"));
}

Result<CommandLine> parse_command_line(std::span<const std::string_view> words) {
  return Parser(words).parse();
}

GlobalFlags guess_globals(std::span<const std::string_view> words) {
  GlobalFlags flags;
  for (std::size_t i = 0; i < words.size() && words[i] != "--"; ++i) {
    const std::string_view word = words[i];
    if (word == "--json") flags.json = true;
    if (word == "--quiet" || word == "-q") flags.quiet = true;
    if (word == "--help" || word == "-h") flags.help = true;
    if (word == "--lang" && i + 1 < words.size()) flags.lang = words[i + 1];
    if (word.starts_with("--lang=")) flags.lang = word.substr(7);
  }
  return flags;
}

}  // namespace atelier
