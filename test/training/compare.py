#!/usr/bin/python3
"""compare.py: training steps that Sinter has compiled, against PyTorch, from the same weights on the same batches.

    compare.py NETWORK [--steps 20] [--sinter PROGRAM] [--keep DIR]

After some steps, for each tensor of the state that PyTorch has too (weights and running statistics): the distance between the two, by the
distance that PyTorch's has travelled. Passes where none is above what networks.py allows, no loss differs by more than
1e-4 of itself, and what is frozen has not moved at all.
"""
import argparse
import sys
import tempfile
from pathlib import Path

import numpy as np
import torch

from compiled import Training, read_safetensors
from networks import CASES, ROOT, SEED, write_safetensors

LOSS_TOLERANCE = 1e-4


def state_of(model):
    """Weights and running statistics by their paths, as double precision copies."""
    return {name: tensor.double().numpy().copy() for name, tensor in model.state_dict().items() if "num_batches" not in name}


def start(case, folder):
    torch.manual_seed(3)
    model = case.module().train()
    case.draw(model)
    write_safetensors(folder / "start.safetensors", model.state_dict())
    return model


def train_both(case, model, training, steps):
    """Gives the largest relative difference of a loss."""
    random, optimizer, worst = np.random.default_rng(5), case.optimizer(model), 0.0
    for step in range(steps):
        inputs = case.inputs(random, case.batch)
        ours = training.call(f"{case.name}_train_step", inputs, case.report, rate_factor=1.0)
        theirs = dict(zip(case.report, case.step(model, [torch.from_numpy(each) for each in inputs], optimizer, step)))
        for name, value in theirs.items():
            if not np.isfinite(ours[name]):
                sys.exit(f"error: `{name}` of step {step} is {ours[name]}, in PyTorch {value}")
            if name.startswith("loss"):
                worst = max(worst, abs(ours[name] - value) / abs(value))
        print(f"step {step:2}: " + ", ".join(f"{name} {ours[name]:.6f} ({theirs[name]:.6f})" for name in theirs), file=sys.stderr)
    return worst


def complaints(case, before, theirs, ours):
    """What differs, a line each; and the largest distance by distance travelled."""
    found, worst = [], 0.0
    for name, value in theirs.items():
        if name not in ours:
            found.append(f"`{name}` is not in what was saved")
            continue
        distance, travelled = np.linalg.norm(ours[name] - value), np.linalg.norm(value - before[name])
        if name.startswith(case.frozen):
            found += [f"`{name}` is frozen, but has moved by {distance:.3g}"] if distance != 0 else []
            continue
        if travelled == 0:
            found.append(f"`{name}` does not move in PyTorch, which proves nothing")
            continue
        worst = max(worst, distance / travelled)
        if not distance <= case.tolerance * travelled:
            found.append(f"`{name}` is {distance / travelled:.3g} of the distance travelled away, allowed {case.tolerance:.0e}")
    return found, worst


def compare(name, options, folder):
    case = CASES[name]
    model = start(case, folder)
    training = Training(options.sinter, ROOT / case.text, folder / "library", SEED, case.words)
    training.load(folder / "start.safetensors")
    before = state_of(model)
    loss = train_both(case, model, training, options.steps)
    training.save(folder / "end.safetensors")
    found, worst = complaints(case, before, state_of(model), read_safetensors(folder / "end.safetensors"))
    if loss > LOSS_TOLERANCE:
        found.append(f"a loss differs by {loss:.3g} of itself, allowed {LOSS_TOLERANCE:.0e}")
    print(f"{name}: after {options.steps} steps at most {worst:.2e} of the distance travelled, losses {loss:.2e}")
    for line in found:
        print(f"error: {name}: {line}", file=sys.stderr)
    return 1 if found else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("network", choices=CASES)
    parser.add_argument("--steps", type=int, default=20)
    parser.add_argument("--sinter", default=ROOT / "build/dev/bin/sinter", help="the program to test")
    parser.add_argument("--keep", type=Path, help="keep library and weights in this folder")
    options = parser.parse_args()
    if options.keep:
        options.keep.mkdir(parents=True, exist_ok=True)
        return compare(options.network, options, options.keep)
    with tempfile.TemporaryDirectory() as folder:
        return compare(options.network, options, Path(folder))


if __name__ == "__main__":
    sys.exit(main())
