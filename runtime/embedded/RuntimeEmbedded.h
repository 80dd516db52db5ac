/* RuntimeEmbedded.h: the runtime's objects and headers as bytes, for the code
 * generator, which puts them into the library of each model.
 *
 * The files are the objects (`status.o`, ...) and the headers (`runtime.h`,
 * `generated.h`), in a fixed order.
 */
#ifndef SINTER_RUNTIME_EMBEDDED_H
#define SINTER_RUNTIME_EMBEDDED_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct EmbeddedFile {
  /* The file's name, without a folder. */
  const char *name;
  const unsigned char *data;
  size_t size;
} EmbeddedFile;

extern const EmbeddedFile sinterRuntimeFiles[];
extern const size_t sinterRuntimeFileCount;

#ifdef __cplusplus
}
#endif

#endif /* SINTER_RUNTIME_EMBEDDED_H */
