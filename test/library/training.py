#!/usr/bin/python3
"""training.py: what the library does in a training step, against PyTorch.

    training.py [WORD] [--sinter PROGRAM] [--sinter-opt PROGRAM]

Each case is a `train` block, whose graph is differentiated and evaluated by the reference interpreter: its arguments and what it reads become constants,
which the compiler folds. What it writes is read by the next step. Random numbers are computed here from the definition of Philox4x32-10 in
ir/RandomOps.td and given to PyTorch, which computes in double precision. WORD takes the cases whose name contains it.

Floats may differ by 8 u sqrt(K) of the largest result, or of 1 where that is larger, with u = 2^-24 and K the roundings that add up.
"""
import argparse
import math
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

TYPES = {"f32": np.dtype("float32"), "i32": np.dtype("int32"), "i64": np.dtype("int64"), "ui8": np.dtype("uint8"), "i1": np.dtype("bool")}
SEED = 7
RNG = np.random.default_rng(3)
PROGRAMS = {"sinter": "sinter", "sinter-opt": "sinter-opt"}


# Philox.
def philox(count, stream, step, seed=SEED):
    """Four words for each of `count` elements."""
    words = [np.arange(count, dtype=np.uint64)] + [np.full(count, w, np.uint64) for w in (stream, step & 0xFFFFFFFF, step >> 32)]
    k0, k1 = seed & 0xFFFFFFFF, seed >> 32
    mask = np.uint64(0xFFFFFFFF)
    for _ in range(10):
        p0, p1 = np.uint64(0xD2511F53) * words[0], np.uint64(0xCD9E8D57) * words[2]
        words = [(p1 >> np.uint64(32)) ^ words[1] ^ np.uint64(k0), p1 & mask, (p0 >> np.uint64(32)) ^ words[3] ^ np.uint64(k1), p0 & mask]
        k0, k1 = (k0 + 0x9E3779B9) & 0xFFFFFFFF, (k1 + 0xBB67AE85) & 0xFFFFFFFF
    return words


def uniform(shape, stream=0, step=0):
    w = philox(math.prod(shape), stream, step)[0]
    return torch.from_numpy((w >> np.uint64(8)).astype(np.float64) * 2**-24).reshape(shape)


def normal(shape, stream=0, step=0):
    w = philox(math.prod(shape), stream, step)
    u, v = ((w[0] >> np.uint64(8)).astype(np.float64) + 1) * 2**-24, (w[1] >> np.uint64(8)).astype(np.float64) * 2**-24
    return torch.from_numpy(np.sqrt(-2 * np.log(u)) * np.cos(2 * np.pi * v)).reshape(shape)


# Steps.
def constant(array, type_text):
    """`sinter.constant` of an array, as the text of its type says."""
    data = np.ascontiguousarray(array).tobytes()
    value = f'"0x{data.hex().upper()}"' if array.dtype != bool else str([bool(v) for v in array.flat]).lower()
    return f"sinter.constant dense<{value}> : {type_text} as {type_text}"


def one_process_mean(found):
    """`sinter.process_mean` of one process, which leaves its operand as it is."""
    shape = ", ".join(found[2].split("x")[:-1])
    shape = f"array<i64: {shape}>" if shape else "array<i64>"
    return f"sinter.reshape {found[1]} {{shape = {shape}}} : (tensor<{found[2]}f32>) -> tensor<{found[2]}f32>"


def array_of(value, type_text):
    """The array of `dense<...> : type`."""
    *sizes, element = re.match(r"tensor<(.*)>", type_text)[1].split("x") if type_text != "tensor<f32>" else ["f32"]
    shape, dtype = tuple(map(int, sizes)), TYPES[element]
    if value.startswith('"0x'):
        return np.frombuffer(bytes.fromhex(value[3:-1]), dtype).reshape(shape)
    words = {"true": 1, "false": 0}
    numbers = [words[w] if w in words else float.fromhex(w) if w.startswith("0x") else float(w) for w in re.findall(r"[^\[\], ]+", value)]
    if any(w.startswith("0x") for w in re.findall(r"[^\[\], ]+", value)):
        sys.exit(f"error: a value is not finite: {value[:80]}")
    return np.broadcast_to(np.array(numbers, dtype).reshape(shape if len(numbers) > 1 else ()), shape)


class Step:
    """The function of an entry, which `run` evaluates."""

    def __init__(self, text, folder, entry="train_step"):
        self.folder = folder
        path = folder / "case.sn"
        path.write_text(text)
        command = [PROGRAMS["sinter"], "compile", path, "--emit=graph"]
        graph = subprocess.run(command, capture_output=True, text=True)
        if graph.returncode:
            sys.exit(f"{graph.stderr}\nerror: this text does not compile:\n{text}")
        graph = re.sub(r" loc\((#\w+|\"[^\"]*\"(:\d+:\d+)?(\(#\w+\))?)\)", "", graph.stdout)
        graph = "\n".join(line for line in graph.splitlines() if not line.startswith("#loc"))
        functions = re.findall(r"^  func\.func .*?^  }$", graph, re.DOTALL | re.MULTILINE)
        [self.function] = [f for f in functions if f'sinter.entry = "{entry}"' in f]
        self.parameters = dict(re.findall(r"sinter\.parameter @(\S+) : (tensor<\S+>)", graph))
        self.header = "\n".join(line for line in graph.splitlines() if line.startswith("  sinter.parameter"))
        head, self.body = self.function.split("\n", 1)
        self.head = head
        self.arguments = re.findall(r'(%arg\d+): (tensor<\S+>) {sinter\.name = "(\w+)"', head)
        self.results = re.findall(r'sinter\.name = "(\w+)"', head.split("->", 1)[1]) if "->" in head else []

    def run(self, inputs, state):
        """(results, state after it), all by name."""
        body, constants = self.body, []
        for name, type_text, path in self.arguments:
            array = inputs.get(path, np.ones((), np.float32))
            constants.append(f"    {name.replace('arg', 'in')} = " + constant(array, type_text))
            body = re.sub(rf"{name}\b", name.replace("arg", "in"), body)
        for path, type_text in self.parameters.items():
            body = re.sub(rf"sinter\.read @{re.escape(path)} : \S+", lambda _: constant(state[path], type_text), body)
        # One process, which is its own mean: folding does not know how many there are.
        body = body.replace("sinter.process_count : tensor<i64>", "sinter.constant dense<1> : tensor<i64> as tensor<i64>")
        body = body.replace("sinter.process_index : tensor<i64>", "sinter.constant dense<0> : tensor<i64> as tensor<i64>")
        body = re.sub(r"sinter\.process_mean (%\S+) : tensor<((?:\d+x)*)f32>", one_process_mean, body)
        path = self.folder / "case.mlir"
        path.write_text("\n".join(["module {", self.header, self.head, *constants, body, "}", ""]))
        folded = subprocess.run(
            [PROGRAMS["sinter-opt"], path, "--sinter-differentiate", "--sinter-fold-constants", "--canonicalize", "--mlir-print-elementsattrs-with-hex-if-larger=0"],
            capture_output=True, text=True)
        if folded.returncode:
            sys.exit(folded.stderr + "error: sinter-opt stops")
        blobs = dict(re.findall(r'(\w+): "0x\w{8}(\w*)"', folded.stdout))  # behind the alignment
        text = re.sub(r"dense_resource<(\w+)>", lambda m: f'dense<"0x{blobs[m[1]]}">', folded.stdout)
        known = {name: array_of(value, type_text) for name, value, type_text in re.findall(r"(%\S+) = sinter\.constant dense<(.*?)> : (tensor<\S+>) as", text)}
        values = re.search(r"return(.*?):", folded.stdout)
        values = [v.strip() for v in values[1].split(",")] if values else []
        missing = [v for v in values + re.findall(r"sinter\.write @\S+ (%\S+) :", folded.stdout) if v not in known]
        if missing:
            sys.exit(f"error: {missing[0]} is not folded in\n{folded.stdout[:4000]}")
        after = dict(state)
        for parameter, value in re.findall(r"sinter\.write @(\S+), (%\S+) :", folded.stdout):
            after[parameter] = known[value]
        return dict(zip(self.results, [known[v] for v in values])), after


class Failures(list):
    def check(self, case, what, got, expected, roundings=64):
        """`expected` may be floats where bytes came out: what is to be rounded."""
        expected = expected.detach().numpy() if isinstance(expected, torch.Tensor) else np.asarray(expected)
        if got.shape != expected.shape:
            self.append(f"{case}: {what} has the shape {got.shape}, but PyTorch gives {expected.shape}")
            return
        if not np.issubdtype(expected.dtype, np.floating):
            if (got != expected).any():
                self.append(f"{case}: {what} differs in {(got != expected).sum()} of {got.size} elements")
            return
        allowed = 8 * 2**-24 * math.sqrt(roundings) * max(1, np.abs(expected).max())
        if got.dtype == np.uint8:
            expected, allowed = expected.clip(0, 255), allowed + 0.5
        error = np.abs(got - expected).max()
        if not error <= allowed:
            self.append(f"{case}: {what} differs by {error:.3g}, allowed are {allowed:.3g}")


CASES = []


def case(function):
    CASES.append(function)
    return function


def state_of(step, **values):
    """Zeros, but what is given and the seed."""
    state = {}
    for path, type_text in step.parameters.items():
        *sizes, element = re.match(r"tensor<(.*)>", type_text)[1].split("x")
        state[path] = np.zeros(tuple(map(int, sizes)), TYPES[element])
    state["sinter.seed"] = np.array(SEED, np.int64)
    for path, value in values.items():
        state[path.replace("__", ".")] = np.asarray(value)
    return state


# Optimizers: the gradient of sum(w * x) by w is x, another one at each step.
def optimizer(text, make, steps=4, seconds=None, factor=1.0, scale=1.0):
    def run(folder, failures):
        step = Step(
            f"""
block weight(x, rows: int) {{
  param w: f32[rows, 3] = zeros()
  w * x
}}
model M(x: f32[5, 3], y: f32[2, 3]) -> z: f32[] {{ sum(x | a: weight(5)) + sum(y | b: weight(2)) }}
train M(x, y) {{
{seconds or ''}
  minimize M(x, y) with {text}
}}
export M {{ train_step() }}
""", folder)
        start = [RNG.standard_normal((n, 3)).astype(np.float32) for n in (5, 2)]
        state = state_of(step, a__w=start[0], b__w=start[1])
        weights = [torch.tensor(w, dtype=torch.float64, requires_grad=True) for w in start]
        reference = make(weights)
        for i in range(steps):
            gradients = [(scale * RNG.standard_normal((n, 3))).astype(np.float32) for n in (5, 2)]
            _, state = step.run({"x": gradients[0], "y": gradients[1], "rate_factor": np.array(factor, np.float32)}, state)
            for w, g in zip(weights, gradients):
                w.grad = torch.tensor(g, dtype=torch.float64)
            reference(i)
        failures.check(text, "weight a", state["a.w"], weights[0])
        failures.check(text, "weight b", state["b.w"], weights[1])
        if state["sinter.step"] != steps:
            failures.append(f"{text}: sinter.step is {state['sinter.step']} after {steps} steps")

    run.__name__ = text
    CASES.append(run)


def torch_optimizer(kind, clip=None, groups=None, **settings):
    def make(weights):
        made = kind(groups(weights) if groups else weights, **settings)

        def step(i):
            if clip:
                clip(weights)
            made.step()

        return step

    return make


SGD, ADAM = torch.optim.SGD, torch.optim.Adam
optimizer("sgd(lr=0.1)", torch_optimizer(SGD, lr=0.1))
optimizer("sgd", torch_optimizer(SGD, lr=0.01), factor=1.0)
optimizer("sgd(lr=0.1, momentum=0.9, weight_decay=0.01)", torch_optimizer(SGD, lr=0.1, momentum=0.9, weight_decay=0.01))
optimizer("sgd(lr=0.1, momentum=0.9, nesterov=true)", torch_optimizer(SGD, lr=0.1, momentum=0.9, nesterov=True))
optimizer("adagrad(lr=0.1, weight_decay=0.1)", torch_optimizer(torch.optim.Adagrad, lr=0.1, weight_decay=0.1))
optimizer("rmsprop(lr=0.1)", torch_optimizer(torch.optim.RMSprop, lr=0.1))
optimizer("rmsprop(lr=0.05, alpha=0.9, momentum=0.5, centered=true, weight_decay=0.1)",
          torch_optimizer(torch.optim.RMSprop, lr=0.05, alpha=0.9, momentum=0.5, centered=True, weight_decay=0.1))
optimizer("adam", torch_optimizer(ADAM, lr=1e-3))
optimizer("adam(lr=0.1, beta1=0.5, beta2=0.9, eps=1e-3, weight_decay=0.1)", torch_optimizer(ADAM, lr=0.1, betas=(0.5, 0.9), eps=1e-3, weight_decay=0.1))
optimizer("adam(lr=0.1, beta1=0.0)", torch_optimizer(ADAM, lr=0.1, betas=(0, 0.999)))
optimizer("adam(lr=0.01, weight_decay=0.1)", torch_optimizer(ADAM, lr=0.005, weight_decay=0.1), factor=0.5)
optimizer("adamw(lr=0.1)", torch_optimizer(torch.optim.AdamW, lr=0.1))
optimizer("adamw(lr=0.1, weight_decay=0.3)", torch_optimizer(torch.optim.AdamW, lr=0.1, weight_decay=0.3))
optimizer("sgd(lr=0.1, clip_value=0.5)", torch_optimizer(SGD, lambda w: torch.nn.utils.clip_grad_value_(w, 0.5), lr=0.1))
optimizer("sgd(lr=0.1, clip_norm=1.0)", torch_optimizer(SGD, lambda w: torch.nn.utils.clip_grad_norm_(w, 1.0), lr=0.1))
def clip_both(w):
    torch.nn.utils.clip_grad_value_(w, 0.5)
    torch.nn.utils.clip_grad_norm_(w, 1.0)


optimizer("sgd(lr=0.1, clip_value=0.5, clip_norm=1.0)", torch_optimizer(SGD, clip_both, lr=0.1))
optimizer("adam(lr=0.1, clip_norm=1.0, weight_decay=0.1)", torch_optimizer(ADAM, lambda w: torch.nn.utils.clip_grad_norm_(w, 1.0), lr=0.1, weight_decay=0.1), scale=0.1)
optimizer("sgd(lr=0.1, momentum=0.5)", torch_optimizer(SGD, groups=lambda w: [{"params": w[:1], "lr": 0.01}, {"params": w[1:], "lr": 0.3}], lr=0.1, momentum=0.5),
          seconds='  rates = [("a.*", 0.1), ("b.*", 3.0)]')


def lamb(weights, lr=0.1, weight_decay=0.1, betas=(0.9, 0.999), eps=1e-6):
    """You et al. 2020, algorithm 2, with bias correction and the identity for phi."""
    state = [(torch.zeros_like(w), torch.zeros_like(w)) for w in weights]

    def step(i):
        with torch.no_grad():
            for w, (m, v) in zip(weights, state):
                m.mul_(betas[0]).add_(w.grad, alpha=1 - betas[0])
                v.mul_(betas[1]).addcmul_(w.grad, w.grad, value=1 - betas[1])
                r = m / (1 - betas[0] ** (i + 1)) / ((v / (1 - betas[1] ** (i + 1))).sqrt() + eps) + weight_decay * w
                w -= lr * w.norm() / r.norm() * r

    return step


optimizer("lamb(lr=0.1, weight_decay=0.1)", lamb)


@case
def focal_at_its_edges(folder, failures):
    """Central differences of the formula, which is written so that it neither overflows nor loses digits."""

    def loss(z, gamma):  # z: a logit, towards the wrong side
        softplus = np.logaddexp(0, z)
        return np.exp(gamma * (z - softplus)) * softplus

    x = np.array([-120, -95, -88, -60, -17, -3, 0, 0.5, 16.6, 17, 40, 90, 120], np.float32)
    for gamma in (0.0, 0.01, 0.5, 0.9, 1.0, 2.0):
        step = Step(f"""
block weight(x) {{
  param w: f32[13] = zeros()
  w + 0.0 * x
}}
model M(x: f32[13]) -> y: f32[13] {{ x | a: weight }}
train M(x, truth: f32[13]) {{ minimize focal(M(x), truth, alpha=-1.0, gamma={gamma}, reduction=sum) with sgd(lr=1.0) }}
export M {{ train_step() }}
""", folder)
        for truth in (0, 1):
            inputs = {"x": np.zeros(13, np.float32), "truth": np.full(13, truth, np.float32)}
            results, state = step.run(inputs, state_of(step, a__w=x))
            z, h = x.astype(float) * (1 - 2 * truth), 1e-3
            slope = (8 * (loss(z + h, gamma) - loss(z - h, gamma)) - (loss(z + 2 * h, gamma) - loss(z - 2 * h, gamma))) / (12 * h)
            failures.check(f"focal(gamma={gamma}), truth {truth}", "loss", results["loss"], loss(z, gamma).sum())
            failures.check(f"focal(gamma={gamma}), truth {truth}", "gradient", x - state["a.w"], slope * (1 - 2 * truth))


WEIGHT = """
block weight(x) {
  param w: f32[4] = zeros()
  w * x
}
model M(x: f32[4]) -> z: f32[] { sum(x | a: weight) }
"""


@case
def rounds_of_a_loop(folder, failures):
    step = Step(WEIGHT + """
train M(x) {
  for factor in [1.0, -0.5, 2.0] {
    let y = M(x) * factor
    minimize y * y with adam(lr=0.1)
  }
}
export M { train_step() }
""", folder)
    state = state_of(step, a__w=RNG.standard_normal(4).astype(np.float32))
    w = torch.tensor(state["a.w"], dtype=torch.float64, requires_grad=True)
    made = ADAM([w], lr=0.1)
    for _ in range(3):
        x = RNG.standard_normal(4).astype(np.float32)
        _, state = step.run({"x": x}, state)
        for factor in (1.0, -0.5, 2.0):
            made.zero_grad()
            (((w * torch.from_numpy(x).double()).sum() * factor) ** 2).backward()
            made.step()
    failures.check("minimize in a loop", "weight", state["a.w"], w)


@case
def loop_over_networks(folder, failures):
    step = Step(WEIGHT + """
train Ensemble(x: f32[4]) {
  for name in ["one", "two"] {
    let y = x | "{name}": M
    minimize y * y with adam(lr=0.1)
  }
}
export Ensemble { train_step() }
""", folder)
    names = ["one.a.w", "two.a.w"]
    state = state_of(step, **{name.replace(".", "__"): RNG.standard_normal(4).astype(np.float32) for name in names})
    weights = [torch.tensor(state[name], dtype=torch.float64, requires_grad=True) for name in names]
    made = ADAM(weights, lr=0.1)
    for _ in range(3):
        x = RNG.standard_normal(4).astype(np.float32)
        _, state = step.run({"x": x}, state)
        made.zero_grad()
        sum((w * torch.from_numpy(x).double()).sum() ** 2 for w in weights).backward()
        made.step()
    for name, w in zip(names, weights):
        failures.check("minimize in a loop over networks", name, state[name], w)


@case
def averages_of_weights(folder, failures):
    step = Step(WEIGHT + """
train M(x) {
  ema = 0.9
  minimize M(x) with sgd(lr=0.1)
  report M(x) as after
}
export M { train_step() }
""", folder)
    w = torch.tensor(RNG.standard_normal(4))
    state, average = state_of(step, a__w=w.numpy().astype(np.float32)), None
    w = torch.from_numpy(state["a.w"]).double()
    for i in range(3):
        x = RNG.standard_normal(4).astype(np.float32)
        results, state = step.run({"x": x}, state)
        w = w - 0.1 * torch.from_numpy(x).double()
        average = w if average is None else 0.9 * average + 0.1 * w
        failures.check("ema", "weight", state["a.w"], w)
        failures.check("ema", "average", state["sinter.ema.a.w"], average)
        failures.check("ema", "what stands behind minimize", results["after"], (w * torch.from_numpy(x).double()).sum())


# Schedules: with sgd and the gradient 1, a step moves the weight by the rate.
def schedule(text, rate, steps):
    def run(folder, failures):
        step = Step(f"""
block weight(x) {{
  param w: f32[1] = zeros()
  w * x
}}
model M(x: f32[1]) -> z: f32[] {{ sum(x | a: weight) }}
train M(x) {{ minimize M(x) with sgd(lr={text}) }}
export M {{ train_step() }}
""", folder)
        for i in steps:
            _, after = step.run({"x": np.ones(1, np.float32)}, state_of(step, sinter__step=np.array(i, np.int64)))
            failures.check(text, f"the rate of step {i}", -after["a.w"], [rate(i)], 16)

    run.__name__ = text
    CASES.append(run)


def torch_schedule(make):
    """The rates that PyTorch's schedule gives."""
    made = SGD([torch.zeros(1)], lr=0.1)
    schedule, rates = make(made), []
    for _ in range(120):
        rates.append(made.param_groups[0]["lr"])
        made.step()
        schedule.step()
    return rates.__getitem__


OF = torch.optim.lr_scheduler
schedule("0.1", lambda i: 0.1, [0, 9])
schedule("linear_warmup(0.1, 10)", lambda i: 0.1 * min((i + 1) / 10, 1), [0, 4, 9, 10, 50])
schedule("linear_warmup(0.1, 0)", lambda i: 0.1, [0, 9])
schedule("cosine(0.1, steps=100)", torch_schedule(lambda o: OF.CosineAnnealingLR(o, 100)), [0, 1, 50, 99, 100])
schedule("cosine(0.1, steps=110, warmup=10, final=0.01)",
         lambda i: 0.1 * (i + 1) / 10 if i < 10 else 0.01 + 0.09 * (1 + math.cos(math.pi * min((i - 10) / 100, 1))) / 2, [0, 9, 10, 60, 110, 500])
schedule("step_decay(0.1, every=30)", torch_schedule(lambda o: OF.StepLR(o, 30)), [0, 29, 30, 59, 60, 119])
schedule("multi_step(0.1, [30, 80], factor=0.2)", torch_schedule(lambda o: OF.MultiStepLR(o, [30, 80], 0.2)), [0, 29, 30, 79, 80])
schedule("exponential_decay(0.1, 0.95)", torch_schedule(lambda o: OF.ExponentialLR(o, 0.95)), [0, 1, 40, 119])
schedule("linear_decay(0.1, steps=100)", lambda i: 0.1 * (1 - min(i / 100, 1)), [0, 50, 99, 100])
schedule("one_cycle(0.1, steps=100)", torch_schedule(lambda o: OF.OneCycleLR(o, 0.1, 121)), [])
schedule("one_cycle(0.1, steps=121)", torch_schedule(lambda o: OF.OneCycleLR(o, 0.1, 121)), [0, 1, 20, 35, 36, 37, 80, 119])


# What acts while training: reported as it is, with the gradient of its sum by x.
def layer(text, function, x, y=None, wanted=("y",), steps=(0,), gradient=True, roundings=64):
    """`function(x, step)` computes the same in PyTorch."""
    shape = ", ".join(map(str, x.shape))
    element = {"float32": "f32", "uint8": "u8"}[str(x.dtype)]

    def run(folder, failures):
        moved = f"block moved(x) {{\n  param w: f32[{shape}] = zeros()\n  x + w\n}}\n" if gradient else ""
        step = Step(f"""
{moved}block one(x) {{
  param v: f32[] = zeros()
  x + v
}}
model M(x: {element}[{shape}]) -> z: f32[] {{ mean(cast(x, f32)) | one }}
train M(x) {{
  let y = x {'| w: moved ' if gradient else ''}| {text}
  minimize M(x) {'+ sum(y * cos(y)) ' if gradient else ''}with sgd(lr=1.0)
  report y as y
}}
export M {{ train_step() }}
""", folder)
        for i in steps:
            results, after = step.run({"x": x}, state_of(step, sinter__step=np.array(i, np.int64)))
            leaf = torch.from_numpy(x).double().requires_grad_(gradient)
            expected = function(leaf, i)
            failures.check(text, "y", results["y"], expected, roundings)
            if gradient:
                (expected * expected.cos()).sum().backward()
                failures.check(text, "the gradient", -after["w.w"], leaf.grad, roundings)

    run.__name__ = text
    CASES.append(run)


X = RNG.standard_normal((3, 4, 5, 2)).astype(np.float32)
layer("dropout(0.3)", lambda x, i: torch.where(uniform(x.shape, 0, i) < 0.3, 0, x / 0.7), X, steps=(0, 5))
layer("spatial_dropout(0.4)", lambda x, i: torch.where(uniform((3, 1, 1, 2), 0, i) < 0.4, 0, x / 0.6), X)
layer("drop_path(0.5)", lambda x, i: torch.where(uniform((3, 1, 1, 1), 0, i) < 0.5, 0, x / 0.5), X, steps=(0, 1, 2))


def alpha_dropout(x, step, p=0.3, alpha=1.7580993408473766):
    a = ((alpha**2 * p + 1) * (1 - p)) ** -0.5
    noise = (uniform(x.shape, 0, step) >= p).double()
    return x * noise * a + (noise - 1) * alpha * a + alpha * a * p


layer("alpha_dropout(0.3)", alpha_dropout, X)
layer("gaussian_dropout(0.2)", lambda x, i: x * (1 + 0.5 * normal(x.shape, 0, i)), X)
layer("gaussian_noise(0.3) | gaussian_noise(0.5)", lambda x, i: x + 0.3 * normal(x.shape, 0, i) + 0.5 * normal(x.shape, 1, i), X, steps=(2,))
layer("dropout(0.0)", lambda x, i: x, X)
layer("add(random_normal([5, 2], mean=1.0, std=2.0))", lambda x, i: x + 1 + 2 * normal((5, 2), 0, i), X, steps=(3,))
layer("add(random_uniform([2], low=-1.0, high=3.0))", lambda x, i: x - 1 + 4 * uniform((2,), 0, i), X, steps=(3,))


# Derivatives where a function has a corner or a jump.
CORNERS = X.copy()
CORNERS[0] = 0
CORNERS[1, 1:] = CORNERS[1, :1]  # constant along axis 0


def no_root_of_zero(x, root):
    """root(x), with the derivative 0 where x is 0."""
    return torch.where(x > 0, root(torch.where(x > 0, x, 1)), 0)


layer("rrelu(lower=0.1, upper=0.4)", lambda x, i: torch.where(x > 0, x, x * (0.1 + 0.3 * uniform(x.shape, 0, i))), X, steps=(0, 2))
layer("asinh", lambda x, i: torch.asinh(x), CORNERS)
layer("mul(1e38) | asinh", lambda x, i: torch.asinh(1e38 * x), X)
layer("mul(1e38) | acosh", lambda x, i: torch.acosh(1e38 * x), X.clip(0.1))
# Where exp(x) is infinite, and at 88, where the formula changes. y is up to 30 and rounds by 5 of its ulps, and its gradient by 30 times as much.
FAR = np.sign(X) * np.where(np.abs(X) < 0.2, 88, 88.5 + np.abs(X) / 4).clip(88, 89.4).astype(np.float32)
layer("sinh | mul(1e-37)", lambda x, i: 1e-37 * torch.sinh(x), FAR, roundings=214)
layer("cosh | mul(1e-37)", lambda x, i: 1e-37 * torch.cosh(x), FAR, roundings=214)
layer("mul(1e9) | add(-20.0) | expm1", lambda x, i: torch.expm1(1e9 * x - 20), 1e-9 * X)
layer("mul(1e9) | add(-20.0) | elu", lambda x, i: F.elu(1e9 * x - 20), 1e-9 * X)
layer("frac", lambda x, i: torch.frac(x), 3 * X)
layer("remainder(0.75)", lambda x, i: torch.remainder(x, 0.75), X)
layer("atan2(x * x - 0.5)", lambda x, i: torch.atan2(x, x.detach() ** 2 - 0.5), 2 * X)
layer("atan2(x * x - 0.5, _)", lambda x, i: torch.atan2(x.detach() ** 2 - 0.5, x), 2 * X)
layer("std(1)", lambda x, i: x.std(1), CORNERS)
layer("lp_pool(2, 2)", lambda x, i: no_root_of_zero(4 * F.avg_pool2d((x * x).movedim(-1, 1), 2).movedim(1, -1), torch.sqrt), CORNERS)
layer("lp_pool(3, 2)", lambda x, i: no_root_of_zero(4 * F.avg_pool2d((x.abs() ** 3).movedim(-1, 1), 2).movedim(1, -1), lambda y: y ** (1 / 3)), CORNERS)


# Augmentation.
PIXELS = RNG.integers(0, 256, (4, 6, 7, 3)).astype(np.uint8)
IMAGES = RNG.uniform(0, 1, (4, 6, 7, 3)).astype(np.float32)


def sampled(x, matrix, exact=False):
    """Pictures taken from where the matrices [n, 2, 3] point, by PyTorch's grid_sample."""
    n, h, w, _ = x.shape
    rows, columns = torch.meshgrid(torch.arange(h).double(), torch.arange(w).double(), indexing="ij")
    places = torch.einsum("nij,jhw->nhwi", matrix, torch.stack([rows, columns, torch.ones_like(rows)]))
    grid = torch.stack([2 * places[..., 1] / (w - 1) - 1, 2 * places[..., 0] / (h - 1) - 1], -1)
    y = F.grid_sample(x.movedim(-1, 1), grid, "nearest" if exact else "bilinear", "zeros", align_corners=True)
    return y.movedim(1, -1)


def about_centre(x, a, b, c, d):
    y0, x0 = (x.shape[1] - 1) / 2, (x.shape[2] - 1) / 2
    one = torch.ones(x.shape[0]).double()
    a, b, c, d = (one * v for v in (a, b, c, d))
    return torch.stack([torch.stack([a, b, y0 - a * y0 - b * x0], -1), torch.stack([c, d, x0 - c * y0 - d * x0], -1)], 1)


def shifts(n, by):
    one, zero = torch.ones(n).double(), torch.zeros(n).double()
    return torch.stack([torch.stack([one, zero, by[:, 0]], -1), torch.stack([zero, one, by[:, 1]], -1)], 1)


def turned(x, step, degrees=30):
    angle = (2 * uniform((4,), 0, step) - 1) * degrees * math.pi / 180
    return sampled(x, about_centre(x, angle.cos(), angle.sin(), -angle.sin(), angle.cos()))


def luma(x):
    return (x * torch.tensor([0.299, 0.587, 0.114])).sum(-1, keepdim=True)


def blended(x, other, step, by):
    low = max(1 - by, 0)
    f = low + (1 + by - low) * uniform((4, 1, 1, 1), 0, step)
    return f * x + (1 - f) * other


def covered(x, step, size=3):
    u = uniform((4, 2), 0, step)
    y = x.clone()
    for n in range(4):
        r, c = int(u[n, 0] * 6), int(u[n, 1] * 7)
        y[n, max(r - 1, 0):r + 2, max(c - 1, 0):c + 2] = 0
    return y


def flipped(x, step):
    return torch.where(uniform((4, 1, 1, 1), 0, step) < 0.5, x.flip(2), x)


def both_flipped(x, step):
    rows = torch.where(uniform((4, 1, 1, 1), 0, step) < 0.5, x.flip(1), x)
    return torch.where(uniform((4, 1, 1, 1), 1, step) < 0.5, rows.flip(2), rows)


def cropped(x, step):
    return sampled(x, shifts(4, (uniform((4, 2), 0, step) * 5 - 2).floor()), exact=True)


for images, gradient in ((IMAGES, True), (PIXELS, False)):
    moved = "crop shift rotation zoom shear".split()  # by affine_sample, which has no derivative
    augment = lambda text, f: layer(  # noqa: E731
        text, f, images, gradient=gradient and not any(word in text for word in moved), steps=(0, 1), roundings=256)
    augment("random_flip(horizontal)", flipped)
    augment("random_flip(both)", both_flipped)
    augment("random_crop(padding=2)", cropped)
    augment("random_shift(0.2)", lambda x, i: sampled(x, shifts(4, (2 * uniform((4, 2), 0, i) - 1) * 0.2 * torch.tensor([6, 7]))))
    augment("random_rotation(30)", turned)
    augment("random_zoom(0.3)", lambda x, i: (lambda f: sampled(x, about_centre(x, f, 0, 0, f)))(0.7 + 0.6 * uniform((4,), 0, i)))
    augment("random_shear(0.3)", lambda x, i: sampled(x, about_centre(x, 1, 0, 0.6 * uniform((4,), 0, i) - 0.3, 1)))
    augment("random_brightness(0.4)", lambda x, i: blended(x, 0, i, 0.4))
    augment("random_brightness(1.5)", lambda x, i: blended(x, 0, i, 1.5))
    augment("random_contrast(0.4)", lambda x, i: blended(x, luma(x).mean((1, 2, 3), keepdim=True), i, 0.4))
    augment("random_saturation(0.4)", lambda x, i: blended(x, luma(x), i, 0.4))
    augment("cutout(3)", covered)


@case
def mixed_batches(folder, failures):
    step = Step("""
block one(x) {
  param v: f32[] = zeros()
  x + v
}
model M(x: u8[4, 6, 7, 3]) -> z: f32[] { mean(cast(x, f32)) | one }
train M(x, t: f32[4, 5]) {
  let mixed, targets = mixup(x, t, share=0.4)
  minimize M(x) with sgd
  report mixed as mixed, targets as targets
}
export M { train_step() }
""", folder)
    targets = RNG.uniform(0, 1, (4, 5)).astype(np.float32)
    results, _ = step.run({"x": PIXELS, "t": targets}, state_of(step))
    f = 0.6 + 0.4 * uniform((4,))
    x, t = torch.from_numpy(PIXELS).double(), torch.from_numpy(targets).double()
    mix = lambda v, f: f * v + (1 - f) * v.flip(0)  # noqa: E731
    failures.check("mixup", "pictures", results["mixed"], mix(x, f[:, None, None, None]))
    failures.check("mixup", "targets", results["targets"], mix(t, f[:, None]))


# Batch norm, with and without micro-batches, and frozen.
def batch_norm(settings, rounds=1, frozen=False):
    def run(folder, failures):
        step = Step(f"""
model M(x: f32[N, 3, 2]) -> z: f32[N, 3, 2] {{ x | moved: scaled | bn: batch_norm }}
block scaled(x) {{
  param w: f32[2] = ones()
  x * w
}}
train M(x, t: f32[N, 3, 2]) {{
  {settings}
  let y = M(x)
  minimize mse(y, t) + l2("bn.*", 0.1) + l1("moved.w", 0.05) with sgd(lr=0.1)
  report mean(y * y) as power
}}
export M {{ train_step(N=4) }}
""", folder)
        norm = torch.nn.BatchNorm1d(2).double()
        with torch.no_grad():
            for p in norm.parameters():
                p.copy_(torch.tensor(RNG.uniform(0.5, 1.5, 2).astype(np.float32)))
        w = torch.tensor([1.5, -0.5], dtype=torch.float64, requires_grad=True)
        state = state_of(step, moved__w=w.detach().numpy().astype(np.float32), bn__weight=norm.weight.detach().numpy().astype(np.float32),
                         bn__bias=norm.bias.detach().numpy().astype(np.float32), bn__running_var=np.ones(2, np.float32))
        norm.train(not frozen)
        for i in range(3):
            x, t = (RNG.standard_normal((4, 3, 2)).astype(np.float32) for _ in range(2))
            results, state = step.run({"x": x, "t": t}, state)
            total = power = 0
            for a, b in zip(torch.from_numpy(x).double().chunk(rounds), torch.from_numpy(t).double().chunk(rounds)):
                y = norm((a * w).flatten(0, 1)).reshape(a.shape)
                loss = F.mse_loss(y, b) + 0.05 * w.abs().sum() + 0.1 * sum((p * p).sum() for p in norm.parameters())
                total, power = total + loss / rounds, power + (y * y).mean() / rounds
            changing = [w] if frozen else [w, *norm.parameters()]
            for p, g in zip(changing, torch.autograd.grad(total, changing)):
                p.data -= 0.1 * g
            name = f"batch_norm, {settings or 'as it is'}"
            failures.check(name, "loss", results["loss"], total)
            failures.check(name, "power", results["power"], power)
            for what, value in (("weight", norm.weight), ("bias", norm.bias), ("running_mean", norm.running_mean), ("running_var", norm.running_var)):
                failures.check(name, what, state[f"bn.{what}"], value)
            failures.check(name, "w", state["moved.w"], w)

    run.__name__ = f"batch_norm {settings}"
    CASES.append(run)


batch_norm("")
batch_norm("micro_batches = 2", rounds=2)
batch_norm('frozen = ["bn.*"]', frozen=True)


@case
def halves_of_a_step(folder, failures):
    """`grad` and then `apply` do what `train_step` does."""
    text = """
model M(x: f32[N, 4]) -> y: f32[N, 3] { x | bn: batch_norm | dropout(0.3) | fc: dense(3) }
train M(x, t: f32[N, 3]) {
  let y = M(x)
  ema = 0.5
  minimize mse(y, t) with adam(lr=cosine(0.1, steps=9), clip_norm=0.1)
  report mean(y) as middle
}
export M {
  train_step(N=5)
  grad(N=5)
}
"""
    whole, grad, apply = (Step(text, folder, entry) for entry in ("train_step", "grad", "apply"))
    values = {"fc__weight": RNG.standard_normal((3, 4)), "bn__weight": np.ones(4), "bn__running_var": np.ones(4)}
    state = halves = state_of(whole, **{path: value.astype(np.float32) for path, value in values.items()})
    for _ in range(3):
        inputs = {"x": RNG.standard_normal((5, 4)).astype(np.float32), "t": RNG.standard_normal((5, 3)).astype(np.float32)}
        expected, state = whole.run(inputs, state)
        results, halves = grad.run(inputs, halves)
        _, halves = apply.run({"gradients": results["gradients"]}, halves)
        for name in expected:
            failures.check("grad", name, results[name], expected[name].astype(float), 1)
    for path in state:
        failures.check("apply", path, halves[path], state[path].astype(float) if state[path].dtype == np.float32 else state[path], 1)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("word", nargs="?", default="")
    for program in PROGRAMS:
        parser.add_argument(f"--{program}", default=program)
    options = parser.parse_args()
    for program in PROGRAMS:
        PROGRAMS[program] = getattr(options, program.replace("-", "_"))
    failures, chosen = Failures(), [run for run in CASES if options.word in run.__name__]
    with tempfile.TemporaryDirectory() as folder:
        for run in chosen:
            run(Path(folder), failures)
    for failure in failures:
        print(failure)
    print(f"{len(chosen)} cases, {len(failures)} failures")
    return 1 if failures or not chosen else 0


if __name__ == "__main__":
    sys.exit(main())
