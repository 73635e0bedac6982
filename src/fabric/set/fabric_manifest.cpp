#include "fabric/set/fabric_manifest.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "base/version.h"
#include "fabric/maps/id_map.h"
#include "fabric/set/fabric_engine.h"
#include "fabric/set/thickness.h"
#include "fabric/weave/drafts/weave.h"
#include "fabric/weave/drafts/wif.h"
#include "fabric/words/canonical.h"
#include "imaging/color.h"

namespace atelier {

namespace {

Json yarn_json(const YarnSpec& yarn) {
  return {{"tex", manifest_number(yarn.tex)},
          {"diameter_mm", manifest_number(yarn.diameter_mm)},
          {"twist_deg", manifest_number(yarn.twist_deg)},
          {"mass_cv_percent", manifest_number(yarn.mass_cv_percent)}};
}

Json weave_json(const FabricSpec& spec) {
  Json json = {{"id", spec.weave.id}};
  const Result<WeaveMatrix> matrix = make_weave(spec.weave);
  if (!matrix.ok()) return json;
  Json rows = Json::array();
  for (int pick = 0; pick < matrix->picks(); ++pick) {
    std::string row;
    for (int end = 0; end < matrix->ends(); ++end) row += matrix->warp_up(pick, end) ? '1' : '0';
    rows.push_back(row);
  }
  json["matrix"] = rows;
  if (const Result<Draft> draft = draft_of(spec); draft.ok()) json["wif"] = wif_text(*draft);
  return json;
}

Json color_json(const FabricSpec& spec, double delta_e) {
  Json dyes = Json::array();
  for (const LinearRgb& dye : spec.dyes) dyes.push_back(to_hex(dye));
  return {{"id", spec.color},
          {"requested", to_hex(spec.color_requested)},
          {"srgb", to_hex(spec.color_target)},
          {"adjusted", spec.color_adjusted},
          {"deltaE00", manifest_number(delta_e)},
          {"dyes", dyes}};
}

Json files_json(const std::vector<ManifestFile>& files) {
  Json json = Json::object();
  for (const ManifestFile& file : files) {
    json[file.name] = {{"file", file.file},
                       {"sha256", file.sha256},
                       {"space", file.space},
                       {"bits", file.bits},
                       {"channels", file.channels}};
    const auto known = file.mean.begin() + file.channels;
    if (std::any_of(file.mean.begin(), known, [](double mean) { return mean > 0; }))
      json[file.name]["mean"] = std::vector<double>(file.mean.begin(), known);
  }
  return json;
}

Json materials_json(const std::vector<MaterialFile>& files) {
  Json json = Json::object();
  for (const MaterialFile& file : files) json[file.format] = {{"file", file.file}, {"sha256", file.sha256}};
  return json;
}

/// What the colours of the id map's palette mean.
Json id_map_json(const std::vector<std::uint8_t>& values) {
  Json entries = Json::array();
  for (const std::uint8_t value : values) {
    const IdEntry entry = id_entry(value);
    entries.push_back({{"index", value},
                       {"color", fmt::format("#{:06x}", entry.rgb)},
                       {"part", std::string(entry.part)},
                       {"dye", entry.dye}});
  }
  return {{"part_step", id_part_step}, {"entries", entries}};
}

/// How far the tile's counts per cm are from the wished ones.
double count_error(double across, double wish_across, double along, double wish_along) {
  return manifest_number(std::max(std::abs(across / wish_across - 1), std::abs(along / wish_along - 1)));
}

double wales_per_cm(const Tile& tile) {
  return 10 * tile.wales / tile.width_mm;
}
double courses_per_cm(const Tile& tile) {
  return 10 * tile.courses / tile.height_mm;
}

Json checks_json(const FabricSpec& spec, const ManifestFacts& facts) {
  const Tile& tile = facts.tile;
  Json checks = {{"seamless", facts.seams.seamless},
                 {"seam_rank", manifest_number(facts.seams.rank)},
                 {"seam_ratio", manifest_number(facts.seams.ratio)}};
  if (spec.structure == "woven") {
    checks["thread_count_error"] =
        count_error(tile.ends_per_cm, spec.ends_per_cm, tile.picks_per_cm, spec.picks_per_cm);
  } else if (spec.structure == "knit") {
    checks["stitch_count_error"] =
        count_error(wales_per_cm(tile), spec.knit.wales_per_cm, courses_per_cm(tile), spec.knit.courses_per_cm);
  }
  return checks;
}

Json composition_json(const FabricSpec& spec) {
  Json json = Json::object();
  for (const auto& [fibre, share] : spec.composition) json[fibre] = manifest_number(share);
  return json;
}

void add_scale(const FabricSpec& spec, const ManifestFacts& facts, Json& json) {
  const Tile& tile = facts.tile;
  const double span = facts.height_max_mm - facts.height_min_mm;
  json["size_px"] = {spec.size_px, spec.size_px};
  json["size_mm"] = {manifest_number(tile.width_mm), manifest_number(tile.height_mm)};
  json["dimensions"] = json["size_mm"];
  json["mm_per_px"] = {manifest_number(tile.width_mm / spec.size_px), manifest_number(tile.height_mm / spec.size_px)};
  json["height_mm"] = {{"min", manifest_number(facts.height_min_mm)},
                       {"max", manifest_number(facts.height_max_mm)},
                       {"mid", span > 0 ? manifest_number(-facts.height_min_mm / span) : 0.0}};
}

/// What the structure repeats, and of which yarns.
void add_construction(const FabricSpec& spec, const Tile& tile, Json& json) {
  if (spec.structure == "woven") {
    json["ends_per_cm"] = manifest_number(tile.ends_per_cm);
    json["picks_per_cm"] = manifest_number(tile.picks_per_cm);
    json["ends"] = tile.ends;
    json["picks"] = tile.picks;
    json["weave"] = weave_json(spec);
    json["yarn"] = {{"warp", yarn_json(spec.warp)}, {"weft", yarn_json(spec.weft)}};
  } else if (spec.structure == "knit") {
    json["wales_per_cm"] = manifest_number(wales_per_cm(tile));
    json["courses_per_cm"] = manifest_number(courses_per_cm(tile));
    json["wales"] = tile.wales;
    json["courses"] = tile.courses;
    json["loop_mm"] = manifest_number(spec.knit.loop_mm);
    json["knit"] = spec.knit.chart;
    json["yarn"] = yarn_json(spec.warp);
  }
}

ManifestFile file_of_json(const std::string& name, const Json& json) {
  ManifestFile file{name, json.at("file"), json.at("sha256"), json.at("space"), json.at("bits"), json.at("channels")};
  const Json means = json.value("mean", Json::array());
  for (std::size_t i = 0; i < std::min(means.size(), file.mean.size()); ++i) file.mean[i] = means.at(i);
  return file;
}

}  // namespace

double manifest_number(double value) {
  return std::floor(value * 1e6 + 0.5) / 1e6;
}

Result<ManifestFacts> facts_of_manifest(const Json& manifest) {
  try {
    ManifestFacts facts;
    facts.height_min_mm = manifest.at("height_mm").at("min");
    facts.height_max_mm = manifest.at("height_mm").at("max");
    const Json& checks = manifest.at("checks");
    facts.seams = {checks.at("seam_rank"), checks.at("seam_ratio"), checks.at("seamless")};
    for (const auto& [name, file] : manifest.at("maps").items()) {
      facts.maps.push_back(file_of_json(name, file));
      if (name != "id") continue;
      for (const Json& entry : manifest.at("id_map").at("entries")) facts.maps.back().ids.push_back(entry.at("index"));
    }
    return facts;
  } catch (const Json::exception&) {
    return fail(ErrorKind::invalid_argument,
                {"manifest.json does not say what a set has", "manifest.json не описывает набор",
                 "manifest.json에 세트 내용이 없습니다"});
  }
}

Json manifest_request(const TextureRequest& words, Lang lang) {
  Json request = request_to_json(words);
  request["language"] = std::string(lang_name(lang));
  return request;
}

Json fabric_manifest(const FabricSpec& spec, const TextureRequest& words, Lang lang, const ManifestFacts& facts) {
  Json json = Json::object();
  json["generator"] = "atelier";
  json["version"] = std::string(version());
  json["engine"] = std::string(engine_of(spec.structure).id);
  json["param_table_version"] = 1;
  json["seed"] = spec.seed;
  json["request"] = manifest_request(words, lang);
  json["product"] = spec.product;
  json["material"] = spec.material;
  json["fabric"] = spec.fabric;
  json["finishes"] = spec.finishes;
  json["color"] = color_json(spec, facts.color_delta_e);
  if (!facts.shade_of.empty()) json["shade_of"] = facts.shade_of;
  json["canonical"] = request_to_json(canonical_request(spec));
  add_scale(spec, facts, json);
  add_construction(spec, facts.tile, json);
  json["mass_gsm"] = manifest_number(spec.mass_gsm);
  json["thickness_mm"] = manifest_number(cloth_thickness_mm(spec, facts.height_max_mm - facts.height_min_mm));
  json["composition"] = composition_json(spec);
  json["appearance"] = {{"roughness", manifest_number(spec.roughness)},
                        {"sheen", manifest_number(spec.sheen)},
                        {"sheen_roughness", manifest_number(spec.sheen_roughness)},
                        {"anisotropy", manifest_number(spec.anisotropy)},
                        {"clearcoat", manifest_number(spec.finish.clearcoat)}};
  json["slug"] = fabric_slug(spec);
  json["names"] = facts.names;
  json["maps"] = files_json(facts.maps);
  json["pictures"] = files_json(facts.pictures);
  json["materials"] = materials_json(facts.materials);
  json["normal_convention"] = "OpenGL (+Y up)";
  for (const ManifestFile& map : facts.maps) {
    if (!map.ids.empty()) json["id_map"] = id_map_json(map.ids);
  }
  json["stochastic"] = false;
  json["licence"] = "CC0-1.0";
  json["checks"] = checks_json(spec, facts);
  return json;
}

}  // namespace atelier
