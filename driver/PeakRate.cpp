// PeakRate.cpp: multiply-adds in registers, as many as the core can do.
//
// Twelve sums that do not wait for each other: two units of latency 4 or 5 need
// ten. The best of many short runs counts, since other programs only ever take
// away.
#include "driver/PeakRate.h"

#include <algorithm>
#include <chrono>

namespace sinter {

namespace {

constexpr int repeats = 200, steps = 10000, sums = 12;

using Xmm [[gnu::vector_size(16)]] = float;
using Ymm [[gnu::vector_size(32)]] = float;
using Zmm [[gnu::vector_size(64)]] = float;

// The sums begin differently, or they would be computed once, and none at 4,
// where it would stay. The empty assembly keeps a step from being merged with
// the next, and the sums from being left out.
#define SINTER_BEGIN(i) Vector s##i = factor * static_cast<float>(i);
#define SINTER_STEP(i) s##i = s##i * factor + term;
#define SINTER_USE(i) __asm__ volatile("" : : "x"(s##i));
#define SINTER_ALL(DO)                                                         \
  DO(0) DO(1) DO(2) DO(3) DO(4) DO(5) DO(6) DO(7) DO(8) DO(9) DO(10) DO(11)
#define SINTER_DEFINE_STEPS(Type, features)                                    \
  [[gnu::target(features)]] void stepsOf##Type() {                             \
    using Vector = Type;                                                       \
    const Vector factor = Vector{} + 0.75F, term = Vector{} + 1.0F;            \
    SINTER_ALL(SINTER_BEGIN)                                                   \
    for (int step = 0; step < steps; ++step) {                                 \
      SINTER_ALL(SINTER_STEP)                                                  \
      __asm__ volatile("");                                                    \
    }                                                                          \
    SINTER_ALL(SINTER_USE)                                                     \
  }

SINTER_DEFINE_STEPS(Xmm, "sse2")
SINTER_DEFINE_STEPS(Ymm, "avx2,fma")
SINTER_DEFINE_STEPS(Zmm, "avx512f")

} // namespace

double measurePeakRate(int64_t vectorBits) {
  void (*run)() = vectorBits >= 512   ? stepsOfZmm
                  : vectorBits >= 256 ? stepsOfYmm
                                      : stepsOfXmm;
  using Clock = std::chrono::steady_clock;
  std::chrono::duration<double, std::nano> best = std::chrono::seconds(1);
  for (int repeat = 0; repeat < repeats; ++repeat) {
    const Clock::time_point begin = Clock::now();
    run();
    best = std::min<decltype(best)>(best, Clock::now() - begin);
  }
  const double lanes = static_cast<double>(vectorBits) / 32;
  return 2.0 * steps * sums * lanes / best.count();
}

} // namespace sinter
