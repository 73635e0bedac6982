#include "app/help.h"

#include <algorithm>

#include "app/command_line.h"
#include "app/text_layout.h"
#include "base/utf8.h"

namespace atelier {

namespace {

constexpr Phrase group_title(VerbGroup group) {
  switch (group) {
    case VerbGroup::make:
      return {"Make", "Сделать", "만들기"};
    case VerbGroup::look:
      return {"Look at what is there", "Посмотреть, что есть", "살펴보기"};
    case VerbGroup::studio:
      return {"The program itself", "Сама программа", "프로그램"};
  }
  return {};
}

constexpr Phrase every_command{"Every command", "У каждой команды", "모든 명령"};
constexpr Phrase flags_title{"Flags", "Флаги", "옵션"};
constexpr Phrase examples_title{"Examples", "Примеры", "예"};
constexpr Phrase default_word{"default {}", "по умолчанию {}", "기본값 {}"};
constexpr Phrase required_word{"required", "обязательно", "필수"};

class Page {
 public:
  explicit Page(const Console& console)
      : lang_(console.lang()), color_(console.colored_output()), columns_(console.columns()) {}

  Lang lang() const { return lang_; }
  void line(std::string_view text = {}) { text_ += std::string(text) + '\n'; }
  void paragraph(std::string_view text) { line(wrapped(text, columns_, 0)); }
  void heading(std::string_view text) {
    line(color_ ? fmt::format("\n\033[1m{}\033[0m", text) : fmt::format("\n{}", text));
  }
  /// "  left   right…", the right part wrapped under itself.
  void entry(std::string_view left, std::string_view right, int left_columns) {
    const int indent = left_columns + 4;
    std::string start = "  " + pad_right(left, left_columns) + "  ";
    if (display_width(left) > left_columns) start = fmt::format("  {}\n{:{}}", left, "", indent);
    line(start + wrapped(right, columns_, indent));
  }
  /// Without the last newline, which print adds.
  std::string take() {
    while (text_.ends_with('\n')) text_.pop_back();
    return std::move(text_);
  }

 private:
  Lang lang_;
  bool color_;
  int columns_;
  std::string text_;
};

std::string value_word(const FieldInfo& field) {
  if (field.type == FieldType::flag) return "";
  if (!field.choices.empty() && field.choices.size() <= 4) return fmt::format(" {}", fmt::join(field.choices, "|"));
  if (field.type == FieldType::integer) return " N";
  if (field.type == FieldType::number) return " NUMBER";
  if (field.name == "out") return " DIR";
  if (field.name == "sheet" || field.file_text) return " FILE";
  if (field.name == "model") return " NAME";
  return " WORDS";
}

std::string flag_word(const FieldInfo& field) {
  std::string word;
  for (const std::string_view alias : field.aliases) {
    if (alias.size() == 1) word = flag_of(alias) + ", ";
  }
  return word + flag_of(field.name) + value_word(field);
}

/// The help sentence with range, default, example and other spellings.
std::string flag_text(const FieldInfo& field, Lang lang) {
  std::vector<std::string> facts;
  if (field.required) facts.emplace_back(required_word.in(lang));
  if (field.range) facts.push_back(fmt::format("{}–{}", field.range->min, field.range->max));
  const bool plain_default =
      field.default_value.is_number() ||
      (field.default_value.is_string() && !field.default_value.get_ref<const std::string&>().empty());
  if (plain_default) {
    const Json& value = field.default_value;
    facts.push_back(
        fmt::format(fmt::runtime(default_word.in(lang)), value.is_string() ? value.get<std::string>() : value.dump()));
  }
  std::string text(field.help.in(lang));
  if (!facts.empty()) text += fmt::format(" ({})", fmt::join(facts, ", "));
  return text;
}

void flags_section(Page& page, std::string_view title, const std::vector<FieldInfo>& fields) {
  if (fields.empty()) return;
  int width = 0;
  for (const FieldInfo& field : fields) width = std::max(width, display_width(flag_word(field)));
  page.heading(title);
  for (const FieldInfo& field : fields)
    page.entry(flag_word(field), flag_text(field, page.lang()), std::min(width, 30));
}

/// Fields by their group's title, in the order of first mention.
void flag_sections(Page& page, const std::vector<FieldInfo>& fields) {
  std::vector<std::pair<std::string_view, std::vector<FieldInfo>>> sections;
  for (const FieldInfo& field : fields) {
    const std::string_view given = field.group.in(page.lang());
    const std::string_view title = given.empty() ? flags_title.in(page.lang()) : given;
    auto found =
        std::find_if(sections.begin(), sections.end(), [&](const auto& section) { return section.first == title; });
    if (found == sections.end()) found = sections.insert(found, {title, {}});
    found->second.push_back(field);
  }
  for (const auto& [title, members] : sections) flags_section(page, title, members);
}

std::string usage(const Verb& verb, const std::vector<FieldInfo>& fields) {
  std::string text = fmt::format("  atelier {}", verb.name);
  bool optional_flags = false;
  for (const FieldInfo& field : fields) {
    if (field.name == verb.operand) {
      const bool list = field.type == FieldType::text_list;
      text += fmt::format(fmt::runtime(field.required ? " {}{}" : " [{}{}]"), typed_name(verb, field.name),
                          list ? "…" : "");
    } else if (field.required) {
      text += ' ' + flag_word(field);
    } else {
      optional_flags = true;
    }
  }
  return optional_flags ? text + " [--…]" : text;
}

void examples_section(Page& page, std::span<const VerbExample> examples) {
  if (examples.empty()) return;
  page.heading(examples_title.in(page.lang()));
  for (const VerbExample& example : examples) {
    page.line(fmt::format("  # {}", example.what.in(page.lang())));
    page.line(fmt::format("  {}", example.command));
  }
}

}  // namespace

std::string overview_help(const Console& console) {
  Page page(console);
  page.line("atelier COMMAND [--flags]");
  int width = 0;
  for (const Verb& verb : all_verbs()) width = std::max(width, verb.hidden ? 0 : static_cast<int>(verb.name.size()));
  for (const VerbGroup group : {VerbGroup::make, VerbGroup::look, VerbGroup::studio}) {
    const auto listed = [&](const Verb& verb) { return verb.group == group && !verb.hidden; };
    if (std::none_of(all_verbs().begin(), all_verbs().end(), listed)) continue;
    page.heading(group_title(group).in(page.lang()));
    for (const Verb& verb : all_verbs()) {
      if (listed(verb)) page.entry(verb.name, verb.what.in(page.lang()), width);
    }
  }
  flags_section(page, every_command.in(page.lang()), fields_of<GlobalFlags>());
  page.line();
  constexpr Phrase more{"atelier COMMAND --help explains one command and shows examples.",
                        "atelier КОМАНДА --help объяснит команду и покажет примеры.",
                        "atelier 명령 --help 는 명령 하나를 예와 함께 설명합니다."};
  page.paragraph(more.in(page.lang()));
  return page.take();
}

std::string welcome(const Console& console) {
  Page page(console);
  constexpr Phrase what{
      "atelier weaves fabric textures at true scale: seamless maps for 3D, a close-up photograph, and the numbers of "
      "the "
      "cloth. It works offline, without a token or a model file.",
      "atelier ткёт текстуры тканей в натуральном масштабе: бесшовные карты для 3D, макрофотографию и данные ткани. "
      "Работает без сети, без токенов и без файлов моделей.",
      "atelier는 실제 크기의 직물 텍스처를 짭니다. 3D용 이음매 없는 맵, 근접 사진, 직물의 수치를 만듭니다. 네트워크, "
      "토큰, 모델 "
      "파일이 필요 없습니다."};
  constexpr Phrase start{"Start here", "С чего начать", "시작하기"};
  page.paragraph(what.in(page.lang()));
  page.heading(start.in(page.lang()));
  struct Step {
    Phrase command, what;
  };
  constexpr Step first[] = {
      {{"atelier texture --product \"down jacket\" --material nylon --color \"navy blue\"",
        "atelier texture --product пуховик --material нейлон --color тёмно-синий",
        "atelier texture --product 패딩 --material 나일론 --color 네이비"},
       {"weave a cloth", "соткать ткань", "천 짜기"}},
      {{"atelier fabrics", "", ""}, {"see what can be woven", "что можно соткать", "무엇을 짤 수 있는지 보기"}},
      {{"atelier fabrics --sheet fabrics.html", "", ""},
       {"look at a page of samples", "страница с образцами", "견본 페이지 보기"}},
      {{"atelier help", "", ""}, {"every command", "все команды", "모든 명령"}},
  };
  for (const Step& step : first) {
    page.line(fmt::format("  # {}", step.what.in(page.lang())));
    page.line(fmt::format("  {}", step.command.in(page.lang())));
  }
  return page.take();
}

std::string verb_help(const Verb& verb, const Console& console) {
  const std::vector<FieldInfo> fields = verb_fields(verb);
  Page page(console);
  page.paragraph(fmt::format("atelier {} — {}", verb.name, verb.what.in(page.lang())));
  page.line();
  page.line(usage(verb, fields));
  if (!verb.details.in(page.lang()).empty()) {
    page.line();
    page.paragraph(verb.details.in(page.lang()));
  }
  for (const FieldInfo& field : fields) {
    if (field.name != verb.operand) continue;
    page.line();
    page.entry(typed_name(verb, field.name), flag_text(field, page.lang()), static_cast<int>(field.name.size()));
  }
  std::vector<FieldInfo> flags;
  std::copy_if(fields.begin(), fields.end(), std::back_inserter(flags),
               [&](const FieldInfo& field) { return field.name != verb.operand; });
  flag_sections(page, flags);
  flags_section(page, every_command.in(page.lang()), fields_of<GlobalFlags>());
  examples_section(page, verb.examples);
  return page.take();
}

Json overview_help_json(Lang lang) {
  Json verbs = Json::array();
  for (const Verb& verb : all_verbs()) {
    if (!verb.hidden) verbs.push_back(verb_help_json(verb, lang));
  }
  return {{"commands", std::move(verbs)}};
}

Json verb_help_json(const Verb& verb, Lang lang) {
  Json flags = Json::array();
  for (const FieldInfo& field : verb_fields(verb)) {
    constexpr const char* types[] = {"text", "integer", "number", "flag", "text_list"};
    Json flag = {{"name", field.name == verb.operand ? std::string(field.name) : flag_of(field.name)},
                 {"type", types[static_cast<int>(field.type)]},
                 {"help", field.help.in(lang)},
                 {"required", field.required}};
    if (!field.default_value.is_null()) flag["default"] = field.default_value;
    if (field.range) flag["minimum"] = field.range->min, flag["maximum"] = field.range->max;
    if (!field.choices.empty()) flag["choices"] = field.choices;
    if (!field.aliases.empty()) flag["aliases"] = field.aliases;
    flags.push_back(std::move(flag));
  }
  Json examples = Json::array();
  for (const VerbExample& example : verb.examples) {
    examples.push_back({{"command", example.command}, {"what", example.what.in(lang)}});
  }
  return {{"name", verb.name},
          {"what", verb.what.in(lang)},
          {"operand", verb.operand},
          {"flags", flags},
          {"examples", examples}};
}

}  // namespace atelier
