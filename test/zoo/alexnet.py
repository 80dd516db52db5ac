"""AlexNet, torchvision's.

RUN: %compare %s
RUN: %counts %s
"""
from torchvision.models import alexnet

from network import Network

NETWORKS = [
    Network(
        "AlexNet",
        alexnet,
        {"image": "f32[N, H, W, 3]"},
        small={"H": 63, "W": 95},
        full={"H": 224, "W": 224},
        parameters=61_100_840,
        gmacs="0.71",
    ),
]
