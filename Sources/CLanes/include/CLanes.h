#ifndef C_LANES_H
#define C_LANES_H

// Sums of errors, sorting and Fourier transforms, four values at a time.
//
// Written in C, where a function can be compiled for a processor with wide registers and be chosen when the program
// runs; Swift compiles for the plainest processor of its kind. Products and sums are never fused, and there are four
// lanes on every processor: the sums are the same bits on all of them.

/// What is subtracted before anything is summed.
typedef struct {
  double forecast, observation, error;
} cl_base;

/// Sums of weighted errors around a first one; the absolute, the least and the greatest error are as they are.
typedef struct {
  double weight, weight_square, sum, square, absolute, low, high;
} cl_errors;

/// Sums of weighted forecasts and observations, each around a first one.
typedef struct {
  double forecast, observation, forecast_square, observation_square, product;
} cl_values;

/// Sums over `count` cells; `weights` are NULL where all weigh 1. A missing value makes the sums NaN.
void cl_moments(
  const float *_Nonnull forecasts, const float *_Nonnull observations, const double *_Nullable weights, long count,
  cl_base base, cl_errors *_Nonnull errors, cl_values *_Nonnull values);

/// The same sums of the anomalies from a climatology.
void cl_anomalies(
  const float *_Nonnull forecasts, const float *_Nonnull observations, const float *_Nonnull climatology,
  const double *_Nullable weights, long count, cl_base base, cl_values *_Nonnull values);

/// Sums of weighted errors of wind vectors: their square, and the error of the speed, its magnitude and its square.
typedef struct {
  double weight, square, speed, absolute, speed_square;
} cl_vectors;

/// Sums over cells of the eastward and northward components of a forecast and an observation; a missing one makes them
/// NaN.
void cl_wind(
  const float *_Nonnull forecast_u, const float *_Nonnull forecast_v, const float *_Nonnull observed_u,
  const float *_Nonnull observed_v, const double *_Nullable weights, long count, cl_vectors *_Nonnull vectors);

/// Sums over pairs of weight 1: around the first pair those of forecast, observation and error; then of the error as it
/// is.
typedef struct {
  double forecast, observation, error_from_first, error, square, absolute, low, high;
} cl_pair_sums;

/// Of at least one pair.
void cl_pairs(
  const double *_Nonnull forecasts, const double *_Nonnull observations, long count, cl_pair_sums *_Nonnull sums);

/// Squares and products around the means.
typedef struct {
  double forecast, observation, error, product;
} cl_pair_squares;

void cl_squares(
  const double *_Nonnull forecasts, const double *_Nonnull observations, long count, cl_base means,
  cl_pair_squares *_Nonnull squares);

/// A step of a sorting network: sorts eight vectors, merges twice eight that lie `distance` apart, or compares two.
typedef enum : int { cl_sort_eight, cl_merge_eights, cl_order } cl_step_kind;
typedef struct {
  cl_step_kind kind;
  int start, distance;
} cl_step;

/// Takes the steps; four numbers side by side are a vector, whose lanes are sorted each by itself.
void cl_sort(double *_Nonnull values, const cl_step *_Nonnull steps, long count);

/// One step of a Fourier transform by a radix of 2, 3, 4 or 5, from x to y, which lie apart: `m` roots of unity, each
/// with its powers from 1 to radix - 1, real and imaginary part, and `s` groups of each root.
void cl_fourier_step(
  long radix, long m, long s, const double *_Nonnull roots, const double *_Nonnull x_real,
  const double *_Nonnull x_imaginary, double *_Nonnull y_real, double *_Nonnull y_imaginary);

#endif
