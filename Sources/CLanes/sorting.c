#include "lanes.h"

// Compares two vectors lane by lane: the lesser numbers go to the first.
#define ORDER(a, b)                              \
  do {                                           \
    double4 one_ = (a), other_ = (b);            \
    (a) = LESSER(one_, other_);                  \
    (b) = GREATER(one_, other_);                 \
  } while (0)

INLINE void merge_fours(
  double4 *a, double4 *b, double4 *c, double4 *d, double4 *e, double4 *f, double4 *g, double4 *h) {
  ORDER(*a, *e);
  ORDER(*b, *f);
  ORDER(*c, *g);
  ORDER(*d, *h);
  ORDER(*c, *e);
  ORDER(*d, *f);
  ORDER(*b, *c);
  ORDER(*d, *e);
  ORDER(*f, *g);
}

INLINE void sort_eight(loose_double4 *x) {
  double4 a = x[0], b = x[1], c = x[2], d = x[3], e = x[4], f = x[5], g = x[6], h = x[7];
  ORDER(a, b);
  ORDER(c, d);
  ORDER(e, f);
  ORDER(g, h);
  ORDER(a, c);
  ORDER(b, d);
  ORDER(e, g);
  ORDER(f, h);
  ORDER(b, c);
  ORDER(f, g);
  merge_fours(&a, &b, &c, &d, &e, &f, &g, &h);
  x[0] = a, x[1] = b, x[2] = c, x[3] = d, x[4] = e, x[5] = f, x[6] = g, x[7] = h;
}

// Merges the values at even places, then those at odd places, then puts neighbours in order: no more are at hand than
// registers hold.
INLINE void merge_eights(loose_double4 *x, long s) {
  double4 a = x[0], b = x[2 * s], c = x[4 * s], d = x[6 * s];
  double4 e = x[8 * s], f = x[10 * s], g = x[12 * s], h = x[14 * s];
  merge_fours(&a, &b, &c, &d, &e, &f, &g, &h);
  loose_double4 *y = x + s;
  double4 i = y[0], j = y[2 * s], k = y[4 * s], l = y[6 * s];
  double4 m = y[8 * s], n = y[10 * s], o = y[12 * s], p = y[14 * s];
  merge_fours(&i, &j, &k, &l, &m, &n, &o, &p);
  ORDER(i, b);
  ORDER(j, c);
  ORDER(k, d);
  ORDER(l, e);
  ORDER(m, f);
  ORDER(n, g);
  ORDER(o, h);
  x[0] = a, x[2 * s] = b, x[4 * s] = c, x[6 * s] = d, x[8 * s] = e, x[10 * s] = f, x[12 * s] = g, x[14 * s] = h;
  y[0] = i, y[2 * s] = j, y[4 * s] = k, y[6 * s] = l, y[8 * s] = m, y[10 * s] = n, y[12 * s] = o, y[14 * s] = p;
}

INLINE void cl_sort_body(double *values, const cl_step *steps, long count) {
  loose_double4 *x = (loose_double4 *)values;
  for (long i = 0; i < count; i++) {
    cl_step step = steps[i];
    switch (step.kind) {
      case cl_sort_eight: sort_eight(x + step.start); break;
      case cl_merge_eights: merge_eights(x + step.start, step.distance); break;
      case cl_order: ORDER(x[step.start], x[step.start + step.distance]); break;
    }
  }
}

CHOSEN(cl_sort, (double *values, const cl_step *steps, long count), (values, steps, count))
