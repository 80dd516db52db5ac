/* save.c: writes a training state as a safetensors file.
 *
 * Into a file beside it first, which is on the disk before it takes the name:
 * who is stopped at any moment, by a signal or by a power cut, finds the old
 * file or the new one.
 */
#define _POSIX_C_SOURCE 200809L
#include "sinter/generated.h"
#include "weak.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { MAX_PATH = 4096 };
static const char suffix[] = ".partial";

static bool write_all(int file, const void *bytes, size_t size) {
  const unsigned char *at = bytes;
  while (size > 0) {
    const ssize_t written = write(file, at, size);
    if (written < 0 && errno == EINTR)
      continue;
    if (written <= 0)
      return false;
    at += written;
    size -= (size_t)written;
  }
  return true;
}

static bool write_state(int file, const sinter_training_manifest *manifest,
                        const unsigned char *data) {
  if (!write_all(file, manifest->header, manifest->header_size))
    return false;
  for (size_t i = 0; i < manifest->count; ++i) {
    const sinter_parameter *parameter = &manifest->parameters[i];
    if (!write_all(file, data + parameter->offset,
                   parameter->elements * parameter->element_bytes))
      return false;
  }
  return fsync(file) == 0;
}

/* Makes the new name of a file in the folder of `path` last. Cuts `path`. */
static bool sync_folder(char *path) {
  char *slash = strrchr(path, '/');
  const char *folder = slash == path ? "/" : slash ? path : ".";
  if (slash)
    *slash = '\0';
  const int file = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (file < 0)
    return errno == EACCES; /* a folder that may be written, but not read */
  /* Some file systems cannot, and need not. */
  const bool synced = fsync(file) == 0 || errno == EINVAL;
  close(file);
  return synced;
}

SINTER_WEAK sinter_status
sinter_v1_training_save(const sinter_training_manifest *manifest,
                        const sinter_training *training, const char *path) {
  if (!training || !training->data || !path)
    return SINTER_NULL_ARGUMENT;
  if (training->bytes != manifest->state_bytes)
    return SINTER_WEIGHTS_MISMATCH;
  char partial[MAX_PATH];
  const size_t length = strlen(path);
  if (length + sizeof(suffix) > sizeof(partial))
    return SINTER_FILE_NOT_WRITTEN;
  memcpy(partial, path, length);
  memcpy(partial + length, suffix, sizeof(suffix));
  const int file = open(
      partial, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0666);
  if (file < 0)
    return SINTER_FILE_NOT_WRITTEN;
  bool written = write_state(file, manifest, training->data);
  written = close(file) == 0 && written;
  if (!written || rename(partial, path) != 0) {
    unlink(partial);
    return SINTER_FILE_NOT_WRITTEN;
  }
  return sync_folder(partial) ? SINTER_OK : SINTER_FILE_NOT_WRITTEN;
}
