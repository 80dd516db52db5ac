"""DenseNet-121, torchvision's.

RUN: %compare %s
RUN: %counts %s
"""
from torchvision.models import densenet121

from network import Network

NETWORKS = [
    Network(
        "DenseNet121",
        densenet121,
        {"image": "f32[N, H, W, 3]"},
        small={"H": 32, "W": 64},
        full={"H": 224, "W": 224},
        parameters=7_978_856,
        gmacs="2.83",
    ),
]
