#include "fabric/weave/yarn_tracks.h"

#include <algorithm>
#include <cmath>

#include "fabric/fabric_math.h"
#include "fabric/weave/leno.h"
#include "fabric/weave/noise.h"

namespace atelier {
namespace {

// Widest half width of 0.6 pitches: neighbours overlap and still show as single yarns.
constexpr double most_width = 1.2;

// Streams of random numbers; each yarn property has its own.
enum Stream : std::uint32_t {
  thickness_stream = 1,
  wander_stream,
  shade_stream,
  phase_stream,
  reed_stream,
  slub_stream
};

std::uint32_t stream_key(const FabricSpec& spec, bool warp, Stream stream, int yarn) {
  const auto seed = static_cast<std::uint32_t>(spec.seed ^ (spec.seed >> 32));
  return hash32(seed, warp ? 101u : 202u, stream, static_cast<std::uint32_t>(yarn));
}

// Widens the array of `count` values to the padded layout of YarnSystem.
std::vector<float> padded(const std::vector<float>& values) {
  const int count = static_cast<int>(values.size());
  std::vector<float> wide(count + 1 + lane_padding);
  for (int i = 0; i < static_cast<int>(wide.size()); ++i) wide[i] = values[(i + count - 1) % count];
  return wide;
}

// Raised-cosine thick places of log-normal length along one yarn (Cloth reference 3, slub).
void add_slubs(const YarnSpec& spec, double length_mm, std::uint32_t key, float* thickness) {
  const auto log_normal = [&](std::uint32_t draw, double median) {
    return median * exp_poly(0.5 * normal_float(hash32(key, draw)));
  };
  double at = unit_float(hash32(key, 9)) * (spec.slub_mm + spec.slub_pause_mm);
  for (std::uint32_t event = 0; at < length_mm; event += 4) {
    const double length = std::min(log_normal(event + 16, spec.slub_mm), length_mm * 0.8);
    const double gain = 1 + (spec.slub_gain - 1) * (0.45 + 0.55 * unit_float(hash32(key, event + 17)));
    for (int i = 0; i < track_samples; ++i) {
      double from = length_mm * i / track_samples - at;
      if (from < 0) from += length_mm;
      const double end = std::min(from, length - from) / (0.3 * length);
      if (end > 0) thickness[i] *= static_cast<float>(1 + (gain - 1) * smooth_step(end));
    }
    at += length + log_normal(event + 18, spec.slub_pause_mm);
  }
}

// Thick places press on their neighbours: without it, chance would pile them up to blotches that show the repeat.
void share_room(YarnSystem& system) {
  constexpr int reach = 2, yarns = 2 * reach + 1;
  constexpr float shared = 0.8F;
  if (system.count <= yarns) return;
  const std::vector<float> own = system.thickness;
  for (int k = 0; k < system.count; ++k) {
    float* thickness = system.thickness.data() + static_cast<std::size_t>(k) * track_samples;
    for (int n = -reach; n <= reach; ++n) {
      const int other = (k + n + system.count) % system.count;
      const float* beside = own.data() + static_cast<std::size_t>(other) * track_samples;
      for (int i = 0; i < track_samples; ++i) thickness[i] -= shared / yarns * (beside[i] - 1);
    }
    for (int i = 0; i < track_samples; ++i) thickness[i] = std::max(thickness[i], 0.5F);
  }
}

void fill_tables(const FabricSpec& spec, const YarnSpec& yarn, bool warp, YarnSystem& system) {
  system.thickness.resize(static_cast<std::size_t>(system.count) * track_samples);
  system.wander.resize(system.thickness.size());
  const auto cv = static_cast<float>(0.5 * yarn.mass_cv_percent / 100);
  const double waves = system.length_mm / system.pitch_mm / 10;
  const int finer = std::abs(yarn.twist_deg) > 40 ? 6 : 2;  // crêpe yarns wriggle
  const int wander_cells = std::clamp(static_cast<int>(std::lround(waves)) * finer, 2, track_samples / 8);
  for (int k = 0; k < system.count; ++k) {
    float* thickness = system.thickness.data() + static_cast<std::size_t>(k) * track_samples;
    float* wander = system.wander.data() + static_cast<std::size_t>(k) * track_samples;
    fill_periodic_noise({24, 5, 0.85F, true}, stream_key(spec, warp, thickness_stream, k), thickness, track_samples);
    fill_periodic_noise({wander_cells, 3, 0.707F, true}, stream_key(spec, warp, wander_stream, k), wander,
                        track_samples);
    for (int i = 0; i < track_samples; ++i) {
      thickness[i] = std::clamp(1 + cv * thickness[i], 0.55F, 1.6F);
      wander[i] = std::clamp(wander[i], -2.5F, 2.5F) * static_cast<float>(yarn.offset_pitch);
    }
    if (yarn.slub_mm > 0) add_slubs(yarn, system.length_mm, stream_key(spec, warp, slub_stream, k), thickness);
  }
  share_room(system);
}

std::vector<float> transposed(const std::vector<float>& table, const YarnSystem& system) {
  std::vector<float> by_sample(static_cast<std::size_t>(track_samples + 1) * system.padded());
  for (int i = 0; i < system.padded(); ++i) {
    const float* from = table.data() + static_cast<std::size_t>((i + system.count - 1) % system.count) * track_samples;
    for (int s = 0; s <= track_samples; ++s) {
      by_sample[static_cast<std::size_t>(s) * system.padded() + i] = from[s % track_samples];
    }
  }
  return by_sample;
}

// Differences between yarns without slow drift across the cloth: broad bands would show the tile's repeat.
std::vector<float> yarn_shades(const FabricSpec& spec, bool warp, int count, double sigma_l) {
  std::vector<float> draw(count), shade(count);
  for (int k = 0; k < count; ++k) draw[k] = normal_float(stream_key(spec, warp, shade_stream, k));
  const int reach = std::min(2, (count - 1) / 2);
  for (int k = 0; k < count; ++k) {
    float sum = 0;
    for (int n = -reach; n <= reach; ++n) sum += draw[(k + n + count) % count];
    const float own = std::clamp(draw[k] - sum / static_cast<float>(2 * reach + 1), -1.9F, 1.9F);
    // One L* is about 4.5 % of a mid-tone's luminance.
    shade[k] = std::clamp(1 + static_cast<float>(0.045 * sigma_l) * own, 0.5F, 1.6F);
  }
  return shade;
}

void fill_yarns(const FabricSpec& spec, const YarnSpec& yarn, bool warp, YarnSystem& system) {
  const DyeOrder& order = warp ? spec.warp_order : spec.weft_order;
  const int ripstop = warp ? spec.weave.ripstop_ends : spec.weave.ripstop_picks;
  const int dyes = std::max(1, static_cast<int>(spec.dyes.size()));
  std::vector<float> gain(system.count, 1.0F), dye(system.count), phase(system.count), along(system.count),
      ply(system.count), offset(system.count);
  // Where tufts of fibres differ, whole yarns differ less.
  std::vector<float> shade = yarn_shades(spec, warp, system.count, yarn.color_sigma_l * (1 - 1.6 * system.blend));
  for (int k = 0; k < system.count; ++k) {
    const std::uint32_t key = stream_key(spec, warp, phase_stream, k);
    dye[k] = static_cast<float>(order.empty() ? 0 : std::min<int>(order[k % order.size()], dyes - 1));
    phase[k] = unit_float(hash32(key, 1)) * FibreTexture::phase_texels;
    along[k] = unit_float(hash32(key, 2)) * FibreTexture::length_texels;
    ply[k] = unit_float(hash32(key, 3));
    if (ripstop > 0 && k % ripstop == 0) {
      gain[k] = 1.55F;
      shade[k] *= 1.14F;
      system.doubled = true;
    }
    if (warp && system.count % 2 == 0) {
      const float dent = 0.02F + 0.02F * unit_float(stream_key(spec, warp, reed_stream, k / 2));
      offset[k] = (k % 2 == 0 ? dent : -dent) * static_cast<float>(std::min(1.0, yarn.offset_pitch / 0.045));
    }
  }
  system.gain = padded(gain);
  system.dye = padded(dye);
  system.shade = padded(shade);
  system.phase = padded(phase);
  system.along = padded(along);
  system.ply_phase = padded(ply);
  system.offset = padded(offset);
}

// Carded yarn: uneven, of fibres loosely and softly twisted.
bool woollen(const YarnSpec& yarn) {
  const double twist = std::abs(yarn.twist_deg);
  return yarn.mass_cv_percent > 15 && yarn.fibre_pitch_um < 36 && twist > 10 && twist < 20;
}

// How far yarns spread into the gaps of a closed cloth, share of the gap: 0 for sheer cloths. Flat filament yarns open
// out like ribbons; pressing helps, and a raised nap closes what is left.
double spread_of(const FabricSpec& spec, const YarnSpec& yarn, double width_share) {
  const double warp = spec.warp.diameter_mm * spec.ends_per_cm / 10,
               weft = spec.weft.diameter_mm * spec.picks_per_cm / 10;
  const double cover = warp + weft - std::min(1.0, warp) * std::min(1.0, weft);
  if (yarn.flattening >= 1.75) return 0.93 * std::clamp((cover - 0.5) / 0.08, 0.0, 1.0);
  const double pressed = std::clamp(spec.finish.calender, 0.0, 1.0), raised = std::clamp(spec.finish.brushed, 0.0, 1.0);
  // Yarns that lie close to their neighbours are beaten until they touch.
  const double own = width_share, touching = 0.55 * std::clamp((own - 0.65) / 0.15, 0.0, 1.0);
  const double soft = woollen(yarn) ? 0.35 : 0;
  return std::min(0.95, 0.4 + soft + touching + 0.45 * pressed + 0.6 * raised) *
         std::clamp((cover - 0.58 + 0.2 * raised) / 0.12, 0.0, 1.0);
}

// Floats of filament lie close, hide what is sunk between them and differ most in how they end.
void shape_floats(const YarnSpec& yarn, double crowding, YarnSystem& system) {
  const auto soft = static_cast<float>(std::clamp((yarn.bulge - 0.2) / 0.2, 0.0, 1.0));
  system.close = static_cast<float>(system.filament ? 0.38 * crowding : 0);
  system.end_round = system.filament ? static_cast<float>(0.2 + 0.5 * crowding) : 0.15F;
  system.end_variety = system.filament ? static_cast<float>(0.6 + 0.3 * crowding) : 0.5F + 0.5F * soft;
  system.float_unrest = system.filament ? static_cast<float>(0.05 + 0.07 * crowding) : 0.06F + 0.1F * soft;
  system.lustre = system.filament ? 0.07F : 0.05F;
}

YarnSystem make_system(const FabricSpec& spec, const YarnSpec& yarn, bool warp, const Tile& tile) {
  YarnSystem system;
  system.count = warp ? tile.ends : tile.picks;
  system.length_mm = warp ? tile.height_mm : tile.width_mm;
  const double pitch = (warp ? tile.width_mm : tile.height_mm) / system.count;
  const double root = std::sqrt(std::max(1.0, yarn.flattening));
  double width = yarn.diameter_mm * root / pitch;
  if (width < 1) width += spread_of(spec, yarn, width) * (1 - width);
  width = std::min(width, most_width);
  system.pitch_mm = static_cast<float>(pitch);
  system.half_width = static_cast<float>(width / 2);
  // The section's area is kept when it spreads, but not when it is jammed: then the yarn stays as high as free.
  const double spread_height = yarn.diameter_mm * yarn.diameter_mm / std::max(width * pitch, yarn.diameter_mm);
  system.half_height_mm = static_cast<float>(std::min(yarn.diameter_mm / root, spread_height) / 2);
  system.bulge = static_cast<float>(yarn.bulge);
  // Crowded yarns push harder into the gap that a sunken neighbour leaves.
  const double crowding = std::clamp((width / 2 - 0.45) / 0.15, 0.0, 1.0);
  system.filament = std::abs(yarn.twist_deg) < 9 && yarn.mass_cv_percent < 8;
  system.slide = static_cast<float>(system.filament ? 0.4 * yarn.slide : yarn.slide * (1 + 3 * crowding));
  system.inverse_wander = yarn.offset_pitch > 0 ? static_cast<float>(0.6 / yarn.offset_pitch) : 0;
  system.narrowing = static_cast<float>(1 - 0.7 * std::clamp((width - 0.85) / 0.12, 0.0, 1.0));
  shape_floats(yarn, crowding, system);
  system.squareness = static_cast<float>(std::clamp(yarn.superellipse - 2, 0.0, 1.0) * 0.8);
  system.tan_twist = static_cast<float>(tan_degrees(std::clamp(yarn.twist_deg, -60.0, 60.0)));
  system.fibre_pitch_mm = static_cast<float>(std::max(2.0, yarn.fibre_pitch_um) / 1000);
  const double pressed = std::clamp(spec.finish.calender, 0.0, 1.0);
  // Fibres of a plied yarn are combed and lie nearly along it: less stands out than on a single spun yarn.
  const double film = std::clamp(spec.finish.coat_um / 25, 0.0, 1.0);
  const double calm = (1 - 0.6 * pressed) * (1 - 0.8 * film) * (1 - 0.5 * std::clamp(spec.finish.brushed, 0.0, 1.0)) *
                      (yarn.plies > 1 ? 0.65 : 1.0);
  system.fibre_contrast = static_cast<float>((system.filament ? 0.17 : 0.32) * calm);
  system.fibre_relief = static_cast<float>((system.filament ? 0.32 : 0.5) * calm);
  // Yarn of crêpe twist curls: up and down as it does from side to side.
  if (std::abs(yarn.twist_deg) > 40) system.ripple_mm = static_cast<float>(0.2 * yarn.diameter_mm);
  system.color_sigma = static_cast<float>(std::min(0.25, 0.035 * yarn.color_sigma_l + 0.02));
  const double tones = std::clamp(0.12 * (yarn.color_sigma_l - 0.4), 0.0, 0.32);
  system.blend = static_cast<float>(system.filament ? 0 : (woollen(yarn) ? 1 : 0.55) * tones);
  system.plies = std::clamp(yarn.plies, 1, 4);
  if (system.plies > 1 && yarn.ply_pitch_mm > 0) {
    system.ply_turns = std::max(1, static_cast<int>(std::lround(system.length_mm / yarn.ply_pitch_mm)));
  }
  fill_tables(spec, yarn, warp, system);
  fill_yarns(spec, yarn, warp, system);
  if (warp && spec.weave.id == "leno") twist_pairs(system, tile.picks);
  if (warp) {
    system.thickness_by_sample = transposed(system.thickness, system);
    system.wander_by_sample = transposed(system.wander, system);
  }
  return system;
}

// Crossings of equal state from (j, i) on, in steps of (dj, di), at most 8.
float equal_run(const WeaveMatrix& weave, int j, int i, int dj, int di) {
  int run = 0;
  while (run < 8 && weave.warp_up(j + dj * (run + 1), i + di * (run + 1)) == weave.warp_up(j, i)) ++run;
  return static_cast<float>(run);
}

CrossingTables make_crossings(const WeaveMatrix& weave, int ends) {
  CrossingTables made;
  made.repeat_picks = weave.picks();
  made.stride = ends + 1 + lane_padding;
  const std::size_t size = static_cast<std::size_t>(made.repeat_picks) * made.stride;
  for (auto* table : {&made.warp_state, &made.warp_before, &made.warp_after, &made.weft_before, &made.weft_after}) {
    table->resize(size);
  }
  for (int j = 0; j < made.repeat_picks; ++j) {
    for (int n = 0; n < made.stride; ++n) {
      const std::size_t at = static_cast<std::size_t>(j) * made.stride + n;
      const int i = (n - 1 + ends) % ends;
      made.warp_state[at] = weave.warp_up(j, i) ? 1.0F : -1.0F;
      made.warp_before[at] = equal_run(weave, j, i, -1, 0);
      made.warp_after[at] = equal_run(weave, j, i, 1, 0);
      made.weft_before[at] = equal_run(weave, j, i, 0, -1);
      made.weft_after[at] = equal_run(weave, j, i, 0, 1);
    }
  }
  return made;
}

}  // namespace

WovenYarns make_yarns(const FabricSpec& spec, const Tile& tile, const WeaveMatrix& weave) {
  WovenYarns yarns;
  yarns.warp = make_system(spec, spec.warp, true, tile);
  yarns.weft = make_system(spec, spec.weft, false, tile);
  yarns.crossings = make_crossings(weave, tile.ends);
  for (const YarnSystem* system : {&yarns.warp, &yarns.weft}) {
    for (const float dye : system->dye) yarns.dyes_differ = yarns.dyes_differ || dye != yarns.warp.dye[0];
  }
  YarnSystem &warp = yarns.warp, &weft = yarns.weft;
  // Peirce: the crimps share the sum of both heights, by the roots of the crimp fractions and the spacings.
  const double warp_part = std::sqrt(std::max(0.1, spec.warp.crimp_percent)) * weft.pitch_mm;
  const double weft_part = std::sqrt(std::max(0.1, spec.weft.crimp_percent)) * warp.pitch_mm;
  const double share = warp_part / (warp_part + weft_part);
  const double together = static_cast<double>(warp.half_height_mm) + weft.half_height_mm;
  warp.amplitude_mm = static_cast<float>(share * together);
  weft.amplitude_mm = static_cast<float>((1 - share) * together);
  const double soft_contact = warp.close > 0.2F || warp.filament ? 0.16 : 0.08;
  yarns.contact_mm = static_cast<float>(soft_contact * std::min(spec.warp.diameter_mm, spec.weft.diameter_mm));
  yarns.ground_mm =
      -std::max(warp.amplitude_mm + 0.6F * warp.half_height_mm, weft.amplitude_mm + 0.6F * weft.half_height_mm);
  const double gap = std::max(0.0, 1 - 2.0 * warp.half_width) * std::max(0.0, 1 - 2.0 * weft.half_width);
  const double raised = std::clamp(spec.finish.brushed, 0.0, 1.0);
  yarns.open = gap > 0.07 && raised < 0.2;
  // What shows deep in closed cloth is other yarn in shade, not the dark behind it.
  const double closed = yarns.open ? 0 : std::clamp((0.04 - gap) / 0.03, 0.0, 1.0);
  yarns.ground_mm *= static_cast<float>(1 - 0.15 * closed);
  yarns.ground_mm *= static_cast<float>(1 - 0.6 * raised);
  yarns.ground_shade = static_cast<float>(0.35 + 0.15 * closed + 0.3 * raised);
  yarns.contact_mm *= static_cast<float>(1 + 2 * raised);
  return yarns;
}

}  // namespace atelier
