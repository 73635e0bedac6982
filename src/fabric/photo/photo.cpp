#include "fabric/photo/photo.h"

#include <algorithm>
#include <cmath>

#include "fabric/photo/photo_camera.h"
#include "fabric/photo/photo_exposure.h"

namespace atelier {
namespace {

constexpr int default_width_px = 1600, width_px_min = 64, width_px_max = 4096, smoothed_width_px_max = 2048;
constexpr double raster_px_max_mm = 0.012, view_mm_max = 120;
constexpr double hair_mm = 0.014;  // thickness of a fibre
constexpr int strip_rows = 8;

std::uint32_t scramble(std::uint64_t seed, std::uint32_t stream) {
  std::uint32_t h = static_cast<std::uint32_t>(seed ^ (seed >> 32)) + stream * 0x9e3779b9u;
  h = (h ^ (h >> 16)) * 0x7feb352du;
  h = (h ^ (h >> 15)) * 0x846ca68bu;
  return h ^ (h >> 16);
}

double unit(std::uint64_t seed, std::uint32_t stream) {
  return scramble(seed, stream) / 4294967296.0;
}

bool quilted(const FabricSpec& spec) {
  return spec.quilt.layout != QuiltSpec::Layout::none;
}

// Long floats of filament: they shine only in light from across them, and show it by hanging in folds.
bool lustrous(const FabricSpec& spec) {
  return spec.optics.lobe_width_deg < 11 && !quilted(spec);
}

// A broad lobe does not tell four samples a side from two. Pillows want more light in their valleys.
LightRig light_for(const FabricSpec& spec) {
  StudioLight studio;
  studio.samples = spec.optics.lobe_width_deg > 12.5 ? 2 : 3;
  if (lustrous(spec)) studio = {162, 30, 0.1, 4};
  if (quilted(spec)) studio = {122, 38, 0.32, 3, 0.08, 0.2};
  return studio_light(studio);
}

Undulation undulation(const FabricSpec& spec) {
  if (quilted(spec)) return {};
  const double steepest = lustrous(spec) ? 0.5 : 0.06;
  const auto slope = [&](std::uint32_t stream) {
    return static_cast<float>(steepest * (unit(spec.seed, stream) - 0.5));
  };
  return {slope(11), slope(12), slope(13), slope(14), slope(15)};
}

// Sheer cloth lies on a lighter card, or its threads would have to glow to give the mean its colour.
float backing_of(const Surface& surface) {
  double holes = 0, pixels = 0;
  for (int y = 0; y < surface.part.height(); y += 8) {
    const std::uint8_t* part = surface.part.row(y);
    for (int x = 0; x < surface.part.width(); ++x) holes += part[x] == static_cast<std::uint8_t>(Part::hole);
    pixels += surface.part.width();
  }
  return static_cast<float>(0.5 + 0.5 * holes / pixels);
}

// The far side of a seam sends light back into its valley: no part of it is without.
void brighten_valleys(Plane<float>& ambient) {
  constexpr float least = 0.22F;
  for (std::size_t i = 0; i < ambient.size(); ++i) ambient.data()[i] = least + (1 - least) * ambient.data()[i];
}

/// A row of the picture: the mean of scale × scale raster pixels.
void average_rows(const PhotoScene& scene, int y, int scale, double focus_mm, double blur, LightRow& row,
                  LinearPhoto& photo) {
  float *r = photo.r.row(y), *g = photo.g.row(y), *b = photo.b.row(y), *sigma = photo.blur.row(y);
  const int width = photo.r.width();
  const float share = 1.0f / static_cast<float>(scale * scale);
  std::vector<float> z(width, 0.0f);
  std::fill(r, r + width, 0.0f), std::fill(g, g + width, 0.0f), std::fill(b, b + width, 0.0f);
  for (int j = 0; j < scale; ++j) {
    shade_row(scene, y * scale + j, row);
    for (int x = 0; x < width; ++x) {
      for (int i = x * scale; i < (x + 1) * scale; ++i) {
        r[x] += row.r[i] * share, g[x] += row.g[i] * share, b[x] += row.b[i] * share;
        z[x] += row.z[i] * share;
      }
    }
  }
  const float focus = static_cast<float>(focus_mm), per_mm = static_cast<float>(blur);
  for (int x = 0; x < width; ++x) sigma[x] = std::min(std::abs(z[x] - focus) * per_mm, 5.0f);
}

}  // namespace

PhotoFrame choose_frame(const FabricSpec& spec, const Tile& tile, int size_px) {
  return frame_of(spec, tile, std::clamp(tile.view_mm, 8.0, view_mm_max), size_px > 0 ? size_px : default_width_px);
}

PhotoFrame frame_of(const FabricSpec& spec, const Tile& tile, double width_mm, int width_px) {
  PhotoFrame frame;
  frame.width_px = std::clamp(width_px, width_px_min, width_px_max);
  frame.height_px = std::max(width_px_min, frame.width_px * 3 / 4);
  frame.width_mm = width_mm;
  // Two raster pixels each way smooth the edges of threads; the largest pictures do without, for memory.
  frame.scale = frame.width_px <= smoothed_width_px_max ? 2 : 1;
  // What is wider than the finest photograph is drawn as finely as two raster pixels a picture pixel allow.
  const double raster_px_mm = std::max(raster_px_max_mm, width_mm / (2 * default_width_px));
  while (frame.raster_px_mm() > raster_px_mm * 1.0001) ++frame.scale;
  const double px_mm = frame.raster_px_mm();
  frame.margin = std::clamp(static_cast<int>(0.7 * tile.relief_mm / px_mm), 4, 48);
  Window& w = frame.raster;
  w.wraps = false;
  w.width_px = frame.width_px * frame.scale + 2 * frame.margin;
  w.height_px = frame.height_px * frame.scale + 2 * frame.margin;
  w.width_mm = w.width_px * px_mm;
  w.height_mm = w.height_px * px_mm;
  w.x_mm = unit(spec.seed, 1) * 20;
  w.y_mm = quilted(spec) ? (1 + spec.quilt.first_seam()) * spec.quilt.spacing_mm - 0.42 * w.height_mm
                         : unit(spec.seed, 2) * 20;
  return frame;
}

Result<PhotoScene> prepare_scene(const FabricSpec& spec, const Structure& structure, const PhotoFrame& frame,
                                 const LightRig& light, const RunContext& run) {
  TRY(Surface surface, structure.raster(frame.raster, run));
  const double px_mm = frame.raster_px_mm(), relief = structure.tile().relief_mm;
  const double reach = quilted(spec) ? 2 * spec.quilt.height_mm : 1.6 * relief;
  const double radius = quilted(spec) ? 0.8 * spec.quilt.height_mm : 1.5 * structure.tile().pitch_mm;
  const int pad = static_cast<int>(std::max(reach, radius) / px_mm) + 8;
  Relief heights(surface.height_mm, pad, px_mm);
  surface.height_mm = {};  // the relief is all that is read from here on
  TRY(Plane<float> ambient, ambient_visibility(heights.half(pad / 2 + 4), radius, run));
  if (quilted(spec)) brighten_valleys(ambient);
  std::vector<MarchStep> march = shadow_march(light, px_mm, reach, pad);
  PhotoScene scene{std::move(surface),  std::move(heights), std::move(ambient), light,
                   fibre_shading(spec), std::move(march),   undulation(spec),   spec.dyes};
  scene.margin = frame.margin;
  scene.backing = backing_of(scene.surface);
  scene.fuzz_radius = std::clamp(static_cast<int>((hair_mm / px_mm - 0.6) / 2), 0, 3);
  return scene;
}

Result<Image> photograph(const FabricSpec& spec, const Structure& structure, int size_px, RunContext& run) {
  return photograph_frame(spec, structure, choose_frame(spec, structure.tile(), size_px), run);
}

Result<Image> photograph_frame(const FabricSpec& spec, const Structure& structure, const PhotoFrame& frame,
                               RunContext& run) {
  run.begin({"photographing the cloth", "съёмка ткани", "원단 촬영"}, 3);
  TRY(PhotoScene scene, prepare_scene(spec, structure, frame, light_for(spec), run));
  TRY_VOID(run.step());
  TRY(Exposure exposure, expose(scene, dye_targets(spec), frame.scale, quilted(spec) ? -0.7 : 0.6, run));
  exposure.camera.seed = scramble(spec.seed, 3);
  LinearPhoto photo(frame.width_px, frame.height_px);
  const double blur = blur_per_mm(frame.width_mm, frame.width_px, quilted(spec) ? 32 : 11);
  TRY_VOID(parallel_for(run, (frame.height_px + strip_rows - 1) / strip_rows, [&](int s) {
    LightRow row(frame.width_px * frame.scale);
    for (int y = s * strip_rows; y < std::min((s + 1) * strip_rows, frame.height_px); ++y) {
      average_rows(scene, y, frame.scale, exposure.focus_mm, blur, row, photo);
    }
  }));
  TRY_VOID(run.step());
  TRY(Image image, develop(photo, exposure.camera, run));
  TRY_VOID(run.step());
  return image;
}

}  // namespace atelier
