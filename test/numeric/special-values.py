"""Ops where numbers end: special-values.py x86-64-v2|x86-64-v3|x86-64-v4 [SEED]

Runs every elementwise op, reduction, pool and softmax for one processor on what is not a number, infinities, zeros,
denormals, the smallest and largest floats, numbers around the places where kernels change formulas, and floats of random bits, in
whole vectors, rows with a rest, and scalars. Results are compared with NumPy in double precision: what is not a number, infinite or
a zero must be that, the rest may be off by the roundings that codegen/README.md states.
"""
import itertools
import math
import os
import subprocess
import sys
import tempfile

import numpy as np

target = sys.argv[1]
rng = np.random.default_rng(int(sys.argv[2]) if len(sys.argv) > 2 else 0)
np.seterr(all="ignore")
f32, f64 = np.float32, np.float64
LEAST, MOST = f32(2.0**-126), np.finfo(f32).max
NAN, INF = f32("nan"), f32("inf")

FEATURE = {"x86-64-v2": "sse4_1", "x86-64-v3": "avx2", "x86-64-v4": "avx512dq"}[target]
if FEATURE not in open("/proc/cpuinfo", encoding="utf-8").read():
    raise SystemExit(print(f"skipped: this processor has no {FEATURE}"))

# ---- values ----

ENDS = np.array([NAN, -NAN, INF, -INF, 0, -0.0, 1e-45, -1e-45, 1e-40, -1e-40, LEAST, -LEAST, MOST, -MOST, 1, -1, 0.5, -0.5, 1.5, 2.5, -2.5,
                 2, 3, -3, 1e-20, -1e-20, 1e20, -1e20, 7, 0.1], f32)
# Where kernels limit ranges or change formulas.
SWITCHES = [87.33654, 88.0, 88.37626, 88.72283, 89, 88.8, 89.2, 89.41598, 89.41599, 86.98, 87.68, 0.34657359, 1.0397207, 17.5, 0.625, 9.01, 4, 0.414213562, 2.41421356,
            0.70710678, 1.41421356, 0.99999994, 0.785398, 1.570796, 1048576, 8388608, 16777216, 13, 20, 104]
around = [f32(sign * s) + 0 for s in SWITCHES for sign in (1, -1)]
around += [np.nextafter(s, to) for s in around for to in (INF, -INF)]
bits = rng.integers(0, 2**32, 3000, dtype=np.uint64).astype(np.uint32).view(f32)
near = rng.normal(0, 1, 1500).astype(f32)
wide = rng.uniform(-110, 110, 1500).astype(f32)
small = (rng.choice([-1, 1], 500) * 2.0 ** rng.uniform(-30, 0, 500)).astype(f32)
VALUES = np.concatenate([ENDS, np.array(around, f32), bits, near, wide, small])

# ---- running ----

folder = tempfile.mkdtemp()


def run(text, entry, inputs, outputs):
    """The outputs, by number, of a function of `text` on arrays."""
    source = os.path.join(folder, "m" + (".mlir" if "func.func" in text else ".sn"))
    with open(source, "w", encoding="utf-8") as file:
        file.write(text)
    command = ["sinter", "run", source, "--target", target] + (["--entry", entry] if entry else [])
    for name, value in inputs.items():
        np.save(os.path.join(folder, name + ".npy"), value)
        command += ["--input", f"{name}={folder}/{name}.npy"]
    for name in outputs:
        command += ["--output", f"{name}={folder}/{name}.out.npy"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return {name: np.load(f"{folder}/{name}.out.npy") for name in outputs}


def tensor(shape, element="f32"):
    return "tensor<" + "".join(f"{s}x" for s in shape) + element + ">"


failures = 0


def check(what, got, want, ulps, inputs=(), flush=False, least=0.0, zeros=False):
    """`want` in double precision. `flush`: results under the normal ones may be zero. `least`: an error that is always
    allowed. `zeros`: the sign of a zero counts."""
    global failures
    got, want = np.broadcast_arrays(got.astype(f64), want)
    rounded = want.astype(f32).astype(f64)
    size = 2.0 ** (np.maximum(np.floor(np.log2(np.where(want == 0, 1, np.abs(want)))), -126) - 23)
    size = np.where(np.isfinite(want), size, 1)
    # What rounds to infinity may also be next to it.
    apart = np.where(np.isinf(rounded) & np.isfinite(got), np.abs(got) - f64(MOST), np.abs(got - want))
    apart = np.where(np.isinf(got) & np.isfinite(want), f64(MOST) - np.abs(want), apart)
    allowed = np.maximum(ulps * size, least)
    if flush:
        allowed = np.where(np.abs(want) < LEAST, LEAST, allowed)
    ok = (np.isnan(got) & np.isnan(want)) | (got == rounded) | (np.abs(apart) <= allowed)
    ok &= np.isnan(got) == np.isnan(want)
    ok &= ~np.isinf(got) | (np.sign(got) == np.sign(want))
    if zeros:
        ok &= (got != 0) | (want != 0) | (np.signbit(got) == np.signbit(want))
    if not ok.all():
        failures += 1
        print(f"{what} on {target}: {(~ok).sum()} of {ok.size} are wrong")
        for at in list(zip(*np.nonzero(~ok)))[:6]:
            arguments = [np.broadcast_to(x, ok.shape)[at] if x.ndim == ok.ndim or x.size == 1 else x for x in inputs]
            print("   ", at, *arguments, "gave", got[at], "not", want[at], f"({apart[at] / size[at]:.3g} ulp)")


# ---- one operand ----

def relu(x):
    return np.where(np.isnan(x), x, np.maximum(x, 0))


erf = np.vectorize(math.erf, otypes=[f64])
# name, attributes, in double precision, ulps, and what `check` takes
UNARY = [
    ("neg", "", np.negative, 0, {"zeros": True}),
    ("abs", "", np.abs, 0, {"zeros": True}),
    ("sign", "", lambda x: np.where(np.isnan(x), 0, np.sign(x)), 0, {}),
    ("floor", "", np.floor, 0, {}),
    ("ceil", "", np.ceil, 0, {}),
    ("round", "", np.rint, 0, {}),
    ("sqrt", "", np.sqrt, 0.51, {"zeros": True}),
    ("rsqrt", "", lambda x: 1 / np.sqrt(x), 1.6, {}),
    ("exp", "", np.exp, 1.3, {"flush": True}),
    ("expm1", "", np.expm1, 1.6, {"zeros": True}),
    ("log", "", np.log, 1.0, {}),
    ("log1p", "", np.log1p, 1.0, {"zeros": True}),
    ("sigmoid", "", lambda x: 1 / (1 + np.exp(-x)), 3.5, {"flush": True}),
    ("tanh", "", np.tanh, 1.5, {"zeros": True}),
    ("erf", "", erf, 3.0, {"zeros": True}),
    ("atan", "", np.arctan, 2.3, {"zeros": True}),
    ("sin", "", np.sin, 1.6, {"zeros": True}),
    ("cos", "", np.cos, 1.6, {}),
    ("relu", "", relu, 0, {}),
    ("leaky_relu", "{alpha = 0.25}", lambda x: np.where(x > 0, x, 0.25 * x), 1, {}),
    ("clamp", "{low = -1.5 : f64, high = 6.0 : f64}", lambda x: np.clip(x, -1.5, 6), 0, {}),
    ("stop_gradient", "", lambda x: x, 0, {"zeros": True}),
]


def unary_module(shape):
    lines, results = [], []
    for name, attributes, *_ in UNARY:
        lines.append(f"  %{name} = sinter.{name} %x {attributes} : {tensor(shape)} -> {tensor(shape)}")
        results.append(f'{tensor(shape)} {{sinter.name = "{name}"}}')
    lines.append(f"  %cast = sinter.cast %x {{to = i32}} : {tensor(shape)} -> {tensor(shape, 'i32')}")
    results.append(f'{tensor(shape, "i32")} {{sinter.name = "cast"}}')
    lines.append(f"  %bool = sinter.cast %x {{to = i1}} : {tensor(shape)} -> {tensor(shape, 'i1')}")
    results.append(f'{tensor(shape, "i1")} {{sinter.name = "bool"}}')
    lines.append(f"  %none = sinter.sub %x, %x : {tensor(shape)}, {tensor(shape)} -> {tensor(shape)}")
    results.append(f'{tensor(shape)} {{sinter.name = "none"}}')
    lines.append(f"  %nan = sinter.equal %x, %x : {tensor(shape)}, {tensor(shape)} -> {tensor(shape, 'i1')}")
    results.append(f'{tensor(shape, "i1")} {{sinter.name = "nan"}}')
    names = [row[0] for row in UNARY] + ["cast", "bool", "none", "nan"]
    types = [tensor(shape)] * len(UNARY) + [tensor(shape, "i32"), tensor(shape, "i1"), tensor(shape), tensor(shape, "i1")]
    return (f'func.func @f(%x: {tensor(shape)} {{sinter.name = "x"}}) -> ({", ".join(results)}) '
            'attributes {sinter.entry = "infer", sinter.model = "F"} {\n' + "\n".join(lines) +
            f'\n  return {", ".join("%" + n for n in names)} : {", ".join(types)}\n}}\n'), names


for x in (VALUES, ENDS[[0, 2, 3, 5, 6, 12, 15]], ENDS[:1], VALUES[:33]):
    text, names = unary_module(x.shape)
    got = run(text, None, {"x": x}, names)
    for name, _, exact, ulps, options in UNARY:
        want = exact(x.astype(f64))
        if name in ("sin", "cos"):  # digits are lost beyond, but not the range
            far = np.isfinite(x) & (np.abs(x) > 2**20)
            if (np.abs(got[name][far]) > 1).any() or np.isnan(got[name][far]).any():
                check(name + " far out", got[name][far], want[far], 0, [x[far]])
            want = np.where(far, got[name], want)
        check(name, got[name], want, ulps, [x], **options)
    whole = np.where(np.isnan(x), 0, np.clip(np.trunc(x.astype(f64)), -2**31, 2**31 - 1))
    check("cast to i32", got["cast"], whole, 0, [x])
    check("cast to bool", got["bool"], (x != 0).astype(f64), 0, [x])
    check("less itself", got["none"], np.where(np.isfinite(x), 0, np.nan), 0, [x])
    check("equal to itself", got["nan"], (~np.isnan(x)).astype(f64), 0, [x])

# ---- two operands: all pairs, and a scalar beside vectors ----


def keep(choose):
    return lambda a, b: np.where(np.isnan(a) | np.isnan(b), np.nan, choose(a, b))


BINARY = [("add", np.add, 0.5, {"zeros": True}), ("sub", np.subtract, 0.5, {"zeros": True}),
          ("mul", np.multiply, 0.5, {"zeros": True}), ("div", np.divide, 0.5, {"zeros": True}),
          ("maximum", keep(np.maximum), 0, {}), ("minimum", keep(np.minimum), 0, {}),
          ("pow", np.power, 1.2, {"flush": True})]
COMPARE = [("equal", np.equal), ("less", np.less), ("less_equal", np.less_equal)]


def binary_module(left, right):
    shape = np.broadcast_shapes(left, right)
    names = [row[0] for row in BINARY] + [row[0] for row in COMPARE] + ["select"]
    types = [tensor(shape)] * len(BINARY) + [tensor(shape, "i1")] * len(COMPARE) + [tensor(shape)]
    lines = [f"  %{name} = sinter.{name} %a, %b : {tensor(left)}, {tensor(right)} -> {type}" for name, type in zip(names[:-1], types)]
    lines.append(f"  %select = sinter.select %less, %a, %b : {tensor(shape, 'i1')}, {tensor(left)}, {tensor(right)} -> {tensor(shape)}")
    results = ", ".join(f'{type} {{sinter.name = "{name}"}}' for name, type in zip(names, types))
    return (f'func.func @f(%a: {tensor(left)} {{sinter.name = "a"}}, %b: {tensor(right)} {{sinter.name = "b"}}) -> ({results}) '
            'attributes {sinter.entry = "infer", sinter.model = "F"} {\n' + "\n".join(lines) +
            f'\n  return {", ".join("%" + n for n in names)} : {", ".join(types)}\n}}\n'), names


some = np.concatenate([ENDS, bits[:35]])
for a, b in ((some[:, None], some[None, :]), (VALUES, rng.permutation(VALUES)), (VALUES, np.array(0.75, f32)), (VALUES, np.array(NAN, f32)),
             (ENDS[[0, 2, 4]], ENDS[[2, 0, 5]])):
    text, names = binary_module(a.shape, b.shape)
    got = run(text, None, {"a": a, "b": b}, names)
    wide_a, wide_b = a.astype(f64), b.astype(f64)
    for name, exact, ulps, options in BINARY:
        check(name, got[name], exact(wide_a, wide_b), ulps, [a, b], **options)
    for name, exact in COMPARE:
        check(name, got[name], exact(a, b).astype(f64), 0, [a, b])
    check("select", got["select"], np.where(a < b, a, b).astype(f64), 0, [a, b])

# ---- lines ----


def softmax(x, axis):
    e = np.exp(x - x.max(axis, keepdims=True))
    return e / e.sum(axis, keepdims=True)


def log_softmax(x, axis):
    below = x - x.max(axis, keepdims=True)
    return below - np.log(np.exp(below).sum(axis, keepdims=True))


def top(x, axis):
    """The largest, as `argmax`, which keeps the axis."""
    return np.expand_dims(np.argmax(x, axis), axis)


def lines(length, count=64):
    """Lines of ordinary numbers with one or two of the ends in most of them."""
    x = rng.normal(0, 3, (count, length)).astype(f32)
    for row in range(8, count):
        for _ in range(1 + row % 2):
            x[row, rng.integers(length)] = rng.choice([NAN, -NAN, INF, -INF, 0, -0.0, 1e-45, MOST / 64, -MOST / 64, -1e30])
    x[0] = -INF
    x[1] = NAN
    x[2] = INF
    return x


LINES = [("sum", "axes = array<i64: %d>", lambda x, a: x.sum(a)), ("mean", "axes = array<i64: %d>", lambda x, a: x.mean(a)),
         ("prod", "axes = array<i64: %d>", lambda x, a: x.prod(a)),
         ("reduce_max", "axes = array<i64: %d>", lambda x, a: x.max(a)), ("reduce_min", "axes = array<i64: %d>", lambda x, a: x.min(a)),
         ("argmax", "axis = %d : i64", lambda x, a: np.argmax(x, a)), ("argmin", "axis = %d : i64", lambda x, a: np.argmin(x, a)),
         ("top_k", "axis = %d : i64, k = 1 : i64", top), ("cumsum", "axis = %d : i64", lambda x, a: x.cumsum(a)),
         ("softmax", "axis = %d : i64", softmax), ("log_softmax", "axis = %d : i64", log_softmax)]


def lines_module(shape, axis):
    results, body, names, types = [], [], [], []
    for name, attributes, exact in LINES:
        result = exact(np.zeros(shape), axis)
        type = tensor(result.shape, "i32" if name[:3] in ("arg", "top") else "f32")
        body.append(f"  %{name} = sinter.{name} %x {{{attributes % axis}}} : ({tensor(shape)}) -> {type}")
        results.append(f'{type} {{sinter.name = "{name}"}}')
        names.append(name)
        types.append(type)
    return (f'func.func @f(%x: {tensor(shape)} {{sinter.name = "x"}}) -> ({", ".join(results)}) '
            'attributes {sinter.entry = "infer", sinter.model = "F"} {\n' + "\n".join(body) +
            f'\n  return {", ".join("%" + n for n in names)} : {", ".join(types)}\n}}\n'), names


for length, axis in itertools.product((1, 7, 33, 64), (0, 1)):
    x = lines(length)
    if axis == 0:
        x = np.ascontiguousarray(x.T)
    text, names = lines_module(x.shape, axis)
    got = run(text, None, {"x": x}, names)
    # Parts of other products would leave the range.
    x_of_prod = np.where(np.isfinite(x) & (x != 0), np.sign(x) * np.clip(np.abs(x), 0.5, 2), x)
    got |= run(text, None, {"x": x_of_prod}, ["prod"])
    for name, _, exact in LINES:
        exact_x = (x_of_prod if name == "prod" else x).astype(f64)
        want = exact(exact_x, axis).astype(f64)
        largest = np.abs(np.where(np.isfinite(exact_x), exact_x, 0)).max(axis, keepdims=True)
        largest = largest if want.ndim == x.ndim else largest.squeeze(axis)
        sums = name in ("sum", "mean", "cumsum", "log_softmax")
        check(f"{name} of {length} along {axis}", got[name], want, 4 * length if name in ("prod", "softmax") else 0 if not sums else 4,
              flush=name in ("softmax", "prod"), least=length * largest * 2.0**-22 if sums else 0.0)

# ---- pools ----

def windows(x, size, padding):
    """[N, H, W, C] to [N, H', W', C, size * size] at stride 1, with NaN-free marks for what lies outside."""
    pad = ((0, 0), (padding, padding), (padding, padding), (0, 0))
    inside = np.pad(np.ones(x.shape, bool), pad)
    x = np.pad(x, pad)
    view = np.lib.stride_tricks.sliding_window_view
    flat = lambda a: view(a, (size, size), (1, 2)).reshape(*view(a, (size, size), (1, 2)).shape[:4], -1)
    return flat(x), flat(inside)


for (size, padding), channels in itertools.product(((2, 0), (3, 1), (5, 2)), (1, 7, 33)):
    x = lines(channels, 2 * 9 * 11).reshape(2, 9, 11, channels)
    taps, inside = windows(x.astype(f64), size, padding)
    shape, result = tensor(x.shape), tensor(taps.shape[:4])
    attributes = f"window = array<i64: {size}, {size}>, strides = array<i64: 1, 1>, padding = array<i64: {padding}, {padding}, {padding}, {padding}>"
    text = (f'func.func @f(%x: {shape} {{sinter.name = "x"}}) -> ({result} {{sinter.name = "max"}}, {result} {{sinter.name = "avg"}}) '
            'attributes {sinter.entry = "infer", sinter.model = "F"} {\n'
            f"  %max = sinter.max_pool %x {{{attributes}}} : ({shape}) -> {result}\n"
            f"  %avg = sinter.avg_pool %x {{{attributes}}} : ({shape}) -> {result}\n"
            f"  return %max, %avg : {result}, {result}\n}}\n")
    got = run(text, None, {"x": x}, ["max", "avg"])
    check(f"max_pool {size}", got["max"], np.where(inside, taps, -np.inf).max(-1), 0)
    mean = np.where(inside, taps, 0).sum(-1) / size**2  # zeros outside count
    largest = np.abs(np.where(inside & np.isfinite(taps), taps, 0)).max(-1)
    check(f"avg_pool {size}", got["avg"], mean, 4, least=size * size * largest * 2.0**-22)

# ---- gradients of weights in vectors along rows, whose last one overlaps the one before ----

x, g = rng.normal(0, 1, (2, 3, 23, 3)).astype(f32), rng.normal(0, 1, (2, 3, 21, 5)).astype(f32)
x[1, 0, 15, 1], x[0, 2, 19, 2] = INF, NAN
g[0, 1, 6, 1], g[1, 2, 14, 2], g[1, 0, 18, 3] = INF, -INF, INF
result = tensor((5, 3, 1, 3))
text = (f'func.func @f(%x: {tensor(x.shape)} {{sinter.name = "x"}}, %g: {tensor(g.shape)} {{sinter.name = "g"}}) -> ({result} {{sinter.name = "d"}}) '
        'attributes {sinter.entry = "infer", sinter.model = "F"} {\n'
        f"  %d = sinter.conv2d_weight_gradient %x, %g {{kernel = array<i64: 1, 3>}} : ({tensor(x.shape)}, {tensor(g.shape)}) -> {result}\n"
        f"  return %d : {result}\n}}\n")
taps = np.lib.stride_tricks.sliding_window_view(x.astype(f64), 3, 2)  # [n, y, x, i, k]
want = (g.astype(f64)[:, :, :, :, None, None] * taps[:, :, :, None]).sum((0, 1, 2))[:, :, None]
check("conv2d_weight_gradient", run(text, None, {"x": x, "g": g}, ["d"])["d"], want, 4, least=126 * 16 * 2.0**-22)

# ---- layers of several ops ----


def log1p_exp(x):
    return np.where(np.isnan(x), x, np.maximum(x, 0)) + np.log1p(np.exp(-np.abs(x)))


LAYERS = [("softplus", log1p_exp, 4), ("log_sigmoid", lambda x: -log1p_exp(-x), 4),
          ("elu", lambda x: np.where(x > 0, x, np.expm1(x)), 3), ("celu(alpha=2)", lambda x: np.where(x > 0, x, 2 * np.expm1(x / 2)), 4),
          ("silu", lambda x: x / (1 + np.exp(-x)), 5), ("mish", lambda x: x * np.tanh(log1p_exp(x)), 8),
          ("sinh", np.sinh, 2), ("cosh", np.cosh, 2), ("atanh", np.arctanh, 5), ("asinh", np.arcsinh, 5), ("acosh", np.arccosh, 5)]
text = (f"model F(x: f32[{VALUES.size}]) -> (" + ", ".join(f"y{i}: f32[{VALUES.size}]" for i in range(len(LAYERS))) + ") {\n"
        + "  (" + ", ".join(f"x | {layer}" for layer, *_ in LAYERS) + ")\n}\nexport F { infer() }\n")
got = run(text, None, {"x": VALUES}, [f"y{i}" for i in range(len(LAYERS))])
for i, (layer, exact, ulps) in enumerate(LAYERS):
    want = exact(VALUES.astype(f64))
    if layer == "silu":  # -inf * 0
        want = np.where(VALUES == -INF, np.nan, want)
    # Parts that are denormal may be zero.
    check(layer, got[f"y{i}"], want, ulps, [VALUES], least=np.where(np.isfinite(VALUES), LEAST * (1 + 4 * np.abs(VALUES.astype(f64))), 0)
          if layer in ("silu", "mish") else LEAST)

if failures:
    raise SystemExit(f"{failures} wrong")
print(f"all as promised on {target}")
