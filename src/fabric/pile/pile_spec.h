#pragma once

namespace atelier {

/// How standing fibres lean: one way, and more or less where hands have stroked them (7.1).
struct NapSpec {
  double tilt_deg = 12;        ///< from upright, along the nap
  double direction_deg = 270;  ///< where tips point to: 0 to the right, 270 down the cloth
  double spread_deg = 6;       ///< of single fibres
  double mark_deg = 15;        ///< how far strokes change the lean
  double mark_mm = 28;         ///< size of strokes
  double mark_shade = 0.1;     ///< lighter and darker by that share at full strokes
  friend bool operator==(const NapSpec&, const NapSpec&) = default;
};

/// Tufts, hairs or loops that stand on a ground (7.1).
struct PileSpec {
  enum class Kind { cut, corduroy, loops, fleece, curls, fur };
  Kind kind = Kind::cut;
  double height_mm = 1.6;       ///< of the pile above the ground
  double pitch_mm = 0.4;        ///< of tufts, loops, clumps or locks
  double wales_per_inch = 0;    ///< of corduroy
  double groove = 0.16;         ///< of corduroy: share of a wale that shows the ground
  double fibre_um = 16;         ///< thickness of a fibre; of loops: of the yarn
  double fibres_per_mm2 = 600;  ///< that are seen at all
  double hairs_per_mm2 = 0;     ///< that fly above the pile
  double hair_mm = 1;
  double deep_shade = 0.5;  ///< what is left of the colour at the bottom of what is seen
  NapSpec nap;
  double tile_mm = 60;
  double thickness_mm = 2;  ///< of the whole cloth
  double contrast = 1;      ///< factor on how much single fibres differ; light ones light each other up
  friend bool operator==(const PileSpec&, const PileSpec&) = default;
};

}  // namespace atelier
