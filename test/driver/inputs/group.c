/* group.c: group STEPS WHOLE PARTS trains twice from the same start, by train_step, and by two threads that stand for processes, and saves both. Fails if the
 * two do not have the same bits, or where a group that cannot sum is not told so. */
#include "group.h"
#include "training.h"

#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PROCESSES = 2, ROWS = 3, WIDTH = 5, MOST = 256, GRADIENTS = 8 * 5 + 8 + 8 + 3 * 8 + 3 };

static pthread_barrier_t barrier;
static float shared[PROCESSES][MOST];
static int steps;
static group_training states[PROCESSES];

/* The sum over the threads, in their order. */
static int32_t sum(void *group, float *values, size_t count) {
  const int process = *(const int *)group;
  if (count > MOST)
    return 1;
  memcpy(shared[process], values, count * sizeof *values);
  pthread_barrier_wait(&barrier);
  for (size_t i = 0; i < count; ++i)
    values[i] = shared[0][i] + shared[1][i];
  pthread_barrier_wait(&barrier);
  return 0;
}

static void fill(float *x, int32_t *label, int step) {
  for (int i = 0; i < PROCESSES * ROWS * WIDTH; ++i)
    x[i] = sinf((float)(i + 7 * step));
  for (int i = 0; i < PROCESSES * ROWS; ++i)
    label[i] = (i + step) % 3;
}

static void *run(void *argument) {
  int process = *(int *)argument;
  sinter_context context = {.size = sizeof context, .process = process, .processes = PROCESSES, .group = &process, .sum = sum};
  float x[PROCESSES * ROWS * WIDTH], gradients[GRADIENTS];
  int32_t label[PROCESSES * ROWS];
  net_grad_report report;
  void *workspace = fresh(net_grad_workspace_size() + net_apply_workspace_size());
  for (int step = 0; step < steps; ++step) {
    fill(x, label, step);
    check(net_grad(&states[process], x + process * ROWS * WIDTH, label + process * ROWS, gradients, &report, workspace, &context));
    sum(&process, gradients, GRADIENTS);
    for (int i = 0; i < GRADIENTS; ++i)
      gradients[i] /= PROCESSES;
    check(net_apply(&states[process], gradients, 1, workspace, NULL));
  }
  return NULL;
}

int main(int count, char **words) {
  if (count != 4)
    return 2;
  steps = atoi(words[1]);
  group_training whole;
  check(group_training_init(&whole, fresh(group_training_size()), 3));
  pthread_t threads[PROCESSES];
  int numbers[PROCESSES] = {0, 1};
  pthread_barrier_init(&barrier, NULL, PROCESSES);
  for (int i = 0; i < PROCESSES; ++i)
    check(group_training_init(&states[i], fresh(group_training_size()), 3));
  for (int i = 0; i < PROCESSES; ++i)
    pthread_create(&threads[i], NULL, run, &numbers[i]);
  for (int i = 0; i < PROCESSES; ++i)
    pthread_join(threads[i], NULL);
  float x[PROCESSES * ROWS * WIDTH], gradients[GRADIENTS];
  int32_t label[PROCESSES * ROWS];
  net_train_step_report report;
  net_grad_report own;
  void *workspace = fresh(net_train_step_workspace_size() + net_grad_workspace_size());
  for (int step = 0; step < steps; ++step) {
    fill(x, label, step);
    check(net_train_step(&whole, x, label, 1, &report, workspace, NULL));
  }
  if (memcmp(states[0].data, states[1].data, states[0].bytes) != 0) {
    fprintf(stderr, "error: the processes have other states\n");
    return 3;
  }
  check(group_training_save(&whole, words[2]));
  check(group_training_save(&states[0], words[3]));
  sinter_context mute = {.size = sizeof mute, .processes = PROCESSES};
  if (net_grad(&states[0], x, label, gradients, &own, workspace, &mute) != SINTER_KERNEL_FAILED)
    return 4;
  /* An older program knows nothing of processes. */
  mute.size = offsetof(sinter_context, process);
  check(net_grad(&states[0], x, label, gradients, &own, workspace, &mute));
  return 0;
}
