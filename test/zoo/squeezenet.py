"""SqueezeNet 1.1, torchvision's.

RUN: %compare %s
RUN: %counts %s
"""
from torchvision.models import squeezenet1_1

from network import Network

NETWORKS = [
    Network(
        "SqueezeNet",
        squeezenet1_1,
        {"image": "f32[N, H, W, 3]"},
        small={"H": 24, "W": 41},
        full={"H": 224, "W": 224},
        parameters=1_235_496,
        gmacs="0.35",
    ),
]
