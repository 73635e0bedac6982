#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/json.h"
#include "base/sha256.h"
#include "fabric/set/files/set_material.h"
#include "fabric/set/files/u3m_words.h"
#include "imaging/color.h"

namespace atelier {
namespace {

constexpr const char* fixed_date = "2026-01-01T00:00:00Z";
constexpr double mm_per_inch = 25.4, specular_full = 0.08;

// A random-looking UUID (version 4, variant 1) that is the same for the same set.
std::string uuid4(std::string_view name) {
  std::string hex = sha256_hex(name).substr(0, 32);
  hex[12] = '4';
  hex[16] = "89ab"[(hex[16] <= '9' ? hex[16] - '0' : hex[16] - 'a' + 10) & 3];
  const auto part = [&](std::size_t at, std::size_t size) { return std::string_view(hex).substr(at, size); };
  return fmt::format("{}-{}-{}-{}-{}", part(0, 8), part(8, 4), part(12, 4), part(16, 4), part(20, 12));
}

Json image_json(const SetMaterial& material, const MaterialMap& map) {
  const double width_mm = material.tile.width_mm, height_mm = material.tile.height_mm;
  return {
      {"path", map.file},
      {"width", width_mm},
      {"height", height_mm},
      {"dpi", {{"x", material.size_px * mm_per_inch / width_mm}, {"y", material.size_px * mm_per_inch / height_mm}}},
      {"repeat", {{"mode", "normal"}, {"rotation", 0}}}};
}

Json constant(double value) {
  return {{"constant", value}, {"texture", nullptr}};
}

// A grey map, or the constant where the set has none.
Json scalar(const SetMaterial& material, std::string_view map_name, double otherwise) {
  const MaterialMap* map = material.find(map_name);
  if (!map) return constant(otherwise);
  return {{"constant", map->mean[0]},
          {"texture", {{"factor", 1}, {"offset", 0}, {"image", image_json(material, *map)}}}};
}

Json rgb(double r, double g, double b) {
  return {{"r", r}, {"g", g}, {"b", b}};
}

Json base_color(const SetMaterial& material) {
  const MaterialMap* map = material.find("diff");
  if (!map) return {{"constant", rgb(1, 1, 1)}, {"texture", nullptr}};
  return {{"constant", rgb(map->mean[0], map->mean[1], map->mean[2])},
          {"texture", {{"mode", "multiply"}, {"factor", rgb(1, 1, 1)}, {"image", image_json(material, *map)}}}};
}

Json normal(const SetMaterial& material, std::string_view map_name) {
  const MaterialMap* map = material.find(map_name);
  Json json = {{"constant", {{"x", 0}, {"y", 0}, {"z", 1}}}, {"texture", nullptr}};
  if (map) json["texture"] = {{"scale", 1}, {"image", image_json(material, *map)}};
  return json;
}

Json preview_json(const MaterialPreview& preview) {
  if (preview.file.empty()) return nullptr;
  return {{"path", preview.file},
          {"width", preview.width_mm},
          {"height", preview.height_mm},
          {"dpi",
           {{"x", preview.width_px * mm_per_inch / preview.width_mm},
            {"y", preview.height_px * mm_per_inch / preview.height_mm}}}};
}

Json front_json(const SetMaterial& material) {
  const FabricSpec& spec = material.spec;
  const MaterialMap* arm = material.find("arm");
  const bool coated = spec.finish.clearcoat > 0;
  return {{"alpha", scalar(material, "opacity", 1)},
          {"anisotropy_value", constant(spec.anisotropy)},
          {"anisotropy_rotation", constant(0)},
          {"basecolor", base_color(material)},
          {"clearcoat_value", constant(spec.finish.clearcoat)},
          {"clearcoat_normal", normal(material, coated ? "" : "nor_gl")},
          {"clearcoat_roughness", constant(coated ? spec.roughness : 0)},
          {"displacement", scalar(material, "disp", 0)},
          {"ior", constant(1.54)},
          {"metalness", constant(arm ? arm->mean[2] : 0)},
          {"normal", normal(material, "nor_gl")},
          {"roughness", scalar(material, "rough", spec.roughness)},
          {"sheen_value", constant(std::min(1.0, spec.sheen))},
          {"sheen_tint", constant(0.65)},
          {"specular_value", constant(std::min(1.0, spec.optics.f0 / specular_full))},
          {"specular_tint", constant(0)},
          {"subsurface_value", constant(0)},
          {"subsurface_radius", constant(0)},
          {"subsurface_color", {{"constant", rgb(1, 1, 1)}, {"texture", nullptr}}},
          {"transmission", scalar(material, "transl", 0)},
          {"shader", "principled"},
          {"preview", preview_json(material.preview)}};
}

// One of the words of the standard, or "other" with ours.
Json word_json(const U3mWord& word) {
  return {{"type", word.type}, {"name", word.name.empty() ? Json() : Json(word.name)}};
}

Json physics_json(const SetMaterial& material) {
  const FabricSpec& spec = material.spec;
  Json parts = Json::array();
  for (const auto& [fibre, share] : spec.composition) {
    Json part = word_json(u3m_fibre(fibre));
    part["ratio"] = share;
    parts.push_back(std::move(part));
  }
  return {{"thickness", material.thickness_mm},
          {"weight", spec.mass_gsm},
          {"composition", parts.empty() ? Json() : Json{{"parts", parts}}},
          {"devices", {{"fab", "null"}}},
          {"material_type", word_json(u3m_material_type(spec))},
          {"construction", word_json(u3m_construction(spec))}};
}

}  // namespace

std::string u3m_file(const SetMaterial& material) {
  const Json json = {{"schema", "1.1"},
                     {"custom", nullptr},
                     {"material",
                      {{"id", uuid4(material.slug)},
                       {"name", material.title},
                       {"description", ""},
                       {"created", fixed_date},
                       {"modified", fixed_date},
                       {"front", front_json(material)},
                       {"back", nullptr},
                       {"side", nullptr},
                       {"physics", physics_json(material)},
                       {"metadata", nullptr}}}};
  return json_text(json, 2) + "\n";
}

}  // namespace atelier
