"""Residual networks, torchvision's.

RUN: %compare %s
RUN: %counts %s
"""
from torchvision.models import resnet18, resnet34, resnet50, resnet101, resnet152

from network import Network

NETWORKS = [
    Network(
        "ResNet18",
        resnet18,
        {"image": "f32[N, H, W, 3]"},
        small={"H": 32, "W": 48},
        full={"H": 224, "W": 224},
        parameters=11_689_512,
        gmacs="1.81",
    ),
    Network(
        "ResNet34",
        resnet34,
        {"image": "f32[N, H, W, 3]"},
        small={"H": 32, "W": 48},
        full={"H": 224, "W": 224},
        parameters=21_797_672,
        gmacs="3.66",
    ),
    Network(
        "ResNet50",
        resnet50,
        {"image": "f32[N, H, W, 3]"},
        small={"H": 32, "W": 48},
        full={"H": 224, "W": 224},
        parameters=25_557_032,
        gmacs="4.09",
    ),
    Network(
        "ResNet101",
        resnet101,
        {"image": "f32[N, H, W, 3]"},
        small={"H": 32, "W": 48},
        full={"H": 224, "W": 224},
        parameters=44_549_160,
        gmacs="7.80",
    ),
    Network(
        "ResNet152",
        resnet152,
        {"image": "f32[N, H, W, 3]"},
        small={"H": 32, "W": 48},
        full={"H": 224, "W": 224},
        parameters=60_192_808,
        gmacs="11.51",
    ),
]
