#include "fabric/fabric_spec.h"

#include <algorithm>
#include <cmath>

#include "fabric/builder.h"
#include "fabric/overlay/overlay_words.h"
#include "fabric/overlay/print_words.h"
#include "fabric/weave/drafts/wif.h"

namespace atelier {

namespace {

Error not_built(std::string_view field, const Names& names, const Phrase& phrase) {
  return fail_named(ErrorKind::unsupported, phrase, field, names)
      .with_hint({"`atelier fabrics list` shows what works", "что умеем — покажет `atelier fabrics list`",
                  "만들 수 있는 것은 `atelier fabrics list`에 나옵니다"});
}

// Why a material has no renderer yet.
Phrase not_built_material(Family family) {
  switch (family) {
    case Family::knit:
      return {"{}: {} is knitted, and knits are not built yet", "{}: {} — трикотаж, а его пока не умеем",
              "{}: {}은(는) 편물이며, 편물은 아직 만들 수 없습니다"};
    case Family::pile:
      return {"{}: {} has a pile, and pile is not built yet", "{}: {} — ворсовое полотно, а ворс пока не умеем",
              "{}: {}은(는) 파일 직물이며, 파일은 아직 만들 수 없습니다"};
    case Family::leather:
      return {"{}: {} is leather, and leather is not built yet", "{}: {} — кожа, а её пока не умеем",
              "{}: {}은(는) 가죽이며, 가죽은 아직 만들 수 없습니다"};
    case Family::sheer:
      return {"{}: {} is openwork, and nets and lace are not built yet",
              "{}: {} — ажурное полотно, а сетку и кружево пока не умеем",
              "{}: {}은(는) 망사류이며, 망사와 레이스는 아직 만들 수 없습니다"};
    default:
      return {"{}: {} is not built yet", "{}: {} — пока не умеем", "{}: {}은(는) 아직 만들 수 없습니다"};
  }
}

constexpr Phrase not_built_other = {"{}: {} is not built yet", "{}: {} — пока не умеем",
                                    "{}: {}은(는) 아직 만들 수 없습니다"};

std::string_view construction_of(const MaterialRow& material) {
  return material.fabric.empty() ? material.id : material.fabric;
}

Result<const FabricBuilder*> builder_for(const FabricWords& words) {
  const FabricBuilder* builder = find_builder(construction_of(*words.material));
  if (!builder) return not_built("material", words.material->names, not_built_material(words.material->family));
  for (const std::string_view finish : words.finishes) {
    const FinishRow& row = *find_finish(finish);
    if (row.kind == FinishKind::not_built) return not_built("finish", row.names, not_built_other);
  }
  return builder;
}

void set_wished_colors(FabricSpec& spec, const FabricWords& words) {
  const ColorWish& first = words.colors.front();
  spec.color_requested = linear_from_rgb(first.rgb);
  spec.color_target = legal_albedo(spec.color_requested, first.fluorescent);
  spec.color_adjusted = spec.color_target != spec.color_requested;
  for (const ColorWish& color : words.colors)
    spec.dyes.push_back(legal_albedo(linear_from_rgb(color.rgb), color.fluorescent));
  spec.optics.wrap = 0.15 + 0.2 * std::min(1.0, std::sqrt(luminance(spec.color_target)));
}

void set_composition(FabricSpec& spec, const FabricWords& words) {
  const double elastane = words.has("stretch") ? 0.03 : 0;
  spec.composition = {{std::string(words.material->fibre), 1 - elastane}};
  if (elastane > 0) spec.composition.emplace_back("Elastane", elastane);
}

std::string color_id(const FabricWords& words) {
  if (words.as_drafted) return "as_drafted";
  std::string id = words.colors.front().id;
  if (words.colors.size() == 2) id += "+" + words.colors[1].id;
  return id;
}

}  // namespace

Result<void> only_one_finish(const FabricWords& words, std::span<const std::string_view> finishes) {
  std::string_view found;
  for (const std::string_view finish : finishes) {
    if (!words.has(finish)) continue;
    if (!found.empty()) {
      const Names& first = find_finish(found)->names;
      const Names& second = find_finish(finish)->names;
      Error error{ErrorKind::invalid_argument, {}, {}};
      error.message.en = fmt::format("finish: {} and {} exclude each other; name one", shown_name(first, Lang::en),
                                     shown_name(second, Lang::en));
      error.message.ru = fmt::format("finish: «{}» и «{}» исключают друг друга; назовите одно",
                                     shown_name(first, Lang::ru), shown_name(second, Lang::ru));
      error.message.ko = fmt::format("finish: {}와(과) {}은(는) 함께 쓸 수 없습니다. 하나만 적으세요",
                                     shown_name(first, Lang::ko), shown_name(second, Lang::ko));
      return error;
    }
    found = finish;
  }
  return ok();
}

Result<void> only_one_color(const FabricWords& words) {
  if (words.colors.size() < 2) return ok();
  return fail_named(
      ErrorKind::invalid_argument,
      {"{}: {} is of one colour; name one, or a print", "{}: «{}» бывает одного цвета; назовите один цвет или принт",
       "{}: {}은(는) 단색입니다. 색을 하나만 적거나 프린트를 고르세요"},
      "color", words.material->names);
}

Result<FabricSpec> resolve_fabric(const TextureRequest& request) {
  TRY(const FabricWords words, read_words(request));
  TRY(const FabricBuilder* builder, builder_for(words));
  FabricSpec spec;
  spec.product = words.product->id;
  spec.material = words.material->label;
  spec.fabric = words.material->id;
  spec.color = color_id(words);
  spec.finishes.assign(words.finishes.begin(), words.finishes.end());
  spec.tile_mm = request.tile_mm.value_or(0);
  spec.size_px = request.size;
  spec.seed = static_cast<std::uint64_t>(request.seed);
  if (words.draft) spec.draft = wif_text(*words.draft);
  if (words.sett) spec.sett = sett_text(*words.sett);
  set_composition(spec, words);
  const FabricWords ground = ground_words(words, request);
  set_wished_colors(spec, ground);
  TRY_VOID(builder->set(spec, ground, construction_of(*words.material)));
  if ((words.sett || words.draft) && spec.structure != "woven") {
    return fail_named(ErrorKind::invalid_argument,
                      {"{}: {} is not woven", "{}: «{}» — не тканое полотно", "{}: {}은(는) 직물이 아닙니다"},
                      words.draft ? "draft" : "sett", words.material->names);
  }
  if (ground.melange() && spec.melange.shares.empty()) {
    return not_built("finish", find_finish("melange")->names, not_built_other);
  }
  TRY_VOID(set_overlays(spec, words, request));
  return spec;
}

}  // namespace atelier
