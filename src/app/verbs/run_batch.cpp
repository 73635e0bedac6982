#include "app/verbs/run_batch.h"

#include <chrono>
#include <map>

#include "app/verbs/run_kind.h"
#include "base/files.h"
#include "base/staged_folder.h"
#include "jobs/request_list.h"

namespace atelier {

namespace {

namespace fs = std::filesystem;

constexpr Phrase making{"working through the list", "выполняю список", "목록 처리 중"};

enum class State { made, kept, skipped, failed };

std::string_view state_name(State state) {
  switch (state) {
    case State::made:
      return "made";
    case State::kept:
      return "cached";
    case State::skipped:
      return "skipped";
    default:
      return "failed";
  }
}

/// The same error with list and line in front.
Error at_line(Error error, const std::string& list, int line) {
  const Text place = format_text({"{}, line {}: ", "{}, строка {}: ", "{} {}번째 줄: "}, list, line);
  error.message.en.insert(0, place.en);
  error.message.ru.insert(0, place.in(Lang::ru));
  error.message.ko.insert(0, place.in(Lang::ko));
  error.field.clear();
  return error;
}

/// Everything further requests would fail of as well.
bool ends_the_batch(ErrorKind kind) {
  return kind == ErrorKind::cancelled || kind == ErrorKind::out_of_disk;
}

class Batch {
 public:
  Batch(const JobKind& kind, const MakeFlags& flags, const ResultCache& cache, TaskRun& run, Console& console)
      : kind_(kind), flags_(flags), cache_(cache), run_(run), console_(console) {
    list_ = *flags.batch == "-" ? "-" : shown_path(*flags.batch);
    out_ = flags.out ? fs::path(*flags.out) : fs::path(*flags.batch).stem();
  }

  Result<void> run(const Json& defaults) {
    const auto start = std::chrono::steady_clock::now();
    const fs::path file = *flags_.batch == "-" ? fs::path("/dev/stdin") : fs::path(*flags_.batch);
    Result<std::string> text = read_file(file, request_list_bytes_max);
    if (!text.ok()) {
      Error error = std::move(text).error().with_field("batch");
      error.kind = ErrorKind::invalid_argument;
      return error;
    }
    TRY(const std::vector<ListedRequest> requests, read_request_list(*text, list_, kind_.fields(), defaults));
    run_.context().begin(making, static_cast<double>(requests.size()));
    for (const ListedRequest& request : requests) {
      TRY_VOID(carry_out(request));
      TRY_VOID(run_.context().step());
    }
    return finish(static_cast<int>(requests.size()),
                  std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  }

 private:
  struct Outcome {
    State state;
    fs::path folder;
    double seconds = 0;
  };

  Result<void> carry_out(const ListedRequest& request) {
    const Result<Outcome> done = request.params.ok() ? make(request) : Result<Outcome>(request.params.error());
    if (done.ok()) {
      note(request, *done);
    } else if (ends_the_batch(done.error().kind)) {
      return at_line(done.error(), list_, request.line);
    } else {
      failed(request, done.error());
    }
    return ok();
  }

  Result<Outcome> make(const ListedRequest& request) {
    std::string name = request.name;
    if (name.empty()) {
      TRY(name, kind_.folder_name(*request.params));
    }
    const fs::path target = out_ / name;
    const auto [taken, fresh] = lines_.emplace(name, request.line);
    if (is_there(target, *request.params) && !(flags_.overwrite && fresh)) return Outcome{State::skipped, target};
    if (!fresh) {
      return fail(ErrorKind::invalid_argument,
                  {"name: line {} has the name \"{}\" already", "name: имя «{1}» уже есть в строке {0}",
                   "name: {}번째 줄에 이미 \"{}\" 이(가) 있습니다"},
                  taken->second, name);
    }
    RunContext silent(run_.context().threads(), &run_.cancellation());
    TaskFlags flags;
    flags.out = target.string();
    flags.overwrite = flags_.overwrite;
    TRY(const KindRun done, run_kind(kind_, *request.params, flags, cache_, silent));
    return Outcome{done.from_cache ? State::kept : State::made, done.folder, done.seconds};
  }

  bool is_there(const fs::path& folder, const Json& params) const {
    if (!is_atelier_set(folder)) return false;
    const Result<std::string> text = read_file(folder / "manifest.json", json_bytes_max);
    if (!text.ok()) return false;
    const Result<Json> manifest = parse_json(*text, "manifest.json");
    return manifest.ok() && kind_.answers(*manifest, params);
  }

  void note(const ListedRequest& request, const Outcome& done) {
    ++counts_[done.state];
    items_.push_back({{"line", request.line},
                      {"state", state_name(done.state)},
                      {"folder", done.folder.generic_string()},
                      {"seconds", done.seconds}});
    if (!console_.json()) console_.print(done.folder.string());
  }

  void failed(const ListedRequest& request, const Error& error) {
    ++counts_[State::failed];
    const Error placed = at_line(error, list_, request.line);
    console_.report(placed);
    items_.push_back({{"line", request.line},
                      {"state", state_name(State::failed)},
                      {"error", error_json(error, console_.lang())["error"]}});
    if (!first_failure_) first_failure_ = ListedRequest{request.line, {}, error};
  }

  Result<void> finish(int requests, double seconds) {
    const int made = counts_[State::made], kept = counts_[State::kept], skipped = counts_[State::skipped];
    if (console_.json()) {
      console_.print_json({{"kind", kind_.name},
                           {"folder", out_.generic_string()},
                           {"made", made},
                           {"cached", kept},
                           {"skipped", skipped},
                           {"failed", counts_[State::failed]},
                           {"items", items_},
                           {"seconds", seconds}});
    }
    console_.note(format_text({"{} made, {} made before, {} were there, {:.1f} s",
                               "сделано {}, взято из прежнего {}, уже было {}, {:.1f} с",
                               "새로 {}개, 전에 만든 것 {}개, 이미 있던 것 {}개, {:.1f}초"},
                              made, kept, skipped, seconds)
                      .in(console_.lang()));
    if (!first_failure_) return ok();
    return fail(first_failure_->params.error().kind,
                {"{}: {} of {} requests failed, the first in line {}",
                 "{}: не удались запросы: {} из {}, первый — в строке {}",
                 "{}: 요청 {} / {}개가 실패했습니다. 처음은 {}번째 줄입니다"},
                list_, counts_[State::failed], requests, first_failure_->line)
        .with_hint({"Mend them and run it again: what is made is left as it is.",
                    "Исправьте их и запустите снова: готовое останется как есть.",
                    "고친 뒤 다시 실행하세요. 만든 것은 그대로 둡니다."});
  }

  const JobKind& kind_;
  const MakeFlags& flags_;
  const ResultCache& cache_;
  TaskRun& run_;
  Console& console_;
  std::string list_;
  fs::path out_;
  std::map<std::string, int> lines_;  // of the names taken so far
  std::map<State, int> counts_;
  Json items_ = Json::array();
  std::optional<ListedRequest> first_failure_;
};

}  // namespace

Result<void> run_batch(const JobKind& kind, const Json& defaults, const MakeFlags& flags, const ResultCache& cache,
                       TaskRun& run, Console& console) {
  return Batch(kind, flags, cache, run, console).run(defaults);
}

}  // namespace atelier
