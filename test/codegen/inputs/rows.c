/* rows.c: an entry with an open dimension, called at sizes in and out of its
 * range: each row is what a call with it alone gives, and nothing else is
 * written.
 *
 * Usage: rows [rows.weights]. Prints nothing and exits with 0 when all is well,
 * else with the line. */
#include "rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHECK(condition)                                                       \
  do                                                                           \
    if (!(condition)) {                                                        \
      fprintf(stderr, "line %d: %s\n", __LINE__, #condition);                  \
      exit(1);                                                                 \
    }                                                                          \
  while (0)

enum { MOST = 64, PIXELS = 6 * 6 * 3, CLASSES = 10, LINES = 3 * 16, SHIFTS = 16 };

typedef struct outputs {
  float probs[(MOST + 1) * CLASSES], lines[(MOST + 1) * LINES], soft[SHIFTS];
} outputs;

static float image[MOST * PIXELS], shift[SHIFTS];
static outputs alone, together;

static sinter_status call(const rows_weights *weights, size_t n, size_t first,
                          outputs *out, const sinter_context *context) {
  enum { GUARD = 256 };
  size_t bytes = rows_infer_workspace_size(n);
  char *workspace = (char *)aligned_alloc(64, bytes + GUARD);
  memset(workspace, 0xa5, bytes + GUARD);
  sinter_status status =
      rows_infer(weights, n, image + first * PIXELS, shift, out->probs + first * CLASSES,
                 out->lines + first * LINES, out->soft, workspace, context);
  for (size_t i = bytes; i < bytes + GUARD; ++i)
    CHECK((unsigned char)workspace[i] == 0xa5);
  free(workspace);
  return status;
}

static void check_size(const rows_weights *weights, size_t n,
                       const sinter_context *context) {
  memset(&together, 0x7f, sizeof together);
  CHECK(call(weights, n, 0, &together, context) == SINTER_OK);
  CHECK(memcmp(together.probs, alone.probs, n * CLASSES * sizeof(float)) == 0);
  CHECK(memcmp(together.lines, alone.lines, n * LINES * sizeof(float)) == 0);
  CHECK(memcmp(together.soft, alone.soft, sizeof alone.soft) == 0);
  for (size_t i = n * CLASSES * sizeof(float); i < sizeof together.probs; ++i)
    CHECK(((unsigned char *)together.probs)[i] == 0x7f);
  for (size_t i = n * LINES * sizeof(float); i < sizeof together.lines; ++i)
    CHECK(((unsigned char *)together.lines)[i] == 0x7f);
}

static void check_refused(const rows_weights *weights, size_t n) {
  memset(&together, 0x7f, sizeof together);
  CHECK(rows_infer_workspace_size(n) == 0);
  char *workspace = (char *)aligned_alloc(64, rows_infer_workspace_size(MOST));
  CHECK(rows_infer(weights, n, image, shift, together.probs, together.lines,
                   together.soft, workspace, NULL) == SINTER_OUT_OF_RANGE);
  for (size_t i = 0; i < sizeof together; ++i)
    CHECK(((unsigned char *)&together)[i] == 0x7f);
  free(workspace);
}

int main(int argc, char **argv) {
  rows_weights weights;
#ifdef EMBEDDED
  CHECK(rows_weights_embedded(&weights) == SINTER_OK);
#else
  CHECK(argc == 2 && rows_weights_map(argv[1], &weights) == SINTER_OK);
#endif
  (void)argc, (void)argv;
  for (int i = 0; i < MOST * PIXELS; ++i)
    image[i] = (float)(i * 7 % 31) * 0.0625f - 1.0f;
  for (int i = 0; i < SHIFTS; ++i)
    shift[i] = (float)i * 0.25f;

  /* A workspace for n is no larger than n asks. */
  size_t one = rows_infer_workspace_size(1), two = rows_infer_workspace_size(2);
  CHECK(one % 64 == 0 && two > one && two < 2 * one);
  CHECK(rows_infer_workspace_size(MOST) == one + (MOST - 1) * (two - one));

  for (size_t row = 0; row < MOST; ++row)
    CHECK(call(&weights, 1, row, &alone, NULL) == SINTER_OK);
  CHECK(memcmp(alone.probs, alone.probs + CLASSES, CLASSES * sizeof(float)) != 0);

  static const size_t sizes[] = {1, 2, 3, 5, 6, 7, 13, 63, 64};
  for (int threads = 1; threads <= 3; ++threads) {
    sinter_context context;
    void *pool = malloc(sinter_pool_size(threads));
    CHECK(sinter_pool_init(pool, sinter_pool_size(threads), threads, &context) == SINTER_OK);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; ++i)
      check_size(&weights, sizes[i], &context);
    sinter_pool_destroy(&context);
    free(pool);
  }
  check_size(&weights, 3, NULL);

  check_refused(&weights, 0);
  check_refused(&weights, MOST + 1);
  check_refused(&weights, SIZE_MAX);
  rows_weights_unmap(&weights);
  return 0;
}
