"""first-images.py: a smaller Fashion-MNIST.

    first-images.py TRAINING TEST FOLDER      the first so many images of each part, with their labels
"""
import gzip
import struct
import sys
from pathlib import Path

IMAGES = Path("/usr/share/datasets/fashion-mnist")
SIZES = {"train": int(sys.argv[1]), "t10k": int(sys.argv[2])}
FOLDER = Path(sys.argv[3])

FOLDER.mkdir(parents=True)
for part, count in SIZES.items():
    for kind, header, item in ("images-idx3", 16, 28 * 28), ("labels-idx1", 8, 1):
        with gzip.open(IMAGES / f"{part}-{kind}-ubyte.gz") as file:
            data = bytearray(file.read(header + count * item))
        struct.pack_into(">I", data, 4, count)
        (FOLDER / f"{part}-{kind}-ubyte").write_bytes(data)
