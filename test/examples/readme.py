"""Runs the commands of the root README: python3 readme.py ROOT FOLDER.

A command is an indented line that starts with `sinter` or `cc`. They run in FOLDER, in the order of the text, as a reader at the
root of the sources would run them.
"""
import os
import re
import subprocess
import sys

root, folder = map(os.path.abspath, sys.argv[1:])
os.makedirs(folder)
os.symlink(os.path.join(root, "examples"), os.path.join(folder, "examples"))
with open(os.path.join(root, "README.md"), encoding="utf-8") as readme:
    commands = re.findall(r"^    ((?:sinter|cc) [^#\n]*)", readme.read(), re.MULTILINE)
assert len(commands) >= 6, f"the README has lost its commands: {commands}"
for command in commands:
    print("$", command, flush=True)
    subprocess.run(command, shell=True, cwd=folder, check=True)
assert os.access(os.path.join(folder, "out", "lenet5"), os.X_OK), "the README links no program"
