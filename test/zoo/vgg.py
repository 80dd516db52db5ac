"""VGG, torchvision's.

RUN: %compare %s
RUN: %counts %s
"""
from torchvision.models import vgg16, vgg19

from network import Network

NETWORKS = [
    Network(
        "VGG16",
        lambda: vgg16(init_weights=False),
        {"image": "f32[N, H, W, 3]"},
        small={"H": 32, "W": 64},
        full={"H": 224, "W": 224},
        parameters=138_357_544,
        gmacs="15.47",
    ),
    Network(
        "VGG19",
        lambda: vgg19(init_weights=False),
        {"image": "f32[N, H, W, 3]"},
        small={"H": 32, "W": 64},
        full={"H": 224, "W": 224},
        parameters=143_667_240,
        gmacs="19.63",
    ),
]
