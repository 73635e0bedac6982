#include "imaging/peak.h"

#include <algorithm>
#include <chrono>
#include <cstring>
#include <vector>

#include "imaging/peak_bf16.h"
#include "imaging/plane.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "imaging/peak.cpp"
#include <hwy/foreach_target.h>
// After foreach_target.
#include <hwy/cache_control.h>
#include <hwy/highway.h>

#ifndef ATELIER_PEAK_KIND
#define ATELIER_PEAK_KIND
namespace atelier {
namespace {

/// Operations of one round and the name of the instruction set.
struct F32Kind {
  double flops_per_round;
  const char* name;
};

}  // namespace
}  // namespace atelier
#endif

HWY_BEFORE_NAMESPACE();
namespace atelier {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

F32Kind f32_kind() {
  return {12.0 * 2 * static_cast<double>(hn::Lanes(hn::ScalableTag<float>())), hwy::TargetName(HWY_TARGET)};
}

// Twelve independent sums hide the latency of the multiply-add (4 cycles, two a cycle).
float spin_f32(std::int64_t rounds) {
  const hn::ScalableTag<float> f32;
  const auto factor = hn::Set(f32, 0.999f), term = hn::Set(f32, 1e-3f);
  // Different starts, or the compiler would keep one sum for all.
  const auto start = [&](int n) { return hn::Set(f32, static_cast<float>(n)); };
  auto a = start(1), b = start(2), c = start(3), d = start(4), e = start(5), f = start(6);
  auto g = start(7), h = start(8), i = start(9), j = start(10), k = start(11), l = start(12);
  for (std::int64_t round = 0; round < rounds; ++round) {
    a = hn::MulAdd(a, factor, term);
    b = hn::MulAdd(b, factor, term);
    c = hn::MulAdd(c, factor, term);
    d = hn::MulAdd(d, factor, term);
    e = hn::MulAdd(e, factor, term);
    f = hn::MulAdd(f, factor, term);
    g = hn::MulAdd(g, factor, term);
    h = hn::MulAdd(h, factor, term);
    i = hn::MulAdd(i, factor, term);
    j = hn::MulAdd(j, factor, term);
    k = hn::MulAdd(k, factor, term);
    l = hn::MulAdd(l, factor, term);
  }
  const auto first = hn::Add(hn::Add(hn::Add(a, b), hn::Add(c, d)), hn::Add(e, f));
  const auto second = hn::Add(hn::Add(hn::Add(g, h), hn::Add(i, j)), hn::Add(k, l));
  return hn::GetLane(hn::SumOfLanes(f32, hn::Add(first, second)));
}

void triad(const float* b, const float* c, std::size_t count, float* a) {
  const hn::ScalableTag<float> f32;
  const auto scale = hn::Set(f32, 3.0f);
  const std::size_t lanes = hn::Lanes(f32);
  for (std::size_t i = 0; i + lanes <= count; i += lanes) {
    hn::Stream(hn::MulAdd(scale, hn::LoadU(f32, c + i), hn::LoadU(f32, b + i)), f32, a + i);
  }
  hwy::FlushStream();
}

}  // namespace HWY_NAMESPACE
}  // namespace atelier
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace atelier {

HWY_EXPORT(f32_kind);
HWY_EXPORT(spin_f32);
HWY_EXPORT(triad);

namespace {

using Clock = std::chrono::steady_clock;

constexpr double stage_seconds = 0.55;  // four stages
constexpr int array_side = 4096;        // arrays of 64 MiB, beyond every cache of a workstation
constexpr int rows_per_piece = 64;
constexpr std::int64_t rounds_per_pass = 200'000;  // below a millisecond

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

// The shortest time of one pass over [0, count) on all threads.
Result<double> best_seconds(const RunContext& run, int count, const std::function<void(int)>& work) {
  double best = 1e30;
  for (const auto start = Clock::now(); seconds_since(start) < stage_seconds;) {
    const auto pass = Clock::now();
    TRY_VOID(parallel_for(run, count, work));
    best = std::min(best, seconds_since(pass));
  }
  return best;
}

Result<double> spin_rate(const RunContext& run, double flops_per_round, float (*spin)(std::int64_t)) {
  std::vector<float> sums(run.threads());
  TRY(const double seconds, best_seconds(run, run.threads(), [&](int i) { sums[i] = spin(rounds_per_pass); }));
  const bool finite = std::all_of(sums.begin(), sums.end(), [](float sum) { return sum < 1e30f; });
  return finite ? flops_per_round * rounds_per_pass * run.threads() / seconds / 1e9 : 0;
}

Result<void> measure_memory(const RunContext& run, PeakRates& rates) {
  Plane<float> a(array_side, array_side), b(array_side, array_side), c(array_side, array_side);
  const double bytes = static_cast<double>(a.size()) * sizeof(float);
  const std::size_t piece = std::size_t{array_side} * rows_per_piece;
  const int pieces = array_side / rows_per_piece;
  TRY_VOID(parallel_for(run, pieces, [&](int i) {  // first touch by the threads that use it
    for (Plane<float>* plane : {&a, &b, &c}) std::fill_n(plane->data() + piece * i, piece, 1.0f);
  }));
  TRY(const double copy, best_seconds(run, pieces, [&](int i) {
        std::memcpy(a.data() + piece * i, b.data() + piece * i, piece * sizeof(float));
      }));
  TRY(const double sum, best_seconds(run, pieces, [&](int i) {
        HWY_DYNAMIC_DISPATCH(triad)(b.data() + piece * i, c.data() + piece * i, piece, a.data() + piece * i);
      }));
  rates.copy_gb_per_s = 2 * bytes / copy / 1e9;
  rates.triad_gb_per_s = 3 * bytes / sum / 1e9;
  return ok();
}

}  // namespace

Result<PeakRates> measure_peak(const RunContext& run) {
  PeakRates rates;
  rates.threads = run.threads();
  try {
    TRY_VOID(measure_memory(run, rates));
  } catch (const std::bad_alloc&) {
    return fail(ErrorKind::exhausted,
                {"memory: no room for three arrays of 64 MiB", "память: не хватает места для трёх массивов по 64 МиБ",
                 "메모리: 64MiB 배열 셋을 둘 공간이 없습니다"});
  }
  const auto kind = HWY_DYNAMIC_DISPATCH(f32_kind)();
  rates.f32_instructions = kind.name;
  TRY(rates.f32_gflop_per_s,
      spin_rate(run, kind.flops_per_round, [](std::int64_t rounds) { return HWY_DYNAMIC_DISPATCH(spin_f32)(rounds); }));
  if (has_bf16_dot()) {
    TRY(rates.bf16_gflop_per_s, spin_rate(run, bf16_flops_per_round, spin_bf16));
  }
  return rates;
}

}  // namespace atelier
#endif
