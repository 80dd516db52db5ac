"""random-graphs.py: random small graphs of the dialect's ops, for `sinter diff` to compare with the reference.

Usage: random-graphs.py SEED COUNT > graphs.mlir

The file holds COUNT entries and depends on SEED alone. A graph grows op by op from values that stand already, so values are shared,
returned and read on, returned twice, or not used; weights are parameters, inputs or results. Channel counts around the vector width
make lanes beyond the last channel. Ops are kept away from poles and from values that grow, so that rounding stays small.
"""
import random
import sys

CHANNELS = (1, 2, 3, 5, 7, 8, 9, 15, 16, 17, 24)


def product(sizes):
    total = 1
    for size in sizes:
        total *= size
    return total


def type_of(shape):
    return f"tensor<{''.join(f'{size}x' for size in shape)}f32>"


def integers(values):
    return f"array<i64: {', '.join(map(str, values))}>" if values else "array<i64>"


class Graph:
    """One entry: its text, and the values that stand so far as (name, shape)."""

    def __init__(self, rng, symbol):
        self.rng, self.symbol = rng, symbol
        self.inputs, self.parameters, self.lines, self.values = [], [], [], []

    # Values from outside.

    def input(self, shape):
        name = f"%x{len(self.inputs)}"
        self.inputs.append((name, shape))
        self.values.append((name, shape))
        return name, shape

    def parameter(self, shape, start='"normal", [0.0, 0.5]'):
        path = f"{self.symbol}.w{len(self.parameters)}"
        self.parameters.append(f"  sinter.parameter @{path} : {type_of(shape)} = #sinter.initializer<{start}>")
        name = f"%w{len(self.parameters) - 1}"
        self.lines.append(f"    {name} = sinter.read @{path} : {type_of(shape)}")
        return name, shape

    def weight(self, shape, start='"he_normal", []'):
        """Mostly a parameter, at times an earlier value of that shape or an input."""
        same = [value for value in self.values if value[1] == shape]
        if same and self.rng.random() < 0.3:
            return self.rng.choice(same)
        if self.rng.random() < 0.1:
            return self.input(shape)
        weight = self.parameter(shape, start)
        if self.rng.random() < 0.3:
            self.values.append(weight)
        return weight

    # Ops.

    def op(self, mnemonic, operands, shape, attributes="", functional=True):
        name = f"%v{len(self.lines)}"
        types = ", ".join(type_of(operand[1]) for operand in operands)
        types = f"({types})" if functional else types
        names = ", ".join(operand[0] for operand in operands)
        attributes = f" {{{attributes}}}" if attributes else ""
        self.lines.append(f"    {name} = sinter.{mnemonic} {names}{attributes} : {types} -> {type_of(shape)}")
        self.values.append((name, shape))
        return name, shape

    def pick(self, fits=lambda shape: True):
        """A value whose shape fits, later ones more often; None where there is none."""
        fitting = [value for value in self.values if fits(value[1])]
        return fitting[-1 - min(int(self.rng.expovariate(0.6)), len(fitting) - 1)] if fitting else None

    def unary(self):
        value = self.pick()
        mnemonic, attributes = self.rng.choice([
            ("relu", ""), ("sigmoid", ""), ("tanh", ""), ("neg", ""), ("leaky_relu", "alpha = 0.25"),
            ("clamp", "low = -0.5, high = 1.0"), ("abs", ""), ("sin", ""), ("cos", ""), ("atan", ""), ("erf", "")])
        self.op(mnemonic, [value], value[1], attributes, functional=False)

    def binary(self):
        mnemonic = self.rng.choice(["add", "add", "sub", "mul", "maximum", "minimum"])
        a = self.pick()
        shape = a[1]
        other = self.rng.random()
        if other < 0.6:
            b = self.pick(lambda s: s == shape)
        elif other < 0.8:
            trimmed = list(shape[self.rng.randrange(len(shape) + 1):])
            b = self.weight(tuple(size if self.rng.random() < 0.7 else 1 for size in trimmed), '"normal", [0.0, 1.0]')
        else:
            b = self.pick(lambda s: broadcast(s, shape) is not None) or a
        if self.rng.random() < 0.3:
            a, b = b, a
        result = broadcast(a[1], b[1])
        if mnemonic == "mul":  # bounded, so that products of products stay small
            b = self.op("tanh", [b], b[1], functional=False)
        self.op(mnemonic, [a, b], result, functional=False)

    def division(self):
        a = self.pick()
        b = self.pick(lambda s: s == a[1])
        below = self.op("sigmoid", [b], b[1], functional=False)
        half = self.parameter((1,) if b[1] else (), '"constant", [0.5]')
        below = self.op("add", [below, half], b[1], functional=False)
        self.op("div", [a, below], a[1], functional=False)

    def conv2d(self):
        image = self.pick(lambda s: len(s) == 4)
        if not image:
            return
        n, h, w, c = image[1]
        kind = self.rng.choice(["full", "full", "full", "depthwise", "grouped"])
        divisors = [g for g in (2, 3, 4, 8) if c % g == 0]
        groups = c if kind == "depthwise" else self.rng.choice(divisors) if kind == "grouped" and divisors else 1
        filters = c if kind == "depthwise" or self.rng.random() < 0.3 else self.rng.choice(CHANNELS) * (groups if groups > 1 else 1)
        filters = min(filters, 48) // groups * groups or groups
        kernel = [self.rng.choice((1, 2, 3, 3, 5)) for _ in range(2)]
        strides = [self.rng.choice((1, 1, 1, 2, 3)) for _ in range(2)]
        dilations = [self.rng.choice((1, 1, 1, 2)) for _ in range(2)]
        padding = [self.rng.choice((0, 0, 1, 2)) for _ in range(4)]
        if self.rng.random() < 0.4:  # keeps the shape
            strides, dilations = [1, 1], [1, 1]
            padding = [size for k in kernel for size in ((k - 1) // 2, k // 2)]
        size = [positions(s, k, st, padding[2 * i] + padding[2 * i + 1], d)
                for i, (s, k, st, d) in enumerate(zip((h, w), kernel, strides, dilations))]
        if min(size) < 1:
            return
        operands = [image, self.weight((filters, c // groups, *kernel))]
        if self.rng.random() < 0.6:
            operands.append(self.weight((filters,), '"normal", [0.0, 1.0]'))
        result = self.op("conv2d", operands, (n, *size, filters),
                         f"strides = {integers(strides)}, padding = {integers(padding)}, dilations = {integers(dilations)}, groups = {groups} : i64")
        self.maybe_norm(result)

    def dense(self):
        rows = self.pick(lambda s: len(s) >= 1 and s[-1] <= 512)
        if not rows:
            return
        units = self.rng.choice(CHANNELS + (rows[1][-1],))
        operands = [rows, self.weight((units, rows[1][-1]))]
        if self.rng.random() < 0.6:
            operands.append(self.weight((units,), '"normal", [0.0, 1.0]'))
        result = self.op("dense", operands, (*rows[1][:-1], units))
        self.maybe_norm(result)

    def maybe_norm(self, value):
        channels = value[1][-1:]
        if len(value[1]) < 2 or self.rng.random() < 0.7:
            return
        statistics = [self.parameter(channels), self.parameter(channels, '"uniform", [0.5, 1.5]'),
                      self.parameter(channels), self.parameter(channels)]
        self.op("batch_norm", [value, *statistics], value[1], "epsilon = 1.0e-05")

    def pool(self):
        image = self.pick(lambda s: len(s) == 4)
        if not image:
            return
        n, h, w, c = image[1]
        window = [self.rng.choice((1, 2, 3)) for _ in range(2)]
        strides = [self.rng.choice((1, 2)) for _ in range(2)]
        padding = [self.rng.randrange(window[i // 2]) for i in range(4)]
        size = [positions(s, k, st, padding[2 * i] + padding[2 * i + 1]) for i, (s, k, st) in enumerate(zip((h, w), window, strides))]
        if min(size) < 1:
            return
        attributes = f"window = {integers(window)}, strides = {integers(strides)}, padding = {integers(padding)}"
        if self.rng.random() < 0.5:
            self.op("max_pool", [image], (n, *size, c), attributes)
        else:
            counted = self.rng.choice(("true", "false"))
            self.op("avg_pool", [image], (n, *size, c), f"{attributes}, count_padding = {counted}")

    def mean(self):
        value = self.pick(lambda s: len(s) >= 1)
        if not value:
            return
        rank = len(value[1])
        axes = [axis for axis in range(rank) if self.rng.random() < 0.5]
        keep = self.rng.random() < 0.5
        reduced = axes or list(range(rank))
        shape = tuple(1 if axis in reduced else size for axis, size in enumerate(value[1]) if keep or axis not in reduced)
        self.op("mean", [value], shape, f"axes = {integers(axes)}, keep = {'true' if keep else 'false'}")

    def softmax(self):
        value = self.pick(lambda s: len(s) >= 1)
        if value:
            self.op("softmax", [value], value[1], f"axis = {self.rng.randrange(len(value[1]))} : i64")

    def reshape(self):
        value = self.pick()
        count = product(value[1])
        shapes = [(count,), (1, count), (1, 1, 1, count), (*value[1], 1), (1, *value[1])]
        shapes += [(count // c, c) for c in (2, 3, 8) if count % c == 0]
        shapes += [(1, count // (4 * c), 4, c) for c in CHANNELS if count % (4 * c) == 0]
        shape = self.rng.choice([shape for shape in shapes if len(shape) <= 4])
        self.op("reshape", [value], shape, f"shape = {integers(shape)}")

    def slice(self):
        value = self.pick(lambda s: len(s) >= 1)
        if not value:
            return
        starts, sizes, strides = [], [], []
        reversed_axis = self.rng.choice((None, None, *range(len(value[1]))))  # alone: all that is whole and in order is a view
        for axis, size in enumerate(value[1]):
            stride = self.rng.choice((1, 1, 1, 1, 2, -1)) if reversed_axis is None else -1 if axis == reversed_axis else 1
            count = size if reversed_axis is not None or self.rng.random() < 0.5 else self.rng.randrange(1, size + 1)
            count = min(count, (size - 1) // abs(stride) + 1)
            span = (count - 1) * abs(stride)
            start = self.rng.randrange(size - span)
            starts.append(start if stride > 0 else start + span)
            sizes.append(count)
            strides.append(stride)
        self.op("slice", [value], tuple(sizes), f"starts = {integers(starts)}, sizes = {integers(sizes)}, strides = {integers(strides)}")

    def pad(self):
        value = self.pick(lambda s: len(s) >= 1)
        if not value:
            return
        mode = self.rng.choice(("constant", "reflect", "edge"))
        most = [min(size - 1, 3) if mode == "reflect" else 3 for size in value[1]]
        low, high = ([self.rng.randrange(m + 1) if self.rng.random() < 0.5 else 0 for m in most] for _ in range(2))
        shape = tuple(a + size + b for a, size, b in zip(low, value[1], high))
        self.op("pad", [value], shape, f'low = {integers(low)}, high = {integers(high)}, mode = "{mode}", value = 0.5 : f64')

    def broadcast(self):
        value = self.pick(lambda s: len(s) < 5 and product(s) <= 2000)
        if not value:
            return
        shape = tuple(self.rng.choice((1, 3)) if size == 1 else size for size in value[1])
        shape = self.rng.choice(((), (2,))) + shape
        self.op("broadcast", [value], shape, f"shape = {integers(shape)}")

    def resize(self):
        image = self.pick(lambda s: len(s) == 4)
        if not image:
            return
        size = [self.rng.randrange(1, 12) for _ in range(2)]
        mode = self.rng.choice(("nearest", "bilinear", "bicubic"))
        coordinates = self.rng.choice(("half_pixel", "asymmetric") if mode == "nearest" else ("half_pixel", "align_corners", "asymmetric"))
        self.op("resize", [image], (image[1][0], *size, image[1][3]), f'size = {integers(size)}, mode = "{mode}", coordinates = "{coordinates}"')

    def reduction(self):
        value = self.pick(lambda s: len(s) >= 1)
        if not value:
            return
        axis, keep = self.rng.randrange(len(value[1])), self.rng.random() < 0.5
        shape = tuple(1 if i == axis else size for i, size in enumerate(value[1]) if keep or i != axis)
        self.op(self.rng.choice(("sum", "reduce_max", "reduce_min")), [value], shape, f"axes = {integers([axis])}, keep = {'true' if keep else 'false'}")

    def cumsum(self):
        value = self.pick(lambda s: len(s) >= 1)
        if value:
            self.op("cumsum", [value], value[1], f"axis = {self.rng.randrange(len(value[1]))} : i64")

    def matmul(self):
        rows = self.pick(lambda s: len(s) >= 2 and s[-1] <= 512)
        if not rows:
            return
        columns = self.weight((rows[1][-1], self.rng.choice(CHANNELS)), '"he_normal", []')
        self.op("matmul", [rows, columns], (*rows[1][:-1], columns[1][1]))

    def conv2d_transpose(self):
        image = self.pick(lambda s: len(s) == 4 and s[1] * s[2] <= 100)
        if not image:
            return
        n, h, w, c = image[1]
        groups = self.rng.choice([g for g in (1, 1, 2, 3, c) if c % g == 0])
        filters = self.rng.choice((1, 2, 3, 8))
        kernel = [self.rng.choice((1, 2, 3, 4)) for _ in range(2)]
        strides = [self.rng.choice((1, 2, 2, 3)) for _ in range(2)]
        dilations = [self.rng.choice((1, 1, 1, 2)) for _ in range(2)]
        padding = [self.rng.choice((0, 0, 1, 2)) for _ in range(4)]
        extra = [self.rng.randrange(max(s, d)) for s, d in zip(strides, dilations)]
        size = [(s - 1) * st - padding[2 * i] - padding[2 * i + 1] + (k - 1) * d + 1 + o
                for i, (s, k, st, d, o) in enumerate(zip((h, w), kernel, strides, dilations, extra))]
        if min(size) < 1:
            return
        operands = [image, self.weight((c, filters, *kernel))]
        if self.rng.random() < 0.5:
            operands.append(self.weight((filters * groups,), '"normal", [0.0, 1.0]'))
        result = self.op("conv2d_transpose", operands, (n, *size, filters * groups),
                         f"strides = {integers(strides)}, padding = {integers(padding)}, output_padding = {integers(extra)}, "
                         f"dilations = {integers(dilations)}, groups = {groups} : i64")
        self.maybe_norm(result)

    def shuffle(self):
        """Channels, or blocks of pixels, in another order: reshape, transpose, reshape."""
        image = self.pick(lambda s: len(s) == 4 and any(s[3] % g == 0 for g in (2, 3)))
        if not image:
            return
        n, h, w, c = image[1]
        g = self.rng.choice([g for g in (2, 3) if c % g == 0])
        if self.rng.random() < 0.5 and c % (g * g) == 0:
            apart, order, end = (n, h, w, g, g, c // (g * g)), (0, 1, 3, 2, 4, 5), (n, h * g, w * g, c // (g * g))
        else:
            apart, order, end = (n, h, w, g, c // g), (0, 1, 2, 4, 3), image[1]
        value = self.op("reshape", [image], apart, f"shape = {integers(apart)}")
        value = self.op("transpose", [value], tuple(apart[axis] for axis in order), f"permutation = {integers(order)}")
        self.op("reshape", [value], end, f"shape = {integers(end)}")

    def transpose(self):
        value = self.pick(lambda s: len(s) >= 2)
        if not value:
            return
        permutation = list(range(len(value[1])))
        self.rng.shuffle(permutation)
        self.op("transpose", [value], tuple(value[1][axis] for axis in permutation), f"permutation = {integers(permutation)}")

    def concat(self):
        first = self.pick(lambda s: len(s) >= 1)
        if not first:
            return
        axis = self.rng.choice((len(first[1]) - 1, self.rng.randrange(len(first[1]))))
        others = [value for value in self.values if matches_but(value[1], first[1], axis)]
        parts = [first] + [self.rng.choice(others) for _ in range(self.rng.choice((0, 1, 1, 2)))]
        shape = list(first[1])
        shape[axis] = sum(part[1][axis] for part in parts)
        self.op("concat", parts, tuple(shape), f"axis = {axis} : i64")

    # The whole.

    def grow(self, steps):
        rng = self.rng
        for _ in range(rng.choice((1, 1, 2))):
            side = rng.choice((1, 4, 5, 6, 9, 13, 36))
            shape = (rng.choice((1, 1, 2)), side, rng.choice((side, 6)), rng.choice(CHANNELS))
            self.input(shape if rng.random() < 0.8 else shape[2:])
        ops = [(self.conv2d, 6), (self.dense, 2), (self.unary, 4), (self.binary, 5), (self.division, 0.5), (self.pool, 2), (self.mean, 1),
               (self.softmax, 0.7), (self.reshape, 1.2), (self.transpose, 0.7), (self.concat, 1.2), (self.slice, 1), (self.pad, 0.7),
               (self.broadcast, 0.5), (self.resize, 0.7), (self.reduction, 1), (self.cumsum, 0.4), (self.matmul, 1), (self.conv2d_transpose, 1.5),
               (self.shuffle, 0.7)]
        for _ in range(steps):
            rng.choices([op for op, _ in ops], [weight for _, weight in ops])[0]()
            # What is larger is grown no further; something must be left.
            self.values = [value for value in self.values if product(value[1]) <= 60000] or [self.inputs[0]]

    def text(self):
        read = {word.strip(",") for line in self.lines for word in line.split("=", 1)[1].split() if word.startswith("%")}
        ends = [value for value in self.values if value[0] not in read] or [self.values[-1]]
        returned = ends + [value for value in self.values if self.rng.random() < 0.1]
        if self.rng.random() < 0.2:
            returned.append(self.rng.choice(returned))
        arguments = ", ".join(f'{name}: {type_of(shape)} {{sinter.name = "{name[1:]}"}}' for name, shape in self.inputs)
        results = ", ".join(f'{type_of(shape)} {{sinter.name = "y{i}"}}' for i, (_, shape) in enumerate(returned))
        return "\n".join([
            *self.parameters,
            f'  func.func @{self.symbol}({arguments}) -> ({results}) attributes {{sinter.entry = "infer", sinter.model = "graphs"}} {{',
            *self.lines,
            f"    return {', '.join(name for name, _ in returned)} : {', '.join(type_of(shape) for _, shape in returned)}",
            "  }"])


def positions(size, window, stride, padding, dilation=1):
    room = size + padding - ((window - 1) * dilation + 1)
    return 0 if room < 0 else room // stride + 1


def broadcast(a, b):
    rank = max(len(a), len(b))
    a, b = (1,) * (rank - len(a)) + a, (1,) * (rank - len(b)) + b
    if any(x != y and 1 not in (x, y) for x, y in zip(a, b)):
        return None
    return tuple(max(x, y) for x, y in zip(a, b))


def matches_but(a, b, axis):
    return len(a) == len(b) and all(x == y for i, (x, y) in enumerate(zip(a, b)) if i != axis)


def main():
    seed, count = int(sys.argv[1]), int(sys.argv[2])
    print("module {")
    for index in range(count):
        rng = random.Random(seed * 1000003 + index)
        graph = Graph(rng, f"g{seed}_{index}")
        graph.grow(rng.randrange(3, 11))
        print(graph.text())
    print("}")


if __name__ == "__main__":
    main()
