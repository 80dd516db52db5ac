/* main.c: a watch that learns its owner's gestures while it is worn.
 *
 *   gestures STATE < EXAMPLES
 *
 * Each line of EXAMPLES is a gesture, 0 to 3, and 32 samples of x, y and z. The
 * program guesses each before it is told, learns from every eight, and saves.
 * It may be stopped at any moment: started again on the same lines, it goes on
 * behind the last that it has learned from. */
#include "gestures.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { BATCH = 8, VALUES = 32 * 3, CLASSES = 4 };

static void require(sinter_status status, const char *what) {
  if (status == SINTER_OK)
    return;
  fprintf(stderr, "error: `%s`: %s\n", what, sinter_status_text(status));
  exit(1);
}

static size_t larger(size_t a, size_t b) { return a > b ? a : b; }

static int read_example(float *window, int32_t *gesture) {
  if (scanf("%" SCNd32, gesture) != 1)
    return 0;
  for (int i = 0; i < VALUES; ++i)
    if (scanf("%f", &window[i]) != 1)
      return 0;
  return *gesture >= 0 && *gesture < CLASSES;
}

static int32_t guess(const gestures_training *training, const float *window,
                     void *workspace) {
  float logits[CLASSES];
  require(gestures_predict(training, window, logits, workspace, NULL), "guess");
  int32_t best = 0;
  for (int32_t i = 1; i < CLASSES; ++i)
    best = logits[i] > logits[best] ? i : best;
  return best;
}

int main(int count, char **arguments) {
  if (count != 2) {
    fprintf(stderr, "usage: %s STATE < EXAMPLES\n", arguments[0]);
    return 1;
  }
  const char *path = arguments[1];
  void *memory = aligned_alloc(64, gestures_training_size());
  void *workspace =
      aligned_alloc(64, larger(gestures_train_step_workspace_size(),
                               gestures_predict_workspace_size()));
  if (!memory || !workspace)
    return 1;

  gestures_training training;
  require(gestures_training_init(&training, memory, 1), "start");
  if (access(path, F_OK) == 0 || errno != ENOENT) /* else the first time */
    require(gestures_training_load(&training, path), path);

  static float windows[BATCH * VALUES];
  int32_t gestures[BATCH];
  int64_t known = gestures_training_steps(&training) * BATCH;
  int filled = 0, right = 0;
  while (read_example(&windows[filled * VALUES], &gestures[filled])) {
    if (known > 0) {
      --known;
      continue;
    }
    const float *window = &windows[filled * VALUES];
    right += guess(&training, window, workspace) == gestures[filled];
    if (++filled < BATCH)
      continue;
    gestures_train_step_report report;
    require(gestures_train_step(&training, windows, gestures, 1.0f, &report,
                                workspace, NULL),
            "learn");
    require(gestures_training_save(&training, path), path);
    printf("step %" PRId64 ": loss %.3f, %d of %d guessed\n",
           gestures_training_steps(&training), (double)report.loss, right,
           BATCH);
    filled = right = 0;
  }
  free(workspace);
  free(memory);
  return 0;
}
