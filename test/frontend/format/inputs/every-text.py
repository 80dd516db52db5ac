"""Lays every text of the tree out: python3 every-text.py ROOT FOLDER.

Works on copies in FOLDER: each text as it is, and with other spaces at the ends of its lines.
"""
import os
import random
import re
import shutil
import subprocess
import sys

root, folder = map(os.path.abspath, sys.argv[1:])
laid_out = ("examples", "frontend/library", "test/language")
with_mistakes = "test/frontend/errors"


def texts():
    for room in ("examples", "frontend", "test"):
        for place, _, names in os.walk(os.path.join(root, room)):
            yield from (os.path.relpath(os.path.join(place, name), root) for name in sorted(names) if name.endswith(".sn"))


def sinter(*arguments):
    return subprocess.run(("sinter",) + arguments, capture_output=True, text=True)


def tree(path):
    """What the text means."""
    shown = sinter("compile", path, "--emit=ast")
    assert shown.returncode == 0, shown.stderr
    return shown.stdout


def read(path):
    with open(path, "rb") as file:
        return file.read()


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(text)
    return path


def disturbed(text, rng):
    """The same lines with other indentation, spaces behind them, and more empty lines where there is one."""
    lines = []
    for line in text.split(b"\n"):
        space = b" " * rng.randrange(9) + b"\t" * rng.randrange(2)
        line = space + line.strip(b" \t\r") + b" " * rng.randrange(3)
        lines += [line] * (rng.randrange(1, 4) if not line.strip() else 1)
    return b"\r\n".join(lines)


shutil.rmtree(folder, ignore_errors=True)
rng = random.Random(1)
copies, others = {}, {}
for path in texts():
    text = read(os.path.join(root, path))
    copies[path] = write(os.path.join(folder, "copies", path), text)
    others[path] = write(os.path.join(folder, "others", path), disturbed(text, rng))

mistakes = []
refused = set()
for line in sinter("fmt", *copies.values()).stderr.splitlines():
    place = re.match(r"(.*\.sn):\d+:\d+: error: ", line)
    if place:
        refused.add(os.path.relpath(place[1], os.path.join(folder, "copies")))
    elif line.startswith("sinter: error"):
        mistakes.append(line)
mistakes += [f"{path}: does not parse" for path in refused if not path.startswith(with_mistakes)]
accepted = [path for path in copies if path not in refused]
if len(accepted) < 60 or len(refused) < 20:
    mistakes.append(f"{len(accepted)} texts were laid out and {len(refused)} refused: some are missing")

sinter("fmt", *(others[path] for path in accepted))
for path in copies:
    original, result = os.path.join(root, path), copies[path]
    if read(result) != read(original):
        if path in refused:
            mistakes.append(f"{path}: changed in spite of a mistake")
        elif tree(result) != tree(original):
            mistakes.append(f"{path}: means something else when laid out")
        if b"".join(read(result).split()) != b"".join(read(original).split()):
            mistakes.append(f"{path}: has lost or moved more than spaces")
        if path.startswith(laid_out):
            mistakes.append(f"{path}: is not laid out: run `sinter fmt {path}`")
    if path in accepted and read(others[path]) != read(result):
        mistakes.append(f"{path}: depends on spaces at the ends of lines")
again = sinter("fmt", "--check", *(copies[path] for path in accepted))
if again.returncode != 0:
    mistakes.append("changed a second time:\n" + again.stdout + again.stderr)
sys.exit("\n".join(mistakes) or 0)
