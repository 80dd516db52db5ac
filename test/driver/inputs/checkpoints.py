#!/usr/bin/python3
"""checkpoints.py: what two training runs have left.

    checkpoints.py near A B TOLERANCE     fails unless each tensor of the two files differs by at most TOLERANCE of its largest value
    checkpoints.py exact RUN MODEL DATA   fails unless the last validation loss in RUN/curves.csv is the mean over DATA (.npz) of the
                                          model in inputs/train-joined.sn with the weights RUN/last.safetensors, computed by PyTorch
    checkpoints.py metrics RUN DATA       the same for all that inputs/train-metrics.sn reports, computed by NumPy
    checkpoints.py weighted RUN DATA      fails unless the last validation loss in RUN/curves.csv is that of inputs/train-class-weights.sn on DATA/test.npz
                                          with weights from the counts in DATA/train.npz, computed by NumPy
    checkpoints.py curves A B             fails unless two runs have told the same, but for what has a row an example
    checkpoints.py averages A B           writes the running averages of A to B, under the names of their weights, with the statistics of A
    checkpoints.py unbegun A B            writes A to B with averages of zero, as before the first step of the block that keeps them
    checkpoints.py unaveraged A B         writes A to B without averages
    checkpoints.py model A MODEL B        writes the weights of a model of A to B, under the names that they have without the others
    checkpoints.py same A MODEL B         fails unless those are the weights of B
    checkpoints.py best RUN NAME WAY      fails unless the best epoch of RUN has the largest (WAY is max) or smallest (min) value of NAME, and others have not
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


def probabilities(run, image):
    """Of the last weights, those of each example, and the weights."""
    weights = {name: value.astype(float) for name, value in load(f"{run}/last.safetensors").items()}
    image, kernel = np.pad(image, ((0, 0), (1, 1), (1, 1))), weights["conv.weight"][:, 0]
    places = [image[:, i : i + 6, j : j + 5, None] * kernel[:, i, j] for i in range(3) for j in range(3)]
    hidden = np.maximum(sum(places) + weights["conv.bias"], 0).reshape(len(image), -1)
    scores = hidden @ weights["head.weight"].T + weights["head.bias"]
    return np.exp(scores) / np.exp(scores).sum(1, keepdims=True), weights


def weighted(run, folder):
    data = np.load(f"{folder}/test.npz")
    (p, _), label = probabilities(run, data["image"]), data["label"]
    counts = np.bincount(np.load(f"{folder}/train.npz")["label"])
    each = (counts.sum() / (3 * counts))[label]
    loss = (-np.log(p[np.arange(len(label)), label]) * each).sum() / each.sum()
    *_, last = csv.DictReader(open(f"{run}/curves.csv"))
    if not abs(float(last["validation_loss"]) - loss) <= 1e-5 * max(1, loss):
        sys.exit(f"error: the loss is {last['validation_loss']} instead of {loss}")


def metrics(run, part):
    data = np.load(part)
    (p, weights), label = probabilities(run, data["image"]), data["label"]
    count = len(label)
    class_weights = np.array([1, 2, 0.5])[label] * (label != 2)
    loss = (-np.log(p[np.arange(count), label]) * class_weights).sum() / class_weights.sum()
    loss += 1e-3 * sum((weights[name] ** 2).sum() for name in ("conv.weight", "head.weight"))
    confusion = np.array([[((label == i) & (p.argmax(1) == j)).sum() for j in range(3)] for i in range(3)])
    hits, taken, counts = confusion.diagonal(), confusion.sum(0), confusion.sum(1)
    odd = label == 1
    wins = [(a > b) + 0.5 * (a == b) for a in p[odd, 1] for b in p[~odd, 1]]
    mse = ((p[:, 1] - odd) ** 2).mean()
    mask = p[:, 1] > 0.33
    expected = {
        "loss": loss,
        "accuracy": (p.argmax(1) == label).mean(),
        "weighted": (2 * hits / np.maximum(taken + counts, 1) * counts).sum() / count,
        "auc": np.mean(wins),
        "rmse": mse**0.5,
        "psnr": -10 * np.log10(mse),
        "iou": (mask & odd).sum() / (mask | odd).sum(),
        "share": p[:, 0].mean(),
        "last": p[:, 2].sum(),
        "but_last": p[:-1, 2].sum(),
        "mixed": 1 / count,
        **{f"precisions_{i}": value for i, value in enumerate(hits / np.maximum(taken, 1))},
        **{f"confusion_matrix_{i}": value for i, value in enumerate(confusion.ravel())},
    }
    *_, last = csv.DictReader(open(f"{run}/curves.csv"))
    for name, value in expected.items():
        if not abs(float(last[f"validation_{name}"]) - value) <= 1e-5 * max(1, abs(value)):
            sys.exit(f"error: `{name}` is {last[f'validation_{name}']} instead of {value}")


def curves(a, b):
    for one, other in zip(*(csv.DictReader(open(f"{run}/curves.csv")) for run in (a, b)), strict=True):
        for name, value in one.items():
            if name == "seconds" or "rows_" in name:
                continue
            if not abs(float(other[name]) - float(value)) <= 1e-5 * max(1, abs(float(value))):
                sys.exit(f"error: `{name}` is {other[name]} instead of {value} in epoch {one['epoch']}")


def save(path, tensors):
    header, at = {}, 0
    for name, value in tensors.items():
        header[name] = {"dtype": {"float32": "F32", "int64": "I64"}[value.dtype.name], "shape": value.shape, "data_offsets": [at, at + value.nbytes]}
        at += value.nbytes
    text = json.dumps(header).encode()
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for value in tensors.values():
            file.write(value.tobytes())


def averages(a, b):
    tensors = load(a)
    prefix = "sinter.ema."
    changed = {name: tensors.get(prefix + name, value) for name, value in tensors.items() if not name.startswith("sinter.")}
    if not any((changed[name] != tensors[name]).any() for name in changed):
        sys.exit("error: the averages are the weights")
    save(b, changed)


def unbegun(a, b):
    save(b, {name: np.zeros_like(value) if name.startswith("sinter.ema.") else value for name, value in load(a).items()})


def unaveraged(a, b):
    save(b, {name: value for name, value in load(a).items() if not name.startswith("sinter.ema.")})


def of_model(a, name):
    return {path[len(name) + 1 :]: value for path, value in load(a).items() if path.startswith(name + ".")}


def model(a, name, b):
    save(b, of_model(a, name))


def same(a, name, b):
    a, b = of_model(a, name), {path: value for path, value in load(b).items() if not path.startswith("sinter.")}
    if a.keys() != b.keys() or any((a[path] != b[path]).any() for path in a):
        sys.exit(f"error: {sorted(a)} are not {sorted(b)}")


def best(run, name, way):
    values = [float(line[f"validation_{name}"]) for line in csv.DictReader(open(f"{run}/curves.csv"))]
    record = json.load(open(f"{run}/run.json"))["records"][-1]
    *_, epoch = (each["epoch"] for each in record["history"] if each["best"])
    wanted = {"max": max, "min": min}[way](values)
    if values[epoch - 1] != wanted or min(values) == max(values) or record["monitor"] != f"{way}:{name}":
        sys.exit(f"error: epoch {epoch} is the best by {record['monitor']} of {values}")


def swap(run):
    path = f"{run}/last.safetensors"
    data = bytearray(open(path, "rb").read())
    (length,) = struct.unpack("<Q", data[:8])
    at = 8 + length + json.loads(data[8 : 8 + length])["sinter.step"]["data_offsets"][0]
    data[at] += 1
    open(path, "wb").write(data)


if __name__ == "__main__":
    commands = [near, exact, metrics, weighted, curves, averages, unbegun, unaveraged, model, same, best, swap]
    {command.__name__: command for command in commands}[sys.argv[1]](*sys.argv[2:])
