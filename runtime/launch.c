/* launch.c: runs one kernel, serially or in chunks of its tasks.
 *
 *   10 tasks on 4 threads: [0, 2) [2, 5) [5, 7) [7, 10)
 *
 * The tasks and what each computes do not depend on the threads, so neither do
 * the results.
 */
#define _POSIX_C_SOURCE 200809L
#include "sinter/generated.h"
#include "weak.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <time.h>

/* Whether the program that made `context` knew of this field. */
#define HAS(context, field)                                                    \
  ((context)->size >=                                                          \
   offsetof(sinter_context, field) + sizeof((context)->field))

/* More chunks than this gain nothing on a machine with 64 cores, and the plan
 * would have to set aside scratch for each. */
enum { MAX_CHUNKS = 64 };

typedef struct split {
  const sinter_launch *launch;
  int32_t chunks;
  /* The caller's rounding and denormal modes. */
  uint32_t float_modes;
  atomic_bool failed;
} split;

#if defined(__x86_64__)
/* The control bits of MXCSR, without the exception flags in its low 6 bits. */
static uint32_t get_float_modes(void) {
  return __builtin_ia32_stmxcsr() & ~UINT32_C(0x3f);
}
static void set_float_modes(uint32_t modes) { __builtin_ia32_ldmxcsr(modes); }
#else
static uint32_t get_float_modes(void) { return 0; }
static void set_float_modes(uint32_t modes) { (void)modes; }
#endif

static void run_chunk(void *closure, int32_t chunk) {
  split *job = closure;
  const sinter_launch *launch = job->launch;
  const int64_t tasks = launch->tasks;
  const int32_t first = (int32_t)(tasks * chunk / job->chunks);
  const int32_t last = (int32_t)(tasks * (chunk + 1) / job->chunks);
  unsigned char *scratch = launch->scratch;
  if (scratch)
    scratch += (size_t)chunk * launch->scratch_bytes;

  /* A caller that flushes denormals, as audio programs do, gets the same bits
   * from threads that were started without. */
  const uint32_t own_modes = get_float_modes();
  if (own_modes != job->float_modes)
    set_float_modes(job->float_modes);
  if (launch->kernel(launch->buffers, scratch, first, last) != 0)
    atomic_store_explicit(&job->failed, true, memory_order_relaxed);
  if (own_modes != job->float_modes)
    set_float_modes(own_modes);
}

static int32_t count_chunks(const sinter_context *context,
                            const sinter_launch *launch) {
  if (!context || !HAS(context, parallel_for) || !context->parallel_for)
    return 1;
  int32_t chunks = context->threads;
  if (chunks > launch->tasks)
    chunks = launch->tasks;
  if (chunks > launch->max_chunks)
    chunks = launch->max_chunks;
  if (chunks > MAX_CHUNKS)
    chunks = MAX_CHUNKS;
  return chunks > 1 ? chunks : 1;
}

static sinter_status run_kernel(const sinter_context *context,
                                const sinter_launch *launch) {
  const int32_t chunks = count_chunks(context, launch);
  if (chunks == 1)
    return launch->kernel(launch->buffers, launch->scratch, 0, launch->tasks) ==
                   0
               ? SINTER_OK
               : SINTER_KERNEL_FAILED;
  split job = {launch, chunks, get_float_modes(), false};
  context->parallel_for(context->pool, run_chunk, &job, chunks);
  return atomic_load_explicit(&job.failed, memory_order_relaxed)
             ? SINTER_KERNEL_FAILED
             : SINTER_OK;
}

static int64_t now_ns(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
}

SINTER_WEAK sinter_status sinter_v1_run(const sinter_context *context,
                                        const sinter_launch *launch) {
  if (!context || !HAS(context, kernel_finished) || !context->kernel_finished)
    return run_kernel(context, launch);
  const int64_t begin = now_ns();
  const sinter_status status = run_kernel(context, launch);
  context->kernel_finished(context->profile, launch->index, launch->name, begin,
                           now_ns());
  return status;
}
