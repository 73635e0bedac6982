#include "fabric/overlay/overlay_words.h"

#include <array>

namespace atelier {

namespace {

void set_quilt(FabricSpec& spec, const FabricWords& words) {
  if (words.has("quilt_horizontal")) {
    spec.quilt.layout = QuiltSpec::Layout::horizontal;
  } else if (words.has("quilt_diamond")) {
    spec.quilt = {.layout = QuiltSpec::Layout::diamond, .spacing_mm = 50, .height_mm = 9, .p = 1.6, .q = 1.4};
  }
}

}  // namespace

Result<void> set_overlays(FabricSpec& spec, const FabricWords& words) {
  constexpr std::array<std::string_view, 2> quilts = {"quilt_horizontal", "quilt_diamond"};
  TRY_VOID(only_one_finish(words, quilts));
  set_quilt(spec, words);
  return ok();
}

}  // namespace atelier
