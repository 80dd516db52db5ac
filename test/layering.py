#!/usr/bin/python3
"""layering.py: fails on an #include against the arrows between rooms.

    tools -> driver -> frontend, passes, codegen -> ir        runtime stands alone

    layering.py ROOT          checks the checkout at ROOT
    layering.py --self-test   plants wrong includes in a small tree and expects each to be found

Includes are written from the root ("ir/Dialect.h"), so a wrong arrow shows in the line itself.
"""
import re
import sys
import tempfile
from pathlib import Path

# Which rooms a file of a room may include, beside its own.
ARROWS = {
    "frontend": {"ir"},
    "ir": set(),
    "passes": {"ir"},
    "codegen": {"ir"},
    "runtime": set(),
    "driver": {"frontend", "ir", "passes", "codegen", "runtime"},
    "tools": {"frontend", "ir", "passes", "codegen", "runtime", "driver"},
    # These two use the installed product, as its users do.
    "benchmark": set(),
    "examples": set(),
}
SOURCES = {".c", ".cpp", ".h", ".def", ".td"}
INCLUDE = re.compile(r'^\s*(?:#\s*)?include\s+(["<])([^">]+)[">]')
COMPILER_HEADERS = ("mlir/", "llvm/", "absl/", "Halide")


def wrong(path, quote, target):
    """Says what is wrong when `path` (from the root) includes `target`; None if nothing is."""
    room = path.parts[0]
    if ".." in target.split("/"):
        return "is relative; includes are written from the root"
    if target.endswith("Halide.h") and not may_name_halide(path):
        return "brings Halide here; only the .cpp files of codegen and codegen/kernels may name it"
    if room == "runtime":
        if target.startswith(COMPILER_HEADERS):
            return "is a header of the compiler; runtime uses the C library alone"
        if quote == "<" and not target.endswith(".h"):
            return "is a C++ header; runtime is C11"
    other = target.split("/")[0]
    if "/" in target and other in ARROWS and other != room and other not in ARROWS[room]:
        return f"points from {room} to {other}; {room} may include {listed(ARROWS[room])}"
    if target.startswith("codegen/kernels/") and room != "codegen":
        return "reaches into codegen; kernels are private to it"
    return None


def may_name_halide(path):
    if path.parts[0] != "codegen":
        return False
    return path.suffix == ".cpp" or path.parts[1] == "kernels"


def listed(rooms):
    return ", ".join(sorted(rooms)) if rooms else "no other room"


def check(root):
    """Returns one message for each wrong include below `root`, and the number of files read."""
    messages, count = [], 0
    for room in sorted(ARROWS):
        for file in sorted((root / room).rglob("*")):
            if file.suffix not in SOURCES or not file.is_file():
                continue
            count += 1
            path = file.relative_to(root)
            for number, line in enumerate(file.read_text().splitlines(), 1):
                found = INCLUDE.match(line)
                complaint = found and wrong(path, found[1], found[2])
                if complaint:
                    messages.append(f"{path}:{number}: error: `{found[2]}` {complaint}")
    return messages, count


# Each plant: file, line, and a word of the message it must cause; None where it must cause none.
PLANTS = [
    ("ir/Bad.cpp", '#include "passes/Passes.h"', "points from ir to passes"),
    ("passes/Bad.cpp", '#include "codegen/KernelBuilder.h"', "points from passes to codegen"),
    ("passes/Bad.td", 'include "codegen/Kernels.td"', "points from passes to codegen"),
    ("frontend/onnx/Bad.h", '#include "driver/Compilation.h"', "points from frontend to driver"),
    ("driver/Bad.cpp", '#include <Halide.h>', "brings Halide"),
    ("codegen/Bad.h", '#include "Halide.h"', "brings Halide"),
    ("driver/Deep.cpp", '#include "codegen/kernels/Kernels.h"', "reaches into codegen"),
    ("runtime/bad.c", "#include <vector>", "C++ header"),
    ("runtime/worse.c", "#include <llvm/ADT/StringRef.h>", "header of the compiler"),
    ("tools/sinter/Bad.cpp", '#include "../driver/Compilation.h"', "is relative"),
    ("examples/bad/main.c", '#include "runtime/include/sinter/runtime.h"', "points from examples to runtime"),
    ("codegen/Good.cpp", "#include <Halide.h>", None),
    ("codegen/kernels/Good.h", "#include <Halide.h>", None),
    ("driver/Good.cpp", '#include "passes/Passes.h"', None),
    ("passes/Good.cpp", '#include "mlir/IR/Builders.h"', None),
    ("runtime/good.c", "#include <stdatomic.h>", None),
]


def self_test():
    failures = 0
    for name, line, expected in PLANTS:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, name)
            file.parent.mkdir(parents=True)
            file.write_text(f"// A planted file.\n{line}\n")
            messages, _ = check(Path(folder))
        good = not messages if expected is None else len(messages) == 1 and expected in messages[0]
        if not good:
            failures += 1
            print(f"{name}: `{line}`: expected {expected or 'no message'}, got {messages}")
    print(f"{len(PLANTS) - failures} passed, {failures} failed")
    return 1 if failures else 0


def main(arguments):
    if arguments == ["--self-test"]:
        return self_test()
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    messages, count = check(Path(arguments[0]))
    for message in messages:
        print(message)
    if count == 0:
        print(f"error: no source file below `{arguments[0]}`")
    return 1 if messages or count == 0 else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
