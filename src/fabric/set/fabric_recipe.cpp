#include "fabric/set/fabric_recipe.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/version.h"
#include "fabric/set/fabric_engine.h"
#include "fabric/words/canonical.h"

namespace atelier {

namespace {

constexpr int recipe_format = 1;
constexpr std::size_t recipe_draft_bytes_max = 16384;  // a JPEG segment holds 64 KiB; the manifest has it all

Error not_a_recipe() {
  return fail(ErrorKind::invalid_argument, {"recipe: this is not the recipe of a fabric", "recipe: это не рецепт ткани",
                                            "recipe: 천의 레시피가 아닙니다"});
}

bool is_engine(const Json& name) {
  const auto engines = fabric_engines();
  return std::any_of(engines.begin(), engines.end(), [&](const FabricEngine& row) { return name == row.id; });
}

}  // namespace

Json fabric_recipe(const FabricSpec& spec, std::string_view map) {
  Json recipe = Json::object();
  recipe["kind"] = "texture";
  recipe["format"] = recipe_format;
  recipe["engine"] = std::string(engine_of(spec.structure).id);
  recipe["version"] = std::string(version());
  recipe["map"] = std::string(map);
  if (spec.draft.size() <= recipe_draft_bytes_max) recipe["params"] = request_to_json(canonical_request(spec));
  return recipe;
}

Result<TextureRequest> request_of_recipe(const Json& recipe) {
  if (!recipe.is_object() || !is_engine(recipe.value("engine", Json()))) return not_a_recipe();
  if (!recipe.contains("params")) {
    return not_a_recipe().with_hint(
        {"it was written with --recipe minimal, or the draft is long: the request is in the manifest",
         "он записан с --recipe minimal или заправка длинная: запрос — в манифесте",
         "--recipe minimal로 기록되었거나 설계가 깁니다. 요청은 manifest.json에 있습니다"});
  }
  const Json format = recipe.value("format", Json());
  if (!format.is_number_integer() || format > recipe_format) {
    return fail(ErrorKind::unsupported,
                {"recipe: it was written by a newer atelier", "recipe: записан более новой версией atelier",
                 "recipe: 더 새로운 atelier가 기록했습니다"});
  }
  return request_from_json<TextureRequest>(recipe["params"]);
}

}  // namespace atelier
