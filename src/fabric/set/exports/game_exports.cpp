#include <array>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "fabric/set/exports/export_set.h"
#include "imaging/codec.h"
#include "imaging/png_writer.h"

namespace atelier {
namespace {

namespace fs = std::filesystem;

Result<Image> load_map(const ExportSource& source, std::string_view name, const RunContext& run) {
  const fs::path file = source.folder / source.map_file(name);
  TRY(const Bytes bytes, read_image_file(file));
  TRY(Image image, decode_image(bytes, {}, shown_path(file), run));
  if (image.type() == SampleType::u8 && image.channels() == 3) return image;
  return fail(ErrorKind::corrupt,
              {"{} is not as it was written", "{} не такой, каким был записан", "{} 이(가) 기록된 것과 다릅니다"},
              shown_path(file));
}

/// RGBA data, one pixel after the other from the packed map and the normals.
template <class Pixel>
Image packed(const Image& arm, const Image& normal, const Pixel& pixel) {
  Image image(arm.width(), arm.height(), 4, SampleType::u8, ColorMeaning::data);
  for (int y = 0; y < arm.height(); ++y) {
    const std::uint8_t *from = arm.row<std::uint8_t>(y), *bent = normal.row<std::uint8_t>(y);
    std::uint8_t* to = image.row<std::uint8_t>(y);
    for (int x = 0; x < arm.width(); ++x, from += 3, bent += 3, to += 4) {
      const std::array<std::uint8_t, 4> made = pixel(from, bent);
      std::copy(made.begin(), made.end(), to);
    }
  }
  return image;
}

Result<void> write_png(const Image& image, const fs::path& file, const RunContext& run) {
  TRY(const Bytes bytes, encode_png(image, {}, run));
  return write_file(file, as_text(bytes));
}

std::string scale_note(const ExportSource& source) {
  return fmt::format(
      "One tile is {:.2f} x {:.2f} mm: on a surface whose UV unit is one metre the tiling is {:.3f} x {:.3f}.\n"
      "Heights span {:.3f} mm, from {:.3f} to {:.3f} mm; 0 mm lies at {:.3f} of the height map.\n",
      source.width_mm(), source.height_mm(), 1000 / source.width_mm(), 1000 / source.height_mm(),
      source.number("height_mm", "max") - source.number("height_mm", "min"), source.number("height_mm", "min"),
      source.number("height_mm", "max"), source.number("height_mm", "mid"));
}

}  // namespace

Result<std::vector<fs::path>> unity_extra(const ExportSource& source, const fs::path& to, const RunContext& run) {
  TRY(const Image arm, load_map(source, "arm", run));
  TRY(const Image normal, load_map(source, "nor_gl", run));
  if (normal.width() != arm.width() || normal.height() != arm.height()) {
    return fail(ErrorKind::corrupt, {"the maps differ in size", "карты разного размера", "맵의 크기가 서로 다릅니다"});
  }
  using Four = std::array<std::uint8_t, 4>;
  const auto inverse = [](std::uint8_t value) { return static_cast<std::uint8_t>(255 - value); };
  const std::string mask = source.slug() + "_MaskMap.png", thread = source.slug() + "_ThreadMap.png",
                    note = source.slug() + "_unity.txt";
  TRY_VOID(write_png(packed(arm, normal,
                            [&](const std::uint8_t* a, const std::uint8_t*) {
                              return Four{a[2], a[0], 255, inverse(a[1])};
                            }),
                     to / mask, run));
  TRY_VOID(write_png(packed(arm, normal,
                            [&](const std::uint8_t* a, const std::uint8_t* n) {
                              return Four{a[0], n[1], inverse(a[1]), n[0]};
                            }),
                     to / thread, run));
  TRY_VOID(write_file(
      to / note,
      fmt::format("Unity (HDRP): sRGB on for _BaseMap only; _Normal imported as Normal map; others as Default "
                  "with sRGB off.\n_MaskMap: R metallic, G occlusion, B detail mask, A smoothness.\n"
                  "_ThreadMap (Fabric shaders): R occlusion, G normal y, B smoothness, A normal x.\n{}",
                  scale_note(source))));
  return std::vector<fs::path>{mask, thread, note};
}

Result<std::vector<fs::path>> unreal_extra(const ExportSource& source, const fs::path& to, const RunContext&) {
  const std::string note = source.slug() + "_unreal.txt";
  TRY_VOID(write_file(
      to / note,
      fmt::format("Unreal: _BC as Default with sRGB; _N as Normalmap (DirectX, green down); _ORM as Masks: R "
                  "occlusion, G roughness, B metallic; _H and _O as Grayscale without sRGB.\n{}",
                  scale_note(source))));
  return std::vector<fs::path>{note};
}

Result<std::vector<fs::path>> clo_extra(const ExportSource& source, const fs::path& to, const RunContext&) {
  const std::string note = source.slug() + "_clo.txt";
  TRY_VOID(write_file(
      to / note,
      fmt::format(
          "CLO: type {:.2f} mm as texture width and {:.2f} mm as height; Normal is OpenGL.\n"
          "Weight {:.0f} g/m2, thickness {:.2f} mm. Programs that read U3M take {}.u3m in the folder above.\n{}",
          source.width_mm(), source.height_mm(), source.manifest.value("mass_gsm", 0.0),
          source.manifest.value("thickness_mm", 0.0), source.slug(), scale_note(source))));
  return std::vector<fs::path>{note};
}

}  // namespace atelier
