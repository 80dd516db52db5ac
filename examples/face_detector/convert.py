#!/usr/bin/python3
"""convert.py: the weights of face-api's tiny face detector as safetensors, named as in tiny_face_detector.sn.

    ./convert.py MODEL_FOLDER OUTPUT       MODEL_FOLDER: the npm package's model/, with manifest and data

The package holds TensorFlow.js weights: a JSON manifest and files of raw data, in which a tensor of `uint8` codes
stands for min + scale * code. Convolution weights turn from [kh, kw, in, out] (depthwise [kh, kw, channels, 1]) to
PyTorch's [out, in / groups, kh, kw].
"""
import json
import struct
import sys
from pathlib import Path

import numpy as np

MANIFEST = "tiny_face_detector_model-weights_manifest.json"
# What TensorFlow.js calls a tensor -> what the text calls it, and how its axes turn.
NAMES = {
    "filters": ("weight", (3, 2, 0, 1)),
    "depthwise_filter": ("depthwise.weight", (2, 3, 0, 1)),
    "pointwise_filter": ("pointwise.weight", (3, 2, 0, 1)),
    "bias": ("bias", (0,)),
}


def read_tfjs(folder):
    """Yields the name and the float32 values of each tensor of the manifest, in order."""
    for group in json.loads((folder / MANIFEST).read_text()):
        data = b"".join((folder / path).read_bytes() for path in group["paths"])
        begin = 0
        for entry in group["weights"]:
            code = entry["quantization"]
            if (entry["dtype"], code["dtype"]) != ("float32", "uint8"):
                sys.exit(f"error: `{entry['name']}` is {entry['dtype']} kept as {code['dtype']}, not float32 as uint8")
            count = int(np.prod(entry["shape"]))
            codes = np.frombuffer(data, np.uint8, count, begin).reshape(entry["shape"])
            begin += count
            yield entry["name"], (codes * code["scale"] + code["min"]).astype("<f4")
        if begin != len(data):
            sys.exit(f"error: the manifest of `{folder}` describes {begin} bytes, but the files hold {len(data)}")


def to_pytorch(name, values):
    """`conv1/depthwise_filter` -> `conv1.depthwise.weight`, and its values with their axes in PyTorch's order."""
    layer, kind = name.split("/")
    if kind == "bias" and layer not in ("conv0", "conv8"):
        layer += ".pointwise"  # the bias of a separable convolution is added at its end
    name, axes = NAMES[kind]
    return f"{layer}.{name}", np.ascontiguousarray(values.transpose(axes))


def write_safetensors(path, tensors):
    """Length of the header, the header as JSON, then the data."""
    header, end = {}, 0
    for name, values in tensors.items():
        begin, end = end, end + values.nbytes
        header[name] = {"dtype": "F32", "shape": list(values.shape), "data_offsets": [begin, end]}
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)  # the data starts 8-byte aligned
    path.write_bytes(struct.pack("<Q", len(text)) + text + b"".join(v.tobytes() for v in tensors.values()))


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    tensors = dict(to_pytorch(name, values) for name, values in read_tfjs(Path(sys.argv[1])))
    write_safetensors(Path(sys.argv[2]), tensors)
    print(f"wrote {sys.argv[2]}: {len(tensors)} tensors, {sum(v.size for v in tensors.values())} parameters")


if __name__ == "__main__":
    main()
