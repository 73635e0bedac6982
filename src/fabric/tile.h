#pragma once

#include <span>
#include <vector>

#include "base/result.h"

namespace atelier {

/// The tile after snapping: whole repeats on each axis (section 12), and how large its details are.
struct Tile {
  double width_mm = 0, height_mm = 0;
  int ends = 0, picks = 0;                   ///< of a weave; 0: not woven
  double ends_per_cm = 0, picks_per_cm = 0;  ///< actual
  int wales = 0, courses = 0;                ///< of a knit; 0: not knitted
  double pitch_mm = 0;   ///< the finest thread, loop, tuft or grain cell that repeats: reach of near occlusion
  double relief_mm = 0;  ///< from the deepest usual point to the highest: how far shadows fall
  double view_mm = 0;    ///< how much of it a photograph shows so that one sees what it is, 8..120

  /// How many alike columns and rows a tile has; 1 where none repeats.
  int columns() const { return ends > 0 ? ends : wales > 0 ? wales : 1; }
  int rows() const { return picks > 0 ? picks : courses > 0 ? courses : 1; }
};

/// Something that must fit a whole number of times along a side of the square tile.
struct Repeat {
  double mm;                  ///< wished length
  int fewest = 1;             ///< how many a tile must hold
  double tolerance = 0.0148;  ///< largest relative change of its length (below the 1.5 % promised)
  double weight = 1;          ///< of its change in the choice among sides that fit
};

/// A side and how often each repeat fits along it.
struct SnappedSide {
  double side_mm = 0;
  std::vector<int> counts;  ///< as the repeats
};

/// The side near `wish_mm` that holds every repeat within its tolerance, small changes first. With `asked_mm` > 0 that
/// side is kept exactly, or is invalid_argument (tile_mm) with the nearest one that fits. Sides are whole hundredths
/// of a millimetre.
Result<SnappedSide> snap_side(std::span<const Repeat> repeats, double wish_mm, double asked_mm);

}  // namespace atelier
