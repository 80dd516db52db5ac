#!/usr/bin/python3
"""relayouts.py: networks of the zoo in which a tensor is rearranged on its way from one convolution to the next.

    relayouts.py NAME... [--sinter PROGRAM]

Reads `sinter compile --emit=layout`. Between two convolutions are pools, elementwise ops, concats and resizes, but no reductions: what
they leave of an image is small. Prints the kernels that rearrange, and exits with 1 where there is one.
"""
import argparse
import re
import subprocess
import sys
from pathlib import Path

TEXTS = Path(__file__).resolve().parents[2] / "examples/zoo"
KERNEL = re.compile(r'^\s*(%\w+) = sinter\.kernel "([^"]*)" \((.*?)\) : ')
CONVOLUTIONS = {"conv2d", "winograd_conv2d"}
ENDS = {"dense", "matmul", "mean", "sum", "softmax"}


class Kernel:
    def __init__(self, name, operands, is_view):
        self.name, self.operands, self.is_view, self.ops = name, operands, is_view, set()


def kernels_of(layout):
    """Kernels of each function by the value that they make."""
    functions, kernel = [], None
    for line in layout.splitlines():
        if "func.func" in line:
            functions.append({})
        elif match := KERNEL.match(line):
            kernel = Kernel(match[2], re.findall(r"= (%\w+)", match[3]), 'strategy = "view"' in line)
            functions[-1][match[1]] = kernel
        elif match := re.match(r"\s*%\w+ = sinter\.(\w+) ", line):
            if kernel:
                kernel.ops.add(match[1])
        elif "sinter.yield" in line:
            kernel = None
    return functions


def comes_from_convolution(value, kernels):
    seen, waiting = set(), [value]
    while waiting:
        kernel = kernels.get(waiting.pop())
        if not kernel or kernel in seen or kernel.ops & ENDS:
            continue
        seen.add(kernel)
        if kernel.ops & CONVOLUTIONS:
            return True
        waiting += kernel.operands
    return False


def rearranged(kernels):
    """Names of kernels that rearrange what a convolution made and another reads."""
    for value, kernel in kernels.items():
        readers = [other for other in kernels.values() if value in other.operands]
        if ("relayout" in kernel.ops and not kernel.is_view and any(reader.ops & CONVOLUTIONS for reader in readers)
                and comes_from_convolution(kernel.operands[0], kernels)):
            yield f"{kernel.name} before {', '.join(reader.name for reader in readers)}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("names", nargs="+")
    parser.add_argument("--sinter", default="sinter")
    arguments = parser.parse_args()
    failed = False
    for name in arguments.names:
        layout = subprocess.run([arguments.sinter, "compile", TEXTS / f"{name}.sn", "--emit=layout"], check=True, capture_output=True, text=True).stdout
        functions = kernels_of(layout)
        if not any(kernel.ops & CONVOLUTIONS for kernels in functions for kernel in kernels.values()):
            sys.exit(f"error: {name} has no convolution, or the text of --emit=layout is not understood")
        for kernels in functions:
            for found in rearranged(kernels):
                print(f"{name}: {found}")
                failed = True
    sys.exit(failed)


main()
