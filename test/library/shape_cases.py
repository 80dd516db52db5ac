"""Shapes, joining and splitting, and where elements go."""
import torch
import torch.nn.functional as F

from harness import Family, channels_first, normal

family = Family()
case = family.case
X = normal(3, 4, 6, 8)
SERIES = normal(3, 5, 7)
THIN = normal(3, 1, 5, 1)

case("x | flatten", X, lambda x: x.flatten(1))
case("x | flatten(order=channels_first)", X, lambda x: x.movedim(-1, 1).flatten(1))
case("x | reshape([2, -1, 9])", X, lambda x: x.reshape(2, -1, 9))
case("x | transpose", X, lambda x: x.permute(3, 2, 1, 0))
case("x | transpose([0, -1, 1, 2])", X, lambda x: x.permute(0, 3, 1, 2))
case("x | squeeze", THIN, torch.squeeze)
case("x | squeeze(-1)", THIN, lambda x: x.squeeze(-1))
case("x | unsqueeze(-1)", SERIES, lambda x: x.unsqueeze(-1))
case("x | unsqueeze(0)", SERIES, lambda x: x.unsqueeze(0))
case("x | expand_dims(2)", SERIES, lambda x: x.unsqueeze(2))
case("x | broadcast_to([2, 3, 4, 5, 6])", THIN, lambda x: x.broadcast_to(2, 3, 4, 5, 6))
case("x | reshape([product_of([3, 5]), 7])", SERIES, lambda x: x.reshape(15, 7))
case("x | reshape(with_element([3, 1, 7], axis_of(x, -2), 5))", SERIES, lambda x: x)
case("x | transpose(axes_of(x, [-1, 0, 1]))", SERIES, lambda x: x)

case("concat([x, y])", (SERIES, normal(3, 5, 2)), lambda x, y: torch.cat([x, y], -1))
case("concat((x, y, x), axis=-2)", (SERIES, normal(3, 1, 7)), lambda x, y: torch.cat([x, y, x], 1))
case("stack([x, x + 1])", SERIES, lambda x: torch.stack([x, x + 1]))
case("stack([x, x + 1, x], axis=-1)", SERIES, lambda x: torch.stack([x, x + 1, x], -1))
case("x | split(4)", X, lambda x: x.split(2, -1))
case("x | split([1, 3], axis=-3)", X, lambda x: x.split([1, 3], 1))
case("x | unstack", SERIES, lambda x: x.unbind())
case("x | unstack(axis=-2)", SERIES, lambda x: x.unbind(1))
case("x | narrow(1, -3, 2)", SERIES, lambda x: x.narrow(1, 2, 2))
case("x | narrow(-1, 6, 3, stride=-2)", SERIES, lambda x: x[:, :, [6, 4, 2]])

case("x | tile([1, 2, 3])", SERIES, lambda x: x.tile(1, 2, 3))
case("x | flip", SERIES, lambda x: x.flip(-1))
case("x | flip([0, -2])", SERIES, lambda x: x.flip(0, 1))
case("x | roll(3, axis=1)", SERIES, lambda x: x.roll(3, 1))
case("x | roll(-9)", SERIES, lambda x: x.roll(-9, -1))
case("x | pad(2)", SERIES, lambda x: F.pad(x, (0, 0, 2, 2)))
case("x | pad([1, 2, 0, 3], value=0.5)", X, lambda x: F.pad(x, (0, 0, 0, 3, 1, 2), value=0.5))
case("x | pad([1, 2, 0, 3], mode=reflect)", X, channels_first(lambda x: F.pad(x, (0, 3, 1, 2), mode="reflect")))
case("x | pad([3, 1, 2, 0], mode=edge)", X, channels_first(lambda x: F.pad(x, (2, 0, 3, 1), mode="replicate")))
case("x | pad([1, 0, 0, 1, 2, 3])", SERIES, lambda x: F.pad(x, (2, 3, 0, 1, 1, 0)))

case("x | space_to_depth(2)", X, lambda x: x.reshape(3, 2, 2, 3, 2, 8).permute(0, 1, 3, 2, 4, 5).reshape(3, 2, 3, 32))
case("x | depth_to_space(2)", X, lambda x: x.reshape(3, 4, 6, 2, 2, 2).permute(0, 1, 3, 2, 4, 5).reshape(3, 8, 12, 2))
case("x | pixel_shuffle(2)", X, channels_first(lambda x: F.pixel_shuffle(x, 2)))
case("x | pixel_unshuffle(2)", X, channels_first(lambda x: F.pixel_unshuffle(x, 2)))
case("x | channel_shuffle(4)", X, channels_first(lambda x: x.reshape(3, 4, 2, 4, 6).transpose(1, 2).reshape(3, 8, 4, 6)))

case("x | dropout(0.3)", X, lambda x: x)
case("x | spatial_dropout", X, lambda x: x)
case("x | alpha_dropout", X, lambda x: x)
case("x | gaussian_noise(0.5)", X, lambda x: x)
