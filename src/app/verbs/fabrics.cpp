#include <algorithm>
#include <chrono>

#include "app/sheet/make_sheet.h"
#include "app/text_layout.h"
#include "app/verb.h"
#include "base/utf8.h"
#include "fabric/words/canonical.h"
#include "fabric/words/vocabulary.h"

namespace atelier {

namespace {

using Kind = FabricListing::Kind;

struct FabricsFlags {
  std::vector<std::string> words;
  std::optional<std::string> sheet;
  int size = 720;

  template <class Visit>
  static void fields(Visit&& visit) {
    visit("words", &FabricsFlags::words,
          Phrase{"list; or describe and a word; with --sheet the cloths to weave",
                 "list; или describe и слово; с --sheet — какие ткани соткать",
                 "list; 또는 describe 와 단어; --sheet 와 함께면 짤 천"});
    visit("sheet", &FabricsFlags::sheet,
          Phrase{"weave samples and write a page to look at, FILE.html, with its pictures beside it",
                 "соткать образцы и записать страницу FILE.html с картинками рядом",
                 "견본을 짜서 FILE.html 페이지를 쓰고 그림을 그 옆에 둠"},
          MaxBytes{4096}, Example{"fabrics.html"});
    visit("size", &FabricsFlags::size,
          Phrase{"pixels along one side of every map on the sheet", "сторона карты на листе в пикселях",
                 "시트에 넣을 맵 한 변의 픽셀 수"},
          Range{64, 4096});
  }
};

constexpr VerbExample examples[] = {
    {"atelier fabrics",
     {"what can be woven, and what not yet", "что можно соткать, а что пока нет", "짤 수 있는 것과 아직 아닌 것"}},
    {"atelier fabrics describe denim",
     {"one word: construction, synonyms, a command", "одно слово: строение, синонимы, команда",
      "단어 하나: 조직, 동의어, 명령"}},
    {"atelier fabrics --sheet fabrics.html",
     {"a page of very different cloths", "страница с очень разными тканями", "아주 다른 천들의 페이지"}},
    {"atelier fabrics --sheet three.html poplin denim tweed --size 512",
     {"a page of the cloths you name", "страница с названными тканями", "이름 붙인 천들의 페이지"}},
};

std::string_view kind_name(Kind kind) {
  switch (kind) {
    case Kind::product:
      return "product";
    case Kind::material:
      return "material";
    case Kind::finish:
      return "finish";
    case Kind::color:
      break;
  }
  return "color";
}

constexpr Phrase family_title(Family family) {
  switch (family) {
    case Family::plain:
      return {"cotton and the like", "хлопок и близкие", "면직물"};
    case Family::coarse:
      return {"coarse", "грубые", "거친 천"};
    case Family::filament:
      return {"silk and synthetics", "шёлк и синтетика", "실크·합성"};
    case Family::wool:
      return {"wool", "шерсть", "모직"};
    case Family::sheer:
      return {"sheer", "прозрачные", "비치는 천"};
    case Family::knit:
      return {"knits", "трикотаж", "니트"};
    case Family::pile:
      return {"pile", "ворсовые", "파일"};
    case Family::leather:
      return {"leather", "кожа", "가죽"};
    case Family::felt:
      return {"felt", "войлок", "펠트"};
    case Family::coated:
      break;
  }
  return {"coated", "с покрытием", "코팅"};
}

Json listing_json(const FabricListing& listing) {
  Json object = {{"kind", kind_name(listing.kind)},
                 {"id", listing.id},
                 {"name", {{"en", listing.name.en}, {"ru", listing.name.ru}, {"ko", listing.name.ko}}},
                 {"words", {{"en", listing.words.en}, {"ru", listing.words.ru}, {"ko", listing.words.ko}}},
                 {"built", listing.built},
                 {"detail", listing.detail},
                 {"example", listing.example}};
  return object;
}

/// A heading, then rows "label   word, word, …".
class Listing {
 public:
  explicit Listing(Console& console) : console_(console), lang_(console.lang()) {}

  void heading(const Phrase& title) {
    const std::string_view text = title.in(lang_);
    if (std::exchange(begun_, true)) console_.print("");
    console_.print(console_.colored_output() ? fmt::format("\033[1m{}\033[0m", text) : std::string(text));
  }
  void row(std::string_view label, const std::vector<std::string>& words) {
    if (words.empty()) return;
    constexpr int label_columns = 20;
    const std::string left = label.empty() ? "  " : "  " + pad_right(label, label_columns) + "  ";
    console_.print(left + wrapped(fmt::format("{}", fmt::join(words, ", ")), console_.columns(), display_width(left)));
  }

 private:
  Console& console_;
  Lang lang_;
  bool begun_ = false;
};

std::vector<std::string> names(const std::vector<FabricListing>& all, Lang lang, auto&& wanted) {
  std::vector<std::string> found;
  for (const FabricListing& listing : all) {
    if (wanted(listing)) found.push_back(listing.name.in(lang));
  }
  return found;
}

void print_materials(Listing& page, const std::vector<FabricListing>& all, bool built, Lang lang) {
  for (int i = 0; i <= static_cast<int>(Family::coated); ++i) {
    const auto family = static_cast<Family>(i);
    page.row(family_title(family).in(lang), names(all, lang, [&](const FabricListing& listing) {
               if (listing.kind != Kind::material || listing.built != built) return false;
               const MaterialRow* row = find_material(listing.id);
               return row && row->family == family;
             }));
  }
}

void print_all(Console& console) {
  const std::vector<FabricListing> all = list_fabrics();
  const Lang lang = console.lang();
  Listing page(console);
  const auto of = [&](Kind kind, bool built) {
    return names(all, lang,
                 [=](const FabricListing& listing) { return listing.kind == kind && listing.built == built; });
  };
  page.heading({"Materials that can be woven", "Материалы, которые можно соткать", "짤 수 있는 소재"});
  print_materials(page, all, true, lang);
  page.heading({"Materials, not yet (only in `atelier prompt`)", "Материалы, пока нет (только в `atelier prompt`)",
                "아직 안 되는 소재 (`atelier prompt` 에서만)"});
  print_materials(page, all, false, lang);
  page.heading({"Products", "Изделия", "제품"});
  std::vector<std::string> products = of(Kind::product, true);
  const std::vector<std::string> later = of(Kind::product, false);
  products.insert(products.end(), later.begin(), later.end());
  page.row("", products);
  page.heading({"Finishes and patterns", "Отделки и узоры", "가공과 무늬"});
  page.row("", of(Kind::finish, true));
  page.heading({"Colours (or any #hex, \"light …\", \"dark …\", \"… and …\")",
                "Цвета (или любой #hex, «светло-…», «тёмно-…», «… и …»)",
                "색 (또는 #hex, \"연…\", \"진…\", \"…와 …\")"});
  page.row("", of(Kind::color, true));
  console.print("");
  console.print(Phrase{"atelier fabrics describe WORD tells more about one of them.",
                       "atelier fabrics describe СЛОВО расскажет подробнее.",
                       "atelier fabrics describe 단어 로 자세히 볼 수 있습니다."}
                    .in(lang));
}

Result<void> list_all(Console& console) {
  if (!console.json()) {
    print_all(console);
    return ok();
  }
  Json listed = Json::array();
  for (const FabricListing& listing : list_fabrics()) listed.push_back(listing_json(listing));
  console.print_json({{"fabrics", std::move(listed)}});
  return ok();
}

Result<void> describe(const std::string& word, Console& console) {
  TRY(const FabricListing listing, describe_fabric(word));
  if (console.json()) {
    console.print_json(listing_json(listing));
    return ok();
  }
  const Lang lang = console.lang();
  constexpr Phrase kinds[] = {{"product", "изделие", "제품"},
                              {"material", "материал", "소재"},
                              {"finish", "отделка", "가공"},
                              {"colour", "цвет", "색"}};
  console.print(fmt::format("{} — {}", listing.name.in(lang), kinds[static_cast<int>(listing.kind)].in(lang)));
  console.print("");
  const auto line = [&](const Phrase& label, std::string_view value) {
    if (value.empty()) return;
    console.print("  " + pad_right(label.in(lang), 12) + "  " + wrapped(value, console.columns(), 16));
  };
  line({"made as", "строение", "조직"}, listing.detail);
  line({"woven here", "соткать", "짜기"},
       listing.built ? Phrase{"yes", "можно", "가능"}.in(lang) : Phrase{"not yet", "пока нельзя", "아직"}.in(lang));
  line({"English", "английский", "영어"}, listing.words.en);
  line({"Russian", "русский", "러시아어"}, listing.words.ru);
  line({"Korean", "корейский", "한국어"}, listing.words.ko);
  console.print(fmt::format("\n  {}", listing.example));
  return ok();
}

Result<void> write_sheet(const FabricsFlags& flags, Console& console) {
  const auto start = std::chrono::steady_clock::now();
  std::vector<Sample> samples = show_samples();
  if (!flags.words.empty()) {
    TRY(samples, samples_named(flags.words));
  }
  TaskRun run(console);
  TRY(const SheetFiles sheet, make_sheet(*flags.sheet, samples, flags.size, console.lang(), run));
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  if (console.json()) {
    console.print_json({{"sheet", sheet.page.string()},
                        {"folder", sheet.folder.string()},
                        {"cloths", sheet.cloths},
                        {"seconds", seconds}});
    return ok();
  }
  console.print(sheet.page.string());
  console.note(format_text({"{} cloths woven (embedded) in {:.1f} s. Open the page in a browser.",
                            "Соткано тканей (встроенный движок): {}, за {:.1f} с. Откройте страницу в браузере.",
                            "천 {}장을 (내장 엔진으로) {:.1f}초 만에 짰습니다. 페이지를 브라우저로 여세요."},
                           samples.size(), seconds)
                   .in(console.lang()));
  return ok();
}

Result<void> run_fabrics(const Invocation& invocation, Console& console) {
  TRY(const FabricsFlags flags, request_from_json<FabricsFlags>(invocation.params));
  if (flags.sheet) return write_sheet(flags, console);
  const auto& words = flags.words;
  if (words.empty() || (words.size() == 1 && words.front() == "list")) return list_all(console);
  const bool said = words.front() == "describe";
  if (said && words.size() == 1) {
    return fail(ErrorKind::invalid_argument,
                {"words: describe needs a word after it", "words: после describe нужно слово",
                 "words: describe 뒤에 단어가 필요합니다"})
        .with_hint({"For example: {}", "Например: {}", "예: {}"}, "atelier fabrics describe denim");
  }
  return describe(fmt::format("{}", fmt::join(words.begin() + (said ? 1 : 0), words.end(), " ")), console);
}

}  // namespace

Verb fabrics_verb() {
  return {.name = "fabrics",
          .group = VerbGroup::look,
          .what = {"list and describe what can be woven, or show it on a page",
                   "перечислить и описать, что можно соткать, или показать на странице",
                   "짤 수 있는 것의 목록과 설명, 또는 견본 페이지"},
          .fields = fields_of<FabricsFlags>,
          .operand = "words",
          .examples = examples,
          .run = run_fabrics};
}

}  // namespace atelier
