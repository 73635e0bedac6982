#include <algorithm>

#include "app/sheet/make_sheet.h"
#include "fabric/words/canonical.h"
#include "fabric/words/vocabulary.h"

namespace atelier {

namespace {

struct SampleRow {
  Phrase title;
  const char *product, *material, *color, *finish;
};

constexpr SampleRow rows[] = {
    {{"Quilted nylon shell", "Стёганый нейлон", "퀼팅 나일론 겉감"}, "down jacket", "nylon", "navy blue", ""},
    {{"Raw denim", "Сырой деним", "생지 데님"}, "jeans", "denim", "indigo", ""},
    {{"Houndstooth suiting", "Гусиная лапка", "하운드투스"}, "suit", "worsted wool", "black and ivory", "houndstooth"},
    {{"Oxford shirting", "Рубашечный оксфорд", "옥스퍼드 셔츠감"}, "shirt", "oxford shirting", "sky blue", ""},
    {{"Silk charmeuse", "Шёлковый шармёз", "실크 샤무즈"}, "evening gown", "charmeuse", "emerald", ""},
    {{"Linen suiting", "Костюмный лён", "린넨 슈트감"}, "chinos", "linen suiting", "ecru", ""},
    {{"Herringbone tweed", "Твид в ёлочку", "헤링본 트위드"}, "suit", "tweed", "mocha and cream", "herringbone"},
    {{"Ripstop nylon", "Рипстоп", "립스탑 나일론"}, "windbreaker", "ripstop nylon", "orange", ""},
};

Sample sample_of(const SampleRow& row) {
  return {format_text(row.title), row.product, row.material, row.color, row.finish};
}

/// The product and the material of a listing: its own, and one that goes with it.
Result<std::pair<std::string, std::string>> default_pair(const FabricListing& listing) {
  if (!listing.built) {
    return fail(ErrorKind::unsupported,
                {"words: {} cannot be woven yet", "words: «{}» пока нельзя соткать", "words: {}: 아직 짤 수 없습니다"},
                listing.name.en)
        .with_hint({"atelier fabrics lists what can.", "atelier fabrics перечислит, что можно.",
                    "atelier fabrics 에서 짤 수 있는 것을 볼 수 있습니다."});
  }
  if (listing.kind == FabricListing::Kind::product) return std::pair(listing.name.en, listing.detail);
  return std::pair(std::string(shown_name(usual_product(*find_material(listing.id)).names, Lang::en)), listing.name.en);
}

}  // namespace

std::vector<Sample> show_samples() {
  std::vector<Sample> samples;
  for (const SampleRow& row : rows) samples.push_back(sample_of(row));
  return samples;
}

Result<std::vector<Sample>> samples_named(const std::vector<std::string>& words) {
  constexpr const char* colors[] = {"navy blue", "terracotta", "ecru",    "forest green",
                                    "charcoal",  "mustard",    "burgundy"};
  std::vector<Sample> samples;
  for (const std::string& word : words) {
    TRY(const FabricListing listing, describe_fabric(word));
    const bool is_product = listing.kind == FabricListing::Kind::product;
    if (!is_product && listing.kind != FabricListing::Kind::material) {
      return fail(ErrorKind::invalid_argument,
                  {"words: \"{}\" is neither a product nor a material", "words: «{}» — не изделие и не материал",
                   "words: 제품도 소재도 아닙니다 (\"{}\")"},
                  word)
          .with_hint({"atelier fabrics lists them.", "atelier fabrics перечислит их.",
                      "atelier fabrics 에서 볼 수 있습니다."});
    }
    const std::string color = colors[samples.size() % std::size(colors)];
    TRY(const auto pair, default_pair(listing));
    samples.push_back({listing.name, pair.first, pair.second, color, ""});
  }
  return samples;
}

}  // namespace atelier
