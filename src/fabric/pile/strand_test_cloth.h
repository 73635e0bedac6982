#pragma once

#include <gtest/gtest.h>

#include <cstring>
#include <vector>

#include "fabric/map_set.h"
#include "fabric/structure.h"
#include "fabric/synthetic_cloth.h"

namespace atelier::strand_test {

/// The spec of a material's word, small enough for a test.
inline FabricSpec spec_of(const char* product, const char* material, const char* color = "teal", int size_px = 256) {
  TextureRequest request;
  request.product = product;
  request.material = material;
  request.color = color;
  request.size = size_px;
  Result<FabricSpec> spec = resolve_fabric(request);
  EXPECT_TRUE(spec.ok()) << material << ": " << (spec.ok() ? "" : spec.error().message.en);
  return spec.ok() ? std::move(spec).value() : FabricSpec{};
}

inline Window tile_window(const Tile& tile, int size_px) {
  return {0, 0, tile.width_mm, tile.height_mm, size_px, size_px, true};
}

inline Surface raster(const Structure& structure, const Window& window, int threads = 2) {
  const RunContext run(threads);
  Result<Surface> surface = structure.raster(window, run);
  EXPECT_TRUE(surface.ok());
  return std::move(surface).value();
}

template <class T>
bool same(const Plane<T>& a, const Plane<T>& b) {
  return a.size() == b.size() && (a.size() == 0 || std::memcmp(a.data(), b.data(), a.size() * sizeof(T)) == 0);
}

inline bool same(const Surface& a, const Surface& b) {
  return same(a.height_mm, b.height_mm) && same(a.part, b.part) && same(a.dye, b.dye) && same(a.shade, b.shade) &&
         same(a.tangent_x, b.tangent_x) && same(a.tangent_y, b.tangent_y) && same(a.fuzz, b.fuzz) &&
         same(a.fuzz_tangent_x, b.fuzz_tangent_x) && same(a.fuzz_tangent_y, b.fuzz_tangent_y);
}

/// Whether a window moved by whole pixels shows the same, moved; and one thread the same as three.
inline void expect_rolls_and_threads_agree(const FabricSpec& spec) {
  Result<std::unique_ptr<Structure>> structure = make_structure(spec);
  ASSERT_TRUE(structure.ok()) << spec.material;
  const Structure& cloth = *structure.value();
  const int size = spec.size_px, right = 37, up = 101;
  const Window window = tile_window(cloth.tile(), size);
  const Surface whole = raster(cloth, window, 1);
  EXPECT_TRUE(same(whole, raster(cloth, window, 3))) << spec.material;
  Window moved = window;
  moved.x_mm = right * window.width_mm / size;
  moved.y_mm = up * window.height_mm / size;
  const Surface seen = raster(cloth, moved, 2);
  EXPECT_TRUE(same(seen, rolled(whole, size - right, up))) << spec.material;
}

/// Mean difference of heights between columns x and x + 1, and rows: the edge must not stand out.
inline void expect_no_seam(const FabricSpec& spec) {
  Result<std::unique_ptr<Structure>> structure = make_structure(spec);
  ASSERT_TRUE(structure.ok());
  const int size = spec.size_px;
  const Surface surface = raster(*structure.value(), tile_window(structure.value()->tile(), size));
  double inside = 0, edge = 0;
  for (int y = 0; y < size; ++y) {
    const float* shade = surface.shade.row(y);
    edge += std::abs(shade[0] - shade[size - 1]);
    for (int x = 0; x + 1 < size; ++x) inside += std::abs(shade[x + 1] - shade[x]);
  }
  for (int x = 0; x < size; ++x) {
    edge += std::abs(surface.shade.row(0)[x] - surface.shade.row(size - 1)[x]);
    for (int y = 0; y + 1 < size; ++y) inside += std::abs(surface.shade.row(y + 1)[x] - surface.shade.row(y)[x]);
  }
  EXPECT_LT(edge / (2 * size), 1.2 * inside / (2.0 * size * (size - 1))) << spec.material;
}

/// Mean in-plane length of fibre directions where `part` is seen, 0..1.
inline double mean_flatness(const Surface& surface, Part part) {
  double sum = 0, count = 0;
  for (std::size_t i = 0; i < surface.part.size(); ++i) {
    if (surface.part.data()[i] != static_cast<std::uint8_t>(part)) continue;
    sum += std::hypot(surface.tangent_x.data()[i], surface.tangent_y.data()[i]) / 127.0;
    ++count;
  }
  return sum / std::max(1.0, count);
}

inline void expect_color_is_met(const FabricSpec& spec) {
  Result<std::unique_ptr<Structure>> structure = make_structure(spec);
  ASSERT_TRUE(structure.ok());
  RunContext run(2);
  Result<MapSet> maps = bake_maps(spec, *structure.value(), MapChoice::full, run);
  ASSERT_TRUE(maps.ok());
  EXPECT_LE(maps.value().color_delta_e, 1.0) << spec.material << " " << spec.color;
}

}  // namespace atelier::strand_test
