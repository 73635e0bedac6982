#include "fabric/overlay/overlay_words.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "fabric/overlay/print_words.h"

namespace atelier {

namespace {

using Layout = QuiltSpec::Layout;

// How wide and how high pockets are: usual, of a micro quilt, wide.
struct QuiltRow {
  std::string_view finish;
  Layout layout;
  double spacing_mm[3], height_mm[3];
};

constexpr QuiltRow quilts[] = {
    {"quilt_horizontal", Layout::horizontal, {40, 25, 90}, {10, 6, 20}},
    {"quilt_vertical", Layout::vertical, {45, 25, 90}, {11, 6, 20}},
    {"quilt_box", Layout::box, {60, 32, 100}, {12, 7, 22}},
    {"quilt_diamond", Layout::diamond, {50, 32, 75}, {9, 6.5, 13}},
    {"quilt_wave", Layout::wave, {42, 26, 80}, {10, 6, 17}},
    {"quilt_onion", Layout::onion, {42, 28, 75}, {10, 6.5, 16}},
    {"quilt_chevron", Layout::chevron, {42, 26, 80}, {10, 6, 17}},
    {"quilt_hexagon", Layout::hexagon, {30, 20, 44}, {7, 4.5, 10}},
};

constexpr double usual_spacing_mm = 40;

Result<void> only_one_layout(const FabricWords& words) {
  std::vector<std::string_view> layouts;
  for (const QuiltRow& row : quilts) layouts.push_back(row.finish);
  TRY_VOID(only_one_finish(words, layouts));
  constexpr std::array<std::string_view, 2> widths = {"quilt_micro", "quilt_wide"};
  return only_one_finish(words, widths);
}

// What only says how a quilt is made makes a horizontal one.
const QuiltRow* quilt_of(const FabricWords& words) {
  for (const QuiltRow& row : quilts)
    if (words.has(row.finish)) return &row;
  const bool quilted = words.has("quilt_micro") || words.has("quilt_wide") || words.has("wadding");
  return quilted ? &quilts[0] : nullptr;
}

Result<void> set_quilt(FabricSpec& spec, const FabricWords& words, const TextureRequest& request) {
  TRY_VOID(only_one_layout(words));
  const QuiltRow* row = quilt_of(words);
  if (!row && request.quilt_mm) {
    return fail(ErrorKind::invalid_argument, {"quilt_mm: this cloth is not quilted", "quilt_mm: эта ткань не стёганая",
                                              "quilt_mm: 누빔 직물이 아닙니다"})
        .with_hint(
            {"add a quilt: --finish quilted", "добавьте стёжку: --finish стёганый", "누빔을 더하세요: --finish 누빔"});
  }
  if (!row) return ok();
  QuiltSpec& quilt = spec.quilt;
  const int width = words.has("quilt_micro") ? 1 : words.has("quilt_wide") ? 2 : 0;
  quilt.layout = row->layout;
  quilt.spacing_mm = request.quilt_mm.value_or(row->spacing_mm[width]);
  quilt.height_mm = row->height_mm[width] * quilt.spacing_mm / row->spacing_mm[width];
  if (quilt.layout == Layout::diamond) quilt.p = 1.6, quilt.q = 1.4;
  const double size = std::sqrt(quilt.spacing_mm / usual_spacing_mm);
  quilt.pucker_mm *= size;
  quilt.crumple_mm *= size;
  if (words.has("wadding")) {
    quilt.p = 1.6, quilt.q = 1.4;
    quilt.height_mm *= 0.6;
    quilt.lumps = 0.1;
    quilt.pucker_mm *= 0.7;
    quilt.crumple_mm *= 0.5;
  }
  spec.overlay.quilt_mm = request.quilt_mm.value_or(0);
  return ok();
}

// Pitch and height of folds: knife, box, accordion, plissé.
void set_pleats(FabricSpec& spec, const FabricWords& words) {
  PleatSpec& pleat = spec.overlay.pleat;
  if (words.has("pleat")) pleat = {PleatSpec::Kind::knife, 18, 1.1, 0.5};
  if (words.has("pleat_box")) pleat = {PleatSpec::Kind::box, 32, 1.6, 0.6};
  if (words.has("pleat_accordion")) pleat = {PleatSpec::Kind::accordion, 9, 3.2, 0.8};
  if (words.has("plisse")) pleat = {PleatSpec::Kind::plisse, 3.2, 0.75, 0.3};
}

void set_relief(FabricSpec& spec, const FabricWords& words) {
  set_pleats(spec, words);
  OverlaySpec& overlay = spec.overlay;
  if (words.has("crinkle")) overlay.crinkle.crush_mm = 0.38;
  if (words.has("cloque")) overlay.crinkle.blister_mm = 0.9;
  if (words.has("emboss") && spec.structure != "leather") overlay.crinkle.emboss_mm = 0.45;
  if (words.has("moire")) overlay.moire.strength = 0.8;
}

// Every dye once more, as it is under water.
Result<void> set_beads(FabricSpec& spec, const FabricWords& words) {
  if (!words.has("dwr_beads")) return ok();
  if (spec.structure == "net") {
    return fail_named(
        ErrorKind::invalid_argument,
        {"{}: drops of water fall through {}", "{}: сквозь {} капли падают", "{}: 물방울은 {} 사이로 빠집니다"},
        "finish", words.material->names);
  }
  const std::size_t dry = spec.dyes.size();
  if (dry > 127) {
    return fail(ErrorKind::internal,
                {"beads: too many dyes", "капли: слишком много красок", "물방울: 염료가 너무 많음"});
  }
  spec.overlay.beads = {0.06, 0.6, static_cast<int>(dry)};
  spec.dye_surfaces.resize(dry);
  for (std::size_t i = 0; i < dry; ++i) {
    spec.dyes.push_back(spec.dyes[i]);
    spec.dye_surfaces.push_back({0, 0.04});
  }
  return ok();
}

Result<void> check_overlays(const FabricWords& words) {
  constexpr std::array<std::string_view, 4> pleats = {"pleat", "pleat_box", "pleat_accordion", "plisse"};
  return only_one_finish(words, pleats);
}

}  // namespace

Result<void> set_overlays(FabricSpec& spec, const FabricWords& words, const TextureRequest& request) {
  TRY_VOID(check_overlays(words));
  TRY_VOID(set_quilt(spec, words, request));
  TRY_VOID(set_prints(spec, words, request));
  set_relief(spec, words);
  return set_beads(spec, words);
}

}  // namespace atelier
