/* generated.h: the part of the runtime that only compiled models call.
 *
 * A model's entry checks the processor once, then runs its kernels in planned
 * order, each described by a sinter_launch:
 *
 *   status = sinter_v1_check_cpu(SINTER_CPU_AVX2_FMA);
 *   status = sinter_v1_run(context, &(sinter_launch){conv1, buffers, ...});
 */
#ifndef SINTER_GENERATED_H
#define SINTER_GENERATED_H

#include "sinter/runtime.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Hidden: a shared library made of a model keeps its own runtime to itself, and
 * calls it without a jump table. */
#if defined(__GNUC__)
#pragma GCC visibility push(hidden)
#endif

/* Runs the tasks [first_task, last_task) of one kernel: a pure, serial function
 * of its buffers and scratch. Returns 0, or anything else when it could not. */
typedef int32_t (*sinter_kernel)(void *const *buffers, void *scratch,
                                 int32_t first_task, int32_t last_task);

typedef struct sinter_launch {
  sinter_kernel kernel;
  void *const *buffers;
  /* max_chunks * scratch_bytes bytes, 64-byte aligned; scratch_bytes is for one
   * chunk and a multiple of 64. */
  void *scratch;
  size_t scratch_bytes;
  /* How many tasks the kernel has; does not depend on the threads. */
  int32_t tasks;
  /* How many chunks of tasks may run at once, from the memory plan; 1 runs the
   * kernel serially whatever the context says. Negative: as many without the
   * sign, and each is one call. */
  int32_t max_chunks;
  /* The kernel's place in the model and its name, for the profile. */
  int32_t index;
  const char *name;
} sinter_launch;

/* Runs a kernel: as one chunk [0, tasks) without a context, and else as
 * C = min(tasks, threads, |max_chunks|, 64) contiguous chunks through the
 * context's parallel_for, which runs chunk c, in one or several calls, and then
 * what is left of the others, with scratch + c * scratch_bytes.
 * Returns SINTER_OK, or SINTER_KERNEL_FAILED if any chunk returned non-zero. */
sinter_status sinter_v1_run(const sinter_context *context,
                            const sinter_launch *launch);

/* Kernels that ask the context of the call, their last buffer, about the
 * processes that share the batch. Of the first two the other buffer is the
 * result, an int64_t. */
int32_t sinter_v1_process_index(void *const *buffers, void *scratch,
                                int32_t first_task, int32_t last_task);
int32_t sinter_v1_process_count(void *const *buffers, void *scratch,
                                int32_t first_task, int32_t last_task);
/* buffers[1] gets the means over the processes of the floats in buffers[0], one
 * for each task; all tasks are one call. */
int32_t sinter_v1_process_mean(void *const *buffers, void *scratch,
                               int32_t first_task, int32_t last_task);

/* What a packed weights file of one model must hold: `header` is its exact JSON
 * text, padded with spaces so that 8 + header_size is a multiple of 64, and
 * data_size bytes of tensors follow. */
typedef struct sinter_manifest {
  const char *header;
  size_t header_size;
  size_t data_size;
} sinter_manifest;

/* Maps the packed weights at `path` read-only and checks them. On SINTER_OK
 * `out` holds the mapping until sinter_v1_weights_unmap; else it is zero, and
 * nothing stays open. Returns SINTER_NULL_ARGUMENT, SINTER_FILE_NOT_READABLE,
 * SINTER_WEIGHTS_MALFORMED for what is no whole safetensors file, and
 * SINTER_WEIGHTS_MISMATCH for the weights of another model or packing.
 * The file must keep its bytes while it is mapped. */
sinter_status sinter_v1_weights_map(const char *path,
                                    const sinter_manifest *manifest,
                                    sinter_weights *out);

/* Unmaps and zeroes `weights`. Embedded weights and null need nothing. */
void sinter_v1_weights_unmap(sinter_weights *weights);

/* How a parameter of training starts: element i is base + factor * x, where x
 * is number i of the random stream that the hash of its path names (random.h).
 * Only floats of 32 bits start at random. */
typedef enum sinter_start {
  SINTER_START_CONSTANT, /* all elements have the bits of `constant` */
  SINTER_START_UNIFORM,
  SINTER_START_NORMAL,
  SINTER_START_TRUNCATED_NORMAL,
  SINTER_START_ORTHOGONAL
} sinter_start;

enum {
  SINTER_MAX_RANK = 6,
  SINTER_MAX_NAME = 511, /* bytes */
  SINTER_MAX_PARAMETERS = 32768
};

/* The parameter, i64 of rank 0, that holds the key of random numbers. */
#define SINTER_SEED "sinter.seed"

/* A parameter in a training state. */
typedef struct sinter_parameter {
  uint64_t name;   /* where its path begins among the manifest's names */
  uint64_t offset; /* in the state, a multiple of 64 */
  uint64_t elements;
  uint64_t hash;
  uint64_t constant;
  double base, factor;
  char type[8]; /* as safetensors names it, filled up with zeros */
  uint32_t element_bytes;
  uint32_t start; /* a sinter_start */
  uint32_t rank;
  uint32_t shape[SINTER_MAX_RANK];
} sinter_parameter;

/* The training state of one model: its parameters, sorted by their paths, and
 * the file that holds them. */
typedef struct sinter_training_manifest {
  const sinter_parameter *parameters;
  size_t count;
  const char *names; /* each ends with a zero */
  size_t state_bytes;
  /* The length field and the JSON header of a saved state. The parameters
   * follow it in their order, one right behind the other. */
  const char *header;
  size_t header_size;
} sinter_training_manifest;

/* Fills `memory` with the first values of all parameters and `out` with a
 * handle of it. Returns SINTER_NULL_ARGUMENT or SINTER_MISALIGNED, and then
 * `out` is zero. */
sinter_status sinter_v1_training_init(const sinter_training_manifest *manifest,
                                      sinter_training *out, void *memory,
                                      uint64_t seed);

/* Writes the first values of one parameter into the state at `data`. */
void sinter_v1_start_parameter(const sinter_parameter *parameter, void *data,
                               uint64_t seed);

/* Replaces the file at `path` by the state, or leaves it as it was. Returns
 * SINTER_NULL_ARGUMENT, SINTER_WEIGHTS_MISMATCH or SINTER_FILE_NOT_WRITTEN,
 * also where the new file is there but its folder is not known to be on the
 * disk. */
sinter_status sinter_v1_training_save(const sinter_training_manifest *manifest,
                                      const sinter_training *training,
                                      const char *path);

/* Reads the state from the file at `path`, all of it or nothing. Returns
 * SINTER_NULL_ARGUMENT, SINTER_FILE_NOT_READABLE, SINTER_WEIGHTS_MALFORMED or
 * SINTER_WEIGHTS_MISMATCH. */
sinter_status sinter_v1_training_load(const sinter_training_manifest *manifest,
                                      sinter_training *training,
                                      const char *path);

/* Maps the whole of a regular file read-only; it is at least as long as the
 * length field of safetensors. */
sinter_status sinter_v1_map_file(const char *path, void **mapping,
                                 size_t *size);

/* A tensor with a stored border, laid out as
 * [outer][top + height + bottom][left + width + right][inner_bytes]. */
typedef struct sinter_border {
  int64_t outer, height, width, inner_bytes;
  int32_t top, bottom, left, right;
} sinter_border;

/* Writes zeros to the border of the tensor at `base` and to nothing else. */
void sinter_v1_zero_border(void *base, const sinter_border *border);

/* What a model's code needs of the processor and of the operating system. */
enum {
  /* x86-64-v2: SSE3 to SSE4.2, POPCNT. */
  SINTER_CPU_SSE41 = 1,
  /* x86-64-v3: AVX, AVX2, FMA, F16C, BMI1, BMI2, LZCNT, MOVBE. */
  SINTER_CPU_AVX2_FMA = 2,
  /* x86-64-v4: AVX-512 F, BW, CD, DQ, VL. */
  SINTER_CPU_AVX512 = 4,
  SINTER_CPU_AVX512_VNNI = 8
};

/* Returns SINTER_OK if this machine has all of `features`, which is a sum of
 * the constants above, and SINTER_UNSUPPORTED_CPU if it lacks one. */
sinter_status sinter_v1_check_cpu(uint32_t features);

#if defined(__GNUC__)
#pragma GCC visibility pop
#endif

#ifdef __cplusplus
}
#endif

#endif /* SINTER_GENERATED_H */
