#pragma once

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "imaging/codec.h"
#include "imaging/png_writer.h"

namespace atelier::peers {

using Row = nlohmann::ordered_json;

/// What one peer said of itself, a JSON object a line.
struct Answer {
  std::string absent;  ///< why there is nothing; empty: there is
  std::vector<nlohmann::json> lines;
};

/// Where the programs of peers lie: beside the sources, or where ATELIER_SHARED says.
inline std::filesystem::path tools() {
  const char* shared = std::getenv("ATELIER_SHARED");
  return std::filesystem::path(shared ? shared : ATELIER_SOURCE_DIR "/../shared") / "tools";
}

inline std::string quoted(const std::string& word) {
  std::string text = "'";
  for (const char c : word) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return text + "'";
}

/// Runs a peer's program; what it writes that is no JSON is dropped.
inline Answer ask(const char* program, const std::vector<std::string>& arguments) {
  const std::filesystem::path file = tools() / program;
  if (!std::filesystem::exists(file)) return {fmt::format("{} is not there", program), {}};
  std::string command = "python3 " + quoted(file.string());
  for (const std::string& argument : arguments) command += " " + quoted(argument);
  FILE* pipe = popen((command + " 2>/dev/null").c_str(), "r");
  if (!pipe) return {"no shell", {}};
  std::string text;
  std::array<char, 4096> part;
  while (const std::size_t count = std::fread(part.data(), 1, part.size(), pipe)) text.append(part.data(), count);
  const int status = pclose(pipe);
  Answer answer;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    nlohmann::json line = nlohmann::json::parse(text.substr(at, end - at), nullptr, false);
    if (line.is_object()) answer.lines.push_back(std::move(line));
    at = end + 1;
  }
  if (answer.lines.empty()) answer.absent = status == 0 ? "says nothing" : "cannot run here (its packages are missing)";
  return answer;
}

/// Our PNG encoder on one thread, as peer_png.py times the others: the same pictures, in memory.
inline Row encode_ours(const std::filesystem::path& folder) {
  Row rows = Row::array();
  for (const char* kind : {"rgb8", "grey16"}) {
    RunContext run(1);
    const Result<Image> image = load_image(folder / fmt::format("cloth-{}.png", kind), run);
    if (!image.ok()) continue;
    double best = 0;
    std::size_t bytes = 0;
    for (int i = 0; i < 5; ++i) {
      const auto begin = std::chrono::steady_clock::now();
      const Result<Bytes> png = encode_png(*image, {}, run);
      const double taken = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
      if (i == 0 || taken < best) best = taken;
      if (png.ok()) bytes = png->size();
    }
    rows.push_back({{"encoder", "atelier, one thread"},
                    {"picture", fmt::format("png {}", kind)},
                    {"ms", best * 1000},
                    {"bytes", bytes}});
  }
  return rows;
}

inline Row ask_all(int run_count) {
  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / fmt::format("atelier-peers-{}", getpid());
  const std::string runs = std::to_string(run_count);
  Row all = Row::object();
  for (const char* tool : {"blender", "numpy", "gmic"}) {
    const Answer answer = ask("peer_fabric.py", {tool, "--out", folder.string(), "--repeat", runs});
    all["fabric"][tool] = answer.absent.empty() ? Row(answer.lines.front()) : Row(answer.absent);
  }
  const Answer answer = ask("peer_png.py", {"--save", folder.string(), "--repeat", runs});
  all["png"] = answer.absent.empty() ? Row(answer.lines) : Row(answer.absent);
  if (answer.absent.empty()) {
    for (const Row& ours : encode_ours(folder)) all["png"].push_back(ours);
  }
  std::error_code ignored;
  std::filesystem::remove_all(folder, ignored);
  return all;
}

inline void print(const Row& peers) {
  fmt::print("peers, a plain weave at 2048², seconds in memory, with PNG files\n");
  for (const auto& [tool, row] : peers["fabric"].items()) {
    if (row.is_string())
      fmt::print("  {:<9} absent: {}\n", tool, row.get<std::string>());
    else
      fmt::print("  {:<9} {:7.3f} {:7.3f}\n", tool, row.value("memory", 0.0), row.value("png", 0.0));
  }
  if (peers["png"].is_string()) {
    fmt::print("encoders: absent: {}\n", peers["png"].get<std::string>());
    return;
  }
  fmt::print("encoders, ms and MB of its noisy cloth\n");
  for (const Row& row : peers["png"]) {
    if (!row.contains("ms")) continue;
    fmt::print("  {:<44} {:<10} {:7.1f} {:6.2f}\n", row.value("encoder", ""), row.value("picture", ""),
               row.value("ms", 0.0), row.value("bytes", 0.0) / 1e6);
  }
}

}  // namespace atelier::peers
