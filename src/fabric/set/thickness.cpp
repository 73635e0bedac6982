#include "fabric/set/thickness.h"

#include <algorithm>
#include <cmath>

namespace atelier {

namespace {

constexpr double yarns_in_loop = 3.4, yarns_in_double_knit = 4.6;
constexpr double calender_squeeze = 0.25;

double yarn_height_mm(const YarnSpec& yarn) {
  return yarn.diameter_mm / std::sqrt(yarn.flattening);
}

double woven_mm(const FabricSpec& spec) {
  const double crossing = yarn_height_mm(spec.warp) + yarn_height_mm(spec.weft);
  return crossing * (1 - calender_squeeze * spec.finish.calender) + spec.weave.relief_mm;
}

double knit_mm(const FabricSpec& spec) {
  const bool two_faces = spec.knit.backed || spec.knit.purl_depth > 0;
  return yarn_height_mm(spec.warp) * (two_faces ? yarns_in_double_knit : yarns_in_loop);
}

}  // namespace

double cloth_thickness_mm(const FabricSpec& spec, double relief_mm) {
  if (spec.structure == "pile") return spec.pile.thickness_mm;
  if (spec.structure == "net") return spec.net.thickness_mm;
  double cloth_mm = spec.structure == "knit"      ? knit_mm(spec)
                    : spec.structure == "mat"     ? spec.mat.thickness_mm
                    : spec.structure == "leather" ? spec.leather.thickness_mm
                    : spec.structure == "film"    ? spec.film.thickness_mm
                                                  : woven_mm(spec);
  cloth_mm += spec.finish.coat_um / 1000;
  if (spec.quilt.layout != QuiltSpec::Layout::none) cloth_mm += spec.quilt.height_mm;
  return std::max(cloth_mm, relief_mm);
}

}  // namespace atelier
