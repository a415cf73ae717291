#include <CLanes.h>

#pragma STDC FP_CONTRACT OFF
// Functions that take vectors are always inlined, so that no call depends on how vectors are passed.
#pragma clang diagnostic ignored "-Wpsabi"

typedef double double4 __attribute__((ext_vector_type(4)));
typedef long mask4 __attribute__((ext_vector_type(4)));
// Values that need not lie on a boundary.
typedef double loose_double4 __attribute__((ext_vector_type(4), aligned(8)));
typedef float loose_float4 __attribute__((ext_vector_type(4), aligned(4)));

#define INLINE static inline __attribute__((always_inline))

#define WIDE(p) __builtin_convertvector(*(const loose_float4 *)(p), double4)
#define LOAD(p) ((double4) * (const loose_double4 *)(p))
#define MAGNITUDE(x) ((double4)((mask4)(x) & 0x7FFFFFFFFFFFFFFFL))
#define ROOT(x) __builtin_elementwise_sqrt(x)
#define LESSER(a, b) ((a) < (b) ? (a) : (b))
#define GREATER(a, b) ((a) > (b) ? (a) : (b))

INLINE double sum(double4 x) { return x[0] + x[1] + x[2] + x[3]; }

INLINE double least(double4 x) {
  double a = LESSER(x[0], x[1]), b = LESSER(x[2], x[3]);
  return LESSER(a, b);
}

INLINE double greatest(double4 x) {
  double a = GREATER(x[0], x[1]), b = GREATER(x[2], x[3]);
  return GREATER(a, b);
}

// Defines `name` for any processor, and for one with registers of 256 bits where there is such a kind.
#if defined(__x86_64__)
#define CHOSEN(name, parameters, arguments)                                     \
  __attribute__((target("avx2"))) static void name##_wide parameters {          \
    name##_body arguments;                                                      \
  }                                                                             \
  void name parameters {                                                        \
    if (__builtin_cpu_supports("avx2")) {                                       \
      name##_wide arguments;                                                    \
    } else {                                                                    \
      name##_body arguments;                                                    \
    }                                                                           \
  }
#else
#define CHOSEN(name, parameters, arguments) \
  void name parameters { name##_body arguments; }
#endif
