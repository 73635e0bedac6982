#include "fabric/photo/photo.h"

#include <algorithm>
#include <cmath>

#include "fabric/photo/photo_camera.h"
#include "fabric/photo/photo_exposure.h"

namespace atelier {
namespace {

constexpr int default_width_px = 1600, width_px_min = 64, width_px_max = 4096, smoothed_width_px_max = 2048;
constexpr double raster_px_max_mm = 0.012, view_mm_max = 120;
constexpr double deep_relief_mm = 2.5, relief_views = 7;
constexpr int margin_px_max = 160;
constexpr double askew = 0.06;
constexpr double cockle_slope = 0.034, loops_cockle = 1.5;  // loops give way more easily than crossed threads
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

// Long floats of filament: they shine only in light from across them, and show it by hanging in folds.
bool lustrous(const FabricSpec& spec, const Tile& tile) {
  return spec.optics.lobe_width_deg < 11 && !deep_relief(tile);
}

/// Leather and films: they are known by what they mirror.
bool mirrors(const FabricSpec& spec) {
  return spec.structure == "leather" || spec.structure == "film";
}

// 1: a mirror, 0: so rough that the softbox is no more than a bright side.
double polish(const FabricSpec& spec) {
  return std::clamp(std::max(1 - spec.roughness / 0.5, spec.finish.clearcoat), 0.0, 1.0);
}

// A broad lobe does not tell four samples a side from two. Deep relief wants more light in its valleys, what is white
// wants softer light, and what mirrors wants the softbox where its slopes show it.
LightRig light_for(const FabricSpec& spec, const Tile& tile) {
  const double white = std::clamp((luminance(spec.color_target) - 0.4) / 0.3, 0.0, 1.0);
  StudioLight studio;
  studio.elevation_deg += 6 * white;
  studio.ambient += 0.08 * white;
  studio.samples = spec.optics.lobe_width_deg > 12.5 ? 2 : 3;
  if (lustrous(spec, tile)) studio = {162, 30, 0.1, 4};
  if (mirrors(spec)) studio = {134, 36 + 32 * polish(spec), 0.375 - 0.2 * polish(spec), 2};
  if (deep_relief(tile)) studio = {122, 38 + 12 * white, 0.32, 3, 0.12, 0.3 + 0.12 * white};
  return studio_light(studio);
}

// Deeper relief is photographed with a smaller stop.
double f_number(const Tile& tile) {
  return std::clamp(11 * std::sqrt(tile.relief_mm / 1.2), 11.0, 32.0);
}

/// A row of the picture: the mean of scale × scale raster pixels, each held to `brightest`.
void average_rows(const PhotoScene& scene, int y, int scale, double focus_mm, double blur, float brightest,
                  LightRow& row, LinearPhoto& photo) {
  float *r = photo.r.row(y), *g = photo.g.row(y), *b = photo.b.row(y), *sigma = photo.blur.row(y);
  const int width = photo.r.width();
  const float share = 1.0f / static_cast<float>(scale * scale);
  std::vector<float> z(width, 0.0f);
  std::fill(r, r + width, 0.0f), std::fill(g, g + width, 0.0f), std::fill(b, b + width, 0.0f);
  for (int j = 0; j < scale; ++j) {
    shade_row(scene, y * scale + j, row);
    for (int x = 0; x < width; ++x) {
      for (int i = x * scale; i < (x + 1) * scale; ++i) {
        r[x] += std::min(row.r[i], brightest) * share;
        g[x] += std::min(row.g[i], brightest) * share;
        b[x] += std::min(row.b[i], brightest) * share;
        z[x] += row.z[i] * share;
      }
    }
  }
  const float focus = static_cast<float>(focus_mm), per_mm = static_cast<float>(blur);
  for (int x = 0; x < width; ++x) sigma[x] = std::min(std::abs(z[x] - focus) * per_mm, 5.0f);
}

}  // namespace

bool deep_relief(const Tile& tile) {
  return tile.relief_mm > deep_relief_mm;
}

double shadow_reach_mm(const Tile& tile, const LightRig& light) {
  return 1.05 * tile.relief_mm / std::clamp(static_cast<double>(light.key_tan), 0.5, 4.0);
}

Undulation undulation(const FabricSpec& spec, const Tile& tile, const PhotoFrame& frame) {
  Undulation lies;
  if (deep_relief(tile)) return lies;
  const double steepest = lustrous(spec, tile) ? 0.5 : mirrors(spec) ? 0.12 + 0.4 * polish(spec) : 0.14;
  const auto slope = [&](std::uint32_t number, double most) {
    return static_cast<float>(2 * most * (unit(spec.seed, number) - 0.5));
  };
  std::uint32_t stream = 11;
  for (float* edge : {&lies.uu, &lies.uv, &lies.vv, &lies.uuu, &lies.vvv}) *edge = slope(stream++, steepest / 2);
  // A camera held by hand or a tripod is a few degrees off the square.
  lies.lens_x = slope(16, askew);
  lies.lens_y = slope(17, askew);
  if (!mirrors(spec) && tile.pitch_mm > 0) {
    make_cockles(lies, tile.pitch_mm, frame.raster_px_mm(), frame.width_px * frame.scale, frame.height_px * frame.scale,
                 cockle_slope * (tile.wales > 0 ? loops_cockle : 1), scramble(spec.seed, 18));
  }
  return lies;
}

PhotoFrame choose_frame(const FabricSpec& spec, const Tile& tile, int size_px) {
  const double wide_mm = deep_relief(tile) ? std::max(tile.view_mm, relief_views * tile.relief_mm) : tile.view_mm;
  return frame_of(spec, tile, std::clamp(wide_mm, 8.0, view_mm_max), size_px > 0 ? size_px : default_width_px);
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
  frame.margin = std::clamp(static_cast<int>(0.7 * tile.relief_mm / px_mm), 4, margin_px_max);
  Window& w = frame.raster;
  w.wraps = false;
  w.width_px = frame.width_px * frame.scale + 2 * frame.margin;
  w.height_px = frame.height_px * frame.scale + 2 * frame.margin;
  w.width_mm = w.width_px * px_mm;
  w.height_mm = w.height_px * px_mm;
  w.x_mm = unit(spec.seed, 1) * std::max(20.0, tile.width_mm);
  w.y_mm = unit(spec.seed, 2) * std::max(20.0, tile.height_mm);
  return frame;
}

Result<Image> photograph(const FabricSpec& spec, const Structure& structure, int size_px, RunContext& run) {
  return photograph_frame(spec, structure, choose_frame(spec, structure.tile(), size_px), run);
}

Result<Image> photograph_frame(const FabricSpec& spec, const Structure& structure, const PhotoFrame& frame,
                               RunContext& run) {
  const Tile& tile = structure.tile();
  run.begin({"photographing the cloth", "съёмка ткани", "원단 촬영"}, 3);
  TRY(PhotoScene scene, prepare_scene(spec, structure, frame, light_for(spec, tile), run));
  TRY_VOID(run.step());
  TRY(Exposure exposure, expose(scene, dye_targets(spec), frame.scale, deep_relief(tile) ? -0.7 : 0.6, run));
  exposure.camera.seed = scramble(spec.seed, 3);
  LinearPhoto photo(frame.width_px, frame.height_px);
  const double blur = blur_per_mm(frame.width_mm, frame.width_px, f_number(tile));
  // Sparks are held to a few times white, or the blur would make discs of them.
  const float brightest = 4 / exposure.camera.gain_g;
  TRY_VOID(parallel_for(run, (frame.height_px + strip_rows - 1) / strip_rows, [&](int s) {
    LightRow row(frame.width_px * frame.scale);
    for (int y = s * strip_rows; y < std::min((s + 1) * strip_rows, frame.height_px); ++y) {
      average_rows(scene, y, frame.scale, exposure.focus_mm, blur, brightest, row, photo);
    }
  }));
  TRY_VOID(run.step());
  TRY(Image image, develop(photo, exposure.camera, run));
  TRY_VOID(run.step());
  return image;
}

}  // namespace atelier
