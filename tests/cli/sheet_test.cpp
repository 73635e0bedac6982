#include <gmock/gmock.h>

#include <fstream>
#include <regex>
#include <sstream>

#include "tests/cli/process.h"

namespace atelier::cli_test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

std::string content(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

TEST(Sheet, PageNeedsNothingButTheFilesBesideItAndCanBeMadeAnew) {
  const Workplace workplace;
  const std::vector<std::string> words = {"fabrics", "--sheet", "two.html", "poplin",
                                          "jeans",   "--size",  "64",       "--quiet"};
  ASSERT_EQ(workplace.run(words).out, "two.html\n");
  const std::string page = content(workplace.folder() / "two.html");
  EXPECT_THAT(page, Not(HasSubstr("http")));
  const std::regex address("(?:src|href)=\"([^#\"]+)\"");
  int addresses = 0;
  for (std::sregex_iterator match(page.begin(), page.end(), address), end; match != end; ++match, ++addresses) {
    EXPECT_TRUE(fs::is_regular_file(workplace.folder() / (*match)[1].str())) << (*match)[1];
  }
  EXPECT_GT(addresses, 40);
  const std::regex shown("src=\"([^\"]+)\"");
  for (std::sregex_iterator match(page.begin(), page.end(), shown), end; match != end; ++match) {
    const std::string file = (*match)[1];
    EXPECT_THAT(file, HasSubstr("/thumbnails/")) << "the page loads small copies, and links to what is large";
    EXPECT_LE(fs::file_size(workplace.folder() / file), 400'000u) << file;
  }
  const std::vector<std::string> before = workplace.files();
  EXPECT_EQ(workplace.run(words).exit_code, 0);
  EXPECT_EQ(workplace.files(), before);
}

TEST(Sheet, APageOfSomebodyElseStays) {
  const Workplace workplace;
  std::ofstream(workplace.folder() / "home.html") << "<p>mine</p>";
  const Outcome outcome = workplace.run({"fabrics", "--sheet", "home.html", "poplin", "--size", "64"});
  EXPECT_EQ(outcome.exit_code, 5);
  EXPECT_THAT(outcome.err, HasSubstr("--sheet: home.html"));
  EXPECT_EQ(workplace.files(), std::vector<std::string>{"home.html"});
}

TEST(Sheet, BadNamesAreRefusedBeforeAnythingIsWoven) {
  const Workplace workplace;
  EXPECT_EQ(workplace.run({"fabrics", "--sheet", "sheet.pdf"}).exit_code, 2);
  EXPECT_EQ(workplace.run({"fabrics", "--sheet", "../sheet.html"}).exit_code, 2);
  EXPECT_EQ(workplace.run({"fabrics", "--sheet", "sheet.html", "poplni"}).exit_code, 2);
  EXPECT_TRUE(workplace.files().empty());
}

}  // namespace
}  // namespace atelier::cli_test
