#include "fabric/set/fabric_manifest.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "base/version.h"
#include "fabric/maps/maps_layers.h"
#include "fabric/set/fabric_engine.h"
#include "fabric/weave/drafts/weave.h"
#include "fabric/weave/drafts/wif.h"
#include "fabric/words/canonical.h"
#include "imaging/color.h"

namespace atelier {

namespace {

/// Manifests are read by people too: six decimals say all that is known.
double rounded(double value) {
  return std::floor(value * 1e6 + 0.5) / 1e6;
}

Json yarn_json(const YarnSpec& yarn) {
  return {{"tex", rounded(yarn.tex)},
          {"diameter_mm", rounded(yarn.diameter_mm)},
          {"twist_deg", rounded(yarn.twist_deg)},
          {"mass_cv_percent", rounded(yarn.mass_cv_percent)}};
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
          {"deltaE00", rounded(delta_e)},
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
  }
  return json;
}

Json materials_json(const std::vector<MaterialFile>& files) {
  Json json = Json::object();
  for (const MaterialFile& file : files) json[file.format] = {{"file", file.file}, {"sha256", file.sha256}};
  return json;
}

/// How far the tile's counts per cm are from the wished ones.
double count_error(double across, double wish_across, double along, double wish_along) {
  return rounded(std::max(std::abs(across / wish_across - 1), std::abs(along / wish_along - 1)));
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
                 {"seam_rank", rounded(facts.seams.rank)},
                 {"seam_ratio", rounded(facts.seams.ratio)}};
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
  for (const auto& [fibre, share] : spec.composition) json[fibre] = rounded(share);
  return json;
}

void add_scale(const FabricSpec& spec, const ManifestFacts& facts, Json& json) {
  const Tile& tile = facts.tile;
  const double span = facts.height_max_mm - facts.height_min_mm;
  json["size_px"] = {spec.size_px, spec.size_px};
  json["size_mm"] = {rounded(tile.width_mm), rounded(tile.height_mm)};
  json["dimensions"] = json["size_mm"];
  json["mm_per_px"] = {rounded(tile.width_mm / spec.size_px), rounded(tile.height_mm / spec.size_px)};
  json["height_mm"] = {{"min", rounded(facts.height_min_mm)},
                       {"max", rounded(facts.height_max_mm)},
                       {"mid", span > 0 ? rounded(-facts.height_min_mm / span) : 0.0}};
}

/// What the structure repeats, and of which yarns.
void add_construction(const FabricSpec& spec, const Tile& tile, Json& json) {
  if (spec.structure == "woven") {
    json["ends_per_cm"] = rounded(tile.ends_per_cm);
    json["picks_per_cm"] = rounded(tile.picks_per_cm);
    json["ends"] = tile.ends;
    json["picks"] = tile.picks;
    json["weave"] = weave_json(spec);
    json["yarn"] = {{"warp", yarn_json(spec.warp)}, {"weft", yarn_json(spec.weft)}};
  } else if (spec.structure == "knit") {
    json["wales_per_cm"] = rounded(wales_per_cm(tile));
    json["courses_per_cm"] = rounded(courses_per_cm(tile));
    json["wales"] = tile.wales;
    json["courses"] = tile.courses;
    json["loop_mm"] = rounded(spec.knit.loop_mm);
    json["knit"] = spec.knit.chart;
    json["yarn"] = yarn_json(spec.warp);
  }
}

}  // namespace

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
  json["canonical"] = request_to_json(canonical_request(spec));
  add_scale(spec, facts, json);
  add_construction(spec, facts.tile, json);
  json["mass_gsm"] = rounded(spec.mass_gsm);
  json["thickness_mm"] = rounded(facts.height_max_mm - facts.height_min_mm);
  json["composition"] = composition_json(spec);
  json["appearance"] = {{"roughness", rounded(spec.roughness)},
                        {"sheen", rounded(spec.sheen)},
                        {"sheen_roughness", rounded(spec.sheen_roughness)},
                        {"anisotropy", rounded(spec.anisotropy)},
                        {"clearcoat", rounded(spec.finish.clearcoat)}};
  json["maps"] = files_json(facts.maps);
  json["pictures"] = files_json(facts.pictures);
  json["materials"] = materials_json(facts.materials);
  json["normal_convention"] = "OpenGL (+Y up)";
  json["id_map"] = {
      {"part_step", id_part_step},
      {"parts", {"ground", "warp", "weft", "stitch", "hole", "loop", "pile", "fibre", "grain", "film", "cord"}},
      {"rest", "dye"}};
  json["stochastic"] = false;
  json["licence"] = "CC0-1.0";
  json["checks"] = checks_json(spec, facts);
  return json;
}

}  // namespace atelier
