#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>

#include "base/files.h"
#include "base/test_folder.h"
#include "fabric/set/fabric_set.h"

namespace atelier {
namespace {

namespace fs = std::filesystem;

struct Cloth {
  const char *product, *material, *color;
};

// One of each family and of what lies over them: openwork, sheer, metal, coat, print, quilt.
constexpr Cloth cloths[] = {{"jeans", "denim", "indigo"},         {"dress", "georgette", "ivory"},
                            {"t-shirt", "jersey", "white"},       {"gown", "velvet", "red"},
                            {"coat", "faux fur", "brown"},        {"hat", "felt", "grey"},
                            {"shoes", "leather", "black"},        {"dress", "lace", "white"},
                            {"windbreaker", "neoprene", "black"}, {"down jacket", "nylon", "navy"}};

/// The set of a cloth, its three files as text.
struct Written {
  explicit Written(const Cloth& cloth) {
    TextureRequest request;
    request.product = cloth.product;
    request.material = cloth.material;
    request.color = cloth.color;
    request.size = 64;
    RunContext run(2);
    const Result<FabricSpec> spec = resolve_fabric(request);
    EXPECT_TRUE(spec.ok()) << cloth.material;
    if (!spec.ok()) return;
    FabricSetOptions options;
    options.photo = false;
    const auto set = write_fabric_set(*spec, request, Lang::en, RecipeLevel::full, folder.path(), run, options);
    EXPECT_TRUE(set.ok()) << cloth.material;
    if (set.ok()) facts = set->facts;
  }
  std::string text(const char* format) const {
    return read_file(folder / facts.at("materials").at(format).at("file").get<std::string>(), 1 << 20).value();
  }
  bool has(const std::string& file) const { return fs::is_regular_file(folder / file); }

  TestFolder folder;
  Json facts;
};

/// Every "index" of a texture reference below `json`.
void collect_textures(const Json& json, std::set<int>& found) {
  for (const auto& [name, value] : json.items()) {
    if (value.is_object() && value.contains("index")) found.insert(value["index"].get<int>());
    if (value.is_structured()) collect_textures(value, found);
  }
}

TEST(MaterialFamilies, GltfRefersOnlyToWhatIsThere) {
  for (const Cloth& cloth : cloths) {
    SCOPED_TRACE(cloth.material);
    const Written set(cloth);
    const Json gltf = parse_json(set.text("gltf"), "gltf").value();
    std::set<int> textures;
    collect_textures(gltf["materials"], textures);
    EXPECT_GE(textures.size(), 3u);
    for (const int texture : textures) ASSERT_LT(texture, static_cast<int>(gltf["textures"].size()));
    for (const Json& texture : gltf["textures"]) EXPECT_LT(texture["source"], gltf["images"].size());
    for (const Json& image : gltf["images"]) EXPECT_TRUE(set.has(image["uri"])) << image["uri"];
    EXPECT_EQ(textures.size(), gltf["textures"].size()) << "each texture is used";
    for (const auto& [name, value] : gltf["materials"][0]["extensions"].items())
      EXPECT_THAT(gltf["extensionsUsed"], testing::Contains(name));
    std::size_t end = 0;
    for (const Json& view : gltf["bufferViews"])
      end = std::max(end, view["byteOffset"].get<std::size_t>() + view["byteLength"].get<std::size_t>());
    EXPECT_LE(end, gltf["buffers"][0]["byteLength"].get<std::size_t>());
  }
}

TEST(MaterialFamilies, MaterialXConnectsNodesThatItHas) {
  const std::regex names("<[a-z_]+ name=\"([a-zA-Z0-9_]+)\""), uses("nodename=\"([a-zA-Z0-9_]+)\""),
      files("type=\"filename\" value=\"([^\"]+)\"");
  const auto all = [](const std::string& text, const std::regex& what) {
    std::set<std::string> found;
    for (std::sregex_iterator at(text.begin(), text.end(), what), end; at != end; ++at) found.insert((*at)[1]);
    return found;
  };
  for (const Cloth& cloth : cloths) {
    SCOPED_TRACE(cloth.material);
    const Written set(cloth);
    const std::string text = set.text("mtlx");
    EXPECT_THAT(all(text, names), testing::IsSupersetOf(all(text, uses)));
    EXPECT_GE(all(text, files).size(), 3u);
    for (const std::string& file : all(text, files)) EXPECT_TRUE(set.has(file)) << file;
    EXPECT_EQ(text.find("nan"), std::string::npos);
  }
}

TEST(MaterialFamilies, U3mSaysWhatIsThereAndInRange) {
  for (const Cloth& cloth : cloths) {
    SCOPED_TRACE(cloth.material);
    const Written set(cloth);
    const Json u3m = parse_json(set.text("u3m"), "u3m").value();
    const Json& front = u3m["material"]["front"];
    for (const auto& [name, entry] : front.items()) {
      if (!entry.is_object() || !entry.contains("constant")) continue;
      if (entry["constant"].is_number()) {
        EXPECT_TRUE(std::isfinite(entry["constant"].get<double>())) << name;
        EXPECT_GE(entry["constant"].get<double>(), 0) << name;
      }
      if (!entry["texture"].is_object()) continue;
      EXPECT_TRUE(set.has(entry["texture"]["image"]["path"])) << name;
    }
    const Json& physics = u3m["material"]["physics"];
    EXPECT_GT(physics["thickness"].get<double>(), 0.02);
    EXPECT_LT(physics["thickness"].get<double>(), 40);
    EXPECT_GT(physics["weight"].get<double>(), 5);
    double parts = 0;
    for (const Json& part : physics["composition"]["parts"]) parts += part["ratio"].get<double>();
    EXPECT_NEAR(parts, 1, 1e-9);
  }
}

}  // namespace
}  // namespace atelier
