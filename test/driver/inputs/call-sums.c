/* call-sums.c: one call of sums_infer with weights from a file on a processor with the features CPU, a sum of SINTER_CPU constants; writes
 * the scores. The runtime's own look at the processor is weak, and gives way to the one here. */
#include "sums.h"

#include <stdio.h>
#include <stdlib.h>

static uint32_t cpu;

sinter_status sinter_v1_check_cpu(uint32_t features);
sinter_status sinter_v1_check_cpu(uint32_t features) { return (features & ~cpu) == 0 ? SINTER_OK : SINTER_UNSUPPORTED_CPU; }

int main(int argc, char **argv) {
  static float features[200 * 3001], scores[200];
  sums_weights weights;
  if (argc != 3)
    return 1;
  cpu = (uint32_t)atoi(argv[2]);
  for (int i = 0; i < 200 * 3001; ++i)
    features[i] = (float)(i % 97) / 97;
  const sinter_status status = sums_weights_map(argv[1], &weights);
  if (status != SINTER_OK) {
    puts(sinter_status_text(status));
    return 1;
  }
  void *workspace = aligned_alloc(64, (sums_infer_workspace_size() + 64) / 64 * 64);
  if (!workspace || sums_infer(&weights, features, scores, workspace, NULL) != SINTER_OK)
    return 1;
  sums_weights_unmap(&weights);
  free(workspace);
  return fwrite(scores, sizeof scores, 1, stdout) == 1 ? 0 : 1;
}
