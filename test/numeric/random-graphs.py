"""random-graphs.py: random small graphs of the dialect's ops, for `sinter diff` to compare with the reference.

Usage: random-graphs.py SEED COUNT [wide] [open] > graphs.mlir

The file holds COUNT entries and depends on its arguments alone. A graph grows op by op from values that stand already, so values are
shared, returned and read on, returned twice, or not used; weights are parameters, inputs or results. Channel counts around the vector width
make lanes beyond the last channel. Ops are kept away from poles and from values that grow, so that rounding stays small.

`wide` takes more channels, as Winograd's algorithm and long sums need; `open` leaves the number of rows of the first axis to the call.
"""
import random
import sys

CHANNELS = (1, 2, 3, 5, 7, 8, 9, 15, 16, 17, 24)
WIDE = (16, 20, 32, 40, 48, 58, 64, 72, 96, 116, 130)


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

    def __init__(self, rng, symbol, wide=False, is_open=False):
        self.rng, self.symbol = rng, symbol
        self.channels = WIDE if wide else CHANNELS
        self.rows = rng.choice((2, 3, 5, 7)) if is_open else None  # the most that a call may choose
        self.inputs, self.parameters, self.lines, self.values = [], [], [], []
        self.closed = set()  # names of values that all rows of an open axis share

    # Values from outside.

    def input(self, shape, closed=False):
        name = f"%x{len(self.inputs)}"
        self.inputs.append((name, shape))
        if closed:
            self.closed.add(name)
        self.values.append((name, shape))
        return name, shape

    def parameter(self, shape, start='"normal", [0.0, 0.5]'):
        path = f"{self.symbol}.w{len(self.parameters)}"
        self.parameters.append(f"  sinter.parameter @{path} : {type_of(shape)} = #sinter.initializer<{start}>")
        name = f"%w{len(self.parameters) - 1}"
        self.closed.add(name)
        self.lines.append(f"    {name} = sinter.read @{path} : {type_of(shape)}")
        return name, shape

    def weight(self, shape, start='"he_normal", []'):
        """Mostly a parameter, at times an earlier value of that shape or an input."""
        same = [value for value in self.values if value[1] == shape and self.may_be_shared(value)]
        if same and self.rng.random() < 0.3:
            return self.rng.choice(same)
        if self.rng.random() < 0.1:
            return self.input(shape, closed=True)
        weight = self.parameter(shape, start)
        if self.rng.random() < 0.3:
            self.values.append(weight)
        return weight

    def may_be_shared(self, value):
        return not self.rows or value[0] in self.closed

    def axes(self, shape):
        """Those that an op may work along."""
        return range(1 if self.rows else 0, len(shape))

    # Ops.

    def line(self, mnemonic, operands, types, shape, attributes=""):
        """An op whose types are not those of floats."""
        name = f"%v{len(self.lines)}"
        self.lines.append(f"    {name} = sinter.{mnemonic} {', '.join(operand[0] for operand in operands)}{attributes} : {types}")
        return name, shape

    def op(self, mnemonic, operands, shape, attributes="", functional=True):
        name = f"%v{len(self.lines)}"
        if all(operand[0] in self.closed for operand in operands):
            self.closed.add(name)
        types = ", ".join(type_of(operand[1]) for operand in operands)
        types = f"({types})" if functional else types
        names = ", ".join(operand[0] for operand in operands)
        attributes = f" {{{attributes}}}" if attributes else ""
        self.lines.append(f"    {name} = sinter.{mnemonic} {names}{attributes} : {types} -> {type_of(shape)}")
        self.values.append((name, shape))
        return name, shape

    def pick(self, fits=lambda shape: True):
        """A value whose shape fits, later ones more often; None where there is none."""
        fitting = [value for value in self.values if fits(value[1]) and (not self.rows or value[0] not in self.closed)]
        return fitting[-1 - min(int(self.rng.expovariate(0.6)), len(fitting) - 1)] if fitting else None

    def unary(self):
        value = self.pick()
        mnemonic, attributes = self.rng.choice([
            ("relu", ""), ("sigmoid", ""), ("tanh", ""), ("neg", ""), ("leaky_relu", "alpha = 0.25"),
            ("clamp", "low = -0.5, high = 1.0"), ("abs", ""), ("sin", ""), ("cos", ""), ("atan", ""), ("erf", "")])
        if self.rng.random() < 0.2:  # those that need a range
            value = self.op("tanh" if self.rng.random() < 0.5 else "sigmoid", [value], value[1], functional=False)
            mnemonic, attributes = self.rng.choice([("exp", ""), ("expm1", "")])
        self.op(mnemonic, [value], value[1], attributes, functional=False)

    def binary(self):
        mnemonic = self.rng.choice(["add", "add", "sub", "mul", "maximum", "minimum"])
        a = self.pick()
        shape = a[1]
        other = self.rng.random()
        if other < 0.6:
            b = self.pick(lambda s: s == shape)
        elif other < 0.8:
            trimmed = list(shape[self.rng.choice((*self.axes(shape), len(shape))):])
            b = self.weight(tuple(size if self.rng.random() < 0.7 else 1 for size in trimmed), '"normal", [0.0, 1.0]')
        else:
            b = self.pick(lambda s: broadcast(s, shape) is not None and (not self.rows or len(s) == len(shape))) or a
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
        filters = c if self.rng.random() < 0.3 else self.rng.choice(self.channels) * (groups if groups > 1 else 1)
        if kind == "depthwise":
            filters = c * self.rng.choice((1, 1, 1, 2, 3))
        filters = min(filters, max(self.channels) * 2) // groups * groups or groups
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
        rows = self.pick(lambda s: len(s) >= (2 if self.rows else 1) and s[-1] <= 512)
        if not rows:
            return
        units = self.rng.choice(self.channels + (rows[1][-1],))
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
        axes = [axis for axis in self.axes(value[1]) if self.rng.random() < 0.5]
        if self.rows and not axes:
            return
        keep = self.rng.random() < 0.5
        reduced = axes or list(range(rank))
        shape = tuple(1 if axis in reduced else size for axis, size in enumerate(value[1]) if keep or axis not in reduced)
        self.op("mean", [value], shape, f"axes = {integers(axes)}, keep = {'true' if keep else 'false'}")

    def softmax(self):
        value = self.pick(lambda s: len(s) >= 1)
        if value and self.axes(value[1]):
            mnemonic = self.rng.choice(("softmax", "softmax", "log_softmax"))
            self.op(mnemonic, [value], value[1], f"axis = {self.rng.choice(self.axes(value[1]))} : i64")

    def reshape(self):
        value = self.pick()
        count = product(value[1])
        shapes = [(count,), (1, count), (1, 1, 1, count), (*value[1], 1), (1, *value[1])]
        shapes += [(count // c, c) for c in (2, 3, 8) if count % c == 0]
        shapes += [(1, count // (4 * c), 4, c) for c in self.channels if count % (4 * c) == 0]
        if self.rows:
            each = count // self.rows
            shapes = [(self.rows, each), (self.rows, 1, 1, each), (*value[1], 1)]
            shapes += [(self.rows, each // c, c) for c in (2, 3, 8) if each % c == 0]
            shapes += [(self.rows, each // (4 * c), 4, c) for c in self.channels if each % (4 * c) == 0]
        shape = self.rng.choice([shape for shape in shapes if len(shape) <= 4])
        self.op("reshape", [value], shape, f"shape = {integers(shape)}")

    def slice(self):
        value = self.pick(lambda s: len(s) >= 1)
        if not value:
            return
        starts, sizes, strides = [], [], []
        reversed_axis = self.rng.choice((None, None, *self.axes(value[1])))  # alone: all that is whole and in order is a view
        for axis, size in enumerate(value[1]):
            stride = self.rng.choice((1, 1, 1, 1, 2, -1)) if reversed_axis is None else -1 if axis == reversed_axis else 1
            count = size if reversed_axis is not None or self.rng.random() < 0.5 else self.rng.randrange(1, size + 1)
            if axis not in self.axes(value[1]):
                count, stride = size, 1
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
        if self.rows:
            most[0] = 0
        low, high = ([self.rng.randrange(m + 1) if self.rng.random() < 0.5 else 0 for m in most] for _ in range(2))
        shape = tuple(a + size + b for a, size, b in zip(low, value[1], high))
        self.op("pad", [value], shape, f'low = {integers(low)}, high = {integers(high)}, mode = "{mode}", value = 0.5 : f64')

    def broadcast(self):
        value = self.pick(lambda s: len(s) < 5 and product(s) <= 2000)
        if not value:
            return
        shape = tuple(self.rng.choice((1, 3)) if size == 1 else size for size in value[1])
        if self.rows:
            shape = value[1][:1] + shape[1:]
        else:
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
        if not self.axes(value[1]):
            return
        axis, keep = self.rng.choice(self.axes(value[1])), self.rng.random() < 0.5
        shape = tuple(1 if i == axis else size for i, size in enumerate(value[1]) if keep or i != axis)
        self.op(self.rng.choice(("sum", "reduce_max", "reduce_min")), [value], shape, f"axes = {integers([axis])}, keep = {'true' if keep else 'false'}")

    def cumsum(self):
        value = self.pick(lambda s: len(s) >= 1)
        if value and self.axes(value[1]):
            self.op("cumsum", [value], value[1], f"axis = {self.rng.choice(self.axes(value[1]))} : i64")

    def matmul(self):
        rows = self.pick(lambda s: len(s) >= 2 and s[-1] <= 512)
        if not rows:
            return
        columns = self.weight((rows[1][-1], self.rng.choice(self.channels)), '"he_normal", []')
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

    def mix(self):
        """Channels of an image and of what is made of it, joined, dealt and cut; 1x1 convolutions read some of them, at times another op too."""
        image = self.pick(lambda s: len(s) == 4)
        if not image:
            return
        known = list(self.values)
        n, h, w, c = image[1]
        parts = [self.op("relu", [image], image[1], functional=False)]
        for _ in range(self.rng.choice((0, 1, 1, 2))):
            filters = self.rng.choice(CHANNELS)
            parts.append(self.op("conv2d", [image, self.parameter((filters, c, 1, 1), '"he_normal", []')], (n, h, w, filters)))
        results = []
        for _ in range(self.rng.choice((1, 1, 2, 3))):
            count = sum(part[1][3] for part in parts)
            value = self.op("concat", parts, (n, h, w, count), "axis = 3 : i64") if len(parts) > 1 else parts[0]
            groups = self.rng.choice([g for g in (1, 2, 3, 5) if count % g == 0])
            if groups > 1:
                apart = (n * h * w, groups, count // groups)
                value = self.op("reshape", [value], apart, f"shape = {integers(apart)}")
                value = self.op("transpose", [value], (n * h * w, count // groups, groups), "permutation = array<i64: 0, 2, 1>")
                value = self.op("reshape", [value], (n, h, w, count), f"shape = {integers((n, h, w, count))}")
            size = self.rng.randrange(1, count + 1)
            start, stride = self.rng.choice(((self.rng.randrange(count - size + 1), 1), (size - 1, -1)))
            cut = self.op("slice", [value], (n, h, w, size), f"starts = {integers((0, 0, 0, start))}, sizes = {integers((n, h, w, size))}, "
                          f"strides = {integers((1, 1, 1, stride))}")
            if self.rng.random() < 0.2:
                results.append(self.op("sigmoid", [cut], cut[1], functional=False))
            filters = self.rng.choice(CHANNELS)
            made = self.op("conv2d", [cut, self.parameter((filters, size, 1, 1), '"he_normal", []')], (n, h, w, filters))
            parts = [self.rng.choice(parts), made]
            results.append(made)
        self.values = known + results

    def transpose(self):
        value = self.pick(lambda s: len(s) >= 2)
        if not value:
            return
        permutation = list(self.axes(value[1]))
        self.rng.shuffle(permutation)
        permutation = [0, *permutation] if self.rows else permutation
        self.op("transpose", [value], tuple(value[1][axis] for axis in permutation), f"permutation = {integers(permutation)}")

    def concat(self):
        first = self.pick(lambda s: len(s) >= 1)
        if not first:
            return
        if not self.axes(first[1]):
            return
        axis = self.rng.choice((len(first[1]) - 1, self.rng.choice(self.axes(first[1]))))
        others = [value for value in self.values if matches_but(value[1], first[1], axis) and not (self.rows and value[0] in self.closed)]
        parts = [first] + [self.rng.choice(others) for _ in range(self.rng.choice((0, 1, 1, 2)))]
        shape = list(first[1])
        shape[axis] = sum(part[1][axis] for part in parts)
        self.op("concat", parts, tuple(shape), f"axis = {axis} : i64")

    # Several ops that stand together in networks.

    def dense_of(self, rows, units):
        operands = [rows, self.weight((units, rows[1][-1])), self.weight((units,), '"normal", [0.0, 1.0]')]
        return self.op("dense", operands, (*rows[1][:-1], units))

    def parts(self):
        """Channels in two parts, of which one goes on; at times joined again, in either order."""
        value = self.pick(lambda s: len(s) >= 2 and s[-1] >= 2)
        if not value:
            return
        shape, channels = value[1], value[1][-1]
        cut = self.rng.choice((channels // 2, self.rng.randrange(1, channels)))
        starts, ones = [0] * len(shape), [1] * len(shape)
        halves = []
        for start, size in ((0, cut), (cut, channels - cut)):
            part = (*shape[:-1], size)
            halves.append(self.op("slice", [value], part, f"starts = {integers((*starts[:-1], start))}, sizes = {integers(part)}, strides = {integers(ones)}"))
        halves[1] = self.op(self.rng.choice(("relu", "tanh")), [halves[1]], halves[1][1], functional=False)
        if self.rng.random() < 0.6:
            if self.rng.random() < 0.5:
                halves.reverse()
            self.op("concat", halves, shape, f"axis = {len(shape) - 1} : i64")

    def norm(self):
        """Each row, or all but the first axis, less its mean, divided by its deviation; of several values, and with some variance."""
        value = self.pick(lambda s: len(s) >= 2 and s[-1] >= 7)
        if not value:
            return
        shape = value[1]
        axes = [len(shape) - 1] if self.rng.random() < 0.6 else list(range(1, len(shape)))
        kept = tuple(1 if axis in axes else size for axis, size in enumerate(shape))
        reduced = f"axes = {integers(axes)}, keep = true"
        mean = self.op("mean", [value], kept, reduced)
        apart = self.op("sub", [value, mean], shape, functional=False)
        square = self.op("mul", [apart, apart], shape, functional=False)
        variance = self.op("mean", [square], kept, reduced)
        variance = self.op("add", [variance, self.parameter((1,), '"constant", [0.125]')], kept, functional=False)
        result = self.op("mul", [apart, self.op("rsqrt", [variance], kept, functional=False)], shape, functional=False)
        self.op("mul", [result, self.weight(shape[-1:], '"uniform", [0.5, 1.5]')], shape, functional=False)

    def attention(self):
        """Heads that look at all rows of an example."""
        value = self.pick(lambda s: len(s) == 3 and s[1] <= 64 and s[2] <= 130)
        image = self.pick(lambda s: len(s) == 4 and s[1] * s[2] <= 64 and s[3] <= 130)
        if image and (not value or self.rng.random() < 0.5):
            shape = (image[1][0], image[1][1] * image[1][2], image[1][3])
            value = self.op("reshape", [image], shape, f"shape = {integers(shape)}")
        if not value:
            return
        n, rows, _ = value[1]
        heads, depth = self.rng.choice((1, 2, 3)), self.rng.choice((1, 4, 8, 9, 16))
        apart, turned, keys = (n, rows, heads, depth), (n, heads, rows, depth), (n, heads, depth, rows)
        three = []
        for order, shape in (((0, 2, 1, 3), turned), ((0, 2, 3, 1), keys), ((0, 2, 1, 3), turned)):
            part = self.dense_of(value, heads * depth)
            part = self.op("tanh", [part], part[1], functional=False)
            part = self.op("reshape", [part], apart, f"shape = {integers(apart)}")
            three.append(self.op("transpose", [part], shape, f"permutation = {integers(order)}"))
        scores = self.op("matmul", three[:2], (n, heads, rows, rows))
        scores = self.op("softmax", [scores], scores[1], "axis = 3 : i64")
        mixed = self.op("matmul", [scores, three[2]], turned)
        mixed = self.op("transpose", [mixed], apart, f"permutation = {integers((0, 2, 1, 3))}")
        self.op("reshape", [mixed], (n, rows, heads * depth), f"shape = {integers((n, rows, heads * depth))}")

    def excitation(self):
        """Channels times a number from their means."""
        image = self.pick(lambda s: len(s) == 4)
        if not image:
            return
        n, _, _, c = image[1]
        keep = self.rng.random() < 0.5
        means = self.op("mean", [image], (n, 1, 1, c) if keep else (n, c), f"axes = {integers((1, 2))}, keep = {'true' if keep else 'false'}")
        means = self.dense_of(means, max(1, c // 4))
        means = self.dense_of(self.op("relu", [means], means[1], functional=False), c)
        means = self.op("sigmoid", [means], means[1], functional=False)
        if not keep:
            means = self.op("reshape", [means], (n, 1, 1, c), f"shape = {integers((n, 1, 1, c))}")
        self.op("mul", [image, means], image[1], functional=False)

    def choice(self):
        """Elements of two values, by what an input is: no rounding decides otherwise."""
        inputs = [value for value in self.inputs if product(value[1]) <= 20000 and not (self.rows and value[0] in self.closed)]
        x = self.rng.choice(inputs) if inputs else None
        same = [value for value in self.values if x and value[1] == x[1] and not (self.rows and value[0] in self.closed)]
        if not same:
            return
        bound = self.parameter((1,) if x[1] else (), '"constant", [0.25]')
        flags = type_of(x[1]).replace("f32", "i1")
        decided = self.line(self.rng.choice(("less", "less_equal")), [x, bound], f"{type_of(x[1])}, {type_of(bound[1])} -> {flags}", x[1])
        a, b = self.rng.choice(same), self.rng.choice(same)
        name, shape = self.line("select", [decided, a, b], f"{flags}, {type_of(x[1])}, {type_of(x[1])} -> {type_of(x[1])}", x[1])
        self.values.append((name, shape))

    def found(self):
        """Rows of a weight by the place of an input's largest element."""
        x = self.rng.choice(self.inputs)
        if not self.axes(x[1]) or (self.rows and x[0] in self.closed):
            return
        axis = self.rng.choice(self.axes(x[1]))
        shape = x[1][:axis] + x[1][axis + 1:]
        places = type_of(shape).replace("f32", "i32")
        found = self.line(self.rng.choice(("argmax", "argmin")), [x], f"({type_of(x[1])}) -> {places}", shape, f" {{axis = {axis} : i64, keep = false}}")
        table = self.weight((x[1][axis], self.rng.choice(self.channels)), '"normal", [0.0, 1.0]')
        if len(shape) > 3:
            return
        result = (*shape, table[1][1])
        self.values.append(self.line("gather", [table, found], f"({type_of(table[1])}, {places}) -> {type_of(result)}", result, " {axis = 0 : i64}"))

    # The whole.

    def grow(self, steps):
        rng = self.rng
        for _ in range(rng.choice((1, 1, 2))):
            side = rng.choice((1, 4, 5, 6, 9, 13, 36))
            shape = (self.rows or rng.choice((1, 1, 2)), side, rng.choice((side, 6)), rng.choice(self.channels))
            if rng.random() < 0.2:
                shape = (self.rows, *shape[2:]) if self.rows else shape[2:]
            self.input(shape)
        ops = [(self.conv2d, 6), (self.dense, 2), (self.unary, 4), (self.binary, 5), (self.division, 0.5), (self.pool, 2), (self.mean, 1),
               (self.softmax, 0.7), (self.reshape, 1.2), (self.transpose, 0.7), (self.concat, 1.2), (self.slice, 1), (self.pad, 0.7),
               (self.broadcast, 0.5), (self.resize, 0.7), (self.reduction, 1), (self.cumsum, 0.4), (self.matmul, 1), (self.conv2d_transpose, 1.5),
               (self.shuffle, 0.7), (self.parts, 1), (self.mix, 1), (self.norm, 0.7), (self.attention, 0.6), (self.excitation, 0.7),
               (self.choice, 0.4), (self.found, 0.3)]
        for _ in range(steps):
            rng.choices([op for op, _ in ops], [weight for _, weight in ops])[0]()
            # What is larger is grown no further; something must be left.
            self.values = [value for value in self.values if product(value[1]) <= (200000 if self.channels == WIDE else 60000)]
            if all(self.rows and value[0] in self.closed for value in self.values):
                self.values.append(self.inputs[0])

    def text(self):
        rows = {name: ", sinter.open_rows" if self.rows and name not in self.closed else "" for name, _ in self.inputs}
        read = {word.strip(",") for line in self.lines for word in line.split("=", 1)[1].split() if word.startswith("%")}
        ends = [value for value in self.values if value[0] not in read] or [self.values[-1]]
        returned = ends + [value for value in self.values if self.rng.random() < 0.1]
        if self.rng.random() < 0.2:
            returned.append(self.rng.choice(returned))
        arguments = ", ".join(f'{name}: {type_of(shape)} {{sinter.name = "{name[1:]}"{rows[name]}}}' for name, shape in self.inputs)
        results = ", ".join(f'{type_of(shape)} {{sinter.name = "y{i}"}}' for i, (_, shape) in enumerate(returned))
        opened = f', sinter.open = #sinter.open<"N", 1, {self.rows}>' if self.rows else ""
        return "\n".join([
            *self.parameters,
            f'  func.func @{self.symbol}({arguments}) -> ({results}) attributes {{sinter.entry = "infer", sinter.model = "graphs"{opened}}} {{',
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
    seed, count, kinds = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
    print("module {")
    for index in range(count):
        rng = random.Random(seed * 1000003 + index)
        graph = Graph(rng, f"g{seed}_{index}", wide="wide" in kinds, is_open="open" in kinds)
        graph.grow(rng.randrange(3, 11))
        print(graph.text())
    print("}")


if __name__ == "__main__":
    main()
