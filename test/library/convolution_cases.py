"""Convolutions of one to three dimensions, transposed ones, and the dense layer."""
import torch
import torch.nn.functional as F

from harness import Family, channels_first, normal

family = Family()
case = family.case
SERIES = normal(2, 11, 6)
IMAGE = normal(2, 7, 10, 6)
VOLUME = normal(2, 5, 6, 7, 4)
KERNEL = {1: F.conv1d, 2: F.conv2d, 3: F.conv3d}
TRANSPOSED = {1: F.conv_transpose1d, 2: F.conv_transpose2d, 3: F.conv_transpose3d}


def every_axis(size, count):
    return list(size) if isinstance(size, tuple) else [size] * count


def pads_of(x, weight, stride, padding, dilation):
    """[before, after, ...] for each axis; `same` as ONNX's SAME_UPPER."""
    count = x.dim() - 2
    if padding != "same":
        padding = every_axis(padding, count)
        return padding if len(padding) == 2 * count else [p for p in padding for _ in range(2)]
    pads = []
    for size, kernel, s, d in zip(x.shape[2:], weight.shape[2:], every_axis(stride, count), every_axis(dilation, count)):
        total = max((-(-size // s) - 1) * s + (kernel - 1) * d + 1 - size, 0)
        pads += [total // 2, total - total // 2]
    return pads


def convolution(stride=1, padding="same", dilation=1, groups=1, mode="constant"):
    def run(x, weight, bias=None):
        pads = pads_of(x, weight, stride, padding, dilation)
        reversed_pads = [pads[2 * axis + side] for axis in reversed(range(x.dim() - 2)) for side in (0, 1)]
        x = F.pad(x, reversed_pads, mode=mode)
        return KERNEL[x.dim() - 2](x, weight, bias, stride=stride, dilation=dilation, groups=groups)

    return channels_first(run)


def transposed(**options):
    return channels_first(lambda x, weight, bias=None: TRANSPOSED[x.dim() - 2](x, weight, bias, **options))


case("x | L: conv2d(5, kernel=3)", IMAGE, convolution(), weight=(5, 6, 3, 3), bias=(5,))
case("x | L: conv2d(5, kernel=3, stride=2, bias=false)", IMAGE, convolution(2), weight=(5, 6, 3, 3))
case("x | L: conv2d(4, kernel=[2, 5], stride=[3, 2])", IMAGE, convolution((3, 2)), weight=(4, 6, 2, 5), bias=(4,))
case("x | L: conv2d(4, kernel=[4, 2], stride=[2, 3])", IMAGE, convolution((2, 3)), weight=(4, 6, 4, 2), bias=(4,))
case("x | L: conv2d(4, kernel=3, dilation=[2, 3])", IMAGE, convolution(dilation=(2, 3)), weight=(4, 6, 3, 3), bias=(4,))
case("x | L: conv2d(4, kernel=3, padding=valid, groups=2)", IMAGE, convolution(padding=0, groups=2), weight=(4, 3, 3, 3), bias=(4,))
case("x | L: conv2d(4, kernel=3, padding=[2, 0])", IMAGE, convolution(padding=(2, 0)), weight=(4, 6, 3, 3), bias=(4,))
case("x | L: conv2d(4, kernel=3, padding=[0, 1, 2, 3])", IMAGE, convolution(padding=(0, 1, 2, 3)), weight=(4, 6, 3, 3), bias=(4,))
case("x | L: conv2d(4, kernel=3, padding_mode=reflect)", IMAGE, convolution(mode="reflect"), weight=(4, 6, 3, 3), bias=(4,))
case("x | L: conv2d(4, kernel=4, stride=2, padding_mode=replicate)", IMAGE, convolution(2, mode="replicate"), weight=(4, 6, 4, 4), bias=(4,))
case("x | L: depthwise_conv2d(3)", IMAGE, convolution(groups=6), weight=(6, 1, 3, 3), bias=(6,))
case("x | L: depthwise_conv2d(3, stride=2, dilation=2, multiplier=2, bias=false)", IMAGE, convolution(2, dilation=2, groups=6), weight=(12, 1, 3, 3))


def separable(stride):
    depthwise, pointwise = convolution(stride, groups=6), convolution()
    return lambda x, depthwise__weight, pointwise__weight, pointwise__bias=None: pointwise(depthwise(x, depthwise__weight), pointwise__weight, pointwise__bias)


case("x | L: separable_conv2d(5, kernel=3, stride=2)", IMAGE, separable(2),
     depthwise__weight=(6, 1, 3, 3), pointwise__weight=(5, 6, 1, 1), pointwise__bias=(5,))
case("x | L: separable_conv2d(5, kernel=3, bias=false)", IMAGE, separable(1), depthwise__weight=(6, 1, 3, 3), pointwise__weight=(5, 6, 1, 1))

case("x | L: conv1d(5, kernel=3)", SERIES, convolution(), weight=(5, 6, 3), bias=(5,))
case("x | L: conv1d(4, kernel=4, stride=3, groups=2, bias=false)", SERIES, convolution(3, groups=2), weight=(4, 3, 4))
case("x | L: conv1d(5, kernel=2, dilation=4, padding=[4, 0])", SERIES, convolution(padding=(4, 0), dilation=4), weight=(5, 6, 2), bias=(5,))
case("x | L: conv1d(5, kernel=3, padding=2, padding_mode=reflect)", SERIES, convolution(padding=2, mode="reflect"), weight=(5, 6, 3), bias=(5,))
case("x | L: conv1d(5, kernel=5, padding_mode=replicate)", SERIES, convolution(mode="replicate"), weight=(5, 6, 5), bias=(5,))

case("x | L: conv3d(5, kernel=3)", VOLUME, convolution(), weight=(5, 4, 3, 3, 3), bias=(5,))
case("x | L: conv3d(4, kernel=[2, 3, 1], stride=[2, 1, 3], groups=2, bias=false)", VOLUME, convolution((2, 1, 3), groups=2), weight=(4, 2, 2, 3, 1))
case("x | L: conv3d(4, kernel=2, padding=valid, dilation=[3, 1, 2])", VOLUME, convolution(padding=0, dilation=(3, 1, 2)), weight=(4, 4, 2, 2, 2), bias=(4,))
case("x | L: conv3d(4, kernel=3, stride=2, padding=1)", VOLUME, convolution(2, padding=1), weight=(4, 4, 3, 3, 3), bias=(4,))

case("x | L: conv2d_transpose(5, kernel=3)", IMAGE, transposed(), weight=(6, 5, 3, 3), bias=(5,))
case("x | L: conv2d_transpose(5, kernel=4, stride=2, padding=1, bias=false)", IMAGE, transposed(stride=2, padding=1), weight=(6, 5, 4, 4))
case("x | L: conv2d_transpose(4, kernel=3, stride=[2, 3], padding=[1, 0], output_padding=[1, 2], groups=2)", IMAGE,
     transposed(stride=(2, 3), padding=(1, 0), output_padding=(1, 2), groups=2), weight=(6, 2, 3, 3), bias=(4,))
case("x | L: conv2d_transpose(4, kernel=[2, 3], dilation=[3, 2])", IMAGE, transposed(dilation=(3, 2)), weight=(6, 4, 2, 3), bias=(4,))
# `same` doubles the size: what is too much goes at the end first, what lacks is output padding.
case("x | L: conv2d_transpose(4, kernel=3, stride=2, padding=same)", IMAGE,
     channels_first(lambda x, weight, bias: F.conv_transpose2d(x, weight, bias, stride=2)[:, :, :-1, :-1]), weight=(6, 4, 3, 3), bias=(4,))
case("x | L: conv2d_transpose(4, kernel=[4, 2], stride=[2, 3], padding=same)", IMAGE,
     transposed(stride=(2, 3), padding=(1, 0), output_padding=(0, 1)), weight=(6, 4, 4, 2), bias=(4,))
case("x | L: conv1d_transpose(4, kernel=4, stride=3, padding=1, output_padding=2, groups=2)", SERIES,
     transposed(stride=3, padding=1, output_padding=2, groups=2), weight=(6, 2, 4), bias=(4,))
case("x | L: conv1d_transpose(4, kernel=2, dilation=3, bias=false)", SERIES, transposed(dilation=3), weight=(6, 4, 2))
case("x | L: conv3d_transpose(3, kernel=2, stride=2)", VOLUME, transposed(stride=2), weight=(4, 3, 2, 2, 2), bias=(3,))
case("x | L: conv3d_transpose(6, kernel=3, stride=[3, 1, 2], padding=1, output_padding=[2, 0, 1], groups=2)", VOLUME,
     transposed(stride=(3, 1, 2), padding=1, output_padding=(2, 0, 1), groups=2), weight=(4, 3, 3, 3, 3), bias=(6,))
case("x | L: conv3d_transpose(3, kernel=[2, 1, 3], stride=[4, 1, 1], dilation=[3, 1, 2], bias=false)", VOLUME,
     transposed(stride=(4, 1, 1), dilation=(3, 1, 2)), weight=(4, 3, 2, 1, 3))

case("x | L: dense(9)", IMAGE, lambda x, weight, bias: F.linear(x, weight, bias), weight=(9, 6), bias=(9,))
case("x | L: dense(3, bias=false)", normal(5, 17), lambda x, weight: F.linear(x, weight), weight=(3, 17))

# Sizes of windows, by themselves: what is computed here by hand pads a tensor.
SQUARE = normal(1, 7, 10, 1)


def padded(top, bottom, left, right):
    return channels_first(lambda x: F.pad(x, (left, right, top, bottom)))


case("x | pad(window_padding([7, 10], [3, 4], [2, 3], [1, 1], same))", SQUARE, padded(1, 1, 1, 2))
case("x | pad(window_padding([7, 10], window_sizes(2, 2), [2, 2], [3, 1], same))", SQUARE, padded(1, 2, 0, 0))
case("x | pad(window_padding([7, 10], [5, 1], [3, 4], [1, 1], same))", SQUARE, padded(2, 2, 0, 0))
case("x | pad(window_padding([7, 10], [3, 3], [2, 4], [1, 1], valid, ceil=true))", SQUARE, padded(0, 0, 0, 1))
case("x | pad(window_padding([7, 10], [2, 3], [3, 5], [1, 1], [1, 0], ceil=true))", SQUARE, padded(1, 1, 0, 0))
case("x | pad(transposed_padding([4, 3], [2, 1], [1, 2], same, [0, 1])[0])", SQUARE, padded(1, 1, 2, 3))
