#!/usr/bin/python3
"""arrays.py: arrays for the tests, and comparisons of them.

    arrays.py image SHAPE FILE.npy FILE.raw   random floats, as .npy and as bare bytes
    arrays.py equal FILE.npy FILE.raw         fails unless the array's bytes are the file
"""
import sys

import numpy as np

command = sys.argv[1]
if command == "image":
    shape = [int(size) for size in sys.argv[2].split(",")]
    array = np.random.default_rng(3).standard_normal(shape).astype(np.float32)
    np.save(sys.argv[3], array)
    array.tofile(sys.argv[4])
elif command == "equal":
    array, expected = np.load(sys.argv[2]), open(sys.argv[3], "rb").read()
    if array.dtype != np.float32 or array.tobytes() != expected:
        sys.exit(f"error: {array} is not {np.frombuffer(expected, np.float32)}")
    if len(set(array.ravel().tolist())) < 3:
        sys.exit(f"error: {array} proves little")
else:
    sys.exit(__doc__)
