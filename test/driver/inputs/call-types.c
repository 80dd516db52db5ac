/* call-types.c: call-types FOLDER: calls types.sn on 3 pictures,
 * FOLDER/image.bin and the like, and writes the outputs beside them. */
#include "types.h"

#include <stdio.h>
#include <stdlib.h>

enum { N = 3, PIXELS = N * 4 * 4 };

static const char *folder;

static FILE *open_file(const char *name, const char *mode) {
  char path[4096];
  snprintf(path, sizeof(path), "%s/%s.bin", folder, name);
  FILE *file = fopen(path, mode);
  if (!file) {
    perror(path);
    exit(1);
  }
  return file;
}

static void read_input(const char *name, void *data, size_t bytes) {
  FILE *file = open_file(name, "rb");
  if (fread(data, 1, bytes, file) != bytes)
    exit(1);
  fclose(file);
}

static void write_output(const char *name, const void *data, size_t bytes) {
  FILE *file = open_file(name, "wb");
  if (fwrite(data, 1, bytes, file) != bytes || fclose(file))
    exit(1);
}

int main(int argc, char **argv) {
  static uint8_t image[PIXELS * 3], mask[PIXELS], bytes[PIXELS * 3],
      large[PIXELS * 3];
  static int32_t index[N], where[PIXELS];
  static float picked[PIXELS * 3];
  if (argc != 2)
    return 2;
  folder = argv[1];
  read_input("image", image, sizeof(image));
  read_input("index", index, sizeof(index));
  read_input("mask", mask, sizeof(mask));

  types_weights weights;
  sinter_status status = types_weights_embedded(&weights);
  void *workspace = aligned_alloc(64, types_infer_workspace_size(N));
  if (status == SINTER_OK)
    status = types_infer(&weights, N, image, index, mask, picked, bytes, where,
                         large, workspace, NULL);
  free(workspace);
  if (status != SINTER_OK) {
    fprintf(stderr, "%s\n", sinter_status_text(status));
    return 1;
  }
  write_output("picked", picked, sizeof(picked));
  write_output("bytes", bytes, sizeof(bytes));
  write_output("where", where, sizeof(where));
  write_output("large", large, sizeof(large));
  return 0;
}
