#!/usr/bin/python3
"""npy.py: .npy files for the input f32[3, 4], sound and damaged in one way each.

    npy.py KIND FILE
"""
import io
import struct
import sys

import numpy as np

ARRAY = np.arange(12, dtype=np.float32).reshape(3, 4)


def saved(array, version=None):
    file = io.BytesIO()
    np.lib.format.write_array(file, array, version=version)
    return file.getvalue()


def headed(text, data=ARRAY.tobytes(), version=1):
    length = struct.pack("<H" if version == 1 else "<I", len(text))
    return b"\x93NUMPY" + bytes([version, 0]) + length + text + data


SOUND = b"{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }\n"
KINDS = {
    "sound": saved(ARRAY),
    "version-2": saved(ARRAY, (2, 0)),
    "version-3": saved(ARRAY, (3, 0)),
    "doubles": saved(ARRAY.astype(np.float64)),
    "other-order": headed(b'{"shape":(3,4),"fortran_order":False,"descr":"<f4"}'),
    "integers": saved(ARRAY.astype(np.int32)),
    "transposed": saved(ARRAY.T.copy()),
    "fortran": saved(np.asfortranarray(ARRAY)),
    "big-endian": saved(ARRAY.astype(">f4")),
    "objects": headed(b"{'descr': '|O', 'fortran_order': False, 'shape': (3, 4), }\n"),
    "no-magic": b"PK\3\4" + saved(ARRAY),
    "version-9": headed(SOUND, version=9),
    "truncated": saved(ARRAY)[:-1],
    "longer": saved(ARRAY) + b"\0",
    "short-header": saved(ARRAY)[:20],
    "long-header": headed(SOUND + b" " * 70000, version=2),
    "no-shape": headed(b"{'descr': '<f4', 'fortran_order': False, }\n"),
    "code": headed(b"{'descr': '<f4', 'fortran_order': False, 'shape': (3, 2 + 2), }\n"),
    "negative": headed(b"{'descr': '<f4', 'fortran_order': False, 'shape': (-3, -4), }\n"),
    "overflowing": headed(b"{'descr': '<f4', 'fortran_order': False, 'shape': (4611686018427387904, 4), }\n"),
    "beyond-64-bits": headed(b"{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999, 4), }\n"),
}

if __name__ == "__main__":
    kind, path = sys.argv[1:]
    with open(path, "wb") as file:
        file.write(KINDS[kind])
