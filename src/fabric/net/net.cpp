#include "fabric/net/net.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <new>

#include "fabric/fabric_math.h"
#include "fabric/net/lace.h"
#include "fabric/overlay.h"
#include "fabric/range_check.h"

namespace atelier {
namespace {

constexpr float backing_shade = 0.62F;

Result<void> check_numbers(const FabricSpec& spec) {
  const NetSpec& net = spec.net;
  TRY_VOID(check_range("tile_mm", spec.tile_mm, 0, 400));
  TRY_VOID(check_range("cell_mm", net.cell_mm, 0.2, 60));
  TRY_VOID(check_range("cell_aspect", net.cell_aspect, 0.3, 4));
  TRY_VOID(check_range("strand_mm", net.strand_mm, 0.01, 5));
  TRY_VOID(check_range("stitch_mm", net.stitch_mm, 0.1, 20));
  TRY_VOID(check_range("pillar_mm", net.pillar_mm, net.strand_mm, 10));
  TRY_VOID(check_range("wander", net.wander, 0, 0.3));
  TRY_VOID(check_range("motif_mm", net.motif_mm, 10, 300));
  TRY_VOID(check_range("gimp_mm", net.gimp_mm, 0.05, 5));
  return check_range("fill_mm", net.fill_mm, 0.05, 5);
}

// Cells that make one repeat of the pattern.
NetCells cells_in_repeat(const NetSpec& net) {
  return net.kind == NetKind::dimples ? NetCells{4, 1} : NetCells{1, 1};
}

// Height of a repeat of cells over its width: hexagons and diamonds lie in two staggered rows.
double repeat_height(const NetSpec& net) {
  return net.cell_mm * net.cell_aspect * (net.kind == NetKind::tulle || net.kind == NetKind::lace ? 1.5 : 1);
}

std::vector<Repeat> repeats_of(const NetSpec& net) {
  const NetCells unit = cells_in_repeat(net);
  std::vector<Repeat> repeats = {{net.cell_mm * unit.across, 4, 0.03}, {repeat_height(net) * unit.along, 4, 0.03}};
  if (net.kind == NetKind::lace) repeats.push_back({net.motif_mm, 1, 0.03, 0.2});
  return repeats;
}

double wished_side(const NetSpec& net) {
  if (net.kind == NetKind::lace) return 2 * net.motif_mm;
  return std::clamp(26 * net.cell_mm, 24.0, 140.0);
}

Strands make_strands(const NetSpec& net, const Tile& tile, const SnappedSide& side, std::uint32_t key) {
  Strands strands(tile.width_mm, tile.height_mm);
  const NetCells unit = cells_in_repeat(net), cells{side.counts[0] * unit.across, side.counts[1] * unit.along};
  switch (net.kind) {
    case NetKind::tulle:
      draw_tulle(net, cells, key, strands);
      break;
    case NetKind::pillars:
    case NetKind::dimples:
      draw_pillars(net, cells, key, strands);
      break;
    case NetKind::diamonds:
      draw_diamonds(net, cells, key, strands);
      break;
    case NetKind::lace:
      draw_lace_strands(net, cells, side.counts[2], key, strands);
  }
  return strands;
}

Surface make_surface(const Window& window, float floor_mm, bool backed, int backing_dye) {
  const int w = window.width_px, h = window.height_px;
  Surface surface;
  surface.window = window;
  surface.height_mm = {w, h};
  surface.part = {w, h};
  surface.dye = {w, h};
  surface.shade = {w, h};
  surface.tangent_x = {w, h};
  surface.tangent_y = {w, h};
  surface.coverage = {w, h};
  const auto pixels = surface.height_mm.size();
  std::fill_n(surface.height_mm.data(), pixels, floor_mm);
  std::fill_n(surface.shade.data(), pixels, backed ? backing_shade : 1.0F);
  std::memset(surface.part.data(), static_cast<int>(backed ? Part::cord : Part::hole), pixels);
  std::memset(surface.coverage.data(), backed ? 255 : 0, pixels);
  std::memset(surface.dye.data(), backing_dye, pixels);
  std::memset(surface.tangent_x.data(), 0, pixels);
  std::memset(surface.tangent_y.data(), backed ? 126 : 0, pixels);
  return surface;
}

}  // namespace

Net::Net(const NetSpec& spec, const Tile& tile, Strands strands)
    : spec_(spec), tile_(tile), strands_(std::move(strands)) {}

Result<std::unique_ptr<Structure>> Net::create(const FabricSpec& spec) {
  TRY_VOID(check_numbers(spec));
  const NetSpec& net = spec.net;
  std::vector<Repeat> repeats = repeats_of(net);
  const OverlayNeeds needs = overlay_needs(spec);
  repeats.insert(repeats.end(), needs.repeats.begin(), needs.repeats.end());
  TRY(const SnappedSide side, snap_side(repeats, std::max(wished_side(net), needs.wish_mm), spec.tile_mm));
  Tile tile;
  tile.width_mm = tile.height_mm = side.side_mm;
  const bool lace = net.kind == NetKind::lace;
  tile.pitch_mm = lace ? 2 * net.fill_mm : std::min(net.cell_mm, 2 * net.pillar_mm);
  tile.view_mm = lace ? std::min(60.0, 0.8 * net.motif_mm) : std::clamp(11 * net.cell_mm, 10.0, 60.0);
  Strands strands = make_strands(net, tile, side, hash32(static_cast<std::uint32_t>(spec.seed), 81));
  tile.relief_mm = strands.highest_mm() - strands.lowest_mm();
  return std::unique_ptr<Structure>(new Net(net, tile, std::move(strands)));
}

Result<Surface> Net::raster(const Window& window, const RunContext& run) const {
  try {
    const StrandRaster raster(strands_, window);
    const bool backed = spec_.kind == NetKind::dimples;
    Surface surface = make_surface(window, strands_.lowest_mm() - 0.001F, backed, backed && spec_.two_tone ? 1 : 0);
    TRY_VOID(parallel_for(run, raster.strips(), [&](int strip) { raster.draw(strip, surface); }));
    if (spec_.kind == NetKind::dimples) surface.coverage = {};
    return surface;
  } catch (const std::bad_alloc&) {
    return fail(ErrorKind::exhausted,
                {"not enough memory for a net of {} × {} pixels", "не хватает памяти для сетки {} × {} пикселей",
                 "{} × {} 픽셀의 망사를 그릴 메모리가 부족합니다"},
                window.width_px, window.height_px);
  }
}

}  // namespace atelier
