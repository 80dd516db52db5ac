"""Normalizations."""
import torch
import torch.nn.functional as F

from harness import Family, channels_first, normal

family = Family()
case = family.case
SERIES = normal(2, 9, 6)
IMAGE = normal(2, 7, 5, 12)
VOLUME = normal(2, 3, 5, 4, 6)


def batch_norm(**options):
    def run(x, weight, bias, running_mean, running_var):
        return F.batch_norm(x, running_mean, running_var, weight, bias, **options)

    return channels_first(run)


for shape in [normal(5, 6), SERIES, VOLUME]:
    case("x | L: batch_norm", shape, batch_norm(), weight=(6,), bias=(6,), running_mean=(6,), running_var=(6,))
case("x | mean_over_processes", IMAGE, lambda x: x)  # of one
case("x | L: batch_norm(eps=0.01)", IMAGE, batch_norm(eps=0.01), weight=(12,), bias=(12,), running_mean=(12,), running_var=(12,))

case("x | L: layer_norm", IMAGE, lambda x, weight, bias: F.layer_norm(x, (12,), weight, bias), weight=(12,), bias=(12,))
case("x | L: layer_norm(axes=2, eps=1e-3)", IMAGE, lambda x, weight, bias: F.layer_norm(x, (5, 12), weight, bias, 1e-3), weight=(5, 12), bias=(5, 12))
case("x | L: layer_norm(axes=3)", IMAGE, lambda x, weight, bias: F.layer_norm(x, (7, 5, 12), weight, bias), weight=(7, 5, 12), bias=(7, 5, 12))
case("x | layer_norm(affine=false)", SERIES, lambda x: F.layer_norm(x, (6,)))
case("x | L: group_norm(4)", IMAGE, channels_first(lambda x, weight, bias: F.group_norm(x, 4, weight, bias)), weight=(12,), bias=(12,))
case("x | L: group_norm(1, eps=1e-3)", VOLUME, channels_first(lambda x, weight, bias: F.group_norm(x, 1, weight, bias, 1e-3)), weight=(6,), bias=(6,))
case("x | group_norm(3, affine=false)", SERIES, channels_first(lambda x: F.group_norm(x, 3)))
case("x | instance_norm", IMAGE, channels_first(F.instance_norm))
case("x | L: instance_norm(eps=1e-2, affine=true)", VOLUME,
     channels_first(lambda x, weight, bias: F.instance_norm(x, weight=weight, bias=bias, eps=1e-2)), weight=(6,), bias=(6,))
case("x | instance_norm", SERIES, channels_first(F.instance_norm))


def rms_norm(x, weight=1, eps=2**-23):
    return weight * x / (x.square().mean(-1, keepdim=True) + eps).sqrt()


case("x | L: rms_norm", IMAGE, rms_norm, weight=(12,))
case("x | rms_norm(eps=0.1, affine=false)", SERIES, lambda x: rms_norm(x, eps=0.1))
case("x | local_response_norm(5)", IMAGE, channels_first(lambda x: F.local_response_norm(x, 5)))
case("x | local_response_norm(4, alpha=0.3, beta=0.6, k=2)", IMAGE, channels_first(lambda x: F.local_response_norm(x, 4, 0.3, 0.6, 2.0)))
case("x | l2_normalize", IMAGE, lambda x: F.normalize(x, dim=-1))
case("x | l2_normalize(axis=1)", IMAGE, lambda x: F.normalize(x, dim=1))
