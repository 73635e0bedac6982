#pragma once

#include "fabric/pile/nap.h"
#include "fabric/pile/strand_cloth.h"
#include "fabric/structure.h"

namespace atelier {

/// What the painters of a pile need.
struct PileScene {
  PileSpec pile;
  Tile tile;
  std::uint32_t seed;
  NapField nap;
  TorusField clumps;  ///< waves of two pitches: where fibres bunch
  TorusField swirl;   ///< slower: which way they bunch

  int columns() const;  ///< tufts, loops, clumps or locks along a side
  int rows() const;
};

/// Cloth of tufts, loops or hairs that stand on a ground (7.1).
class Pile final : public Structure {
 public:
  /// invalid_argument for numbers that cannot be made (fields named).
  static Result<std::unique_ptr<Structure>> create(const FabricSpec& spec);

  const Tile& tile() const override { return scene_.tile; }
  Result<Surface> raster(const Window& window, const RunContext& run) const override;

 private:
  Pile(PileScene scene, std::unique_ptr<Structure> ground);

  PileScene scene_;
  std::unique_ptr<Structure> ground_;  ///< where the ground is seen, between wales
  StrandLayers layers_;
};

// How each kind is painted: what lies between which heights, and the strands of a strip.
StrandLayers cut_pile(const PileScene& scene);
StrandLayers corduroy_pile(const PileScene& scene);
StrandLayers loop_pile(const PileScene& scene);
StrandLayers fleece_pile(const PileScene& scene);
StrandLayers curled_pile(const PileScene& scene);
StrandLayers fur_pile(const PileScene& scene);

}  // namespace atelier
