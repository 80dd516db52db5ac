"""ResNeXt-50, torchvision's.

RUN: %compare %s
RUN: %counts %s
"""
from torchvision.models import resnext50_32x4d

from network import Network

NETWORKS = [
    Network(
        "ResNeXt50",
        resnext50_32x4d,
        {"image": "f32[N, H, W, 3]"},
        small={"H": 32, "W": 48},
        full={"H": 224, "W": 224},
        parameters=25_028_904,
        gmacs="4.23",
    ),
]
