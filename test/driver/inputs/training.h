/* training.h: what programs that train share; behind the header of their model. */
#ifndef TRAINING_H
#define TRAINING_H

#include <stdio.h>
#include <stdlib.h>

static inline void *fresh(size_t bytes) { return aligned_alloc(64, (bytes + 64) / 64 * 64); }

static inline void check(sinter_status status) {
  if (status == SINTER_OK)
    return;
  fprintf(stderr, "error: %s\n", sinter_status_text(status));
  exit(1);
}

#endif /* TRAINING_H */
