#pragma once

#include <cstdint>

namespace atelier {

/// Whether this processor multiplies bfloat16 (AVX512-BF16).
bool has_bf16_dot();
/// Does `rounds` rounds of bf16_flops_per_round floating-point operations in registers; has_bf16_dot() must hold.
/// Returns a number that depends on all of them.
float spin_bf16(std::int64_t rounds);

inline constexpr double bf16_flops_per_round = 12 * 16 * 2 * 2;  // sums × lanes × products × (multiply, add)

}  // namespace atelier
