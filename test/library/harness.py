"""harness.py: cases of the library's layers, compiled together and compared with PyTorch.

A case is an expression of the language over the inputs `x`, `y` and `z`, and a function that computes the same in PyTorch, in double precision:

    case("x | L: conv2d(6, kernel=3)", normal(2, 7, 9, 4), channels_first(conv), weight=(6, 4, 3, 3), bias=(6,))

`L` stands for a label of the case's own; its parameters are random, and reach the function by name. All cases of a family make one model, whose
outputs are their results. Floats may differ by 8 u sqrt(K) of the largest result, or of 1 where that is larger, with u = 2^-24 and K the roundings that
add up, as in `sinter diff`; all else must be equal.
"""
import math
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "examples" / "lenet5"))
from train import write_safetensors  # noqa: E402

TYPES = {np.dtype("float32"): "f32", np.dtype("int32"): "i32", np.dtype("uint8"): "u8", np.dtype("bool"): "bool"}
CASES_OF_MODEL = 30  # `sinter run` calls functions of at most 61 inputs and outputs
ROUNDINGS = 16  # of a few operators one behind the other


@dataclass(frozen=True)
class Input:
    """An input of a case; equal ones are one input of the model."""

    shape: tuple
    kind: str  # normal, uniform, integers or bytes
    low: float = 0
    high: float = 0

    def make(self, random):
        if self.kind == "normal":
            return random.standard_normal(self.shape).astype(np.float32)
        if self.kind == "uniform":
            return random.uniform(self.low, self.high, self.shape).astype(np.float32)
        return random.integers(self.low, self.high, self.shape).astype(np.uint8 if self.kind == "bytes" else np.int32)


def normal(*shape):
    return Input(shape, "normal")


def uniform(low, high, *shape):
    return Input(shape, "uniform", low, high)


def integers(high, *shape):
    return Input(shape, "integers", 0, high)


def image_bytes(*shape):
    return Input(shape, "bytes", 0, 256)


@dataclass
class Case:
    text: str
    inputs: tuple
    function: object
    parameters: dict
    roundings: int


class Family:
    """The cases of one table."""

    def __init__(self):
        self.cases = []

    def case(self, text, inputs, function, roundings=None, **parameters):
        inputs = inputs if isinstance(inputs, (tuple, list)) else (inputs,)
        length = math.prod(parameters.get("weight", parameters.get("pointwise__weight", (1,)))[1:])
        self.cases.append(Case(text, tuple(inputs), function, parameters, roundings or max(ROUNDINGS, length)))


def first(x):
    """[N, ..., C] as [N, C, ...]."""
    return x.movedim(-1, 1) if x.dim() > 2 else x


def last(x):
    return x.movedim(1, -1) if x.dim() > 2 else x


def channels_first(function):
    """A function of channels first, for channels last; its other tensors stay as they are."""

    def run(x, *others, **parameters):
        result = function(first(x), *others, **parameters)
        return tuple(map(last, result)) if isinstance(result, tuple) else last(result)

    return run


def as_double(array):
    tensor = torch.from_numpy(array)
    return tensor.double() if tensor.is_floating_point() else tensor


def as_results(value):
    """The results of a function, with the types that the language gives them."""
    results = value if isinstance(value, (tuple, list)) else (value,)
    return [(r.to(torch.int32) if r.dtype == torch.int64 else r).numpy() for r in results]


def result_type(array):
    return "f32" if array.dtype == np.float64 else TYPES[array.dtype]


def type_text(element, shape):
    return f"{element}[{', '.join(map(str, shape))}]" if shape else element + "[]"


class Model:
    """Some cases as one text, with what is to come out.

    If `is_folded`, inputs of f32 are parameters, so that the compiler computes the results with the reference interpreter while it folds constants."""

    def __init__(self, cases, is_folded=False, seed=1):
        self.random = np.random.default_rng(seed)
        self.is_folded = is_folded
        self.inputs = {}  # Input -> (name, array)
        self.weights = {}  # path -> array
        self.expected = []  # (case, name of the output, array)
        self.lines = []
        for index, case in enumerate(cases):
            self.add(index, case)

    def input(self, given):
        if given not in self.inputs:
            self.inputs[given] = (f"in{len(self.inputs)}", given.make(self.random))
        return self.inputs[given]

    def add(self, index, case):
        given = [self.input(each) for each in case.inputs]
        parameters = {}
        for name, shape in case.parameters.items():
            value = self.random.uniform(0.5, 1.5, shape) if name == "running_var" else self.random.standard_normal(shape)
            self.weights[f"c{index}.{name.replace('__', '.')}"] = parameters[name] = value.astype(np.float32)
        with torch.no_grad():
            value = case.function(*[as_double(array) for _, array in given], **{k: as_double(v) for k, v in parameters.items()})
        results = as_results(value)
        names = [f"out{index}" if len(results) == 1 else f"out{index}_{i}" for i in range(len(results))]
        text = re.sub(r"\bL:", f"c{index}:", case.text)
        for variable, (name, _) in zip("xyz", given):
            text = re.sub(rf"(?<![\w.]){variable}\b", name, text)
        self.lines.append(f"  let {', '.join(names)} = {text}")
        self.expected += [(case, name, result) for name, result in zip(names, results)]

    def arguments(self):
        """The inputs that are none of the parameters: (name, array)."""
        given = [each for each in self.inputs.values() if not self.is_folded or each[1].dtype != np.float32]
        return given or [("unused", np.zeros(1, np.float32))]

    def text(self):
        inputs = ", ".join(f"{name}: {type_text(TYPES[array.dtype], array.shape)}" for name, array in self.arguments())
        outputs = ", ".join(f"{name}: {type_text(result_type(array), array.shape)}" for _, name, array in self.expected)
        values = ", ".join(name for _, name, _ in self.expected)
        folded = [each for each in self.inputs.values() if self.is_folded and each[1].dtype == np.float32]
        params = [f"  param {name}: {type_text('f32', array.shape)} = zeros()" for name, array in folded]
        last = f"  ({values})" if len(self.expected) > 1 else f"  {values}"
        return "\n".join([f"model Cases({inputs}) -> ({outputs}) {{", *params, *self.lines, last, "}", ""])

    def run(self, sinter, folder):
        """The outputs, by name."""
        text, weights = folder / "cases.sn", folder / "weights.safetensors"
        text.write_text(self.text())
        folded = {name: array for name, array in self.inputs.values() if self.is_folded and array.dtype == np.float32}
        tensors = self.weights | folded
        write_safetensors(weights, {path: torch.from_numpy(array) for path, array in tensors.items()})
        command = [sinter, "run", text] + (["--weights", weights] if tensors else [])
        for name, array in self.arguments():
            np.save(folder / f"{name}.npy", array)
            command += ["--input", f"{name}={folder}/{name}.npy"]
        for _, name, _ in self.expected:
            command += ["--output", f"{name}={folder}/{name}.npy"]
        if subprocess.run(command).returncode:
            sys.exit(f"error: `{sinter} run` stops at {text}")
        return {name: np.load(folder / f"{name}.npy") for _, name, _ in self.expected}


def difference(case, got, expected):
    """What is wrong with a result, or nothing."""
    if got.shape != expected.shape:
        return f"has the shape {list(got.shape)}, but PyTorch gives {list(expected.shape)}"
    if expected.dtype != np.float64:
        return None if (got == expected).all() else f"differs from PyTorch in {(got != expected).sum()} of {got.size} elements"
    if not np.isfinite(expected).all():
        return "PyTorch's result is not finite: the case proves nothing"
    allowed = 8 * 2**-24 * math.sqrt(case.roundings) * max(1, np.abs(expected).max())
    error = np.abs(got - expected).max()
    return None if error <= allowed else f"differs from PyTorch by {error:.3g}, allowed are {allowed:.3g}"


def compare(cases, is_folded, sinter, folder):
    """How many results are wrong, which it prints."""
    wrong = 0
    for start in range(0, len(cases), CASES_OF_MODEL):
        model = Model(cases[start : start + CASES_OF_MODEL], is_folded)
        got = model.run(sinter, folder)
        for case, name, expected in model.expected:
            if fault := difference(case, got[name], expected):
                print(f"{case.text}, x = {', '.join(type_text(each.kind, each.shape) for each in case.inputs)}: {fault}")
                wrong += 1
    return wrong
