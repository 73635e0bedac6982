#include "fabric/pile/pile_words.h"

#include "fabric/pile/pile_table.h"

namespace atelier {

namespace {

// The ground between the wales of corduroy: a tight weave of single yarns.
void set_ground(FabricSpec& spec) {
  spec.ends_per_cm = 24;
  spec.picks_per_cm = 30;
  spec.weave = {.id = "plain"};
  YarnSpec yarn;
  yarn.tex = 29.5;
  yarn.diameter_mm = 0.2;
  yarn.hair_per_mm = 0;
  yarn.color_sigma_l = 0.6;
  spec.warp = spec.weft = yarn;
}

Result<void> check_finishes(const FabricWords& words) {
  for (const std::string_view finish : words.finishes) {
    const FinishRow& row = *find_finish(finish);
    const bool woven_in = finish == "ripstop" || finish == "houndstooth" || finish == "herringbone" ||
                          finish == "gingham" || finish == "check" || finish == "stripe";
    const bool presses = finish == "calender" || finish == "cire" || finish == "coat_pu";
    if (!woven_in && !presses) continue;
    return fail(ErrorKind::unsupported,
                {"finish: {} is not made on {}: its fibres stand up", "finish: «{}» не делают на ткани с ворсом: {}",
                 "finish: {}은(는) 파일이 선 {}에는 하지 않습니다"},
                shown_name(row.names, Lang::en), shown_name(words.material->names, Lang::en));
  }
  return ok();
}

}  // namespace

bool knows_pile(std::string_view construction) {
  return find_pile(construction) != nullptr;
}

Result<void> set_pile(FabricSpec& spec, const FabricWords& words, std::string_view construction) {
  const PileRow& row = *find_pile(construction);
  TRY_VOID(check_finishes(words));
  spec.structure = "pile";
  spec.pile = row.pile;
  set_ground(spec);
  const double wrap = spec.optics.wrap;  // of the colour
  spec.optics = yarn_row(row.fibre).optics;
  spec.optics.wrap = wrap;
  spec.roughness = row.roughness;
  spec.sheen = row.sheen;
  spec.sheen_roughness = row.sheen_roughness;
  spec.anisotropy = row.anisotropy;
  spec.mass_gsm = areal_mass(row);
  spec.mass_gsm_min = row.mass_min;
  spec.mass_gsm_max = row.mass_max;
  spec.target_is_mean = spec.dyes.size() == 1;
  return ok();
}

}  // namespace atelier
