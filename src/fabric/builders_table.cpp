#include "fabric/builder.h"
#include "fabric/film/film_words.h"
#include "fabric/knit/knit_words.h"
#include "fabric/leather/leather_words.h"
#include "fabric/mat/mat_words.h"
#include "fabric/net/net_words.h"
#include "fabric/pile/pile_words.h"
#include "fabric/weave/woven_words.h"

namespace atelier {
namespace {

constexpr FabricBuilder rows[] = {
    {knows_woven, set_woven}, {knows_pile, set_pile}, {knows_mat, set_mat},   {knows_leather, set_leather},
    {knows_film, set_film},   {knows_net, set_net},   {knows_knit, set_knit},
};

}  // namespace

const FabricBuilder* find_builder(std::string_view construction) {
  for (const FabricBuilder& row : rows) {
    if (row.knows(construction)) return &row;
  }
  return nullptr;
}

}  // namespace atelier
