/* parallel.c: the thread pool behind a context's parallel_for.
 *
 * One atomic word holds the job on offer: its generation above, the number of
 * tasks nobody has taken yet below. Caller and workers take tasks by counting
 * that number down, so a worker that is late or asleep delays nobody, and the
 * caller does all the work when no worker turns up. A kernel of a model takes
 * tens of microseconds and the next follows at once: workers that find no task
 * spin for about as long before they sleep on a condition variable. While they
 * spin, a call takes no lock and makes no system call.
 */
#define _POSIX_C_SOURCE 200809L
#include "sinter/runtime.h"
#include "weak.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

/* Looks at the word before sleeping. A pause takes 25 to 50 ns on processors
 * since 2017, so this is 50 to 100 us: about what waking a thread costs on a
 * busy machine, so that spinning never loses more than it could have saved.
 * README.md holds the measurement. */
enum { SPINS = 2000 };

/* Matches the chunks of a kernel: more threads would never get a task. */
enum { MAX_THREADS = 64 };

/* What one thread writes while others spin on something else is kept this far
 * apart, so that it does not slow them down. */
enum { CACHE_LINE = 64 };

typedef void (*task_body)(void *closure, int32_t task);

typedef struct pool {
  /* generation << 32 | tasks not taken. */
  _Alignas(CACHE_LINE) atomic_uint_least64_t offer;
  /* The job of this generation, written before it is offered. */
  _Atomic(task_body) body;
  _Atomic(void *) closure;

  /* Tasks of the job that have not ended. */
  _Alignas(CACHE_LINE) atomic_int unfinished;

  _Alignas(CACHE_LINE) atomic_bool busy;
  atomic_bool stopping;
  /* Who has to be woken; changed under the mutex, read without it. */
  atomic_int sleeping_workers;
  atomic_bool sleeping_caller;
  pthread_mutex_t mutex;
  pthread_cond_t offered, finished;

  int32_t workers;
  pthread_t threads[];
} pool;

static void spin_pause(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("isb");
#endif
}

/* Wakes who sleeps on `condition`, after what they wait for has become true.
 * Holding the mutex for a moment lets those who are about to sleep get there;
 * holding it any longer would put the woken back to sleep at once, on the
 * mutex, and a wake-up costs up to 35 us. */
static void wake(pool *self, pthread_cond_t *condition) {
  pthread_mutex_lock(&self->mutex);
  pthread_mutex_unlock(&self->mutex);
  pthread_cond_broadcast(condition);
}

static bool has_task(pool *self) {
  return (uint32_t)atomic_load(&self->offer) != 0;
}

/* Takes and runs tasks until none is left.
 *
 * The body and closure read here belong to the generation of `offer`: they
 * change only after all tasks of a generation have ended, and if that happened
 * since, the exchange below fails, for the generation differs. (It would have
 * to wrap around, four thousand million jobs, within this one turn of the
 * loop.) */
static void run_tasks(pool *self) {
  uint64_t offer = atomic_load(&self->offer);
  while ((uint32_t)offer != 0) {
    const task_body body =
        atomic_load_explicit(&self->body, memory_order_relaxed);
    void *closure = atomic_load_explicit(&self->closure, memory_order_relaxed);
    if (!atomic_compare_exchange_weak(&self->offer, &offer, offer - 1))
      continue;
    body(closure, (int32_t)((uint32_t)offer - 1));
    /* Sequentially consistent, as is the caller's pair in wait_finished: either
     * the caller sees zero here, or this sees that it sleeps. */
    if (atomic_fetch_sub(&self->unfinished, 1) == 1 &&
        atomic_load(&self->sleeping_caller))
      wake(self, &self->finished);
    offer = atomic_load(&self->offer);
  }
}

static void sleep_until_offered(pool *self) {
  pthread_mutex_lock(&self->mutex);
  atomic_fetch_add(&self->sleeping_workers, 1);
  while (!has_task(self) && !atomic_load(&self->stopping))
    pthread_cond_wait(&self->offered, &self->mutex);
  atomic_fetch_sub(&self->sleeping_workers, 1);
  pthread_mutex_unlock(&self->mutex);
}

static void *work(void *memory) {
  pool *self = memory;
  while (!atomic_load(&self->stopping)) {
    run_tasks(self);
    for (int i = 0; i < SPINS && !has_task(self); ++i)
      spin_pause();
    if (!has_task(self))
      sleep_until_offered(self);
  }
  return NULL;
}

static void wait_finished(pool *self) {
  for (int i = 0; i < SPINS; ++i) {
    if (atomic_load(&self->unfinished) == 0)
      return;
    spin_pause();
  }
  pthread_mutex_lock(&self->mutex);
  atomic_store(&self->sleeping_caller, true);
  while (atomic_load(&self->unfinished) != 0)
    pthread_cond_wait(&self->finished, &self->mutex);
  atomic_store(&self->sleeping_caller, false);
  pthread_mutex_unlock(&self->mutex);
}

static void pool_parallel_for(void *memory, task_body body, void *closure,
                              int32_t tasks) {
  pool *self = memory;
  /* A pool that is busy was called from inside a task, where waiting would
   * hang, or by a second thread, which loses nothing by working itself. */
  if (tasks <= 1 || self->workers == 0 || atomic_exchange(&self->busy, true)) {
    for (int32_t task = 0; task < tasks; ++task)
      body(closure, task);
    return;
  }
  atomic_store_explicit(&self->body, body, memory_order_relaxed);
  atomic_store_explicit(&self->closure, closure, memory_order_relaxed);
  atomic_store_explicit(&self->unfinished, tasks, memory_order_relaxed);
  const uint64_t generation = (atomic_load(&self->offer) >> 32) + 1;
  atomic_store(&self->offer, generation << 32 | (uint32_t)tasks);
  if (atomic_load(&self->sleeping_workers) != 0)
    wake(self, &self->offered);
  run_tasks(self);
  wait_finished(self);
  atomic_store_explicit(&self->busy, false, memory_order_release);
}

static int32_t limit_threads(int32_t threads) {
  if (threads < 1)
    return 1;
  return threads < MAX_THREADS ? threads : MAX_THREADS;
}

/* The pool's own bytes, without what aligning it may cost. */
static size_t pool_bytes(int32_t threads) {
  return sizeof(pool) + (size_t)(threads - 1) * sizeof(pthread_t);
}

SINTER_WEAK size_t sinter_pool_size(int32_t threads) {
  return pool_bytes(limit_threads(threads)) + CACHE_LINE - 1;
}

/* Ends the first self->workers threads and everything the pool holds. */
static void stop_pool(pool *self) {
  atomic_store(&self->stopping, true);
  wake(self, &self->offered);
  for (int32_t i = 0; i < self->workers; ++i)
    pthread_join(self->threads[i], NULL);
  pthread_cond_destroy(&self->finished);
  pthread_cond_destroy(&self->offered);
  pthread_mutex_destroy(&self->mutex);
}

static sinter_status start_pool(pool *self, int32_t threads) {
  atomic_init(&self->offer, 0);
  atomic_init(&self->body, NULL);
  atomic_init(&self->closure, NULL);
  atomic_init(&self->unfinished, 0);
  atomic_init(&self->busy, false);
  atomic_init(&self->stopping, false);
  atomic_init(&self->sleeping_workers, 0);
  atomic_init(&self->sleeping_caller, false);
  self->workers = 0;
  if (pthread_mutex_init(&self->mutex, NULL) != 0)
    return SINTER_THREADS_UNAVAILABLE;
  if (pthread_cond_init(&self->offered, NULL) != 0) {
    pthread_mutex_destroy(&self->mutex);
    return SINTER_THREADS_UNAVAILABLE;
  }
  if (pthread_cond_init(&self->finished, NULL) != 0) {
    pthread_cond_destroy(&self->offered);
    pthread_mutex_destroy(&self->mutex);
    return SINTER_THREADS_UNAVAILABLE;
  }
  for (; self->workers < threads - 1; ++self->workers)
    if (pthread_create(&self->threads[self->workers], NULL, work, self) != 0) {
      stop_pool(self);
      return SINTER_THREADS_UNAVAILABLE;
    }
  return SINTER_OK;
}

SINTER_WEAK sinter_status sinter_v1_pool_init(void *memory, size_t size,
                                              int32_t threads,
                                              sinter_context *context_out,
                                              size_t context_size) {
  if (!memory || !context_out)
    return SINTER_NULL_ARGUMENT;
  /* A program that does not know parallel_for cannot hold a pool. */
  if (threads < 1 || size < sinter_pool_size(threads) ||
      context_size < offsetof(sinter_context, profile))
    return SINTER_OUT_OF_RANGE;
  threads = limit_threads(threads);
  const uintptr_t unaligned = (uintptr_t)memory;
  pool *self = (pool *)((unaligned + CACHE_LINE - 1) / CACHE_LINE * CACHE_LINE);
  const sinter_status status = start_pool(self, threads);
  if (status != SINTER_OK)
    return status;

  unsigned char *bytes = (unsigned char *)context_out;
  for (size_t i = 0; i < context_size; ++i)
    bytes[i] = 0;
  context_out->size = context_size;
  context_out->threads = threads;
  context_out->pool = self;
  context_out->parallel_for = pool_parallel_for;
  return SINTER_OK;
}

SINTER_WEAK void sinter_pool_destroy(sinter_context *context) {
  if (!context || context->size < offsetof(sinter_context, profile) ||
      context->parallel_for != pool_parallel_for)
    return;
  stop_pool(context->pool);
  context->threads = 1;
  context->pool = NULL;
  context->parallel_for = NULL;
}
