#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "fabric/film/film_spec.h"
#include "fabric/knit/knit_spec.h"
#include "fabric/leather/leather_spec.h"
#include "fabric/mat/mat_spec.h"
#include "fabric/net/net_spec.h"
#include "fabric/overlay/overlay_spec.h"
#include "fabric/pile/pile_spec.h"
#include "fabric/texture_request.h"
#include "imaging/color.h"

namespace atelier {

/// How fibres of a yarn reflect (angles and weights for the photograph; Marschner-like lobes).
struct FibreOptics {
  double f0 = 0.046;             ///< reflectance at normal incidence, 0..1
  double lobe_width_deg = 20;    ///< longitudinal width of the surface lobe (beta_R)
  double specular_weight = 0.6;  ///< surface lobe, times f0
  double body_weight = 0.25;     ///< coloured body lobe
  double scale_tilt_deg = 0;     ///< shift of the surface lobe by fibre scales (wool 2..3)
  double wrap = 0.2;             ///< diffuse wrap from transmitted light, 0.15 dark .. 0.35 light
  friend bool operator==(const FibreOptics&, const FibreOptics&) = default;
};

/// One yarn system's thread.
struct YarnSpec {
  double tex = 20;            ///< linear density, g/km
  double diameter_mm = 0.17;  ///< round-equivalent
  double flattening = 1.3;    ///< cross-section: width d·sqrt(e), height d/sqrt(e)
  double superellipse = 2;    ///< cross-section exponent, 2..3
  double twist_deg = 25;      ///< fibre angle at the surface; > 0 is Z
  int plies = 1;
  double ply_pitch_mm = 0;      ///< length of one turn of the plies; 0 where plies is 1
  double fibre_pitch_um = 15;   ///< spacing of fibres at the surface
  double mass_cv_percent = 13;  ///< irregularity of mass
  double offset_pitch = 0.045;  ///< lateral wander, share of the pitch
  double crimp_percent = 6;
  double bulge = 0.22;                    ///< beta of fabric width growth at float centres
  double slide = 0.08;                    ///< sigma: leans into the gap of a sunken neighbour, share of the pitch
  double hair_per_mm = 1, hair_mm = 0.4;  ///< fly-away fibres per mm of yarn and their mean length
  double slub_mm = 0, slub_pause_mm = 0,
         slub_gain = 1;        ///< median length and pause of slubs (0: none), thickness ratio
  double color_sigma_l = 0.5;  ///< sigma of L* between yarns
  friend bool operator==(const YarnSpec&, const YarnSpec&) = default;
};

/// How ends and picks interlace.
struct WeaveSpec {
  std::string id;    ///< plain, twill, satin, basket, rib, herringbone, broken_twill, houndstooth …; weaves_table.cpp
  int a = 1, b = 1;  ///< twill a/b; basket or rib m = a; satin n = a, counter b; waffle cell = a; jacquard ends, picks
  int step = 1;      ///< twill direction: +1 right-hand (Z), -1 left-hand (S)
  int block = 0;     ///< herringbone, zigzag, cords, seersucker: ends per stripe; jacquard: which motif
  int ripstop_ends = 0, ripstop_picks = 0;  ///< every N-th end or pick is doubled; 0: none
  double relief_mm = 0;                     ///< how far cells, cords or puckers rise over the cloth (weave_relief.h)
  double pucker_mm = 5.5;                   ///< seersucker: length of a wave
  double tall = 1;                          ///< jacquard: height of the motif over its width
  std::vector<std::string> rows;            ///< draft: "1" warp on top, "0" weft; the lowest pick first
  bool figured = false;                     ///< draft: floats may be long
  friend bool operator==(const WeaveSpec&, const WeaveSpec&) = default;
};

/// How what has a dye shines, where it is not as the cloth: metal yarns, printed films.
struct DyeSurface {
  double metalness = 0;   ///< 0 or 1
  double roughness = -1;  ///< 0..1; negative: as the cloth
  friend bool operator==(const DyeSurface&, const DyeSurface&) = default;
};

/// Yarns spun of fibres of several dyes (melange.h): what has dye 0 shows dyes 0.. in these shares, which sum to 1.
struct MelangeSpec {
  std::vector<double> shares;  ///< empty: none
  friend bool operator==(const MelangeSpec&, const MelangeSpec&) = default;
};

/// Lumps of other colours spun into the yarn (tweed).
struct NepSpec {
  double per_cm2 = 0;               ///< 0: none
  double min_mm = 0.8, max_mm = 2;  ///< length along the yarn
  int first_dye = 0, dyes = 0;      ///< index into FabricSpec::dyes, and how many
  friend bool operator==(const NepSpec&, const NepSpec&) = default;
};

/// Yarn-dyed order: which dye each end (or pick) has, repeating. Values index FabricSpec::dyes.
using DyeOrder = std::vector<std::uint8_t>;

/// A quilt over the shell cloth (Cloth reference 8.1, 8.2).
struct QuiltSpec {
  enum class Layout { none, horizontal, vertical, box, diamond, wave, onion, chevron, hexagon };
  Layout layout = Layout::none;
  double spacing_mm = 40;  ///< D, distance between stitch lines
  double height_mm = 10;   ///< H, pillow height
  double p = 2, q = 2;     ///< pillow profile h = H (1 - (1-ξ)^p)^(1/q) between parallel seams
  double lumps = 0.3;      ///< how unevenly the filling presses, 0..1
  double stitch_mm = 2.6, thread_mm = 0.24;
  double pucker_mm = 0.85, pucker_wave_mm = 6.5;  ///< depth and distance of the creases along a seam
  double crumple_mm = 0.4;                        ///< of the thin shell
  /// Where the first seam lies above the tile's lower edge, in spacings: a straight seam on the edge would look like
  /// one.
  double first_seam() const { return layout == Layout::diamond ? 0 : 0.5; }
  friend bool operator==(const QuiltSpec&, const QuiltSpec&) = default;
};

/// Finishes that change geometry or shine (5.4). Their effect on hair counts, flattening, sheen and roughness is
/// already in YarnSpec and FabricSpec; these numbers are what the raster and the maps still have to do.
struct FinishSpec {
  double calender = 0;         ///< share of height flattened to a plateau, 0..1 (0.6 usual, 0.9 ciré)
  double brushed = 0;          ///< raised haze, 0..1: softens the contrast of the weave and combs hairs along the warp
  double stonewash = 0;        ///< fading of high points, 0..1
  int core_dye = -1;           ///< what ring-dyed warp shows where it is worn: index of a dye; -1: dyed through
  double coat_um = 0;          ///< film thickness
  double roughness_shift = 0;  ///< a fact: already in FabricSpec::roughness
  double clearcoat = 0;
  friend bool operator==(const FinishSpec&, const FinishSpec&) = default;
};

/// Everything the renderer needs, in numbers: no words. Equal specs give equal samples.
struct FabricSpec {
  // Canonical IDs (taxonomy tables). fabric is the ID of the material's row (F25, or hemp, which is woven as F13 is);
  // material is its label for names; color is a palette ID, "#rrggbb", "neon:#rrggbb", or two of them joined by "+".
  std::string product, material, fabric, color, structure = "woven";  ///< e.g. down_jacket, nylon, F25, navy; table
  std::vector<std::string> finishes;

  double ends_per_cm = 28, picks_per_cm = 28;  ///< as wished; snapping to the tile changes them by < 1.5 %
  YarnSpec warp, weft;
  WeaveSpec weave;
  std::vector<LinearRgb> dyes;           ///< at least one; legal albedos
  std::vector<DyeSurface> dye_surfaces;  ///< as dyes, where one of them shines otherwise than the cloth; else empty
  DyeOrder warp_order{0}, weft_order{0};
  std::string draft;  ///< asked for: WIF text in its plain form (wif_text); empty: none
  std::string sett;   ///< asked for: thread counts in their plain form (sett_text); empty: none
  MelangeSpec melange;
  NepSpec neps;
  KnitSpec knit;        ///< where structure is "knit"
  PileSpec pile;        ///< "pile"
  MatSpec mat;          ///< "mat": felt, melton, suede
  LeatherSpec leather;  ///< "leather"
  NetSpec net;          ///< "net": mesh, tulle, lace
  FilmSpec film;        ///< "film": laminates, rubbers
  QuiltSpec quilt;
  OverlaySpec overlay;  ///< what else is laid over the cloth
  FinishSpec finish;
  FibreOptics optics;

  // Appearance in maps (13.4).
  double roughness = 0.75;
  double sheen = 0.06, sheen_roughness = 0.5;
  double anisotropy = 0.1;

  // The request's numbers.
  double tile_mm = 0;  ///< side asked for; 0: chosen from the finest pitch (section 12)
  int size_px = 1024;
  std::uint64_t seed = 1;

  // Facts for people and manifest.
  double mass_gsm = 0;                                      ///< computed areal mass
  double mass_gsm_min = 0, mass_gsm_max = 0;                ///< trade range
  std::vector<std::pair<std::string, double>> composition;  ///< material word of the field (Cotton, Nylon …) and share
  LinearRgb color_requested;                                ///< before it was moved to a legal albedo
  bool color_adjusted = false;
  LinearRgb color_target;  ///< legal albedo that the cloth is judged against
  /// True: the mean base colour of the tile must equal color_target (closed loop of 11.3): cloth of one dye, and denim,
  /// whose flecks of weft belong to its colour. False: each dye carries a colour of its own, so the mean over the
  /// pixels of each dye must equal that dye.
  bool target_is_mean = true;
  friend bool operator==(const FabricSpec&, const FabricSpec&) = default;
};

/// Words to numbers. invalid_argument (field named, nearest known words in the person's language) for unknown words;
/// unsupported for structures that are not built, naming what exists.
Result<FabricSpec> resolve_fabric(const TextureRequest& request);

}  // namespace atelier
