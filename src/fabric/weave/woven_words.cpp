#include "fabric/weave/woven_words.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "fabric/weave/woven_draft.h"
#include "fabric/weave/woven_patterns.h"
#include "fabric/weave/yarn_effects.h"
#include "fabric/words/fabrics_table.h"

namespace atelier {

namespace {

void for_both(FabricSpec& spec, const auto& change) {
  change(spec.warp);
  change(spec.weft);
}

void press(FabricSpec& spec, const WovenRow& woven, const FabricWords& words) {
  FinishSpec& finish = spec.finish;
  const bool pressed = woven.calender > 0;
  if (!words.has("calender") && !words.has("cire")) return;
  if (!pressed) {
    for_both(spec, [](YarnSpec& yarn) {
      yarn.flattening = std::min(5.0, yarn.flattening * 1.6);
      yarn.superellipse = std::max(2.8, yarn.superellipse);
    });
    finish.roughness_shift -= 0.18;
  }
  finish.calender = std::max(finish.calender, 0.6);
  spec.optics.lobe_width_deg *= 0.85;
  if (words.has("cire")) {
    finish.calender = 0.9;
    finish.roughness_shift = 0.19 - spec.roughness;
    finish.clearcoat = std::max(finish.clearcoat, 0.2);
  }
}

void brush(FabricSpec& spec) {
  for_both(spec, [](YarnSpec& yarn) {
    yarn.hair_mm = yarn.hair_per_mm > 0 ? std::clamp(yarn.hair_mm * 1.8, 0.2, 1.2) : 0.4;
    yarn.hair_per_mm = std::min(14.0, std::max(2.0, yarn.hair_per_mm * 4));
  });
  spec.finish.brushed = std::max(spec.finish.brushed, 0.6);
  spec.sheen = std::min(0.9, spec.sheen * 1.7);
}

// Sanding cuts the fibres of the surface: a bloom so short that the weave stays plain to see.
void sand(FabricSpec& spec) {
  for_both(spec, [](YarnSpec& yarn) {
    yarn.hair_mm = std::max(0.25, 0.5 * yarn.hair_mm);
    yarn.hair_per_mm = std::clamp(yarn.hair_per_mm * 4, 7.0, 14.0);
  });
  spec.finish.brushed = std::max(spec.finish.brushed, 0.25);
  spec.sheen = std::min(0.9, spec.sheen * 1.5);
  spec.finish.roughness_shift += 0.08;
}

void set_finishes(FabricSpec& spec, const WovenRow& woven, const FabricWords& words) {
  FinishSpec& finish = spec.finish;
  finish.calender = woven.calender;
  finish.brushed = woven.brushed;
  press(spec, woven, words);
  if (words.has("brushed")) brush(spec);
  if (words.has("peach")) sand(spec);
  if (words.has("stonewash")) {
    finish.stonewash = 0.45;
    const bool ring_dyed = woven.dyed == YarnDyed::ecru_weft && spec.target_is_mean && spec.dyes.size() == 2;
    if (ring_dyed && spec.melange.shares.empty()) finish.core_dye = 1;
    for_both(spec, [](YarnSpec& yarn) { yarn.hair_per_mm *= 1.5; });
  }
  if (words.has("mercerised")) {
    for_both(spec, [](YarnSpec& yarn) { yarn.hair_per_mm *= 0.2; });
    spec.optics.specular_weight *= 1.4;
    finish.roughness_shift -= 0.08;
  }
  if (words.has("coat_pu")) {
    finish.coat_um = 20;
    finish.clearcoat = std::max(finish.clearcoat, 0.3);
    finish.roughness_shift -= 0.10;
  }
  if (words.has("dwr")) finish.roughness_shift -= 0.03;
  spec.roughness = std::clamp(spec.roughness + finish.roughness_shift, 0.05, 1.0);
}

void set_cloth(FabricSpec& spec, const WovenRow& woven, const MaterialRow& material) {
  spec.ends_per_cm = woven.ends_per_cm;
  spec.picks_per_cm = woven.picks_per_cm;
  spec.warp = warp_yarn(woven);
  spec.weft = weft_yarn(woven);
  const double wrap = spec.optics.wrap;  // of the colour
  spec.optics = yarn_row(woven.warp).optics;
  spec.optics.wrap = wrap;
  spec.roughness = std::clamp(woven.roughness + material.roughness_shift, 0.05, 1.0);
  spec.sheen = woven.sheen;
  spec.sheen_roughness = woven.sheen_roughness;
  spec.anisotropy = woven.anisotropy;
  spec.mass_gsm_min = woven.mass_min;
  spec.mass_gsm_max = woven.mass_max;
}

// Areal mass as it is woven now; within the trade range of the row, where it is woven as the row says.
void set_mass(FabricSpec& spec, const WovenRow& woven) {
  const auto of = [](double per_cm, const YarnSpec& yarn) {
    return per_cm * yarn.tex * (1 + yarn.crimp_percent / 100);
  };
  spec.mass_gsm = 0.1 * (of(spec.ends_per_cm, spec.warp) + of(spec.picks_per_cm, spec.weft)) * woven.process;
  if (spec.draft.empty()) return;
  spec.mass_gsm_min = std::min(woven.mass_min, spec.mass_gsm);
  spec.mass_gsm_max = std::max(woven.mass_max, spec.mass_gsm);
}

}  // namespace

bool knows_woven(std::string_view construction) {
  const WovenRow* woven = find_woven(construction);
  return woven && woven->built;
}

Result<void> set_woven(FabricSpec& spec, const FabricWords& words, std::string_view construction) {
  const WovenRow* woven = find_woven(construction);
  TRY_VOID(check_patterns(words, *woven));
  spec.structure = "woven";
  set_cloth(spec, *woven, *words.material);
  set_woven_weave(spec, *woven, words);
  if (words.draft) {
    TRY_VOID(set_drafted_weave(spec, *words.draft));
  }
  set_mass(spec, *woven);
  TRY_VOID(set_woven_colors(spec, *woven, words));
  const bool several = spec.dyes.size() > 1;
  if (words.has("metallic")) set_metal(spec, words);
  if (words.has("donegal")) set_neps(spec, several);
  set_finishes(spec, *woven, words);
  return ok();
}

}  // namespace atelier
