/* two-models.c: two models in one program, each in a thread of its own and on a
 * pool of its own, at the same time. Exits with 0 when every result is the one
 * that the model gives alone. */
#include "lenet5.h"
#include "tiny.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { RUNS = 200, LARGEST = 784 };

static lenet5_weights lenet5;
static tiny_weights tiny;

static sinter_status run_lenet5(const float *input, float *output, void *workspace, const sinter_context *context) {
  return lenet5_infer(&lenet5, input, output, workspace, context);
}

static sinter_status run_tiny(const float *input, float *output, void *workspace, const sinter_context *context) {
  return tiny_infer(&tiny, input, output, workspace, context);
}

typedef struct {
  sinter_status (*run)(const float *, float *, void *, const sinter_context *);
  size_t workspace_size;
  int wrong;
} job;

static void *work(void *argument) {
  job *self = (job *)argument;
  float input[LARGEST], expected[16] = {0}, output[16] = {0};
  void *workspace = aligned_alloc(64, (self->workspace_size + 63) / 64 * 64);
  void *memory = malloc(sinter_pool_size(2));
  sinter_context context;
  for (int i = 0; i < LARGEST; ++i)
    input[i] = (float)(i % 23) * 0.0625f;
  self->wrong += sinter_pool_init(memory, sinter_pool_size(2), 2, &context) != SINTER_OK;
  self->wrong += self->run(input, expected, workspace, NULL) != SINTER_OK;
  for (int i = 0; i < RUNS; ++i) {
    self->wrong += self->run(input, output, workspace, &context) != SINTER_OK;
    self->wrong += memcmp(output, expected, sizeof expected) != 0;
  }
  sinter_pool_destroy(&context);
  free(memory);
  free(workspace);
  return NULL;
}

int main(void) {
  job jobs[2] = {{run_lenet5, lenet5_infer_workspace_size(), 0}, {run_tiny, tiny_infer_workspace_size(), 0}};
  pthread_t threads[2];
  if (lenet5_weights_embedded(&lenet5) != SINTER_OK || tiny_weights_embedded(&tiny) != SINTER_OK)
    return 2;
  for (int i = 0; i < 2; ++i)
    if (pthread_create(&threads[i], NULL, work, &jobs[i]) != 0)
      return 3;
  for (int i = 0; i < 2; ++i)
    pthread_join(threads[i], NULL);
  printf("%d and %d wrong\n", jobs[0].wrong, jobs[1].wrong);
  return jobs[0].wrong || jobs[1].wrong;
}
