"""Fails if an op of the dialect has no test in test/ir, or one that computes none in test/numeric.

A test is the file named after the op, with dashes. Ops are the definitions in ir/*Ops.td.
Usage: every-op-has-a-test.py ROOT
"""
import pathlib
import re
import sys

# They compute nothing that compiled code could be compared for: they declare, name, frame or only place values, or vanish before.
WITHOUT_NUMBERS = {"constant", "gradient", "kernel", "parameter", "read", "relayout", "write", "yield"}


def main(root):
    ops = set()
    for path in sorted((root / "ir").glob("*Ops.td")):
        ops |= set(re.findall(r'^def \w+ : \w+<"(\w+)"', path.read_text(), re.MULTILINE))
    if not ops:
        sys.exit("no op found in ir/*Ops.td: their form has changed")
    missing = []
    for room, needed in (("ir", ops), ("numeric", ops - WITHOUT_NUMBERS)):
        missing += [f"test/{room}/{op.replace('_', '-')}.mlir" for op in sorted(needed)
                    if not (root / "test" / room / f"{op.replace('_', '-')}.mlir").is_file()]
    for path in missing:
        print(f"{path} is missing: every op has a round trip, and compiled code to compare with the reference")
    for op in sorted(WITHOUT_NUMBERS - ops):
        missing.append(op)
        print(f"`{op}` is listed as without numbers, but is no op")
    sys.exit(bool(missing))


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
