#include "base/version.h"

#include "app/verb.h"

namespace atelier {

namespace {

constexpr VerbExample examples[] = {
    {"atelier version", {"for people", "для людей", "사람이 읽는 형식"}},
    {"atelier version --json", {"for programs", "для программ", "프로그램이 읽는 형식"}},
};

Result<void> run_version(const Invocation&, Console& console) {
  if (console.json()) {
    console.print_json({{"name", "atelier"},
                        {"version", version()},
                        {"build", build_kind()},
                        {"compiler", compiler()},
                        {"architecture", architecture()}});
  } else {
    console.print(fmt::format("atelier {} ({}, {}, {})", version(), build_kind(), compiler(), architecture()));
  }
  return ok();
}

}  // namespace

Verb version_verb() {
  return {.name = "version",
          .group = VerbGroup::studio,
          .what = {"which version this is", "какая это версия", "버전 표시"},
          .examples = examples,
          .run = run_version,
          .forgiving = true};
}

}  // namespace atelier
