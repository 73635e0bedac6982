#pragma once

#include "fabric/pile/pile_spec.h"

namespace atelier {

/// Fibres laid over each other without yarns (7.3): felt, milled wool, suede.
struct MatSpec {
  enum class Kind { felt, milled, napped, suede };
  Kind kind = Kind::felt;
  double fibre_um = 25, fibre_mm = 5;  ///< thickness and mean length of what is drawn: fibres, or bundles of suede
  double layers = 6;       ///< how many fibres lie over a place in the mean; over a weave, 1.5 hides 3/4 of it
  double depth_mm = 0.14;  ///< from the highest fibres to the deepest seen
  double curl = 1;         ///< how often fibres turn; 0: straight
  double machine = 0;      ///< 0: any way; 1: twice as many along the warp as across
  double cloud = 0.05;     ///< lighter and darker clouds, share
  double needle_mm = 0;    ///< grid of needle marks; 0: none
  double hairs_per_mm2 = 1, hair_mm = 1.2;  ///< that fly above
  double deep_shade = 0.6;
  NapSpec nap;  ///< of napped cloth and suede
  double tile_mm = 40;
  double thickness_mm = 1.2;
  double contrast = 1;  ///< factor on how much single fibres differ; light ones light each other up
  friend bool operator==(const MatSpec&, const MatSpec&) = default;
};

}  // namespace atelier
