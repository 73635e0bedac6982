#include "fabric/weave/drafts/weave.h"

#include <gmock/gmock.h>

#include "fabric/weave/drafts/motifs.h"

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
  EXPECT_EQ(make_weave(weave("pointed_twill", 2, 2))->longest_float(), 3);
  EXPECT_EQ(make_weave(weave("rib", 2))->longest_float(), 2);
}

TEST(Weave, FloatsOverTwelveAreRefused) {
  EXPECT_EQ(make_weave(weave("twill", 12, 1))->longest_float(), 12);
  for (const WeaveSpec& spec : {weave("twill", 13, 1), weave("satin", 16, 5)}) {
    const auto made = make_weave(spec);
    ASSERT_FALSE(made.ok());
    EXPECT_EQ(made.error().kind, ErrorKind::invalid_argument);
    EXPECT_THAT(made.error().message.en, testing::HasSubstr("floats over"));
  }
}

TEST(Weave, WarpRibsCoverPicksTwoByTwo) {
  EXPECT_EQ(drawn(*make_weave(weave("rib", 2))), "#./#./.#/.#");
  EXPECT_EQ(drawn(*make_weave(weave("ottoman", 2))), drawn(*make_weave(weave("rib", 2))));
  EXPECT_EQ(drawn(*make_weave(weave("hopsack", 2))), drawn(*make_weave(weave("basket", 2))));
}

TEST(Weave, AWaffleFloatsMostAtTheEdgesOfItsCell) {
  EXPECT_EQ(drawn(*make_weave(weave("waffle", 8))),
            "....#.../...#.#../..#.#.#./.#.###.#/#.#####./.#.###.#/..#.#.#./...#.#..");
  for (const int cell : {6, 8, 10, 12}) {
    const auto made = make_weave(weave("waffle", cell));
    ASSERT_TRUE(made.ok());
    EXPECT_EQ(made->longest_float(), cell - 1);
  }
  for (const int cell : {5, 7, 14}) EXPECT_FALSE(make_weave(weave("waffle", cell)).ok()) << cell;
}

TEST(Weave, ZigzagsTurnInOneSystemAndLozengesInBoth) {
  const WeaveMatrix zigzag = make_weave(weave("pointed_twill", 2, 2, 1, 8)).value();
  const WeaveMatrix lozenge = make_weave(weave("diamond_twill", 2, 2, 1, 8)).value();
  ASSERT_EQ(zigzag.ends(), 16);
  ASSERT_EQ(lozenge.picks(), 16);
  for (int j = 0; j < 16; ++j) {
    for (int i = 0; i < 16; ++i) {
      EXPECT_EQ(zigzag.warp_up(j, i), zigzag.warp_up(j, -i));
      EXPECT_EQ(lozenge.warp_up(j, i), lozenge.warp_up(j, -i));
      EXPECT_EQ(lozenge.warp_up(j, i), lozenge.warp_up(-j, i));
    }
  }
  EXPECT_LE(lozenge.longest_float(), 3);
}

TEST(Weave, CrepeHasShortFloatsAndGivesEveryThreadHalfTheFace) {
  const WeaveMatrix crepe = make_weave(weave("crepe")).value();
  EXPECT_EQ(crepe.longest_float(), 3);
  int changed = 0;
  for (int j = 0; j < crepe.picks(); ++j) {
    int along = 0, across = 0;
    for (int i = 0; i < crepe.ends(); ++i) {
      along += crepe.warp_up(j, i) ? 1 : 0;
      across += crepe.warp_up(i, j) ? 1 : 0;
      changed += crepe.warp_up(j, i) != ((i + j) % 2 == 0) ? 1 : 0;
    }
    EXPECT_EQ(along, crepe.ends() / 2);
    EXPECT_EQ(across, crepe.picks() / 2);
  }
  EXPECT_GT(changed, crepe.ends() * crepe.picks() / 5);
}

TEST(Weave, CordsLetPicksFloatBehindThemInPairs) {
  const WeaveMatrix cords = make_weave(weave("bedford", 1, 1, 1, 4)).value();
  EXPECT_EQ(drawn(cords), "#.#####.#.#./.#####.#.#.#/#.#.#.#.####/.#.#.#.#####");
  EXPECT_EQ(make_weave(weave("bedford", 1, 1, 1, 16))->ends(), 36);
}

TEST(Weave, DotsShowTheSecondDyeOnlyWhereBothSystemsBringIt) {
  const auto light = [](const WeaveMatrix& of, int j, int i, int period, int of_them) {
    return of.warp_up(j, i) ? i % period < of_them : j % period < of_them;
  };
  for (const auto& [id, period, dot] : {std::tuple{"birdseye", 4, 2}, {"nailhead", 2, 1}}) {
    const WeaveMatrix made = make_weave(weave(id)).value();
    EXPECT_LE(made.longest_float(), 3) << id;
    for (int j = 0; j < 4; ++j) {
      for (int i = 0; i < 4; ++i)
        EXPECT_EQ(light(made, j, i, period, dot), i % period < dot && j % period < dot) << id << " " << j << " " << i;
    }
  }
}

TEST(Weave, SeersuckerRepeatsAfterASlackAndATightStripe) {
  const WeaveMatrix made = make_weave(weave("seersucker", 1, 1, 1, 24)).value();
  EXPECT_EQ(made.ends(), 48);
  EXPECT_EQ(made.longest_float(), 1);
}

TEST(Weave, AFigureIsSateenAndItsGroundSatin) {
  WeaveSpec spec = weave("jacquard", 96, 96);
  for (spec.block = 0; spec.block < motif_count; ++spec.block) {
    SCOPED_TRACE(spec.block);
    const WeaveMatrix made = make_weave(spec).value();
    EXPECT_LE(made.longest_float(), longest_float_max);
    int figure = 0, different = 0;
    for (int j = 0; j < 96; ++j) {
      for (int i = 0; i < 96; ++i) {
        const bool in = in_motif(spec.block, (i + 0.5) / 96, (j + 0.5) / 96, 1);
        const bool stitch = ((i - 3 * j) % 8 + 8) % 8 == 0;
        figure += in ? 1 : 0;
        different += made.warp_up(j, i) != (stitch == in) ? 1 : 0;
      }
    }
    EXPECT_GT(figure, 96 * 96 / 20);
    EXPECT_LT(figure, 96 * 96 * 7 / 10);
    EXPECT_LT(different, 96 * 96 / 50) << "crossings that bind long floats";
  }
  for (const auto& [ends, picks] : {std::pair{95, 96}, {96, 100}, {8, 96}, {96, 4096}})
    EXPECT_FALSE(make_weave(weave("jacquard", ends, picks)).ok());
}

TEST(Weave, ADraftIsWovenAsItIsDrawn) {
  WeaveSpec spec = weave("draft");
  spec.rows = {"110", "011", "101"};
  EXPECT_EQ(drawn(*make_weave(spec)), "##./.##/#.#");
  spec.rows = {"110", "01"};
  EXPECT_FALSE(make_weave(spec).ok());
  spec.rows = {};
  EXPECT_FALSE(make_weave(spec).ok());
}

TEST(Weave, UnknownWeavesNameThoseThatExist) {
  const auto made = make_weave(weave("macrame"));
  ASSERT_FALSE(made.ok());
  EXPECT_EQ(made.error().kind, ErrorKind::unsupported);
  EXPECT_THAT(made.error().message.ru, testing::HasSubstr("herringbone"));
}

}  // namespace
}  // namespace atelier
