#include "base/media_type.h"

#include <gtest/gtest.h>

namespace atelier {
namespace {

TEST(MediaType, GoesByTheEndingOfTheName) {
  EXPECT_EQ(media_type_of("maps/navy_diff_2k.png"), "image/png");
  EXPECT_EQ(media_type_of("manifest.json"), "application/json");
  EXPECT_EQ(media_type_of("photo.png.zip"), "application/zip");
}

TEST(MediaType, AnUnknownEndingIsBytes) {
  for (const char* name : {"", "README", "x.unheard", "png"}) EXPECT_EQ(media_type_of(name), "application/octet-stream");
}

}  // namespace
}  // namespace atelier
