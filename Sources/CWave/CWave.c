#include "CWave.h"

#include <math.h>
#include <string.h>

// A product and the sum that follows are one operation where the processor has it.
#pragma clang fp contract(fast)
// Vectors are passed between functions of this file alone.
#pragma clang diagnostic ignored "-Wpsabi"

typedef float f4 __attribute__((vector_size(16), aligned(4), may_alias));
typedef float f8 __attribute__((vector_size(32), aligned(4), may_alias));
typedef int32_t i8 __attribute__((vector_size(32), aligned(4), may_alias));
typedef uint16_t u8 __attribute__((vector_size(16), aligned(2), may_alias));

// How many rows memory is asked ahead of their use.
enum { ahead = 8 };

#if defined(__aarch64__)
typedef _Float16 h8 __attribute__((vector_size(16), aligned(2), may_alias));
#define HAS_HALF
#endif

#define KERNEL(name) name##_plain
#include "Kernels.h"
#undef KERNEL

#if defined(__x86_64__)
typedef _Float16 h8 __attribute__((vector_size(16), aligned(2), may_alias));
#pragma clang attribute push(__attribute__((target("avx2,fma,f16c"))), apply_to = function)
#define HAS_HALF
#define KERNEL(name) name##_avx2
#include "Kernels.h"
#undef KERNEL
#pragma clang attribute pop
#define CALL(name, ...) \
  (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("f16c") \
       ? name##_avx2(__VA_ARGS__) \
       : name##_plain(__VA_ARGS__))
#else
#define CALL(name, ...) name##_plain(__VA_ARGS__)
#endif

void wave_scores(const float *queries, ptrdiff_t g, const void *keys, ptrdiff_t n, ptrdiff_t d, wave_element element,
                 float scale, float *scores, ptrdiff_t stride, const void *next) {
  CALL(scores, queries, g, keys, n, d, element, scale, scores, stride, next);
}

void wave_accumulate(const float *weights, ptrdiff_t stride, ptrdiff_t g, const void *values, ptrdiff_t n, ptrdiff_t d,
                     wave_element element, float *sums, const void *next) {
  CALL(accumulate, weights, stride, g, values, NULL, n, d, element, sums, next);
}

void wave_accumulate_rows(const float *weights, ptrdiff_t stride, ptrdiff_t g, const float *values,
                          const int32_t *rows, ptrdiff_t n, ptrdiff_t d, float *sums) {
  CALL(accumulate, weights, stride, g, values, rows, n, d, wave_float32, sums, NULL);
}

float wave_weigh(float *x, const float *sizes, ptrdiff_t n, float *largest, float *total) {
  return CALL(weigh, x, sizes, n, largest, total);
}

float wave_greatest(const float *x, ptrdiff_t n) { return CALL(greatest, x, n); }

float wave_powers(float *x, ptrdiff_t n, float top) { return CALL(powers_below, x, n, top); }

float wave_dot(const float *x, const float *sizes, ptrdiff_t n) { return CALL(dot, x, sizes, n); }

void wave_gelu(float *x, ptrdiff_t n) { CALL(gelu, x, n); }

void wave_silu(float *x, ptrdiff_t n, float slope, float offset) { CALL(silu, x, n, slope, offset); }

void wave_scores_plain(const float *queries, ptrdiff_t g, const void *keys, ptrdiff_t n, ptrdiff_t d,
                       wave_element element, float scale, float *scores, ptrdiff_t stride) {
  scores_plain(queries, g, keys, n, d, element, scale, scores, stride, NULL);
}

void wave_accumulate_plain(const float *weights, ptrdiff_t stride, ptrdiff_t g, const void *values, const int32_t *rows,
                           ptrdiff_t n, ptrdiff_t d, wave_element element, float *sums) {
  accumulate_plain(weights, stride, g, values, rows, n, d, element, sums, NULL);
}

float wave_weigh_plain(float *x, const float *sizes, ptrdiff_t n, float *largest, float *total) {
  return weigh_plain(x, sizes, n, largest, total);
}

float wave_powers_plain(float *x, ptrdiff_t n, float top) { return powers_below_plain(x, n, top); }

float wave_dot_plain(const float *x, const float *sizes, ptrdiff_t n) { return dot_plain(x, sizes, n); }

float wave_greatest_plain(const float *x, ptrdiff_t n) { return greatest_plain(x, n); }

void wave_gelu_plain(float *x, ptrdiff_t n) { gelu_plain(x, n); }

void wave_silu_plain(float *x, ptrdiff_t n, float slope, float offset) { silu_plain(x, n, slope, offset); }

void wave_from_half_plain(const uint16_t *halves, ptrdiff_t n, float *x) { from_half_plain(halves, n, x); }

ptrdiff_t wave_place_of_greatest(const float *x, ptrdiff_t n) {
  const float top = CALL(greatest, x, n);
  for (ptrdiff_t j = 0; j < n; j++)
    if (x[j] == top) return j;
  return 0;
}

void wave_from_half(const uint16_t *halves, ptrdiff_t n, float *x) { CALL(from_half, halves, n, x); }

bool wave_to_half(const float *x, ptrdiff_t n, uint16_t *halves) {
  bool finite = true;
  for (ptrdiff_t j = 0; j < n; j++) {
    union {
      float value;
      uint32_t bits;
    } number = {x[j]};
    const uint16_t sign = (uint16_t)(number.bits >> 16 & 0x8000);
    number.bits &= 0x7fffffff;
    // 65520 and more, and what is no number, has no finite neighbour.
    const bool fits = number.value < 65520;
    finite = finite && fits;
    uint32_t bits;
    if (!fits) {
      bits = number.bits > 0x7f800000 ? 0x7e00 : 0x7c00;
    } else if (number.value < 0x1p-14f) {
      // Subnormal: a sum whose lowest bit is 2^-24 rounds it.
      number.value += 0.5f;
      bits = number.bits - 0x3f000000;
    } else {
      bits = (number.bits - 0x38000000 + 0xfff + (number.bits >> 13 & 1)) >> 13;
    }
    halves[j] = (uint16_t)(sign | bits);
  }
  return finite;
}

void wave_copy(const float *x, ptrdiff_t n, float *copy) {
  if (n > 0) memcpy(copy, x, (size_t)n * sizeof *x);
}
