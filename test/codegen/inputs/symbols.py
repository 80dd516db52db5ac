#!/usr/bin/python3
"""symbols.py: checks what an object or library needs and shows.

    symbols.py [--dynamic] FILE PATTERN...

Whatever FILE needs must be a function of libc or libm (which holds pthread), and the global symbols it defines must each
match one of the patterns, of which each must match something.
"""
import ctypes
import re
import subprocess
import sys


def symbols(dynamic, file, kind):
    options = ["--dynamic"] if dynamic else []
    text = subprocess.run(["llvm-nm", "--format=posix", "--extern-only", kind, *options, file],
                          check=True, stdout=subprocess.PIPE, text=True).stdout
    return [line.split()[0].split("@")[0] for line in text.splitlines() if line.strip() and not line.endswith(":")]


def main(arguments):
    dynamic = arguments[0] == "--dynamic"
    file, *patterns = arguments[dynamic:]
    libraries = [ctypes.CDLL("libc.so.6"), ctypes.CDLL("libm.so.6")]
    complaints = [f"`{name}` is needed and is in neither libc nor libm" for name in symbols(dynamic, file, "--undefined-only")
                  if not any(hasattr(library, name) for library in libraries)]
    defined = symbols(dynamic, file, "--defined-only")
    complaints += [f"`{name}` is shown" for name in defined if not any(re.fullmatch(p, name) for p in patterns)]
    complaints += [f"nothing matches `{p}`" for p in patterns if not any(re.fullmatch(p, name) for name in defined)]
    for complaint in complaints:
        print(f"{file}: error: {complaint}")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
