/* twins.c: two models whose kernels are equal give equal results in one program. */
#include "tiny.h"
#include "twin.h"

#include <stdlib.h>
#include <string.h>

int main(void) {
  float image[512], first[8], second[8];
  tiny_weights tiny;
  twin_weights twin;
  void *workspace = aligned_alloc(64, (tiny_infer_workspace_size() + 63) / 64 * 64);
  for (int i = 0; i < 512; ++i)
    image[i] = (float)(i % 7);
  if (tiny_weights_embedded(&tiny) != SINTER_OK || twin_weights_embedded(&twin) != SINTER_OK)
    return 2;
  if (tiny_infer(&tiny, image, first, workspace, NULL) != SINTER_OK ||
      twin_infer(&twin, image, second, workspace, NULL) != SINTER_OK)
    return 3;
  free(workspace);
  return memcmp(first, second, sizeof first) != 0;
}
