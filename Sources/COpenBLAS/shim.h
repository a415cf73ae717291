#include <cblas.h>

/// The widest registers of this processor that OpenBLAS has kernels for: 512 or 256 bits, or 0 for none of these.
static inline int processor_register_bits(void) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq")) {
    return 512;
  }
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return 256;
#endif
  return 0;
}
