/* header.c: the headers compile alone, as C11 and, through header.cpp, as C++,
 * and the layouts that generated code relies on hold. */
#include "sinter/generated.h"
#include "sinter/runtime.h"

#ifdef __cplusplus
#define STATIC_ASSERT static_assert
#else
#define STATIC_ASSERT _Static_assert
#endif

STATIC_ASSERT(sizeof(sinter_status) == 4, "a status is an i32");
STATIC_ASSERT(SINTER_OK == 0, "success is zero");
STATIC_ASSERT(offsetof(sinter_context, size) == 0, "the size comes first");
#if defined(__LP64__)
STATIC_ASSERT(sizeof(sinter_context) == 80, "");
STATIC_ASSERT(sizeof(sinter_weights) == 32, "");
STATIC_ASSERT(sizeof(sinter_manifest) == 24, "");
STATIC_ASSERT(sizeof(sinter_border) == 48, "");
STATIC_ASSERT(sizeof(sinter_launch) == 56, "");
STATIC_ASSERT(offsetof(sinter_launch, tasks) == 32, "");
STATIC_ASSERT(offsetof(sinter_launch, max_chunks) == 36, "");
STATIC_ASSERT(offsetof(sinter_launch, index) == 40, "");
STATIC_ASSERT(offsetof(sinter_launch, name) == 48, "");
#endif

int main(void) {
  sinter_context context;
  char memory[4096];
  if (sinter_pool_init(memory, sizeof memory, 2, &context) != SINTER_OK)
    return 1;
  sinter_pool_destroy(&context);
  return sinter_status_text(SINTER_OK)[0] == 'o' ? 0 : 1;
}
