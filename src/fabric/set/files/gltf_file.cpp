#include <array>
#include <bit>
#include <cstring>
#include <nlohmann/json.hpp>

#include "base/json.h"
#include "base/version.h"
#include "fabric/set/files/set_material.h"

namespace atelier {
namespace {

constexpr double fibre_ior = 1.54, alpha_cutoff = 0.5;
constexpr int linear = 9729, mip_mapped = 9987, repeat = 10497, array_buffer = 34962, element_buffer = 34963;
constexpr int float_component = 5126, short_component = 5123;

std::string base64(std::string_view bytes) {
  constexpr char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    std::uint32_t group = 0;
    const std::size_t count = std::min<std::size_t>(3, bytes.size() - at);
    for (std::size_t i = 0; i < 3; ++i)
      group = group << 8 | (i < count ? static_cast<unsigned char>(bytes[at + i]) : 0);
    for (std::size_t i = 0; i < 4; ++i) text += i <= count ? digits[group >> (18 - 6 * i) & 63] : '=';
  }
  return text;
}

/// Collects textures and gives them numbers.
class Textures {
 public:
  explicit Textures(const SetMaterial& material) : material_(material) {}

  /// {"index": n} of a map; null where the set has none.
  Json reference(std::string_view name) {
    const MaterialMap* map = material_.find(name);
    if (!map) return nullptr;
    for (std::size_t i = 0; i < images_.size(); ++i) {
      if (images_[i]["uri"] == map->file) return {{"index", i}};
    }
    images_.push_back({{"uri", map->file}, {"mimeType", "image/png"}, {"name", map->name}});
    textures_.push_back({{"sampler", 0}, {"source", textures_.size()}, {"name", map->name}});
    return {{"index", images_.size() - 1}};
  }

  const Json& images() const { return images_; }
  const Json& textures() const { return textures_; }

 private:
  const SetMaterial& material_;
  Json images_ = Json::array(), textures_ = Json::array();
};

// What the cloth's fibres do beyond metal and roughness.
Json extensions(const SetMaterial& material, Textures& textures) {
  const FabricSpec& spec = material.spec;
  Json all = {{"KHR_materials_ior", {{"ior", fibre_ior}}}};
  if (const Json sheen = textures.reference("sheen"); !sheen.is_null()) {
    all["KHR_materials_sheen"] = {{"sheenColorFactor", {1, 1, 1}},
                                  {"sheenColorTexture", sheen},
                                  {"sheenRoughnessFactor", 1},
                                  {"sheenRoughnessTexture", sheen}};
  }
  if (spec.anisotropy > 0 && material.find("aniso"))
    all["KHR_materials_anisotropy"] = {{"anisotropyStrength", 1}, {"anisotropyTexture", textures.reference("aniso")}};
  if (spec.finish.clearcoat > 0) {
    all["KHR_materials_clearcoat"] = {{"clearcoatFactor", spec.finish.clearcoat},
                                      {"clearcoatRoughnessFactor", spec.roughness}};
  }
  if (const MaterialMap* transmission = material.find("transl"))
    all["KHR_materials_diffuse_transmission"] = {{"diffuseTransmissionFactor", transmission->mean[0]}};
  return all;
}

Json material_json(const SetMaterial& material, Textures& textures) {
  const bool holes = material.find("diff_alpha") != nullptr;
  Json json = {{"name", material.slug},
               {"pbrMetallicRoughness",
                {{"baseColorTexture", textures.reference(holes ? "diff_alpha" : "diff")},
                 {"metallicRoughnessTexture", textures.reference("arm")},
                 {"metallicFactor", 1},
                 {"roughnessFactor", 1}}},
               {"normalTexture", textures.reference("nor_gl")},
               {"occlusionTexture", textures.reference("arm")},
               {"doubleSided", true}};
  if (holes && material.is_openwork()) {
    json["alphaMode"] = "MASK";
    json["alphaCutoff"] = alpha_cutoff;
  } else if (holes) {
    json["alphaMode"] = "BLEND";
  }
  json["extensions"] = extensions(material, textures);
  json["extras"] = {{"size_mm", {material.tile.width_mm, material.tile.height_mm}},
                    {"height_mm", {material.height_min_mm, material.height_max_mm}}};
  return json;
}

// A rectangle in the XY plane around the origin, seen from +Z, that carries one tile; its buffer views in order are
// positions, normals, tangents, texture coordinates, indices.
struct Plane4 {
  std::string bytes;
  Json views = Json::array(), accessors = Json::array();

  void add(std::span<const float> values, const char* type, int components) {
    add_view(std::as_bytes(values), array_buffer);
    accessors.push_back({{"bufferView", views.size() - 1},
                         {"componentType", float_component},
                         {"count", values.size() / components},
                         {"type", type}});
  }

  void add_view(std::span<const std::byte> data, int target) {
    views.push_back({{"buffer", 0}, {"byteOffset", bytes.size()}, {"byteLength", data.size()}, {"target", target}});
    bytes.append(reinterpret_cast<const char*>(data.data()), data.size());
  }
};

Plane4 plane_mesh(const Tile& tile) {
  static_assert(std::endian::native == std::endian::little, "glTF buffers are little-endian");
  const auto x = static_cast<float>(tile.width_mm / 2000), y = static_cast<float>(tile.height_mm / 2000);
  const std::array<float, 12> positions = {-x, -y, 0, x, -y, 0, x, y, 0, -x, y, 0};
  constexpr std::array<float, 12> normals = {0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 1};
  constexpr std::array<float, 16> tangents = {1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1};
  constexpr std::array<float, 8> places = {0, 1, 1, 1, 1, 0, 0, 0};
  constexpr std::array<std::uint16_t, 6> indices = {0, 1, 2, 0, 2, 3};
  Plane4 mesh;
  mesh.add(positions, "VEC3", 3);
  mesh.accessors[0]["min"] = {-x, -y, 0.0F};
  mesh.accessors[0]["max"] = {x, y, 0.0F};
  mesh.add(normals, "VEC3", 3);
  mesh.add(tangents, "VEC4", 4);
  mesh.add(places, "VEC2", 2);
  mesh.add_view(std::as_bytes(std::span(indices)), element_buffer);
  mesh.accessors.push_back({{"bufferView", mesh.views.size() - 1},
                            {"componentType", short_component},
                            {"count", indices.size()},
                            {"type", "SCALAR"}});
  return mesh;
}

}  // namespace

std::string gltf_file(const SetMaterial& material) {
  Textures textures(material);
  const Json described = material_json(material, textures);
  const Plane4 mesh = plane_mesh(material.tile);
  Json used = Json::array();
  for (const auto& [name, value] : described["extensions"].items()) used.push_back(name);
  const Json attributes = {{"POSITION", 0}, {"NORMAL", 1}, {"TANGENT", 2}, {"TEXCOORD_0", 3}};
  const Json json = {
      {"asset", {{"version", "2.0"}, {"generator", fmt::format("atelier {}", version())}, {"copyright", "CC0-1.0"}}},
      {"extensionsUsed", used},
      {"scene", 0},
      {"scenes", {{{"nodes", {0}}}}},
      {"nodes", {{{"mesh", 0}, {"name", material.title}}}},
      {"meshes", {{{"primitives", {{{"attributes", attributes}, {"indices", 4}, {"material", 0}}}}}}},
      {"materials", {described}},
      {"textures", textures.textures()},
      {"images", textures.images()},
      {"samplers", {{{"magFilter", linear}, {"minFilter", mip_mapped}, {"wrapS", repeat}, {"wrapT", repeat}}}},
      {"accessors", mesh.accessors},
      {"bufferViews", mesh.views},
      {"buffers",
       {{{"byteLength", mesh.bytes.size()}, {"uri", "data:application/octet-stream;base64," + base64(mesh.bytes)}}}}};
  return json_text(json, 2) + "\n";
}

}  // namespace atelier
