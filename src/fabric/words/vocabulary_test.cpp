#include "fabric/words/vocabulary.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <set>

#include "fabric/words/fabric_words.h"
#include "fabric/words/fabrics_table.h"
#include "fabric/words/taxonomy_wishes.h"

namespace atelier {
namespace {

using taxonomy_wishes::wish;

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(separator), text.size());
    if (end > 0) parts.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

std::vector<std::string> words_of(const Names& names) {
  std::vector<std::string> all;
  for (const std::string_view list : {names.en, names.ko, names.ru}) {
    for (std::string& word : split(list, ';')) all.push_back(std::move(word));
  }
  return all;
}

FabricWords words_for(const TextureRequest& request) {
  const Result<FabricWords> words = read_words(request);
  if (!words.ok())
    ADD_FAILURE() << request.product << " / " << request.material << " / " << request.color << " / " << request.finish
                  << ": " << words.error().message.en;
  return words.ok() ? *words : FabricWords{&product_rows()[0], &material_rows()[0], {}, {{}}};
}

std::string material_for(std::string_view product, std::string_view material) {
  return std::string(words_for(wish(product, material, "navy")).material->id);
}

std::string color_for(std::string_view color) {
  return words_for(wish("shirt", "poplin", color)).colors[0].id;
}

TEST(Vocabulary, WhereNothingIsNearKnownClothsAreNamed) {
  TextureRequest request;
  request.product = "shirt";
  request.material = "xyzzyq";
  request.color = "red";
  EXPECT_THAT(resolve_fabric(request).error().message.en,
              testing::EndsWith("for example there are: cotton lawn, poplin, oxford shirting"));
}

TEST(Vocabulary, EveryProductWordMeansItsProduct) {
  for (const ProductRow& row : product_rows()) {
    for (const std::string& word : words_of(row.names))
      EXPECT_EQ(words_for(wish(word, "poplin", "navy")).product->id, row.id) << word;
    EXPECT_EQ(words_for(wish(row.id, "poplin", "navy")).product->id, row.id);
  }
}

TEST(Vocabulary, EveryMaterialWordMeansItsMaterial) {
  for (const MaterialRow& row : material_rows()) {
    for (const std::string& word : words_of(row.names)) EXPECT_EQ(material_for("suit", word), row.id) << word;
    EXPECT_EQ(material_for("suit", row.id), row.id);
  }
}

TEST(Vocabulary, EveryContextWordKnowsAMaterialForEveryProduct) {
  for (const MaterialWordRow& row : material_word_rows()) {
    for (const ProductRow& product : product_rows()) {
      std::set<std::string> found;
      for (const std::string& word : words_of(row.names)) found.insert(material_for(product.id, word));
      EXPECT_EQ(found.size(), 1u) << row.id << " for " << product.id << ": " << testing::PrintToString(found);
    }
  }
}

TEST(Vocabulary, EveryFinishWordMeansItsFinish) {
  for (const FinishRow& row : finish_rows()) {
    for (const std::string& word : words_of(row.names)) {
      EXPECT_THAT(words_for(wish("shirt", "poplin", "navy", word)).finishes, testing::ElementsAre(row.id)) << word;
    }
    EXPECT_THAT(words_for(wish("shirt", "poplin", "navy", row.id)).finishes, testing::ElementsAre(row.id));
  }
}

TEST(Vocabulary, EveryColourWordMeansItsColour) {
  for (const ColorRow& row : color_rows()) {
    for (const std::string& word : words_of(row.names)) EXPECT_EQ(color_for(word), row.id) << word;
    EXPECT_EQ(color_for(row.id), row.id);
    EXPECT_EQ(color_for(fmt::format("{}#{:06X}", row.fluorescent ? "neon:" : "", row.rgb)), row.id);
  }
}

TEST(Vocabulary, EveryRowHasWordsInThreeLanguages) {
  const auto check = [](std::string_view id, const Names& names) {
    EXPECT_FALSE(names.en.empty() || names.ko.empty() || names.ru.empty()) << id;
  };
  for (const auto& row : product_rows()) check(row.id, row.names);
  for (const auto& row : material_rows()) check(row.id, row.names);
  for (const auto& row : material_word_rows()) check(row.id, row.names);
  for (const auto& row : finish_rows()) check(row.id, row.names);
  for (const auto& row : color_rows()) check(row.id, row.names);
}

TEST(Vocabulary, TheIdsOfProductsExist) {
  for (const ProductRow& row : product_rows()) {
    for (const std::string& id : split(row.materials, ' '))
      EXPECT_NE(find_material(id), nullptr) << row.id << " " << id;
    for (const std::string& id : split(row.finishes, ' ')) EXPECT_NE(find_finish(id), nullptr) << row.id << " " << id;
  }
  for (const MaterialWordRow& row : material_word_rows()) {
    for (const std::string& rule : split(row.rules, ' ')) {
      const auto parts = split(rule, ':');
      EXPECT_NE(find_material(parts[0]), nullptr) << row.id << " " << parts[0];
      for (const std::string& product : parts.size() > 1 ? split(parts[1], ',') : std::vector<std::string>{}) {
        EXPECT_NE(find_product(product), nullptr) << row.id << " " << product;
      }
    }
  }
  for (const MaterialRow& row : material_rows()) EXPECT_TRUE(row.fabric.empty() || find_woven(row.fabric)) << row.id;
}

TEST(Vocabulary, EveryPaletteColourIsALegalAlbedo) {
  for (const ColorRow& row : color_rows()) {
    if (row.fluorescent) continue;
    const LinearRgb color = linear_from_rgb(row.rgb);
    EXPECT_EQ(legal_albedo(color, false), color) << row.id;
  }
}

TEST(Vocabulary, TheFifteenBasicKoreanColours) {
  const std::pair<const char*, const char*> basics[] = {
      {"빨강", "red"},  {"주황", "orange"}, {"노랑", "yellow"}, {"연두", "yellowgreen"}, {"초록", "green"},
      {"청록", "teal"}, {"파랑", "blue"},   {"남색", "navy"},   {"보라", "purple"},      {"자주", "redpurple"},
      {"분홍", "pink"}, {"갈색", "brown"},  {"하양", "white"},  {"회색", "grey"},        {"검정", "black"}};
  for (const auto& [word, id] : basics) {
    EXPECT_EQ(color_for(word), id);
    EXPECT_EQ(color_for(std::string(word) + "색"), id);
    EXPECT_EQ(color_for(std::string(word) + " 컬러"), id);
  }
}

TEST(Vocabulary, FalseFriendsMeanWhatTheirSpeakersMean) {
  EXPECT_EQ(color_for("khaki"), "khaki_en");
  EXPECT_EQ(color_for("카키"), "khaki_olive");
  EXPECT_EQ(color_for("хаки"), "khaki_olive");
  EXPECT_EQ(color_for("голубой"), "sky");
  EXPECT_EQ(color_for("синий"), "blue");
  EXPECT_EQ(color_for("пурпурный"), "magenta");
  EXPECT_EQ(color_for("소라"), "sky");
  EXPECT_EQ(color_for("푸른색"), "blue");
  EXPECT_EQ(color_for("연청"), "denim_light");
  EXPECT_EQ(color_for("중청"), "denim_mid");
  EXPECT_EQ(color_for("진청"), "indigo");
  EXPECT_EQ(material_for("dress", "атлас"), "F22");
  EXPECT_EQ(material_for("dress", "сатин"), "F05");
  EXPECT_EQ(material_for("dress", "вельвет"), "P_corduroy");
  EXPECT_EQ(material_for("dress", "бархат"), "P_velvet");
  EXPECT_EQ(material_for("shirt", "оксфорд"), "F03");
  EXPECT_EQ(material_for("рюкзак", "оксфорд"), "F30");
  EXPECT_EQ(material_for("подкладка", "шёлк"), "F17");
  EXPECT_EQ(material_for("блузка", "шёлк"), "F18");
  EXPECT_EQ(material_for("футболка", "трикотаж"), "K01");
  EXPECT_EQ(material_for("свитер", "трикотаж"), "K05");
  EXPECT_EQ(material_for("пуховик", "болонья"), "F25");
}

TEST(Vocabulary, FibresDependOnTheProduct) {
  EXPECT_EQ(material_for("suit", "wool"), "F32");
  EXPECT_EQ(material_for("пальто", "шерсть"), "F36");
  EXPECT_EQ(material_for("스웨터", "울"), "K05");
  EXPECT_EQ(material_for("down jacket", "nylon"), "F25");
  EXPECT_EQ(material_for("windbreaker", "나일론"), "F26");
  EXPECT_EQ(material_for("сумка", "нейлон"), "F28");
  EXPECT_EQ(material_for("leggings", "nylon"), "K07");
  EXPECT_EQ(material_for("lining", "polyester"), "F24");
  EXPECT_EQ(material_for("backpack", "полиэстер"), "F30");
  EXPECT_EQ(material_for("fleece jacket", "폴리에스터"), "K10");
  EXPECT_EQ(material_for("T-shirt", "cotton"), "K01");
  EXPECT_EQ(material_for("shirt", "хлопок"), "F02");
}

TEST(Vocabulary, SpellingsAreSeenThrough) {
  for (const char* product : {"Down Jacket", "DOWN-JACKET", "down_jacket", "downjackets", "  down   jacket ",
                              "пуховики", "ПУХОВИК", "다운자켓", "다운 재킷", "пуховика"}) {
    EXPECT_EQ(words_for(wish(product, "nylon", "navy")).product->id, "down_jacket") << product;
  }
  for (const char* color :
       {"тёмно-синяя", "темно-синий", "тёмно синее", "тёмно-синего", "Тёмно-Синие", "тёмносиний", "네이비색",
        "네이비 컬러", "NAVY", "navy-blue", "Navy colour", "navy color", "тёмно-синего цвета"}) {
    EXPECT_EQ(color_for(color), "navy") << color;
  }
  EXPECT_EQ(color_for("light gray"), color_for("light-grey"));
  EXPECT_EQ(color_for("Gray"), "grey");
  for (const char* material :
       {"нейлоновая", "нейлоновый", "нейлона", "Нейлоном", "나일론 원단", "nylon fabric", "NYLON"}) {
    EXPECT_EQ(material_for("down jacket", material), "F25") << material;
  }
}

TEST(Vocabulary, WordsThatDoNotChangeTheClothAreSkipped) {
  EXPECT_EQ(words_for(wish("men's shirt", "100% cotton fabric", "navy")).product->id, "shirt");
  EXPECT_EQ(words_for(wish("женское платье", "ткань из шёлка", "синий")).material->id, "F18");
  EXPECT_EQ(words_for(wish("여성 원피스", "면 원단", "네이비")).product->id, "dress");
  EXPECT_FALSE(read_words(wish("men's", "cotton", "navy")).ok());
}

TEST(Vocabulary, DecomposedHangulIsTheSame) {
  EXPECT_EQ(color_for("\u1102\u1166\u110B\u1175\u1107\u1175"), "navy");
  EXPECT_EQ(material_for("\u1111\u1162\u1103\u1175\u11BC", "\u1102\u1161\u110B\u1175\u11AF\u1105\u1169\u11AB"), "F25");
}

TEST(Vocabulary, MaterialPhrasesCarryFinishes) {
  EXPECT_THAT(words_for(wish("padded vest", "quilted nylon", "navy", "none")).finishes,
              testing::ElementsAre("quilt_horizontal"));
  EXPECT_THAT(words_for(wish("shirt", "washed denim", "indigo", "none")).finishes, testing::ElementsAre("stonewash"));
  EXPECT_EQ(material_for("shirt", "ripstop nylon"), "F26");
  EXPECT_EQ(material_for("suit", "wool flannel"), "F34");
  EXPECT_EQ(material_for("gown", "silk dupioni"), "F20");
  const FabricWords stretch = words_for(wish("jeans", "stretch denim", "indigo", "none"));
  EXPECT_EQ(stretch.material->id, "F10");
  EXPECT_THAT(stretch.finishes, testing::ElementsAre("stretch"));
  EXPECT_EQ(material_for("패딩", "립스탑나일론"), "F26");
}

TEST(Vocabulary, RipstopAloneIsNylonRipstop) {
  for (const char* word : {"ripstop", "rip-stop", "рипстоп", "립스탑", "립스톱 원단"}) {
    const FabricWords light = words_for(wish("windbreaker", word, "red", "none"));
    EXPECT_EQ(light.material->id, "F26") << word;
    EXPECT_TRUE(light.finishes.empty()) << word;
    EXPECT_EQ(material_for("backpack", word), "F27") << word;
    EXPECT_EQ(material_for("parka", word), "F27") << word;
  }
  for (const char* phrase : {"ripstop cotton", "хлопок рипстоп", "рипстоп из хлопка", "면 립스탑"}) {
    const FabricWords cotton = words_for(wish("shirt", phrase, "red", "none"));
    EXPECT_EQ(cotton.material->id, "F02") << phrase;
    EXPECT_THAT(cotton.finishes, testing::ElementsAre("ripstop")) << phrase;
  }
}

TEST(Vocabulary, ACompositionInPerCentThatAddsUpIsUnderstood) {
  EXPECT_EQ(material_for("패딩", "나일론100%"), "F25");
  EXPECT_EQ(material_for("패딩", "100%나일론"), "F25");
  EXPECT_EQ(material_for("рубашка", "хлопок 100 %"), "F02");
  const FabricWords stretch = words_for(wish("jeans", "98% cotton, 2% elastane", "indigo", "none"));
  EXPECT_EQ(stretch.material->id, "F10");
  EXPECT_THAT(stretch.finishes, testing::ElementsAre("stretch"));
  for (const char* bad : {"50% cotton", "100%", "100% 100%", "60% cotton 40% polyester", "999% cotton"})
    EXPECT_FALSE(read_words(wish("shirt", bad, "navy")).ok()) << bad;
}

TEST(Vocabulary, AWordOfAnotherFieldIsTakenWhereItAgreesAndRefusedWhereItDoesNot) {
  EXPECT_EQ(words_for(wish("jeans", "blue denim", "blue")).material->id, "F10");
  EXPECT_EQ(words_for(wish("jeans", "navy blue denim", "navy")).material->id, "F10");
  EXPECT_EQ(words_for(wish("джинсы", "синий деним", "синий")).material->id, "F10");
  EXPECT_EQ(words_for(wish("navy down jacket", "nylon", "navy blue")).product->id, "down_jacket");
  EXPECT_EQ(words_for(wish("네이비 패딩", "나일론", "남색")).product->id, "down_jacket");
  EXPECT_EQ(words_for(wish("cotton poplin shirt", "poplin", "white")).product->id, "shirt");
  EXPECT_EQ(words_for(wish("linen shirt", "linen", "white")).product->id, "shirt");
  const auto english = read_words(wish("jeans", "blue denim", "red"));
  ASSERT_FALSE(english.ok());
  EXPECT_THAT(english.error().message.en, testing::AllOf(testing::StartsWith("material"), testing::HasSubstr("blue")));
  EXPECT_THAT(english.error().hint.en, testing::HasSubstr("--color"));
  for (const auto& bad : {wish("red shirt", "poplin", "white"), wish("linen shirt", "poplin", "white"),
                          wish("shirt", "bleu poplin", "blue"), wish("blue", "poplin", "blue"),
                          wish("shirt", "blue", "blue"), wish("shirt red", "poplin", "rde")}) {
    EXPECT_FALSE(read_words(bad).ok()) << bad.product << " / " << bad.material;
  }
}

TEST(Vocabulary, TwoColoursInEveryWayOfJoining) {
  for (const char* color : {"navy and white", "navy+white", "navy & white", "navy/white", "navy × white",
                            "navy x white", "navy-white", "navy, white", "네이비와 화이트", "네이비와화이트",
                            "네이비 × 화이트", "тёмно-синий и белый", "navy и 화이트", "#1E2A47 and #EDEEEB"}) {
    const FabricWords words = words_for(wish("shirt", "poplin", color));
    ASSERT_EQ(words.colors.size(), 2u) << color;
    EXPECT_EQ(words.colors[0].id + " " + words.colors[1].id, "navy white") << color;
  }
  EXPECT_EQ(words_for(wish("shirt", "poplin", "off-white")).colors.size(), 1u);
  EXPECT_EQ(words_for(wish("shirt", "poplin", "black and white")).colors.size(), 2u);
}

TEST(Vocabulary, ModifiersMoveLightnessAndChroma) {
  const auto lightness = [](std::string_view color) {
    return to_oklab(linear_from_rgb(words_for(wish("shirt", "poplin", color)).colors[0].rgb)).l;
  };
  EXPECT_NEAR(lightness("light olive") - lightness("olive"), 0.12, 0.005);
  EXPECT_NEAR(lightness("dark olive") - lightness("olive"), -0.12, 0.005);
  EXPECT_EQ(color_for("светло-розовый"), color_for("연분홍"));
  EXPECT_EQ(color_for("light pink"), color_for("라이트 핑크"));
  EXPECT_EQ(color_for("dark purple"), color_for("진보라"));
  EXPECT_EQ(color_for("ярко-красный"), color_for("vivid red"));
  EXPECT_TRUE(words_for(wish("shirt", "poplin", "neon pink")).colors[0].fluorescent);
}

TEST(Vocabulary, ColourCodesOfEveryKind) {
  EXPECT_EQ(color_for("#1e2a47"), "navy");
  EXPECT_EQ(color_for("#abc"), "#aabbcc");
  EXPECT_EQ(color_for("rgb(30, 42, 71)"), "navy");
  EXPECT_EQ(color_for("RGB(100% 0% 0%)"), "#ff0000");
  EXPECT_EQ(color_for("lab(53.24 80.09 67.20)"), "#ff0000");
  EXPECT_EQ(color_for("oklch(0.62796 0.25768 29.234)"), "#ff0000");
  EXPECT_EQ(color_for("tomato"), "#ff6347");
  EXPECT_EQ(color_for("Cornflower Blue"), "#6495ed");
  for (const char* bad : {"#12", "#12345", "#ggg", "rgb(1,2)", "rgb(1,2,999)", "rgb(nan,1,1)", "lab(50 1e9 0)",
                          "rgb(1,2,3", "hsl(1,2,3)", "#", "oklch(inf 0 0)", "()", "navy and", "navy and and"}) {
    const auto words = read_words(wish("shirt", "poplin", bad));
    ASSERT_FALSE(words.ok()) << bad;
    EXPECT_EQ(words.error().kind, ErrorKind::invalid_argument) << bad;
  }
}

TEST(Vocabulary, BadWordsAreInvalidArgumentsThatNameTheField) {
  const std::string bads[] = {"",
                              " ",
                              std::string(10000, 'a'),
                              "nylon\n",
                              std::string("nylon\0", 6),
                              "\x80\xff",
                              "🧥",
                              "nylon 🧵",
                              "denmi",
                              "нейлонн",
                              "나일롱",
                              "- - -",
                              "\xed\xa0\x80",
                              "a",
                              "the",
                              "nylon; drop",
                              "\u202Enylon?"};
  for (const std::string& bad : bads) {
    for (int field = 0; field < 3; ++field) {
      TextureRequest request = wish("shirt", "poplin", "navy");
      (field == 0 ? request.product : field == 1 ? request.material : request.color) = bad;
      const auto spec = resolve_fabric(request);
      if (field == 1 && bad == "\u202Enylon?") continue;
      ASSERT_FALSE(spec.ok()) << field << " " << bad;
      EXPECT_EQ(spec.error().kind, ErrorKind::invalid_argument) << bad;
      EXPECT_TRUE(spec.error().message.en.starts_with(field == 0   ? "product"
                                                      : field == 1 ? "material"
                                                                   : "color"))
          << spec.error().message.en;
      EXPECT_LT(spec.error().message.en.size(), 400u);
    }
  }
}

TEST(Vocabulary, RandomTextNeverCrashes) {
  std::mt19937 random(7);
  const std::string seeds[] = {"navy", "тёмно-синий", "네이비와", "rgb(", "#",  "quilted ", "나일론", "нейлон",
                               "-",    " ",           "и",        "와",   "연", "진",       "light"};
  for (int i = 0; i < 10000; ++i) {
    std::string text;
    for (int n = static_cast<int>(random() % 12); n > 0; --n) {
      if (random() % 3 == 0)
        text += seeds[random() % std::size(seeds)];
      else
        text += static_cast<char>(random() % 256);
    }
    TextureRequest request = wish("shirt", "poplin", "navy");
    (i % 4 == 0 ? request.product : i % 4 == 1 ? request.material : i % 4 == 2 ? request.color : request.finish) = text;
    const auto spec = resolve_fabric(request);
    if (!spec.ok()) {
      EXPECT_TRUE(spec.error().kind == ErrorKind::invalid_argument || spec.error().kind == ErrorKind::unsupported)
          << text;
    }
  }
}

}  // namespace
}  // namespace atelier
