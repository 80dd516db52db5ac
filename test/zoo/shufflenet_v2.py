"""ShuffleNet v2 x1.0, torchvision's.

RUN: %compare %s
RUN: %counts %s
"""
from torchvision.models import shufflenet_v2_x1_0

from network import Network

NETWORKS = [
    Network(
        "ShuffleNetV2",
        shufflenet_v2_x1_0,
        {"image": "f32[N, H, W, 3]"},
        small={"H": 32, "W": 64},
        full={"H": 224, "W": 224},
        parameters=2_278_604,
        gmacs="0.14",
    ),
]
