/* border.c: zeroes the stored border of a tensor.
 *
 * A convolution with padding reads a frame of zeros around its input. The frame
 * is stored, so that no kernel has to test for the edge. In memory it falls
 * into runs, one before the first row, one between two rows, one after the
 * last:
 *
 *   0 0 0 0 0
 *   0 x x x 0     first run: 6 zeros; between the rows: 2; last run: 6
 *   0 x x x 0
 *   0 0 0 0 0
 */
#include "sinter/generated.h"
#include "weak.h"

#include <string.h>

/* Zeroes `bytes` at `at` and returns their end; an empty run, which has no
 * border to write, costs no call. */
static unsigned char *zero_run(unsigned char *at, size_t bytes) {
  if (bytes != 0)
    memset(at, 0, bytes);
  return at + bytes;
}

SINTER_WEAK void sinter_v1_zero_border(void *base,
                                       const sinter_border *border) {
  const size_t inner = (size_t)border->inner_bytes;
  const size_t left = (size_t)border->left * inner;
  const size_t right = (size_t)border->right * inner;
  const size_t body = (size_t)border->width * inner;
  const size_t row = left + body + right;
  const size_t top = (size_t)border->top * row;
  const size_t bottom = (size_t)border->bottom * row;

  unsigned char *at = base;
  for (int64_t plane = 0; plane < border->outer; ++plane) {
    if (border->height == 0) {
      at = zero_run(at, top + bottom);
      continue;
    }
    at = zero_run(at, top + left) + body;
    if (left + right == 0)
      at += body * (size_t)(border->height - 1);
    for (int64_t y = 1; left + right != 0 && y < border->height; ++y)
      at = zero_run(at, right + left) + body;
    at = zero_run(at, right + bottom);
  }
}
