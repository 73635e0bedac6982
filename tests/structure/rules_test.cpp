#include "tests/structure/rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace atelier::structure {

namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;

auto at(int line, const std::string& words) {
  return AllOf(Field("line", &Violation::line, line), Field("rule", &Violation::rule, HasSubstr(words)));
}

std::vector<Violation> includes(const std::string& path, const std::string& header) {
  return check_includes({path, "#pragma once\n#include " + header + "\n"});
}

std::string function_of(int lines) {
  std::string text = "void weave(int ends) {\n";
  for (int line = 2; line < lines; ++line) text += "  ++ends;\n";
  return text + "}\n";
}

TEST(Includes, GoDown) {
  EXPECT_THAT(includes("src/fabric/a.cpp", "\"imaging/image.h\""), IsEmpty());
  EXPECT_THAT(includes("src/fabric/a.cpp", "\"fabric/weave/draft.h\""), IsEmpty());
  EXPECT_THAT(includes("src/base/a.cpp", "<vector>"), IsEmpty());
  EXPECT_THAT(includes("tests/cli/a.cpp", "\"app/cli.h\""), IsEmpty());
}

TEST(Includes, UpwardsAndSidewaysAreNamedWithTheirLine) {
  EXPECT_THAT(includes("src/imaging/a.h", "\"fabric/structure.h\""), ElementsAre(at(2, "upwards")));
  EXPECT_THAT(includes("src/base/a.h", "\"app/cli.h\""), ElementsAre(at(2, "upwards")));
  EXPECT_THAT(includes("src/fabric/a.h", "\"store/database.h\""), ElementsAre(at(2, "sideways")));
  EXPECT_THAT(includes("src/tryon/a.h", "\"avatar/talk.h\""), ElementsAre(at(2, "sideways")));
  EXPECT_THAT(includes("src/server/a.h", "\"bot/bot.h\""), ElementsAre(at(2, "sideways")));
}

TEST(Includes, ForeignHeadersStayBehindTheirWalls) {
  EXPECT_THAT(includes("src/fabric/a.cpp", "<spng.h>"), ElementsAre(at(2, "libspng")));
  EXPECT_THAT(includes("src/server/a.cpp", "<boost/beast/http.hpp>"), ElementsAre(at(2, "Beast")));
  EXPECT_THAT(includes("src/jobs/a.cpp", "<torch/torch.h>"), ElementsAre(at(2, "LibTorch")));
  EXPECT_THAT(includes("src/app/a.cpp", "<spdlog/spdlog.h>"), ElementsAre(at(2, "spdlog")));
  EXPECT_THAT(includes("src/models/a.cpp", "\"hub/packs.h\""), ElementsAre(at(2, "the hub")));
  EXPECT_THAT(includes("src/server/a.cpp", "\"models/unet.h\""), ElementsAre(at(2, "a model")));
  EXPECT_THAT(includes("src/imaging/a.cpp", "<spng.h>"), IsEmpty());
  EXPECT_THAT(includes("src/nn/a.cpp", "<torch/torch.h>"), IsEmpty());
}

TEST(Includes, AFolderOutsideTheLadderIsRefused) {
  EXPECT_THAT(includes("src/helpers/a.h", "<vector>"), ElementsAre(at(1, "no place")));
  EXPECT_THAT(includes("src/a.h", "<vector>"), ElementsAre(at(1, "no place")));
}

TEST(Lengths, AFunctionOverTheLimitIsNamedWithItsLine) {
  EXPECT_THAT(check_lengths({"src/a.cpp", "\n" + function_of(70)}, {}), IsEmpty());
  EXPECT_THAT(check_lengths({"src/a.cpp", "\n" + function_of(71)}, {}), ElementsAre(at(2, "weave has 71 lines")));
  EXPECT_THAT(check_lengths({"src/colors_table.cpp", function_of(500)}, {}), IsEmpty());
  EXPECT_THAT(check_lengths({"src/a.py", function_of(500)}, {}), IsEmpty());
}

TEST(Lengths, AFileOverTheLimitIsNamed) {
  EXPECT_THAT(check_lengths({"src/a.h", std::string(400, '\n')}, {}), IsEmpty());
  EXPECT_THAT(check_lengths({"src/a.h", std::string(401, '\n')}, {}), ElementsAre(at(1, "a.h has 401 lines")));
}

TEST(Ratchet, HoldsWhatIsLongAtItsLengthAndOnlyShrinks) {
  const Ratchet ratchet = read_ratchet("# why\nsrc/a.cpp weave 80\nsrc/b.h 450\n");
  EXPECT_THAT(check_lengths({"src/a.cpp", function_of(80)}, ratchet), IsEmpty());
  EXPECT_THAT(check_lengths({"src/a.cpp", function_of(81)}, ratchet), ElementsAre(at(1, "81 lines")));
  EXPECT_THAT(check_lengths({"src/a.cpp", function_of(79)}, ratchet), ElementsAre(at(1, "enter that")));
  EXPECT_THAT(check_lengths({"src/a.cpp", function_of(70)}, ratchet), ElementsAre(at(1, "take its entry out")));
  EXPECT_THAT(check_lengths({"src/b.h", std::string(450, '\n')}, ratchet), IsEmpty());
}

TEST(Ratchet, AnEntryOfNothingIsNamed) {
  const Ratchet ratchet = read_ratchet("src/a.cpp weave 80\nsrc/a.cpp knit 90\n");
  EXPECT_THAT(check_ratchet({{"src/a.cpp", function_of(80)}}, ratchet), ElementsAre(at(1, "src/a.cpp knit")));
}

// The words that the rules look for are put together here, since the rules look at this file too.
const std::string work_folder = std::string("/") + "work/";
const std::string unfinished = std::string("TO") + "DO";
const std::string conflict(7, '<');

TEST(MachinePaths, AreFoundInAnyText) {
  EXPECT_THAT(check_machine_paths({"docs/a.md", "first\nsee `" + work_folder + "x`\n"}),
              ElementsAre(at(2, "one machine")));
  EXPECT_THAT(check_machine_paths({"a.json", "{\"out\":\"/" + std::string("tmp/") + "x\"}"}),
              ElementsAre(at(1, "one machine")));
  EXPECT_THAT(check_machine_paths({"a.sh", "cd /" + std::string("root/") + "x"}), ElementsAre(at(1, "one machine")));
}

TEST(MachinePaths, PathsInsideTheProjectAreNone) {
  EXPECT_THAT(check_machine_paths({"a.md", "src" + work_folder + "a.cpp, $HOME" + work_folder + "b, /usr/share/doc"}),
              IsEmpty());
}

TEST(Leftovers, MarksOfUnfinishedWork) {
  EXPECT_THAT(check_leftovers({"a.cpp", "int a;  // " + unfinished + ": more\n"}),
              ElementsAre(at(1, "unfinished work")));
  EXPECT_THAT(check_leftovers({"a.md", "PHOTO_" + unfinished + "S and " + unfinished + "s are words\n"}), IsEmpty());
  EXPECT_THAT(check_leftovers({"a.md", "one\n" + conflict + " HEAD\n"}), ElementsAre(at(2, "merge")));
  EXPECT_THAT(check_leftovers({"src/a.cpp.orig", ""}), ElementsAre(at(1, "left behind")));
  EXPECT_THAT(check_leftovers({"src/a.cpp~", ""}), ElementsAre(at(1, "left behind")));
}

TEST(Leftovers, BlanksAtTheEndOfALine) {
  EXPECT_THAT(check_leftovers({"a.sh", "one\ntwo \n"}), ElementsAre(at(2, "blanks")));
  EXPECT_THAT(check_leftovers({"a.cpp", "int a;\t\n"}), ElementsAre(at(1, "blanks")));
  EXPECT_THAT(check_leftovers({"a.sh", "one\r\n"}), ElementsAre(at(1, "blanks")));
  EXPECT_THAT(check_leftovers({"a.md", "a line break  \n"}), IsEmpty());
}

TEST(Leftovers, CodeInComments) {
  for (const char* code : {"// return 1;", "  // weave(ends, picks);", "// }", "// if (ends > 3) {", "// int ends = 3;",
                           "// surface.height_mm = 0;", "// const auto a = b;", "// #include <vector>"}) {
    EXPECT_THAT(check_leftovers({"a.cpp", code}), ElementsAre(at(1, "code in a comment"))) << code;
  }
}

TEST(Leftovers, SentencesAndExamplesInCommentsAreNoCode) {
  for (const char* words :
       {"// Row 0 is the top; pixels are square.", "/// `weave(ends)` returns the draft;", "//   int size = 1024;",
        "// return of the weft (section 5)", "const char* a = \"// f(x);\";", "int a = 1;  // more than 0;"}) {
    EXPECT_THAT(check_leftovers({"a.cpp", words}), IsEmpty()) << words;
  }
}

}  // namespace

}  // namespace atelier::structure
