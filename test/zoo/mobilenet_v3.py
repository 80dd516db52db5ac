"""MobileNetV3-large, torchvision's.

RUN: %compare %s
RUN: %counts %s
"""
from torchvision.models import mobilenet_v3_large

from network import Network

NETWORKS = [
    Network(
        "MobileNetV3Large",
        mobilenet_v3_large,
        {"image": "f32[N, H, W, 3]"},
        small={"H": 32, "W": 64},
        full={"H": 224, "W": 224},
        parameters=5_483_032,
        gmacs="0.22",
    ),
]
