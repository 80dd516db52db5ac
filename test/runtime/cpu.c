/* cpu.c: the check agrees with the compiler's own, bit by bit. */
#include "check.h"
#include "sinter/generated.h"

int main(void) {
  CHECK(sinter_v1_check_cpu(0) == SINTER_OK);
  /* Bits without a meaning come from a newer compiler: never say yes to them.
   */
  for (int bit = 4; bit < 32; ++bit)
    CHECK(sinter_v1_check_cpu(UINT32_C(1) << bit) == SINTER_UNSUPPORTED_CPU);
#if defined(__x86_64__)
  const int v2 =
      __builtin_cpu_supports("sse3") && __builtin_cpu_supports("ssse3") &&
      __builtin_cpu_supports("sse4.1") && __builtin_cpu_supports("sse4.2") &&
      __builtin_cpu_supports("popcnt");
  const int v3 =
      __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
      __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2");
  const int v4 =
      __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
      __builtin_cpu_supports("avx512cd") &&
      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
  const int vnni = v4 && __builtin_cpu_supports("avx512vnni");
  const uint32_t features[] = {SINTER_CPU_SSE41, SINTER_CPU_AVX2_FMA,
                               SINTER_CPU_AVX512, SINTER_CPU_AVX512_VNNI};
  const int expected[] = {v2, v3, v4, vnni};
  uint32_t all = 0;
  int has_all = 1;
  for (int i = 0; i < 4; ++i) {
    all |= features[i];
    has_all = has_all && expected[i];
    CHECK((sinter_v1_check_cpu(features[i]) == SINTER_OK) == !!expected[i]);
    CHECK((sinter_v1_check_cpu(all) == SINTER_OK) == has_all);
  }
#endif
  return 0;
}
