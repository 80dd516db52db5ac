/* phases.c: phases STEPS WHOLE PARTS trains twice from the same start, by train_step and by grad and apply, and saves both. Fails if what they report differs, or
 * if grad of a loss but the last has changed anything: called again, it gives the same bits. */
#include "phases.h"
#include "training.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { VALUES = 36, JUDGE = 64, ALL = 168 };

/* Rounding of means of 6 terms and of what it makes of the weights in a few steps. */
static void near(const char *name, float a, float b) {
  if (fabsf(a - b) <= 1e-5f * fmaxf(1, fabsf(a)))
    return;
  fprintf(stderr, "error: `%s` is %g by a step, %g by its parts\n", name, a, b);
  exit(1);
}

int main(int count, char **words) {
  const int steps = count == 4 ? atoi(words[1]) : 0;
  phases_training whole, parts;
  void *workspace = fresh(1 << 20);
  float real[VALUES], first[JUDGE], second[JUDGE], third[ALL], again[JUDGE];
  game_train_step_report told;
  game_grad_1_report one;
  game_grad_2_report two;
  game_grad_3_report three;
  check(phases_training_init(&whole, fresh(phases_training_size()), 3));
  check(phases_training_init(&parts, fresh(phases_training_size()), 3));
  for (int step = 0; step < steps; ++step) {
    for (int i = 0; i < VALUES; ++i)
      real[i] = sinf((float)(i + 7 * step));
    check(game_train_step(&whole, real, 0.7f, &told, workspace, NULL));
    check(game_grad_1(&parts, real, first, &one, workspace, NULL));
    check(game_grad_2(&parts, first, real, 0.7f, second, &two, workspace, NULL));
    check(game_grad_1(&parts, real, again, &one, workspace, NULL));
    if (memcmp(first, again, sizeof first) != 0)
      return 2;
    check(game_grad_2(&parts, first, real, 0.7f, again, &two, workspace, NULL));
    if (memcmp(second, again, sizeof second) != 0)
      return 3;
    check(game_grad_3(&parts, first, second, real, 0.7f, third, &three, workspace, NULL));
    check(game_apply(&parts, first, second, third, 0.7f, workspace, NULL));
    near("loss_1", told.loss_1, one.loss_1);
    near("loss_2", told.loss_2, two.loss_2);
    near("loss_3", told.loss_3, three.loss_3);
    near("mean", told.mean, three.mean);
  }
  if (steps == 0)
    return 4;
  check(phases_training_save(&whole, words[2]));
  check(phases_training_save(&parts, words[3]));
  return 0;
}
