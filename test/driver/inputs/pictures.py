#!/usr/bin/python3
"""pictures.py: PNG files without a library, and what becomes of them.

    pictures.py write HEIGHT WIDTH FILE.png          random colours
    pictures.py equal HEIGHT WIDTH FILE.npy          fails unless the array is the picture, scaled and resized
"""
import struct
import sys
import zlib

import numpy as np


def write_png(pixels, path):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    height, width, _ = pixels.shape
    rows = b"".join(b"\0" + row.tobytes() for row in pixels)
    with open(path, "wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)))
        file.write(chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def picture(height, width):
    return np.random.default_rng(height * 100 + width).integers(0, 256, (height, width, 3), dtype=np.uint8)


def weights(size, to):
    """The matrix of bilinear interpolation between pixel centres."""
    matrix = np.zeros((to, size))
    for i in range(to):
        place = min(max((i + 0.5) * size / to - 0.5, 0), size - 1)
        low = int(place)
        matrix[i, low] += 1 - (place - low)
        matrix[i, min(low + 1, size - 1)] += place - low
    return matrix


def main(command, *arguments):
    if command == "write":
        height, width, path = int(arguments[0]), int(arguments[1]), arguments[2]
        write_png(picture(height, width), path)
        return
    height, width, file = int(arguments[0]), int(arguments[1]), arguments[2]
    got = np.load(file)[0]
    pixels = picture(height, width) / 255
    if got.shape[2] == 1:  # the weights of stb_image, in 256ths, rounded down
        r, g, b = np.moveaxis(picture(height, width).astype(np.int64), 2, 0)
        pixels = ((77 * r + 150 * g + 29 * b) // 256)[..., None] / 255
    wanted = np.einsum("yh,hwc,xw->yxc", weights(height, got.shape[0]), pixels, weights(width, got.shape[1]))
    error = np.abs(got - wanted).max()
    if error > 1e-6:
        sys.exit(f"error: the picture is off by {error}")


if __name__ == "__main__":
    main(*sys.argv[1:])
