#!/usr/bin/python3
"""checkpoints.py: what two training runs have left.

    checkpoints.py near A B TOLERANCE     fails unless each tensor of the two files differs by at most TOLERANCE of its largest value
    checkpoints.py exact RUN MODEL DATA   fails unless the last validation loss in RUN/curves.csv is the mean over DATA (.npz) of the
                                          model in inputs/train-joined.sn with the weights RUN/last.safetensors, computed by PyTorch
    checkpoints.py swap RUN               puts a state of another step into RUN
"""
import csv
import json
import struct
import sys

import numpy as np


def load(path):
    data = open(path, "rb").read()
    (length,) = struct.unpack("<Q", data[:8])
    types = {"F32": np.float32, "I64": np.int64}
    tensors = {}
    for name, entry in json.loads(data[8 : 8 + length]).items():
        if name != "__metadata__":
            begin, end = (8 + length + at for at in entry["data_offsets"])
            tensors[name] = np.frombuffer(data[begin:end], types[entry["dtype"]]).reshape(entry["shape"])
    return tensors


def near(a, b, tolerance):
    a, b = load(a), load(b)
    if a.keys() != b.keys():
        sys.exit("error: the files hold other tensors")
    for name in a:
        error = np.abs(a[name].astype(float) - b[name]).max() / max(np.abs(a[name]).max(), 1e-30)
        if error > float(tolerance):
            sys.exit(f"error: `{name}` differs by {error}")


def exact(run, part):
    import torch

    weights = {name: torch.tensor(value.copy()) for name, value in load(f"{run}/last.safetensors").items()}
    data = np.load(part)
    images = torch.tensor(data["image"])[:, None]
    hidden = torch.relu(torch.nn.functional.conv2d(images, weights["conv.weight"], weights["conv.bias"], padding=1))
    scores = hidden.permute(0, 2, 3, 1).flatten(1) @ weights["head.weight"].T + weights["head.bias"]
    labels = torch.tensor(data["label"])
    loss = torch.nn.functional.cross_entropy(scores, labels).item()
    accuracy = (scores.argmax(1) == labels).float().mean().item()
    *_, last = csv.DictReader(open(f"{run}/curves.csv"))
    got = float(last["validation_loss"]), float(last["validation_accuracy"])
    if abs(got[0] - loss) > 1e-5 or abs(got[1] - accuracy) > 1e-6:
        sys.exit(f"error: {got} instead of {loss}, {accuracy}")


def swap(run):
    path = f"{run}/last.safetensors"
    data = bytearray(open(path, "rb").read())
    (length,) = struct.unpack("<Q", data[:8])
    at = 8 + length + json.loads(data[8 : 8 + length])["sinter.step"]["data_offsets"][0]
    data[at] += 1
    open(path, "wb").write(data)


if __name__ == "__main__":
    {"near": near, "exact": exact, "swap": swap}[sys.argv[1]](*sys.argv[2:])
