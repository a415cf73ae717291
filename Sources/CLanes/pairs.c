#include "lanes.h"

// Pairs of weight 1. The last ones are filled up with a pair that adds nothing, and told apart from it by `is_pair`.

typedef struct {
  double4 forecast, observation, error_from_first, error, square, absolute, low, high;
} sum_lanes;

typedef struct {
  double4 forecast, observation, error, product;
} square_lanes;

INLINE double4 filled(const double *p, long count, double filling) {
  double4 result = (double4)(filling);
  for (long k = 0; k < count; k++) result[k] = p[k];
  return result;
}

INLINE mask4 first(long count) {
  mask4 lanes = {0, 1, 2, 3};
  return lanes < count;
}

INLINE void add_pair(sum_lanes *s, double4 a, double4 b, cl_base base, mask4 is_pair) {
  double4 e = a - b, kept = (double4)((mask4)e & is_pair);
  s->forecast += a - base.forecast;
  s->observation += b - base.observation;
  s->error_from_first += e - base.error;
  s->error += kept;
  s->square += kept * kept;
  s->absolute += MAGNITUDE(kept);
  s->low = LESSER(e, s->low);
  s->high = GREATER(e, s->high);
}

INLINE void cl_pairs_body(const double *f, const double *o, long count, cl_pair_sums *sums) {
  cl_base base = {f[0], o[0], f[0] - o[0]};
  sum_lanes s = {.low = (double4)(base.error), .high = (double4)(base.error)};
  long i = 0;
  for (; i + 4 <= count; i += 4) add_pair(&s, LOAD(f + i), LOAD(o + i), base, (mask4)(-1L));
  if (i < count) {
    long left = count - i;
    add_pair(&s, filled(f + i, left, base.forecast), filled(o + i, left, base.observation), base, first(left));
  }
  *sums = (cl_pair_sums){sum(s.forecast), sum(s.observation), sum(s.error_from_first), sum(s.error),
                         sum(s.square),   sum(s.absolute),    least(s.low),            greatest(s.high)};
}

CHOSEN(cl_pairs, (const double *f, const double *o, long count, cl_pair_sums *sums), (f, o, count, sums))

INLINE void add_square(square_lanes *s, double4 a, double4 b, cl_base means, mask4 is_pair) {
  double4 df = a - means.forecast, d_o = b - means.observation;
  double4 de = (double4)((mask4)(a - b - means.error) & is_pair);
  s->forecast += df * df;
  s->observation += d_o * d_o;
  s->error += de * de;
  s->product += df * d_o;
}

INLINE void cl_squares_body(const double *f, const double *o, long count, cl_base means, cl_pair_squares *squares) {
  square_lanes s = {0};
  long i = 0;
  for (; i + 4 <= count; i += 4) add_square(&s, LOAD(f + i), LOAD(o + i), means, (mask4)(-1L));
  if (i < count) {
    long left = count - i;
    add_square(&s, filled(f + i, left, means.forecast), filled(o + i, left, means.observation), means, first(left));
  }
  *squares = (cl_pair_squares){sum(s.forecast), sum(s.observation), sum(s.error), sum(s.product)};
}

CHOSEN(
  cl_squares, (const double *f, const double *o, long count, cl_base means, cl_pair_squares *squares),
  (f, o, count, means, squares))
