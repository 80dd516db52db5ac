"""EfficientNet-B0, torchvision's.

RUN: %compare %s
RUN: %counts %s
"""
from torchvision.models import efficientnet_b0

from network import Network

NETWORKS = [
    Network(
        "EfficientNetB0",
        efficientnet_b0,
        {"image": "f32[N, H, W, 3]"},
        small={"H": 32, "W": 64},
        full={"H": 224, "W": 224},
        parameters=5_288_548,
        gmacs="0.39",
    ),
]
