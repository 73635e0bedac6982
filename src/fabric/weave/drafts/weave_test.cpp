#include "fabric/weave/drafts/weave.h"

#include <gmock/gmock.h>

namespace atelier {
namespace {

WeaveSpec weave(const char* id, int a = 1, int b = 1, int step = 1, int block = 0) {
  return {id, a, b, step, block, 0, 0};
}

std::string drawn(const WeaveMatrix& matrix) {
  std::string text;
  for (int j = 0; j < matrix.picks(); ++j) {
    for (int i = 0; i < matrix.ends(); ++i) text += matrix.warp_up(j, i) ? '#' : '.';
    text += j + 1 < matrix.picks() ? "/" : "";
  }
  return text;
}

TEST(Weave, PlainAlternates) {
  EXPECT_EQ(drawn(*make_weave(weave("plain"))), "#./.#");
}

TEST(Weave, RightHandTwillClimbsToTheRight) {
  EXPECT_EQ(drawn(*make_weave(weave("twill", 3, 1))), "###./.###/#.##/##.#");
}

TEST(Weave, LeftHandTwillMirrorsTheRightHandOne) {
  EXPECT_EQ(drawn(*make_weave(weave("twill", 3, 1, -1))), "###./##.#/#.##/.###");
}

TEST(Weave, OxfordWeavesTwoEndsAsOne) {
  EXPECT_EQ(drawn(*make_weave(weave("oxford"))), "##../..##");
}

TEST(Weave, BasketOfTwo) {
  EXPECT_EQ(drawn(*make_weave(weave("basket", 2))), "##../##../..##/..##");
}

TEST(Weave, EveryEndOfASatinSinksOnceAtItsOwnPick) {
  const auto matrix = make_weave(weave("satin", 8, 3));
  ASSERT_TRUE(matrix.ok());
  for (int i = 0; i < 8; ++i) {
    int sunk = 0;
    for (int j = 0; j < 8; ++j) sunk += matrix->warp_up(j, i) ? 0 : 1;
    EXPECT_EQ(sunk, 1);
  }
  EXPECT_EQ(matrix->longest_float(), 7);
}

TEST(Weave, ImpossibleSatinsAreRefused) {
  for (const auto& [n, counter] : {std::pair{4, 2}, {6, 5}, {8, 2}, {5, 1}, {5, 4}, {10, 4}}) {
    const auto made = make_weave(weave("satin", n, counter));
    ASSERT_FALSE(made.ok()) << n << "," << counter;
    EXPECT_EQ(made.error().kind, ErrorKind::invalid_argument);
    EXPECT_FALSE(made.error().hint.ko.empty());
  }
}

TEST(Weave, HerringboneHasNoFloatOverThree) {
  for (const int block : {8, 12, 16}) {
    const auto matrix = make_weave(weave("herringbone", 2, 2, 1, block));
    ASSERT_TRUE(matrix.ok());
    EXPECT_EQ(matrix->ends(), 2 * block);
    EXPECT_LE(matrix->longest_float(), 3);
  }
}

TEST(Weave, FloatsOfTheTableStayShort) {
  EXPECT_EQ(make_weave(weave("plain"))->longest_float(), 1);
  EXPECT_EQ(make_weave(weave("houndstooth"))->longest_float(), 2);
  EXPECT_EQ(make_weave(weave("broken_twill", 3, 1))->longest_float(), 3);
  EXPECT_LE(make_weave(weave("pointed_twill", 2, 2))->longest_float(), 3);
  EXPECT_EQ(make_weave(weave("rib", 2))->longest_float(), 2);
}

TEST(Weave, UnknownWeavesNameThoseThatExist) {
  const auto made = make_weave(weave("leno"));
  ASSERT_FALSE(made.ok());
  EXPECT_EQ(made.error().kind, ErrorKind::unsupported);
  EXPECT_THAT(made.error().message.ru, testing::HasSubstr("herringbone"));
}

}  // namespace
}  // namespace atelier
