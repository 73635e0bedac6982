#pragma once

#include <span>
#include <string_view>

#include "fabric/fabric_spec.h"

namespace atelier {

/// Kinds of yarn (2.1) and how their fibres shine (10.2).
enum class YarnKind {
  cotton_ring,
  cotton_open_end,
  cotton_mercerised,
  linen,
  jute,
  viscose,
  silk,
  silk_crepe,
  silk_slub,
  polyester_flat,
  polyester_bright,
  polyester_crepe,
  polyester_textured,
  nylon_flat,
  nylon_bright,
  nylon_textured,
  worsted,
  woollen,
  cashmere,
};

/// What all yarns of a kind share: density, irregularity, twist, fibres.
struct YarnRow {
  YarnKind kind;
  double density;  ///< rho_y, g/cm3, fibre density times packing
  double mass_cv_percent, twist_deg, fibre_pitch_um, offset_pitch, slide, superellipse;
  int plies;
  double ply_pitch_mm;  ///< at 33.3 tex; grows with the square root of tex
  double slub_mm, slub_pause_mm, slub_gain;
  FibreOptics optics;  ///< wrap is set from the colour
};

/// How yarns of several colours make the cloth when one colour is asked for (11.4).
enum class YarnDyed { piece, ecru_weft, white_weft };

/// A woven construction (13.1) and its appearance (13.4). Diameter and mass are computed.
struct WovenRow {
  std::string_view id;  ///< F01 …
  bool built;           ///< the renderer has its structure
  std::string_view weave;
  int a, b, block;
  double ends_per_cm, picks_per_cm;
  double warp_tex, weft_tex;
  YarnKind warp, weft;
  double warp_crimp, weft_crimp;  ///< percent
  double process;                 ///< mass factor: degumming, milling
  double mass_min, mass_max;      ///< trade range, g/m2
  double roughness, sheen, sheen_roughness, anisotropy;
  double hair_per_mm, hair_mm, flattening, bulge;
  double calender, brushed;  ///< finishes that make the fabric what it is
  double color_sigma_l;
  YarnDyed dyed;
  double weft_share = 0;  ///< share of the face that shows the weft, where dyed is ecru_weft (measured on the raster)
  double relief_mm = 0;   ///< how far cells, cords or puckers of the weave rise
};

std::span<const WovenRow> woven_rows();
const WovenRow* find_woven(std::string_view id);
const YarnRow& yarn_row(YarnKind kind);

/// One system's thread of this row, its diameter computed from the count (2.1).
YarnSpec warp_yarn(const WovenRow& row);
YarnSpec weft_yarn(const WovenRow& row);

/// Areal mass in g/m2: 0.1 · sum of density · tex · (1 + crimp/100), times the process factor (13.1).
double areal_mass(const WovenRow& row);

}  // namespace atelier
