"""ConvNeXt-Tiny, torchvision's.

RUN: %compare %s
RUN: %counts %s
"""
from torchvision.models import convnext_tiny

from network import Network

NETWORKS = [
    Network(
        "ConvNeXtTiny",
        convnext_tiny,
        {"image": "f32[N, H, W, 3]"},
        small={"H": 32, "W": 64},
        full={"H": 224, "W": 224},
        parameters=28_589_128,
        gmacs="4.46",
    ),
]
