#include "lanes.h"

// The sums of one block of cells: in registers, so that memory is written at the end alone.

typedef struct {
  double4 weight, weight_square, sum, square, absolute, low, high;
} error_lanes;

typedef struct {
  double4 forecast, observation, forecast_square, observation_square, product;
} value_lanes;

typedef struct {
  double4 weight, square, speed, absolute, speed_square;
} vector_lanes;

INLINE void add_values(value_lanes *s, double4 f, double4 o, double4 w, int is_weighted) {
  double4 wf = is_weighted ? w * f : f, wo = is_weighted ? w * o : o;
  s->forecast += wf;
  s->observation += wo;
  s->forecast_square += wf * f;
  s->observation_square += wo * o;
  s->product += wf * o;
}

INLINE void add_errors(error_lanes *s, double4 e, double first, double4 w, int is_weighted) {
  double4 rest = e - first, weighted = is_weighted ? w * rest : rest;
  if (is_weighted) {
    s->weight += w;
    s->weight_square += w * w;
  }
  s->sum += weighted;
  s->square += weighted * rest;
  s->absolute += is_weighted ? w * MAGNITUDE(e) : MAGNITUDE(e);
  s->low = LESSER(e, s->low);
  s->high = GREATER(e, s->high);
}

// A cell that is left over stands in the first lane; in the others weigh nothing what are its copies.
#define ONE(p, i) ((double4)((double)(p)[i]))
#define FIRST(w) ((double4){(w), 0, 0, 0})

INLINE cl_values value_sums(value_lanes v) {
  return (cl_values){
    sum(v.forecast), sum(v.observation), sum(v.forecast_square), sum(v.observation_square), sum(v.product)};
}

INLINE void moments(
  const float *f, const float *o, const double *w, long count, cl_base base, cl_errors *errors, cl_values *values,
  int is_weighted) {
  error_lanes e = {.low = (double4)(__builtin_inf()), .high = (double4)(-__builtin_inf())};
  value_lanes v = {0};
  long i = 0;
  for (; i + 4 <= count; i += 4) {
    double4 a = WIDE(f + i), b = WIDE(o + i), weight = is_weighted ? LOAD(w + i) : (double4)(1.0);
    add_errors(&e, a - b, base.error, weight, is_weighted);
    add_values(&v, a - base.forecast, b - base.observation, weight, is_weighted);
  }
  for (; i < count; i++) {
    double4 a = ONE(f, i), b = ONE(o, i), weight = FIRST(is_weighted ? w[i] : 1);
    add_errors(&e, a - b, base.error, weight, 1);
    add_values(&v, a - base.forecast, b - base.observation, weight, 1);
  }
  if (!is_weighted) e.weight = e.weight_square = FIRST((double)count);
  *errors = (cl_errors){sum(e.weight),   sum(e.weight_square), sum(e.sum),      sum(e.square),
                        sum(e.absolute), least(e.low),         greatest(e.high)};
  *values = value_sums(v);
}

INLINE void cl_moments_body(
  const float *f, const float *o, const double *w, long count, cl_base base, cl_errors *errors, cl_values *values) {
  if (w) {
    moments(f, o, w, count, base, errors, values, 1);
  } else {
    moments(f, o, w, count, base, errors, values, 0);
  }
}

CHOSEN(
  cl_moments,
  (const float *f, const float *o, const double *w, long count, cl_base base, cl_errors *errors, cl_values *values),
  (f, o, w, count, base, errors, values))

INLINE void anomalies(
  const float *f, const float *o, const float *c, const double *w, long count, cl_base base, cl_values *values,
  int is_weighted) {
  value_lanes v = {0};
  long i = 0;
  for (; i + 4 <= count; i += 4) {
    double4 mean = WIDE(c + i), weight = is_weighted ? LOAD(w + i) : (double4)(1.0);
    double4 a = WIDE(f + i) - mean - base.forecast, b = WIDE(o + i) - mean - base.observation;
    add_values(&v, a, b, weight, is_weighted);
  }
  for (; i < count; i++) {
    double4 mean = ONE(c, i);
    double4 a = ONE(f, i) - mean - base.forecast, b = ONE(o, i) - mean - base.observation;
    add_values(&v, a, b, FIRST(is_weighted ? w[i] : 1), 1);
  }
  *values = value_sums(v);
}

INLINE void cl_anomalies_body(
  const float *f, const float *o, const float *c, const double *w, long count, cl_base base, cl_values *values) {
  if (w) {
    anomalies(f, o, c, w, count, base, values, 1);
  } else {
    anomalies(f, o, c, w, count, base, values, 0);
  }
}

CHOSEN(
  cl_anomalies,
  (const float *f, const float *o, const float *c, const double *w, long count, cl_base base, cl_values *values),
  (f, o, c, w, count, base, values))

INLINE void add_vector(
  vector_lanes *s, double4 uf, double4 vf, double4 uo, double4 vo, double4 w) {
  double4 du = uf - uo, dv = vf - vo, ds = ROOT(uf * uf + vf * vf) - ROOT(uo * uo + vo * vo);
  s->weight += w;
  s->square += w * (du * du + dv * dv);
  s->speed += w * ds;
  s->absolute += w * MAGNITUDE(ds);
  s->speed_square += w * ds * ds;
}

INLINE void cl_wind_body(
  const float *uf, const float *vf, const float *uo, const float *vo, const double *w, long count,
  cl_vectors *vectors) {
  vector_lanes s = {0};
  long i = 0;
  for (; i + 4 <= count; i += 4) {
    double4 weight = w ? LOAD(w + i) : (double4)(1.0);
    add_vector(&s, WIDE(uf + i), WIDE(vf + i), WIDE(uo + i), WIDE(vo + i), weight);
  }
  for (; i < count; i++) {
    add_vector(&s, ONE(uf, i), ONE(vf, i), ONE(uo, i), ONE(vo, i), FIRST(w ? w[i] : 1));
  }
  *vectors = (cl_vectors){sum(s.weight), sum(s.square), sum(s.speed), sum(s.absolute), sum(s.speed_square)};
}

CHOSEN(
  cl_wind,
  (const float *uf, const float *vf, const float *uo, const float *vo, const double *w, long count,
   cl_vectors *vectors),
  (uf, vf, uo, vo, w, count, vectors))
