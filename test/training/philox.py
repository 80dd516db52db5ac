"""philox.py: the random numbers of a training step, computed anew from what the ops say of themselves (ir/RandomOps.td)."""
import numpy as np


def words(seed, step, stream, count):
    """Philox4x32-10 for elements 0 to count - 1: an array [4, count] of 32-bit words."""
    mask, low = np.uint64(0xFFFFFFFF), np.uint64(32)
    counter = [np.arange(count, dtype=np.uint64), *(np.full(count, word, np.uint64) for word in (stream, step & 0xFFFFFFFF, step >> 32))]
    key = [np.uint64(seed & 0xFFFFFFFF), np.uint64(seed >> 32)]
    for _ in range(10):
        first, second = counter[0] * np.uint64(0xD2511F53), counter[2] * np.uint64(0xCD9E8D57)
        counter = [(second >> low) ^ counter[1] ^ key[0], second & mask, (first >> low) ^ counter[3] ^ key[1], first & mask]
        key = [(key[0] + np.uint64(0x9E3779B9)) & mask, (key[1] + np.uint64(0xBB67AE85)) & mask]
    return np.stack(counter)


def uniform(seed, step, stream, shape):
    found = words(seed, step, stream, int(np.prod(shape)))
    return ((found[0] >> np.uint64(8)).astype(np.float64) * 2.0**-24).reshape(shape)


def normal(seed, step, stream, shape):
    found = words(seed, step, stream, int(np.prod(shape)))
    u = ((found[0] >> np.uint64(8)).astype(np.float64) + 1) * 2.0**-24
    v = (found[1] >> np.uint64(8)).astype(np.float64) * 2.0**-24
    return (np.sqrt(-2 * np.log(u)) * np.cos(2 * np.pi * v)).reshape(shape)
