"""Pools of one to three dimensions, and the way back."""
import torch
import torch.nn.functional as F

from harness import Family, channels_first, normal

family = Family()
case = family.case
SERIES = normal(2, 11, 3)
IMAGE = normal(2, 7, 10, 5)
VOLUME = normal(2, 5, 7, 6, 3)
MAX = {1: F.max_pool1d, 2: F.max_pool2d, 3: F.max_pool3d}
MEAN = {1: F.avg_pool1d, 2: F.avg_pool2d, 3: F.avg_pool3d}
ADAPTIVE_MAX = {1: F.adaptive_max_pool1d, 2: F.adaptive_max_pool2d, 3: F.adaptive_max_pool3d}
ADAPTIVE_MEAN = {1: F.adaptive_avg_pool1d, 2: F.adaptive_avg_pool2d, 3: F.adaptive_avg_pool3d}


def pool(functions, *arguments, **options):
    return channels_first(lambda x: functions[x.dim() - 2](x, *arguments, **options))


def padded_max(pads, *arguments, **options):
    """A max pool with paddings of its own at each side."""
    return channels_first(lambda x: F.max_pool2d(F.pad(x, pads, value=-1e9), *arguments, **options))


case("x | max_pool(2)", IMAGE, pool(MAX, 2))
case("x | max_pool(3, stride=2, padding=1)", IMAGE, pool(MAX, 3, 2, 1))
case("x | max_pool([2, 3], stride=[3, 2], padding=[1, 1])", IMAGE, pool(MAX, (2, 3), (3, 2), 1))
case("x | max_pool(3, stride=2, padding=same)", IMAGE, padded_max((0, 1, 1, 1), 3, 2))
case("x | max_pool(2, stride=1, padding=[0, 1, 1, 0])", IMAGE, padded_max((1, 0, 0, 1), 2, 1))
case("x | max_pool(2)", SERIES, pool(MAX, 2))
case("x | max_pool(3, stride=2, padding=1, ceil=true)", SERIES, pool(MAX, 3, 2, 1, ceil_mode=True))
case("x | max_pool(2)", VOLUME, pool(MAX, 2))
case("x | max_pool([2, 3, 1], stride=[1, 2, 3], padding=[1, 0, 0])", VOLUME, pool(MAX, (2, 3, 1), (1, 2, 3), (1, 0, 0)))
case("x | avg_pool(2)", IMAGE, pool(MEAN, 2))
case("x | avg_pool(3, stride=2, padding=1)", IMAGE, pool(MEAN, 3, 2, 1))
case("x | avg_pool(3, stride=1, padding=1, count_padding=false)", IMAGE, pool(MEAN, 3, 1, 1, count_include_pad=False))
case("x | avg_pool(3, stride=2, padding=1)", SERIES, pool(MEAN, 3, 2, 1))
case("x | avg_pool([3, 2, 2], stride=[2, 3, 1], padding=[1, 1, 0])", VOLUME, pool(MEAN, (3, 2, 2), (2, 3, 1), (1, 1, 0)))
case("x | avg_pool([3, 2, 2], stride=2, padding=1, count_padding=false)", VOLUME, pool(MEAN, (3, 2, 2), 2, 1, count_include_pad=False))

# The last window starts inside the image or the padding before it, and PyTorch's divisor counts no more than the padding.
for window, stride, padding in [(2, 2, 0), (3, 2, 0), (3, 2, 1), (2, 3, 1), (4, 3, 2), (2, 4, 1), (3, 4, 0), (5, 4, 1)]:
    text = f"({window}, stride={stride}, padding={padding}, ceil=true"
    case(f"x | max_pool{text})", IMAGE, pool(MAX, window, stride, padding, ceil_mode=True))
    case(f"x | avg_pool{text})", IMAGE, pool(MEAN, window, stride, padding, ceil_mode=True))
    case(f"x | avg_pool{text}, count_padding=false)", IMAGE, pool(MEAN, window, stride, padding, ceil_mode=True, count_include_pad=False))
case("x | max_pool(3, stride=2, ceil=true)", VOLUME, pool(MAX, 3, 2, ceil_mode=True))
case("x | avg_pool(3, stride=2, padding=1, ceil=true)", VOLUME, pool(MEAN, 3, 2, 1, ceil_mode=True))
case("x | avg_pool(2, ceil=true)", SERIES, pool(MEAN, 2, ceil_mode=True))

case("x | lp_pool(2, 3, stride=2)", IMAGE, channels_first(lambda x: F.lp_pool2d(x, 2, 3, 2)))
case("x | lp_pool(2, 3, stride=2, ceil=true)", IMAGE, channels_first(lambda x: F.lp_pool2d(x, 2, 3, 2, ceil_mode=True)))
case("x | lp_pool(1, [2, 3])", IMAGE, channels_first(lambda x: F.lp_pool2d(x.abs(), 1, (2, 3))))
case("x | lp_pool(3, 2)", IMAGE, channels_first(lambda x: F.lp_pool2d(x.abs(), 3, 2)), roundings=64)
case("x | lp_pool(4, 3)", SERIES, channels_first(lambda x: F.lp_pool1d(x, 4, 3)), roundings=64)
case("x | lp_pool(2, 2)", VOLUME, channels_first(lambda x: (8 * F.avg_pool3d(x * x, 2)).sqrt()))

case("x | global_avg_pool", IMAGE, lambda x: x.mean((1, 2)))
case("x | global_avg_pool(keep=true)", VOLUME, lambda x: x.mean((1, 2, 3), keepdim=True))
case("x | global_max_pool", SERIES, lambda x: x.amax(1))
case("x | global_max_pool(keep=true)", IMAGE, lambda x: x.amax((1, 2), keepdim=True))

case("x | adaptive_avg_pool([3, 4])", IMAGE, pool(ADAPTIVE_MEAN, (3, 4)))
case("x | adaptive_avg_pool([7, 5])", IMAGE, pool(ADAPTIVE_MEAN, (7, 5)))
case("x | adaptive_avg_pool(12)", IMAGE, pool(ADAPTIVE_MEAN, 12))
case("x | adaptive_avg_pool(1)", VOLUME, pool(ADAPTIVE_MEAN, 1))
case("x | adaptive_avg_pool([2, 4, 5])", VOLUME, pool(ADAPTIVE_MEAN, (2, 4, 5)))
case("x | adaptive_avg_pool(4)", SERIES, pool(ADAPTIVE_MEAN, 4))
case("x | adaptive_max_pool([3, 5])", IMAGE, pool(ADAPTIVE_MAX, (3, 5)))
case("x | adaptive_max_pool(6)", VOLUME, pool(ADAPTIVE_MAX, 6))
case("x | adaptive_max_pool(11)", SERIES, pool(ADAPTIVE_MAX, 11))


def unpool(*arguments, size=None, **options):
    def run(x):
        values, indices = F.max_pool2d(x, *arguments, return_indices=True)
        return F.max_unpool2d(values, indices, *arguments, output_size=size)

    return channels_first(run)


case("x | max_pool_with_indices(2)", IMAGE, pool(MAX, 2, return_indices=True))
case("x | max_pool_with_indices(3, stride=2, padding=1)", IMAGE, pool(MAX, 3, 2, 1, return_indices=True))
case("x | max_pool_with_indices([3, 2], stride=2, ceil=true)", IMAGE, pool(MAX, (3, 2), 2, ceil_mode=True, return_indices=True))
case("max_unpool((x | max_pool_with_indices(2))[0], (x | max_pool_with_indices(2))[1])", normal(2, 6, 8, 5), unpool(2))
case("max_unpool((x | max_pool_with_indices(2))[0], (x | max_pool_with_indices(2))[1], 2, size=[7, 10])", IMAGE, unpool(2, size=(7, 10)))
case("max_unpool((x | max_pool_with_indices(3, padding=1))[0], (x | max_pool_with_indices(3, padding=1))[1], 3, padding=1)", normal(2, 7, 10, 5), unpool(3, 3, 1))
