#pragma once

#include <gtest/gtest.h>

#include <cstring>

#include "fabric/structure.h"

namespace atelier::test_surfaces {

inline std::unique_ptr<Structure> made(const FabricSpec& spec) {
  auto structure = make_structure(spec);
  EXPECT_TRUE(structure.ok()) << (structure.ok() ? "" : structure.error().message.en);
  return std::move(structure).value();
}

inline Surface raster(const Structure& structure, const Window& window, int threads = 1) {
  auto surface = structure.raster(window, RunContext(threads));
  EXPECT_TRUE(surface.ok());
  return std::move(surface).value();
}

inline Window whole_tile(const Structure& structure, int pixels) {
  return {0, 0, structure.tile().width_mm, structure.tile().height_mm, pixels, pixels, true};
}

template <class T>
bool same(const Plane<T>& a, const Plane<T>& b) {
  return a.size() == b.size() && (a.empty() || std::memcmp(a.data(), b.data(), a.size() * sizeof(T)) == 0);
}

/// Whether every plane of two surfaces holds the same samples.
inline bool same(const Surface& a, const Surface& b) {
  return same(a.height_mm, b.height_mm) && same(a.part, b.part) && same(a.dye, b.dye) &&
         same(a.other_dye, b.other_dye) && same(a.dye_share, b.dye_share) && same(a.shade, b.shade) &&
         same(a.tangent_x, b.tangent_x) && same(a.tangent_y, b.tangent_y) && same(a.coverage, b.coverage) &&
         same(a.slope_variance, b.slope_variance) && same(a.fuzz, b.fuzz);
}

}  // namespace atelier::test_surfaces
