/* runtime.h: what a program that embeds compiled Sinter models sees.
 *
 * Conventions, for this header and for the header of every model:
 *
 * Memory   The caller owns all of it: nothing here allocates from the heap, and
 *          no function keeps a pointer after it returns unless its comment says
 *          so. Structures are plain; fill unused fields with zero.
 * Errors   Functions that can go wrong return a sinter_status. Anything but
 *          SINTER_OK means that no output was written, save that after
 *          SINTER_KERNEL_FAILED outputs hold no meaning. sinter_status_text
 *          says what to do. errno is no part of this, nothing is printed.
 * Threads  There is no global state. Calls may run at the same time if their
 *          workspaces and outputs differ. A null context means one thread, the
 *          caller's. Results are bitwise equal for every number of threads.
 * Bytes    Workspaces and weights are aligned to 64 bytes; a size is in bytes.
 * Growth   sinter_context begins with its size as the program was compiled with
 *          it, so that older programs link with newer models and the other way.
 */
#ifndef SINTER_RUNTIME_H
#define SINTER_RUNTIME_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Numbers never change their meaning; new ones are added at the end. */
typedef enum sinter_status {
  SINTER_OK = 0,
  SINTER_NULL_ARGUMENT,
  SINTER_MISALIGNED,
  SINTER_FILE_NOT_READABLE,
  SINTER_WEIGHTS_MALFORMED,
  SINTER_WEIGHTS_MISMATCH,
  SINTER_UNSUPPORTED_CPU,
  SINTER_OUT_OF_RANGE,
  SINTER_THREADS_UNAVAILABLE,
  SINTER_KERNEL_FAILED,
  SINTER_FILE_NOT_WRITTEN
} sinter_status;

/* The symbols carry a version, so that models compiled by several versions of
 * Sinter can meet in one program. */
#define sinter_status_text sinter_v1_status_text
#define sinter_pool_size sinter_v1_pool_size
#define sinter_pool_destroy sinter_v1_pool_destroy

/* Returns a static string that says what is wrong and how to mend it. */
const char *sinter_status_text(sinter_status status);

/* How a model may run: threads, profile, device, other processes. Zero in any
 * field but `size` is the default. Fields that lie beyond `size` count as zero.
 */
typedef struct sinter_context {
  /* sizeof(sinter_context), set by the program. */
  size_t size;
  /* How many tasks parallel_for runs at the same time; 0 and 1 mean serial. */
  int32_t threads;
  /* The program's thread pool, handed to parallel_for as it is. */
  void *pool;
  /* Runs body(closure, task) once for each task in [0, tasks), in any order and
   * on any thread, and returns after the last has finished. At most 64 tasks.
   */
  void (*parallel_for)(void *pool, void (*body)(void *closure, int32_t task),
                       void *closure, int32_t tasks);
  /* Handed to kernel_finished as it is. */
  void *profile;
  /* Called on the thread that called the model, after each kernel. Times are of
   * the monotonic clock, which is read only when this is set. `name` lives as
   * long as the model's code. */
  void (*kernel_finished)(void *profile, int32_t kernel, const char *name,
                          int64_t begin_ns, int64_t end_ns);
  /* For device targets; null on a CPU. */
  void *stream;
  /* Of several processes that train on equal shares of one batch, `grad` of
   * each: which of them this is, from 0 to processes - 1, and how many there
   * are. 0 and 1 processes mean that it is alone. Process r has the rows r * n to
   * (r + 1) * n - 1 of the batch, and draws the random numbers that are theirs.
   */
  int32_t process, processes;
  /* Handed to sum as it is. */
  void *group;
  /* Replaces each value by its sum over the processes, the same bits for all,
   * and returns 0, or anything else when it could not. The function that has
   * the statistics of batches to join calls it, on the thread that called the
   * function, equally often in each process and with as many values: all have
   * to make the call. Where it could not, or is null in one of several, and
   * where `process` is not below `processes`, the function returns
   * SINTER_KERNEL_FAILED. */
  int32_t (*sum)(void *group, float *values, size_t count);
} sinter_context;

/* Bytes of memory a pool of `threads` threads needs; counts under 1 are taken
 * as 1, and over 64 as 64. */
size_t sinter_pool_size(int32_t threads);

/* What sinter_pool_init calls; `context_size` is the program's
 * sizeof(sinter_context). */
sinter_status sinter_v1_pool_init(void *memory, size_t size, int32_t threads,
                                  sinter_context *context_out,
                                  size_t context_size);

/* Starts a thread pool inside `memory` (`size` >= sinter_pool_size(threads), of
 * any alignment) and fills the whole of `context_out` for it; hooks may be set
 * afterwards. The thread that calls a model is one of the `threads`, so that
 * threads - 1 are started; counts over 64 are taken as 64. `memory` belongs to
 * the pool until sinter_pool_destroy.
 * A pool serves one call at a time: a call that finds it busy, from another
 * thread or from inside a task, does all its work on its own thread.
 * Returns SINTER_OK, or SINTER_NULL_ARGUMENT, SINTER_OUT_OF_RANGE (no thread
 * asked for, or too little memory) or SINTER_THREADS_UNAVAILABLE, and then no
 * thread is left running. */
static inline sinter_status sinter_pool_init(void *memory, size_t size,
                                             int32_t threads,
                                             sinter_context *context_out) {
  return sinter_v1_pool_init(memory, size, threads, context_out,
                             sizeof(sinter_context));
}

/* Stops the threads of the pool behind `context`, waits for their end, and
 * leaves a context of one thread. No call may be running on it. Null, and a
 * context without a pool of sinter_pool_init, are left as they are. */
void sinter_pool_destroy(sinter_context *context);

/* The weights of a model, mapped from a file or embedded in the program. Filled
 * and released by functions of the model's header; read-only, and any number of
 * calls may share them. */
typedef struct sinter_weights {
  /* The first byte of the packed tensors, 64-byte aligned. */
  const unsigned char *data;
  /* Bytes at `data`. */
  size_t size;
  /* The mapped file; null when the weights are embedded. */
  void *mapping;
  size_t mapping_size;
} sinter_weights;

/* The training state of a model, in memory of the program: parameters,
 * optimizer state, statistics, step counter and seed. Filled by a function of
 * the model's header. A copy of the bytes at `data` is a copy of the state. */
typedef struct sinter_training {
  /* The state, 64-byte aligned. */
  void *data;
  /* Bytes at `data`. */
  size_t bytes;
} sinter_training;

#ifdef __cplusplus
}
#endif

#endif /* SINTER_RUNTIME_H */
