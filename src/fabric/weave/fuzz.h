#pragma once

#include "fabric/structure.h"
#include "fabric/weave/yarn_tracks.h"

namespace atelier {

/// Fly-away fibres above the cloth (Cloth reference 3.1): opacity and direction only, never height. Any strip of rows
/// can be drawn alone; the sums are of whole numbers, so their order does not matter.
class Fuzz {
 public:
  /// The arguments but the spec must outlive the layer.
  Fuzz(const FabricSpec& spec, const WovenYarns& yarns, const Tile& tile, const Window& window);

  bool empty() const { return warp_.per_yarn == 0 && weft_.per_yarn == 0; }

  /// Fills rows first..last of surface.fuzz and its tangents.
  void draw(int first, int last, Surface& surface) const;

 private:
  // Hairs of one system: how many each yarn has, and how long they are.
  struct Hairs {
    const YarnSystem* yarns = nullptr;
    bool warp = true;
    int per_yarn = 0;
    double mean_mm = 0, longest_mm = 0;
    double alpha = 0;
    double curl = 0;        ///< turn of a hair of mean length, at most, radians
    double spread_rad = 0;  ///< sigma of its direction to the yarn's
  };
  // One hair: where it leaves its yarn (torus, 0..1), direction, length, bend.
  struct Hair {
    double x, y, cosine, sine, length_mm, curvature, drift;
  };
  struct Accumulator;

  Hairs make_hairs(const YarnSpec& spec, const YarnSystem& yarns, bool warp) const;
  Hair hair(const Hairs& hairs, int yarn, int index) const;
  void draw_system(const Hairs& hairs, Accumulator& sums) const;
  void draw_hair(const Hairs& hairs, const Hair& one, Accumulator& sums) const;
  void trace(const Hairs& hairs, const Hair& one, double start_x, double start_y, Accumulator& sums) const;

  const Tile& tile_;
  Window window_;
  double pixel_x_mm_, pixel_y_mm_;
  std::uint32_t seed_;
  double comb_;  // 0: any direction; 1: along the warp
  Hairs warp_, weft_;
};

}  // namespace atelier
