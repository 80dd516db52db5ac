/* load.c: reads a training state from a safetensors file.
 *
 * The file may come from anywhere: from sinter_v1_training_save, or from
 * another program that trained the same model, with the tensors in any order.
 * So the JSON of its header is parsed, twice: first everything is checked, then
 * the tensors are copied.
 *
 *   {"fc.weight": {"dtype": "F32", "shape": [10, 84], "data_offsets": [0,
 * 3360]},
 *    "__metadata__": {"format": "pt"}, ...}
 *
 * Each parameter must be in the file, in its type and shape, and nothing else
 * but PyTorch's counters of batches. What training added to the model, whose
 * names begin with `sinter.`, may be missing as a whole: then it starts anew,
 * under the seed that the state has.
 */
#define _POSIX_C_SOURCE 200809L
#include "sinter/generated.h"
#include "weak.h"

#include <stdbool.h>
#include <string.h>
#include <sys/mman.h>

enum { LENGTH_BYTES = 8, MAX_HEADER = 100 << 20 };

/* A text that is being read. */
typedef struct cursor {
  const unsigned char *at, *end;
} cursor;

/* What the header says about a tensor. */
typedef struct tensor {
  char name[SINTER_MAX_NAME + 1]; /* empty where it is longer */
  char type[8];
  uint64_t shape[SINTER_MAX_RANK];
  uint64_t rank; /* may be more than SINTER_MAX_RANK */
  uint64_t begin, end;
} tensor;

static void skip_space(cursor *text) {
  while (text->at < text->end && (*text->at == ' ' || *text->at == '\n' ||
                                  *text->at == '\t' || *text->at == '\r'))
    ++text->at;
}

/* Takes `c` behind any space. */
static bool take(cursor *text, char c) {
  skip_space(text);
  if (text->at == text->end || *text->at != (unsigned char)c)
    return false;
  ++text->at;
  return true;
}

static bool read_hex(cursor *text, uint32_t *out) {
  *out = 0;
  for (int i = 0; i < 4; ++i) {
    if (text->at == text->end)
      return false;
    const unsigned char c = *text->at++;
    const int digit = c >= '0' && c <= '9'   ? c - '0'
                      : c >= 'a' && c <= 'f' ? c - 'a' + 10
                      : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                             : -1;
    if (digit < 0)
      return false;
    *out = *out << 4 | (uint32_t)digit;
  }
  return true;
}

/* The character behind a backslash, as a code point. Halves of a pair come out
 * as they are: no name of ours has them. */
static bool read_escape(cursor *text, uint32_t *out) {
  static const char names[] = "\"\\/bfnrt", meanings[] = "\"\\/\b\f\n\r\t";
  if (text->at == text->end)
    return false;
  const unsigned char c = *text->at++;
  if (c == 'u')
    return read_hex(text, out);
  const char *found = c ? strchr(names, c) : NULL;
  if (found)
    *out = (unsigned char)meanings[found - names];
  return found != NULL;
}

/* UTF-8 of `code` behind out[*length], while it fits into `size` bytes. */
static void append(char *out, size_t size, size_t *length, uint32_t code) {
  char bytes[3];
  size_t count = 0;
  if (code < 0x80) {
    bytes[count++] = (char)code;
  } else if (code < 0x800) {
    bytes[count++] = (char)(0xc0 | code >> 6);
    bytes[count++] = (char)(0x80 | (code & 0x3f));
  } else {
    bytes[count++] = (char)(0xe0 | code >> 12);
    bytes[count++] = (char)(0x80 | (code >> 6 & 0x3f));
    bytes[count++] = (char)(0x80 | (code & 0x3f));
  }
  for (size_t i = 0; i < count; ++i, ++*length)
    if (*length < size)
      out[*length] = bytes[i];
}

/* A string of JSON. One that needs more than `size` bytes with its zero, or
 * holds a zero, is read as the empty one. */
static bool read_string(cursor *text, char *out, size_t size) {
  size_t length = 0;
  bool has_zero = false;
  if (!take(text, '"'))
    return false;
  for (;;) {
    if (text->at == text->end || *text->at < ' ')
      return false;
    const unsigned char c = *text->at++;
    if (c == '"')
      break;
    uint32_t code = c;
    if (c == '\\') {
      if (!read_escape(text, &code))
        return false;
      has_zero = has_zero || code == 0;
      append(out, size, &length, code);
    } else if (length++ < size) {
      out[length - 1] = (char)c;
    }
  }
  out[has_zero || length >= size ? 0 : length] = '\0';
  return true;
}

static bool read_number(cursor *text, uint64_t *out) {
  skip_space(text);
  const unsigned char *begin = text->at;
  *out = 0;
  while (text->at < text->end && *text->at >= '0' && *text->at <= '9') {
    const uint64_t digit = (uint64_t)(*text->at++ - '0');
    if (*out > (UINT64_MAX - digit) / 10)
      return false;
    *out = *out * 10 + digit;
  }
  return text->at != begin && (*begin != '0' || text->at == begin + 1);
}

/* `[1, 2, 3]`; those beyond `most` are counted, but not kept. */
static bool read_numbers(cursor *text, uint64_t *out, uint64_t most,
                         uint64_t *count) {
  *count = 0;
  if (!take(text, '['))
    return false;
  if (take(text, ']'))
    return true;
  do {
    uint64_t number;
    if (!read_number(text, &number))
      return false;
    if (*count < most)
      out[*count] = number;
    ++*count;
  } while (take(text, ','));
  return take(text, ']');
}

/* The object behind the name of a tensor. */
static bool read_tensor(cursor *text, tensor *out) {
  bool has_type = false, has_shape = false, has_place = false;
  if (!take(text, '{'))
    return false;
  do {
    char key[16];
    uint64_t place[2], count;
    if (!read_string(text, key, sizeof(key)) || !take(text, ':'))
      return false;
    bool *has = strcmp(key, "dtype") == 0          ? &has_type
                : strcmp(key, "shape") == 0        ? &has_shape
                : strcmp(key, "data_offsets") == 0 ? &has_place
                                                   : NULL;
    if (!has || *has)
      return false;
    *has = true;
    if (has == &has_type) {
      if (!read_string(text, out->type, sizeof(out->type)))
        return false;
    } else if (has == &has_shape) {
      if (!read_numbers(text, out->shape, SINTER_MAX_RANK, &out->rank))
        return false;
    } else {
      if (!read_numbers(text, place, 2, &count) || count != 2)
        return false;
      out->begin = place[0];
      out->end = place[1];
    }
  } while (take(text, ','));
  return take(text, '}') && has_type && has_shape && has_place;
}

/* `{"format": "pt"}` */
static bool skip_metadata(cursor *text) {
  char ignored[1];
  if (!take(text, '{'))
    return false;
  if (take(text, '}'))
    return true;
  do
    if (!read_string(text, ignored, sizeof(ignored)) || !take(text, ':') ||
        !read_string(text, ignored, sizeof(ignored)))
      return false;
  while (take(text, ','));
  return take(text, '}');
}

typedef enum step { FOUND, AT_END, MALFORMED } step;

/* The next tensor of the header; `text` begins where the header does, with
 * *is_first. */
static step next_tensor(cursor *text, bool *is_first, tensor *out) {
  for (;;) {
    if (*is_first ? !take(text, '{') : !take(text, ',')) {
      const bool closed = !*is_first && take(text, '}');
      skip_space(text);
      return closed && text->at == text->end ? AT_END : MALFORMED;
    }
    if (*is_first && take(text, '}')) {
      skip_space(text);
      return text->at == text->end ? AT_END : MALFORMED;
    }
    *is_first = false;
    if (!read_string(text, out->name, sizeof(out->name)) || !take(text, ':'))
      return MALFORMED;
    if (strcmp(out->name, "__metadata__") != 0)
      return read_tensor(text, out) ? FOUND : MALFORMED;
    if (!skip_metadata(text))
      return MALFORMED;
  }
}

/* The parts of a mapped file. */
typedef struct file {
  cursor header;
  const unsigned char *data;
  uint64_t size; /* of the data */
} file;

static bool split_file(const unsigned char *bytes, size_t size, file *out) {
  uint64_t stated = 0;
  for (int i = LENGTH_BYTES - 1; i >= 0; --i)
    stated = stated << 8 | bytes[i];
  if (stated > size - LENGTH_BYTES || stated > MAX_HEADER)
    return false;
  const unsigned char *header = bytes + LENGTH_BYTES;
  *out = (file){
      {header, header + stated}, header + stated, size - LENGTH_BYTES - stated};
  return true;
}

/* The parameter called `name`; they are sorted. */
static const sinter_parameter *find(const sinter_training_manifest *manifest,
                                    const char *name) {
  size_t low = 0, high = manifest->count;
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    const sinter_parameter *parameter = &manifest->parameters[middle];
    const int order = strcmp(name, manifest->names + parameter->name);
    if (order == 0)
      return parameter;
    if (order < 0)
      high = middle;
    else
      low = middle + 1;
  }
  return NULL;
}

static bool has_type_and_shape(const tensor *found,
                               const sinter_parameter *parameter) {
  if (strcmp(found->type, parameter->type) != 0 ||
      found->rank != parameter->rank)
    return false;
  for (uint32_t i = 0; i < parameter->rank; ++i)
    if (found->shape[i] != parameter->shape[i])
      return false;
  return true;
}

static bool is_counter_of_batches(const char *name) {
  static const char ending[] = "num_batches_tracked";
  const size_t length = strlen(name), part = sizeof(ending) - 1;
  return length >= part && strcmp(name + length - part, ending) == 0;
}

static bool belongs_to_training(const char *name) {
  return strncmp(name, "sinter.", strlen("sinter.")) == 0;
}

/* What of a file has been checked. */
typedef struct check {
  unsigned char seen[SINTER_MAX_PARAMETERS / 8]; /* a bit for each parameter */
  bool fits;
  bool has_training; /* all of it */
} check;

/* Whether each parameter that must be there is, in `result`. */
static void check_missing(const sinter_training_manifest *manifest,
                          check *result) {
  size_t there = 0, wanted = 0;
  for (size_t i = 0; i < manifest->count; ++i) {
    const bool seen = result->seen[i / 8] >> i % 8 & 1;
    if (belongs_to_training(manifest->names + manifest->parameters[i].name)) {
      ++wanted;
      there += seen;
    } else if (!seen) {
      result->fits = false;
    }
  }
  result->has_training = there > 0;
  if (there > 0 && there < wanted)
    result->fits = false;
}

/* Whether the file is whole; `result` says whether it fits. */
static bool check_file(const file *mapped,
                       const sinter_training_manifest *manifest,
                       check *result) {
  cursor text = mapped->header;
  bool is_first = true;
  tensor found;
  uint64_t bytes = 0;
  step next;
  *result = (check){.fits = true};
  while ((next = next_tensor(&text, &is_first, &found)) == FOUND) {
    if (found.begin > found.end || found.end > mapped->size)
      return false;
    const uint64_t own = found.end - found.begin;
    if (own > mapped->size - bytes)
      return false;
    bytes += own;
    const sinter_parameter *parameter = find(manifest, found.name);
    if (!parameter) {
      result->fits = result->fits && is_counter_of_batches(found.name);
      continue;
    }
    const size_t index = (size_t)(parameter - manifest->parameters);
    unsigned char *seen = &result->seen[index / 8];
    const unsigned char bit = (unsigned char)(1u << index % 8);
    if (*seen & bit)
      return false;
    *seen |= bit;
    if (!has_type_and_shape(&found, parameter))
      result->fits = false;
    else if (own != parameter->elements * parameter->element_bytes)
      return false;
  }
  check_missing(manifest, result);
  return next == AT_END && bytes == mapped->size;
}

static void copy_tensors(const file *mapped,
                         const sinter_training_manifest *manifest,
                         unsigned char *data) {
  cursor text = mapped->header;
  bool is_first = true;
  tensor found;
  while (next_tensor(&text, &is_first, &found) == FOUND) {
    const sinter_parameter *parameter = find(manifest, found.name);
    if (parameter)
      memcpy(data + parameter->offset, mapped->data + found.begin,
             (size_t)(found.end - found.begin));
  }
}

/* What training added to the model, as sinter_v1_training_init gives it. */
static void start_anew(const sinter_training_manifest *manifest, void *data) {
  uint64_t seed = 0;
  const sinter_parameter *own = find(manifest, SINTER_SEED);
  if (own)
    memcpy(&seed, (unsigned char *)data + own->offset, sizeof(seed));
  for (size_t i = 0; i < manifest->count; ++i) {
    const sinter_parameter *parameter = &manifest->parameters[i];
    if (parameter != own &&
        belongs_to_training(manifest->names + parameter->name))
      sinter_v1_start_parameter(parameter, data, seed);
  }
}

static sinter_status load(const unsigned char *bytes, size_t size,
                          const sinter_training_manifest *manifest,
                          void *data) {
  file mapped;
  check result;
  if (!split_file(bytes, size, &mapped) ||
      !check_file(&mapped, manifest, &result))
    return SINTER_WEIGHTS_MALFORMED;
  if (!result.fits)
    return SINTER_WEIGHTS_MISMATCH;
  copy_tensors(&mapped, manifest, data);
  if (!result.has_training)
    start_anew(manifest, data);
  return SINTER_OK;
}

SINTER_WEAK sinter_status
sinter_v1_training_load(const sinter_training_manifest *manifest,
                        sinter_training *training, const char *path) {
  if (!training || !training->data || !path)
    return SINTER_NULL_ARGUMENT;
  if (training->bytes != manifest->state_bytes)
    return SINTER_WEIGHTS_MISMATCH;
  void *mapping;
  size_t size;
  sinter_status status = sinter_v1_map_file(path, &mapping, &size);
  if (status != SINTER_OK)
    return status;
  status = load(mapping, size, manifest, training->data);
  munmap(mapping, size);
  return status;
}
