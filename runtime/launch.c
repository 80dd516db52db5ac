/* launch.c: runs one kernel, serially or in chunks of its tasks.
 *
 *   10 tasks on 4 threads: [0, 2) [2, 5) [5, 7) [7, 10)
 *
 * A chunk is run in pieces, each half of what is left of it, and who is done
 * with one takes pieces from the ends of the others: nobody waits for a core
 * that another program slows down, and tasks meet what their thread left in its
 * cache. The tasks and what each computes do not depend on the threads, so
 * neither do the results.
 */
#define _POSIX_C_SOURCE 200809L
#include "context.h"
#include "sinter/generated.h"
#include "weak.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <time.h>

/* More chunks than this gain nothing on a machine with 64 cores, and the plan
 * would have to set aside scratch for each. */
enum { MAX_CHUNKS = 64 };

/* What threads change at the same time is kept this far apart. */
enum { CACHE_LINE = 64 };

/* The tasks of a chunk that nobody has taken: first | last << 32. */
typedef struct chunk_left {
  _Alignas(CACHE_LINE) atomic_uint_least64_t tasks;
} chunk_left;

typedef struct split {
  const sinter_launch *launch;
  chunk_left *left;
  int32_t chunks;
  bool are_chunks_whole;
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

static uint64_t tasks_between(int64_t first, int64_t last) {
  return (uint64_t)last << 32 | (uint64_t)first;
}

/* Takes and runs half of what is left of a chunk, from the front of one's own
 * and from the end of another's; false where nothing is left. */
static bool run_piece(split *job, chunk_left *from, bool is_own,
                      void *scratch) {
  uint64_t left = atomic_load_explicit(&from->tasks, memory_order_relaxed),
           rest;
  int32_t first, last;
  do {
    const uint32_t begin = (uint32_t)left, end = (uint32_t)(left >> 32);
    if (begin == end)
      return false;
    const uint32_t count =
        job->are_chunks_whole ? end - begin : (end - begin + 1) / 2;
    first = (int32_t)(is_own ? begin : end - count);
    last = first + (int32_t)count;
    rest = is_own ? tasks_between(last, end) : tasks_between(begin, first);
  } while (!atomic_compare_exchange_weak_explicit(
      &from->tasks, &left, rest, memory_order_relaxed, memory_order_relaxed));
  const sinter_launch *launch = job->launch;
  if (launch->kernel(launch->buffers, scratch, first, last) != 0)
    atomic_store_explicit(&job->failed, true, memory_order_relaxed);
  return true;
}

/* Runs what is left of a chunk, and then of the others, in its scratch. */
static void run_chunk(void *closure, int32_t chunk) {
  split *job = closure;
  unsigned char *scratch = job->launch->scratch;
  if (scratch)
    scratch += (size_t)chunk * job->launch->scratch_bytes;

  /* A caller that flushes denormals, as audio programs do, gets the same bits
   * from threads that were started without. */
  const uint32_t own_modes = get_float_modes();
  if (own_modes != job->float_modes)
    set_float_modes(job->float_modes);
  const int32_t chunks = job->are_chunks_whole ? 1 : job->chunks;
  for (int32_t i = 0; i < chunks; ++i)
    while (
        run_piece(job, &job->left[(chunk + i) % job->chunks], i == 0, scratch))
      ;
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
  if (chunks > abs(launch->max_chunks))
    chunks = abs(launch->max_chunks);
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
  chunk_left left[MAX_CHUNKS];
  const int64_t tasks = launch->tasks;
  for (int64_t chunk = 0; chunk < chunks; ++chunk)
    atomic_init(
        &left[chunk].tasks,
        tasks_between(tasks * chunk / chunks, tasks * (chunk + 1) / chunks));
  split job = {launch, left, chunks, launch->max_chunks < 0, get_float_modes(),
               false};
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
