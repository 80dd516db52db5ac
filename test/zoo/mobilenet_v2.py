"""MobileNetV2, torchvision's.

RUN: %compare %s
RUN: %counts %s
"""
from torchvision.models import mobilenet_v2

from network import Network

NETWORKS = [
    Network(
        "MobileNetV2",
        mobilenet_v2,
        {"image": "f32[N, H, W, 3]"},
        small={"H": 32, "W": 64},
        full={"H": 224, "W": 224},
        parameters=3_504_872,
        gmacs="0.30",
    ),
]
