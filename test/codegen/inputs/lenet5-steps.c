/* lenet5-steps.c: trains LeNet-5 on the first images of a file.
 *
 *   steps IMAGES LABELS STEPS THREADS STATE   prints the loss of each step
 */
#include "lenet5.h"

#include <stdio.h>
#include <stdlib.h>

#define CHECK(condition)                                                       \
  do                                                                           \
    if (!(condition)) {                                                        \
      fprintf(stderr, "line %d: %s\n", __LINE__, #condition);                  \
      exit(1);                                                                 \
    }                                                                          \
  while (0)

enum { BATCH = 64, PIXELS = 28 * 28 };

static float images[BATCH * PIXELS];
static int32_t labels[BATCH];

static void read_batch(FILE *image_file, FILE *label_file) {
  unsigned char pixels[PIXELS];
  for (int i = 0; i < BATCH; ++i) {
    CHECK(fread(pixels, 1, PIXELS, image_file) == PIXELS);
    for (int j = 0; j < PIXELS; ++j)
      images[i * PIXELS + j] = (float)pixels[j] / 255.0f;
    labels[i] = getc(label_file);
  }
}

int main(int count, char **arguments) {
  CHECK(count == 6);
  FILE *image_file = fopen(arguments[1], "rb");
  FILE *label_file = fopen(arguments[2], "rb");
  CHECK(image_file && label_file);
  CHECK(fseek(image_file, 16, SEEK_SET) == 0 && fseek(label_file, 8, SEEK_SET) == 0);
  const int threads = atoi(arguments[4]);
  const size_t size = sinter_pool_size(threads);
  void *pool = malloc(size), *state = aligned_alloc(64, lenet5_training_size());
  void *workspace = aligned_alloc(64, lenet5_train_step_workspace_size());
  sinter_context context;
  CHECK(pool && state && workspace);
  CHECK(sinter_pool_init(pool, size, threads, &context) == SINTER_OK);
  lenet5_training training;
  CHECK(lenet5_training_init(&training, state, 0) == SINTER_OK);
  lenet5_train_step_report report;
  lenet5_evaluate_report same;
  for (int i = 0; i < atoi(arguments[3]); ++i) {
    read_batch(image_file, label_file);
    CHECK(lenet5_evaluate(&training, images, labels, &same, workspace, NULL) == SINTER_OK);
    CHECK(lenet5_train_step(&training, images, labels, 1.0f, &report, workspace, &context) == SINTER_OK);
    CHECK(same.loss - report.loss < 1e-5f && report.loss - same.loss < 1e-5f);
    CHECK(same.accuracy == report.accuracy);
    printf("%d %.6f\n", i, (double)report.loss);
  }
  CHECK(lenet5_training_steps(&training) == atoi(arguments[3]));
  CHECK(lenet5_training_save(&training, arguments[5]) == SINTER_OK);
  sinter_pool_destroy(&context);
  free(workspace);
  free(state);
  free(pool);
  fclose(image_file);
  fclose(label_file);
  return 0;
}
