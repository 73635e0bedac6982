#include "fabric/weave/drafts/sett.h"

#include <gmock/gmock.h>

#include <random>
#include <set>

namespace atelier {
namespace {

Sett sett(std::string_view text) {
  Result<Sett> read = parse_sett(text);
  EXPECT_TRUE(read.ok()) << text;
  return read.ok() ? *read : Sett{};
}

std::string message_of(std::string_view text) {
  const Result<Sett> read = parse_sett(text);
  EXPECT_FALSE(read.ok()) << text;
  if (read.ok()) return "";
  EXPECT_EQ(read.error().kind, ErrorKind::invalid_argument);
  EXPECT_FALSE(read.error().hint.ru.empty() || read.error().hint.ko.empty() || read.error().message.ko.empty());
  return read.error().message.en;
}

TEST(Sett, TurnsBackAtItsEndsWhoseThreadsCountOnce) {
  const Sett read = sett("B24 K4 G24 W2");
  EXPECT_EQ(read.warp.threads(), 2 * (24 + 4 + 24 + 2) - 24 - 2);
  const SettDyes dyes = sett_dyes(read);
  ASSERT_EQ(dyes.warp.size(), 82u);
  EXPECT_EQ(dyes.warp, dyes.weft);
  // G 48, B 24, K 8, W 2: the most seen dye first.
  EXPECT_EQ(dyes.rgb, (std::vector{sett_color("G"), sett_color("B"), sett_color("K"), sett_color("W")}));
  for (int n = 0; n < 82; ++n) EXPECT_EQ(dyes.warp[(23 - n + 82) % 82], dyes.warp[n]) << n;
  EXPECT_EQ(std::count(dyes.warp.begin(), dyes.warp.end(), 0), 48);
}

TEST(Sett, RepeatsWhereDotsSaySo) {
  const Sett read = sett("...R8 W8 K2...");
  EXPECT_FALSE(read.warp.mirrored);
  EXPECT_EQ(read.warp.threads(), 18);
  EXPECT_EQ(sett_dyes(read).warp, (DyeOrder{0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2}));
  EXPECT_EQ(sett_text(sett("R8 W8 K2 …")), sett_text(read));
}

TEST(Sett, OneAndTwoStripesNeedNoTurningBack) {
  EXPECT_EQ(sett("R6").warp.threads(), 6);
  EXPECT_EQ(sett("R6 K4").warp.threads(), 10);
}

TEST(Sett, WarpAndWeftMayDiffer) {
  const Sett read = sett("B24 K4 ! ...R10 LN2");
  EXPECT_EQ(read.warp.threads(), 28);
  EXPECT_EQ(read.weft.threads(), 12);
  EXPECT_FALSE(read.weft.mirrored);
  EXPECT_EQ(sett_dyes(read).rgb.size(), 4u);
}

TEST(Sett, SpellingsMeanTheSame) {
  const std::string plain = sett_text(sett("B24 K4 DG24 W2"));
  EXPECT_EQ(plain, "B/24 K4 DG24 W/2");
  for (const char* other : {"b24 k4 dg24 w2", "B/24 K4 DG24 W/2", "B24,K4, DG24; W2", "B24K4DG24W2",
                            "  /B24 K4 DG24 W2/ ", "B24 K4 DG24 W2 ! B24 K4 DG24 W2"}) {
    EXPECT_EQ(sett_text(sett(other)), plain) << other;
  }
}

TEST(Sett, ThePlainFormReadsBackAsItself) {
  for (const char* text : {"B24 K4", "...R8 LW8 K2...", "O4 P6 T2 N1 ! Y3 W500"}) {
    const std::string plain = sett_text(sett(text));
    EXPECT_EQ(sett_text(sett(plain)), plain);
  }
}

TEST(Sett, ErrorsNameThePlace) {
  EXPECT_THAT(message_of("B24 Q4 G2"), testing::StartsWith("sett: position 5: here a colour code"));
  EXPECT_THAT(message_of("B24 K G2"), testing::StartsWith("sett: position 6: the code needs a number"));
  EXPECT_THAT(message_of("B24 K0"), testing::StartsWith("sett: position 6: a stripe has 1 to 500"));
  EXPECT_THAT(message_of("B501"), testing::StartsWith("sett: position 2: a stripe has"));
  EXPECT_THAT(message_of("B99999999999999999999"), testing::HasSubstr("a stripe has"));
  EXPECT_THAT(message_of("B24 K/4 G2"), testing::StartsWith("sett: position 5: \"/\" marks a pivot"));
  EXPECT_THAT(message_of("...B/24 K4..."), testing::StartsWith("sett: position 4: a repeating sett"));
  EXPECT_THAT(message_of("B24 ... K4"), testing::StartsWith("sett: position 9: nothing may follow"));
  EXPECT_THAT(message_of("B24 ! K4 ! R2"), testing::StartsWith("sett: position 10: a second"));
  EXPECT_THAT(message_of("B24 !"), testing::HasSubstr("there are no stripes"));
  EXPECT_THAT(message_of("500"), testing::HasSubstr("here a colour code"));
  EXPECT_THAT(message_of("B500 K500 R500 W500"), testing::HasSubstr("over 2000 threads"));
}

TEST(Sett, ThereAreNamedSettsOfOurOwn) {
  std::set<std::uint32_t> mains;
  for (const NamedSett& row : named_setts()) {
    EXPECT_EQ(sett_text(sett(row.name)), sett_text(sett(row.text)));
    EXPECT_EQ(sett(row.name).warp.threads() % 4, 0) << row.name;
    mains.insert(sett_dyes(sett(row.name)).rgb.front());
  }
  EXPECT_EQ(mains.size(), named_setts().size());
  EXPECT_THAT(message_of("Royal Unknown"), testing::HasSubstr("Royal Unknown"));
}

TEST(Sett, LightAndDarkAreLighterAndDarker) {
  for (const char code : {'R', 'G', 'B', 'Y', 'O', 'P', 'T', 'N'}) {
    const auto l = [&](const std::string& name) {
      return to_oklab({static_cast<float>((sett_color(name) >> 16) / 255.0),
                       static_cast<float>((sett_color(name) >> 8 & 255) / 255.0),
                       static_cast<float>((sett_color(name) & 255) / 255.0)})
          .l;
    };
    EXPECT_GT(l({'L', code}), l({code}) + 0.02) << code;
    EXPECT_LT(l({'D', code}), l({code}) - 0.02) << code;
  }
}

TEST(Sett, AnythingIsReadOrRefused) {
  std::mt19937 random(5);
  const std::string letters = "WRGBYKLDOPTN0123456789/!. ,;xQ\xE2\x80\xA6\t-";
  for (int n = 0; n < 20000; ++n) {
    std::string text;
    for (unsigned size = random() % 40; size > 0; --size) text += letters[random() % letters.size()];
    const Result<Sett> read = parse_sett(text);
    if (!read.ok()) continue;
    EXPECT_EQ(sett_text(sett(sett_text(*read))), sett_text(*read)) << text;
  }
}

}  // namespace
}  // namespace atelier
