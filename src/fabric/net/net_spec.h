#pragma once

namespace atelier {

/// How a net is made: hexagons with doubled sides; pillars of chain stitches that swing to their neighbours; pillars
/// side by side with dimples; diamonds; lace on a net, or held by bars.
enum class NetKind { tulle, pillars, dimples, diamonds, lace };

/// Symmetry of a lace's motifs over its repeat.
enum class WallpaperGroup { p1, pm, pg, cm, p4m };

/// What holds the motifs of a lace: a fine net, or bars with picots (guipure).
enum class LaceGround { net, bars };

/// Openwork (7.2): mesh, tulle, lace.
struct NetSpec {
  NetKind kind = NetKind::tulle;
  double cell_mm = 1.6;               ///< width of a cell: hexagon, diamond; of two pillars' pitch
  double cell_aspect = 1.1;           ///< its height over its width
  double strand_mm = 0.09;            ///< diameter of a strand
  double stitch_mm = 0.4;             ///< length of a chain stitch of a pillar
  double pillar_mm = 0.4;             ///< width of a pillar
  double wander = 0.03;               ///< how far knots lie off their places, in cells
  double open_min = 0, open_max = 1;  ///< share of holes that the trade knows
  WallpaperGroup symmetry = WallpaperGroup::pm;
  LaceGround ground = LaceGround::net;
  double motif_mm = 40;    ///< side of a lace's repeat
  double gimp_mm = 0.5;    ///< outline cord
  double fill_mm = 0.3;    ///< distance of the loops that fill motifs
  bool scalloped = false;  ///< both edges end in scallops
  bool two_tone = false;   ///< cords, or every second pillar, have the second dye
  double thickness_mm = 0.3;
  friend bool operator==(const NetSpec&, const NetSpec&) = default;
};

}  // namespace atelier
