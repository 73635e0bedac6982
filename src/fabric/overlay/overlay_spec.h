#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace atelier {

/// A picture that is printed, in few dyes (overlay/print_picture.h).
struct PrintPicture {
  std::string file;    ///< as asked
  std::string sha256;  ///< of the file's bytes
  int width_px = 0, height_px = 0;
  /// Of each pixel, rows from the top, counted from the print's first ink: what Surface says of its dyes.
  std::vector<std::uint8_t> dye, other_dye, dye_share;
};

/// Ink on the face of a cloth (11.4).
struct PrintSpec {
  enum class Motif { none, dots, stripes, floral, camo, leopard, zebra, geometric, picture };
  Motif motif = Motif::none;
  double repeat_mm = 60;   ///< wished length along X after which it repeats
  double aspect = 1;       ///< height of the repeat over its width
  double asked_mm = 0;     ///< the request's; 0: as usual for the motif
  double bleed_mm = 0.15;  ///< how far ink creeps along fibres
  double film_um = 0;      ///< of a print that lies on top (plastisol); 0: dyed in
  int first_ink = 1;       ///< index into FabricSpec::dyes
  std::shared_ptr<const PrintPicture> picture;
  friend bool operator==(const PrintSpec& a, const PrintSpec& b) {
    const auto same_picture = [&] {
      return a.picture == b.picture || (a.picture && b.picture && a.picture->sha256 == b.picture->sha256);
    };
    return a.motif == b.motif && a.repeat_mm == b.repeat_mm && a.aspect == b.aspect && a.asked_mm == b.asked_mm &&
           a.bleed_mm == b.bleed_mm && a.film_um == b.film_um && a.first_ink == b.first_ink && same_picture();
  }
};

/// Satin stitches in motifs over the cloth.
struct EmbroiderySpec {
  double repeat_mm = 0;     ///< 0: none
  double thread_mm = 0.38;  ///< width of a thread
  double height_mm = 0.55;
  int first_ink = 1;  ///< index into FabricSpec::dyes: petals, centres, leaves
  friend bool operator==(const EmbroiderySpec&, const EmbroiderySpec&) = default;
};

/// Folds that are pressed in along the warp (8.4).
struct PleatSpec {
  enum class Kind { none, knife, box, accordion, plisse };
  Kind kind = Kind::none;
  double pitch_mm = 20;
  double height_mm = 1.6;
  double edge_mm = 0.5;  ///< radius of the fold
  friend bool operator==(const PleatSpec&, const PleatSpec&) = default;
};

/// Wrinkles and blisters, of cloth that was crushed, shrunk or stamped (5.4, 8.4).
struct CrinkleSpec {
  double crush_mm = 0, crush_wave_mm = 14;      ///< height of crushed wrinkles; 0: none
  double blister_mm = 0, blister_size_mm = 8;   ///< height of the blisters of cloqué; 0: none
  double emboss_mm = 0, emboss_repeat_mm = 12;  ///< depth of a stamped pattern; 0: none
  friend bool operator==(const CrinkleSpec&, const CrinkleSpec&) = default;
};

/// Bands in which ribs are pressed flat.
struct MoireSpec {
  double strength = 0;  ///< 0: none, to 1
  double wave_mm = 22;
  friend bool operator==(const MoireSpec&, const MoireSpec&) = default;
};

/// Water standing on a repellent cloth (8.3).
struct BeadSpec {
  double coverage = 0;  ///< share of the face, 0: none
  double median_mm = 0.6;
  int first_dye = 0;  ///< dye i under water is this plus i
  friend bool operator==(const BeadSpec&, const BeadSpec&) = default;
};

/// What is laid over a finished cloth besides a quilt (8.4, 11.4): pleats, embossing, wrinkles, prints, drops.
struct OverlaySpec {
  double quilt_mm = 0;  ///< distance of stitch lines asked for; 0: as usual
  PrintSpec print;
  EmbroiderySpec embroidery;
  PleatSpec pleat;
  CrinkleSpec crinkle;
  MoireSpec moire;
  BeadSpec beads;
  friend bool operator==(const OverlaySpec&, const OverlaySpec&) = default;
};

}  // namespace atelier
