#include "lanes.h"

// One step of Stockham's transform: of `m` times `s` groups of values that lie m * s apart, each group is transformed
// and turned by the powers of its root of unity, and put side by side. Inner loops run along the `s` groups that have
// the same root.

typedef const double *restrict in;
typedef double *restrict out;

// What output k of group p, q becomes: (r, i) times the root (c, d).
#define PUT(k, r, i, c, d)                     \
  do {                                         \
    double re_ = (r), im_ = (i);               \
    yr[q + s * (RADIX * p + (k))] = re_ * (c) - im_ * (d); \
    yi[q + s * (RADIX * p + (k))] = re_ * (d) + im_ * (c); \
  } while (0)
#define PUT_FIRST(r, i)              \
  do {                               \
    yr[q + s * RADIX * p] = (r);     \
    yi[q + s * RADIX * p] = (i);     \
  } while (0)
#define GET(k) xr[q + s * (p + m * (k))], xi[q + s * (p + m * (k))]
#define ROOT_OF(k) w[2 * ((RADIX - 1) * p + (k) - 1)], w[2 * ((RADIX - 1) * p + (k) - 1) + 1]

typedef struct {
  double r, i;
} number;

INLINE number plus(number a, number b) { return (number){a.r + b.r, a.i + b.i}; }
INLINE number minus(number a, number b) { return (number){a.r - b.r, a.i - b.i}; }
INLINE number times(double x, number a) { return (number){x * a.r, x * a.i}; }
/// -i a
INLINE number turned(number a) { return (number){a.i, -a.r}; }

#define RADIX 2
INLINE void twos(long m, long s, in w, in xr, in xi, out yr, out yi) {
  for (long p = 0; p < m; p++) {
    const double turn[2] = {ROOT_OF(1)};
    for (long q = 0; q < s; q++) {
      number a = {GET(0)}, b = {GET(1)};
      PUT_FIRST(a.r + b.r, a.i + b.i);
      PUT(1, a.r - b.r, a.i - b.i, turn[0], turn[1]);
    }
  }
}
#undef RADIX

#define RADIX 3
INLINE void threes(long m, long s, in w, in xr, in xi, out yr, out yi) {
  const double sine = 0.86602540378443864676;
  for (long p = 0; p < m; p++) {
    const double turn[4] = {ROOT_OF(1), ROOT_OF(2)};
    for (long q = 0; q < s; q++) {
      number a = {GET(0)}, b = {GET(1)}, c = {GET(2)};
      number sum = plus(b, c), middle = minus(a, times(0.5, sum)), side = turned(times(sine, minus(b, c)));
      number x = plus(middle, side), y = minus(middle, side);
      PUT_FIRST(a.r + sum.r, a.i + sum.i);
      PUT(1, x.r, x.i, turn[0], turn[1]);
      PUT(2, y.r, y.i, turn[2], turn[3]);
    }
  }
}
#undef RADIX

#define RADIX 4
INLINE void fours(long m, long s, in w, in xr, in xi, out yr, out yi) {
  for (long p = 0; p < m; p++) {
    const double turn[6] = {ROOT_OF(1), ROOT_OF(2), ROOT_OF(3)};
    for (long q = 0; q < s; q++) {
      number a = {GET(0)}, b = {GET(1)}, c = {GET(2)}, d = {GET(3)};
      number even = plus(a, c), odd = plus(b, d), left = minus(a, c), right = turned(minus(b, d));
      number x = plus(left, right), y = minus(even, odd), z = minus(left, right);
      PUT_FIRST(even.r + odd.r, even.i + odd.i);
      PUT(1, x.r, x.i, turn[0], turn[1]);
      PUT(2, y.r, y.i, turn[2], turn[3]);
      PUT(3, z.r, z.i, turn[4], turn[5]);
    }
  }
}
#undef RADIX

#define RADIX 5
INLINE void fives(long m, long s, in w, in xr, in xi, out yr, out yi) {
  const double c1 = 0.30901699437494742410, c2 = -0.80901699437494742410;
  const double s1 = 0.95105651629515357212, s2 = 0.58778525229247312917;
  for (long p = 0; p < m; p++) {
    const double turn[8] = {ROOT_OF(1), ROOT_OF(2), ROOT_OF(3), ROOT_OF(4)};
    for (long q = 0; q < s; q++) {
      number a = {GET(0)}, b = {GET(1)}, c = {GET(2)}, d = {GET(3)}, e = {GET(4)};
      number be = plus(b, e), cd = plus(c, d), b_e = minus(b, e), c_d = minus(c, d);
      number near = plus(a, plus(times(c1, be), times(c2, cd))), far = plus(a, plus(times(c2, be), times(c1, cd)));
      number near_side = turned(plus(times(s1, b_e), times(s2, c_d)));
      number far_side = turned(minus(times(s2, b_e), times(s1, c_d)));
      number x = plus(near, near_side), y = plus(far, far_side), z = minus(far, far_side), u = minus(near, near_side);
      PUT_FIRST(a.r + be.r + cd.r, a.i + be.i + cd.i);
      PUT(1, x.r, x.i, turn[0], turn[1]);
      PUT(2, y.r, y.i, turn[2], turn[3]);
      PUT(3, z.r, z.i, turn[4], turn[5]);
      PUT(4, u.r, u.i, turn[6], turn[7]);
    }
  }
}
#undef RADIX

INLINE void cl_fourier_step_body(long radix, long m, long s, in w, in xr, in xi, out yr, out yi) {
  switch (radix) {
    case 2: twos(m, s, w, xr, xi, yr, yi); break;
    case 3: threes(m, s, w, xr, xi, yr, yi); break;
    case 4: fours(m, s, w, xr, xi, yr, yi); break;
    case 5: fives(m, s, w, xr, xi, yr, yi); break;
  }
}

CHOSEN(
  cl_fourier_step, (long radix, long m, long s, in w, in xr, in xi, out yr, out yi), (radix, m, s, w, xr, xi, yr, yi))
