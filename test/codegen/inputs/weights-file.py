#!/usr/bin/python3
"""weights-file.py: checks that a file is a safetensors container that a strict reader takes.

    weights-file.py FILE NAME...

Tensors follow each other without a gap from the first byte to the last, `data_offsets` fit type and shape, tensors that are
no gap are 64-byte aligned in the file, and those of the given names are there.
"""
import json
import struct
import sys

BYTES = {"F32": 4, "F16": 2, "BF16": 2, "I64": 8, "I32": 4, "I8": 1, "U8": 1, "BOOL": 1}


def main(path, *names):
    with open(path, "rb") as file:
        data = file.read()
    (size,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8:8 + size])
    metadata = header.pop("__metadata__")
    assert all(isinstance(value, str) for value in metadata.values()), metadata
    assert len(metadata["sinter.manifest"]) == 16, metadata
    assert set(names) <= set(header), sorted(header)
    end = 0
    for name, tensor in header.items():
        begin, after = tensor["data_offsets"]
        count = BYTES[tensor["dtype"]]
        for extent in tensor["shape"]:
            count *= extent
        assert begin == end and after - begin == count, (name, tensor)
        assert name.startswith("__gap__") or (8 + size + begin) % 64 == 0, (name, tensor)
        end = after
    assert 8 + size + end == len(data), (size, end, len(data))


if __name__ == "__main__":
    main(*sys.argv[1:])
