#include <sys/stat.h>
#include <unistd.h>

#include "app/verb.h"
#include "app/verbs/run_kind.h"
#include "jobs/runner.h"

namespace atelier {

namespace {

struct RunnerFlags {
  bool describe = false;

  template <class Visit>
  static void fields(Visit&& visit) {
    visit("describe", &RunnerFlags::describe,
          Phrase{"print which tasks this program carries out, and do nothing", "вывести, какие задачи умеет программа",
                 "이 프로그램이 하는 작업만 출력"});
  }
};

Result<void> run_runner(const Invocation& invocation, Console& console) {
  TRY(const RunnerFlags flags, request_from_json<RunnerFlags>(invocation.params));
  if (flags.describe) {
    console.print_json(describe_runner(job_kinds()));
    return ok();
  }
  struct stat input {};
  if (::fstat(STDIN_FILENO, &input) != 0 || !S_ISSOCK(input.st_mode)) {
    return fail(ErrorKind::invalid_argument, {"a runner is started by a server or worker, which speaks to it",
                                              "исполнителя запускает сервер или worker и сам с ним общается",
                                              "실행기는 서버나 워커가 시작해서 직접 주고받습니다"})
        .with_hint({"Run `atelier worker`.", "Запустите `atelier worker`.", "`atelier worker` 를 실행하세요."});
  }
  serve_jobs(FrameSocket(Descriptor(STDIN_FILENO)), job_kinds(), result_cache(invocation.config, false));
  return ok();
}

}  // namespace

Verb runner_verb() {
  return {.name = "runner",
          .group = VerbGroup::studio,
          .what = {"carry out jobs for a server or worker (they start it themselves)",
                   "выполнять задания сервера (он запускает исполнителя сам)",
                   "서버나 워커의 작업을 실행 (서버가 스스로 시작함)"},
          .fields = fields_of<RunnerFlags>,
          .run = run_runner,
          .hidden = true};
}

}  // namespace atelier
