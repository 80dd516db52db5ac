/* infers-only.c: calls one entry of a text that exports four, and no training function. */
#include "lenet5.h"

#include <stdlib.h>

int main(void) {
  static float image[28 * 28];
  float logits[10];
  lenet5_weights weights;
  void *workspace = aligned_alloc(64, (lenet5_infer_workspace_size() + 63) / 64 * 64);
  sinter_status status = lenet5_weights_embedded(&weights);
  if (status == SINTER_OK)
    status = lenet5_infer(&weights, image, logits, workspace, NULL);
  free(workspace);
  return status != SINTER_OK;
}
