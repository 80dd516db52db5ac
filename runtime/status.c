/* status.c: the text of each status. */
#include "sinter/runtime.h"
#include "weak.h"

SINTER_WEAK const char *sinter_status_text(sinter_status status) {
  switch (status) {
  case SINTER_OK:
    return "ok";
  case SINTER_NULL_ARGUMENT:
    return "a pointer that must be set is null; pass every argument that the "
           "header does not call optional";
  case SINTER_MISALIGNED:
    return "the workspace, the weights or the training state are not aligned; "
           "align them to 64 bytes, for example with `aligned_alloc(64, size)`";
  case SINTER_FILE_NOT_READABLE:
    return "the file cannot be read; check that the path names a file and that "
           "the program may read it";
  case SINTER_WEIGHTS_MALFORMED:
    return "the file of weights is damaged or is no safetensors file; copy it "
           "again, or write it anew";
  case SINTER_WEIGHTS_MISMATCH:
    return "the weights or the training state belong to another model, target "
           "or version; use what was written for this library";
  case SINTER_UNSUPPORTED_CPU:
    return "this processor lacks instructions that the model was compiled for; "
           "compile it with an older `--target`, for example `x86-64-v2`";
  case SINTER_OUT_OF_RANGE:
    return "a size or count is outside the range that the header states; "
           "compare it with the comment on the function";
  case SINTER_THREADS_UNAVAILABLE:
    return "the system did not start a thread; ask for fewer threads, or raise "
           "the limit on threads of the process";
  case SINTER_KERNEL_FAILED:
    return "a kernel stopped before its end; check the sizes of the inputs and, "
           "of several processes, `process` and `sum` of the context; if they "
           "are right report it as an error of Sinter";
  case SINTER_FILE_NOT_WRITTEN:
    return "the file cannot be written, and is as it was; check the folder, "
           "its permissions and the space on the disk";
  }
  return "unknown status; compile the program with the header of the model it "
         "is linked with";
}
