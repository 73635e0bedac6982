#include "fabric/photo/photo_camera.h"

#include <gtest/gtest.h>

#include "fabric/photo/photo_test_cloth.h"

namespace atelier {
namespace {

LinearPhoto even_photo(int width, int height, float light) {
  LinearPhoto photo(width, height);
  for (auto* plane : {&photo.r, &photo.g, &photo.b}) std::fill(plane->data(), plane->data() + plane->size(), light);
  std::fill(photo.blur.data(), photo.blur.data() + photo.blur.size(), 0.0f);
  return photo;
}

TEST(PhotoCamera, FilmIsStraightThenBendsAndNeverPassesWhite) {
  EXPECT_FLOAT_EQ(film_curve(0.18f), 0.18f);
  float before = 0;
  for (float light = 0; light < 8; light += 0.01f) {
    const float shown = film_curve(light);
    EXPECT_GE(shown, before);
    EXPECT_LE(shown, 1.0f);
    before = shown;
  }
}

TEST(PhotoCamera, WhatIsOutOfFocusIsBlurredAndItsLightKept) {
  LinearPhoto light(256, 64);
  for (int y = 0; y < 64; ++y) {
    for (int x = 0; x < 256; ++x) {
      const float stripe = x / 4 % 2 == 0 ? 0.3f : 0.1f;
      light.r.row(y)[x] = light.g.row(y)[x] = light.b.row(y)[x] = stripe;
      light.blur.row(y)[x] = x < 128 ? 0.0f : 4.0f;
    }
  }
  Camera camera;
  camera.noise = 0;
  camera.vignette = 0;
  const Image image = develop(light, camera, RunContext(2)).value();
  const std::uint8_t* row = image.row<std::uint8_t>(32);
  EXPECT_GT(std::abs(row[3 * 58] - row[3 * 62]), 40);
  EXPECT_LT(std::abs(row[3 * 198] - row[3 * 202]), 14);
  EXPECT_NEAR(mean_color(image).g, 0.2, 0.01);
}

TEST(PhotoCamera, DepthOfFieldIsThatOfAThinLens) {
  // Life size at f/8: 0.32 mm out of focus make a disc of 20 µm on the sensor (Cloth reference 10.4), 2 px of 3600.
  EXPECT_NEAR(4 * 0.32 * blur_per_mm(36, 3600, 8), 2, 1e-9);
  EXPECT_LT(blur_per_mm(36, 3600, 16), blur_per_mm(36, 3600, 8));
}

TEST(PhotoCamera, WhatIsInFocusIsOnlySoftenedByTheLens) {
  LinearPhoto light = even_photo(128, 64, 0.1f);
  for (int y = 0; y < 64; ++y) std::fill(light.g.row(y) + 64, light.g.row(y) + 128, 0.4f);
  Camera camera;
  camera.noise = camera.vignette = 0;
  const Image image = develop(light, camera, RunContext(1)).value();
  const float* decode = srgb_decode_table();
  const auto green = [&](int x) { return decode[image.row<std::uint8_t>(32)[3 * x + 1]]; };
  EXPECT_NEAR(green(61), 0.1, 0.002) << "three pixels from an edge nothing of it is left";
  EXPECT_NEAR(green(66), 0.4, 0.004);
}

TEST(PhotoCamera, GrainHasTheStatisticsOfPhotons) {
  for (const float light : {0.05f, 0.18f, 0.5f}) {
    const LinearPhoto photo = even_photo(256, 256, light);
    Camera camera;
    camera.vignette = 0;
    camera.noise = 3;
    const Image image = develop(photo, camera, RunContext(2)).value();
    double sum = 0, squares = 0, product = 0;
    for (int y = 0; y < 256; ++y) {
      const std::uint8_t* row = image.row<std::uint8_t>(y);
      double before = 0;
      for (int x = 0; x < 256; ++x) {
        const double off = srgb_decode_table()[row[3 * x + 1]] - light;
        sum += off, squares += off * off, product += off * before;
        before = off;
      }
    }
    const double variance = squares / 65536, photons = 9 * light / 40000;
    EXPECT_NEAR(sum / 65536 / light, 0, 0.003) << light;
    EXPECT_NEAR(std::sqrt(variance / photons), 1, 0.08) << light;
    EXPECT_NEAR(product / squares, 0, 0.03) << "neighbours know nothing of each other";
  }
}

}  // namespace
}  // namespace atelier
