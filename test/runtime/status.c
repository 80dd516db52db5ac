/* status.c: every status has a text of its own, in the form of our messages. */
#include "check.h"
#include "sinter/runtime.h"

#include <string.h>

int main(void) {
  const int count = SINTER_FILE_NOT_WRITTEN + 1;
  const char *unknown = sinter_status_text((sinter_status)count);
  for (int i = 0; i < count; ++i) {
    const char *text = sinter_status_text((sinter_status)i);
    CHECK(text && text[0] >= 'a' && text[0] <= 'z');
    CHECK(text[strlen(text) - 1] != '.');
    CHECK(text == sinter_status_text((sinter_status)i));
    CHECK(strcmp(text, unknown) != 0);
    for (int j = 0; j < i; ++j)
      CHECK(strcmp(text, sinter_status_text((sinter_status)j)) != 0);
    /* What is wrong, then what to do. */
    CHECK(i == SINTER_OK || strchr(text, ';'));
  }
  CHECK(strchr(unknown, ';'));
  CHECK(sinter_status_text((sinter_status)-1) == unknown);
  return 0;
}
