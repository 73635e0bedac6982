#include "fabric/pile/pile_words.h"

#include <algorithm>
#include <array>

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

}  // namespace

double deep_shade(double of_dark, const LinearRgb& color) {
  return 1 - (1 - of_dark) * (1 - 0.85 * std::min(1.0, static_cast<double>(luminance(color))));
}

double fibre_contrast(const LinearRgb& color) {
  return 1 - 0.65 * std::min(1.0, static_cast<double>(luminance(color)));
}

Result<void> refuse_flat_finishes(const FabricWords& words) {
  constexpr std::array<std::string_view, 10> flat = {"ripstop", "houndstooth", "herringbone", "gingham", "check",
                                                     "stripe",  "tartan",      "calender",    "cire",    "coat_pu"};
  if (std::none_of(flat.begin(), flat.end(), [&](std::string_view finish) { return words.has(finish); })) return ok();
  return fail_named(ErrorKind::unsupported,
                    {"{}: patterns of dyed threads, pressing and coating are not made on {}, whose fibres are its face",
                     "{}: узоры цветных нитей, лощение и покрытие на ткани «{}» не делают: её лицо — сами волокна",
                     "{}: {}은(는) 섬유가 겉면이라 색실 무늬, 광택 가공, 코팅을 하지 않습니다"},
                    "finish", words.material->names);
}

bool knows_pile(std::string_view construction) {
  return find_pile(construction) != nullptr;
}

Result<void> set_pile(FabricSpec& spec, const FabricWords& words, std::string_view construction) {
  const PileRow& row = *find_pile(construction);
  TRY_VOID(refuse_flat_finishes(words));
  TRY_VOID(only_one_color(words));
  spec.structure = "pile";
  spec.pile = row.pile;
  spec.pile.deep_shade = deep_shade(row.pile.deep_shade, spec.color_target);
  spec.pile.contrast = fibre_contrast(spec.color_target);
  spec.pile.nap.mark_deg *= spec.pile.contrast;
  spec.pile.nap.mark_shade *= spec.pile.contrast;
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
  spec.target_is_mean = true;
  return ok();
}

}  // namespace atelier
