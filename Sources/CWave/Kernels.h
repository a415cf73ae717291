// The loops, compiled once for every processor of the architecture and once for AVX2: KERNEL names them apart.

static inline f8 KERNEL(widen)(const uint16_t *x) {
#ifdef HAS_HALF
  return __builtin_convertvector(*(const h8 *)x, f8);
#else
  // Moves exponent and fraction to their places and mends the exponent by a product, subnormals too.
  const i8 bits = __builtin_convertvector(*(const u8 *)x, i8);
  const i8 size = (bits & 0x7fff) << 13, sign = (bits & 0x8000) << 16;
  const f8 scaled = (f8)size * 0x1p112f;
  return (f8)((i8)scaled | sign);
#endif
}

static inline __attribute__((always_inline)) f8 KERNEL(load)(const void *x, ptrdiff_t at, wave_element element) {
  return element == wave_float32 ? *(const f8 *)((const float *)x + at) : KERNEL(widen)((const uint16_t *)x + at);
}

static inline __attribute__((always_inline)) float KERNEL(one)(const void *x, ptrdiff_t at, wave_element element) {
  if (element == wave_float32) return ((const float *)x)[at];
  uint16_t padded[8] = {((const uint16_t *)x)[at]};
  return KERNEL(widen)(padded)[0];
}

// The sums of the lanes of four vectors.
static inline f4 KERNEL(across)(f8 a, f8 b, f8 c, f8 d) {
#define PAIRS(x, y)                                                                                                    \
  (__builtin_shufflevector(x, y, 0, 2, 8, 10, 4, 6, 12, 14) + __builtin_shufflevector(x, y, 1, 3, 9, 11, 5, 7, 13, 15))
  const f8 ab = PAIRS(a, b), cd = PAIRS(c, d), all = PAIRS(ab, cd);
#undef PAIRS
  return __builtin_shufflevector(all, all, 0, 1, 2, 3) + __builtin_shufflevector(all, all, 4, 5, 6, 7);
}

// Asks for rows that come `ahead` rows on, since loads that are used often do not run ahead by themselves; behind the
// last row for those of `next`, unless that is NULL.
static inline void KERNEL(fetch)(const void *x, ptrdiff_t row, ptrdiff_t rows, ptrdiff_t d, wave_element element,
                                 const void *next) {
  const ptrdiff_t width = element == wave_float32 ? 4 : 2, from = row + ahead;
  ptrdiff_t at = from * d * width, end = (from + 4 < rows ? from + 4 : rows) * d * width;
  if (from >= rows && next) {
    x = next;
    at = (from - rows) * d * width;
    end = at + 4 * d * width;
  }
  for (; at < end; at += 64) __builtin_prefetch((const char *)x + at);
}

// Q queries with 4 keys times `blocks`, which make eight sums at a time.
static inline __attribute__((always_inline)) void KERNEL(dots)(const ptrdiff_t Q, const ptrdiff_t blocks,
                                                               const float *queries, const void *keys, ptrdiff_t from,
                                                               ptrdiff_t d, wave_element element, float scale,
                                                               float *scores, ptrdiff_t stride) {
  f8 sums[8] = {0};
  const ptrdiff_t R = 4 * blocks;
  ptrdiff_t c = 0;
  for (; c + 8 <= d; c += 8)
#pragma clang loop unroll(full)
    for (ptrdiff_t r = 0; r < R; r++) {
      const f8 key = KERNEL(load)(keys, (from + r) * d + c, element);
#pragma clang loop unroll(full)
      for (ptrdiff_t q = 0; q < Q; q++) sums[q * R + r] += *(const f8 *)(queries + q * d + c) * key;
    }
#pragma clang loop unroll(full)
  for (ptrdiff_t q = 0; q < Q; q++)
#pragma clang loop unroll(full)
    for (ptrdiff_t b = 0; b < blocks; b++) {
      const f8 *s = sums + q * R + 4 * b;
      f4 total = KERNEL(across)(s[0], s[1], s[2], s[3]);
      for (ptrdiff_t rest = c; rest < d; rest++)
        for (ptrdiff_t r = 0; r < 4; r++)
          total[r] += queries[q * d + rest] * KERNEL(one)(keys, (from + 4 * b + r) * d + rest, element);
      *(f4 *)(scores + q * stride + from + 4 * b) = total * scale;
    }
}

static inline __attribute__((always_inline)) void KERNEL(scores_of)(const float *queries, ptrdiff_t g, const void *keys,
                                                                    ptrdiff_t n, ptrdiff_t d, wave_element element,
                                                                    float scale, float *scores, ptrdiff_t stride,
                                                                    const void *next) {
  ptrdiff_t j = 0;
  if (g == 1)
    for (; j + 8 <= n; j += 8) {
      KERNEL(fetch)(keys, j, n, d, element, next);
      KERNEL(fetch)(keys, j + 4, n, d, element, next);
      KERNEL(dots)(1, 2, queries, keys, j, d, element, scale, scores, stride);
    }
  for (; j + 4 <= n; j += 4) {
    KERNEL(fetch)(keys, j, n, d, element, next);
    ptrdiff_t q = 0;
    for (; q + 2 <= g; q += 2)
      KERNEL(dots)(2, 1, queries + q * d, keys, j, d, element, scale, scores + q * stride, stride);
    if (q < g) KERNEL(dots)(1, 1, queries + q * d, keys, j, d, element, scale, scores + q * stride, stride);
  }
  for (; j < n; j++)
    for (ptrdiff_t q = 0; q < g; q++) {
      f8 sum = {0};
      ptrdiff_t c = 0;
      for (; c + 8 <= d; c += 8) sum += *(const f8 *)(queries + q * d + c) * KERNEL(load)(keys, j * d + c, element);
      float total = KERNEL(across)(sum, sum, sum, sum)[0];
      for (; c < d; c++) total += queries[q * d + c] * KERNEL(one)(keys, j * d + c, element);
      scores[q * stride + j] = total * scale;
    }
}

static void KERNEL(scores)(const float *queries, ptrdiff_t g, const void *keys, ptrdiff_t n, ptrdiff_t d,
                           wave_element element, float scale, float *scores, ptrdiff_t stride, const void *next) {
  if (element == wave_float32)
    KERNEL(scores_of)(queries, g, keys, n, d, wave_float32, scale, scores, stride, next);
  else
    KERNEL(scores_of)(queries, g, keys, n, d, wave_float16, scale, scores, stride, next);
}

// Q queries with the values at R places.
static inline __attribute__((always_inline)) void KERNEL(add)(const ptrdiff_t Q, const ptrdiff_t R,
                                                              const float *weights, ptrdiff_t stride,
                                                              const void *values, const ptrdiff_t *places, ptrdiff_t d,
                                                              wave_element element, float *sums) {
  float w[8];
#pragma clang loop unroll(full)
  for (ptrdiff_t q = 0; q < Q; q++)
#pragma clang loop unroll(full)
    for (ptrdiff_t r = 0; r < R; r++) w[q * R + r] = weights[q * stride + r];
  ptrdiff_t c = 0;
  for (; c + 8 <= d; c += 8) {
    f8 value[4];
#pragma clang loop unroll(full)
    for (ptrdiff_t r = 0; r < R; r++) value[r] = KERNEL(load)(values, places[r] + c, element);
#pragma clang loop unroll(full)
    for (ptrdiff_t q = 0; q < Q; q++) {
      f8 sum = *(const f8 *)(sums + q * d + c);
#pragma clang loop unroll(full)
      for (ptrdiff_t r = 0; r < R; r++) sum += w[q * R + r] * value[r];
      *(f8 *)(sums + q * d + c) = sum;
    }
  }
  for (; c < d; c++)
    for (ptrdiff_t q = 0; q < Q; q++)
      for (ptrdiff_t r = 0; r < R; r++) sums[q * d + c] += w[q * R + r] * KERNEL(one)(values, places[r] + c, element);
}

static inline __attribute__((always_inline)) void KERNEL(accumulate_of)(const float *weights, ptrdiff_t stride,
                                                                        ptrdiff_t g, const void *values,
                                                                        const int32_t *rows, ptrdiff_t n, ptrdiff_t d,
                                                                        wave_element element, float *sums,
                                                                        const void *next) {
  ptrdiff_t j = 0;
  for (; j + 4 <= n; j += 4) {
    ptrdiff_t places[4];
    for (ptrdiff_t r = 0; r < 4; r++) places[r] = (rows ? rows[j + r] : j + r) * d;
    if (!rows) KERNEL(fetch)(values, j, n, d, element, next);
    ptrdiff_t q = 0;
    for (; q + 2 <= g; q += 2)
      KERNEL(add)(2, 4, weights + q * stride + j, stride, values, places, d, element, sums + q * d);
    if (q < g) KERNEL(add)(1, 4, weights + q * stride + j, stride, values, places, d, element, sums + q * d);
  }
  for (; j < n; j++) {
    const ptrdiff_t place = (rows ? rows[j] : j) * d;
    for (ptrdiff_t q = 0; q < g; q++)
      KERNEL(add)(1, 1, weights + q * stride + j, stride, values, &place, d, element, sums + q * d);
  }
}

static void KERNEL(accumulate)(const float *weights, ptrdiff_t stride, ptrdiff_t g, const void *values,
                               const int32_t *rows, ptrdiff_t n, ptrdiff_t d, wave_element element, float *sums,
                               const void *next) {
  if (rows)
    KERNEL(accumulate_of)(weights, stride, g, values, rows, n, d, wave_float32, sums, NULL);
  else if (element == wave_float32)
    KERNEL(accumulate_of)(weights, stride, g, values, NULL, n, d, wave_float32, sums, next);
  else
    KERNEL(accumulate_of)(weights, stride, g, values, NULL, n, d, wave_float16, sums, next);
}

// e to the power of each, to 2e-7 relative: split as n ln 2 + r with |r| <= ln 2 / 2, and a polynomial in r.
static inline f8 KERNEL(exponential)(f8 x) {
  const f8 low = (f8){0} - 87, high = (f8){0} + 88, magic = (f8){0} + 12582912;
  x = __builtin_elementwise_min(__builtin_elementwise_max(x, low), high);
  // Adding it rounds to a whole number, whose bits are then the lowest of the sum.
  const f8 shifted = x * 1.44269504f + magic, n = shifted - magic;
  const f8 r = x - n * 0.693359375f + n * 2.12194440e-4f;
  f8 p = r * 1.98756915e-4f + 1.39819995e-3f;
  p = p * r + 8.3334519e-3f;
  p = p * r + 4.1665796e-2f;
  p = p * r + 1.6666665e-1f;
  p = p * r + 0.5f;
  p = p * r * r + r + 1;
  return (f8)((i8)p + ((i8)shifted << 23));
}

// x times the normal distribution function of x. The error function is 7.1.26 of Abramowitz and Stegun, to 1.5e-7.
static inline f8 KERNEL(gelu_of)(f8 x) {
  const f8 z = x * 0.70710678f, size = (f8)((i8)z & 0x7fffffff);
  const f8 t = 1 / (1 + 0.3275911f * size);
  f8 p = t * 1.061405429f - 1.453152027f;
  p = p * t + 1.421413741f;
  p = p * t - 0.284496736f;
  p = p * t + 0.254829592f;
  // The distribution function: 1 - half on the right, half on the left.
  const f8 half = 0.5f * p * t * KERNEL(exponential)(-size * size);
  const i8 left = (i8)(z < 0);
  return x * (f8)((left & (i8)half) | (~left & (i8)(1 - half)));
}

static void KERNEL(gelu)(float *x, ptrdiff_t n) {
  ptrdiff_t j = 0;
  for (; j + 8 <= n; j += 8) *(f8 *)(x + j) = KERNEL(gelu_of)(*(const f8 *)(x + j));
  for (; j < n; j++) x[j] = KERNEL(gelu_of)((f8){0} + x[j])[0];
}

static inline f8 KERNEL(silu_of)(f8 x) { return x / (1 + KERNEL(exponential)(-x)); }

static void KERNEL(silu)(float *x, ptrdiff_t n, float slope, float offset) {
  ptrdiff_t j = 0;
  for (; j + 8 <= n; j += 8) *(f8 *)(x + j) = KERNEL(silu_of)(*(const f8 *)(x + j) * slope + offset);
  for (; j < n; j++) x[j] = KERNEL(silu_of)((f8){0} + x[j] * slope + offset)[0];
}

// No number where one is none.
static float KERNEL(greatest)(const float *x, ptrdiff_t n) {
  f8 lanes = (f8){0} - INFINITY;
  i8 odd = {0};
  ptrdiff_t j = 0;
  for (; j + 8 <= n; j += 8) {
    const f8 value = *(const f8 *)(x + j);
    lanes = __builtin_elementwise_max(lanes, value);
    odd |= (i8)(value != value);
  }
  float top = __builtin_reduce_max(lanes);
  bool is_odd = __builtin_reduce_or(odd) != 0;
  for (; j < n; j++) {
    top = x[j] > top ? x[j] : top;
    is_odd |= x[j] != x[j];
  }
  return is_odd ? NAN : top;
}

// Makes each e to the power of what it is above `top`; their sum, each taken `sizes` times.
static inline float KERNEL(powers)(float *x, const float *sizes, ptrdiff_t n, float top) {
  f8 lanes = {0};
  ptrdiff_t j = 0;
  for (; j + 8 <= n; j += 8) {
    const f8 power = KERNEL(exponential)(*(const f8 *)(x + j) - top);
    *(f8 *)(x + j) = power;
    lanes += sizes ? power * *(const f8 *)(sizes + j) : power;
  }
  float sum = KERNEL(across)(lanes, lanes, lanes, lanes)[0];
  for (; j < n; j++) {
    x[j] = KERNEL(exponential)((f8){0} + (x[j] - top))[0];
    sum += sizes ? x[j] * sizes[j] : x[j];
  }
  return sum;
}

// The same where all may be no number, or nothing.
static float KERNEL(powers_below)(float *x, ptrdiff_t n, float top) {
  if (top < INFINITY && top > -INFINITY) return KERNEL(powers)(x, NULL, n, top);
  for (ptrdiff_t j = 0; j < n; j++) x[j] = top == -INFINITY ? 0 : NAN;
  return top == -INFINITY ? 0 : NAN;
}

static float KERNEL(weigh)(float *x, const float *sizes, ptrdiff_t n, float *largest, float *total) {
  const float before = *largest, here = KERNEL(greatest)(x, n), top = here > before ? here : before;
  if (!(here < INFINITY)) {
    for (ptrdiff_t j = 0; j < n; j++) x[j] = NAN;
    if (before == -INFINITY) *largest = 0;
    *total = NAN;
    return 1;
  }
  // Nothing yet, and nothing here.
  if (top == -INFINITY) {
    for (ptrdiff_t j = 0; j < n; j++) x[j] = 0;
    return 1;
  }
  const float sum = KERNEL(powers)(x, sizes, n, top);
  const float shrink = before == -INFINITY ? 0 : KERNEL(exponential)((f8){0} + (before - top))[0];
  *largest = top;
  *total = *total * shrink + sum;
  return shrink;
}

static float KERNEL(dot)(const float *x, const float *sizes, ptrdiff_t n) {
  f8 lanes = {0};
  ptrdiff_t j = 0;
  for (; j + 8 <= n; j += 8) lanes += sizes ? *(const f8 *)(x + j) * *(const f8 *)(sizes + j) : *(const f8 *)(x + j);
  float sum = KERNEL(across)(lanes, lanes, lanes, lanes)[0];
  for (; j < n; j++) sum += sizes ? x[j] * sizes[j] : x[j];
  return sum;
}

static void KERNEL(from_half)(const uint16_t *halves, ptrdiff_t n, float *x) {
  ptrdiff_t j = 0;
  for (; j + 8 <= n; j += 8) *(f8 *)(x + j) = KERNEL(widen)(halves + j);
  for (; j < n; j++) x[j] = KERNEL(one)(halves, j, wave_float16);
}
