#include "fabric/set/thickness.h"

#include <gtest/gtest.h>

namespace atelier {
namespace {

FabricSpec spec_of(const char* product, const char* material, const char* finish = "") {
  TextureRequest request;
  request.product = product;
  request.material = material;
  request.color = "navy";
  request.finish = finish;
  return resolve_fabric(request).value();
}

TEST(Thickness, IsThatOfTheTrade) {
  struct Case {
    const char *product, *material, *finish;
    double least_mm, most_mm;
  };
  for (const Case& cloth : {Case{"shirt", "poplin", "", 0.18, 0.32},
                            {"jeans", "denim", "none", 0.55, 0.95},
                            {"bag", "canvas", "none", 0.5, 1.1},
                            {"lining", "taffeta", "none", 0.06, 0.16},
                            {"gown", "satin", "none", 0.1, 0.35},
                            {"dress", "chiffon", "", 0.1, 0.25},
                            {"t-shirt", "jersey", "", 0.35, 0.75},
                            {"sweater", "merino", "", 0.8, 4},
                            {"gown", "velvet", "", 1.5, 2.8},
                            {"trousers", "corduroy", "", 1.3, 2.6},
                            {"hat", "felt", "", 1, 1.5},
                            {"leather jacket", "leather", "", 0.7, 1.4},
                            {"dress", "tulle", "", 0.12, 0.35},
                            {"windbreaker", "neoprene", "", 1.5, 3},
                            {"down jacket", "nylon", "", 8, 25}}) {
    const double mm = cloth_thickness_mm(spec_of(cloth.product, cloth.material, cloth.finish), 0);
    EXPECT_GE(mm, cloth.least_mm) << cloth.material;
    EXPECT_LE(mm, cloth.most_mm) << cloth.material;
  }
}

TEST(Thickness, AFirmFaceIsNotHigherThanItsCloth) {
  EXPECT_EQ(cloth_thickness_mm(spec_of("shirt", "poplin"), 1.5), 1.5);
  EXPECT_LT(cloth_thickness_mm(spec_of("robe", "terry"), 20), 10);
}

TEST(Thickness, GrowsWithFillingAndShrinksUnderTheCalender) {
  const double shell = cloth_thickness_mm(spec_of("windbreaker", "nylon", "none"), 0);
  FabricSpec quilted = spec_of("windbreaker", "nylon", "none");
  quilted.quilt.layout = QuiltSpec::Layout::box;
  quilted.quilt.height_mm = 12;
  EXPECT_NEAR(cloth_thickness_mm(quilted, 0), shell + 12, 1e-9);
  FabricSpec pressed = spec_of("windbreaker", "nylon", "none");
  pressed.finish.calender = 0.9;
  EXPECT_LT(cloth_thickness_mm(pressed, 0), shell);
}

}  // namespace
}  // namespace atelier
