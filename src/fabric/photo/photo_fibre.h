#pragma once

#include "fabric/fabric_spec.h"

namespace atelier {

/// A lobe along the fibre: scale / width · (1 + ((sin θ_h − shift) / width)²)^-2. Its tails are longer than a
/// Gaussian's, as those of real fibres are, and it needs no exponential.
struct FibreLobe {
  float scale = 0, width = 0.3f, shift = 0;
};

/// How a fabric reflects, ready for the shading of a row (Cloth reference 10.2, 10.3). Reflected light is counted in
/// units in which a white card shows power · cosine.
struct FibreShading {
  float f0 = 0.046f;
  FibreLobe surface;                          ///< white, times Fresnel
  FibreLobe body;                             ///< coloured: times albedo^1.5
  float surface_albedo = 0, body_albedo = 0;  ///< share of even light that the lobes of a flat fibre return
  float wrap = 0.2f;

  float sheen = 0;                                       ///< strength k_s; colour is 0.35 white + 0.65 albedo
  int sheen_power = 2;                                   ///< n of Charlie's sin^2n
  float sheen_albedo_front = 0, sheen_albedo_slope = 0;  ///< E(N·V) ≈ front + slope · (1 − N·V)

  float coat = 0, coat_alpha = 0.1f, coat_albedo = 0;  ///< smooth film or calendered plateau, GGX
};

/// `smooth`: most of the cloth is grain or film, so that a clear coat is a glaze over what shines by itself.
FibreShading fibre_shading(const FabricSpec& spec, bool smooth = false);
/// The same without lobes: only matt reflection is left (for tests of energy).
FibreShading matt_shading(const FabricSpec& spec);

/// Share of even light from above that a flat surface returns by each lobe, by quadrature.
float surface_lobe_albedo(const FibreShading& shading);
float body_lobe_albedo(const FibreShading& shading);
float coat_lobe_albedo(const FibreShading& shading);
/// E of sheen of strength 1 at the view cosine.
float sheen_lobe_albedo(const FibreShading& shading, double view_cosine);

}  // namespace atelier
