"""Preprocessing of pictures, from bytes or floats."""
import torch
import torch.nn.functional as F
from torchvision.transforms.functional import center_crop, normalize

from harness import Family, channels_first, image_bytes, integers, normal

family = Family()
case = family.case
PICTURE = image_bytes(2, 9, 14, 3)
IMAGE = normal(2, 7, 10, 3)
MEAN, STD = [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]
LUMA = torch.tensor([0.299, 0.587, 0.114], dtype=torch.double)

for picture in [PICTURE, IMAGE]:
    case("x | rescale(1.0 / 255.0)", picture, lambda x: x.double() / 255)
    case("x | rescale(2.0 / 255.0, offset=-1)", picture, lambda x: x.double() * 2 / 255 - 1)
    case(f"x | normalize(mean={MEAN}, std={STD})", picture, channels_first(lambda x: normalize(x.double(), MEAN, STD)))
    case("x | normalize(mean=127.5, std=100)", picture, lambda x: (x.double() - 127.5) / 100)
    case("x | grayscale", picture, lambda x: (x.double() * LUMA).sum(-1, keepdim=True))
    case("x | grayscale(channels=3)", picture, lambda x: (x.double() * LUMA).sum(-1, keepdim=True).expand(*x.shape))
    case("x | center_crop([5, 15])", picture, channels_first(lambda x: center_crop(x, [5, 15])))
case("x | resize([5, 21], mode=bilinear)", PICTURE, channels_first(lambda x: F.interpolate(x.double(), (5, 21), mode="bilinear")))
case("x | resize_with_pad(16)", PICTURE, channels_first(lambda x: F.pad(F.interpolate(x.double(), (10, 16), mode="bilinear"), (0, 0, 3, 3))))

case("x | cast(u8) | cast(i32)", integers(256, 3, 5), lambda x: x)
case("x | cast(f32)", integers(9, 3, 5), lambda x: x.double())
case("cast(x, i32)", normal(3, 5), lambda x: x.trunc().int())
case("cast(cast(x, i32), bool)", normal(3, 5), lambda x: x.trunc() != 0)
case("x | one_hot(5)", integers(7, 3, 2), lambda x: F.one_hot(x.long(), 7)[..., :5].double())
case("x | one_hot(9)", image_bytes(4), lambda x: F.one_hot(x.long(), 256)[..., :9].double())
