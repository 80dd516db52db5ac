"""torchvision's lraspp_mobilenet_v3_large.

RUN: %compare %s
RUN: %counts %s
"""
from torchvision.models.segmentation import lraspp_mobilenet_v3_large

from network import Network

NETWORKS = [
    Network("LRASPP", lambda: lraspp_mobilenet_v3_large(weights=None, weights_backbone=None),
            {"image": "f32[N, H, W, 3]"}, ("out",), small={"H": 64, "W": 96}, full={"H": 520, "W": 520},
            call=lambda module, image: module(image)["out"], parameters=3_221_538, gmacs="2.086"),
]
