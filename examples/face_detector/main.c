/* main.c: finds faces in a picture with the compiled network, and draws a box around each.
 *
 *   face_detector PICTURE OUTPUT.png
 *
 * PICTURE is a PNG or JPEG file. Prints a line for each face: its score, and the box in pixels of the picture.
 * Needs face_detector.h and libface_detector.a from `sinter compile face_detector.sn`, and the stb headers. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#define STB_IMAGE_IMPLEMENTATION
#include <stb/stb_image.h>
#define STB_IMAGE_RESIZE_IMPLEMENTATION
#include <stb/stb_image_resize.h>
#define STB_IMAGE_WRITE_IMPLEMENTATION
#include <stb/stb_image_write.h>

#include "face_detector.h"

enum { SIDE = 416, BOXES = 13 * 13 * 5 };

static const float least_score = 0.5f;   /* below this it is no face: face-api's default */
static const float most_overlap = 0.4f;  /* two boxes that share more than this are one face: likewise */

typedef struct {
  float left, top, right, bottom, score;
} box;

/* Scales the picture so that its longer side fills the network's square; the rest stays black, below or on the right. */
static int fit_square(const uint8_t *picture, int width, int height, uint8_t *square) {
  int longer = width > height ? width : height;
  int w = (int)lround((double)width * SIDE / longer), h = (int)lround((double)height * SIDE / longer);
  return stbir_resize_uint8(picture, width, height, 0, square, w ? w : 1, h ? h : 1, SIDE * 3, 3);
}

static float shared_area(const box *a, const box *b) {
  float width = fminf(a->right, b->right) - fmaxf(a->left, b->left);
  float height = fminf(a->bottom, b->bottom) - fmaxf(a->top, b->top);
  return width > 0 && height > 0 ? width * height : 0;
}

static float area(const box *a) { return (a->right - a->left) * (a->bottom - a->top); }

static int by_score(const void *a, const void *b) {
  float difference = ((const box *)b)->score - ((const box *)a)->score;
  return (difference > 0) - (difference < 0);
}

/* Non-maximum suppression: of boxes that overlap, only the best stays. Sorts, and returns how many are kept, in front. */
static int suppress(box *boxes, int count) {
  int kept = 0;
  qsort(boxes, (size_t)count, sizeof *boxes, by_score);
  for (int i = 0; i < count; ++i) {
    int is_new = 1;
    for (int j = 0; j < kept && is_new; ++j) {
      float shared = shared_area(&boxes[i], &boxes[j]);
      is_new = shared <= most_overlap * (area(&boxes[i]) + area(&boxes[j]) - shared);
    }
    if (is_new)
      boxes[kept++] = boxes[i];
  }
  return kept;
}

/* The boxes with a good score, in pixels of a picture that is `scale` times the square. */
static int choose(const float *centers, const float *scores, float scale, box *boxes) {
  int count = 0;
  for (int i = 0; i < BOXES; ++i) {
    if (scores[i] <= least_score)
      continue;
    const float *c = centers + 4 * i; /* centre and size */
    float x = c[0] * scale, y = c[1] * scale, w = c[2] * scale / 2, h = c[3] * scale / 2;
    box found = {x - w, y - h, x + w, y + h, scores[i]};
    boxes[count++] = found;
  }
  return suppress(boxes, count);
}

/* A green frame, two pixels thick, as far as it lies in the picture. */
static void draw(uint8_t *picture, int width, int height, const box *b) {
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      float out = fmaxf(fmaxf(b->left - x, x - b->right), fmaxf(b->top - y, y - b->bottom));
      if (fabsf(out) <= 1) {
        uint8_t *pixel = picture + 3 * ((size_t)y * (size_t)width + (size_t)x);
        pixel[0] = pixel[2] = 0, pixel[1] = 255;
      }
    }
  }
}

/* Runs the network. Returns the number of faces, or -1 after saying what went wrong. */
static int detect(const uint8_t *picture, int width, int height, box *boxes) {
  static uint8_t square[SIDE * SIDE * 3];
  static float centers[4 * BOXES], scores[BOXES];
  face_detector_weights weights;
  if (!fit_square(picture, width, height, square)) {
    fprintf(stderr, "error: no memory to scale a picture of %d x %d\n", width, height);
    return -1;
  }
  /* aligned_alloc wants a multiple of the alignment. */
  void *workspace = aligned_alloc(64, (facedetector_infer_workspace_size() + 63) / 64 * 64);
  sinter_status status = face_detector_weights_embedded(&weights);
  if (status == SINTER_OK)
    status = facedetector_infer(&weights, square, centers, scores, workspace, NULL);
  free(workspace);
  if (status != SINTER_OK) {
    fprintf(stderr, "error: %s\n", sinter_status_text(status));
    return -1;
  }
  return choose(centers, scores, (float)(width > height ? width : height) / SIDE, boxes);
}

int main(int argc, char **argv) {
  static box boxes[BOXES];
  int width, height, channels;
  if (argc != 3) {
    fprintf(stderr, "usage: %s PICTURE OUTPUT.png\n", argv[0]);
    return 2;
  }
  uint8_t *picture = stbi_load(argv[1], &width, &height, &channels, 3);
  if (!picture) {
    fprintf(stderr, "error: `%s` is no picture that can be read: %s\n", argv[1], stbi_failure_reason());
    return 1;
  }
  int faces = detect(picture, width, height, boxes);
  for (int i = 0; i < faces; ++i) {
    const box *b = &boxes[i];
    printf("face %.3f at x %.0f to %.0f, y %.0f to %.0f\n", b->score, b->left, b->right, b->top, b->bottom);
    draw(picture, width, height, b);
  }
  if (faces >= 0)
    printf("%d face%s in %s\n", faces, faces == 1 ? "" : "s", argv[1]);
  if (faces >= 0 && !stbi_write_png(argv[2], width, height, 3, picture, 3 * width)) {
    fprintf(stderr, "error: `%s` could not be written\n", argv[2]);
    faces = -1;
  }
  stbi_image_free(picture);
  return faces < 0;
}
