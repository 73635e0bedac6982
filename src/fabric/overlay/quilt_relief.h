#pragma once

#include <cstdint>
#include <vector>

#include "fabric/structure.h"

namespace atelier {

/// The smooth height of a quilt on its torus, as a function of place.
class QuiltRelief {
 public:
  QuiltRelief(const FabricSpec& spec, const Tile& tile);
  /// Height in millimetres over the seams' plane at (x, y), each 0..1 of the tile.
  double height_mm(double x, double y) const;

 private:
  static constexpr int profile_samples = 512;
  // How the cloth gathers along one side of one seam: three waves, coarser away from the seam.
  struct Gathers {
    std::vector<float> wave[3];
    std::vector<float> slant;
  };
  struct Fold {
    double x, y, cosine, sine, half_length_mm, half_width_mm, height_mm;
  };
  // A place seen from the nearest seam of one family of parallel seams.
  struct SeamPlace {
    double distance_mm;  ///< signed
    double share;        ///< of the way to the middle between seams, 0..1
    double along;        ///< 0..1 of the family's period
    int line;
  };

  Gathers make_gathers(std::uint32_t key, std::uint32_t side_key, double period_mm) const;
  void add_folds();
  SeamPlace place(double across_lines, double along) const;
  double gathered(int family, const SeamPlace& at) const;
  double pillow(double share) const;
  double folds(double x, double y) const;

  QuiltSpec spec_;
  double width_mm_, height_mm_, spacing_mm_;
  int lines_;
  bool diamond_;
  std::uint32_t seed_;
  std::vector<Gathers> gathers_;  // [family][line][side]
  std::vector<Fold> folds_;
  std::vector<double> pillow_;  // height at shares of the way from a seam to the middle
};

}  // namespace atelier
