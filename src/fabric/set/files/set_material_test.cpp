#include "fabric/set/files/set_material.h"

#include <gmock/gmock.h>

#include <cctype>
#include <cmath>
#include <nlohmann/json.hpp>

#include "base/json.h"
#include "fabric/set/files/u3m_words.h"
#include "fabric/test_specs.h"

namespace atelier {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

const Tile tile{.width_mm = 36, .height_mm = 36};

SetMaterial material_of(const FabricSpec& spec, bool holes = false) {
  SetMaterial material{spec, tile, "poplin_plain_white_012345", "cotton poplin, white"};
  material.size_px = 1024;
  material.height_min_mm = -0.1;
  material.height_max_mm = 0.3;
  material.thickness_mm = 0.4;
  material.maps = {{"diff", "x_diff_1k.png", 3, {0.9, 0.8, 0.7, 0}},
                   {"nor_gl", "x_nor_gl_1k.png", 3, {}},
                   {"arm", "x_arm_1k.png", 3, {0.9, 0.7, 0, 0}},
                   {"disp", "x_disp_1k.png", 1, {0.25}},
                   {"rough", "x_rough_1k.png", 1, {0.7}},
                   {"sheen", "x_sheen_1k.png", 4, {}},
                   {"aniso", "x_aniso_1k.png", 3, {}},
                   {"transl", "x_transl_1k.png", 1, {0.2}}};
  if (holes) {
    material.maps.push_back({"opacity", "x_opacity_1k.png", 1, {0.6}});
    material.maps.push_back({"diff_alpha", "x_diff_alpha_1k.png", 4, {}});
  }
  material.preview = {"x_preview.jpg", 108, 108, 1152, 1152};
  return material;
}

Json parsed(const std::string& text) {
  return parse_json(text, "test").value();
}

std::string uri_of(const Json& gltf, const Json& reference) {
  const int source = gltf["textures"][reference["index"].get<int>()]["source"];
  return gltf["images"][source]["uri"];
}

TEST(GltfFile, EveryMapIsWhereTheStandardLooksForIt) {
  const FabricSpec spec = test_specs::poplin();
  const Json gltf = parsed(gltf_file(material_of(spec)));
  const Json& material = gltf["materials"][0];
  const Json& pbr = material["pbrMetallicRoughness"];
  EXPECT_EQ(uri_of(gltf, pbr["baseColorTexture"]), "x_diff_1k.png");
  EXPECT_EQ(uri_of(gltf, pbr["metallicRoughnessTexture"]), "x_arm_1k.png");
  EXPECT_EQ(uri_of(gltf, material["occlusionTexture"]), "x_arm_1k.png");
  EXPECT_EQ(uri_of(gltf, material["normalTexture"]), "x_nor_gl_1k.png");
  const Json& sheen = material["extensions"]["KHR_materials_sheen"];
  EXPECT_EQ(uri_of(gltf, sheen["sheenColorTexture"]), "x_sheen_1k.png");
  EXPECT_EQ(sheen["sheenColorTexture"], sheen["sheenRoughnessTexture"]);
  EXPECT_FALSE(material.contains("alphaMode"));
  for (const auto& [name, value] : material["extensions"].items())
    EXPECT_THAT(gltf["extensionsUsed"].get<std::vector<std::string>>(), testing::Contains(name));
}

TEST(GltfFile, ThePlaneHasTheTrueSizeInMetres) {
  const FabricSpec spec = test_specs::poplin();
  const Json gltf = parsed(gltf_file(material_of(spec)));
  const Json &low = gltf["accessors"][0]["min"], &high = gltf["accessors"][0]["max"];
  EXPECT_NEAR(high[0].get<double>() - low[0].get<double>(), 0.036, 1e-7);
  EXPECT_NEAR(high[1].get<double>() - low[1].get<double>(), 0.036, 1e-7);
}

TEST(GltfFile, HolesAreCutInNetsAndBlendInSheerCloth) {
  FabricSpec spec = test_specs::poplin();
  const Json sheer = parsed(gltf_file(material_of(spec, true)));
  EXPECT_EQ(sheer["materials"][0]["alphaMode"], "BLEND");
  EXPECT_EQ(uri_of(sheer, sheer["materials"][0]["pbrMetallicRoughness"]["baseColorTexture"]), "x_diff_alpha_1k.png");
  spec.structure = "net";
  EXPECT_EQ(parsed(gltf_file(material_of(spec, true)))["materials"][0]["alphaMode"], "MASK");
}

TEST(MaterialXFile, ImagesKeepTheirSizeAndOnlyColourHasAColourSpace) {
  const FabricSpec spec = test_specs::poplin();
  const std::string text = materialx_file(material_of(spec));
  EXPECT_THAT(text, HasSubstr("realworldimagesize\" type=\"vector2\" value=\"0.036000, 0.036000\""));
  EXPECT_THAT(text, HasSubstr("x_diff_1k.png\" colorspace=\"srgb_texture\""));
  EXPECT_THAT(text, HasSubstr("x_nor_gl_1k.png\" />"));
  EXPECT_THAT(text, HasSubstr("x_arm_1k.png\" />"));
  EXPECT_THAT(text, Not(HasSubstr("clearcoat")));
  // 0.4 mm from the lowest to the highest sample, in metres.
  EXPECT_THAT(text, HasSubstr("value=\"0.0004\""));
  EXPECT_THAT(text, HasSubstr("value=\"-0.0001\""));
}

TEST(U3mFile, EveryEntryIsThereAndConstantsAreTheMeansOfTheirTextures) {
  const FabricSpec spec = test_specs::poplin();
  const Json file = parsed(u3m_file(material_of(spec)));
  EXPECT_EQ(file["schema"], "1.1");
  const Json& front = file["material"]["front"];
  for (const char* name : {"alpha",
                           "anisotropy_value",
                           "anisotropy_rotation",
                           "basecolor",
                           "clearcoat_value",
                           "clearcoat_normal",
                           "clearcoat_roughness",
                           "displacement",
                           "ior",
                           "metalness",
                           "normal",
                           "roughness",
                           "sheen_value",
                           "sheen_tint",
                           "specular_value",
                           "specular_tint",
                           "subsurface_value",
                           "subsurface_radius",
                           "subsurface_color",
                           "transmission",
                           "shader",
                           "preview"}) {
    EXPECT_TRUE(front.contains(name)) << name;
  }
  EXPECT_EQ(front.size(), 22u);
  EXPECT_DOUBLE_EQ(front["basecolor"]["constant"]["g"].get<double>(), 0.8);
  EXPECT_DOUBLE_EQ(front["roughness"]["constant"].get<double>(), 0.7);
  const Json& image = front["basecolor"]["texture"]["image"];
  EXPECT_EQ(image["path"], "x_diff_1k.png");
  EXPECT_NEAR(image["dpi"]["x"].get<double>() / 25.4 * image["width"].get<double>(), 1024, 1e-6);
  const Json& preview = front["preview"];
  EXPECT_NEAR(preview["dpi"]["x"].get<double>() / 25.4 * preview["width"].get<double>(), 1152, 1e-6);
}

TEST(U3mFile, TheIdIsAUuid4ThatStaysTheSame) {
  const FabricSpec spec = test_specs::poplin();
  const std::string id = parsed(u3m_file(material_of(spec)))["material"]["id"];
  ASSERT_EQ(id.size(), 36u);
  for (std::size_t at = 0; at < id.size(); ++at) {
    const bool dash = at == 8 || at == 13 || at == 18 || at == 23;
    EXPECT_TRUE(dash ? id[at] == '-' : std::isxdigit(static_cast<unsigned char>(id[at]))) << id;
  }
  EXPECT_EQ(id[14], '4') << id;
  EXPECT_NE(std::string_view("89ab").find(id[19]), std::string_view::npos) << id;
  EXPECT_EQ(parsed(u3m_file(material_of(spec)))["material"]["id"], id);
}

TEST(U3mFile, PhysicsAreInTheWordsOfTheStandard) {
  FabricSpec spec = test_specs::poplin();
  spec.fabric = "F02";
  spec.composition = {{"Viscose", 0.6}, {"Moonlight", 0.4}};
  const Json file = parsed(u3m_file(material_of(spec)));
  const Json& physics = file["material"]["physics"];
  EXPECT_DOUBLE_EQ(physics["weight"].get<double>(), spec.mass_gsm);
  EXPECT_EQ(physics["material_type"]["type"], "Woven");
  EXPECT_EQ(physics["construction"]["type"], "Poplin");
  const Json& parts = physics["composition"]["parts"];
  EXPECT_EQ(parts[0]["type"], "Rayon");
  EXPECT_TRUE(parts[0]["name"].is_null());
  EXPECT_EQ(parts[1]["type"], "other");
  EXPECT_EQ(parts[1]["name"], "Moonlight");
}

TEST(U3mFile, TwillsAreNamedByTheirHand) {
  FabricSpec spec = test_specs::denim();
  spec.fabric = "F10";
  EXPECT_EQ(u3m_construction(spec).type, "Twill - right hand (Z)");
  spec.weave.step = -1;
  EXPECT_EQ(u3m_construction(spec).type, "Twill - left hand (S)");
}

}  // namespace
}  // namespace atelier
