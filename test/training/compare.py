#!/usr/bin/python3
"""compare.py: training steps that Sinter has compiled, against PyTorch, from the same weights on the same batches.

    compare.py NETWORK [--steps N] [--sinter PROGRAM] [--keep DIR]

PyTorch in double precision is the truth. After the first step and after the last, for each tensor of the state that PyTorch has too
(weights and running statistics): how far it is from the truth, by the distance that the truth has travelled. Passes where the worst and
the median tensor are no further away than networks.py allows, or than three times PyTorch's own worst and median in single precision: networks of
rectifiers and batch norms amplify rounding, so that PyTorch leaves itself by more than any fixed limit. That error grows with each step from the first
rounding, as a random number that may be small by chance: a second one is three times as large in one case of five. So it is the worst of PyTorch and
of neighbours, from weights that single precision hardly tells apart. Losses likewise, and what is frozen must not move at all. Where PyTorch is a fifth of the distance away from itself, nothing is proved, which is an error.
"""
import argparse
import copy
import statistics
import sys
import tempfile
from pathlib import Path

import numpy as np
import torch

from compiled import Training, read_safetensors
from networks import CASES, ROOT, SEED, write_safetensors

LOSS_TOLERANCE = 1e-4  # of the loss
OWN_ERRORS = 3
MOST_OWN = 0.2  # of the distance travelled
NEIGHBOURS = 3


class PyTorch:
    """The network, its optimizer and the reports of its steps, in one precision."""

    def __init__(self, case, model):
        self.case, self.model, self.optimizer, self.reports = case, model, case.optimizer(model), []
        self.kind = next(model.parameters()).dtype

    def step(self, inputs):
        tensors = [torch.from_numpy(each) for each in inputs]
        tensors = [each.to(self.kind) if each.is_floating_point() else each for each in tensors]
        self.reports.append(self.case.step(self.model, tensors, self.optimizer, len(self.reports)))

    def state(self):
        """Weights and running statistics by their paths."""
        return {name: tensor.double().numpy().copy() for name, tensor in self.model.state_dict().items() if "num_batches" not in name}


class Sinter:
    def __init__(self, case, options, folder):
        self.case, self.folder, self.reports = case, folder, []
        self.training = Training(options.sinter, ROOT / case.text, folder / "library", SEED, case.words)
        self.training.load(folder / "start.safetensors")

    def step(self, inputs):
        report = self.training.call(f"{self.case.name}_train_step", inputs, self.case.report, rate_factor=1.0)
        self.reports.append(tuple(report[name] for name in self.case.report))

    def state(self):
        self.training.save(self.folder / "end.safetensors")
        return read_safetensors(self.folder / "end.safetensors")


def neighbour(model, seed):
    """The model from weights moved by up to half a unit in the last place."""
    moved, random = copy.deepcopy(model), torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for weight in moved.parameters():
            weight *= 1 + (torch.rand(weight.shape, generator=random) - 0.5) * torch.finfo(weight.dtype).eps
    return moved


def distances(before, truth, state):
    """By name: how far `state` is from the truth, by the distance travelled. What must stand still is not in it."""
    found = {}
    for name, value in truth.items():
        if travelled := np.linalg.norm(value - before[name]):
            found[name] = np.linalg.norm(state[name] - value) / travelled if name in state else np.inf
    return found


def loss_errors(case, truth, reports):
    """The largest differences of a loss, of itself."""
    losses = [index for index, name in enumerate(case.report) if name.startswith("loss")]
    return max(abs(ours[i] - true[i]) / abs(true[i]) for ours, true in zip(reports, truth) for i in losses)


def check(case, step, before, truth, singles, ours):
    """Prints how far everything is, and gives what is wrong, a line each."""
    state = ours.state()
    own, found = [distances(before, truth.state(), each.state()) for each in singles], distances(before, truth.state(), state)
    worst, own_worst = max(found.values()), max(max(each.values()) for each in own)
    middle, own_middle = statistics.median(found.values()), max(statistics.median(each.values()) for each in own)
    allowed = max(case.tolerance, OWN_ERRORS * own_worst)
    loss = loss_errors(case, truth.reports, ours.reports)
    own_loss = max(loss_errors(case, truth.reports, each.reports) for each in singles)
    allowed_loss = max(LOSS_TOLERANCE, OWN_ERRORS * own_loss)
    print(
        f"{case.name}, step {step}: weights {worst:.1e} of the distance travelled (PyTorch {own_worst:.1e}),"
        f" median {middle:.1e} (PyTorch {own_middle:.1e}), losses {loss:.1e} (PyTorch {own_loss:.1e})"
    )
    wrong = [f"`{name}` is {far:.3g} of the distance travelled away" for name, far in found.items() if not far <= allowed]
    if not middle <= max(case.tolerance, OWN_ERRORS * own_middle):
        wrong.append(f"the median tensor is {middle:.3g} of the distance travelled away")
    if (away := max(own[0].values())) > MOST_OWN:
        wrong.append(f"PyTorch is {away:.3g} of the distance away from itself: compare fewer steps, or learn more slowly")
    if not loss <= allowed_loss:
        wrong.append(f"a loss differs by {loss:.3g} of itself")
    frozen = [name for name in before if name.startswith(case.frozen)] if case.frozen else []
    wrong += [f"`{name}` is frozen, but has moved" for name in frozen if not np.array_equal(state[name], before[name])]
    still = [name for name in before if name not in found and name not in frozen]
    return wrong + [f"`{name}` does not move in PyTorch, which proves nothing" for name in still]


def compare(name, options, folder):
    case = CASES[name]
    torch.manual_seed(3)
    model = case.module().train()
    write_safetensors(folder / "start.safetensors", model.state_dict())
    singles = [PyTorch(case, each) for each in (model, *(neighbour(model, seed) for seed in range(NEIGHBOURS)))]
    truth, ours = PyTorch(case, copy.deepcopy(model).double()), Sinter(case, options, folder)
    steps = options.steps or case.steps
    before, random, wrong = singles[0].state(), np.random.default_rng(5), []
    for step in range(1, steps + 1):
        inputs = case.inputs(random, case.batch)
        for each in (truth, *singles, ours):
            each.step(inputs)
        if not np.isfinite(ours.reports[-1]).all():
            sys.exit(f"error: {name}: step {step} reports {ours.reports[-1]}")
        if step in (1, steps):
            wrong += check(case, step, before, truth, singles, ours)
    for line in wrong:
        print(f"error: {name}: {line}", file=sys.stderr)
    return 1 if wrong else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("network", choices=CASES)
    parser.add_argument("--steps", type=int, help="instead of those that networks.py says")
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
