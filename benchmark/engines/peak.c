/* peak.c: the fused multiply-adds that the machine can do, in GFLOP/s, for
 * vectors of each width that it has.
 *
 *   cc -O2 peak.c -lpthread && ./peak THREADS
 *
 * prints {"xmm": .., "ymm": .., "zmm": ..}.
 *
 * A multiply-add counts as two. Twelve independent sums hide the latency: two
 * units of latency 4 or 5 need ten. A machine without fused multiply-adds (xmm)
 * multiplies and adds. Best of many short runs, since other programs only ever
 * take away. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { steps = 20000, repeats = 300, sums = 12 };

typedef float xmm __attribute__((vector_size(16)));
typedef float ymm __attribute__((vector_size(32)));
typedef float zmm __attribute__((vector_size(64)));

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

/* No sum begins where another does, or at 4, where it would stay. */
#define STEP(i) s##i = s##i * factor + term;
#define ALL(DO)                                                                \
  DO(0) DO(1) DO(2) DO(3) DO(4) DO(5) DO(6) DO(7) DO(8) DO(9) DO(10) DO(11)
#define BEGIN(i) s##i = factor * i,
#define KEEP(i) __asm__ volatile("" : : "x"(s##i));

/* The best rate of one thread. */
#define DEFINE_RATE(vector, features)                                          \
  __attribute__((target(features))) static void *rate_##vector(void *result) { \
    const vector factor = (vector){} + 0.75f, term = (vector){} + 1.0f;        \
    double best = 1e9;                                                         \
    for (int repeat = 0; repeat < repeats; repeat++) {                         \
      vector ALL(BEGIN) end = term;                                            \
      const double begin = now();                                              \
      for (int step = 0; step < steps; step++) {                               \
        ALL(STEP)                                                              \
        __asm__ volatile("");                                                  \
      }                                                                        \
      ALL(KEEP)                                                                \
      const double seconds = now() - begin;                                    \
      best = seconds < best ? seconds : best;                                  \
      (void)end;                                                               \
    }                                                                          \
    *(double *)result =                                                        \
        2e-9 * steps * sums * (sizeof(vector) / sizeof(float)) / best;         \
    return NULL;                                                               \
  }

DEFINE_RATE(xmm, "sse2")
DEFINE_RATE(ymm, "avx2,fma")
DEFINE_RATE(zmm, "avx512f")

static double rate_of(void *(*rate)(void *), int threads) {
  pthread_t ids[64];
  double rates[64], sum = 0;
  for (int i = 0; i < threads; i++)
    pthread_create(&ids[i], NULL, rate, &rates[i]);
  for (int i = 0; i < threads; i++) {
    pthread_join(ids[i], NULL);
    sum += rates[i];
  }
  return sum;
}

int main(int count, char **arguments) {
  const int threads = count > 1 ? atoi(arguments[1]) : 1;
  if (threads < 1 || threads > 64)
    return 1;
  printf("{\"xmm\": %.1f", rate_of(rate_xmm, threads));
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
    printf(", \"ymm\": %.1f", rate_of(rate_ymm, threads));
  if (__builtin_cpu_supports("avx512f"))
    printf(", \"zmm\": %.1f", rate_of(rate_zmm, threads));
  printf("}\n");
  return 0;
}
