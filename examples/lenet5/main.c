/* main.c: classifies a file of images with the compiled LeNet-5, and says how often and how fast it is right.
 *
 *   lenet5 IMAGES LABELS [LEAST_ACCURACY]
 *
 * IMAGES and LABELS are idx files (as MNIST and Fashion-MNIST come, unzipped). Exits with 1 when something is
 * wrong with them, or when fewer than LEAST_ACCURACY (a fraction) of the images are recognised.
 * Needs lenet5.h and liblenet5.a from `sinter compile lenet5.sn`, and the C library. */
#define _POSIX_C_SOURCE 200809L
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "lenet5.h"

enum { PIXELS = 28 * 28, CLASSES = 10 };

/* What an idx file holds: `count` items of `size` bytes each, one after the other. */
typedef struct {
  unsigned char *bytes; /* the whole file; items begin after the header */
  const unsigned char *items;
  size_t count;
} idx_file;

static size_t big_endian(const unsigned char *at) {
  return (size_t)at[0] << 24 | (size_t)at[1] << 16 | (size_t)at[2] << 8 | at[3];
}

/* Reads the whole file. Returns null after saying why; the caller frees the bytes. */
static unsigned char *read_file(const char *path, size_t *length) {
  struct stat info;
  FILE *file = fopen(path, "rb");
  unsigned char *bytes = NULL;
  if (!file || fstat(fileno(file), &info) != 0 || !S_ISREG(info.st_mode)) {
    fprintf(stderr, "error: `%s` is not a file that can be read\n", path);
  } else {
    *length = (size_t)info.st_size;
    bytes = (unsigned char *)malloc(*length + 1);
    if (!bytes || fread(bytes, 1, *length, file) != *length) {
      fprintf(stderr, "error: `%s` could not be read to its end\n", path);
      free(bytes);
      bytes = NULL;
    }
  }
  if (file)
    fclose(file);
  return bytes;
}

/* Reads an idx file of unsigned bytes with `rank` dimensions whose items are `size` bytes.
 * The header is two zeros, the type (8: unsigned byte), the rank, then each length as four big-endian bytes.
 * Returns 0 after saying what is wrong. */
static int read_idx(const char *path, int rank, size_t size, idx_file *out) {
  size_t length = 0, header = 4 + 4 * (size_t)rank, item = 1;
  out->bytes = read_file(path, &length);
  if (!out->bytes)
    return 0;
  if (length < header || out->bytes[0] || out->bytes[1] || out->bytes[2] != 8 || out->bytes[3] != rank) {
    fprintf(stderr, "error: `%s` is not an idx file of bytes with %d dimensions\n", path, rank);
    return 0;
  }
  for (int i = 1; i < rank; ++i) {
    size_t extent = big_endian(out->bytes + 4 + 4 * i);
    item = extent <= size ? item * extent : size + 1;
  }
  out->items = out->bytes + header;
  out->count = big_endian(out->bytes + 4);
  if (item != size) {
    fprintf(stderr, "error: `%s` needs items of %zu bytes\n", path, size);
    return 0;
  }
  if (out->count == 0 || out->count > (length - header) / size) {
    fprintf(stderr, "error: `%s` promises %zu items but holds %zu\n", path, out->count, (length - header) / size);
    return 0;
  }
  return 1;
}

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* Draws a bar on a terminal; elsewhere a line for each quarter. Call it once a hundredth of the way. */
static void show_progress(int percent) {
  static const char bar[] = "##################################################";
  if (isatty(STDERR_FILENO))
    fprintf(stderr, "\rclassifying [%-50.*s] %3d %%%s", percent / 2, bar, percent, percent == 100 ? "\n" : "");
  else if (percent % 25 == 0)
    fprintf(stderr, "classifying: %d %%\n", percent);
}

/* Runs the network on every image. Counts the right answers, and the seconds spent inside the network. */
static sinter_status classify(const lenet5_weights *weights, const idx_file *images, const idx_file *labels,
                              void *workspace, size_t *right, double *spent) {
  float image[PIXELS], logits[CLASSES];
  int shown = 0;
  for (size_t n = 0; n < images->count; ++n) {
    for (int i = 0; i < PIXELS; ++i)
      image[i] = (float)images->items[n * PIXELS + (size_t)i] / 255.0f;

    double begin = seconds();
    sinter_status status = lenet5_infer(weights, image, logits, workspace, NULL);
    *spent += seconds() - begin;
    if (status != SINTER_OK)
      return status;

    int best = 0;
    for (int i = 1; i < CLASSES; ++i)
      if (logits[i] > logits[best])
        best = i;
    *right += best == labels->items[n];

    int percent = (int)(100 * (n + 1) / images->count);
    while (shown < percent)
      show_progress(++shown);
  }
  return SINTER_OK;
}

/* Bytes of this program's own file, 0 where that cannot be told. */
static long long program_bytes(const char *name) {
  struct stat info;
  if (stat("/proc/self/exe", &info) != 0 && stat(name, &info) != 0)
    return 0;
  return (long long)info.st_size;
}

static int run(const char *program, const idx_file *images, const idx_file *labels, double least) {
  lenet5_weights weights;
  size_t right = 0;
  double spent = 0;
  sinter_status status = lenet5_weights_embedded(&weights);

  /* aligned_alloc wants a multiple of the alignment. */
  size_t bytes = (lenet5_infer_workspace_size() + 63) / 64 * 64;
  void *workspace = aligned_alloc(64, bytes ? bytes : 64);
  if (!workspace) {
    fprintf(stderr, "error: no memory for a workspace of %zu bytes\n", bytes);
    return 1;
  }
  if (status == SINTER_OK)
    status = classify(&weights, images, labels, workspace, &right, &spent);
  free(workspace);
  if (status != SINTER_OK) {
    fprintf(stderr, "error: %s\n", sinter_status_text(status));
    return 1;
  }

  double accuracy = (double)right / (double)images->count;
  printf("accuracy      %.4f (%zu of %zu images)\n", accuracy, right, images->count);
  printf("speed         %.0f images per second, one thread\n", (double)images->count / spent);
  printf("program size  %lld bytes, weights included\n", program_bytes(program));
  if (accuracy >= least)
    return 0;
  fprintf(stderr, "error: the accuracy is %.4f, but at least %.4f was asked for\n", accuracy, least);
  return 1;
}

int main(int argc, char **argv) {
  idx_file images = {NULL, NULL, 0}, labels = {NULL, NULL, 0};
  int result = 1;
  if (argc < 3 || argc > 4) {
    fprintf(stderr, "usage: %s IMAGES LABELS [LEAST_ACCURACY]\n", argv[0]);
    return 2;
  }
  if (read_idx(argv[1], 3, PIXELS, &images) && read_idx(argv[2], 1, 1, &labels)) {
    if (images.count == labels.count)
      result = run(argv[0], &images, &labels, argc == 4 ? atof(argv[3]) : 0.0);
    else
      fprintf(stderr, "error: there are %zu images but %zu labels\n", images.count, labels.count);
  }
  free(images.bytes);
  free(labels.bytes);
  return result;
}
