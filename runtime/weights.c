/* weights.c: maps a file of packed weights and checks that it fits the model.
 *
 * The file is a safetensors container: a little-endian 64-bit length, that many
 * bytes of JSON, then the tensors. The compiler wrote the JSON and knows it to
 * the byte, names, types, shapes, offsets and the hash of the packing included,
 * so one comparison checks them all and no JSON parser is needed. What differs
 * is looked at just far enough to tell a damaged file from another model's.
 */
#define _POSIX_C_SOURCE 200809L
#include "sinter/generated.h"
#include "weak.h"

#include <stdbool.h>
#include <string.h>
#include <sys/mman.h>

/* The bytes of the length field. */
enum { LENGTH_BYTES = 8 };

static uint64_t read_little_endian(const unsigned char *bytes) {
  uint64_t value = 0;
  for (int i = LENGTH_BYTES - 1; i >= 0; --i)
    value = value << 8 | bytes[i];
  return value;
}

/* Whether the text is one JSON object by its quotes and brackets, with nothing
 * but spaces after it. */
static bool is_one_object(const unsigned char *text, size_t size) {
  size_t depth = 0;
  bool in_string = false, closed = false;
  if (size == 0 || text[0] != '{')
    return false;
  for (size_t i = 0; i < size; ++i) {
    const unsigned char c = text[i];
    if (closed && c != ' ')
      return false;
    if (in_string) {
      if (c == '\\')
        ++i;
      in_string = c != '"';
      continue;
    }
    in_string = c == '"';
    if (c == '{' || c == '[')
      ++depth;
    if ((c == '}' || c == ']') && --depth == 0)
      closed = true;
  }
  return closed;
}

static sinter_status check_file(const unsigned char *bytes, size_t size,
                                const sinter_manifest *manifest) {
  if (size < LENGTH_BYTES)
    return SINTER_WEIGHTS_MALFORMED;
  const uint64_t stated = read_little_endian(bytes);
  if (stated > size - LENGTH_BYTES)
    return SINTER_WEIGHTS_MALFORMED;
  const unsigned char *header = bytes + LENGTH_BYTES;
  const size_t header_size = (size_t)stated;
  const size_t data_size = size - LENGTH_BYTES - header_size;

  if (header_size == manifest->header_size &&
      memcmp(header, manifest->header, header_size) == 0)
    return data_size == manifest->data_size ? SINTER_OK
                                            : SINTER_WEIGHTS_MALFORMED;
  return is_one_object(header, header_size) ? SINTER_WEIGHTS_MISMATCH
                                            : SINTER_WEIGHTS_MALFORMED;
}

SINTER_WEAK sinter_status sinter_v1_weights_map(const char *path,
                                                const sinter_manifest *manifest,
                                                sinter_weights *out) {
  if (!out)
    return SINTER_NULL_ARGUMENT;
  *out = (sinter_weights){NULL, 0, NULL, 0};
  if (!path || !manifest)
    return SINTER_NULL_ARGUMENT;

  void *mapping;
  size_t size;
  sinter_status status = sinter_v1_map_file(path, &mapping, &size);
  if (status != SINTER_OK)
    return status;
  status = check_file(mapping, size, manifest);
  if (status != SINTER_OK) {
    munmap(mapping, size);
    return status;
  }
  const unsigned char *bytes = mapping;
  *out = (sinter_weights){bytes + LENGTH_BYTES + manifest->header_size,
                          manifest->data_size, mapping, size};
  return SINTER_OK;
}

SINTER_WEAK void sinter_v1_weights_unmap(sinter_weights *weights) {
  if (!weights)
    return;
  if (weights->mapping)
    munmap(weights->mapping, weights->mapping_size);
  *weights = (sinter_weights){NULL, 0, NULL, 0};
}
