#include "fabric/film/film.h"
#include "fabric/knit/knitted.h"
#include "fabric/leather/leather.h"
#include "fabric/mat/mat.h"
#include "fabric/net/net.h"
#include "fabric/overlay.h"
#include "fabric/pile/pile.h"
#include "fabric/structure.h"
#include "fabric/weave/woven.h"

namespace atelier {
namespace {

struct Row {
  const char* id;
  Result<std::unique_ptr<Structure>> (*create)(const FabricSpec&);
};

constexpr Row rows[] = {
    {"woven", Woven::create}, {"pile", Pile::create}, {"mat", Mat::create},      {"leather", Leather::create},
    {"film", Film::create},   {"net", Net::create},   {"knit", Knitted::create},
};

// A cloth with something laid over it.
class Layered final : public Structure {
 public:
  Layered(std::unique_ptr<Structure> cloth, std::vector<std::unique_ptr<Overlay>> overlays)
      : cloth_(std::move(cloth)), overlays_(std::move(overlays)), tile_(cloth_->tile()) {
    for (const auto& overlay : overlays_) overlay->describe(tile_);
  }

  const Tile& tile() const override { return tile_; }

  Result<Surface> raster(const Window& window, const RunContext& run) const override {
    TRY(Surface surface, cloth_->raster(window, run));
    for (const auto& overlay : overlays_) TRY_VOID(overlay->apply(surface, run));
    return surface;
  }

 private:
  std::unique_ptr<Structure> cloth_;
  std::vector<std::unique_ptr<Overlay>> overlays_;
  Tile tile_;
};

Result<std::unique_ptr<Structure>> make_cloth(const FabricSpec& spec) {
  for (const Row& row : rows) {
    if (spec.structure == row.id) return row.create(spec);
  }
  return fail(ErrorKind::internal,
              {"structure: nothing makes \"{}\"", "структура: «{}» никто не делает", "구조: \"{}\"을(를) 만들 수 없음"},
              spec.structure);
}

}  // namespace

Result<std::unique_ptr<Structure>> make_structure(const FabricSpec& spec) {
  TRY(std::unique_ptr<Structure> cloth, make_cloth(spec));
  TRY(std::vector<std::unique_ptr<Overlay>> overlays, make_overlays(spec, cloth->tile()));
  if (overlays.empty()) return cloth;
  return std::unique_ptr<Structure>(new Layered(std::move(cloth), std::move(overlays)));
}

}  // namespace atelier
