/* training.c: first values, saving and loading of a training state, and
 * thousands of damaged files. */
#define _POSIX_C_SOURCE 200809L
#include "check.h"
#include "random.h"
#include "sinter/generated.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { ROWS = 6, COLUMNS = 50, STATE_BYTES = 64 * 24 };

/* Sorted by name: a bias, an orthogonal matrix, two counters. */
static const char names[] = "fc.bias\0fc.weight\0sinter.seed\0sinter.step";
static const sinter_parameter parameters[] = {
    {0, 0, 50, 11, 0, 3.0, 0.5, "F32", 4, SINTER_START_TRUNCATED_NORMAL, 1, {50}},
    {8, 256, ROWS *COLUMNS, 12, 0, 0, 2.0, "F32", 4, SINTER_START_ORTHOGONAL, 2, {ROWS, COLUMNS}},
    {18, 1472 - 64, 1, 13, 0, 0, 0, "I64", 8, SINTER_START_CONSTANT, 0, {0}},
    {30, 1472, 1, 14, 5, 0, 0, "I64", 8, SINTER_START_CONSTANT, 0, {0}}};
static const char text[] =
    "{\"fc.bias\":{\"dtype\":\"F32\",\"shape\":[50],\"data_offsets\":[0,200]},"
    "\"fc.weight\":{\"dtype\":\"F32\",\"shape\":[6,50],\"data_offsets\":[200,1400]},"
    "\"sinter.seed\":{\"dtype\":\"I64\",\"shape\":[],\"data_offsets\":[1400,1408]},"
    "\"sinter.step\":{\"dtype\":\"I64\",\"shape\":[],\"data_offsets\":[1408,1416]}}";
/* The length field, then the text. */
static char header[8 + sizeof(text) - 1];
static const sinter_training_manifest manifest = {parameters, 4, names, STATE_BYTES, header, sizeof(header)};

static _Alignas(64) unsigned char state[STATE_BYTES], before[STATE_BYTES];
static char path[] = "training-XXXXXX";

/* The known answers of Random123. */
static void check_philox(void) {
  uint32_t zeros[4] = {0, 0, 0, 0}, ones[4] = {~0u, ~0u, ~0u, ~0u};
  sinter_philox4x32(zeros, 0);
  CHECK(zeros[0] == 0x6627e8d5 && zeros[1] == 0xe169c58d && zeros[2] == 0xbc57ac4c && zeros[3] == 0x9b00dbd8);
  sinter_philox4x32(ones, ~UINT64_C(0));
  CHECK(ones[0] == 0x408f276d && ones[1] == 0x41c83b0e && ones[2] == 0xa20bc7c6 && ones[3] == 0x6d5451fd);
}

/* The quantile against the error function of the C library. */
static void check_quantile(void) {
  for (double p = 0.0228; p < 0.9772; p += 0.0001) {
    const double x = sinter_normal_quantile(p);
    CHECK(fabs(0.5 * erfc(-x / sqrt(2.0)) - p) < 1e-14);
  }
}

static void check_orthogonal(size_t rows, size_t columns) {
  float *matrix = malloc(rows * columns * sizeof(float));
  CHECK(matrix);
  const sinter_stream stream = {5, 6};
  double block[SINTER_RANDOM_BLOCK];
  for (size_t i = 0; i < rows * columns; ++i) {
    if (i % SINTER_RANDOM_BLOCK == 0)
      sinter_draw_normals(&stream, i, block);
    matrix[i] = (float)block[i % SINTER_RANDOM_BLOCK];
  }
  sinter_orthogonalize(matrix, rows, columns, 1.5);
  const size_t lines = rows < columns ? rows : columns, count = rows + columns - lines;
  for (size_t a = 0; a < lines; ++a)
    for (size_t b = 0; b <= a; ++b) {
      double sum = 0;
      for (size_t i = 0; i < count; ++i)
        sum += rows <= columns ? (double)matrix[a * columns + i] * matrix[b * columns + i]
                               : (double)matrix[i * columns + a] * matrix[i * columns + b];
      CHECK(fabs(sum - (a == b ? 2.25 : 0)) < 1e-6);
    }
  free(matrix);
}

static void check_init(sinter_training *training) {
  CHECK(sinter_v1_training_init(&manifest, training, state, 77) == SINTER_OK);
  const float *bias = (const float *)(const void *)state;
  for (int i = 0; i < 50; ++i)
    CHECK(bias[i] >= 2 && bias[i] <= 4 && bias[i] != bias[(i + 1) % 50]);
  int64_t seed, steps;
  memcpy(&seed, state + 1408, 8);
  memcpy(&steps, state + 1472, 8);
  CHECK(seed == 77 && steps == 5);
  memcpy(before, state, STATE_BYTES);
  memset(state, 1, STATE_BYTES);
  CHECK(sinter_v1_training_init(&manifest, training, state, 77) == SINTER_OK);
  CHECK(memcmp(before, state, STATE_BYTES) == 0);
  CHECK(sinter_v1_training_init(&manifest, training, state, 78) == SINTER_OK);
  CHECK(memcmp(before, state, 200) != 0);
}

static void write_file(const void *bytes, size_t size) {
  FILE *file = fopen(path, "wb");
  CHECK(file && fwrite(bytes, 1, size, file) == size && fclose(file) == 0);
}

/* Each file with up to three bytes changed, or cut, loads or changes nothing. */
static void check_damaged(sinter_training *training) {
  unsigned char file[4096], changed[4096];
  FILE *saved = fopen(path, "rb");
  CHECK(saved);
  const size_t size = fread(file, 1, sizeof(file), saved);
  fclose(saved);
  CHECK(size == manifest.header_size + 1416);
  memcpy(before, state, STATE_BYTES);
  srand(1);
  int refused = 0;
  static const char likely[] = "{}[]\":,\\u0019-.en ";
  for (int i = 0; i < 4000; ++i) {
    memcpy(changed, file, size);
    for (int j = rand() % 3; j >= 0; --j)
      changed[(size_t)rand() % manifest.header_size] =
          rand() % 2 ? (unsigned char)rand() : (unsigned char)likely[(size_t)rand() % (sizeof(likely) - 1)];
    write_file(changed, rand() % 8 ? size : (size_t)rand() % size);
    const sinter_status status = sinter_v1_training_load(&manifest, training, path);
    CHECK(status == SINTER_OK || status == SINTER_WEIGHTS_MALFORMED || status == SINTER_WEIGHTS_MISMATCH);
    refused += status != SINTER_OK;
    CHECK(status == SINTER_OK || memcmp(before, state, STATE_BYTES) == 0);
    memcpy(state, before, STATE_BYTES);
  }
  CHECK(refused > 3000);
}

int main(void) {
  header[0] = (char)((sizeof(text) - 1) & 0xff);
  header[1] = (char)((sizeof(text) - 1) >> 8);
  memcpy(header + 8, text, sizeof(text) - 1);
  sinter_training training;
  check_philox();
  check_quantile();
  check_orthogonal(7, 19);
  check_orthogonal(19, 7);
  check_orthogonal(33, 33);
  check_init(&training);
  CHECK(close(mkstemp(path)) == 0);
  CHECK(sinter_v1_training_save(&manifest, &training, path) == SINTER_OK);
  memcpy(before, state, STATE_BYTES);
  CHECK(sinter_v1_training_init(&manifest, &training, state, 3) == SINTER_OK);
  CHECK(sinter_v1_training_load(&manifest, &training, path) == SINTER_OK);
  CHECK(memcmp(before, state, STATE_BYTES) == 0);
  check_damaged(&training);
  unlink(path);
  return 0;
}
