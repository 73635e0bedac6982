#include "fabric/mat/mat.h"

#include <algorithm>
#include <cmath>

#include "fabric/fabric_math.h"
#include "fabric/overlay.h"
#include "fabric/pile/woven_ground.h"
#include "fabric/range_check.h"

namespace atelier {
namespace {

constexpr float ground_shade = 0.8F, floor_shade = 0.45F;

Result<void> check_numbers(const FabricSpec& spec) {
  const MatSpec& mat = spec.mat;
  TRY_VOID(check_range("tile_mm", spec.tile_mm, 0, 1000));
  TRY_VOID(check_range("mat.fibre_um", mat.fibre_um, 4, 500));
  TRY_VOID(check_range("mat.fibre_mm", mat.fibre_mm, 0.05, 30));
  TRY_VOID(check_range("mat.layers", mat.layers, 0, 40));
  TRY_VOID(check_range("mat.depth_mm", mat.depth_mm, 0.005, 5));
  TRY_VOID(check_range("mat.needle_mm", mat.needle_mm, 0, 20));
  TRY_VOID(check_range("mat.hairs_per_mm2", mat.hairs_per_mm2, 0, 100));
  return check_range("mat.nap.mark_mm", mat.nap.mark_mm, 4, 200);
}

double view_share(MatSpec::Kind kind) {
  return kind == MatSpec::Kind::suede ? 0.6 : 0.4;  // finger marks need room
}

// What stands together: fibres of a cell share a bundle's lean.
double cell_mm(const MatSpec& mat) {
  return mat.kind == MatSpec::Kind::suede    ? std::max(0.1, 0.55 * mat.fibre_mm)
         : mat.kind == MatSpec::Kind::napped ? 0.6
                                             : 1.0;
}

Result<Tile> make_tile(const FabricSpec& spec, bool woven) {
  const MatSpec& mat = spec.mat;
  OverlayNeeds needs = overlay_needs(spec);
  std::vector<Repeat> repeats = std::move(needs.repeats);
  repeats.insert(repeats.begin(), {cell_mm(mat), 8});
  TRY(const SnappedSide snapped, snap_side(repeats, std::max(mat.tile_mm, needs.wish_mm), spec.tile_mm));
  Tile tile;
  tile.width_mm = tile.height_mm = snapped.side_mm;
  tile.pitch_mm = woven ? 10 / spec.picks_per_cm : std::max(0.15, 12 * mat.fibre_um / 1000);
  tile.relief_mm = mat.depth_mm + (woven ? 0.2 : 0.1);
  tile.view_mm = std::clamp(view_share(mat.kind) * mat.tile_mm, 9.0, 30.0);
  return tile;
}

}  // namespace

Mat::Mat(MatScene scene, std::unique_ptr<Structure> ground)
    : scene_(std::move(scene)), ground_(std::move(ground)), layers_(mat_layers(scene_)) {}

Result<std::unique_ptr<Structure>> Mat::create(const FabricSpec& spec) {
  TRY_VOID(check_numbers(spec));
  const bool woven = spec.mat.kind == MatSpec::Kind::milled || spec.mat.kind == MatSpec::Kind::napped;
  TRY(const Tile tile, make_tile(spec, woven));
  std::unique_ptr<Structure> ground;
  if (woven) {
    TRY(ground, make_woven_ground(spec, tile));
  }
  const std::uint32_t seed =
      hash32(static_cast<std::uint32_t>(spec.seed), static_cast<std::uint32_t>(spec.seed >> 32), 8);
  const double wave_mm = spec.mat.kind == MatSpec::Kind::suede ? 1.6 : 0.12 * spec.mat.tile_mm;
  MatScene scene{spec.mat,
                 tile,
                 seed,
                 NapField(spec.mat.nap, tile, seed),
                 TorusField::with_wave(tile.width_mm, tile.height_mm, wave_mm, hash32(seed, 3)).evened(),
                 std::max(1, static_cast<int>(std::lround(tile.width_mm / cell_mm(spec.mat))))};
  return std::unique_ptr<Structure>(new Mat(std::move(scene), std::move(ground)));
}

Result<Surface> Mat::raster(const Window& window, const RunContext& run) const {
  if (!ground_)
    return raster_strands(scene_.tile, flat_ground(window, layers_.low_mm * 0.5F, floor_shade), layers_, run);
  TRY(Surface ground,
      raster_woven_ground(*ground_, window, -1.1F * static_cast<float>(scene_.mat.depth_mm), ground_shade, run));
  return raster_strands(scene_.tile, std::move(ground), layers_, run);
}

}  // namespace atelier
