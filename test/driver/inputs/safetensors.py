#!/usr/bin/python3
"""safetensors.py: weights files for tiny.sn, sound and damaged in one way each.

    safetensors.py KIND FILE
"""
import json
import struct
import sys

import numpy as np

SHAPES = {"conv.weight": (2, 1, 3, 3), "conv.bias": (2,), "fc.weight": (3, 32), "fc.bias": (3,)}


def tensors():
    random = np.random.default_rng(1)
    return {name: random.standard_normal(shape).astype(np.float32) for name, shape in SHAPES.items()}


def pack(arrays, dtype="F32"):
    """Header, as a dictionary, and data of a sound file."""
    header, data = {}, b""
    for name, array in arrays.items():
        place = [len(data), len(data) + array.nbytes]
        header[name] = {"dtype": dtype, "shape": list(array.shape), "data_offsets": place}
        data += array.tobytes()
    return header, data


def join(header, data):
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + data


def missing(arrays):
    del arrays["conv.bias"], arrays["fc.weight"]
    return join(*pack(arrays))


def extra(arrays):
    arrays["fc2.weight"] = np.zeros((3, 3), np.float32)
    return join(*pack(arrays))


def misshapen(arrays):
    arrays["fc.weight"] = np.zeros((32, 3), np.float32)
    return join(*pack(arrays))


def all_three(arrays):
    arrays["fc2.weight"] = arrays.pop("fc.weight")
    arrays["conv.bias"] = np.zeros((5,), np.float32)
    return join(*pack(arrays))


def many(arrays):
    return join(*pack({f"layer{i}.weight": np.zeros((1,), np.float32) for i in range(8)} | arrays))


def passed_over(arrays):
    arrays["bn.num_batches_tracked"] = np.zeros((), np.float32)
    arrays["sinter.adam.step"] = np.zeros((), np.float32)
    header, data = pack(arrays)
    return join({"__metadata__": {"format": "pt"}} | header, data)


def doubles(arrays):
    return join(*pack({name: array.astype(np.float64) for name, array in arrays.items()}, "F64"))


def halves(arrays):
    return join(*pack({name: array.astype(np.float16) for name, array in arrays.items()}, "F16"))


def edited(change):
    """A sound file whose header has been changed."""
    def make(arrays):
        header, data = pack(arrays)
        change(header)
        return join(header, data)
    return make


def set_place(name, begin, end):
    return edited(lambda header: header[name].update(data_offsets=[begin, end]))


def twice(arrays):
    header, data = pack(arrays)
    text = json.dumps(header)
    entry = json.dumps(header["fc.bias"])
    return join((text[:-1] + f', "fc.bias": {entry}}}').encode(), data)


def raw(header):
    return lambda arrays: join(header, pack(arrays)[1])


KINDS = {
    "sound": lambda arrays: join(*pack(arrays)),
    "missing": missing,
    "extra": extra,
    "misshapen": misshapen,
    "all-three": all_three,
    "many": many,
    "passed-over": passed_over,
    "doubles": doubles,
    "halves": halves,
    "empty": lambda arrays: b"",
    "short": lambda arrays: b"\x10\0\0",
    "truncated-header": lambda arrays: join(*pack(arrays))[:60],
    "truncated-data": lambda arrays: join(*pack(arrays))[:-4],
    "huge-header": lambda arrays: struct.pack("<Q", 2**63) + b"{}",
    "wrapping-header": lambda arrays: struct.pack("<Q", 2**64 - 8) + b"{}",
    "not-json": raw(b"{'conv.bias': 1}"),
    "not-object": raw(b"[1, 2]"),
    "not-utf8": raw(b'{"\xff": 1}'),
    "deep": raw(b'{"a": ' + b"[" * 100000 + b"]" * 100000 + b"}"),
    "no-shape": edited(lambda header: header["fc.bias"].pop("shape")),
    "negative-shape": edited(lambda header: header["fc.bias"].update(shape=[-3])),
    "overflowing-shape": edited(lambda header: header["fc.bias"].update(shape=[2**62, 4])),
    "unknown-type": edited(lambda header: header["fc.bias"].update(dtype="F8_E4M3")),
    "outside": set_place("fc.bias", 464, 10**12),
    "backwards": set_place("fc.bias", 12, 0),
    "wrong-count": set_place("fc.bias", 464, 472),
    "overlapping": set_place("fc.bias", 0, 12),
    "twice": twice,
}

if __name__ == "__main__":
    kind, path = sys.argv[1:]
    with open(path, "wb") as file:
        file.write(KINDS[kind](tensors()))
