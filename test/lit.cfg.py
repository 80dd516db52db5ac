# lit.cfg.py: how lit finds and runs the tests under test/.
#
# A test is a .mlir, .sn or .test file with RUN lines. `sinter`, `sinter-opt`, `FileCheck`, `not` and `count` are
# found on the PATH, this build's first. Substitutions beside lit's own (%s, %S, %t):
#   %cc %cxx      the compilers the build was made with
#   %python       Debian's python, which has numpy and torch
#   %examples     the folder examples/
#   %root         the checkout
#   %bin          the folder of `sinter`, for tests that set a PATH of their own
#   %face-api     npm's face-api with its weights, where tools/test puts it; without it the feature `face-api` is missing
#   %mpirun       Open MPI, on any machine and as any user; without it the feature `mpirun` is missing
#   %photos       Debian's photos of python3-skimage
import os
import shutil

import lit.formats

config.name = "sinter"
config.test_format = lit.formats.ShTest(execute_external=False)
config.suffixes = [".mlir", ".sn", ".test"]
config.excludes = ["inputs"]
config.test_source_root = os.path.dirname(__file__)
config.test_exec_root = os.path.join(config.sinter_build_dir, "test")

programs = os.path.join(config.sinter_build_dir, "bin")
config.environment["PATH"] = os.pathsep.join(
    [programs, config.llvm_tools_dir, os.environ.get("PATH", "/usr/bin:/bin")]
)

# One cache of compiled kernels for all tests, apart from the user's own.
config.environment["SINTER_CACHE_DIR"] = os.environ.get(
    "SINTER_CACHE_DIR", os.path.join(config.sinter_build_dir, "test-cache")
)
for name in ("HOME", "ASAN_OPTIONS", "UBSAN_OPTIONS"):
    if name in os.environ:
        config.environment[name] = os.environ[name]

face_api = os.path.join(config.sinter_source_dir, "build/peers/node_modules/@vladmandic/face-api")
if os.path.isdir(face_api):
    config.available_features.add("face-api")

if shutil.which("mpirun"):
    config.available_features.add("mpirun")
config.environment["OMPI_MCA_btl_vader_single_copy_mechanism"] = "none"

config.substitutions += [
    ("%cc", config.c_compiler),
    ("%cxx", config.cxx_compiler),
    ("%python", "/usr/bin/python3"),
    ("%examples", os.path.join(config.sinter_source_dir, "examples")),
    ("%root", config.sinter_source_dir),
    ("%bin", programs),
    ("%face-api", face_api),
    ("%mpirun", "mpirun --allow-run-as-root --oversubscribe"),
    ("%photos", "/usr/lib/python3/dist-packages/skimage/data"),
]
