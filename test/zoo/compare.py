#!/usr/bin/python3
"""compare.py: networks of the zoo compiled by Sinter against PyTorch, on the same weights and inputs.

    compare.py NAME... [--model MODEL] [--full] [--sinter PROGRAM] [--keep DIR]
    compare.py --all --full

NAME is a text of examples/zoo, `resnet`, or the module beside it, `test/zoo/resnet.py`. For each of its models PyTorch draws
random weights, which are saved as safetensors under PyTorch's own names; `sinter run` computes the outputs of three
random inputs, and none may be further from PyTorch's than 1e-4 of the largest element of that output.
The smallest legal sizes are compared, all three inputs in one call; with --full those that the text exports, one at a time.
Needs Debian's python3-torch and python3-torchvision.
"""
import argparse
import importlib
import re
import subprocess
import sys
import tempfile
import time
import warnings
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn.modules.batchnorm import _BatchNorm

from texts import MODULES, ROOT, TEXTS, models_of, modules

sys.path[:0] = [str(MODULES), str(ROOT / "examples/lenet5")]
from train import write_safetensors  # noqa: E402

TOLERANCE = 1e-4  # of the largest element of an output
INPUTS = 3


def networks_of(name):
    """The networks of a module, which must be the models of its text."""
    warnings.filterwarnings("ignore")  # of torchvision's, about future versions
    networks = importlib.import_module(name).NETWORKS
    declared, tested = models_of(TEXTS / f"{name}.sn"), [network.model for network in networks]
    if sorted(declared) != sorted(tested):
        sys.exit(f"error: examples/zoo/{name}.sn has the models {declared}, but test/zoo/{name}.py compares {tested}")
    return networks


# Random parameters ----------------------------------------------------------------------------------------------------


def randomize(model):
    """Gives layers weights that keep their output near variance 1; biases, scales and statistics are all of their own."""
    of_layers = set()
    for layer in model.modules():
        own = dict(layer.named_parameters(recurse=False))
        if isinstance(layer, (nn.modules.conv._ConvNd, nn.Linear)):
            nn.init.kaiming_normal_(own["weight"], nonlinearity="relu")
        elif isinstance(layer, (_BatchNorm, nn.GroupNorm, nn.LayerNorm, nn.modules.instancenorm._InstanceNorm)):
            if own.get("weight") is not None:
                nn.init.uniform_(own["weight"], 0.5, 1.0)
        else:
            continue
        if own.get("bias") is not None:
            nn.init.normal_(own["bias"], std=0.1)
        of_layers.update(map(id, own.values()))
    for parameter in model.parameters():  # such as the scale of a branch
        if id(parameter) not in of_layers:
            nn.init.uniform_(parameter, 0.5, 1.0)


def calibrate(network, model, inputs):
    """Gives batch norms a variance near what they meet, or deep networks would vanish or overflow. The means are not those
    that they meet: centering makes errors of rounding grow by a fifth from layer to layer, in PyTorch as well."""

    def set_statistics(norm, operands):
        x = operands[0].transpose(0, 1).flatten(1)  # a row a channel
        square = x.square().mean(1)
        square = square.clamp(min=max(0.2 * square.mean().item(), 1e-6))
        norm.running_mean.copy_(x.mean(1) * torch.empty_like(square).uniform_(-0.4, 0.4))
        norm.running_var.copy_(square * torch.empty_like(square).uniform_(0.5, 1.5))

    hooks = [
        layer.register_forward_pre_hook(set_statistics)  # layer by layer: each meets what those before it now give
        for layer in model.modules()
        if isinstance(layer, _BatchNorm) and layer.track_running_stats
    ]
    if hooks:
        outputs_of(network, model, inputs)
    for hook in hooks:
        hook.remove()


# Inputs and outputs ---------------------------------------------------------------------------------------------------


def shape_of(kind, sizes):
    """"f32[N, H, W, 3]" -> "f32", (1, 64, 64, 3)"""
    element, dimensions = re.fullmatch(r"(\w+)\[(.*)\]", kind).groups()
    return element, tuple(eval(dimension, {}, dict(sizes)) for dimension in dimensions.split(","))


def draw(network, name, kind, sizes):
    """An input, channels last: noise, each image in a tint of its own."""
    element, shape = shape_of(kind, sizes)
    if network.draw:
        return network.draw(name, shape)
    tint = torch.randn(shape[0], *[1] * (len(shape) - 2), shape[-1])
    if element == "f32":
        return torch.randn(shape) + tint
    if element == "u8":
        return (128 + 40 * (torch.randn(shape) + tint)).clamp(0, 255).to(torch.uint8)
    sys.exit(f"error: `{network.model}` needs a `draw` for its input `{name}`: any {element} will not do")


def channels_first(tensor):
    return tensor.movedim(-1, 1).contiguous() if tensor.dim() > 2 else tensor


def channels_last(tensor):
    return tensor.movedim(1, -1).contiguous() if tensor.dim() > 2 else tensor


def outputs_of(network, model, inputs):
    """PyTorch's outputs by name, channels last."""
    with torch.no_grad():
        outputs = network.call(model, *[channels_first(value) for value in inputs.values()])
    if isinstance(outputs, torch.Tensor):
        outputs = [outputs]
    if len(outputs) != len(network.outputs):
        sys.exit(f"error: `{network.model}` has the outputs {network.outputs}, but PyTorch gives {len(outputs)}")
    return {name: channels_last(value).numpy() for name, value in zip(network.outputs, outputs)}


def check_expected(name, output):
    """Stops if the outputs hardly differ between inputs, since then they would prove little."""
    largest = np.abs(output.astype("f8")).max()
    spread = min(np.abs(output[i].astype("f8") - output[i - 1]).max() for i in range(len(output))) / max(largest, 1e-30)
    if not np.isfinite(output).all() or spread < 100 * TOLERANCE:
        sys.exit(f"error: PyTorch's `{name}` hardly depends on the input: it differs by {spread:.3g} of the largest")


def run_sinter(network, command, inputs, folder):
    for name, value in inputs.items():
        np.save(folder / f"{name}.npy", value.numpy())
        command += ["--input", f"{name}={folder / name}.npy"]
    for name in network.outputs:
        command += ["--output", f"{name}={folder / name}.out.npy"]
    if subprocess.run(command).returncode != 0:
        sys.exit(f"error: `{network.model}` does not run: {' '.join(map(str, command))}")
    return {name: np.load(f"{folder / name}.out.npy") for name in network.outputs}


# Comparison -----------------------------------------------------------------------------------------------------------


def error_of(name, got, expected):
    """The largest error, relative to the largest element."""
    if got.shape != expected.shape or (got.dtype == np.float32) != (expected.dtype == np.float32):
        sys.exit(f"error: `{name}` is {got.dtype}{list(got.shape)}, but PyTorch gives {expected.dtype}{list(expected.shape)}")
    return np.abs(got.astype("f8") - expected).max() / np.abs(expected.astype("f8")).max()


def compare(text, network, options, folder):
    began = time.monotonic()
    torch.manual_seed(7)
    model = network.build().eval()
    randomize(model)
    network.randomize(model)
    sizes = network.full if options.full else network.small
    many = {"N": INPUTS if options.full else 4 * INPUTS, **sizes}
    calibration = {name: draw(network, name, kind, many) for name, kind in network.inputs.items()}
    calibrate(network, model, calibration)
    weights = folder / "weights.safetensors"
    write_safetensors(weights, model.state_dict())
    inputs = {name: value[:INPUTS] for name, value in calibration.items()}
    expected = outputs_of(network, model, inputs)
    for name, output in expected.items():
        check_expected(name, output)
    del model

    batch = 1 if options.full else INPUTS
    bindings = {} if options.full else {"N": INPUTS, **sizes}
    command = [options.sinter, "run", text, "--model", network.model, "--weights", weights, *network.options]
    command += [part for name, size in bindings.items() for part in ("--bind", f"{name}={size}")]
    worst = 0.0
    for first in range(0, INPUTS, batch):
        chosen = {name: value[first : first + batch] for name, value in inputs.items()}
        got = run_sinter(network, list(command), chosen, folder)
        for name, output in expected.items():
            error = error_of(name, got[name], output[first : first + batch])
            worst = max(worst, error)
            if not error <= TOLERANCE:  # NaN too
                print(f"{network.model}: `{name}` of input {first}: largest error {error:.2e} of the largest element")
    print(
        f"{network.model}: largest error {worst:.2e} of the largest output, allowed {TOLERANCE:.0e};"
        f" {time.monotonic() - began:.1f} s",
        flush=True,
    )
    return worst <= TOLERANCE


def compare_in(text, network, options):
    if options.keep:
        folder = options.keep / network.model
        folder.mkdir(parents=True, exist_ok=True)
        return compare(text, network, options, folder)
    with tempfile.TemporaryDirectory() as folder:
        return compare(text, network, options, Path(folder))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help="texts of examples/zoo")
    parser.add_argument("--all", action="store_true", help="every text of the zoo")
    parser.add_argument("--model", help="only this model of the texts")
    parser.add_argument("--full", action="store_true", help="at the sizes that the texts export")
    parser.add_argument("--sinter", default=ROOT / "build/dev/bin/sinter", help="the program to test")
    parser.add_argument("--keep", type=Path, help="keep weights, inputs and outputs in this folder")
    options = parser.parse_args()
    names = modules() if options.all else [Path(name).stem for name in options.names]
    chosen = [
        (name, network) for name in names for network in networks_of(name) if options.model in (None, network.model)
    ]
    if not chosen:
        parser.error("there is no such network: give the name of a text, or --all")
    return 0 if all([compare_in(TEXTS / f"{name}.sn", network, options) for name, network in chosen]) else 1


if __name__ == "__main__":
    sys.exit(main())
