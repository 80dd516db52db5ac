/* file.c: maps a file of tensors; the mapping outlives the descriptor. */
#define _POSIX_C_SOURCE 200809L
#include "sinter/generated.h"
#include "weak.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* The bytes of the length field. */
enum { LENGTH_BYTES = 8 };

SINTER_WEAK sinter_status sinter_v1_map_file(const char *path, void **mapping,
                                             size_t *size) {
  /* A named pipe must not make the program wait, hence O_NONBLOCK. */
  const int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (file < 0)
    return SINTER_FILE_NOT_READABLE;
  sinter_status status = SINTER_FILE_NOT_READABLE;
  struct stat facts;
  if (fstat(file, &facts) == 0 && S_ISREG(facts.st_mode)) {
    if (facts.st_size < LENGTH_BYTES) {
      status = SINTER_WEIGHTS_MALFORMED; /* mmap takes no empty file. */
    } else if ((uint64_t)facts.st_size <= SIZE_MAX) {
      *size = (size_t)facts.st_size;
      *mapping = mmap(NULL, *size, PROT_READ, MAP_PRIVATE, file, 0);
      if (*mapping != MAP_FAILED)
        status = SINTER_OK;
    }
  }
  close(file);
  return status;
}
