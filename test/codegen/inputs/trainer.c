/* trainer.c: trains the line of trainer.mlir on batches that follow from the
 * number of the step.
 *
 *   trainer train SEED FROM TO STEPS THREADS   from a file, or `-`; prints losses
 *   trainer loop PATH         a step and a save, until it is killed
 *   trainer full PATH         a save that the system stops half-way
 *   trainer load PATH         prints the status, and whether the state changed
 *   trainer arguments         what the functions refuse
 *
 * Exits with 0 when all is well, else says where it is not. */
#define _XOPEN_SOURCE 700
#include "trainer.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#define CHECK(condition)                                                       \
  do                                                                           \
    if (!(condition)) {                                                        \
      fprintf(stderr, "line %d: %s\n", __LINE__, #condition);                  \
      exit(1);                                                                 \
    }                                                                          \
  while (0)

static trainer_training training;
static unsigned char *state, *workspace;
static int64_t steps; /* taken by the state */

/* In [-1, 1), as trainer.py computes it too. */
static float number(int64_t step, int index) {
  uint32_t bits = (uint32_t)(step * 1000 + index) * 2654435761u;
  bits ^= bits >> 15;
  bits *= 2246822519u;
  return (float)(bits >> 8) / 8388608.0f - 1.0f;
}

static float take_step(const sinter_context *context) {
  float x[20], y[12];
  line_train_step_report report;
  for (int i = 0; i < 20; ++i)
    x[i] = number(steps, i);
  for (int i = 0; i < 12; ++i)
    y[i] = number(steps, 100 + i);
  CHECK(line_train_step(&training, x, y, 1.0f, &report, workspace, context) ==
        SINTER_OK);
  steps = report.steps;
  return report.loss;
}

static void start(uint64_t seed) {
  state = (unsigned char *)aligned_alloc(64, trainer_training_size());
  workspace =
      (unsigned char *)aligned_alloc(64, line_train_step_workspace_size());
  CHECK(state && workspace);
  CHECK(trainer_training_init(&training, state, seed) == SINTER_OK);
}

/* A report of a step whose rate is 0 tells how many there were; the state is
 * put back. */
static void load(const char *path) {
  CHECK(trainer_training_load(&training, path) == SINTER_OK);
  unsigned char *copy = (unsigned char *)malloc(training.bytes);
  CHECK(copy);
  memcpy(copy, state, training.bytes);
  take_step(NULL);
  --steps;
  memcpy(state, copy, training.bytes);
  free(copy);
}

static void train(char **arguments) {
  start(strtoull(arguments[0], NULL, 10));
  if (strcmp(arguments[1], "-") != 0)
    load(arguments[1]);
  const int threads = atoi(arguments[4]);
  const size_t size = sinter_pool_size(threads);
  void *memory = malloc(size);
  sinter_context context;
  CHECK(memory && sinter_pool_init(memory, size, threads, &context) == SINTER_OK);
  for (int i = atoi(arguments[3]); i > 0; --i)
    printf("%.9g\n", (double)take_step(&context));
  sinter_pool_destroy(&context);
  free(memory);
  CHECK(trainer_training_save(&training, arguments[2]) == SINTER_OK);
}

static void loop(const char *path) {
  start(1);
  CHECK(trainer_training_save(&training, path) == SINTER_OK);
  for (;;) {
    take_step(NULL);
    CHECK(trainer_training_save(&training, path) == SINTER_OK);
  }
}

static void full(const char *path) {
  start(1);
  take_step(NULL);
  const struct rlimit limit = {500, 500};
  signal(SIGXFSZ, SIG_IGN);
  CHECK(setrlimit(RLIMIT_FSIZE, &limit) == 0);
  CHECK(trainer_training_save(&training, path) == SINTER_FILE_NOT_WRITTEN);
  CHECK(trainer_training_save(&training, "no/such/folder") ==
        SINTER_FILE_NOT_WRITTEN);
}

static void load_and_tell(const char *path) {
  start(1);
  take_step(NULL);
  unsigned char *copy = (unsigned char *)malloc(training.bytes);
  CHECK(copy);
  memcpy(copy, state, training.bytes);
  const sinter_status status = trainer_training_load(&training, path);
  printf("%d %s\n", (int)status,
         memcmp(copy, state, training.bytes) == 0 ? "same" : "changed");
  free(copy);
}

static void check_arguments(void) {
  float x[21] = {0}, y[12] = {0}, out[3];
  line_train_step_report report;
  memset(&report, 7, sizeof report);
  const line_train_step_report before = report;
  float *volatile null_floats = NULL;
  float *volatile odd = (float *)(void *)((char *)x + 2);
  trainer_training zero;
  memset(&zero, 0, sizeof zero);
  CHECK(trainer_training_init(NULL, state, 0) == SINTER_NULL_ARGUMENT);
  start(3);
  CHECK(training.data == state && training.bytes == trainer_training_size());
  trainer_training other = training;
  CHECK(trainer_training_init(&other, NULL, 0) == SINTER_NULL_ARGUMENT);
  CHECK(!other.data && other.bytes == 0);
  CHECK(trainer_training_init(&other, state + 32, 0) == SINTER_MISALIGNED);
  other = training;
  other.bytes += 64;

  unsigned char *copy = (unsigned char *)malloc(training.bytes);
  CHECK(copy);
  memcpy(copy, state, training.bytes);
  CHECK(line_train_step(NULL, x, y, 1, &report, workspace, NULL) == SINTER_NULL_ARGUMENT);
  CHECK(line_train_step(&zero, x, y, 1, &report, workspace, NULL) == SINTER_NULL_ARGUMENT);
  CHECK(line_train_step(&training, null_floats, y, 1, &report, workspace, NULL) == SINTER_NULL_ARGUMENT);
  CHECK(line_train_step(&training, x, y, 1, NULL, workspace, NULL) == SINTER_NULL_ARGUMENT);
  CHECK(line_train_step(&training, x, y, 1, &report, NULL, NULL) == SINTER_NULL_ARGUMENT);
  CHECK(line_train_step(&other, x, y, 1, &report, workspace, NULL) == SINTER_WEIGHTS_MISMATCH);
  CHECK(line_train_step(&training, odd, y, 1, &report, workspace, NULL) == SINTER_MISALIGNED);
  CHECK(line_train_step(&training, x, y, 1, &report, workspace + 32, NULL) == SINTER_MISALIGNED);
  other = training;
  other.data = state + 32;
  CHECK(line_train_step(&other, x, y, 1, &report, workspace, NULL) == SINTER_MISALIGNED);
  CHECK(memcmp(&report, &before, sizeof report) == 0);
  CHECK(memcmp(copy, state, training.bytes) == 0);

  CHECK(trainer_training_save(NULL, "x") == SINTER_NULL_ARGUMENT);
  CHECK(trainer_training_save(&training, NULL) == SINTER_NULL_ARGUMENT);
  CHECK(trainer_training_save(&zero, "x") == SINTER_NULL_ARGUMENT);
  CHECK(trainer_training_load(&training, NULL) == SINTER_NULL_ARGUMENT);
  CHECK(trainer_training_load(&zero, "x") == SINTER_NULL_ARGUMENT);
  CHECK(trainer_training_load(&training, "no/such/file") == SINTER_FILE_NOT_READABLE);
  other = training;
  other.bytes -= 64;
  CHECK(trainer_training_save(&other, "x") == SINTER_WEIGHTS_MISMATCH);
  CHECK(trainer_training_load(&other, "x") == SINTER_WEIGHTS_MISMATCH);
  CHECK(memcmp(copy, state, training.bytes) == 0);
  free(copy);

  unsigned char *room =
      (unsigned char *)aligned_alloc(64, line_predict_workspace_size() + 64);
  CHECK(room && line_predict(&training, x, out, room, NULL) == SINTER_OK);
  free(room);
}

int main(int count, char **arguments) {
  CHECK(count > 1);
  if (strcmp(arguments[1], "train") == 0 && count == 7)
    train(arguments + 2);
  else if (strcmp(arguments[1], "loop") == 0 && count == 3)
    loop(arguments[2]);
  else if (strcmp(arguments[1], "full") == 0 && count == 3)
    full(arguments[2]);
  else if (strcmp(arguments[1], "load") == 0 && count == 3)
    load_and_tell(arguments[2]);
  else
    check_arguments();
  free(state);
  free(workspace);
  return 0;
}
