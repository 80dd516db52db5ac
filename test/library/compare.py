#!/usr/bin/python3
"""compare.py: the layers of the library against PyTorch.

    compare.py FAMILY [--folded] [--only WORD] [--sinter PROGRAM] [--keep DIR]
    compare.py --blocks

A FAMILY is a table of cases, FAMILY_cases.py beside this file (harness.py says what a case is). --folded makes
parameters of the inputs, so that the reference interpreter computes the results while the compiler folds constants. --only takes the cases whose text contains WORD.
--blocks checks that each block of frontend/library has a case in some table or in training.py and a comment in the form that the manual is made from.
"""
import argparse
import importlib
import re
import sys
import tempfile
from pathlib import Path

from harness import ROOT, compare

HERE = Path(__file__).resolve().parent
FAMILIES = sorted(path.stem.removesuffix("_cases") for path in HERE.glob("*_cases.py"))


def table(family):
    return importlib.import_module(f"{family}_cases").family.cases


def check_blocks():
    """How many blocks lack a case or a comment, which it prints."""
    texts = "\n".join(case.text for family in FAMILIES for case in table(family))
    texts += (HERE / "training.py").read_text()
    faults = 0
    for path in sorted((ROOT / "frontend" / "library").glob("*.sn")):
        for match in re.finditer(r"((?:^//.*\n)*)^block (\w+)\(", path.read_text(), re.MULTILINE):
            comment, name = match.groups()
            if name.startswith("_"):
                continue
            lines = comment.splitlines()
            if not re.search(rf"\b{name}\b", texts):
                print(f"{path.name}: `{name}` has no case in test/library")
                faults += 1
            if len(lines) < 2 or not re.match(r"// [A-Zx`].*[.:]$", lines[0]) or not any(line.startswith("//   ") for line in lines):
                print(f"{path.name}: `{name}` needs a comment: a sentence on a line of its own, and a formula")
                faults += 1
    return faults


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("family", nargs="?", choices=FAMILIES)
    parser.add_argument("--blocks", action="store_true", help="check that each block has a case and a comment")
    parser.add_argument("--folded", action="store_true", help="let the reference interpreter compute the results")
    parser.add_argument("--only", metavar="WORD", default="", help="take the cases whose text contains WORD")
    parser.add_argument("--sinter", default="sinter", help="the program to test")
    parser.add_argument("--keep", type=Path, help="keep text, inputs and outputs in this folder")
    options = parser.parse_args()
    if options.blocks or not options.family:
        return 1 if check_blocks() else 0
    cases = [case for case in table(options.family) if options.only in case.text]
    if options.keep:
        options.keep.mkdir(parents=True, exist_ok=True)
        return 1 if compare(cases, options.folded, options.sinter, options.keep) else 0
    with tempfile.TemporaryDirectory() as folder:
        return 1 if compare(cases, options.folded, options.sinter, Path(folder)) else 0


if __name__ == "__main__":
    sys.exit(main())
