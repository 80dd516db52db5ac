/* weights.c: a fitting file is mapped; whatever else lies at the path gets the
 * right status, and nothing of it stays open or mapped. */
#define _GNU_SOURCE
#include "check.h"
#include "sinter/generated.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* 8 + 120 bytes, a multiple of 64. */
#define HEADER_TEXT                                                            \
  "{\"fc1.weight\":{\"dtype\":\"F32\",\"shape\":[4,2],\"data_offsets\":[0,"    \
  "32]},\"__metadata__\":{\"sinter\":\"a \\\"hash\\\"\"}}"

enum { HEADER_SIZE = 120, DATA_SIZE = 32, FILE_SIZE = 8 + 120 + 32 };

static char header[HEADER_SIZE + 1];
static const sinter_manifest manifest = {header, HEADER_SIZE, DATA_SIZE};
static char path[] = "weights-XXXXXX";

static void write_file(const unsigned char *bytes, size_t size) {
  FILE *file = fopen(path, "wb");
  CHECK(file);
  CHECK(fwrite(bytes, 1, size, file) == size);
  CHECK(fclose(file) == 0);
}

static void put_length(unsigned char *bytes, uint64_t length) {
  for (int i = 0; i < 8; ++i)
    bytes[i] = (unsigned char)(length >> 8 * i);
}

/* A file that fits the manifest; the tests damage a copy of it. */
static void make_file(unsigned char *bytes) {
  put_length(bytes, HEADER_SIZE);
  memcpy(bytes + 8, header, HEADER_SIZE);
  for (int i = 0; i < DATA_SIZE; ++i)
    bytes[8 + HEADER_SIZE + i] = (unsigned char)(i + 1);
}

static int count_mappings(void) {
  FILE *file = fopen("/proc/self/maps", "r");
  CHECK(file);
  int count = 0;
  char line[4096];
  while (fgets(line, sizeof line, file))
    count += strstr(line, path) != NULL;
  fclose(file);
  return count;
}

static int next_descriptor(void) {
  const int descriptor = dup(0);
  CHECK(descriptor >= 0);
  close(descriptor);
  return descriptor;
}

static void expect(sinter_status expected, const char *at) {
  const int descriptor = next_descriptor();
  sinter_weights weights;
  memset(&weights, 0xee, sizeof weights);
  const sinter_status status = sinter_v1_weights_map(at, &manifest, &weights);
  if (status != expected)
    fprintf(stderr, "got %d, not %d\n", status, expected);
  CHECK(status == expected);
  CHECK(!weights.data && !weights.size);
  CHECK(!weights.mapping && !weights.mapping_size);
  CHECK(next_descriptor() == descriptor);
  CHECK(count_mappings() == 0);
}

static void test_fitting(void) {
  unsigned char bytes[FILE_SIZE];
  make_file(bytes);
  write_file(bytes, sizeof bytes);
  const int descriptor = next_descriptor();
  sinter_weights weights;
  CHECK(sinter_v1_weights_map(path, &manifest, &weights) == SINTER_OK);
  CHECK(weights.size == DATA_SIZE && (uintptr_t)weights.data % 64 == 0);
  CHECK(memcmp(weights.data, bytes + 8 + HEADER_SIZE, DATA_SIZE) == 0);
  CHECK(count_mappings() == 1);
  CHECK(next_descriptor() == descriptor);
  sinter_v1_weights_unmap(&weights);
  CHECK(!weights.data && !weights.mapping && count_mappings() == 0);
  sinter_v1_weights_unmap(&weights);
  sinter_v1_weights_unmap(NULL);
}

/* Every length from nothing to one byte too few is a truncated file. */
static void test_truncated(void) {
  unsigned char bytes[FILE_SIZE + 1] = {0};
  make_file(bytes);
  for (size_t size = 0; size < FILE_SIZE; ++size) {
    write_file(bytes, size);
    expect(SINTER_WEIGHTS_MALFORMED, path);
  }
  write_file(bytes, FILE_SIZE + 1);
  expect(SINTER_WEIGHTS_MALFORMED, path);
}

static void test_lying_lengths(void) {
  const uint64_t lies[] = {0,
                           1,
                           HEADER_SIZE - 50,
                           FILE_SIZE - 7,
                           FILE_SIZE,
                           UINT64_C(1) << 32,
                           (UINT64_C(1) << 32) + HEADER_SIZE,
                           INT64_MAX,
                           UINT64_MAX - 7,
                           UINT64_MAX};
  unsigned char bytes[FILE_SIZE];
  make_file(bytes);
  for (size_t i = 0; i < sizeof lies / sizeof *lies; ++i) {
    put_length(bytes, lies[i]);
    write_file(bytes, sizeof bytes);
    expect(SINTER_WEIGHTS_MALFORMED, path);
  }
}

static void expect_header(sinter_status expected, const char *text) {
  unsigned char bytes[512];
  const size_t size = strlen(text);
  CHECK(size + 8 + DATA_SIZE <= sizeof bytes);
  memset(bytes, 0, sizeof bytes);
  put_length(bytes, size);
  memcpy(bytes + 8, text, size);
  write_file(bytes, 8 + size + DATA_SIZE);
  expect(expected, path);
}

static void test_other_headers(void) {
  /* Whole safetensors files of other models. */
  expect_header(SINTER_WEIGHTS_MISMATCH, "{}");
  expect_header(SINTER_WEIGHTS_MISMATCH,
                "{\"other\":{\"dtype\":\"F32\",\"shape\":[4,2],"
                "\"data_offsets\":[0,32]}}   ");
  expect_header(SINTER_WEIGHTS_MISMATCH, "{\"br}ace \\\\\":[\"]\\\"{\"]}");
  /* No JSON objects. */
  expect_header(SINTER_WEIGHTS_MALFORMED, "");
  expect_header(SINTER_WEIGHTS_MALFORMED, " {}");
  expect_header(SINTER_WEIGHTS_MALFORMED, "{\"a\":{}");
  expect_header(SINTER_WEIGHTS_MALFORMED, "{\"a\":{}}}");
  expect_header(SINTER_WEIGHTS_MALFORMED, "{}{}");
  expect_header(SINTER_WEIGHTS_MALFORMED, "{\"a}");
  expect_header(SINTER_WEIGHTS_MALFORMED, "{\"a\\");
  expect_header(SINTER_WEIGHTS_MALFORMED, "\x80\x02}q");

  /* One byte of ours changed: the shape, then the hash of the packing. */
  char changed[HEADER_SIZE + 1];
  memcpy(changed, header, sizeof changed);
  *strstr(changed, "4,2") = '5';
  expect_header(SINTER_WEIGHTS_MISMATCH, changed);
  memcpy(changed, header, sizeof changed);
  *strstr(changed, "hash") = 'H';
  expect_header(SINTER_WEIGHTS_MISMATCH, changed);
}

static void test_no_file(void) {
  expect(SINTER_FILE_NOT_READABLE, "no-such-file.weights");
  expect(SINTER_FILE_NOT_READABLE, "");
  expect(SINTER_FILE_NOT_READABLE, ".");
  expect(SINTER_FILE_NOT_READABLE, "/dev/null");
  /* Nobody writes to this pipe: waiting for it would never end. */
  char pipe_path[sizeof path + 5];
  snprintf(pipe_path, sizeof pipe_path, "%s.pipe", path);
  CHECK(mkfifo(pipe_path, 0600) == 0);
  expect(SINTER_FILE_NOT_READABLE, pipe_path);
  unlink(pipe_path);

  expect(SINTER_NULL_ARGUMENT, NULL);
  sinter_weights weights;
  CHECK(sinter_v1_weights_map(path, &manifest, NULL) == SINTER_NULL_ARGUMENT);
  CHECK(sinter_v1_weights_map(path, NULL, &weights) == SINTER_NULL_ARGUMENT);
}

int main(void) {
  memset(header, ' ', HEADER_SIZE);
  memcpy(header, HEADER_TEXT, strlen(HEADER_TEXT));
  CHECK(strlen(HEADER_TEXT) < HEADER_SIZE);
  const int file = mkstemp(path);
  CHECK(file >= 0);
  close(file);
  test_fitting();
  test_truncated();
  test_lying_lengths();
  test_other_headers();
  test_no_file();
  unlink(path);
  return 0;
}
