"""torchvision's fcn_resnet50, with the auxiliary head.

RUN: %compare %s
RUN: %counts %s
"""
from torchvision.models.segmentation import fcn_resnet50

from network import Network

NETWORKS = [
    Network("FCN", lambda: fcn_resnet50(weights=None, weights_backbone=None, aux_loss=True),
            {"image": "f32[N, H, W, 3]"}, ("out", "aux"), small={"H": 32, "W": 40}, full={"H": 520, "W": 520}, gmacs="152.717",
            call=lambda module, image: tuple(module(image).values())),
]
