/* initialize.c: the first values of a training state. */
#include "random.h"
#include "sinter/generated.h"
#include "weak.h"

static size_t smaller(size_t a, size_t b) { return a < b ? a : b; }

static void fill_constant(const sinter_parameter *parameter,
                          unsigned char *out) {
  const size_t bytes = parameter->element_bytes;
  for (uint64_t i = 0; i < parameter->elements; ++i)
    memcpy(out + i * bytes, &parameter->constant, bytes); /* little-endian */
}

static void draw(const sinter_parameter *parameter, const sinter_stream *stream,
                 uint64_t first, double *block) {
  switch (parameter->start) {
  case SINTER_START_UNIFORM:
    sinter_draw_uniforms(stream, first, block);
    return;
  case SINTER_START_TRUNCATED_NORMAL:
    sinter_draw_truncated_normals(stream, first, block);
    return;
  default:
    sinter_draw_normals(stream, first, block);
  }
}

static void fill_random(const sinter_parameter *parameter, float *out,
                        uint64_t seed) {
  const sinter_stream stream = {parameter->hash, seed};
  const int is_matrix = parameter->start == SINTER_START_ORTHOGONAL;
  const double base = is_matrix ? 0 : parameter->base;
  const double factor = is_matrix ? 1 : parameter->factor;
  double block[SINTER_RANDOM_BLOCK];
  for (uint64_t i = 0; i < parameter->elements; i += SINTER_RANDOM_BLOCK) {
    draw(parameter, &stream, i, block);
    const size_t count =
        smaller(parameter->elements - i, (size_t)SINTER_RANDOM_BLOCK);
    for (size_t j = 0; j < count; ++j)
      out[i + j] = (float)(base + factor * block[j]);
  }
  if (is_matrix) {
    const size_t rows = parameter->rank ? parameter->shape[0] : 1;
    sinter_orthogonalize(out, rows, parameter->elements / rows,
                         parameter->factor);
  }
}

SINTER_WEAK void sinter_v1_start_parameter(const sinter_parameter *parameter,
                                           void *data, uint64_t seed) {
  unsigned char *out = (unsigned char *)data + parameter->offset;
  if (parameter->start == SINTER_START_CONSTANT)
    fill_constant(parameter, out);
  else
    fill_random(parameter, (float *)(void *)out, seed);
}

SINTER_WEAK sinter_status
sinter_v1_training_init(const sinter_training_manifest *manifest,
                        sinter_training *out, void *memory, uint64_t seed) {
  if (!out)
    return SINTER_NULL_ARGUMENT;
  *out = (sinter_training){NULL, 0};
  if (!memory)
    return SINTER_NULL_ARGUMENT;
  if ((uintptr_t)memory % 64 != 0)
    return SINTER_MISALIGNED;
  memset(memory, 0, manifest->state_bytes); /* what lies between parameters */
  for (size_t i = 0; i < manifest->count; ++i) {
    const sinter_parameter *parameter = &manifest->parameters[i];
    sinter_v1_start_parameter(parameter, memory, seed);
    if (strcmp(manifest->names + parameter->name, SINTER_SEED) == 0)
      memcpy((unsigned char *)memory + parameter->offset, &seed, sizeof(seed));
  }
  *out = (sinter_training){memory, manifest->state_bytes};
  return SINTER_OK;
}
