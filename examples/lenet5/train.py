#!/usr/bin/python3
"""train.py: trains the network of lenet5.sn with PyTorch and writes lenet5.safetensors beside it.

    ./train.py [OUTPUT]       about three minutes on one core

Only the 60,000 training images of Fashion-MNIST are read. The last 5,000 of them are set aside to choose the
epoch whose weights are kept; the 10,000 test images play no part. Seeds are fixed.
Needs Debian's python3-torch and dataset-fashion-mnist.
"""
import gzip
import json
import struct
import sys
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

DATA = Path("/usr/share/datasets/fashion-mnist")
EPOCHS, BATCH, HELD_OUT = 12, 64, 5000


class LeNet5(nn.Module):
    """The same layers, names and order as lenet5.sn; images are [N, 1, 28, 28] in [0, 1]."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 6, 5, padding=2)  # `same`
        self.conv2 = nn.Conv2d(6, 16, 5)  # `valid`
        self.fc1 = nn.Linear(16 * 5 * 5, 120)
        self.fc2 = nn.Linear(120, 84)
        self.fc3 = nn.Linear(84, 10)

    def forward(self, image):
        x = F.max_pool2d(F.relu(self.conv1(image)), 2)
        x = F.max_pool2d(F.relu(self.conv2(x)), 2)
        x = x.flatten(1)  # channels first, as PyTorch keeps them
        return self.fc3(F.relu(self.fc2(F.relu(self.fc1(x)))))


def read_idx(path):
    """Reads a gzipped idx file of unsigned bytes: its rank stands in byte 3, then one length a dimension."""
    data = gzip.open(path).read()
    shape = struct.unpack_from(f">{data[3]}I", data, 4)
    return np.frombuffer(data, np.uint8, offset=4 + 4 * data[3]).reshape(shape)


def write_safetensors(path, tensors):
    """Writes named tensors as safetensors: length of the header, the header as JSON, then the data."""
    kinds = {torch.float32: "F32", torch.int64: "I64"}
    header, end = {}, 0
    for name, tensor in tensors.items():
        begin, end = end, end + tensor.numel() * tensor.element_size()
        header[name] = {"dtype": kinds[tensor.dtype], "shape": list(tensor.shape), "data_offsets": [begin, end]}
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)  # the data starts 8-byte aligned
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for tensor in tensors.values():
            file.write(tensor.contiguous().numpy().tobytes())


def accuracy(model, images, labels):
    model.eval()
    with torch.no_grad():
        return (model(images).argmax(1) == labels).float().mean().item()


def mirror(images):
    """Mirrors every second image of the batch, chosen at random: clothes stay clothes."""
    return torch.where(torch.rand(len(images), 1, 1, 1) < 0.5, images.flip(3), images)


def train(images, labels, held_images, held_labels):
    """Returns the weights of the epoch that did best on the held-out images."""
    torch.manual_seed(5)
    model = LeNet5()
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    steps = EPOCHS * (len(images) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 3e-3, total_steps=steps)
    best, kept = 0.0, None
    for epoch in range(EPOCHS):
        model.train()
        for batch in torch.randperm(len(images)).split(BATCH)[: len(images) // BATCH]:
            optimizer.zero_grad()
            F.cross_entropy(model(mirror(images[batch])), labels[batch]).backward()
            optimizer.step()
            schedule.step()
        score = accuracy(model, held_images, held_labels)
        print(f"epoch {epoch + 1:2}: {score:.4f} of the held-out images", flush=True)
        if score > best:
            best, kept = score, {name: value.clone() for name, value in model.state_dict().items()}
    return kept


def main():
    torch.use_deterministic_algorithms(True)
    torch.set_num_threads(1)  # sums in one order, on every machine
    images = torch.from_numpy(read_idx(DATA / "train-images-idx3-ubyte.gz").astype("f4") / 255)[:, None]
    labels = torch.from_numpy(read_idx(DATA / "train-labels-idx1-ubyte.gz").astype("i8"))
    weights = train(images[:-HELD_OUT], labels[:-HELD_OUT], images[-HELD_OUT:], labels[-HELD_OUT:])
    output = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).with_name("lenet5.safetensors")
    write_safetensors(output, weights)
    print(f"wrote {output}: {output.stat().st_size} bytes")


if __name__ == "__main__":
    main()
