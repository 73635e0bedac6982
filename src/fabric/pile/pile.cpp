#include "fabric/pile/pile.h"

#include <algorithm>
#include <cmath>

#include "fabric/fabric_math.h"
#include "fabric/overlay.h"
#include "fabric/pile/woven_ground.h"
#include "fabric/range_check.h"

namespace atelier {
namespace {

constexpr double photo_mm_min = 8, photo_mm_max = 60;
constexpr float floor_share = 0.85F;  // of the deepest fibres: little light reaches the ground

struct KindRow {
  StrandLayers (*layers)(const PileScene&);
  double view_pitches;  // shown in a photograph
  double relief_share;  // of the pile's height
};

const KindRow& kind_row(PileSpec::Kind kind) {
  static constexpr KindRow rows[] = {
      {cut_pile, 84, 0.2},     {corduroy_pile, 40, 1.0}, {loop_pile, 16, 0.45},
      {fleece_pile, 24, 0.35}, {curled_pile, 9, 0.6},    {fur_pile, 16, 0.2},
  };
  return rows[static_cast<int>(kind)];
}

Result<void> check_numbers(const PileSpec& pile) {
  TRY_VOID(check_range("pile.height_mm", pile.height_mm, 0.1, 80));
  TRY_VOID(check_range("pile.pitch_mm", pile.pitch_mm, 0.1, 20));
  TRY_VOID(check_range("pile.wales_per_inch", pile.wales_per_inch, 0, 40));
  TRY_VOID(check_range("pile.groove", pile.groove, 0, 0.5));
  TRY_VOID(check_range("pile.fibre_um", pile.fibre_um, 4, 2000));
  TRY_VOID(check_range("pile.fibres_per_mm2", pile.fibres_per_mm2, 0, 5000));
  TRY_VOID(check_range("pile.hairs_per_mm2", pile.hairs_per_mm2, 0, 100));
  TRY_VOID(check_range("pile.hair_mm", pile.hair_mm, 0, 20));
  TRY_VOID(check_range("pile.nap.tilt_deg", pile.nap.tilt_deg, 0, 60));
  return check_range("pile.nap.mark_mm", pile.nap.mark_mm, 4, 200);
}

Result<Tile> make_tile(const FabricSpec& spec) {
  const PileSpec& pile = spec.pile;
  const bool cord = pile.kind == PileSpec::Kind::corduroy;
  const double wale_mm = cord ? 25.4 / pile.wales_per_inch : pile.pitch_mm;
  OverlayNeeds needs = overlay_needs(spec);
  std::vector<Repeat> repeats = std::move(needs.repeats);
  repeats.insert(repeats.begin(), {wale_mm, 8});
  repeats.push_back({pile.pitch_mm, 8});
  TRY(const SnappedSide snapped, snap_side(repeats, std::max(pile.tile_mm, needs.wish_mm), spec.tile_mm));
  Tile tile;
  tile.width_mm = tile.height_mm = snapped.side_mm;
  tile.pitch_mm = std::max(wale_mm, pile.pitch_mm);
  tile.relief_mm = kind_row(pile.kind).relief_share * pile.height_mm;
  tile.view_mm = std::clamp(kind_row(pile.kind).view_pitches * pile.pitch_mm, photo_mm_min, photo_mm_max);
  if (cord) {
    tile.wales = snapped.counts[0];
    tile.view_mm = std::clamp(8 * wale_mm, 12.0, photo_mm_max);
  }
  return tile;
}

}  // namespace

int PileScene::columns() const {
  return std::max(1, static_cast<int>(std::lround(tile.width_mm / pile.pitch_mm)));
}

// Tufts of every second row stand in the gaps of the first: whole pairs of rows.
int PileScene::rows() const {
  return std::max(2, 2 * static_cast<int>(std::lround(tile.height_mm / pile.pitch_mm / 2)));
}

Pile::Pile(PileScene scene, std::unique_ptr<Structure> ground)
    : scene_(std::move(scene)), ground_(std::move(ground)), layers_(kind_row(scene_.pile.kind).layers(scene_)) {}

Result<std::unique_ptr<Structure>> Pile::create(const FabricSpec& spec) {
  TRY_VOID(check_numbers(spec.pile));
  TRY_VOID(check_range("tile_mm", spec.tile_mm, 0, 1000));
  TRY(const Tile tile, make_tile(spec));
  std::unique_ptr<Structure> ground;
  if (spec.pile.kind == PileSpec::Kind::corduroy) {
    TRY(ground, make_woven_ground(spec, tile));
  }
  const std::uint32_t seed =
      hash32(static_cast<std::uint32_t>(spec.seed), static_cast<std::uint32_t>(spec.seed >> 32), 7);
  const double pitch = spec.pile.pitch_mm;
  PileScene scene{spec.pile,
                  tile,
                  seed,
                  NapField(spec.pile.nap, tile, seed),
                  TorusField::with_wave(tile.width_mm, tile.height_mm, 1.6 * pitch, hash32(seed, 3)).evened(),
                  TorusField::with_wave(tile.width_mm, tile.height_mm, 4 * pitch, hash32(seed, 4))};
  return std::unique_ptr<Structure>(new Pile(std::move(scene), std::move(ground)));
}

Result<Surface> Pile::raster(const Window& window, const RunContext& run) const {
  if (!ground_)
    return raster_strands(
        scene_.tile,
        flat_ground(window, layers_.low_mm * 0.6F, floor_share * static_cast<float>(scene_.pile.deep_shade)), layers_,
        run);
  const auto drop = static_cast<float>(-scene_.pile.height_mm);
  TRY(Surface ground, raster_woven_ground(*ground_, window, drop, static_cast<float>(scene_.pile.deep_shade), run));
  return raster_strands(scene_.tile, std::move(ground), layers_, run);
}

}  // namespace atelier
