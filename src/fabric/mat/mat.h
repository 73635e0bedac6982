#pragma once

#include "fabric/pile/nap.h"
#include "fabric/pile/strand_cloth.h"
#include "fabric/structure.h"

namespace atelier {

/// What the painters of a mat need.
struct MatScene {
  MatSpec mat;
  Tile tile;
  std::uint32_t seed;
  NapField nap;
  TorusField clouds;  ///< thicker and thinner, lighter and darker places
  int cells;          ///< of the lattice that fibres are drawn from, along a side
};

/// Cloth whose face is fibres laid over each other: felt, milled wool, suede (7.3, 7.4).
class Mat final : public Structure {
 public:
  /// invalid_argument for numbers that cannot be made (fields named).
  static Result<std::unique_ptr<Structure>> create(const FabricSpec& spec);

  const Tile& tile() const override { return scene_.tile; }
  Result<Surface> raster(const Window& window, const RunContext& run) const override;

 private:
  Mat(MatScene scene, std::unique_ptr<Structure> ground);

  MatScene scene_;
  std::unique_ptr<Structure> ground_;
  StrandLayers layers_;
};

/// What is painted of a mat.
StrandLayers mat_layers(const MatScene& scene);

}  // namespace atelier
