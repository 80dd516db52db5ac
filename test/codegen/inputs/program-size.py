#!/usr/bin/python3
"""program-size.py: fails where the code of PROGRAM has more than KIB kilobytes, the C library's start files and what it links included.

    program-size.py PROGRAM KIB
"""
import subprocess
import sys

program, limit = sys.argv[1], 1000 * int(sys.argv[2])
rows = (line.split() for line in subprocess.run(["size", "-A", program], check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines())
text = sum(int(row[1]) for row in rows if row and row[0].startswith(".text"))
assert 0 < text <= limit, f"{text} bytes of code"
