/* border.c: the border is zero, everything else keeps its bytes, against a test
 * of each byte by its coordinates. */
#include "check.h"
#include "sinter/generated.h"

#include <string.h>

enum { GUARD = 64, FILL = 0xa5 };

static void check_border(const sinter_border *b) {
  const int64_t rows = b->top + b->height + b->bottom;
  const int64_t columns = b->left + b->width + b->right;
  const size_t size = (size_t)(b->outer * rows * columns * b->inner_bytes);
  unsigned char *memory = malloc(size + 2 * GUARD);
  CHECK(memory);
  memset(memory, FILL, size + 2 * GUARD);
  sinter_v1_zero_border(memory + GUARD, b);

  const unsigned char *at = memory;
  for (int i = 0; i < GUARD; ++i)
    CHECK(*at++ == FILL);
  for (int64_t plane = 0; plane < b->outer; ++plane)
    for (int64_t y = 0; y < rows; ++y)
      for (int64_t x = 0; x < columns; ++x) {
        const int inside = y >= b->top && y < b->top + b->height &&
                           x >= b->left && x < b->left + b->width;
        for (int64_t i = 0; i < b->inner_bytes; ++i)
          CHECK(*at++ == (inside ? FILL : 0));
      }
  for (int i = 0; i < GUARD; ++i)
    CHECK(*at++ == FILL);
  free(memory);
}

int main(void) {
  /* Every mixture of present and absent sides, on small and on empty planes. */
  for (int sides = 0; sides < 16; ++sides)
    for (int64_t height = 0; height <= 3; ++height)
      for (int64_t width = 0; width <= 3; ++width)
        for (int64_t outer = 0; outer <= 2; ++outer) {
          const sinter_border border = {outer,
                                        height,
                                        width,
                                        4,
                                        (sides & 1) ? 1 : 0,
                                        (sides & 2) ? 2 : 0,
                                        (sides & 4) ? 3 : 0,
                                        (sides & 8) ? 1 : 0};
          check_border(&border);
        }
  /* A blocked activation of ResNet, and one byte an element. */
  check_border(&(sinter_border){4, 56, 56, 64, 1, 1, 1, 1});
  check_border(&(sinter_border){3, 7, 11, 1, 3, 2, 3, 2});
  return 0;
}
