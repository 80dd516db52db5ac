"""same-rows.py: whether an array is bit for bit the rows of others, one behind the other.

Usage: same-rows.py ALL.npy ROW.npy ...
With --split: same-rows.py --split ALL.npy PREFIX writes each row as PREFIX<i>.npy.
With --random: same-rows.py --random SHAPE FILE.npy
"""
import sys

import numpy as np

if sys.argv[1] == "--random":
    shape = [int(size) for size in sys.argv[2].split(",")]
    np.save(sys.argv[3], np.random.default_rng(7).standard_normal(shape).astype(np.float32))
elif sys.argv[1] == "--split":
    for i, row in enumerate(np.load(sys.argv[2])):
        np.save(f"{sys.argv[3]}{i}.npy", row[None])
else:
    together, rows = np.load(sys.argv[1]), [np.load(path) for path in sys.argv[2:]]
    if together.tobytes() != np.concatenate(rows).tobytes():
        sys.exit(f"{sys.argv[1]} differs from its rows by up to {np.abs(together - np.concatenate(rows)).max()}")
