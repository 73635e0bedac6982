#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <set>

#include "base/json.h"
#include "imaging/codec.h"
#include "imaging/xmp.h"

namespace atelier {
namespace {

/// Files of tests/bad are named KIND-WHAT.EXTENSION: how the decoder must answer, "fine" where it shows the picture,
/// "any" where only the answer counts. What fuzzing has found ends up here.
TEST(BadFiles, EachIsAnsweredAsItsNameSays) {
  const auto folder = std::filesystem::path(ATELIER_SOURCE_DIR) / "tests/bad";
  int seen = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    SCOPED_TRACE(name);
    const auto file = read_image_file(entry.path());
    ASSERT_TRUE(file.ok());
    const std::string expected = name.substr(0, name.find('-'));
    const auto image = decode_image(*file, {}, name, RunContext(1));
    const std::string answer = image.ok() ? "fine" : error_row(image.error().kind).name;
    EXPECT_EQ(expected == "any" ? answer : expected, answer) << (image.ok() ? "" : image.error().message.en);
    (void)inspect_image(*file, name);
    (void)read_recipe(*file, name);
    (void)parse_json(as_text(*file), name);
    (void)xmp_value(as_text(*file), "recipe");
    ++seen;
  }
  EXPECT_GT(seen, 0);
}

}  // namespace
}  // namespace atelier
