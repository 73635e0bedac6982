#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cstdlib>
#include <filesystem>

#include "base/files.h"
#include "base/json.h"
#include "imaging/bytes.h"
#include "imaging/resize.h"

namespace atelier {
namespace {

const RunContext run(2);

Bytes bytes_of_hex(const std::string& text) {
  Bytes bytes;
  for (std::size_t i = 0; i + 1 < text.size(); i += 2) {
    bytes.push_back(static_cast<std::byte>(std::stoi(text.substr(i, 2), nullptr, 16)));
  }
  return bytes;
}

Image image_of(int width, int height, int channels, SampleType type, ByteView samples) {
  Image image(width, height, channels, type, ColorMeaning::srgb);
  EXPECT_EQ(samples.size(), image.bytes());
  std::copy_n(samples.begin(), std::min(samples.size(), image.bytes()), image.data());
  return image;
}

int levels_off(const Image& image, ByteView expected) {
  EXPECT_EQ(image.bytes(), expected.size());
  int most = 0;
  for (std::size_t i = 0; i < std::min(image.bytes(), expected.size()); ++i) {
    most = std::max(most, std::abs(std::to_integer<int>(image.data()[i]) - std::to_integer<int>(expected[i])));
  }
  return most;
}

TEST(GoldenResize, OwnVectorsAreThoseOfPillow) {
  const auto text = read_file(std::filesystem::path(ATELIER_SOURCE_DIR) / "tests/golden/resize.json", 1 << 24);
  ASSERT_TRUE(text.ok());
  const Json all = *parse_json(*text, "resize.json");
  int compared = 0;
  for (const Json& one : all["cases"]) {
    const int channels = one["channels"];
    const Image source = image_of(one["width"], one["height"], channels, SampleType::u8, bytes_of_hex(one["samples"]));
    for (const Json& result : one["results"]) {
      SCOPED_TRACE(result["filter"].get<std::string>() + " of " + std::to_string(channels) + " channels to " +
                   result["width"].dump() + " x " + result["height"].dump());
      ResizeOptions options{*parse_filter(result["filter"].get<std::string>()), AverageIn::samples};
      if (result.contains("box")) {
        const Json& box = result["box"];
        options.box = Box{box[0], box[1], box[2], box[3]};
      }
      const auto resized = resize(source, result["width"], result["height"], options, run);
      ASSERT_TRUE(resized.ok()) << resized.error().message.en;
      EXPECT_EQ(levels_off(*resized, bytes_of_hex(result["samples"])), 0);
      ++compared;
    }
  }
  EXPECT_EQ(compared, 120);
}

/// The tensors of a safetensors file.
struct Tensors {
  std::string file;
  Json header;

  ByteView bytes(const std::string& name) const {
    const Json& range = header[name]["data_offsets"];
    const std::size_t start = 8 + little_endian64(as_byte_view(file).data());
    return as_byte_view(file).subspan(start + range[0].get<std::size_t>(),
                                      range[1].get<std::size_t>() - range[0].get<std::size_t>());
  }
  Image image(const std::string& name) const {
    const Json& shape = header[name]["shape"];
    const SampleType type = header[name]["dtype"] == "F32" ? SampleType::f32 : SampleType::u8;
    return image_of(shape[1], shape[0], shape.size() > 2 ? shape[2].get<int>() : 1, type, bytes(name));
  }
};

Tensors tensors_of(const std::filesystem::path& path) {
  auto file = read_file(path, std::size_t{1} << 28);
  EXPECT_TRUE(file.ok());
  Tensors tensors{*std::move(file), {}};
  const std::size_t length = little_endian64(as_byte_view(tensors.file).data());
  tensors.header = *parse_json(std::string_view(tensors.file).substr(8, length), path.string());
  return tensors;
}

std::filesystem::path shared_transforms() {
  const char* named = std::getenv("ATELIER_SHARED");
  const std::filesystem::path source(ATELIER_SOURCE_DIR);
  for (const auto& root : {std::filesystem::path(named ? named : ""), source / "../shared", source / "../../shared"}) {
    const auto folder = root / "golden/basics/transforms";
    if (!root.empty() && std::filesystem::exists(folder)) return folder;
  }
  return {};
}

std::vector<std::string> parts_of(const std::string& key) {
  std::vector<std::string> parts(1);
  for (const char c : key) {
    if (c == '.')
      parts.emplace_back();
    else
      parts.back() += c;
  }
  return parts;
}

/// Compares a key "mode.filter[.boxN].WxH" with our result; false: no such key.
bool compare(const Tensors& input, const Tensors& output, const std::string& key, const Json& boxes) {
  const auto parts = parts_of(key);
  if (parts.size() < 3 || !input.header.contains(parts[0]) || !parse_filter(parts[1]).ok()) return false;
  ResizeOptions options{*parse_filter(parts[1]), AverageIn::samples};
  if (parts.size() == 4) {
    if (!parts[2].starts_with("box")) return false;
    const Json& box = boxes[std::stoul(parts[2].substr(3))];
    options.box = Box{box[0], box[1], box[2], box[3]};
  }
  SCOPED_TRACE(key);
  const Image expected = output.image(key);
  const auto resized = resize(input.image(parts[0]), expected.width(), expected.height(), options, run);
  EXPECT_TRUE(resized.ok());
  if (expected.type() == SampleType::u8) {
    EXPECT_EQ(levels_off(*resized, output.bytes(key)), 0);
    return true;
  }
  for (int y = 0; y < expected.height(); ++y) {
    for (std::size_t i = 0; i < expected.row_samples(); ++i) {
      EXPECT_NEAR(resized->row<float>(y)[i], expected.row<float>(y)[i], 2e-6);
    }
  }
  return true;
}

TEST(GoldenResize, SharedCasesAreThoseOfPillow) {
  const auto folder = shared_transforms();
  if (folder.empty()) GTEST_SKIP() << "no shared/golden/basics/transforms beside the source";
  int compared = 0;
  for (const char* name : {"pil_resize", "pil_pass_order"}) {
    const Json about = *parse_json(*read_file(folder / name / "case.json", 1 << 20), "case.json");
    const Tensors input = tensors_of(folder / name / "input.safetensors");
    const Tensors output = tensors_of(folder / name / "output.safetensors");
    for (const auto& item : output.header.items()) {
      compared += compare(input, output, item.key(), about.value("boxes", Json::array()));
    }
  }
  EXPECT_GT(compared, 150);
}

}  // namespace
}  // namespace atelier
