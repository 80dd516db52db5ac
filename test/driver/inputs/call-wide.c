/* call-wide.c: one call of wide_infer with weights from a file: 784 floats on standard input, 10 on standard output. */
#include "wide.h"

#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv) {
  static float features[784], scores[10];
  wide_weights weights;
  void *workspace = aligned_alloc(64, (wide_infer_workspace_size() + 63) / 64 * 64);
  if (argc != 2 || !workspace || fread(features, sizeof features, 1, stdin) != 1)
    return 1;
  if (wide_weights_map(argv[1], &weights) != SINTER_OK ||
      wide_infer(&weights, features, scores, workspace, NULL) != SINTER_OK)
    return 1;
  wide_weights_unmap(&weights);
  free(workspace);
  return fwrite(scores, sizeof scores, 1, stdout) == 1 ? 0 : 1;
}
