/* sinter.c: times a model that Sinter compiled, linked into this program as
 * into any application.
 *
 *   cc -DHEADER='"resnet.h"' -DTEXT=resnet -DMODEL=resnet50 -DEMBEDDED=0
 *      sinter.c libresnet.a -lm -lpthread
 *   ./sinter THREADS INPUT OUTPUT OUTPUT_COUNT [WEIGHTS]
 *
 * MODEL: a model of TEXT with one input and one output. INPUT and OUTPUT are
 * files of floats. */
#include "engine.h"

#include HEADER

#define PASTE(prefix, name) prefix##name
#define NAME(prefix, name) PASTE(prefix, name)
#define INFER NAME(MODEL, _infer)

static sinter_weights weights;
static sinter_context context = {.size = sizeof context};
static float *input, *output;
static void *workspace;

static void check(sinter_status status) {
  if (status != SINTER_OK)
    stop("the compiled model", sinter_status_text(status));
}

static void call(void) {
  check(INFER(&weights, input, output, workspace, &context));
}

int main(int count, char **arguments) {
  const double begin = now_ms();
  if (count != (EMBEDDED ? 5 : 6))
    stop("arguments", "THREADS INPUT OUTPUT OUTPUT_COUNT [WEIGHTS]");
  const int threads = atoi(arguments[1]);
  size_t inputs;
  const size_t outputs = strtoul(arguments[4], NULL, 10);
#if EMBEDDED
  check(NAME(TEXT, _weights_embedded)(&weights));
#else
  check(NAME(TEXT, _weights_map)(arguments[5], &weights));
#endif
  input = read_floats(arguments[2], &inputs);
  output = allocate(outputs * sizeof(float));
  workspace = allocate(NAME(MODEL, _infer_workspace_size)());
  if (threads > 1)
    check(sinter_pool_init(allocate(sinter_pool_size(threads)),
                           sinter_pool_size(threads), threads, &context));
  call();
  const double first = now_ms() - begin;
  write_floats(arguments[3], output, outputs);
  converse(call, first);
  return 0;
}
