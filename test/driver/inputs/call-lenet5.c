/* call-lenet5.c: one call of lenet5_infer: 784 floats on standard input, 10 on standard output. */
#include "lenet5.h"

#include <stdio.h>
#include <stdlib.h>

int main(void) {
  static float image[784], logits[10];
  lenet5_weights weights;
  void *workspace = aligned_alloc(64, (lenet5_infer_workspace_size() + 63) / 64 * 64);
  if (!workspace || fread(image, sizeof image, 1, stdin) != 1)
    return 1;
  if (lenet5_weights_embedded(&weights) != SINTER_OK ||
      lenet5_infer(&weights, image, logits, workspace, NULL) != SINTER_OK)
    return 1;
  free(workspace);
  return fwrite(logits, sizeof logits, 1, stdout) == 1 ? 0 : 1;
}
