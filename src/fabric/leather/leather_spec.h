#pragma once

namespace atelier {

/// How hair follicles lie in a skin: evenly (cattle), in curved rows of three (goat), in triangles of three (pig).
enum class PoreOrder { none, even, triplets, threes };

/// How cells lie: scattered as skin grows them, as overlapping scales in staggered rows (snake).
enum class CellLattice { scattered, scales };

/// Grain of leather and of what imitates it (7.4): cells parted by creases, in two levels, with wrinkles and pores.
struct LeatherSpec {
  CellLattice lattice = CellLattice::scattered;
  double cell_mm = 0.6;         ///< mean width of a cell across
  double cell_aspect = 1.2;     ///< its length along Y over its width
  double jitter = 0.85;         ///< 0: a lattice, 1: cells anywhere
  double depth_mm = 0.08;       ///< A: depth of a usual crease
  double crease_cells = 0.16;   ///< w: width of a crease's flank, in cells
  double dome = 0.5;            ///< how far cells bulge, times depth
  double uneven = 0.6;          ///< how much creases fade along their way, 0..1
  double wander = 0.35;         ///< how far cells are bent and drawn out, in cells
  double fine_mm = 0.2;         ///< cells within cells; 0: none
  double fine_share = 0.35;     ///< of the depth
  double wrinkle_mm = 10;       ///< wavelength of the lines along which creases run deep
  double wrinkle_share = 0.2;   ///< of the depth
  double wrinkle_aspect = 2.2;  ///< length of wrinkles over their distance
  PoreOrder pores = PoreOrder::none;
  double pores_per_cm2 = 0, pore_mm = 0.08, pore_depth_mm = 0.04;
  double micro_um = 2;       ///< unevenness of the finish itself
  double micro_mm = 0.15;    ///< its wavelength
  double dent_mm = 0.03;     ///< slow waves of the hide, over some 15 mm
  double tone = 0.03;        ///< how much cells differ in shade
  double blotch = 0.03;      ///< how much the dye drifts over some 10 mm
  double crease_tone = 0.2;  ///< how much darker creases are
  double rub_off = 0;        ///< how much paler high points are
  double emboss_mm = 0;      ///< side of the plate that is pressed in again and again; 0: a grown grain
  double thickness_mm = 1;
  bool two_tone = false;  ///< creases and pores hold the second dye
  friend bool operator==(const LeatherSpec&, const LeatherSpec&) = default;
};

}  // namespace atelier
