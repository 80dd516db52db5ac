/* process.c: what the kernels of one of several processes that share a batch
 * ask of the others. They are launched as compiled kernels are, on one thread,
 * and get the context as their last buffer.
 */
#include "context.h"
#include "sinter/generated.h"
#include "weak.h"

#include <string.h>

static int32_t count_processes(const sinter_context *context) {
  return context && HAS(context, processes) && context->processes > 1
             ? context->processes
             : 1;
}

SINTER_WEAK int32_t sinter_v1_process_index(void *const *buffers, void *scratch,
                                            int32_t first_task,
                                            int32_t last_task) {
  (void)scratch, (void)first_task, (void)last_task;
  const sinter_context *context = buffers[1];
  int64_t *index = buffers[0];
  const int32_t processes = count_processes(context);
  *index = processes > 1 ? context->process : 0;
  return *index < 0 || *index >= processes;
}

SINTER_WEAK int32_t sinter_v1_process_count(void *const *buffers, void *scratch,
                                            int32_t first_task,
                                            int32_t last_task) {
  (void)scratch, (void)first_task, (void)last_task;
  int64_t *count = buffers[0];
  *count = count_processes(buffers[1]);
  return 0;
}

SINTER_WEAK int32_t sinter_v1_process_mean(void *const *buffers, void *scratch,
                                           int32_t first_task,
                                           int32_t last_task) {
  (void)scratch;
  const float *values = buffers[0];
  float *means = buffers[1];
  const sinter_context *context = buffers[2];
  memcpy(means + first_task, values + first_task,
         (size_t)(last_task - first_task) * sizeof *means);
  const int32_t processes = count_processes(context);
  if (processes == 1)
    return 0;
  if (!HAS(context, sum) || !context->sum ||
      context->sum(context->group, means + first_task,
                   (size_t)(last_task - first_task)) != 0)
    return 1;
  for (int32_t i = first_task; i < last_task; ++i)
    means[i] /= (float)processes;
  return 0;
}
