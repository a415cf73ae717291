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
void wave_scores(const float *queries, ptrdiff_t g, const void *keys, ptrdiff_t n, ptrdiff_t d, wave_element element,
                 float scale, float *scores, ptrdiff_t stride);

// sums[q * d + c] += weights[q * stride + j] * values[j * d + c], over n values of width d for g queries.
void wave_accumulate(const float *weights, ptrdiff_t stride, ptrdiff_t g, const void *values, ptrdiff_t n, ptrdiff_t d,
                     wave_element element, float *sums);

// The same over the values at some rows, with the weight at the same place; rows lie in order.
void wave_accumulate_rows(const float *weights, ptrdiff_t stride, ptrdiff_t g, const float *values,
                          const int32_t *rows, ptrdiff_t n, ptrdiff_t d, float *sums);

// Makes weights of scores: x becomes e to the power of x less the largest of all so far, which is brought up to date;
// each is taken `sizes` times (once where that is NULL) into the running total.
//
// Returns what sums of earlier weights have to be multiplied by. Powers below -87 count as -87. Where a score is no
// number, or infinite, weights and total are no numbers.
float wave_weigh(float *x, const float *sizes, ptrdiff_t n, float *largest, float *total);

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

// Copies numbers. Swift 6.3 may end a function that throws with a jump into memmove and lose its error register.
void wave_copy(const float *x, ptrdiff_t n, float *copy);

#endif
