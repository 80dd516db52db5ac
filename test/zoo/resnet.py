"""Residual networks, torchvision's.

RUN: %compare %s
RUN: %counts %s
"""
from torchvision.models import resnet18, resnet34, resnet50, resnet101, resnet152

from network import Network

NETWORKS = [
    Network(
        model,
        build,
        {"image": "f32[N, H, W, 3]"},
        small={"H": 32, "W": 48},
        full={"H": 224, "W": 224},
        parameters=parameters,
        gmacs=gmacs,
    )
    for model, build, parameters, gmacs in [
        ("ResNet18", resnet18, 11_689_512, "1.81"),
        ("ResNet34", resnet34, 21_797_672, "3.66"),
        ("ResNet50", resnet50, 25_557_032, "4.09"),
        ("ResNet101", resnet101, 44_549_160, "7.80"),
        ("ResNet152", resnet152, 60_192_808, "11.51"),
    ]
]
