#include "imaging/peak_bf16.h"

// Highway 1.0.3 has no bfloat16 target, so this file has a target attribute of its own.
#if defined(__x86_64__) && defined(__GNUC__) && __GNUC__ >= 11

#include <immintrin.h>

#include <numeric>

namespace atelier {

bool has_bf16_dot() {
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bf16");
}

__attribute__((target("avx512f,avx512bw,avx512vl,avx512bf16"))) float spin_bf16(std::int64_t rounds) {
  const __m512 small = _mm512_set1_ps(0x1p-20f);
  const __m512bh factor = _mm512_cvtne2ps_pbh(small, small);
  // Different starts, or the compiler would keep one sum for all.
  __m512 a = _mm512_set1_ps(1), b = _mm512_set1_ps(2), c = _mm512_set1_ps(3), d = _mm512_set1_ps(4),
         e = _mm512_set1_ps(5), f = _mm512_set1_ps(6);
  __m512 g = _mm512_set1_ps(7), h = _mm512_set1_ps(8), i = _mm512_set1_ps(9), j = _mm512_set1_ps(10),
         k = _mm512_set1_ps(11), l = _mm512_set1_ps(12);
  for (std::int64_t round = 0; round < rounds; ++round) {
    a = _mm512_dpbf16_ps(a, factor, factor);
    b = _mm512_dpbf16_ps(b, factor, factor);
    c = _mm512_dpbf16_ps(c, factor, factor);
    d = _mm512_dpbf16_ps(d, factor, factor);
    e = _mm512_dpbf16_ps(e, factor, factor);
    f = _mm512_dpbf16_ps(f, factor, factor);
    g = _mm512_dpbf16_ps(g, factor, factor);
    h = _mm512_dpbf16_ps(h, factor, factor);
    i = _mm512_dpbf16_ps(i, factor, factor);
    j = _mm512_dpbf16_ps(j, factor, factor);
    k = _mm512_dpbf16_ps(k, factor, factor);
    l = _mm512_dpbf16_ps(l, factor, factor);
  }
  a = _mm512_add_ps(_mm512_add_ps(a, b), _mm512_add_ps(c, d));
  e = _mm512_add_ps(_mm512_add_ps(e, f), _mm512_add_ps(g, h));
  i = _mm512_add_ps(_mm512_add_ps(i, j), _mm512_add_ps(k, l));
  alignas(64) float sums[16];
  _mm512_store_ps(sums, _mm512_add_ps(a, _mm512_add_ps(e, i)));
  return std::accumulate(sums, sums + 16, 0.0f);
}

}  // namespace atelier

#else

namespace atelier {

bool has_bf16_dot() {
  return false;
}
float spin_bf16(std::int64_t) {
  return 0;
}

}  // namespace atelier

#endif
