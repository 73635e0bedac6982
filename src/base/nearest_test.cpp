#include "base/nearest.h"

#include <gmock/gmock.h>

namespace atelier {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr std::string_view fields[] = {"product", "material", "color", "finish", "size", "seed", "tile_mm"};

TEST(Nearest, FindsOneLetterWrongMissingAddedOrSwapped) {
  EXPECT_THAT(nearest("siez", fields, 1), ElementsAre("size"));
  EXPECT_THAT(nearest("sze", fields, 1), ElementsAre("size"));
  EXPECT_THAT(nearest("materiall", fields, 1), ElementsAre("material"));
  EXPECT_THAT(nearest("Colur", fields, 1), ElementsAre("color"));
}

TEST(Nearest, TreatsDashUnderscoreAndSpaceAsEqual) {
  EXPECT_THAT(nearest("tile-mm", fields, 1), ElementsAre("tile_mm"));
}

TEST(Nearest, SaysNothingWhenNothingIsNear) {
  EXPECT_THAT(nearest("banana", fields, 3), IsEmpty());
  EXPECT_THAT(nearest("", fields, 3), IsEmpty());
  EXPECT_THAT(nearest("x", fields, 3), IsEmpty());
  EXPECT_THAT(nearest(std::string(10000, 'x'), fields, 3), IsEmpty());
}

TEST(Nearest, ComparesKoreanByLetterAndRussianByCharacter) {
  constexpr std::string_view words[] = {"네이비", "나일론", "패딩", "нейлон", "тёмно-синий"};
  EXPECT_THAT(nearest("네이삐", words, 1), ElementsAre("네이비"));
  EXPECT_THAT(nearest("나일런", words, 1), ElementsAre("나일론"));
  EXPECT_THAT(nearest("패팅", words, 1), ElementsAre("패딩"));
  EXPECT_THAT(nearest("нелон", words, 1), ElementsAre("нейлон"));
  EXPECT_THAT(nearest("ТЕМНО СИНИЙ", words, 1), ElementsAre("тёмно-синий"));
}

TEST(Nearest, PutsTheNearestFirstAndKeepsTheOrderOfEquals) {
  constexpr std::string_view words[] = {"canvas", "canvass", "kanvas", "twill"};
  EXPECT_THAT(nearest("canvass", words, 3), ElementsAre("canvass", "canvas", "kanvas"));
  constexpr std::string_view equals[] = {"band", "bank", "bang"};
  EXPECT_THAT(nearest("banx", equals, 2), ElementsAre("band", "bank"));
}

TEST(Nearest, AcceptsTheBeginningOfAName) {
  constexpr std::string_view words[] = {"herringbone", "houndstooth"};
  EXPECT_THAT(nearest("herring", words, 2), ElementsAre("herringbone"));
}

TEST(Nearest, AsksInEveryLanguage) {
  const Text text = did_you_mean("siez", fields);
  EXPECT_EQ(text.en, "Did you mean size?");
  EXPECT_EQ(text.ru, "Возможно, имелось в виду: size.");
  EXPECT_EQ(text.ko, "혹시 이것을 찾으셨나요? size");
  EXPECT_TRUE(did_you_mean("banana", fields).empty());
}

}  // namespace
}  // namespace atelier
