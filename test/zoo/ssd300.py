"""torchvision's ssd300_vgg16, from the normalized picture to what non-maximum suppression takes.

RUN: %compare %s
RUN: %counts %s
"""
import torch
from torchvision.models.detection import ssd300_vgg16
from torchvision.models.detection.image_list import ImageList

from network import Network


def detect(module, image):
    """Boxes as left, top, right and bottom in pixels, and the probability of each kind, the background first."""
    features = list(module.backbone(image).values())
    heads = module.head(features)
    anchors = module.anchor_generator(ImageList(image, [tuple(image.shape[2:])] * len(image)), features)
    boxes = [module.box_coder.decode_single(codes, a) for codes, a in zip(heads["bbox_regression"], anchors)]
    return torch.stack(boxes).transpose(1, 2), heads["cls_logits"].softmax(-1).transpose(1, 2)


NETWORKS = [
    Network("SSD300", lambda: ssd300_vgg16(weights=None, weights_backbone=None),
            {"image": "f32[N, H, W, 3]"}, ("boxes", "scores"),
            small={"H": 272, "W": 268}, full={"H": 300, "W": 300}, call=detect, parameters=35_641_826, gmacs="34.858"),
]
