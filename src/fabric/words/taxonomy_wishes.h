#pragma once

#include <string_view>
#include <vector>

#include "fabric/texture_request.h"
#include "fabric/words/vocabulary.h"

namespace atelier::taxonomy_wishes {

// Requests for tests.

inline TextureRequest wish(std::string_view product, std::string_view material, std::string_view color,
                           std::string_view finish = "") {
  TextureRequest request;
  request.product = product;
  request.material = material;
  request.color = color;
  request.finish = finish;
  return request;
}

// Every product with every one of its materials in every kind of finish.
inline std::vector<TextureRequest> whole_taxonomy() {
  std::vector<TextureRequest> all;
  for (const ProductRow& product : product_rows()) {
    for (const MaterialRow& material : material_rows()) all.push_back(wish(product.id, material.id, "navy"));
    for (const FinishRow& finish : finish_rows()) {
      all.push_back(wish(product.id, product.materials.substr(0, product.materials.find(' ')), "light olive and ecru",
                         finish.id));
    }
  }
  for (const ColorRow& color : color_rows()) all.push_back(wish("shirt", "poplin", color.id, "none"));
  for (const CssColorRow& color : css_color_rows()) all.push_back(wish("shirt", "poplin", color.name, "none"));
  for (const char* color : {"neon pink", "#000", "dusty #123", "pale teal / neon red"})
    all.push_back(wish("shirt", "poplin", color));
  return all;
}

}  // namespace atelier::taxonomy_wishes
