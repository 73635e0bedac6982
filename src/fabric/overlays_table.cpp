#include <algorithm>

#include "fabric/overlay.h"
#include "fabric/overlay/beads.h"
#include "fabric/overlay/crinkle.h"
#include "fabric/overlay/embroidery.h"
#include "fabric/overlay/moire.h"
#include "fabric/overlay/pleats.h"
#include "fabric/overlay/print.h"
#include "fabric/overlay/quilt.h"
#include "fabric/weave/weave_relief.h"

namespace atelier {
namespace {

struct Row {
  bool (*wanted)(const FabricSpec&);
  OverlayNeeds (*needs)(const FabricSpec&);
  Result<std::unique_ptr<Overlay>> (*create)(const FabricSpec&, const Tile&);
};

// In the order in which they are laid.
constexpr Row rows[] = {
    {WeaveRelief::wanted, WeaveRelief::needs, WeaveRelief::create},
    {Print::wanted, Print::needs, Print::create},
    {Embroidery::wanted, Embroidery::needs, Embroidery::create},
    {Moire::wanted, Moire::needs, Moire::create},
    {Crinkle::wanted, Crinkle::needs, Crinkle::create},
    {Pleats::wanted, Pleats::needs, Pleats::create},
    {Beads::wanted, Beads::needs, Beads::create},
    {Quilt::wanted, Quilt::needs, Quilt::create},
};

}  // namespace

OverlayNeeds overlay_needs(const FabricSpec& spec) {
  OverlayNeeds all;
  for (const Row& row : rows) {
    if (!row.wanted(spec)) continue;
    OverlayNeeds needs = row.needs(spec);
    all.wish_mm = std::max(all.wish_mm, needs.wish_mm);
    all.repeats.insert(all.repeats.end(), needs.repeats.begin(), needs.repeats.end());
  }
  return all;
}

Result<std::vector<std::unique_ptr<Overlay>>> make_overlays(const FabricSpec& spec, const Tile& tile) {
  std::vector<std::unique_ptr<Overlay>> overlays;
  for (const Row& row : rows) {
    if (!row.wanted(spec)) continue;
    TRY(std::unique_ptr<Overlay> overlay, row.create(spec, tile));
    overlays.push_back(std::move(overlay));
  }
  return overlays;
}

}  // namespace atelier
