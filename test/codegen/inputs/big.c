/* big.c: runs the model with the weights in a file, or with those in the
 * library where EMBEDDED is defined. Prints the status and the outputs' bits. */
#include "big.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(int argc, char **argv) {
  float x[999], y[7];
  big_weights weights;
  void *workspace = aligned_alloc(64, (big_infer_workspace_size() + 63) / 64 * 64);
  memset(&weights, 0xff, sizeof weights);
#ifdef EMBEDDED
  (void)argc, (void)argv;
  sinter_status status = big_weights_embedded(&weights);
#else
  sinter_status status = big_weights_map(argc > 1 ? argv[1] : NULL, &weights);
#endif
  if (status != SINTER_OK) {
    printf("status %d, data %s\n", (int)status, weights.data ? "set" : "null");
    return 1;
  }
  for (int i = 0; i < 999; ++i)
    x[i] = (float)(i % 13) * 0.25f - 1.0f;
  status = big_infer(&weights, x, y, workspace, NULL);
  printf("status %d:", (int)status);
  for (int i = 0; i < 7; ++i) {
    uint32_t bits;
    memcpy(&bits, &y[i], sizeof bits);
    printf(" %08x", (unsigned)bits);
  }
  printf("\n");
  big_weights_unmap(&weights);
  free(workspace);
  return weights.data != NULL;
}
