// The innermost loops of attention, in the widest vectors that the processor has.
//
// Matrices are row by row without gaps. Sums depend on the sizes alone, so that a processor gives the same bits each
// time. Nothing is allocated, nothing kept: any thread may call.
#ifndef CWAVE_H
#define CWAVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// How the numbers of keys and values are stored: float, or uint16_t with the bits of half precision.
typedef enum { wave_float32, wave_float16 } wave_element;

// scores[q * stride + j] = scale * (query q . key j) for g queries and n keys of width d.
//
// Memory at `next`, of the same kind, is asked for towards the end, since it is what comes after; NULL where nobody
// knows.
void wave_scores(const float *queries, ptrdiff_t g, const void *keys, ptrdiff_t n, ptrdiff_t d, wave_element element,
                 float scale, float *scores, ptrdiff_t stride, const void *next);

// sums[q * d + c] += weights[q * stride + j] * values[j * d + c], over n values of width d for g queries; `next` as above.
void wave_accumulate(const float *weights, ptrdiff_t stride, ptrdiff_t g, const void *values, ptrdiff_t n, ptrdiff_t d,
                     wave_element element, float *sums, const void *next);

// The same over the values at some rows, with the weight at the same place; rows lie in order.
void wave_accumulate_rows(const float *weights, ptrdiff_t stride, ptrdiff_t g, const float *values,
                          const int32_t *rows, ptrdiff_t n, ptrdiff_t d, float *sums);

// Makes weights of scores: x becomes e to the power of x less the largest of all so far, which is brought up to date;
// each is taken `sizes` times (once where that is NULL) into the running total.
//
// Returns what sums of earlier weights have to be multiplied by. Powers below -87 count as -87. Where a score is no
// number, or infinite, weights and total are no numbers.
float wave_weigh(float *x, const float *sizes, ptrdiff_t n, float *largest, float *total);

// The greatest of n numbers; no number where one is none.
float wave_greatest(const float *x, ptrdiff_t n);

// Makes each number e to the power of what it is above `top`, where that is the greatest of all that belong together;
// returns their sum. All 0 where it is -infinity, no numbers where it is none or infinity.
float wave_powers(float *x, ptrdiff_t n, float top);

// The sum of sizes[j] * x[j]; of x[j] where sizes is NULL.
float wave_dot(const float *x, const float *sizes, ptrdiff_t n);

/// Replaces each x by x times the normal distribution function of x (GELU in its exact form, to 1.5e-7).
void wave_gelu(float *x, ptrdiff_t n);

/// Replaces each x by y / (1 + e^-y), where y = slope x + offset.
void wave_silu(float *x, ptrdiff_t n, float slope, float offset);

// The place of the greatest of n numbers, the first of equals; 0 where one is no number.
ptrdiff_t wave_place_of_greatest(const float *x, ptrdiff_t n);

// Numbers to the nearest of half precision, even where two are; whether all are finite there.
bool wave_to_half(const float *x, ptrdiff_t n, uint16_t *halves);

void wave_from_half(const uint16_t *halves, ptrdiff_t n, float *x);

// The same loops as they are compiled for every processor of the architecture, whichever this one is: for tests.
// `rows` of wave_accumulate_plain is NULL for all of them.
void wave_scores_plain(const float *queries, ptrdiff_t g, const void *keys, ptrdiff_t n, ptrdiff_t d,
                       wave_element element, float scale, float *scores, ptrdiff_t stride);
void wave_accumulate_plain(const float *weights, ptrdiff_t stride, ptrdiff_t g, const void *values, const int32_t *rows,
                           ptrdiff_t n, ptrdiff_t d, wave_element element, float *sums);
float wave_weigh_plain(float *x, const float *sizes, ptrdiff_t n, float *largest, float *total);
float wave_powers_plain(float *x, ptrdiff_t n, float top);
float wave_dot_plain(const float *x, const float *sizes, ptrdiff_t n);
float wave_greatest_plain(const float *x, ptrdiff_t n);
void wave_gelu_plain(float *x, ptrdiff_t n);
void wave_silu_plain(float *x, ptrdiff_t n, float slope, float offset);
void wave_from_half_plain(const uint16_t *halves, ptrdiff_t n, float *x);

// Copies numbers. Swift 6.3 may end a function that throws with a jump into memmove and lose its error register.
void wave_copy(const float *x, ptrdiff_t n, float *copy);

#endif
