#include <fmt/format.h>

#include "base/version.h"
#include "fabric/set/files/set_material.h"

namespace atelier {
namespace {

/// Writes nodes one after the other.
class Document {
 public:
  explicit Document(const SetMaterial& material) : material_(material) {
    text_ = fmt::format(
        "<?xml version=\"1.0\"?>\n<materialx version=\"1.38\" colorspace=\"lin_rec709\">\n"
        "  <!-- {} ({:.2f} x {:.2f} mm a tile), atelier {}, CC0-1.0. One unit of UV is one metre. -->\n",
        material.title, material.tile.width_mm, material.tile.height_mm, version());
  }

  /// An image that repeats at its true size. False where the set has no such map.
  bool image(const char* node, std::string_view map_name, const char* type) {
    const MaterialMap* map = material_.find(map_name);
    if (!map) return false;
    const bool color = map_name == "diff" || map_name == "sheen";
    open(node, "tiledimage", type);
    text_ += fmt::format("    <input name=\"file\" type=\"filename\" value=\"{}\"{} />\n", map->file,
                         color ? " colorspace=\"srgb_texture\"" : "");
    text_ += fmt::format(
        "    <input name=\"realworldimagesize\" type=\"vector2\" value=\"{:.6f}, {:.6f}\" unittype=\"distance\" "
        "unit=\"meter\" />\n    <input name=\"realworldtilesize\" type=\"vector2\" value=\"1, 1\" "
        "unittype=\"distance\" unit=\"meter\" />\n",
        material_.tile.width_mm / 1000, material_.tile.height_mm / 1000);
    close("tiledimage");
    return true;
  }

  /// One channel of an image.
  void channel(const char* node, const char* from, const char* from_type, int index) {
    open(node, "extract", "float");
    input("in", from_type, from);
    value("index", "integer", index);
    close("extract");
  }

  /// `node` = `from` · factor + offset.
  void scaled(const char* node, const char* from, double factor, double offset) {
    const std::string product = fmt::format("{}_scaled", node);
    open(product.c_str(), "multiply", "float");
    input("in1", "float", from);
    value("in2", "float", factor);
    close("multiply");
    open(node, "add", "float");
    input("in1", "float", product.c_str());
    value("in2", "float", offset);
    close("add");
  }

  void open(const char* name, const char* element, const char* type) {
    text_ += fmt::format("  <{} name=\"{}\" type=\"{}\">\n", element, name, type);
  }
  void close(const char* element) { text_ += fmt::format("  </{}>\n", element); }
  void input(const char* name, const char* type, const char* node) {
    text_ += fmt::format("    <input name=\"{}\" type=\"{}\" nodename=\"{}\" />\n", name, type, node);
  }
  void value(const char* name, const char* type, double number) {
    text_ += fmt::format("    <input name=\"{}\" type=\"{}\" value=\"{:g}\" />\n", name, type, number);
  }
  std::string end() && { return std::move(text_) + "</materialx>\n"; }

 private:
  const SetMaterial& material_;
  std::string text_;
};

// The direction of the anisotropy map is turned into an angle.
void anisotropy_nodes(Document& document) {
  document.channel("aniso_r", "aniso_image", "vector3", 0);
  document.channel("aniso_g", "aniso_image", "vector3", 1);
  document.channel("anisotropy_strength", "aniso_image", "vector3", 2);
  document.scaled("aniso_x", "aniso_r", 2, -1);
  document.scaled("aniso_y", "aniso_g", 2, -1);
  document.open("anisotropy_rotation", "atan2", "float");
  document.input("iny", "float", "aniso_y");
  document.input("inx", "float", "aniso_x");
  document.close("atan2");
}

}  // namespace

std::string materialx_file(const SetMaterial& material) {
  const FabricSpec& spec = material.spec;
  Document document(material);
  document.image("base_color_image", "diff", "color3");
  document.image("arm_image", "arm", "vector3");
  document.channel("occlusion", "arm_image", "vector3", 0);
  document.channel("roughness", "arm_image", "vector3", 1);
  document.channel("metallic", "arm_image", "vector3", 2);
  document.image("normal_image", "nor_gl", "vector3");
  document.open("normal", "normalmap", "vector3");
  document.input("in", "vector3", "normal_image");
  document.close("normalmap");
  const bool sheen = document.image("sheen_image", "sheen", "color3");
  const bool opacity = document.image("opacity_image", "opacity", "float");
  const bool anisotropy = spec.anisotropy > 0 && document.image("aniso_image", "aniso", "vector3");
  if (anisotropy) anisotropy_nodes(document);

  document.open("surface", "gltf_pbr", "surfaceshader");
  document.input("base_color", "color3", "base_color_image");
  document.input("metallic", "float", "metallic");
  document.input("roughness", "float", "roughness");
  document.input("occlusion", "float", "occlusion");
  document.input("normal", "vector3", "normal");
  document.value("ior", "float", 1.54);
  if (sheen) {
    document.input("sheen_color", "color3", "sheen_image");
    document.value("sheen_roughness", "float", spec.sheen_roughness);
  }
  if (opacity) {
    document.input("alpha", "float", "opacity_image");
    document.value("alpha_mode", "integer", material.is_openwork() ? 1 : 2);
  }
  if (anisotropy) {
    document.input("anisotropy_strength", "float", "anisotropy_strength");
    document.input("anisotropy_rotation", "float", "anisotropy_rotation");
  }
  if (spec.finish.clearcoat > 0) {
    document.value("clearcoat", "float", spec.finish.clearcoat);
    document.value("clearcoat_roughness", "float", spec.roughness);
  }
  document.close("gltf_pbr");

  document.image("height_image", "disp", "float");
  document.scaled("height_m", "height_image", (material.height_max_mm - material.height_min_mm) / 1000,
                  material.height_min_mm / 1000);
  document.open("relief", "displacement", "displacementshader");
  document.input("displacement", "float", "height_m");
  document.close("displacement");
  document.open(material.slug.c_str(), "surfacematerial", "material");
  document.input("surfaceshader", "surfaceshader", "surface");
  document.input("displacementshader", "displacementshader", "relief");
  document.close("surfacematerial");
  return std::move(document).end();
}

}  // namespace atelier
