/* main.c: says what is on the first images of an idx file, as Fashion-MNIST has them.
 *
 *   clothes t10k-images-idx3-ubyte
 */
#include "lenet5.h"

#include <stdio.h>
#include <stdlib.h>

enum { HEADER = 16, PIXELS = 28 * 28, CLASSES = 10, SHOWN = 5 };

static const char *const names[CLASSES] = {"t-shirt", "trousers", "pullover", "dress",   "coat",
                                           "sandal",  "shirt",    "sneaker",  "handbag", "ankle boot"};

/* Reads the next image of the file as numbers from 0 to 1; 0 at its end. */
static int next_image(FILE *file, float image[PIXELS]) {
  unsigned char bytes[PIXELS];
  if (fread(bytes, 1, PIXELS, file) != PIXELS)
    return 0;
  for (int i = 0; i < PIXELS; ++i)
    image[i] = (float)bytes[i] / 255.0f;
  return 1;
}

static sinter_status classify_all(FILE *file, void *workspace) {
  float image[PIXELS], logits[CLASSES];
  lenet5_weights weights;
  sinter_status status = lenet5_weights_embedded(&weights);
  for (int shown = 0; status == SINTER_OK && shown < SHOWN && next_image(file, image); ++shown) {
    int best = 0;
    status = lenet5_infer(&weights, image, logits, workspace, NULL);
    for (int i = 1; i < CLASSES; ++i)
      if (logits[i] > logits[best])
        best = i;
    if (status == SINTER_OK)
      printf("%s\n", names[best]);
  }
  return status;
}

int main(int argc, char **argv) {
  if (argc != 2) {
    fprintf(stderr, "usage: %s IMAGES\n", argv[0]);
    return 2;
  }
  FILE *file = fopen(argv[1], "rb");
  if (!file || fseek(file, HEADER, SEEK_SET) != 0) {
    fprintf(stderr, "error: cannot read `%s`\n", argv[1]);
    return 1;
  }
  /* aligned_alloc wants a multiple of the alignment. */
  void *workspace = aligned_alloc(64, (lenet5_infer_workspace_size() + 63) / 64 * 64);
  sinter_status status = SINTER_KERNEL_FAILED;
  if (workspace)
    status = classify_all(file, workspace);
  free(workspace);
  fclose(file);
  if (status == SINTER_OK)
    return 0;
  fprintf(stderr, "error: %s\n", workspace ? sinter_status_text(status) : "no memory for a workspace");
  return 1;
}
