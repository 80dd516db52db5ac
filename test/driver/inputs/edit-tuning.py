"""Writes a tuning database with one change: edit-tuning.py OLD NEW LAYER CHANGE.

CHANGE is `tiles=...` or `target=...`, or replaces the whole line; what says LAYER in its description is changed."""
import sys

old, new, layer, change = sys.argv[1:]
lines = open(old).read().splitlines()
found = [i for i, line in enumerate(lines) if not line.startswith("#") and " " + layer + ":" in line]
assert len(found) == 1, lines
fields = lines[found[0]].split(" ", 6)
name, _, value = change.partition("=")
if name == "tiles":
    fields[2] = value
elif name == "target":
    fields[1] = value
else:
    fields = change.split(" ")
lines[found[0]] = " ".join(fields)
open(new, "w").write("\n".join(lines) + "\n")
