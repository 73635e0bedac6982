#include <fmt/format.h>

#include "app/task_run.h"
#include "app/verb.h"
#include "imaging/peak.h"

namespace atelier {

namespace {

Result<void> bench_peak(Console& console);

/// A thing that can be measured.
struct Benchmark {
  std::string_view name;
  Result<void> (*run)(Console& console);
};

constexpr Benchmark benchmarks[] = {
    {"peak", bench_peak},
};

struct BenchFlags {
  std::string what = "peak";

  template <class Visit>
  static void fields(Visit&& visit) {
    visit("what", &BenchFlags::what, Phrase{"what to measure", "что измерить", "측정할 대상"}, Choices{names});
  }
  static std::vector<std::string_view> names() {
    std::vector<std::string_view> all;
    for (const Benchmark& benchmark : benchmarks) all.push_back(benchmark.name);
    return all;
  }
};

constexpr VerbExample examples[] = {
    {"atelier bench peak",
     {"memory bandwidth and arithmetic rates of this machine", "пропускная способность памяти и скорость счёта машины",
      "이 컴퓨터의 메모리 대역폭과 연산 속도"}},
};

Json peak_json(const PeakRates& rates) {
  Json json{{"threads", rates.threads},
            {"copy_gb_per_s", rates.copy_gb_per_s},
            {"triad_gb_per_s", rates.triad_gb_per_s},
            {"f32_gflop_per_s", rates.f32_gflop_per_s},
            {"f32_instructions", rates.f32_instructions},
            {"bf16_gflop_per_s", nullptr}};
  if (rates.bf16_gflop_per_s) json["bf16_gflop_per_s"] = *rates.bf16_gflop_per_s;
  return json;
}

void print_rate(Console& console, const Phrase& label, double rate, std::string_view unit) {
  console.print(fmt::format("{} {:.1f} {}", label.in(console.lang()), rate, unit));
}

Result<void> bench_peak(Console& console) {
  TaskRun task(console);
  TRY(const PeakRates rates, measure_peak(task.context()));
  if (console.json()) {
    console.print_json(peak_json(rates));
    return ok();
  }
  const Phrase threads{"threads: {}", "потоков: {}", "스레드: {}"};
  console.print(format_text(threads, rates.threads).in(console.lang()));
  print_rate(console, {"memory, copy:", "память, копирование:", "메모리 복사:"}, rates.copy_gb_per_s, "GB/s");
  print_rate(console, {"memory, triad:", "память, триада:", "메모리 triad:"}, rates.triad_gb_per_s, "GB/s");
  print_rate(console, {"f32:", "f32:", "f32:"}, rates.f32_gflop_per_s, "GFLOP/s (" + rates.f32_instructions + ")");
  if (rates.bf16_gflop_per_s) {
    print_rate(console, {"bf16:", "bf16:", "bf16:"}, *rates.bf16_gflop_per_s, "GFLOP/s");
  } else {
    console.print(Phrase{"bf16: none", "bf16: нет", "bf16: 없음"}.in(console.lang()));
  }
  console.note(Phrase{"in the source tree there are more: ./dev bench fabric, ./dev bench png",
                      "в исходниках есть и другие: ./dev bench fabric, ./dev bench png",
                      "소스 트리에는 더 있습니다: ./dev bench fabric, ./dev bench png"}
                   .in(console.lang()));
  return ok();
}

Result<void> run_bench(const Invocation& invocation, Console& console) {
  TRY(const BenchFlags flags, request_from_json<BenchFlags>(invocation.params));
  for (const Benchmark& benchmark : benchmarks) {
    if (benchmark.name == flags.what) return benchmark.run(console);
  }
  return ok();
}

}  // namespace

Verb bench_verb() {
  return {.name = "bench",
          .group = VerbGroup::studio,
          .what = {"how fast this machine is", "насколько быстра эта машина", "이 컴퓨터의 속도 측정"},
          .fields = fields_of<BenchFlags>,
          .operand = "what",
          .examples = examples,
          .run = run_bench};
}

}  // namespace atelier
