#!/usr/bin/python3
"""initializers.py: the first values of parameters, computed a second time.

    initializers.py SEED PATH KIND SHAPE FILE.npy [VALUES...]

Fails unless FILE holds the values that KIND gives to parameter PATH (4 to 8 letters) under SEED, bit for bit, and unless
they spread as they should. The generator and the hash of the path stand here as in their papers; logarithm and cosine
are those of 80-bit floats, so that a polynomial that is off shows.
"""
import sys
from statistics import NormalDist

import numpy as np

MASK = 0xFFFFFFFF
MASK64 = 0xFFFFFFFFFFFFFFFF


def philox4x32(counter, key):
    """Salmon et al. 2011, ten rounds."""
    c, k = list(counter), list(key)
    for _ in range(10):
        p0, p1 = 0xD2511F53 * c[0], 0xCD9E8D57 * c[2]
        c = [(p1 >> 32) ^ c[1] ^ k[0], p1 & MASK, (p0 >> 32) ^ c[3] ^ k[1], p0 & MASK]
        k = [(k[0] + 0x9E3779B9) & MASK, (k[1] + 0xBB67AE85) & MASK]
    return c


def xxh3_64(text):
    """XXH3 of 4 to 8 bytes, seed 0."""
    secret = bytes.fromhex("7c01812cf721ad1cded46de9839097db")
    assert 4 <= len(text) <= 8
    first, last = int.from_bytes(text[:4], "little"), int.from_bytes(text[-4:], "little")
    flip = int.from_bytes(secret[:8], "little") ^ int.from_bytes(secret[8:], "little")
    h = (last + (first << 32)) ^ flip
    rotate = lambda n: (h << n | h >> (64 - n)) & MASK64
    h ^= rotate(49) ^ rotate(24)
    h = h * 0x9FB21C651E98DF25 & MASK64
    h ^= (h >> 35) + len(text)
    h = h * 0x9FB21C651E98DF25 & MASK64
    return h ^ h >> 28


def fractions(seed, path, count):
    """Two numbers in [0, 1) of 53 bits for each element."""
    stream = xxh3_64(path.encode())
    key = (seed & MASK, seed >> 32)
    words = [philox4x32((i & MASK, i >> 32, stream & MASK, stream >> 32), key) for i in range(count)]
    pair = lambda low, high: ((high << 32 | low) >> 11) * 2.0**-53
    return np.array([(pair(w[0], w[1]), pair(w[2], w[3])) for w in words])


def check_orthogonal(seed, path, shape, got, length):
    """The rows, or the columns where they are fewer, of the normal matrix as Gram and Schmidt leave them: Q of QR, whose
    R has a positive diagonal."""
    normals, _ = expected(seed, path, "normal", shape, (0.0, 1.0))
    normals, got = (matrix.reshape(shape[0], -1).astype(np.float64) for matrix in (normals, got))
    if normals.shape[0] < normals.shape[1]:
        normals, got = normals.T, got.T
    q, r = np.linalg.qr(normals)
    worst = np.abs(got - length * q * np.sign(np.diag(r))).max()
    if worst > 4e-6 or np.abs(got.T @ got - length**2 * np.eye(got.shape[1])).max() > 1e-6:
        sys.exit(f"error: orthogonal: off by {worst}")


def expected(seed, path, kind, shape, values):
    count = int(np.prod(shape))
    u, v = fractions(seed, path, count).T
    if kind == "truncated_normal":
        below = NormalDist().cdf(-2)
        normal = np.array([NormalDist().inv_cdf(below + (1 - 2 * below) * x) for x in u])
        # A normal number within two deviations deviates by 0.8796.
        return (values[0] + values[1] * normal).astype(np.float32).reshape(shape), (values[0], 0.8796 * values[1])
    fan_in = count // shape[0]
    fan_out = count // shape[1]
    variance = 2 / fan_in if kind.startswith("he_") else 2 / (fan_in + fan_out)
    if kind.endswith("normal"):
        mean, deviation = values if kind == "normal" else (0.0, np.sqrt(variance))
        turns = np.longdouble(v) * 2 * np.longdouble("3.14159265358979323846264338327950288")
        normal = np.sqrt(-2 * np.log(1 - np.longdouble(u))) * np.cos(turns)
        result = mean + deviation * normal
        spread = (mean, deviation)
    else:
        low, high = values if kind == "uniform" else (-np.sqrt(3 * variance), np.sqrt(3 * variance))
        result = low + (high - low) * u
        spread = ((low + high) / 2, (high - low) / np.sqrt(12))
    return result.astype(np.float32).reshape(shape), spread


def main(seed, path, kind, shape, file, *values):
    shape = [int(size) for size in shape.split(",")]
    if kind == "orthogonal":
        return check_orthogonal(int(seed), path, shape, np.load(file), float(values[0]))
    wanted, (mean, deviation) = expected(int(seed), path, kind, shape, [float(value) for value in values])
    got = np.load(file)
    if not np.array_equal(got, wanted):
        worst = np.abs(got - wanted).max()
        sys.exit(f"error: {kind}: {(got != wanted).sum()} of {got.size} values differ, by up to {worst}")
    bound = 5 * deviation / np.sqrt(got.size)
    if abs(got.mean() - mean) > bound or abs(got.std() - deviation) > bound:
        sys.exit(f"error: {kind}: mean {got.mean()} and deviation {got.std()}, but wanted {mean} and {deviation}")


# The known answers of the two papers' implementations.
assert philox4x32([0] * 4, [0] * 2) == [0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8]
main(*sys.argv[1:])
