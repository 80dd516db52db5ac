/* check.h: ends a test with the line of the first expectation that fails. */
#ifndef SINTER_TEST_CHECK_H
#define SINTER_TEST_CHECK_H

#include <stdio.h>
#include <stdlib.h>

#define CHECK(condition)                                                       \
  do {                                                                         \
    if (!(condition)) {                                                        \
      fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition);  \
      exit(1);                                                                 \
    }                                                                          \
  } while (0)

#endif /* SINTER_TEST_CHECK_H */
