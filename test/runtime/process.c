/* process.c: what kernels get from a context that tells of other processes, of
 * none, and from one that an older program made. */
#include "check.h"
#include "sinter/generated.h"

#include <stddef.h>

enum { VALUES = 5 };

/* The others have what this process has, and one more each. */
static int32_t sum(void *group, float *values, size_t count) {
  const int others = *(const int *)group;
  if (others < 0)
    return 1;
  for (size_t i = 0; i < count; ++i)
    for (int other = 1; other <= others; ++other)
      values[i] += (float)(i + 1) + (float)other;
  return 0;
}

static int32_t mean(sinter_context *context, float *means) {
  float values[VALUES];
  for (int i = 0; i < VALUES; ++i) {
    values[i] = (float)(i + 1);
    means[i] = -1;
  }
  void *buffers[] = {values, means, context};
  return sinter_v1_process_mean(buffers, NULL, 0, VALUES);
}

static int64_t number(sinter_kernel kernel, sinter_context *context) {
  int64_t result = -1;
  void *buffers[] = {&result, context};
  CHECK(kernel(buffers, NULL, 0, 1) == 0);
  return result;
}

static void check_alone(sinter_context *context) {
  float means[VALUES];
  CHECK(mean(context, means) == 0);
  for (int i = 0; i < VALUES; ++i)
    CHECK(means[i] == (float)(i + 1));
  CHECK(number(sinter_v1_process_index, context) == 0);
  CHECK(number(sinter_v1_process_count, context) == 1);
}

int main(void) {
  int others = 3;
  sinter_context context = {.size = sizeof context};
  check_alone(NULL);
  check_alone(&context);
  context.processes = 1;
  context.process = 7;
  check_alone(&context);

  context.processes = 4;
  context.process = 2;
  context.group = &others;
  context.sum = sum;
  CHECK(number(sinter_v1_process_index, &context) == 2);
  CHECK(number(sinter_v1_process_count, &context) == 4);
  /* i + 1, and three times that and 1, 2 and 3: (4 (i + 1) + 6) / 4. */
  float means[VALUES];
  CHECK(mean(&context, means) == 0);
  for (int i = 0; i < VALUES; ++i)
    CHECK(means[i] == (float)(i + 1) + 1.5f);

  int64_t index = 0;
  void *buffers[] = {&index, &context};
  context.process = 4;
  CHECK(sinter_v1_process_index(buffers, NULL, 0, 1) != 0);
  context.process = -1;
  CHECK(sinter_v1_process_index(buffers, NULL, 0, 1) != 0);

  others = -1;
  CHECK(mean(&context, means) != 0);
  context.sum = NULL;
  CHECK(mean(&context, means) != 0);
  context.size = offsetof(sinter_context, sum);
  CHECK(mean(&context, means) != 0);
  context.size = offsetof(sinter_context, process);
  check_alone(&context);
  return 0;
}
