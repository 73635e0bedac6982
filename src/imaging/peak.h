#pragma once

#include <optional>
#include <string>

#include "base/run_context.h"

namespace atelier {

/// The best that this machine does, measured: the yardstick beside every other timing.
struct PeakRates {
  int threads = 0;
  double copy_gb_per_s = 0;                ///< bytes read and written by a copy far beyond the caches, 1e9 a second
  double triad_gb_per_s = 0;               ///< the same for a = b + s·c (McCalpin's STREAM)
  double f32_gflop_per_s = 0;              ///< multiply-adds in registers, each counted as two
  std::string f32_instructions;            ///< "AVX3", "AVX2", "SSE4" …
  std::optional<double> bf16_gflop_per_s;  ///< the same by dot products of bfloat16; none: the processor has no such
};

/// Measures for 2 to 3 seconds on every thread of `run`, best of many passes. cancelled, exhausted.
Result<PeakRates> measure_peak(const RunContext& run);

}  // namespace atelier
