#pragma once

#include <optional>

#include "fabric/film/crumple.h"
#include "fabric/film/film_spec.h"
#include "fabric/leather/periodic_field.h"
#include "fabric/structure.h"

namespace atelier {

/// Films, foils and laminates: a skin without threads, or the fine knit that a foam or film carries.
class Film final : public Structure {
 public:
  /// invalid_argument for numbers that no film has (fields named), or a tile that holds no whole wales or dots.
  static Result<std::unique_ptr<Structure>> create(const FabricSpec& spec);

  const Tile& tile() const override { return tile_; }
  Result<Surface> raster(const Window& window, const RunContext& run) const override;

 private:
  /// How many repeats lie along a side of the tile.
  struct Counts {
    int wales = 0, courses = 0, dots = 0, dot_rows = 0;
  };
  struct Job;
  struct Lines;
  Film(const FilmSpec& spec, const Tile& tile, const Counts& counts, int dyes, std::uint32_t key);
  static Counts count_repeats(const FilmSpec& film, const std::vector<int>& counts);
  void raster_strip(const Job& job, int strip, Surface& surface) const;
  void skin_row(const Job& job, int row, Lines& lines, Surface& surface) const;
  void knit_row(const Job& job, int row, const Lines& lines, Surface& surface) const;
  void dot_row(const Job& job, int row, Surface& surface) const;
  void speck(const Job& job, int first, int last, Surface& surface) const;

  FilmSpec spec_;
  Tile tile_;
  Counts counts_;
  int dyes_;
  int micro_times_;
  PeriodicField dent_, micro_;
  std::optional<Crumple> crumple_;
  std::uint32_t key_;
};

}  // namespace atelier
