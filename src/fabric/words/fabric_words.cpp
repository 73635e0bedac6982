#include "fabric/words/fabric_words.h"

#include <algorithm>
#include <array>
#include <optional>

#include "fabric/words/fabrics_table.h"
#include "fabric/words/phrase.h"

namespace atelier {

namespace {

template <class Row>
Lexicon make_lexicon(std::span<const Row> rows) {
  Lexicon lexicon;
  for (int i = 0; i < static_cast<int>(rows.size()); ++i) lexicon.add(i, rows[i].id);
  for (int i = 0; i < static_cast<int>(rows.size()); ++i) {
    lexicon.add(i, rows[i].names.en);
    lexicon.add(i, rows[i].names.ko);
    lexicon.add(i, rows[i].names.ru);
  }
  return lexicon;
}

Error several(std::string_view field, std::string_view first, std::string_view second) {
  return fail(ErrorKind::invalid_argument,
              {"{}: \"{}\" and \"{}\" are two different things; name one",
               "{}: «{}» и «{}» — разные вещи; назовите одну",
               "{}: \"{}\"와 \"{}\"은(는) 서로 다릅니다. 하나만 적으세요"},
              field, shortened(first), shortened(second))
      .with_hint({"`atelier fabrics describe WORD` tells what a word means",
                  "что значит слово: `atelier fabrics describe СЛОВО`",
                  "낱말의 뜻은 `atelier fabrics describe 단어`로 볼 수 있습니다"});
}

bool list_has(std::string_view list, std::string_view id, char separator) {
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(separator), list.size());
    if (list.substr(0, end) == id) return true;
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return false;
}

// "F28:bag F26:windbreaker F25" for a product.
std::string_view apply_rules(std::string_view rules, std::string_view product) {
  while (true) {
    const std::size_t end = std::min(rules.find(' '), rules.size());
    const std::string_view rule = rules.substr(0, end);
    const std::size_t colon = rule.find(':');
    if (colon == std::string_view::npos) return rule;
    if (list_has(rule.substr(colon + 1), product, ',')) return rule.substr(0, colon);
    rules.remove_prefix(end + 1);
  }
}

void add_finishes(std::vector<std::string_view>& finishes, std::string_view list) {
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(' '), list.size());
    finishes.push_back(list.substr(0, end));
    list.remove_prefix(std::min(end + 1, list.size()));
  }
}

struct MaterialWords {
  const MaterialRow* material;
  std::vector<std::string_view> finishes;
  std::vector<Hit> beside;  // words that belong to other fields
};

// What the hits of a material phrase are: a cloth ("poplin"), a fibre ("silk"), a pattern that is also the name of a
// cloth
// ("houndstooth"), and finishes.
struct MaterialHits {
  const Hit* cloth = nullptr;
  const Hit* fibre = nullptr;
  const Hit* pattern = nullptr;
  std::vector<std::string_view> finishes;
};

Result<MaterialHits> sort_hits(std::span<const Hit> hits) {
  MaterialHits sorted;
  for (const Hit& hit : hits) {
    if (hit.lexicon == 2) {
      sorted.finishes.push_back(finish_rows()[hit.row].id);
      continue;
    }
    const bool word = hit.lexicon == 1;
    const bool fibre = word && !material_word_rows()[hit.row].fibre.empty();
    const bool pattern = word && !material_word_rows()[hit.row].finishes.empty();
    const Hit*& place = fibre ? sorted.fibre : pattern ? sorted.pattern : sorted.cloth;
    if (place && (place->row != hit.row || place->lexicon != hit.lexicon))
      return several("material", place->text, hit.text);
    place = &hit;
  }
  return sorted;
}

const MaterialRow* material_of(const Hit& hit, const ProductRow& product) {
  if (hit.lexicon == 0) return &material_rows()[hit.row];
  return find_material(apply_rules(material_word_rows()[hit.row].rules, product.id));
}

// The material of a phrase: one cloth, which a fibre's name may precede ("silk dupioni").
Result<MaterialWords> choose_material(std::span<const Hit> hits, const ProductRow& product, std::string_view phrase,
                                      Lexicons lexicons) {
  TRY(MaterialHits sorted, sort_hits(hits));
  MaterialWords words{nullptr, std::move(sorted.finishes), {}};
  const std::string_view fibre = sorted.fibre ? material_word_rows()[sorted.fibre->row].fibre : std::string_view{};
  if (sorted.cloth) {
    words.material = material_of(*sorted.cloth, product);
    if (sorted.fibre && words.material->fibre != fibre) return unknown_word("material", phrase, lexicons.first(2));
  } else if (sorted.pattern) {
    words.material = material_of(*sorted.pattern, product);
    if (sorted.fibre && words.material->fibre != fibre) words.material = material_of(*sorted.fibre, product);
  } else if (sorted.fibre) {
    words.material = material_of(*sorted.fibre, product);
  } else {
    return fail(
               ErrorKind::invalid_argument,
               {"material: \"{}\" is a finish; name the cloth as well",
                "material: «{}» — это отделка; назовите и ткань", "material: \"{}\"은(는) 가공입니다. 소재도 적으세요"},
               shortened(phrase))
        .with_hint({"For example: --material cotton --finish \"{}\"", "Например: --material хлопок --finish «{}»",
                    "예: --material 면 --finish \"{}\""},
                   shortened(phrase));
  }
  // A cloth that is woven so by itself has no need of the finish: "ripstop" alone.
  const WovenRow* woven = find_woven(words.material->fabric);
  const std::string_view asked = sorted.pattern ? material_word_rows()[sorted.pattern->row].finishes : "";
  if (!(asked == "ripstop" && woven && woven->weave == asked)) add_finishes(words.finishes, asked);
  return words;
}

bool is_stretch(const Hit& hit) {
  return hit.lexicon == 2 && finish_rows()[hit.row].id == "stretch";
}

// Takes the hits of the lexicons from `first` on out of `hits`.
std::vector<Hit> take_beside(std::vector<Hit>& hits, std::size_t first) {
  const auto begin =
      std::stable_partition(hits.begin(), hits.end(), [&](const Hit& hit) { return hit.lexicon < first; });
  std::vector<Hit> taken(std::make_move_iterator(begin), std::make_move_iterator(hits.end()));
  hits.erase(begin, hits.end());
  for (Hit& hit : taken) hit.lexicon -= first;
  return taken;
}

Result<MaterialWords> read_material(std::string_view text, const ProductRow& product) {
  TRY_VOID(split_words("material", text));
  TRY(const std::vector<Word> words, split_words("material", without_percentages(text)));
  const std::array<const Lexicon*, 3> lexicons = {&material_lexicon(), &material_word_lexicon(), &finish_lexicon()};
  const std::array<const Lexicon*, 1> others = {&color_lexicon()};
  TRY(std::vector<Hit> hits, find_all("material", words, lexicons, others));
  std::vector<Hit> beside = take_beside(hits, lexicons.size());
  // "cotton spandex": beside another material the fibre is a property.
  if (hits.size() > 1) {
    const int stretch = static_cast<int>(find_finish("stretch") - finish_rows().data());
    const int tricot = static_cast<int>(find_material("K07") - material_rows().data());
    for (Hit& hit : hits) {
      if (hit.lexicon == 0 && hit.row == tricot) hit = {2, stretch, hit.text};
    }
    if (std::all_of(hits.begin(), hits.end(), is_stretch)) hits = {{0, tricot, hits.front().text}};
  }
  TRY(MaterialWords chosen, choose_material(hits, product, shown(words), lexicons));
  chosen.beside = std::move(beside);
  return chosen;
}

// Whether a product's usual finish makes sense on a material.
bool suits(std::string_view finish, const MaterialRow& material) {
  const bool cotton = material.fibre == "Cotton";
  const bool knit = material.family == Family::knit || material.family == Family::pile;
  const bool synthetic = material.fibre == "Nylon" || material.fibre == "Polyester";
  const WovenRow* woven = find_woven(material.fabric);
  if (finish == "stonewash") return woven && woven->dyed == YarnDyed::ecru_weft;
  if (finish == "calender") return synthetic && material.family == Family::filament;
  if (finish == "ripstop") return synthetic && woven && (woven->weave == "plain" || woven->weave == "ripstop");
  if (finish == "dwr" || finish == "coat_pu") return woven != nullptr || material.family == Family::coated;
  if (finish == "quilt_horizontal" || finish == "quilt_diamond") return !knit && material.family != Family::sheer;
  if (finish == "decating" || finish == "milled") return material.family == Family::wool;
  if (finish == "easy_care" || finish == "sanforised") return woven && cotton;
  if (finish == "brushed_back" || finish == "enzyme" || finish == "antipill" || finish == "wicking") {
    return knit || material.family == Family::coated;
  }
  return finish != "antistatic" || material.family == Family::filament;
}

Result<std::vector<std::string_view>> read_finish(std::string_view text, const ProductRow& product,
                                                  const MaterialRow& material) {
  std::vector<std::string_view> finishes;
  if (text.empty()) {
    add_finishes(finishes, product.finishes);
    std::erase_if(finishes, [&](std::string_view finish) { return !suits(finish, material); });
    return finishes;
  }
  TRY(const std::vector<Word> words, split_words("finish", text));
  Lexicon none;
  none.add(0, "none;no finish;plain;without finish;없음;가공 없음;무가공;нет;без отделки;без");
  if (none.find(words) == 0) return finishes;
  const std::array<const Lexicon*, 1> lexicons = {&finish_lexicon()};
  TRY(const std::vector<Hit> hits, find_all("finish", words, lexicons));
  for (const Hit& hit : hits) finishes.push_back(finish_rows()[hit.row].id);
  return finishes;
}

std::vector<std::string_view> in_table_order(std::span<const std::string_view> finishes) {
  std::vector<std::string_view> sorted;
  for (const FinishRow& row : finish_rows()) {
    if (std::find(finishes.begin(), finishes.end(), row.id) != finishes.end()) sorted.push_back(row.id);
  }
  return sorted;
}

struct ProductWords {
  const ProductRow* product;
  std::vector<Hit> beside;  // of the colours (0), the materials (1) and the fibres (2)
};

Result<ProductWords> read_product(std::string_view text) {
  TRY(const std::vector<Word> words, split_words("product", text));
  const std::array<const Lexicon*, 1> lexicons = {&product_lexicon()};
  const std::array<const Lexicon*, 3> others = {&color_lexicon(), &material_lexicon(), &material_word_lexicon()};
  TRY(std::vector<Hit> hits, find_all("product", words, lexicons, others));
  std::vector<Hit> beside = take_beside(hits, lexicons.size());
  if (hits.empty()) return unknown_word("product", text, lexicons);
  for (const Hit& hit : hits) {
    if (hit.row != hits.front().row) return several("product", hits.front().text, hit.text);
  }
  return ProductWords{&product_rows()[hits.front().row], std::move(beside)};
}

// Whether a word said beside another field's says the same as that field does.
bool agrees(const Hit& hit, const FabricWords& words) {
  if (hit.lexicon == 0) {
    const std::string_view id = color_rows()[hit.row].id;
    return std::any_of(words.colors.begin(), words.colors.end(), [&](const ColorWish& wish) { return wish.id == id; });
  }
  if (hit.lexicon == 2 && material_word_rows()[hit.row].fibre == words.material->fibre) return true;
  return material_of({hit.lexicon - 1, hit.row, hit.text}, *words.product) == words.material;
}

Result<void> check_beside(std::string_view field, std::span<const Hit> beside, const FabricWords& words) {
  for (const Hit& hit : beside) {
    if (agrees(hit, words)) continue;
    const bool color = hit.lexicon == 0;
    const Phrase differs =
        color ? Phrase{"{}: \"{}\" is another colour than the one asked for",
                       "{}: «{}» — не тот цвет, что назван в запросе", "{}: \"{}\"은(는) 지정한 색과 다릅니다"}
              : Phrase{"{}: \"{}\" is another cloth than the material asked for",
                       "{}: «{}» — не тот материал, что назван в запросе", "{}: \"{}\"은(는) 지정한 소재와 다릅니다"};
    const std::string_view where = color ? "--color" : "--material";
    return fail(ErrorKind::invalid_argument, differs, field, shortened(hit.text))
        .with_hint({"Leave the word out, or change {}.", "Уберите это слово или измените {}.",
                    "이 말을 빼거나 {}을(를) 바꾸세요."},
                   where);
  }
  return ok();
}

template <class Row>
const Row* find_row(std::span<const Row> rows, std::string_view id) {
  for (const Row& row : rows) {
    if (row.id == id) return &row;
  }
  return nullptr;
}

}  // namespace

std::string_view shown_name(const Names& names, Lang lang) {
  const std::string_view all = lang == Lang::ko ? names.ko : lang == Lang::ru ? names.ru : names.en;
  return all.substr(0, all.find(';'));
}

Error fail_named(ErrorKind kind, const Phrase& phrase, std::string_view field, const Names& names) {
  const auto in = [&](Lang lang) {
    const std::string_view name = shown_name(names, lang);
    return fmt::vformat(phrase.in(lang), fmt::make_format_args(field, name));
  };
  return {kind, {in(Lang::en), in(Lang::ru), in(Lang::ko)}, {}};
}

const ProductRow* find_product(std::string_view id) {
  return find_row(product_rows(), id);
}
const MaterialRow* find_material(std::string_view id) {
  return find_row(material_rows(), id);
}
const FinishRow* find_finish(std::string_view id) {
  return find_row(finish_rows(), id);
}
const ColorRow* find_color(std::string_view id) {
  return find_row(color_rows(), id);
}

const Lexicon& product_lexicon() {
  static const Lexicon lexicon = make_lexicon(product_rows());
  return lexicon;
}

const Lexicon& material_lexicon() {
  static const Lexicon lexicon = make_lexicon(material_rows());
  return lexicon;
}

const Lexicon& material_word_lexicon() {
  static const Lexicon lexicon = [] {
    Lexicon words;
    const auto rows = material_word_rows();
    for (int i = 0; i < static_cast<int>(rows.size()); ++i) {
      for (const std::string_view names : {rows[i].names.en, rows[i].names.ko, rows[i].names.ru}) words.add(i, names);
    }
    return words;
  }();
  return lexicon;
}

const Lexicon& finish_lexicon() {
  static const Lexicon lexicon = make_lexicon(finish_rows());
  return lexicon;
}

const Lexicon& color_lexicon() {
  static const Lexicon lexicon = make_lexicon(color_rows());
  return lexicon;
}

bool FabricWords::melange() const {
  return has("melange") ||
         std::any_of(colors.begin(), colors.end(), [](const ColorWish& color) { return color.id == "melange"; });
}

bool FabricWords::has(std::string_view finish) const {
  return std::find(finishes.begin(), finishes.end(), finish) != finishes.end();
}

namespace {

bool means_as_drafted(std::string_view text) {
  const Result<std::vector<Word>> words = split_words("color", text);
  if (!words.ok()) return false;
  Lexicon own;
  own.add(0, "as drafted;as_drafted;draft;sett;own colours;original;원본;원래 색;원본 색;как в заправке;свои;родные");
  return own.find(*words) == 0;
}

// The colours of a request; with a sett they may be its own.
Result<void> read_colors(const TextureRequest& request, FabricWords& words) {
  words.as_drafted = means_as_drafted(request.color);
  if (!words.as_drafted) {
    TRY(words.colors, parse_colors("color", request.color));
    return ok();
  }
  std::vector<std::uint32_t> own;
  if (words.sett) {
    own = sett_dyes(*words.sett).rgb;
  } else if (words.draft) {
    own = draft_dyes(*words.draft).rgb;
  }
  if (own.empty()) {
    return fail(ErrorKind::invalid_argument, {"color: there is no sett or draft whose colours could be taken",
                                              "color: нет раппорта или заправки, из которых взять цвета",
                                              "color: 색을 가져올 무늬나 설계가 없습니다"})
        .with_hint({"Name a colour, or give --sett or a --draft with colours.",
                    "Назовите цвет или задайте --sett либо --draft с цветами.",
                    "색을 적거나 --sett 또는 색이 있는 --draft를 주세요."});
  }
  words.colors = {wish_of(own.front(), false)};
  return ok();
}

}  // namespace

Result<FabricWords> read_words(const TextureRequest& request) {
  FabricWords words;
  TRY(const ProductWords product, read_product(request.product));
  words.product = product.product;
  TRY(MaterialWords material, read_material(request.material, *words.product));
  words.material = material.material;
  TRY(std::vector<std::string_view> finishes, read_finish(request.finish, *words.product, *words.material));
  finishes.insert(finishes.end(), material.finishes.begin(), material.finishes.end());
  words.finishes = in_table_order(finishes);
  if (request.draft && !request.draft->empty()) {
    TRY(Draft draft, parse_draft(*request.draft));
    words.draft = std::move(draft);
  }
  if (request.sett && !request.sett->empty()) {
    TRY(Sett sett, parse_sett(*request.sett));
    words.sett = std::move(sett);
  }
  TRY_VOID(read_colors(request, words));
  TRY_VOID(check_beside("product", product.beside, words));
  TRY_VOID(check_beside("material", material.beside, words));
  return words;
}

}  // namespace atelier
