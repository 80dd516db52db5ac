/* pool.c: every task runs once and before parallel_for returns, for many sizes,
 * from inside tasks, from several threads, awake and asleep. Also built with
 * ThreadSanitizer. */
#define _GNU_SOURCE
#include "check.h"
#include "sinter/runtime.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

enum { MOST_TASKS = 1000 };

/* A pool on the heap, for any number of threads. */
typedef struct started {
  void *memory;
  sinter_context context;
} started;

static started start(int32_t threads) {
  const size_t size = sinter_pool_size(threads);
  started result;
  result.memory = malloc(size);
  CHECK(result.memory);
  memset(result.memory, 0xee, size);
  CHECK(sinter_pool_init(result.memory, size, threads, &result.context) ==
        SINTER_OK);
  CHECK(result.context.size == sizeof(sinter_context));
  CHECK(result.context.threads == (threads < 64 ? threads : 64));
  CHECK(!result.context.kernel_finished && !result.context.stream);
  return result;
}

static void stop(started *pool) {
  sinter_pool_destroy(&pool->context);
  CHECK(!pool->context.parallel_for && pool->context.threads == 1);
  free(pool->memory);
}

static void run(const sinter_context *context,
                void (*body)(void *closure, int32_t task), void *closure,
                int32_t tasks) {
  context->parallel_for(context->pool, body, closure, tasks);
}

static void sleep_microseconds(long microseconds) {
  nanosleep(&(struct timespec){0, microseconds * 1000}, NULL);
}

/* Plain memory on purpose: ThreadSanitizer reports it if the pool does not
 * order the tasks before and after the call. */
static void count_run(void *closure, int32_t task) { ++((int *)closure)[task]; }

static void check_all_run(const sinter_context *context, int32_t tasks) {
  int runs[MOST_TASKS] = {0};
  run(context, count_run, runs, tasks);
  for (int32_t task = 0; task < MOST_TASKS; ++task)
    CHECK(runs[task] == (task < tasks ? 1 : 0));
}

static void test_sizes(void) {
  const int32_t thread_counts[] = {1, 2, 3, 4, 7, 16, 64, 100};
  const int32_t task_counts[] = {0, 1, 2, 3, 7, 63, 64, MOST_TASKS};
  for (size_t i = 0; i < sizeof thread_counts / sizeof *thread_counts; ++i) {
    started pool = start(thread_counts[i]);
    for (size_t j = 0; j < sizeof task_counts / sizeof *task_counts; ++j)
      for (int repeat = 0; repeat < 5; ++repeat)
        check_all_run(&pool.context, task_counts[j]);
    stop(&pool);
  }
}

/* Jobs that follow each other closely, which is how kernels come. */
static void test_many_jobs(void) {
  started pool = start(3);
  int runs[3] = {0};
  const int jobs = 20000;
  for (int job = 0; job < jobs; ++job)
    run(&pool.context, count_run, runs, 3);
  for (int task = 0; task < 3; ++task)
    CHECK(runs[task] == jobs);
  stop(&pool);
}

static void sleep_and_count(void *closure, int32_t task) {
  sleep_microseconds(500);
  count_run(closure, task);
}

/* Gaps that put the workers to sleep, and tasks so long that the caller sleeps
 * too. */
static void test_sleep(void) {
  started pool = start(4);
  int runs[8] = {0};
  for (int job = 0; job < 50; ++job) {
    run(&pool.context, sleep_and_count, runs, 8);
    sleep_microseconds(job % 2 ? 2000 : 0);
  }
  for (int task = 0; task < 8; ++task)
    CHECK(runs[task] == 50);
  /* A pool that sleeps or never ran anything can be stopped too. */
  sleep_microseconds(2000);
  stop(&pool);
  started idle = start(4);
  stop(&idle);
}

/* Tasks overlap: each waits until the other has begun. */
static void meet(void *closure, int32_t task) {
  (void)task;
  atomic_int *arrived = closure;
  ++*arrived;
  while (*arrived < 2)
    sleep_microseconds(10);
}

static void test_overlap(void) {
  started pool = start(2);
  for (int job = 0; job < 20; ++job) {
    atomic_int arrived = 0;
    run(&pool.context, meet, &arrived, 2);
    CHECK(arrived == 2);
  }
  stop(&pool);
}

typedef struct nest {
  const sinter_context *context;
  atomic_int inner_runs;
} nest;

static void count_inner(void *closure, int32_t task) {
  (void)task;
  ++((nest *)closure)->inner_runs;
}

static void run_inside(void *closure, int32_t task) {
  (void)task;
  nest *outer = closure;
  run(outer->context, count_inner, outer, 5);
}

static void test_inside_a_task(void) {
  started pool = start(3), other = start(2);
  nest same = {&pool.context, 0}, different = {&other.context, 0};
  for (int job = 0; job < 200; ++job) {
    run(&pool.context, run_inside, &same, 7);
    run(&pool.context, run_inside, &different, 7);
  }
  CHECK(same.inner_runs == 200 * 7 * 5);
  CHECK(different.inner_runs == 200 * 7 * 5);
  stop(&pool);
  stop(&other);
}

static void *check_jobs(void *context) {
  for (int job = 0; job < 500; ++job)
    check_all_run(context, 1 + job % 9);
  return NULL;
}

static void run_two_callers(sinter_context *first, sinter_context *second) {
  pthread_t other;
  CHECK(pthread_create(&other, NULL, check_jobs, second) == 0);
  check_jobs(first);
  CHECK(pthread_join(other, NULL) == 0);
}

static void test_two_callers(void) {
  started pool = start(2), other = start(3);
  run_two_callers(&pool.context, &other.context);
  run_two_callers(&pool.context, &pool.context);
  stop(&pool);
  stop(&other);
}

static void test_arguments(void) {
  unsigned char memory[4096];
  sinter_context context;
  const size_t size = sinter_pool_size(2);
  CHECK(size <= sizeof memory);
  CHECK(sinter_pool_init(NULL, size, 2, &context) == SINTER_NULL_ARGUMENT);
  CHECK(sinter_pool_init(memory, size, 2, NULL) == SINTER_NULL_ARGUMENT);
  CHECK(sinter_pool_init(memory, size, 0, &context) == SINTER_OUT_OF_RANGE);
  CHECK(sinter_pool_init(memory, size, -3, &context) == SINTER_OUT_OF_RANGE);
  CHECK(sinter_pool_init(memory, size - 1, 2, &context) == SINTER_OUT_OF_RANGE);
  CHECK(sinter_v1_pool_init(memory, size, 2, &context,
                            offsetof(sinter_context, parallel_for)) ==
        SINTER_OUT_OF_RANGE);
  CHECK(sinter_pool_size(-1) == sinter_pool_size(1));
  CHECK(sinter_pool_size(1) < size);
  CHECK(sinter_pool_size(1000) == sinter_pool_size(64));

  /* Any alignment will do, and nothing beyond `size` is touched. */
  for (size_t offset = 0; offset < 64; offset += 7) {
    memset(memory, 0xee, sizeof memory);
    CHECK(sinter_pool_init(memory + offset, size, 2, &context) == SINTER_OK);
    check_all_run(&context, 5);
    sinter_pool_destroy(&context);
    for (size_t i = 0; i < sizeof memory; ++i)
      CHECK((i >= offset && i < offset + size) || memory[i] == 0xee);
  }
}

static void run_nothing(void *pool, void (*body)(void *closure, int32_t task),
                        void *closure, int32_t tasks) {
  (void)pool, (void)body, (void)closure, (void)tasks;
}

static void test_destroy_of_others(void) {
  sinter_pool_destroy(NULL);
  int marker = 0;
  sinter_context own = {.size = sizeof own,
                        .threads = 2,
                        .pool = &marker,
                        .parallel_for = run_nothing};
  sinter_pool_destroy(&own);
  CHECK(own.pool == &marker && own.parallel_for == run_nothing);
  /* Destroying twice is destroying once. */
  started pool = start(2);
  sinter_pool_destroy(&pool.context);
  stop(&pool);
}

/* A program compiled when the context ended before `profile`. */
static void test_smaller_context(void) {
  unsigned char memory[4096];
  union {
    sinter_context context;
    unsigned char bytes[sizeof(sinter_context)];
  } view;
  memset(&view, 0xee, sizeof view);
  const size_t older = offsetof(sinter_context, profile);
  CHECK(sinter_v1_pool_init(memory, sizeof memory, 2, &view.context, older) ==
        SINTER_OK);
  CHECK(view.context.size == older && view.context.threads == 2);
  check_all_run(&view.context, 5);
  sinter_pool_destroy(&view.context);
  for (size_t i = older; i < sizeof view; ++i)
    CHECK(view.bytes[i] == 0xee);
}

/* Too little address space for 63 stacks: the pool says so and leaves nothing
 * behind. Sanitizers reserve address space themselves, so they skip this. */
static void test_no_threads(void) {
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  struct rlimit before;
  CHECK(getrlimit(RLIMIT_AS, &before) == 0);
  FILE *facts = fopen("/proc/self/statm", "r");
  unsigned long pages;
  CHECK(facts && fscanf(facts, "%lu", &pages) == 1);
  fclose(facts);
  void *memory = malloc(sinter_pool_size(64));
  struct rlimit tight = before;
  tight.rlim_cur = pages * (rlim_t)sysconf(_SC_PAGESIZE) + (100 << 20);
  CHECK(setrlimit(RLIMIT_AS, &tight) == 0);
  sinter_context context = {.size = 0};
  CHECK(sinter_pool_init(memory, sinter_pool_size(64), 64, &context) ==
        SINTER_THREADS_UNAVAILABLE);
  CHECK(context.size == 0);
  CHECK(setrlimit(RLIMIT_AS, &before) == 0);
  CHECK(sinter_pool_init(memory, sinter_pool_size(64), 64, &context) ==
        SINTER_OK);
  check_all_run(&context, 100);
  sinter_pool_destroy(&context);
  free(memory);
#endif
}

int main(void) {
  test_sizes();
  test_many_jobs();
  test_sleep();
  test_overlap();
  test_inside_a_task();
  test_two_callers();
  test_arguments();
  test_destroy_of_others();
  test_smaller_context();
  test_no_threads();
  return 0;
}
