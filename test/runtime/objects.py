#!/usr/bin/python3
"""objects.py: checks the runtime objects that models carry.

    objects.py FOLDER CC NM LD SOURCE-DIR BUILD-DIR

They need nothing but the C library, define nothing but weak versioned functions, hold no path of the machine that built
them, and two relocatable models that each carry a copy link into one program.
"""
import subprocess
import sys
import tempfile
from pathlib import Path

LIBC = {
    "__errno_location", "clock_gettime", "close", "fstat", "fsync", "memcmp", "memcpy", "memset", "mmap", "munmap", "open",
    "rename", "strchr", "strcmp", "strlen", "strncmp", "strrchr", "unlink", "write",
    "pthread_cond_broadcast", "pthread_cond_destroy", "pthread_cond_init", "pthread_cond_signal", "pthread_cond_wait",
    "pthread_create", "pthread_join",
    "pthread_mutex_destroy", "pthread_mutex_init", "pthread_mutex_lock", "pthread_mutex_unlock",
}
# What the objects may remember between calls: the answer of cpuid.
STATE = {"known"}

MODEL = """
#include "sinter/generated.h"
sinter_status NAME(sinter_context *context, void *memory, size_t size) {
  if (sinter_v1_check_cpu(0) != SINTER_OK)
    return SINTER_UNSUPPORTED_CPU;
  return sinter_pool_init(memory, size, 2, context);
}
"""
PROGRAM = """
#include "sinter/runtime.h"
sinter_status first(sinter_context *, void *, size_t);
sinter_status second(sinter_context *, void *, size_t);
int main(void) {
  static char memory[2][4096];
  sinter_context contexts[2];
  if (first(&contexts[0], memory[0], 4096) || second(&contexts[1], memory[1], 4096))
    return 1;
  for (int i = 0; i < 2; ++i) {
    sinter_pool_destroy(&contexts[i]);
    if (contexts[i].parallel_for)
      return 2;
  }
  return 0;
}
"""


def run(*command):
    return subprocess.run([str(word) for word in command], check=True, stdout=subprocess.PIPE, text=True).stdout


def check_symbols(nm, joined):
    complaints = []
    for line in run(nm, "--format=posix", joined).splitlines():
        name, kind = line.split()[:2]
        if kind == "U" and name not in LIBC:
            complaints.append(f"`{name}` is needed, and is no function of libc or pthread on the list")
        if kind.isupper() and kind not in "UW":
            complaints.append(f"`{name}` is defined as {kind}, which is not weak")
        if kind in "WTDB" and not name.startswith("sinter_v1_"):
            complaints.append(f"`{name}` carries no version")
        if kind in "bBdDcC" and name.split(".")[0] not in STATE:
            complaints.append(f"`{name}` is state that models would share")
    return complaints


def check_paths(objects, folders):
    return [f"`{file.name}` holds the path `{folder}`"
            for file in objects for folder in folders if folder.encode() in file.read_bytes()]


def check_two_models(cc, ld, include, runtime, folder):
    """Links two relocatable models into one program, in C and with the linker alone, and runs it."""
    models = []
    for name in ("first", "second"):
        source, model = folder / f"{name}.c", folder / f"{name}-model.o"
        source.write_text(MODEL.replace("NAME", name))
        run(cc, "-std=c11", "-I", include, "-fPIC", "-c", source, "-o", folder / f"{name}.o")
        run(ld, "-r", folder / f"{name}.o", *runtime, "-o", model)
        models.append(model)
    (folder / "main.c").write_text(PROGRAM)
    program = folder / "program"
    run(cc, "-std=c11", "-I", include, folder / "main.c", *models, "-o", program, "-lm", "-lpthread")
    return [f"two models in one program end with {code}" for code in [subprocess.call([program])] if code != 0]


def main(folder, cc, nm, ld, source, build):
    objects = sorted(Path(folder).glob("*.o"))
    if not objects:
        print(f"error: no object in `{folder}`")
        return 1
    with tempfile.TemporaryDirectory() as scratch:
        scratch = Path(scratch)
        joined = scratch / "joined.o"
        run(ld, "-r", *objects, "-o", joined)
        complaints = check_symbols(nm, joined)
        complaints += check_paths(objects, [source, build])
        complaints += check_two_models(cc, ld, Path(source, "runtime/include"), objects, scratch)
    for complaint in complaints:
        print(f"error: {complaint}")
    return 1 if complaints else 0


if __name__ == "__main__":
    if len(sys.argv) != 7:
        print(__doc__, file=sys.stderr)
        sys.exit(2)
    sys.exit(main(*sys.argv[1:]))
