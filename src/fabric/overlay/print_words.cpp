#include "fabric/overlay/print_words.h"

#include <algorithm>
#include <cmath>

#include "fabric/fabric_math.h"
#include "fabric/overlay/print_picture.h"
#include "fabric/words/color_codes.h"

namespace atelier {
namespace {

using Motif = PrintSpec::Motif;

struct MotifRow {
  std::string_view finish;
  Motif motif;
  double repeat_mm;
};

constexpr MotifRow motifs[] = {
    {"print_floral", Motif::floral, 64},
    {"camo", Motif::camo, 150},
    {"dots", Motif::dots, 13},
    {"print", Motif::geometric, 30},
    {"print_geometric", Motif::geometric, 30},
    {"print_stripe", Motif::stripes, 18},
    {"print_leopard", Motif::leopard, 84},
    {"print_zebra", Motif::zebra, 110},
};
constexpr double embroidery_mm = 52, picture_mm = 60, film_um = 30;
constexpr double film_roughness = 0.42;

constexpr std::uint32_t ivory = 0xEFE9DA, navy = 0x22304F, ochre = 0xD09A3E, umber = 0x5A4030, sage = 0x6B8058,
                        rose = 0xC4506A, blush = 0xE8B9AA, near_black = 0x1D1B1C, fur_dark = 0x2A1D16;

LinearRgb legal(std::uint32_t rgb) {
  return legal_albedo(linear_from_rgb(rgb), false);
}

// Lighter by `lighter` of OKLab's lightness, its chroma times `chroma`, its hue turned.
LinearRgb shifted(const LinearRgb& color, double lighter, double chroma, double turns) {
  const OkLab lab = to_oklab(color);
  const double c = cos_turns(turns), s = sin_turns(turns);
  const OkLab moved{std::clamp(lab.l + lighter, 0.12, 0.96), chroma * (lab.a * c - lab.b * s),
                    chroma * (lab.a * s + lab.b * c)};
  const LinearRgb light = to_linear(moved);
  return legal_albedo(
      {std::clamp(light.r, 0.0F, 1.0F), std::clamp(light.g, 0.0F, 1.0F), std::clamp(light.b, 0.0F, 1.0F)}, false);
}

bool is_light(const LinearRgb& color) {
  return to_oklab(color).l > 0.62;
}

// What stands out from a ground when no second colour is named.
LinearRgb contrast(const LinearRgb& ground) {
  const OkLab lab = to_oklab(ground);
  if (!is_light(ground)) return legal(ivory);
  return lab.a * lab.a + lab.b * lab.b > 0.05 * 0.05 ? shifted(ground, -0.36, 1.1, 0.03) : legal(navy);
}

LinearRgb leaf_for(const LinearRgb& ground) {
  const LinearRgb leaf = legal(sage);
  const double off = to_oklab(ground).l - to_oklab(leaf).l;
  if (std::abs(off) > 0.16) return leaf;
  return shifted(leaf, off > 0 ? -0.18 : 0.2, 0.9, 0);
}

std::vector<LinearRgb> flower_inks_for(const LinearRgb& ground, const LinearRgb* second) {
  const LinearRgb petal = second ? *second : legal(is_light(ground) ? rose : blush);
  const bool dark = to_oklab(petal).l < 0.4;
  const OkLab lab = to_oklab(petal);
  const bool yellow = lab.b > 0.09 && lab.a < 0.07;
  return {leaf_for(ground), petal, shifted(petal, dark ? 0.16 : -0.15, 1.15, 0.015), legal(yellow ? umber : ochre)};
}

std::vector<LinearRgb> camo_inks(const LinearRgb& ground, const LinearRgb* second) {
  const bool dark = to_oklab(ground).l < 0.38;
  const LinearRgb first = second ? *second : shifted(ground, dark ? 0.15 : 0.13, 0.85, -0.03);
  const LinearRgb brown = dark ? shifted(ground, 0.3, 0.55, -0.06) : shifted(ground, -0.15, 0.75, -0.1);
  return {first, brown, shifted(ground, dark ? -0.12 : -0.33, 0.35, 0)};
}

std::vector<LinearRgb> inks_for(Motif motif, const LinearRgb& ground, const LinearRgb* second) {
  const LinearRgb one = second ? *second : contrast(ground);
  switch (motif) {
    case Motif::floral:
      return flower_inks_for(ground, second);
    case Motif::camo:
      return camo_inks(ground, second);
    case Motif::leopard:
      return {shifted(ground, is_light(ground) ? -0.13 : 0.1, 1.15, -0.02), second ? *second : legal(fur_dark)};
    case Motif::zebra:
      return {second ? *second : legal(is_light(ground) ? near_black : ivory)};
    case Motif::geometric:
      return {one, shifted(ground, 0.4 * (to_oklab(one).l - to_oklab(ground).l), 1.2, 0.02)};
    case Motif::stripes:
      return {one, shifted(one, 0.35 * (to_oklab(ground).l - to_oklab(one).l), 1, 0)};
    default:
      return {one};
  }
}

const MotifRow* motif_of(const FabricWords& words) {
  for (const MotifRow& row : motifs)
    if (words.has(row.finish)) return &row;
  return nullptr;
}

void add_dyes(FabricSpec& spec, const std::vector<LinearRgb>& inks) {
  spec.dyes.insert(spec.dyes.end(), inks.begin(), inks.end());
  spec.target_is_mean = false;
}

Result<void> check_motifs(const FabricWords& words, const TextureRequest& request) {
  std::vector<std::string_view> all;
  for (const MotifRow& row : motifs)
    if (row.finish != "print") all.push_back(row.finish);
  TRY_VOID(only_one_finish(words, all));
  const MotifRow* row = motif_of(words);
  if (!request.print.empty() && row && row->finish != "print") {
    return fail_named(ErrorKind::invalid_argument,
                      {"{}: a picture is printed, or {}; ask for one of them",
                       "{}: либо картинка, либо {}; выберите одно", "{}: 그림과 {} 가운데 하나만 고르세요"},
                      "print", find_finish(row->finish)->names);
  }
  const bool printed = row || !request.print.empty();
  if (request.print_mm && !printed && !words.has("embroidery")) {
    return fail(ErrorKind::invalid_argument,
                {"print_mm: this cloth has no print", "print_mm: на этой ткани нет рисунка",
                 "print_mm: 이 직물에는 무늬가 없습니다"})
        .with_hint({"add one: --finish \"polka dots\", or --print FILE",
                    "добавьте рисунок: --finish горошек или --print ФАЙЛ",
                    "무늬를 더하세요: --finish 도트 또는 --print 파일"});
  }
  return ok();
}

Result<void> set_picture(FabricSpec& spec, const TextureRequest& request) {
  PrintSpec& print = spec.overlay.print;
  TRY(PrintableFile read, read_print(request.print, request.print_sha256, spec.color_target));
  print.motif = Motif::picture;
  print.repeat_mm = request.print_mm.value_or(picture_mm);
  print.aspect = static_cast<double>(read.picture->height_px) / read.picture->width_px;
  print.picture = std::move(read.picture);
  add_dyes(spec, read.dyes);
  return ok();
}

// A film of plastic shines by itself.
void set_film(FabricSpec& spec) {
  PrintSpec& print = spec.overlay.print;
  print.film_um = film_um;
  print.bleed_mm = 0.05;
  spec.dye_surfaces.resize(spec.dyes.size());
  for (std::size_t i = static_cast<std::size_t>(print.first_ink); i < spec.dyes.size(); ++i)
    spec.dye_surfaces[i].roughness = film_roughness;
}

}  // namespace

FabricWords ground_words(const FabricWords& words, const TextureRequest& request) {
  FabricWords ground = words;
  const bool printed = motif_of(words) || words.has("embroidery") || !request.print.empty();
  if (printed && ground.colors.size() > 1) ground.colors.resize(1);
  return ground;
}

Result<void> set_prints(FabricSpec& spec, const FabricWords& words, const TextureRequest& request) {
  TRY_VOID(check_motifs(words, request));
  const LinearRgb ground = spec.color_target;
  LinearRgb named;
  if (words.colors.size() > 1) named = legal_albedo(linear_from_rgb(words.colors[1].rgb), words.colors[1].fluorescent);
  const LinearRgb* second = words.colors.size() > 1 ? &named : nullptr;
  PrintSpec& print = spec.overlay.print;
  print.asked_mm = request.print_mm.value_or(0);
  if (!request.print.empty() || motif_of(words)) print.first_ink = static_cast<int>(spec.dyes.size());
  if (!request.print.empty()) {
    TRY_VOID(set_picture(spec, request));
  } else if (const MotifRow* row = motif_of(words)) {
    print.motif = row->motif;
    print.repeat_mm = request.print_mm.value_or(row->repeat_mm);
    add_dyes(spec, inks_for(row->motif, ground, second));
  }
  if (words.has("print_raised") && print.motif == Motif::none) {
    print.first_ink = static_cast<int>(spec.dyes.size());
    print.motif = Motif::geometric;
    print.repeat_mm = request.print_mm.value_or(30);
    add_dyes(spec, inks_for(print.motif, ground, second));
  }
  if (words.has("print_raised")) set_film(spec);
  if (!words.has("embroidery")) return ok();
  EmbroiderySpec& embroidery = spec.overlay.embroidery;
  embroidery.repeat_mm = print.motif == Motif::none ? request.print_mm.value_or(embroidery_mm) : embroidery_mm;
  embroidery.first_ink = static_cast<int>(spec.dyes.size());
  add_dyes(spec, flower_inks_for(ground, second));
  if (!spec.dye_surfaces.empty()) spec.dye_surfaces.resize(spec.dyes.size());
  return ok();
}

}  // namespace atelier
