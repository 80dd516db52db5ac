/* onnxruntime.c: times an ONNX model in ONNX Runtime through its C interface.
 *
 *   cc onnxruntime.c -ldl
 *   ./onnxruntime LIBRARY THREADS INPUT OUTPUT MODEL.onnx 1,3,224,224
 *
 * LIBRARY is libonnxruntime.so; given alone, its version is printed. The model
 * has one input, `input`, of that shape, and one output, `output`. All graph
 * optimizations; threads between operators: one; else the defaults (they spin).
 */
#include "engine.h"

#include <dlfcn.h>
#include <stdint.h>

/* The interface is a table of function pointers that only ever grows at its
 * end, so the place of a function holds for every later version. The numbers
 * are the places in `struct OrtApi` of onnxruntime_c_api.h, counted from 0,
 * each member (ORT_API2_STATUS, ORT_CLASS_RELEASE or a plain pointer) as one.
 */
typedef const void *const *api_table;
enum {
  GetErrorMessage = 2, /* const char *(status) */
  CreateEnv = 3,       /* status (int log_level, const char *log_id, env **) */
  CreateSession =
      7,   /* status (env *, const char *path, options *, session **) */
  Run = 9, /* see run_function */
  CreateSessionOptions = 10,             /* status (options **) */
  SetSessionGraphOptimizationLevel = 23, /* status (options *, int level) */
  SetIntraOpNumThreads = 24,             /* status (options *, int threads) */
  SetInterOpNumThreads = 25,             /* status (options *, int threads) */
  CreateTensorWithDataAsOrtValue = 49,   /* see tensor_function */
  GetTensorMutableData = 51,             /* status (value *, void **data) */
  GetTensorShapeElementCount = 64,       /* status (shape *, size_t *count) */
  GetTensorTypeAndShape = 65,            /* status (value *, shape **) */
  CreateCpuMemoryInfo = 69, /* status (int allocator, int memory, info **) */
};
enum {
  log_errors = 3,
  optimize_all = 99,
  arena_allocator = 1,
  default_memory = 0,
  element_float = 1
};

typedef void *status;
typedef status (*run_function)(void *session, const void *run_options,
                               const char *const *input_names,
                               const void *const *inputs, size_t input_count,
                               const char *const *output_names,
                               size_t output_count, void **outputs);
typedef status (*tensor_function)(const void *memory, void *data, size_t bytes,
                                  const int64_t *shape, size_t rank,
                                  int element, void **value);

static api_table api;
static void *session, *input, *output;

static void check(status status) {
  if (status)
    stop("ONNX Runtime",
         ((const char *(*)(void *))api[GetErrorMessage])(status));
}

#define CALL(function, types, ...)                                             \
  check(((status(*) types)api[function])(__VA_ARGS__))

/* The output is allocated once, by the first call, and written again by the
 * others. */
static void call(void) {
  static const char *const input_name = "input", *const output_name = "output";
  check(((run_function)api[Run])(session, NULL, &input_name,
                                 (const void *const *)&input, 1, &output_name,
                                 1, &output));
}

static api_table load(const char *library, const char **version) {
  struct base {
    const void *(*get_api)(uint32_t version);
    const char *(*get_version)(void);
  };
  void *handle = dlopen(library, RTLD_NOW | RTLD_LOCAL);
  if (!handle)
    stop(library, dlerror());
  const struct base *(*get_base)(void) =
      (const struct base *(*)(void))dlsym(handle, "OrtGetApiBase");
  if (!get_base)
    stop(library, "it has no `OrtGetApiBase`");
  *version = get_base()->get_version();
  return (api_table)get_base()->get_api(17);
}

static void create_session(const char *model, int threads) {
  void *environment, *options;
  CALL(CreateEnv, (int, const char *, void **), log_errors, "benchmark",
       &environment);
  CALL(CreateSessionOptions, (void **), &options);
  CALL(SetSessionGraphOptimizationLevel, (void *, int), options, optimize_all);
  CALL(SetIntraOpNumThreads, (void *, int), options, threads);
  CALL(SetInterOpNumThreads, (void *, int), options, 1);
  CALL(CreateSession, (void *, const char *, void *, void **), environment,
       model, options, &session);
}

static void create_input(const char *path, char *text) {
  int64_t shape[8];
  size_t rank = 0, count;
  for (char *word = strtok(text, ","); word && rank < 8;
       word = strtok(NULL, ","))
    shape[rank++] = atol(word);
  float *values = read_floats(path, &count);
  void *memory;
  CALL(CreateCpuMemoryInfo, (int, int, void **), arena_allocator,
       default_memory, &memory);
  check(((tensor_function)api[CreateTensorWithDataAsOrtValue])(
      memory, values, count * sizeof(float), shape, rank, element_float,
      &input));
}

static void save_output(const char *path) {
  void *shape, *values;
  size_t count;
  CALL(GetTensorTypeAndShape, (void *, void **), output, &shape);
  CALL(GetTensorShapeElementCount, (void *, size_t *), shape, &count);
  CALL(GetTensorMutableData, (void *, void **), output, &values);
  write_floats(path, values, count);
}

int main(int count, char **arguments) {
  const double begin = now_ms();
  const char *version = NULL;
  if (count == 2) {
    load(arguments[1], &version);
    puts(version);
    return 0;
  }
  if (count != 7)
    stop("arguments", "LIBRARY THREADS INPUT OUTPUT MODEL SHAPE");
  api = load(arguments[1], &version);
  if (!api)
    stop(arguments[1], "it is older than version 1.17");
  create_session(arguments[5], atoi(arguments[2]));
  create_input(arguments[3], arguments[6]);
  call();
  const double first = now_ms() - begin;
  save_output(arguments[4]);
  converse(call, first);
  return 0;
}
