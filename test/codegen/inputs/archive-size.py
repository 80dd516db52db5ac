#!/usr/bin/python3
"""archive-size.py: fails where the code in ARCHIVE has more than KIB kilobytes, or needs more than libc, libm and pthread.

    archive-size.py ARCHIVE KIB
"""
import subprocess
import sys

LIBC = set("__errno_location clock_gettime close fstat fsync memcmp memcpy memset mmap munmap open rename strchr strcmp strlen strncmp "
           "strrchr unlink write".split())


def run(*command):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines()


archive, limit = sys.argv[1], 1000 * int(sys.argv[2])
rows = (line.split() for line in run("objdump", "-h", archive))
text = sum(int(row[2], 16) for row in rows if len(row) > 2 and row[1].startswith(".text"))
symbols = [line.split() for line in run("nm", "--format=posix", archive) if len(line.split()) > 1]
defined = {row[0] for row in symbols if row[1] != "U"}
needed = {row[0] for row in symbols if row[1] == "U"} - defined
foreign = {name for name in needed - LIBC if not name.startswith("pthread_")}
assert text <= limit, f"{text} bytes of code"
assert not foreign, foreign
