/* embedded.c: what the code generator finds in its own program is byte for byte
 * what the build made.
 *
 *   embedded OBJECT-FOLDER HEADER-FOLDER
 */
#include "RuntimeEmbedded.h"
#include "check.h"

#include <string.h>

static const char *const expected[] = {
    "border.o",  "cpu.o",       "file.o",    "initialize.o", "launch.o",
    "load.o",    "parallel.o",  "process.o", "save.o",       "status.o",
    "weights.o", "generated.h", "runtime.h"};

static void check_file(const EmbeddedFile *file, const char *folder) {
  char path[4096];
  snprintf(path, sizeof path, "%s/%s", folder, file->name);
  FILE *on_disk = fopen(path, "rb");
  CHECK(on_disk);
  for (size_t i = 0; i < file->size; ++i)
    CHECK(fgetc(on_disk) == file->data[i]);
  CHECK(file->size > 0 && fgetc(on_disk) == EOF);
  fclose(on_disk);
}

int main(int count, char **arguments) {
  CHECK(count == 3);
  CHECK(sinterRuntimeFileCount == sizeof expected / sizeof *expected);
  for (size_t i = 0; i < sinterRuntimeFileCount; ++i) {
    const EmbeddedFile *file = &sinterRuntimeFiles[i];
    CHECK(strcmp(file->name, expected[i]) == 0);
    check_file(file, strstr(file->name, ".o") ? arguments[1] : arguments[2]);
  }
  return 0;
}
