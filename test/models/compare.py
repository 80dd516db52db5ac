#!/usr/bin/python3
"""compare.py: a text that is not of the zoo, compiled by Sinter, against PyTorch, on the same weights and the same input.

    compare.py lenet5|resnet18|resnet50|flowers [--sinter PROGRAM] [--keep DIR]

Builds the network in PyTorch with random weights and random batch norm statistics, saves the weights as safetensors
under PyTorch's names, lets `sinter run` compute the logits of a random image, and compares. Passes when no logit is
further from PyTorch's than 1e-4 of the largest. Needs Debian's python3-torch and python3-torchvision.
"""
import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import torch
import torchvision
from torch import nn

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "examples" / "lenet5"))
from train import LeNet5, write_safetensors  # noqa: E402

TOLERANCE = 1e-4  # of the largest logit


def flowers():
    """torchvision's MobileNetV2 with a head of five classes: the state_dict has the names of `Flowers` as it is."""
    return torchvision.models.mobilenet_v2(num_classes=5)


def noise(count, shape):
    return torch.randn(count, *shape) + torch.randn(count, 1, 1, shape[-1])  # each image of a tint of its own


def pictures(count, shape):
    """Bytes, as they come from a file: noise around a tint, over the whole range."""
    return (noise(count, shape) * 64 + 128).clamp(0, 255).to(torch.uint8)


def normalized(images):
    """What torchvision's networks are trained on, which `Flowers` does itself."""
    mean, std = torch.tensor([0.485, 0.456, 0.406]), torch.tensor([0.229, 0.224, 0.225])
    return (images / 255.0 - mean) / std


def as_they_are(images):
    return images


# name -> model text, model in the text, shape of the image without N, the network in PyTorch, images, what PyTorch gets
NETWORKS = {
    "lenet5": ("examples/lenet5/lenet5.sn", "LeNet5", (28, 28, 1), LeNet5, noise, as_they_are),
    "resnet18": ("test/language/resnet.sn", "ResNet18", (224, 224, 3), torchvision.models.resnet18, noise, as_they_are),
    "resnet50": ("test/language/resnet.sn", "ResNet50", (224, 224, 3), torchvision.models.resnet50, noise, as_they_are),
    "flowers": ("test/language/flowers.sn", "Flowers", (224, 224, 3), flowers, pictures, normalized),
}


def randomize(model):
    """Gives each layer weights that keep its output near variance 1, and batch norm statistics of its own."""
    for layer in model.modules():
        if isinstance(layer, (nn.Conv2d, nn.Linear)):
            nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
            if layer.bias is not None:
                nn.init.normal_(layer.bias, std=0.1)
        if isinstance(layer, nn.BatchNorm2d):
            nn.init.uniform_(layer.weight, 0.5, 1.0)
            nn.init.normal_(layer.bias, std=0.1)
            nn.init.normal_(layer.running_mean, std=0.2)
            nn.init.uniform_(layer.running_var, 0.5, 2.0)


def expected_logits(model, images):
    """PyTorch's logits for two images; stops if they hardly differ, since then they would prove little."""
    with torch.no_grad():
        logits = model(images.permute(0, 3, 1, 2).contiguous()).numpy()
    spread = np.abs(logits[0] - logits[1]).max() / np.abs(logits).max()
    if not np.isfinite(logits).all() or spread < 0.05:
        sys.exit(f"error: PyTorch's logits hardly depend on the image: they differ by {spread:.3g} of the largest")
    return logits[0]


def run_sinter(sinter, text, name, weights, images, folder):
    image, logits = folder / "image.npy", folder / "logits.npy"
    np.save(image, images[:1].numpy())
    command = [sinter, "run", text, "--model", name, "--weights", weights]
    subprocess.run([*command, "--input", f"image={image}", "--output", f"logits={logits}"], check=True)
    return np.load(logits)


def compare(network, sinter, folder):
    text, name, shape, build, draw, prepare = NETWORKS[network]
    torch.manual_seed(7)
    model = build().eval()
    randomize(model)
    weights = folder / "weights.safetensors"
    write_safetensors(weights, model.state_dict())
    images = draw(2, shape)
    expected = expected_logits(model, prepare(images))
    del model
    got = run_sinter(sinter, ROOT / text, name, weights, images, folder)
    if got.shape != (1, *expected.shape) or got.dtype != np.float32:
        sys.exit(f"error: `logits` is {got.dtype}{list(got.shape)}, but PyTorch gives float32{[1, *expected.shape]}")
    error = np.abs(got[0] - expected).max() / np.abs(expected).max()
    print(f"{network}: largest error {error:.2e} of the largest logit, allowed {TOLERANCE:.0e}")
    return 0 if error <= TOLERANCE else 1


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("network", choices=NETWORKS)
    parser.add_argument("--sinter", default=ROOT / "build/dev/bin/sinter", help="the program to test")
    parser.add_argument("--keep", type=Path, help="keep weights, image and logits in this folder")
    options = parser.parse_args()
    if options.keep:
        options.keep.mkdir(parents=True, exist_ok=True)
        return compare(options.network, options.sinter, options.keep)
    with tempfile.TemporaryDirectory() as folder:
        return compare(options.network, options.sinter, Path(folder))


if __name__ == "__main__":
    sys.exit(main())
