#include "base/utf8.h"

#include <gtest/gtest.h>

namespace atelier {
namespace {

TEST(Utf8, AcceptsWellFormedText) {
  EXPECT_TRUE(is_utf8(""));
  EXPECT_TRUE(is_utf8("navy, тёмно-синий, 네이비, 🧵"));
  EXPECT_TRUE(is_utf8("\xF4\x8F\xBF\xBF"));  // U+10FFFF
}

TEST(Utf8, NamesTheFirstBadByte) {
  EXPECT_EQ(first_bad_utf8("ab\xFF"), 2u);
  EXPECT_EQ(first_bad_utf8("\xC0\x80"), 0u) << "overlong";
  EXPECT_EQ(first_bad_utf8("\xED\xA0\x80"), 0u) << "surrogate";
  EXPECT_EQ(first_bad_utf8("\xF4\x90\x80\x80"), 0u) << "above U+10FFFF";
  EXPECT_EQ(first_bad_utf8("x\xE2\x82"), 1u) << "cut short";
  EXPECT_EQ(first_bad_utf8("\xE0\x80\x80"), 0u) << "overlong in three bytes";
}

TEST(Utf8, CodePointsSurviveTheWayThereAndBack) {
  const std::string text = "aé한🧵";
  const std::u32string points = code_points(text);
  ASSERT_EQ(points.size(), 4u);
  std::string back;
  for (const char32_t c : points) append_utf8(back, c);
  EXPECT_EQ(back, text);
  EXPECT_EQ(code_points("\xFF").front(), U'\uFFFD');
}

TEST(Utf8, HangulTakesTwoColumnsAndCombiningMarksNone) {
  EXPECT_EQ(display_width("abc"), 3);
  EXPECT_EQ(display_width("тёмный"), 6);
  EXPECT_EQ(display_width("네이비"), 6);
  EXPECT_EQ(display_width("e\u0301"), 1);
  EXPECT_EQ(display_width("\u1112\u1161\u11AB"), 2) << "one syllable written in letters";
}

TEST(Utf8, ShortenCutsByColumnsAndMarksTheCut) {
  EXPECT_EQ(shorten("short", 10), "short");
  EXPECT_EQ(shorten("abcdefghij", 10), "abcdefghij");
  EXPECT_EQ(shorten("abcdefghijk", 10), "abcdefghi…");
  EXPECT_EQ(shorten("네이비블루", 6), "네이…");
  EXPECT_EQ(display_width(shorten(std::string(10000, 'x'), 40)), 40);
}

TEST(Utf8, ShortenHidesWhatATerminalWouldObey) {
  EXPECT_EQ(shorten("a\x1b[31mb\n", 20), "a\uFFFD[31mb\uFFFD");
  EXPECT_EQ(shorten("a\u202Eb", 20), "a\uFFFDb");
  EXPECT_EQ(shorten("a\xFF", 20), "a\uFFFD");
}

TEST(Utf8, PadRightCountsColumns) {
  EXPECT_EQ(pad_right("천", 4) + "|", "천  |");
}

}  // namespace
}  // namespace atelier
