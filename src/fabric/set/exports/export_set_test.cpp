#include "fabric/set/exports/export_set.h"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "base/files.h"
#include "base/test_folder.h"
#include "fabric/set/fabric_set.h"
#include "imaging/codec.h"

namespace atelier {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

Json small_set(const fs::path& folder) {
  TextureRequest request;
  request.product = "shirt";
  request.material = "poplin";
  request.color = "navy";
  request.size = 64;
  RunContext run(2);
  return write_fabric_set(resolve_fabric(request).value(), request, Lang::en, RecipeLevel::none, folder, run,
                          {MapChoice::full, false, false})
      .value()
      .facts;
}

Image load(const fs::path& file) {
  const RunContext run(1);
  return decode_image(read_image_file(file).value(), {}, "test", run).value();
}

fs::path only_with(const std::vector<fs::path>& files, std::string_view end) {
  for (const fs::path& file : files) {
    if (file.string().ends_with(end)) return file;
  }
  ADD_FAILURE() << end;
  return {};
}

TEST(Export, EveryProgramGetsFilesThatAreThereUnderItsNames) {
  const TestFolder folder;
  const Json manifest = small_set(folder.path());
  const RunContext run(2);
  for (const std::string_view name : export_names()) {
    const auto files = export_set(folder.path(), manifest, name, run);
    ASSERT_TRUE(files.ok()) << name;
    EXPECT_FALSE(files->empty());
    for (const fs::path& file : *files) {
      EXPECT_EQ(file.parent_path(), name);
      EXPECT_GT(fs::file_size(folder / file), 0u) << file;
    }
  }
}

TEST(Export, UnityMasksAreMetalOcclusionDetailSmoothness) {
  const TestFolder folder;
  const Json manifest = small_set(folder.path());
  const RunContext run(2);
  const auto files = export_set(folder.path(), manifest, "unity", run).value();
  const Image mask = load(folder / only_with(files, "_MaskMap.png")),
              thread = load(folder / only_with(files, "_ThreadMap.png"));
  const Image arm = load(folder / fs::path(manifest["maps"]["arm"]["file"].get<std::string>()));
  const Image normal = load(folder / fs::path(manifest["maps"]["nor_gl"]["file"].get<std::string>()));
  for (int y = 0; y < arm.height(); ++y) {
    for (int x = 0; x < arm.width(); ++x) {
      const std::uint8_t *a = arm.row<std::uint8_t>(y) + 3 * x, *n = normal.row<std::uint8_t>(y) + 3 * x;
      const std::uint8_t *m = mask.row<std::uint8_t>(y) + 4 * x, *t = thread.row<std::uint8_t>(y) + 4 * x;
      ASSERT_TRUE(m[0] == a[2] && m[1] == a[0] && m[2] == 255 && m[3] == 255 - a[1]) << x << " " << y;
      ASSERT_TRUE(t[0] == a[0] && t[1] == n[1] && t[2] == 255 - a[1] && t[3] == n[0]) << x << " " << y;
    }
  }
}

TEST(Export, UnrealNormalsPointDown) {
  const TestFolder folder;
  const Json manifest = small_set(folder.path());
  const RunContext run(2);
  const auto files = export_set(folder.path(), manifest, "unreal", run).value();
  EXPECT_EQ(read_file(folder / only_with(files, "_N.png"), 1 << 20).value(),
            read_file(folder / fs::path(manifest["maps"]["nor_dx"]["file"].get<std::string>()), 1 << 20).value());
}

TEST(Export, TheBlenderScriptKnowsTheTrueSize) {
  const TestFolder folder;
  const Json manifest = small_set(folder.path());
  const RunContext run(2);
  const auto files = export_set(folder.path(), manifest, "blender", run).value();
  const std::string script = read_file(folder / files.front(), 1 << 20).value();
  EXPECT_THAT(script, HasSubstr(fmt::format("SIZE_MM = ({:.4f}, {:.4f})", manifest["size_mm"][0].get<double>(),
                                            manifest["size_mm"][1].get<double>())));
  EXPECT_THAT(script, HasSubstr(manifest["maps"]["diff"]["file"].get<std::string>()));
}

TEST(Export, WhatIsNoSetOrNoProgramIsRefused) {
  const TestFolder folder;
  const RunContext run(1);
  const Json manifest = small_set(folder.path());
  const auto unknown = export_set(folder.path(), manifest, "unrael", run);
  ASSERT_FALSE(unknown.ok());
  EXPECT_THAT(unknown.error().hint.en, HasSubstr("unreal"));
  for (const char* text : {"7", "{}", R"({"maps":{},"size_mm":[1,1]})",
                           R"({"maps":{"diff":{"file":"../../x_diff_1k.png"}},"size_mm":[1,1]})",
                           R"({"maps":{"diff":{"file":"x_diff_1k.png"}},"size_mm":[1]})"}) {
    const auto refused = export_set(folder.path(), parse_json(text, "test").value(), "unity", run);
    ASSERT_FALSE(refused.ok()) << text;
    EXPECT_EQ(refused.error().kind, ErrorKind::invalid_argument) << text;
  }
}

}  // namespace
}  // namespace atelier
