/* launch.c: a kernel's tasks are split as promised, whatever the context. */
#define _GNU_SOURCE
#include "check.h"
#include "sinter/generated.h"

#include <stdatomic.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { MOST_TASKS = 300, MOST_CHUNKS = 64, SCRATCH_BYTES = 128 };

static int32_t smaller(int32_t a, int32_t b) { return a < b ? a : b; }

/* What a kernel was called with. A chunk's thread is known by its scratch. It
 * is the kernel's only buffer. */
typedef struct record {
  atomic_int calls;
  atomic_int runs_of_task[MOST_TASKS];
  unsigned char *scratch;
  /* By thread: its calls, and the tasks of the first one. */
  atomic_int calls_of[MOST_CHUNKS];
  int32_t first[MOST_CHUNKS], last[MOST_CHUNKS];
  /* The call that holds this task says that it could not run. */
  int32_t failing_task;
} record;

static int32_t record_kernel(void *const *buffers, void *scratch, int32_t first,
                             int32_t last) {
  record *to = buffers[0];
  const ptrdiff_t offset = (unsigned char *)scratch - to->scratch;
  CHECK(offset % SCRATCH_BYTES == 0);
  const ptrdiff_t chunk = offset / SCRATCH_BYTES;
  CHECK(chunk >= 0 && chunk < MOST_CHUNKS);
  CHECK(first < last);
  if (to->calls_of[chunk]++ == 0) {
    to->first[chunk] = first;
    to->last[chunk] = last;
  }
  for (int32_t task = first; task < last; ++task)
    ++to->runs_of_task[task];
  ++to->calls;
  return to->failing_task >= first && to->failing_task < last;
}

static unsigned char scratch_bytes[MOST_CHUNKS * SCRATCH_BYTES];

static record run_recorded(const sinter_context *context, int32_t tasks,
                           int32_t max_chunks) {
  record result;
  memset(&result, 0, sizeof result);
  result.scratch = scratch_bytes;
  result.failing_task = -1;
  void *const buffers[] = {&result};
  const sinter_launch launch = {
      record_kernel, buffers, scratch_bytes, SCRATCH_BYTES, tasks,
      max_chunks,    0,       "record"};
  CHECK(sinter_v1_run(context, &launch) == SINTER_OK);
  for (int32_t task = 0; task < tasks; ++task)
    CHECK(result.runs_of_task[task] == 1);
  return result;
}

static void check_serial(const record *result, int32_t tasks) {
  CHECK(result->calls == 1);
  CHECK(result->first[0] == 0 && result->last[0] == tasks);
}

/* An application's pool: runs the tasks backwards and counts the calls. */
static void count_and_run(void *pool, void (*body)(void *closure, int32_t task),
                          void *closure, int32_t tasks) {
  int *calls = pool;
  ++*calls;
  for (int32_t task = tasks - 1; task >= 0; --task)
    body(closure, task);
}

/* Chunks that are whole are one call each. */
static void check_whole(const record *result, int32_t tasks, int32_t chunks) {
  CHECK(result->calls == chunks);
  for (int32_t chunk = 0; chunk < chunks; ++chunk) {
    const int32_t size = result->last[chunk] - result->first[chunk];
    CHECK(size == tasks / chunks || size == tasks / chunks + 1);
    CHECK(result->first[chunk] == (chunk == 0 ? 0 : result->last[chunk - 1]));
  }
}

/* Of chunks that are cut, the last one comes first here, begins with the first
 * half of its own tasks, and leaves nothing to the others. */
static void check_cut(const record *result, int32_t tasks, int32_t chunks) {
  const int32_t begin = (int32_t)((int64_t)tasks * (chunks - 1) / chunks);
  CHECK(result->calls_of[chunks - 1] == result->calls);
  CHECK(result->first[chunks - 1] == begin);
  CHECK(result->last[chunks - 1] == begin + (tasks - begin + 1) / 2);
}

static void test_split(void) {
  const int32_t task_counts[] = {1, 2, 3, 7, 64, 65, 128, 299};
  const int32_t thread_counts[] = {-1, 0, 1, 2, 3, 8, 64, 1000};
  const int32_t limits[] = {0, 1, 2, 5, 64, 100, -1, -2, -5, -64, -100};
  for (size_t i = 0; i < sizeof task_counts / sizeof *task_counts; ++i)
    for (size_t j = 0; j < sizeof thread_counts / sizeof *thread_counts; ++j)
      for (size_t k = 0; k < sizeof limits / sizeof *limits; ++k) {
        const int32_t tasks = task_counts[i], threads = thread_counts[j],
                      limit = limits[k];
        int pool_calls = 0;
        sinter_context context = {.size = sizeof context,
                                  .threads = threads,
                                  .pool = &pool_calls,
                                  .parallel_for = count_and_run};
        const record result = run_recorded(&context, tasks, limit);
        const int32_t chunks =
            smaller(smaller(tasks, threads),
                    smaller(limit < 0 ? -limit : limit, MOST_CHUNKS));
        if (chunks <= 1) {
          check_serial(&result, tasks);
          CHECK(pool_calls == 0);
          continue;
        }
        CHECK(pool_calls == 1);
        if (limit < 0)
          check_whole(&result, tasks, chunks);
        else
          check_cut(&result, tasks, chunks);
      }
}

static void test_without_context(void) {
  const record none = run_recorded(NULL, 9, 64);
  check_serial(&none, 9);
  const sinter_context no_hook = {.size = sizeof no_hook, .threads = 8};
  const record serial = run_recorded(&no_hook, 9, 64);
  check_serial(&serial, 9);
}

static void fail_test(void *profile, int32_t kernel, const char *name,
                      int64_t begin_ns, int64_t end_ns) {
  (void)profile, (void)kernel, (void)name, (void)begin_ns, (void)end_ns;
  CHECK(!"a hook beyond the context's size was called");
}

/* A program compiled when the context was smaller: what lies behind its end is
 * not the context's. */
static void test_smaller_context(void) {
  int pool_calls = 0;
  sinter_context context = {.threads = 4,
                            .pool = &pool_calls,
                            .parallel_for = count_and_run,
                            .kernel_finished = fail_test};
  context.size = offsetof(sinter_context, parallel_for);
  const record serial = run_recorded(&context, 9, 64);
  check_serial(&serial, 9);
  CHECK(pool_calls == 0);
  context.size = offsetof(sinter_context, profile);
  const record split = run_recorded(&context, 9, -64);
  CHECK(split.calls == 4 && pool_calls == 1);
}

/* Threads of the pool that the runtime brings. */
static void test_pool(void) {
  static unsigned char memory[4096];
  sinter_context context;
  CHECK(sinter_pool_init(memory, sizeof memory, 4, &context) == SINTER_OK);
  for (int repeat = 0; repeat < 1000; ++repeat) {
    const record result = run_recorded(&context, 37, -64);
    CHECK(result.calls == 4);
    run_recorded(&context, 37, 64);
  }
  sinter_pool_destroy(&context);
}

enum { WAITING_TASKS = 16 };

/* The call with the first task ends when all tasks that it has not got are
 * done. */
static int32_t wait_kernel(void *const *buffers, void *scratch, int32_t first,
                           int32_t last) {
  (void)scratch;
  atomic_int *done = buffers[0];
  if (first == 0)
    while (*done < WAITING_TASKS - last)
      nanosleep(&(struct timespec){0, 10000}, NULL);
  *done += last - first;
  return 0;
}

/* What a slow thread has not begun is run by another. */
static void test_slow_thread(void) {
  static unsigned char memory[4096];
  sinter_context context;
  CHECK(sinter_pool_init(memory, sizeof memory, 2, &context) == SINTER_OK);
  for (int repeat = 0; repeat < 20; ++repeat) {
    atomic_int done = 0;
    void *const buffers[] = {&done};
    const sinter_launch launch = {wait_kernel,   buffers, NULL, 0,
                                  WAITING_TASKS, 64,      0,    "wait"};
    CHECK(sinter_v1_run(&context, &launch) == SINTER_OK);
    CHECK(done == WAITING_TASKS);
  }
  sinter_pool_destroy(&context);
}

static void test_failure(void) {
  int pool_calls = 0;
  const sinter_context context = {.size = sizeof context,
                                  .threads = 3,
                                  .pool = &pool_calls,
                                  .parallel_for = count_and_run};
  record result;
  memset(&result, 0, sizeof result);
  result.scratch = scratch_bytes;
  result.failing_task = 4;
  void *const buffers[] = {&result};
  const sinter_launch launch = {
      record_kernel, buffers, scratch_bytes, SCRATCH_BYTES, 9, 64, 0, "record"};
  CHECK(sinter_v1_run(NULL, &launch) == SINTER_KERNEL_FAILED);
  CHECK(sinter_v1_run(&context, &launch) == SINTER_KERNEL_FAILED);
  result.failing_task = -1;
  CHECK(sinter_v1_run(&context, &launch) == SINTER_OK);
}

/* Stands before libc's, to count how often the runtime reads the clock. */
static atomic_int clock_reads;
int clock_gettime(clockid_t clock, struct timespec *now) {
  CHECK(clock == CLOCK_MONOTONIC);
  ++clock_reads;
  return (int)syscall(SYS_clock_gettime, clock, now);
}

typedef struct seen {
  int calls;
  int32_t kernel;
  const char *name;
  int64_t begin_ns, end_ns;
} seen;

static void see(void *profile, int32_t kernel, const char *name,
                int64_t begin_ns, int64_t end_ns) {
  seen *to = profile;
  *to = (seen){to->calls + 1, kernel, name, begin_ns, end_ns};
}

static int32_t sleep_kernel(void *const *buffers, void *scratch, int32_t first,
                            int32_t last) {
  (void)buffers, (void)scratch, (void)first, (void)last;
  nanosleep(&(struct timespec){0, 2000000}, NULL);
  return 0;
}

static void test_profile(void) {
  seen last = {0, 0, NULL, 0, 0};
  sinter_context context = {
      .size = sizeof context, .profile = &last, .kernel_finished = see};
  const sinter_launch launch = {sleep_kernel, NULL, NULL, 0, 1, 1, 17, "nap"};
  clock_reads = 0;
  CHECK(sinter_v1_run(&context, &launch) == SINTER_OK);
  CHECK(clock_reads == 2);
  CHECK(last.calls == 1 && last.kernel == 17 && strcmp(last.name, "nap") == 0);
  CHECK(last.end_ns - last.begin_ns >= 2000000);

  context.kernel_finished = NULL;
  CHECK(sinter_v1_run(&context, &launch) == SINTER_OK);
  CHECK(sinter_v1_run(NULL, &launch) == SINTER_OK);
  CHECK(clock_reads == 2);
}

#if defined(__x86_64__)
enum { FLUSH_TO_ZERO = 0x8000 };

static int32_t flush_kernel(void *const *buffers, void *scratch, int32_t first,
                            int32_t last) {
  (void)scratch;
  int *flushes = buffers[0];
  /* A moment of work, so that the other threads get their share of the tasks.
   */
  nanosleep(&(struct timespec){0, 100000}, NULL);
  for (int32_t task = first; task < last; ++task)
    flushes[task] = (__builtin_ia32_stmxcsr() & FLUSH_TO_ZERO) != 0;
  return 0;
}

static void read_flush(void *closure, int32_t task) {
  nanosleep(&(struct timespec){0, 100000}, NULL);
  ((int *)closure)[task] = (__builtin_ia32_stmxcsr() & FLUSH_TO_ZERO) != 0;
}

/* The caller's treatment of denormals holds on every thread during its kernels,
 * or results would depend on the threads; and no longer. */
static void test_float_modes(void) {
  static unsigned char memory[4096];
  sinter_context context;
  CHECK(sinter_pool_init(memory, sizeof memory, 4, &context) == SINTER_OK);
  int flushes[64];
  void *const buffers[] = {flushes};
  const sinter_launch launch = {flush_kernel, buffers, NULL, 0,
                                64,           64,      0,    "flush"};
  for (int repeat = 0; repeat < 10; ++repeat) {
    const unsigned modes = __builtin_ia32_stmxcsr();
    __builtin_ia32_ldmxcsr(modes | FLUSH_TO_ZERO);
    CHECK(sinter_v1_run(&context, &launch) == SINTER_OK);
    CHECK(__builtin_ia32_stmxcsr() & FLUSH_TO_ZERO);
    __builtin_ia32_ldmxcsr(modes);
    for (int task = 0; task < 64; ++task)
      CHECK(flushes[task] == 1);
    context.parallel_for(context.pool, read_flush, flushes, 16);
    for (int task = 0; task < 16; ++task)
      CHECK(flushes[task] == 0);
  }
  sinter_pool_destroy(&context);
}
#else
static void test_float_modes(void) {}
#endif

int main(void) {
  test_split();
  test_without_context();
  test_smaller_context();
  test_pool();
  test_slow_thread();
  test_failure();
  test_profile();
  test_float_modes();
  return 0;
}
