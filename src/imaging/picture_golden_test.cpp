#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <filesystem>

#include "base/files.h"
#include "base/json.h"
#include "imaging/codec.h"

namespace atelier {
namespace {

int levels_off(const Image& image, const std::string& hex) {
  int most = 0;
  for (std::size_t i = 0; i < image.bytes(); ++i) {
    const int expected = std::stoi(hex.substr(2 * i, 2), nullptr, 16);
    most = std::max(most, std::abs(std::to_integer<int>(image.data()[i]) - expected));
  }
  return most;
}

TEST(GoldenPictures, EveryFormatShowsWhatPillowShows) {
  const auto folder = std::filesystem::path(ATELIER_SOURCE_DIR) / "tests/golden/pictures";
  const auto text = read_file(folder / "cases.json", 1 << 24);
  ASSERT_TRUE(text.ok());
  const Json all = *parse_json(*text, "cases.json");
  for (const Json& one : all["cases"]) {
    const auto name = one["file"].get<std::string>();
    SCOPED_TRACE(name);
    const auto image = load_image(folder / name, RunContext(1));
    ASSERT_TRUE(image.ok()) << image.error().message.en;
    ASSERT_EQ(image->width(), one["width"].get<int>());
    ASSERT_EQ(image->height(), one["height"].get<int>());
    ASSERT_EQ(image->channels(), one["channels"].get<int>());
    ASSERT_EQ(image->type(), SampleType::u8);
    EXPECT_LE(levels_off(*image, one["samples"]), one["levels"].get<int>());
  }
  EXPECT_EQ(all["cases"].size(), 39u);
}

}  // namespace
}  // namespace atelier
