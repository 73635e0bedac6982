#include "fabric/weave/drafts/wif.h"

#include <gmock/gmock.h>

#include <random>

#include "fabric/fabric_spec.h"
#include "fabric/words/canonical.h"
#include "fabric/words/taxonomy_wishes.h"

namespace atelier {
namespace {

using taxonomy_wishes::wish;

// Four shafts, a point threading, several shafts a treadle; colours of 0..999; spacing in decipoints.
constexpr std::string_view point_twill =
    "; drawn by hand\r\n"
    "[WIF]\r\nVersion=1.1\r\nDate=April 20, 1997\r\nDevelopers=wif@mhsoft.com\r\nSource Program=Loom Pad\r\n"
    "[CONTENTS]\r\nWEAVING=true\r\n"
    "[TEXT]\r\nTitle=Point twill\r\n"
    "[Weaving]\r\nRising Shed=true\r\nTreadles=4\r\nShafts=4\r\nPedal Order=odd\r\n"
    "[WARP]\r\nThreads=6\r\nColor=1\r\nUnits=Decipoints\r\nSpacing=24\r\nThickness=20\r\n"
    "[WEFT]\r\nThreads=4\r\nColor=2\r\nUnits=inches\r\nSpacing=0.04\r\n"
    "[THREADING]\r\n; straight, then back\r\n1=1\r\n2=2\r\n3=3\r\n4=4\r\n5=3\r\n6=2\r\n"
    "[TIEUP]\r\n1=1,2\r\n2=2,3\r\n3=3,4\r\n4=1, 4\r\n"
    "[TREADLING]\r\n1=1\r\n2=2\r\n3=3\r\n4=4\r\n"
    "[COLOR PALETTE]\r\nRange=0,999\r\nForm=RGB\r\nEntries=3\r\n"
    "[COLOR TABLE]\r\n1=999,999,999\r\n2=0,500,999\r\n3=0,0,0\r\n"
    "[WARP COLORS]\r\n3=3\r\n"
    "[PRIVATE LOOM PAD]\r\n; of its own\r\nWindow=3,4,5\r\n";

Draft draft(std::string_view text) {
  Result<Draft> read = parse_draft(text);
  EXPECT_TRUE(read.ok()) << (read.ok() ? "" : read.error().message.en);
  return read.ok() ? *std::move(read) : Draft{};
}

std::string drawn(const WeaveMatrix& matrix) {
  std::string text;
  for (int j = 0; j < matrix.picks(); ++j) {
    for (int i = 0; i < matrix.ends(); ++i) text += matrix.warp_up(j, i) ? '#' : '.';
    text += j + 1 < matrix.picks() ? "/" : "";
  }
  return text;
}

Error error_of(std::string_view text) {
  const Result<Draft> read = parse_draft(text);
  EXPECT_FALSE(read.ok());
  return read.ok() ? Error{} : read.error();
}

TextureRequest drafted(std::string_view text, std::string_view color = "as drafted") {
  TextureRequest request = wish("shirt", "poplin", color, "none");
  request.draft = text;
  return request;
}

// A file with this threading, tie-up and treadling; `more` may hold other sections.
std::string small(std::string_view more, std::string_view plan = "[TIEUP]\n1=1\n2=2\n[TREADLING]\n1=1\n2=2\n") {
  return fmt::format("[WIF]\nVersion=1.1\n[THREADING]\n1=1\n2=2\n{}{}", plan, more);
}

TEST(Wif, ReadsTheDrawdown) {
  const Draft read = draft(point_twill);
  EXPECT_EQ(drawn(drawdown(read)), "##...#/.##.##/..###./#..#..");
  EXPECT_EQ(read.shafts, 4);
  EXPECT_EQ(read.source, "Loom Pad");
  EXPECT_EQ(read.tieup[3], (DraftList{1, 4}));
}

TEST(Wif, ScalesColoursByTheRangeOfThePalette) {
  const Draft read = draft(point_twill);
  EXPECT_EQ(read.palette, (std::vector<std::uint32_t>{0xFFFFFF, 0x0080FF, 0x000000}));
  const DraftDyes dyes = draft_dyes(read);
  EXPECT_EQ(dyes.rgb, (std::vector<std::uint32_t>{0xFFFFFF, 0x0080FF, 0x000000}));
  EXPECT_EQ(dyes.warp, (DyeOrder{0, 0, 2, 0, 0, 0}));
  EXPECT_EQ(dyes.weft, (DyeOrder{1}));
}

TEST(Wif, KnowsTheUnitsOfSpacing) {
  const Draft read = draft(point_twill);
  EXPECT_NEAR(*read.warp.spacing_mm, 24 * 25.4 / 720, 1e-6);
  EXPECT_NEAR(*read.warp.thickness_mm, 20 * 25.4 / 720, 1e-6);
  EXPECT_NEAR(*read.weft.spacing_mm, 0.04 * 25.4, 1e-9);
  EXPECT_NEAR(*draft(small("[WARP]\nUnits=Centimeters\nSpacing=0.05\n")).warp.spacing_mm, 0.5, 1e-9);
  EXPECT_THAT(error_of(small("[WARP]\nUnits=furlongs\n")).message.en, testing::HasSubstr("line 13: units are"));
}

TEST(Wif, ALiftPlanStandsForTieUpAndTreadling) {
  const Draft read = draft(small("", "[LIFTPLAN]\n1=1\n2=1,2\n3=2\n[TIEUP]\n1=2\n2=1\n[TREADLING]\n1=1\n"));
  EXPECT_EQ(drawn(drawdown(read)), "#./##/.#");
  const Draft unused = draft(small("[CONTENTS]\nLIFTPLAN=false\n",
                                   "[LIFTPLAN]\n1=1,2\n[TIEUP]\n1=1\n2=2\n"
                                   "[TREADLING]\n1=1\n2=2\n"));
  EXPECT_EQ(drawn(drawdown(unused)), "#./.#");
}

TEST(Wif, ASinkingShedIsTurnedOver) {
  EXPECT_EQ(drawn(drawdown(draft(small("")))), "#./.#");
  EXPECT_EQ(drawn(drawdown(draft(small("[WEAVING]\nRising Shed=no\n", "[TIEUP]\n1=1\n2=2\n[TREADLING]\n1=1\n2=1\n")))),
            ".#/.#");
}

TEST(Wif, SeveralShaftsAThreadRiseWithAnyOfThem) {
  const Draft read =
      draft("[THREADING]\n1=1,3\n2=2\n3=\n4=0\n[TIEUP]\n1=1\n2=2,3\n3=3\n[TREADLING]\n1=1\n2=2\n3=1,3\n");
  EXPECT_EQ(drawn(drawdown(read)), "#.../##../#...");
}

TEST(Wif, ARoundTripKeepsEverything) {
  const std::string first = wif_text(draft(point_twill)), second = wif_text(draft(first));
  EXPECT_EQ(first, second);
  for (const char* kept : {"; drawn by hand", "; straight, then back", "[PRIVATE LOOM PAD]", "; of its own",
                           "Window=3,4,5", "Title=Point twill", "Pedal Order=odd", "Source Program=Loom Pad"}) {
    EXPECT_THAT(first, testing::HasSubstr(kept));
  }
  const Draft a = draft(point_twill), b = draft(first);
  EXPECT_EQ(drawn(drawdown(a)), drawn(drawdown(b)));
  EXPECT_EQ(a.palette, b.palette);
  EXPECT_EQ(a.warp.colors, b.warp.colors);
  EXPECT_NEAR(*a.warp.spacing_mm, *b.warp.spacing_mm, 1e-5);
  EXPECT_NEAR(*a.weft.spacing_mm, *b.weft.spacing_mm, 1e-5);
  EXPECT_TRUE(first.starts_with("; drawn by hand\n")) << first;
}

TEST(Wif, EverySectionThatIsWrittenIsInItsContents) {
  const std::string text = wif_text(draft(point_twill));
  for (const char* name : {"WEAVING", "WARP", "WEFT", "THREADING", "TIEUP", "TREADLING", "COLOR PALETTE", "COLOR TABLE",
                           "WARP COLORS", "TEXT", "PRIVATE LOOM PAD"}) {
    EXPECT_THAT(text, testing::HasSubstr(fmt::format("\n{}=true\n", name)));
    EXPECT_THAT(text, testing::HasSubstr(fmt::format("[{}]\n", name)));
  }
}

TEST(Wif, WhatIsWovenIsWhatIsExported) {
  for (const auto& [material, finish] : {std::pair{"wool", "tartan"},
                                         {"poplin", "none"},
                                         {"denim", "none"},
                                         {"brocade", "none"},
                                         {"worsted wool", "birdseye"},
                                         {"waffle", "none"}}) {
    SCOPED_TRACE(material);
    const FabricSpec spec = resolve_fabric(wish("home", material, "navy", finish)).value();
    const Result<Draft> exported = draft_of(spec);
    ASSERT_TRUE(exported.ok());
    const Draft read = draft(wif_text(*exported));
    const WeaveMatrix weave = make_weave(spec.weave).value(), made = drawdown(read);
    int different = 0;
    for (int j = 0; j < made.picks(); ++j) {
      for (int i = 0; i < made.ends(); ++i) different += made.warp_up(j, i) != weave.warp_up(j, i) ? 1 : 0;
    }
    EXPECT_EQ(different, 0);
    EXPECT_EQ(made.ends() % weave.ends(), 0);
    EXPECT_EQ(made.ends() % static_cast<int>(spec.warp_order.size()), 0);
    EXPECT_NEAR(10 / *read.warp.spacing_mm, spec.ends_per_cm, 1e-3);
    const DraftDyes dyes = draft_dyes(read);
    EXPECT_EQ(dyes.rgb.size(), spec.dyes.size());
  }
}

TEST(Wif, ADraftDecidesWeaveDensityColoursAndYarns) {
  const FabricSpec spec = resolve_fabric(drafted(point_twill)).value();
  EXPECT_EQ(spec.weave.rows, (std::vector<std::string>{"110001", "011011", "001110", "100100"}));
  EXPECT_NEAR(spec.ends_per_cm, 10 / (24 * 25.4 / 720), 1e-4);
  EXPECT_NEAR(spec.warp.diameter_mm, 20 * 25.4 / 720, 1e-4);
  EXPECT_EQ(spec.dyes.size(), 3u);
  EXPECT_EQ(spec.warp_order, (DyeOrder{0, 0, 2, 0, 0, 0}));
  const FabricSpec dyed = resolve_fabric(drafted(point_twill, "navy")).value();
  EXPECT_EQ(dyed.dyes[0], dyed.color_target);
  EXPECT_EQ(dyed.dyes[1], spec.dyes[1]);
}

TEST(Wif, TheCanonicalRequestHoldsTheDraftItself) {
  const FabricSpec spec = resolve_fabric(drafted(point_twill)).value();
  const TextureRequest canonical = canonical_request(spec);
  EXPECT_EQ(resolve_fabric(canonical).value(), spec);
  std::string other(point_twill);
  other.replace(other.find("4=1, 4"), 6, "4=2, 4");
  EXPECT_NE(fabric_slug(resolve_fabric(drafted(other)).value()), fabric_slug(spec));
  EXPECT_EQ(fabric_slug(resolve_fabric(drafted(wif_text(draft(point_twill)))).value()), fabric_slug(spec));
}

TEST(Wif, ASettAndADraftMayGoTogether) {
  TextureRequest request = drafted(point_twill);
  request.sett = "R4 K2 W2";
  const FabricSpec spec = resolve_fabric(request).value();
  EXPECT_EQ(spec.weave.id, "draft");
  EXPECT_EQ(spec.warp_order.size(), 10u);
  EXPECT_EQ(resolve_fabric(canonical_request(spec)).value(), spec);
}

TEST(Wif, RowsOfADobbyAreReadFromTheTop) {
  const Draft read = draft("; a small twill\n1 1 0 0\n0 1 1 0\r\n..xx\nx..x\n\n");
  EXPECT_EQ(drawn(drawdown(read)), "#..#/..##/.##./##..");
  EXPECT_EQ(read.shafts, 4);
  EXPECT_THAT(error_of("110\n01\n").message.en, testing::HasSubstr("line 2"));
  EXPECT_THAT(error_of("110\n0z1\n").message.en, testing::HasSubstr("line 2: a crossing"));
  EXPECT_EQ(error_of("").kind, ErrorKind::invalid_argument);
  EXPECT_THAT(error_of(std::string(33, '1')).message.en, testing::HasSubstr("over 32 ends"));
}

TEST(Wif, ThreadsThatDoNotHoldAreRefused) {
  EXPECT_THAT(resolve_fabric(drafted("110\n110\n101\n", "navy")).error().message.en,
              testing::HasSubstr("end 1 never crosses"));
  EXPECT_THAT(resolve_fabric(drafted("10\n11\n", "navy")).error().message.en, testing::HasSubstr("never crosses"));
  std::string rows;
  for (int j = 0; j < 16; ++j) {
    for (int i = 0; i < 16; ++i) rows += i == j ? '1' : '0';
    rows += '\n';
  }
  EXPECT_THAT(resolve_fabric(drafted(rows, "navy")).error().message.en, testing::HasSubstr("floats over 15"));
}

TEST(Wif, DamagedFilesAreRefusedWithTheirLine) {
  const std::pair<std::string, const char*> damaged[] = {
      {"[]\n", "line 1: a section cannot"},
      {"[a;b]\n", "line 1: a section cannot"},
      {"[WIF\n", "line 1: the name of a section"},
      {small("[WEAVING]\nShafts=many\n"), "line 13: \"many\" is not a whole"},
      {small("[WEAVING]\nShafts=99999999999999999999\n"), "is not a whole"},
      {small("[WEAVING]\nShafts=5000\n"), "5000 is over the limit"},
      {small("[WARP]\nThreads=9000\n"), "9000 is over the limit"},
      {small("[WARP COLORS]\n0=1\n"), "counted from 1"},
      {small("[THREADING]\n-3=1\n"), "is not a whole"},
      {small("[THREADING]\n3=1;2\n"), "is not a whole"},
      {small("[COLOR PALETTE]\nRange=5,5\n"), "range of colours is empty"},
      {small("[COLOR PALETTE]\nRange=5\n"), "two numbers"},
      {small("[COLOR TABLE]\n1=3,4\n"), "\"\" is not a number"},
      {small("[COLOR TABLE]\n1=nan,4,5\n"), "is not a number"},
      {small("[COLOR TABLE]\n9999=1,4,5\n"), "over the limit"},
      {"[WIF]\nVersion=1.1\n", "lacks a threading"},
      {"[THREADING]\n1=1\n[TIEUP]\n1=1\n", "lacks a threading"},
  };
  for (const auto& [text, message] : damaged) {
    const Error error = error_of(text);
    EXPECT_THAT(error.message.en, testing::AllOf(testing::StartsWith("draft: "), testing::HasSubstr(message))) << text;
    EXPECT_FALSE(error.message.ru.empty() || error.message.ko.empty());
  }
  EXPECT_EQ(error_of(std::string("[WIF]\n\0\1\n", 9)).kind, ErrorKind::invalid_argument);
  EXPECT_EQ(error_of("[WIF]\n\xFF\xFE\n").kind, ErrorKind::invalid_argument);
  EXPECT_EQ(error_of(std::string(draft_bytes_max + 1, '1')).kind, ErrorKind::too_large);
  EXPECT_EQ(error_of("[THREADING]\n8000=1\n[LIFTPLAN]\n8000=1\n").kind, ErrorKind::too_large);
  std::string sections;
  for (int n = 0; n < 5000; ++n) sections += fmt::format("[s{}]\n", n);
  EXPECT_THAT(error_of(sections).message.en, testing::HasSubstr("sections"));
}

TEST(Wif, ATruncatedOrChangedFileIsReadOrRefused) {
  std::mt19937 random(3);
  for (std::size_t cut = 0; cut < point_twill.size(); cut += 3)
    static_cast<void>(parse_draft(point_twill.substr(0, cut)));
  for (int n = 0; n < 3000; ++n) {
    std::string text(point_twill);
    for (int change = 0; change < 4; ++change) text[random() % text.size()] = static_cast<char>(random() % 128);
    const Result<Draft> read = parse_draft(text);
    if (!read.ok()) continue;
    const std::string written = wif_text(*read);
    ASSERT_EQ(wif_text(draft(written)), written) << text;
    static_cast<void>(resolve_fabric(drafted(text, "navy")));
  }
}

TEST(Wif, TheSmallestRepeatOfALongDraftIsWoven) {
  const Draft read = draft("1010\n0101\n1010\n0101\n");
  const WeaveMatrix part = smallest_repeat(drawdown(read));
  EXPECT_EQ(drawn(part), ".#/#.");
}

}  // namespace
}  // namespace atelier
