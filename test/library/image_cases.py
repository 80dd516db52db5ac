"""Images, series and volumes of other sizes."""
import torch
import torch.nn.functional as F
from torchvision.transforms.functional import center_crop

from harness import Family, channels_first, normal

family = Family()
case = family.case
SERIES = normal(2, 9, 3)
IMAGE = normal(2, 7, 10, 3)
VOLUME = normal(2, 3, 5, 4, 2)


def interpolate(size, mode, corners=None):
    return channels_first(lambda x: F.interpolate(x, size, mode=mode, align_corners=corners))


case("x | resize([3, 14])", IMAGE, interpolate((3, 14), "nearest"))
case("x | resize(11, coordinates=half_pixel)", IMAGE, interpolate((11, 11), "nearest-exact"))
case("x | resize([13, 4], mode=bilinear)", IMAGE, interpolate((13, 4), "bilinear", False))
case("x | resize([13, 4], mode=bilinear, coordinates=align_corners)", IMAGE, interpolate((13, 4), "bilinear", True))
case("x | resize([5, 17], mode=bicubic)", IMAGE, interpolate((5, 17), "bicubic", False))
case("x | resize([5, 17], mode=bicubic, coordinates=align_corners)", IMAGE, interpolate((5, 17), "bicubic", True))
# Place i of an asymmetric resize by 2 is i / 2: each second one lies between two elements.
case("x | resize([14, 10], mode=bilinear, coordinates=asymmetric)", IMAGE,
     channels_first(lambda x: F.interpolate(F.pad(x, (0, 0, 0, 1), mode="replicate"), (15, 10), mode="bilinear", align_corners=True)[:, :, :14]))
case("x | resize(13)", SERIES, interpolate(13, "nearest"))
case("x | resize(6, mode=bilinear)", SERIES, interpolate(6, "linear", False))
case("x | resize([4, 3, 9], mode=bilinear)", VOLUME, interpolate((4, 3, 9), "trilinear", False))
case("x | resize([4, 3, 9], mode=bilinear, coordinates=align_corners)", VOLUME, interpolate((4, 3, 9), "trilinear", True))
case("x | resize([4, 3, 9])", VOLUME, interpolate((4, 3, 9), "nearest"))
case("x | upsample", IMAGE, channels_first(lambda x: F.interpolate(x, scale_factor=2)))
case("x | upsample([3, 2], mode=bilinear)", IMAGE, channels_first(lambda x: F.interpolate(x, scale_factor=(3, 2), mode="bilinear")))
case("x | upsample(3, mode=bicubic, coordinates=align_corners)", IMAGE,
     channels_first(lambda x: F.interpolate(x, scale_factor=3, mode="bicubic", align_corners=True)))
case("x | upsample(2)", VOLUME, channels_first(lambda x: F.interpolate(x, scale_factor=2)))
case("x | upsample(3, mode=bilinear)", SERIES, channels_first(lambda x: F.interpolate(x, scale_factor=3, mode="linear")))

for size in [(4, 5), (5, 6), (2, 3), (7, 10), (9, 4), (10, 13), (3, 12)]:
    case(f"x | center_crop([{size[0]}, {size[1]}])", IMAGE, channels_first(lambda x, size=size: center_crop(x, list(size))))
case("x | crop(1, 2, height=5, width=3)", IMAGE, lambda x: x[:, 1:6, 2:5])


def fitted(rows, columns, top, bottom, left, right, value=0.0, mode="bilinear"):
    def run(x):
        y = F.interpolate(x.double(), (rows, columns), mode=mode, align_corners=None if mode == "nearest" else False)
        return F.pad(y, (left, right, top, bottom), value=value)

    return channels_first(run)


case("x | resize_with_pad([20, 17])", IMAGE, fitted(11, 17, 4, 5, 0, 0))
case("x | resize_with_pad([5, 16], mode=nearest, value=0.5)", IMAGE, fitted(5, 7, 0, 0, 4, 5, 0.5, "nearest"))
