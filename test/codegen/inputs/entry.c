/* entry.c: how an entry treats its arguments, its workspace and its context.
 *
 * Prints nothing and exits with 0 when all is well, else with the line. */
#include "tiny.h"

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

enum { PIXELS = 16 * 16 * 2, CLASSES = 8 };

static float image[PIXELS + 1], logits[CLASSES + 1], first[CLASSES];
static char names[256];

/* Appends `index:name` to `profile`, which is `names`. */
static void note(void *profile, int32_t kernel, const char *name,
                 int64_t begin_ns, int64_t end_ns) {
  char text[64];
  snprintf(text, sizeof text, "%d:%s ", (int)kernel, name);
  strcat((char *)profile, text);
  CHECK(begin_ns <= end_ns);
}

static int is_untouched(void) {
  for (int i = 0; i < CLASSES; ++i)
    if (logits[i] != 7.0f)
      return 0;
  return 1;
}

static void check_arguments(const tiny_weights *weights, char *workspace) {
  float *volatile null_floats = NULL;
  float *volatile odd_image = (float *)(void *)((char *)image + 2);
  float *volatile odd_logits = (float *)(void *)((char *)logits + 1);
  tiny_weights zero;
  memset(&zero, 0, sizeof zero);
  CHECK(tiny_infer(NULL, image, logits, workspace, NULL) == SINTER_NULL_ARGUMENT);
  CHECK(tiny_infer(&zero, image, logits, workspace, NULL) == SINTER_NULL_ARGUMENT);
  CHECK(tiny_infer(weights, null_floats, logits, workspace, NULL) == SINTER_NULL_ARGUMENT);
  CHECK(tiny_infer(weights, image, null_floats, workspace, NULL) == SINTER_NULL_ARGUMENT);
  CHECK(tiny_infer(weights, image, logits, NULL, NULL) == SINTER_NULL_ARGUMENT);
  CHECK(tiny_infer(weights, odd_image, logits, workspace, NULL) == SINTER_MISALIGNED);
  CHECK(tiny_infer(weights, image, odd_logits, workspace, NULL) == SINTER_MISALIGNED);
  CHECK(tiny_infer(weights, image, logits, workspace + 32, NULL) == SINTER_MISALIGNED);
  tiny_weights others = *weights;
  others.size += 64;
  CHECK(tiny_infer(&others, image, logits, workspace, NULL) == SINTER_WEIGHTS_MISMATCH);
  CHECK(is_untouched());
}

int main(void) {
  size_t bytes = tiny_infer_workspace_size();
  CHECK(bytes > 0 && bytes % 64 == 0);
  char *workspace = (char *)aligned_alloc(64, bytes);
  tiny_weights weights;
  for (int i = 0; i < PIXELS; ++i)
    image[i] = (float)(i % 17) * 0.125f - 1.0f;
  for (int i = 0; i < CLASSES; ++i)
    logits[i] = 7.0f;

  CHECK(tiny_weights_embedded(NULL) == SINTER_NULL_ARGUMENT);
  CHECK(tiny_weights_embedded(&weights) == SINTER_OK);
  CHECK((size_t)weights.data % 64 == 0 && weights.size % 64 == 0);
  check_arguments(&weights, workspace);

  /* What the workspace held before does not matter, stored borders included. */
  memset(workspace, 0, bytes);
  CHECK(tiny_infer(&weights, image, first, workspace, NULL) == SINTER_OK);
  memset(workspace, 0xff, bytes);
  CHECK(tiny_infer(&weights, image, logits, workspace, NULL) == SINTER_OK);
  CHECK(memcmp(first, logits, sizeof first) == 0);

  /* Inputs and outputs need the alignment of their elements only. */
  memmove(image + 1, image, PIXELS * sizeof *image);
  CHECK(tiny_infer(&weights, image + 1, logits + 1, workspace, NULL) == SINTER_OK);
  CHECK(memcmp(first, logits + 1, sizeof first) == 0);

  /* The profile hears of each kernel in order; threads change no bit. */
  sinter_context context;
  void *pool = malloc(sinter_pool_size(3));
  CHECK(sinter_pool_init(pool, sinter_pool_size(3), 3, &context) == SINTER_OK);
  context.profile = names;
  context.kernel_finished = note;
  memset(workspace, 0xff, bytes);
  CHECK(tiny_infer(&weights, image + 1, logits, workspace, &context) == SINTER_OK);
  CHECK(memcmp(first, logits, sizeof first) == 0);
  CHECK(strstr(names, "0:") == names && strstr(names, "1:conv ") && strstr(names, ":fc "));
  sinter_pool_destroy(&context);

  tiny_weights_unmap(&weights);
  CHECK(tiny_infer(&weights, image + 1, logits, workspace, NULL) == SINTER_NULL_ARGUMENT);
  free(pool);
  free(workspace);
  return 0;
}
