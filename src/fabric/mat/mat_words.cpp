#include "fabric/mat/mat_words.h"

#include "fabric/mat/mat_table.h"
#include "fabric/pile/pile_words.h"

namespace atelier {

namespace {

// The weave that fibres were raised from; its own hairs are the mat.
void set_ground(FabricSpec& spec, const WovenRow& woven) {
  spec.ends_per_cm = woven.ends_per_cm;
  spec.picks_per_cm = woven.picks_per_cm;
  spec.weave.id = woven.weave;
  spec.weave.a = woven.a;
  spec.weave.b = woven.b;
  spec.warp = warp_yarn(woven);
  spec.weft = weft_yarn(woven);
  spec.warp.hair_per_mm = spec.weft.hair_per_mm = 0;
  spec.finish.brushed = 0;
}

}  // namespace

bool knows_mat(std::string_view construction) {
  return find_mat(construction) != nullptr;
}

Result<void> set_mat(FabricSpec& spec, const FabricWords& words, std::string_view construction) {
  const MatRow& row = *find_mat(construction);
  TRY_VOID(refuse_flat_finishes(words));
  TRY_VOID(only_one_color(words));
  spec.structure = "mat";
  spec.mat = row.mat;
  spec.mat.deep_shade = deep_shade(row.mat.deep_shade, spec.color_target);
  spec.mat.contrast = fibre_contrast(spec.color_target);
  spec.mat.nap.mark_deg *= spec.mat.contrast;
  spec.mat.nap.mark_shade *= spec.mat.contrast;
  if (const WovenRow* woven = find_woven(row.ground)) set_ground(spec, *woven);
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
  spec.target_is_mean = true;
  return ok();
}

}  // namespace atelier
