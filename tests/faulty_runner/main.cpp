// A runner whose kinds misbehave in the ways that a supervisor has to live with. Its standard input is the socket.

#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <thread>

#include "base/files.h"
#include "jobs/runner.h"

namespace atelier {
namespace {

using Folder = std::filesystem::path;

Result<JobResult> echo(const Json& params, const Folder& folder, RunContext& run) {
  run.begin({"echoing", "повтор", "되풀이"}, 1);
  TRY_VOID(write_file(folder / "echo.json", json_text(params)));
  TRY_VOID(run.step());
  return JobResult{{"echo.json"}, "echo.json", {{"threads", run.threads()}}, {"echo", "", ""}, {"said", "", ""}};
}

/// {"signal":11} or {"exit":3}, after a line on standard error.
Result<JobResult> crash(const Json& params, const Folder&, RunContext&) {
  std::fputs("the last words\n", stderr);
  if (params.contains("exit")) ::_exit(params["exit"].get<int>());
  ::signal(params["signal"].get<int>(), SIG_DFL);
  ::raise(params["signal"].get<int>());
  return fail(ErrorKind::internal, {"still alive", "", ""});
}

/// Steps for ten seconds, and stops when told.
Result<JobResult> slow(const Json& params, const Folder& folder, RunContext& run) {
  constexpr int steps = 1000;
  run.begin({"stepping", "", ""}, steps);
  for (int i = 0; i < steps; ++i) {
    ::usleep(10'000);
    TRY_VOID(run.step());
  }
  return echo(params, folder, run);
}

/// Hears nothing.
Result<JobResult> hang(const Json&, const Folder&, RunContext&) {
  while (true) ::pause();
}

/// {"mb":300,"seconds":5}: holds so much for so long.
Result<JobResult> bloat(const Json& params, const Folder& folder, RunContext& run) {
  static std::vector<char> held;  // what it holds it keeps
  held.assign(params["mb"].get<std::size_t>() << 20, 'x');
  ::usleep(static_cast<useconds_t>(params.value("seconds", 0.0) * 1e6));
  return echo(params, folder, run);
}

/// Fills the log faster than anybody reads it.
Result<JobResult> chatter(const Json& params, const Folder& folder, RunContext& run) {
  for (int i = 0; i < 20'000; ++i) std::fprintf(stderr, "line %d of a very long story\n", i);
  return echo(params, folder, run);
}

Result<JobResult> refuse(const Json&, const Folder&, RunContext&) {
  return fail(ErrorKind::too_large, {"size {}", "размер {}", "크기 {}"}, 9).with_field("size");
}

Result<JobResult> throws(const Json& params, const Folder&, RunContext&) {
  return JobResult{{params.at("no such member").get<std::string>()}, {}, {}, {}, {}};
}

Result<std::string> request_key(const Json& params) {
  return canonical_json(params);
}

constexpr JobKind kind(const char* name, Result<JobResult> (*run)(const Json&, const Folder&, RunContext&)) {
  return {.name = name, .what = {}, .needs = Needs::nothing, .run = run, .request_key = request_key};
}

constexpr JobKind kinds[] = {kind("echo", echo),     kind("crash", crash),  kind("slow", slow),
                             kind("hang", hang),     kind("bloat", bloat),  kind("chatter", chatter),
                             kind("refuse", refuse), kind("throws", throws)};

}  // namespace
}  // namespace atelier

int main() {
  atelier::serve_jobs(atelier::FrameSocket(atelier::Descriptor(STDIN_FILENO)), atelier::kinds,
                      atelier::ResultCache({}, 0));
}
