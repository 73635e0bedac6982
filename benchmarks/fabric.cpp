// Times of fabric sets, each case in a fresh process so that no case profits from memory that another has touched:
//   bench_fabric [--json] [--runs N] [--threads N] [--only CLOTH]

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
    {"poplin", "shirt", "poplin", "sky blue", ""},
    {"denim", "jeans", "denim", "indigo", "none"},
    {"houndstooth", "coat", "worsted", "black", "houndstooth"},
    {"down jacket", "down jacket", "nylon", "navy blue", ""},
};

struct Settings {
  bool json = false;
  int runs = 3;
  int threads = 0;
  std::string only;
};

/// What one case took; seconds.
struct Timing {
  double raster_s = 0, maps_s = 0, wall_s = 0, cpu_s = 0, rss_mb = 0;
  double file_mb = 0, zlib_mb = 0;
  double ends = 0;
  bool good = false;
};

double seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

FabricSpec spec_of(const Cloth& cloth, int size_px) {
  TextureRequest request;
  request.product = cloth.product;
  request.material = cloth.material;
  request.color = cloth.color;
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

/// Raster and maps of the small set; the maps are handed to `use`.
Timing bake(const FabricSpec& spec, int threads, const std::function<void(MapSet&, RunContext&)>& use = {}) {
  RunContext run(threads);
  Timing timing;
  const double begin = seconds();
  const auto structure = make_structure(spec);
  if (!structure.ok()) return timing;
  const Tile& tile = (*structure)->tile();
  Result<Surface> surface =
      (*structure)->raster({0, 0, tile.width_mm, tile.height_mm, spec.size_px, spec.size_px, true}, run);
  if (!surface.ok()) return timing;
  const double rastered = seconds();
  Result<MapSet> set = bake_surface(spec, tile, std::move(surface).value(), MapChoice::small, run);
  if (!set.ok()) return timing;
  const double done = seconds();
  timing = {rastered - begin, done - rastered, done - begin};
  timing.ends = tile.ends;
  timing.good = true;
  if (use) use(*set, run);
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
  Timing timing = bake(spec, threads, [&](MapSet& set, RunContext& run) {
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

nlohmann::ordered_json measure(const Cloth& cloth, const Settings& settings) {
  const FabricSpec spec = spec_of(cloth, 2048), large = spec_of(cloth, 4096);
  const int threads = settings.threads;
  const FabricSetOptions files_only{MapChoice::small, false, false}, with_photo{MapChoice::small, true, true};
  const Timing memory = best_of(settings.runs, [&] { return bake(spec, threads); });
  const Timing files = best_of(settings.runs, [&] { return write_set(spec, threads, files_only); });
  const Timing photo = best_of(settings.runs, [&] { return write_set(spec, threads, with_photo); });
  const Timing full = best_of(settings.runs, [&] { return write_set(spec, threads, {}); });
  const Timing four = best_of(settings.runs, [&] { return bake(large, threads); });
  const Timing sizes = in_child([&] { return file_sizes(spec, threads); });
  const double per_yarn = 2048 / memory.ends;
  return {{"cloth", cloth.name},
          {"px_per_end", per_yarn},
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
          {"png_mb", sizes.file_mb},
          {"zlib1_mb", sizes.zlib_mb}};
}

void print_row(const nlohmann::ordered_json& row) {
  const auto number = [&](const char* key) { return row[key].get<double>(); };
  fmt::print("{:<12} {:6.1f} {:7.3f} {:7.3f} {:7.3f} {:7.3f} {:7.3f} {:7.3f} {:7.3f} {:6.2f} {:6.0f} {:6.1f} {:6.1f}\n",
             row["cloth"].get<std::string>(), number("px_per_end"), number("raster_s"), number("maps_s"),
             number("memory_s"), number("files_s"), number("photo_s"), number("full_set_s"), number("memory_4096_s"),
             number("ratio_4096"), number("rss_mb"), number("png_mb"), number("zlib1_mb"));
  fmt::print("{:<12} {:>6} {:>7} {:>7} {:7.3f} {:7.3f} {:7.3f} {:7.3f} {:7.3f}\n", "  cpu s", "", "", "",
             number("memory_cpu_s"), number("files_cpu_s"), number("photo_cpu_s"), number("full_set_cpu_s"),
             number("memory_4096_cpu_s"));
}

int run_benchmark(const Settings& settings) {
  if (!settings.json) {
    fmt::print(
        "fabric sets at 2048², seconds, best of {}; limits: memory 0.6, files 1.0, photo 1.4, ×4096 4.2, 600 MB\n",
        settings.runs);
    fmt::print("{:<12} {:>6} {:>7} {:>7} {:>7} {:>7} {:>7} {:>7} {:>7} {:>6} {:>6} {:>6} {:>6}\n", "cloth", "px/end",
               "raster", "maps", "memory", "files", "+photo", "full", "4096", "×4096", "MB", "png MB", "zlib 1");
  }
  nlohmann::ordered_json rows = nlohmann::ordered_json::array();
  for (const Cloth& cloth : cloths) {
    if (!settings.only.empty() && settings.only != cloth.name) continue;
    rows.push_back(measure(cloth, settings));
    if (!settings.json) print_row(rows.back());
  }
  // Last, because its threads would not survive the forks above.
  RunContext run(settings.threads);
  const Result<PeakRates> peak = measure_peak(run);
  if (!peak.ok()) return 1;
  if (settings.json) {
    const nlohmann::ordered_json all = {{"peak",
                                         {{"threads", peak->threads},
                                          {"copy_gb_per_s", peak->copy_gb_per_s},
                                          {"triad_gb_per_s", peak->triad_gb_per_s},
                                          {"f32_gflop_per_s", peak->f32_gflop_per_s},
                                          {"f32_instructions", peak->f32_instructions}}},
                                        {"cloths", rows}};
    fmt::print("{}\n", all.dump(2));
  } else {
    fmt::print("this machine now: {} threads, copy {:.1f} GB/s, {:.0f} GFLOP/s f32 ({})\n", peak->threads,
               peak->copy_gb_per_s, peak->f32_gflop_per_s, peak->f32_instructions);
  }
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
    if (word == "--runs") settings.runs = std::max(1, std::atoi(next));
    if (word == "--threads") settings.threads = std::atoi(next);
    if (word == "--only") settings.only = next;
  }
  return atelier::run_benchmark(settings);
}
