/* cpu.c: whether this machine can run what the model was compiled for.
 *
 * An instruction set counts only if the processor has it (cpuid) and the
 * operating system saves its registers (xgetbv).
 */
#include "sinter/generated.h"
#include "weak.h"

#include <stdatomic.h>
#include <stdbool.h>

#if defined(__x86_64__)
#include <cpuid.h>

static bool has_all(uint32_t word, uint32_t bits) {
  return (word & bits) == bits;
}

/* The register sets that the operating system saves: XCR0. */
static uint32_t saved_registers(void) {
  uint32_t low, high;
  __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return low;
}

static uint32_t find_features(void) {
  const uint32_t v2_basic =
      bit_SSE3 | bit_SSSE3 | bit_SSE4_1 | bit_SSE4_2 | bit_POPCNT;
  const uint32_t v3_basic = bit_AVX | bit_FMA | bit_F16C | bit_MOVBE;
  const uint32_t v3_extended = bit_AVX2 | bit_BMI | bit_BMI2;
  const uint32_t v4_extended =
      bit_AVX512F | bit_AVX512BW | bit_AVX512CD | bit_AVX512DQ | bit_AVX512VL;
  /* XCR0: SSE and AVX registers; mask, upper halves and upper 16 of AVX-512. */
  const uint32_t avx_saved = 0x06, avx512_saved = 0xe6;

  uint32_t a, b, c, d;
  uint32_t basic = 0, extended = 0, extended_c = 0, later = 0;
  if (__get_cpuid(1, &a, &b, &c, &d))
    basic = c;
  if (__get_cpuid_count(7, 0, &a, &b, &c, &d)) {
    extended = b;
    extended_c = c;
  }
  if (__get_cpuid(0x80000001, &a, &b, &c, &d))
    later = c;
  const uint32_t saved = has_all(basic, bit_OSXSAVE) ? saved_registers() : 0;

  uint32_t found = 0;
  if (has_all(basic, v2_basic))
    found |= SINTER_CPU_SSE41;
  if (has_all(basic, v3_basic) && has_all(extended, v3_extended) &&
      has_all(later, bit_LZCNT) && has_all(saved, avx_saved))
    found |= SINTER_CPU_AVX2_FMA;
  if (has_all(extended, v4_extended) && has_all(saved, avx512_saved))
    found |= SINTER_CPU_AVX512;
  if ((found & SINTER_CPU_AVX512) && has_all(extended_c, bit_AVX512VNNI))
    found |= SINTER_CPU_AVX512_VNNI;
  return found;
}
#else
static uint32_t find_features(void) { return 0; }
#endif

SINTER_WEAK sinter_status sinter_v1_check_cpu(uint32_t features) {
  /* cpuid costs 100 ns, and tens of microseconds in a virtual machine, so its
   * answer is kept. This is no state that models could share by accident: it is
   * a fact of the machine, and threads that race here store the same word. */
  static atomic_uint_least32_t known;
  const uint32_t looked = UINT32_C(1) << 31;
  uint32_t found = atomic_load_explicit(&known, memory_order_relaxed);
  if (found == 0) {
    found = find_features() | looked;
    atomic_store_explicit(&known, found, memory_order_relaxed);
  }
  return (features & ~(found & ~looked)) == 0 ? SINTER_OK
                                              : SINTER_UNSUPPORTED_CPU;
}
