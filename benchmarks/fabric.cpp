// Times of fabric sets, each case in a fresh process so that no case profits from memory that another has touched:
//   bench_fabric [--json] [--runs N] [--threads N] [--only CLOTH] [--no-peers]
// Beside them what other programs take for such maps, where the tools that run them are there (peers.h).

#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "benchmarks/peers.h"
#include "fabric/set/fabric_set.h"
#include "imaging/codec.h"
#include "imaging/peak.h"
#include "imaging/png_writer.h"

namespace atelier {
namespace {

struct Cloth {
  const char* name;
  const char *product, *material, *color, *finish;
};

constexpr Cloth cloths[] = {
    {"poplin", "shirt", "poplin", "sky blue", ""},     {"denim", "jeans", "denim", "indigo", "none"},
    {"jersey", "t-shirt", "jersey", "white", ""},      {"velvet", "gown", "velvet", "burgundy", ""},
    {"corduroy", "trousers", "corduroy", "beige", ""}, {"quilt", "down jacket", "nylon", "navy blue", ""},
    {"cable", "sweater", "cable", "ivory", ""},        {"tulle", "dress", "tulle", "white", ""},
};
constexpr const char* other_color = "wine red";
constexpr double memory_limit_s = 0.6, files_limit_s = 1.0, photo_limit_s = 1.4, ratio_limit = 4.2, rss_limit_mb = 600,
                 recolor_limit = 0.15;

struct Settings {
  bool json = false, peers = true;
  int runs = 3;
  int threads = 0;
  std::string only;
};

/// What one case took; seconds.
struct Timing {
  double raster_s = 0, maps_s = 0, wall_s = 0, cpu_s = 0, rss_mb = 0;
  double file_mb = 0, zlib_mb = 0;
  double rows = 0;        ///< yarns, wales or courses along a side; 0: none
  double traffic_gb = 0;  ///< what must be written and read at the least: the surface twice, the maps once
  double recolor_s = 0;   ///< of maps in memory, beside the full set's wall_s
  bool good = false;
};

double seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

FabricSpec spec_of(const Cloth& cloth, int size_px, const char* color = nullptr) {
  TextureRequest request;
  request.product = cloth.product;
  request.material = cloth.material;
  request.color = color ? color : cloth.color;
  request.finish = cloth.finish;
  request.size = size_px;
  Result<FabricSpec> spec = resolve_fabric(request);
  if (!spec.ok()) {
    fmt::print(stderr, "{}: {}\n", cloth.name, sentence(spec.error(), Lang::en));
    std::exit(1);
  }
  return std::move(spec).value();
}

/// Runs `work` in a child process and brings its timing back, with the child's peak memory.
Timing in_child(const std::function<Timing()>& work) {
  int ends[2];
  if (pipe(ends) != 0) return {};
  const pid_t child = fork();
  if (child == 0) {
    const Timing timing = work();
    const bool sent = write(ends[1], &timing, sizeof timing) == sizeof timing;
    _exit(sent ? 0 : 1);
  }
  close(ends[1]);
  Timing timing;
  const bool came = read(ends[0], &timing, sizeof timing) == sizeof timing;
  close(ends[0]);
  rusage usage{};
  int status = 0;
  wait4(child, &status, 0, &usage);
  if (!came) return {};
  timing.rss_mb = static_cast<double>(usage.ru_maxrss) / 1024;
  timing.cpu_s = static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
                 static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1e-6;
  return timing;
}

/// The best of several runs by wall time: other work on the machine only ever adds.
Timing best_of(int runs, const std::function<Timing()>& work) {
  Timing best;
  for (int i = 0; i < runs; ++i) {
    const Timing now = in_child(work);
    if (now.good && (!best.good || now.wall_s < best.wall_s)) best = now;
  }
  return best;
}

template <class T>
double gigabytes(const Plane<T>& plane) {
  return static_cast<double>(plane.size() * sizeof(T)) * 1e-9;
}

double gigabytes(const Surface& surface) {
  return gigabytes(surface.height_mm) + gigabytes(surface.part) + gigabytes(surface.dye) +
         gigabytes(surface.other_dye) + gigabytes(surface.dye_share) + gigabytes(surface.shade) +
         gigabytes(surface.tangent_x) + gigabytes(surface.tangent_y) + gigabytes(surface.coverage) +
         gigabytes(surface.slope_variance) + gigabytes(surface.fuzz) + gigabytes(surface.fuzz_tangent_x) +
         gigabytes(surface.fuzz_tangent_y);
}

/// Raster and maps; the maps are handed to `use`.
Timing bake(const FabricSpec& spec, int threads, MapChoice choice = MapChoice::small,
            const std::function<void(MapSet&, RunContext&)>& use = {}) {
  RunContext run(threads);
  Timing timing;
  const double begin = seconds();
  const auto structure = make_structure(spec);
  if (!structure.ok()) return timing;
  const Tile& tile = (*structure)->tile();
  Result<Surface> surface =
      (*structure)->raster({0, 0, tile.width_mm, tile.height_mm, spec.size_px, spec.size_px, true}, run);
  if (!surface.ok()) return timing;
  const double rastered = seconds(), surface_gb = gigabytes(*surface);
  Result<MapSet> set = bake_surface(spec, tile, std::move(surface).value(), choice, run);
  if (!set.ok()) return timing;
  const double done = seconds();
  timing = {rastered - begin, done - rastered, done - begin};
  timing.rows = std::max(tile.columns(), tile.rows());
  timing.traffic_gb = 2 * surface_gb;
  for (const Map& map : set->maps) timing.traffic_gb += static_cast<double>(map.image.bytes()) * 1e-9;
  timing.good = true;
  if (use) use(*set, run);
  return timing;
}

/// A full set in memory, and its maps dyed anew.
Timing recolor(const FabricSpec& spec, const FabricSpec& other, int threads) {
  double dyed_s = 0;
  bool good = false;
  Timing timing = bake(spec, threads, MapChoice::full, [&](MapSet& set, RunContext& run) {
    const auto copy = [&](const char* name) {
      const Image* map = set.find(name);
      return map ? map->clone() : Image();
    };
    ColorMaps from{copy("shade"), copy("dyes"), copy("opacity"), copy("fuzz"), copy("arm")};
    const double begin = seconds();
    good = recolor_maps(other, set.tile, std::move(from), run).ok();
    dyed_s = seconds() - begin;
  });
  timing.recolor_s = dyed_s;
  timing.good = timing.good && good;
  return timing;
}

/// The whole path to files; `options` says with what.
Timing write_set(const FabricSpec& spec, int threads, const FabricSetOptions& options) {
  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / fmt::format("atelier-bench-{}", getpid());
  std::filesystem::create_directories(folder);
  RunContext run(threads);
  Timing timing;
  const double begin = seconds();
  timing.good = write_fabric_set(spec, {}, Lang::en, RecipeLevel::full, folder, run, options).ok();
  timing.wall_s = seconds() - begin;
  std::filesystem::remove_all(folder);
  return timing;
}

/// Bytes of the map as the usual fast PNG: filter Up and zlib at level 1.
std::size_t zlib_bytes(const Image& image) {
  std::vector<Bytef> filtered;
  filtered.reserve(image.bytes() + image.height());
  std::vector<Bytef> row(image.row_bytes()), above(image.row_bytes(), 0);
  for (int y = 0; y < image.height(); ++y) {
    std::memcpy(row.data(), image.data() + image.row_bytes() * y, image.row_bytes());
    if (image.type() == SampleType::u16) {
      for (std::size_t i = 0; i + 1 < row.size(); i += 2) std::swap(row[i], row[i + 1]);
    }
    filtered.push_back(2);
    for (std::size_t i = 0; i < row.size(); ++i) filtered.push_back(static_cast<Bytef>(row[i] - above[i]));
    row.swap(above);
  }
  uLongf size = compressBound(filtered.size());
  std::vector<Bytef> packed(size);
  compress2(packed.data(), &size, filtered.data(), filtered.size(), 1);
  return size;
}

Timing file_sizes(const FabricSpec& spec, int threads) {
  double ours = 0, theirs = 0;
  Timing timing = bake(spec, threads, MapChoice::small, [&](MapSet& set, RunContext& run) {
    for (const Map& map : set.maps) {
      const Result<Bytes> png = encode_png(map.image, {}, run);
      if (png.ok()) ours += static_cast<double>(png->size()) / 1e6;
      theirs += static_cast<double>(zlib_bytes(map.image)) / 1e6;
    }
  });
  timing.file_mb = ours;
  timing.zlib_mb = theirs;
  return timing;
}

/// The machine's rate, in a child: threads would not survive the forks that follow.
Timing peak_in_child(int threads) {
  return in_child([&] {
    RunContext run(threads);
    Timing timing;
    const Result<PeakRates> peak = measure_peak(run);
    timing.good = peak.ok();
    if (peak.ok()) timing.traffic_gb = peak->copy_gb_per_s;
    return timing;
  });
}

using Row = nlohmann::ordered_json;

Row measure(const Cloth& cloth, const Settings& settings, double copy_gb_per_s) {
  const FabricSpec spec = spec_of(cloth, 2048), large = spec_of(cloth, 4096), other = spec_of(cloth, 2048, other_color);
  const int threads = settings.threads;
  const FabricSetOptions files_only{MapChoice::small, false, false}, with_photo{MapChoice::small, true, true};
  const Timing memory = best_of(settings.runs, [&] { return bake(spec, threads); });
  const Timing files = best_of(settings.runs, [&] { return write_set(spec, threads, files_only); });
  const Timing photo = best_of(settings.runs, [&] { return write_set(spec, threads, with_photo); });
  const Timing full = best_of(settings.runs, [&] { return write_set(spec, threads, {}); });
  const Timing four = best_of(settings.runs, [&] { return bake(large, threads); });
  const Timing dyed = best_of(settings.runs, [&] { return recolor(spec, other, threads); });
  const Timing sizes = in_child([&] { return file_sizes(spec, threads); });
  const double bound_s = memory.traffic_gb / copy_gb_per_s;
  return {{"cloth", cloth.name},
          {"px_per_row", memory.rows > 1 ? 2048 / memory.rows : 0.0},
          {"raster_s", memory.raster_s},
          {"maps_s", memory.maps_s},
          {"memory_s", memory.wall_s},
          {"memory_cpu_s", memory.cpu_s},
          {"files_s", files.wall_s},
          {"files_cpu_s", files.cpu_s},
          {"photo_s", photo.wall_s},
          {"photo_cpu_s", photo.cpu_s},
          {"full_set_s", full.wall_s},
          {"full_set_cpu_s", full.cpu_s},
          {"memory_4096_s", four.wall_s},
          {"memory_4096_cpu_s", four.cpu_s},
          {"ratio_4096", four.wall_s / memory.wall_s},
          {"rss_mb", std::max({memory.rss_mb, files.rss_mb, photo.rss_mb, full.rss_mb})},
          {"rss_4096_mb", four.rss_mb},
          {"recolor_s", dyed.recolor_s},
          {"recolor_share", dyed.recolor_s / dyed.wall_s},
          {"traffic_gb", memory.traffic_gb},
          {"memory_of_bandwidth", bound_s / memory.wall_s},
          {"files_of_bandwidth", bound_s / files.wall_s},
          {"photo_of_bandwidth", bound_s / photo.wall_s},
          {"png_mb", sizes.file_mb},
          {"zlib1_mb", sizes.zlib_mb}};
}

double number(const Row& row, const char* key) {
  return row[key].get<double>();
}

void print_row(const Row& row) {
  const auto at = [&](const char* key) { return number(row, key); };
  fmt::print("{:<9} {:5.1f} {:7.3f} {:7.3f} {:7.3f} {:7.3f} {:7.3f} {:7.3f} {:7.3f} {:6.2f} {:5.0f} {:6.1f} {:6.1f}\n",
             row["cloth"].get<std::string>(), at("px_per_row"), at("raster_s"), at("maps_s"), at("memory_s"),
             at("files_s"), at("photo_s"), at("full_set_s"), at("memory_4096_s"), at("ratio_4096"), at("rss_mb"),
             at("png_mb"), at("zlib1_mb"));
  fmt::print("{:<9} {:>5} {:>7} {:>7} {:7.3f} {:7.3f} {:7.3f} {:7.3f} {:7.3f}\n", "  cpu s", "", "", "",
             at("memory_cpu_s"), at("files_cpu_s"), at("photo_cpu_s"), at("full_set_cpu_s"), at("memory_4096_cpu_s"));
  fmt::print("{:<9} {:>5} {:>7} {:>7} {:6.1f}% {:6.1f}% {:6.1f}%   recolour {:.3f} s, {:.0f} % of the bake\n",
             "  of copy", "", "", "", 100 * at("memory_of_bandwidth"), 100 * at("files_of_bandwidth"),
             100 * at("photo_of_bandwidth"), at("recolor_s"), 100 * at("recolor_share"));
  std::fflush(stdout);
}

/// What a row takes beyond its limits.
std::string beyond(const Row& row) {
  struct Limit {
    const char *key, *what;
    double most;
  };
  constexpr Limit limits[] = {{"memory_s", "memory", memory_limit_s}, {"files_s", "files", files_limit_s},
                              {"photo_s", "photo", photo_limit_s},    {"ratio_4096", "4096", ratio_limit},
                              {"rss_mb", "MB", rss_limit_mb},         {"recolor_share", "recolour", recolor_limit}};
  std::string text;
  for (const Limit& limit : limits) {
    if (number(row, limit.key) > limit.most)
      text += fmt::format("  {} {} {:.2f} > {}", row["cloth"].get<std::string>(), limit.what, number(row, limit.key),
                          limit.most);
  }
  return text;
}

void print_head(const Settings& settings, double copy_gb_per_s) {
  fmt::print(
      "fabric sets at 2048², seconds, best of {}; limits: memory {}, files {}, photo {}, ×4096 {}, {} MB, recolour "
      "{:.0f} % of a full bake\n\"of copy\": the least traffic over what this machine copies now, {:.1f} GB/s\n",
      settings.runs, memory_limit_s, files_limit_s, photo_limit_s, ratio_limit, rss_limit_mb, 100 * recolor_limit,
      copy_gb_per_s);
  fmt::print("{:<9} {:>5} {:>7} {:>7} {:>7} {:>7} {:>7} {:>7} {:>7} {:>6} {:>5} {:>6} {:>6}\n", "cloth", "px", "raster",
             "maps", "memory", "files", "+photo", "full", "4096", "×4096", "MB", "png MB", "zlib 1");
}

int run_benchmark(const Settings& settings) {
  const Timing peak = peak_in_child(settings.threads);
  if (!peak.good) return 1;
  if (!settings.json) print_head(settings, peak.traffic_gb);
  Row rows = Row::array();
  std::string over;
  for (const Cloth& cloth : cloths) {
    if (!settings.only.empty() && settings.only != cloth.name) continue;
    rows.push_back(measure(cloth, settings, peak.traffic_gb));
    over += beyond(rows.back());
    if (!settings.json) print_row(rows.back());
  }
  const bool with_peers = settings.peers && settings.only.empty();
  const Row others = with_peers ? peers::ask_all(settings.runs) : Row();
  if (settings.json) {
    const Row all = {{"copy_gb_per_s", peak.traffic_gb}, {"cloths", rows}, {"peers", others}};
    fmt::print("{}\n", all.dump(2));
    return 0;
  }
  fmt::print("{}\n", over.empty() ? "all within the limits" : "beyond the limits:" + over);
  if (with_peers) peers::print(others);
  return 0;
}

}  // namespace
}  // namespace atelier

int main(int count, char** words) {
  atelier::Settings settings;
  for (int i = 1; i < count; ++i) {
    const std::string word = words[i];
    const char* next = i + 1 < count ? words[i + 1] : "";
    if (word == "--json") settings.json = true;
    if (word == "--no-peers") settings.peers = false;
    if (word == "--runs") settings.runs = std::max(1, std::atoi(next));
    if (word == "--threads") settings.threads = std::atoi(next);
    if (word == "--only") settings.only = next;
  }
  return atelier::run_benchmark(settings);
}
