"""The network of face-api.js, its boxes in the order of yolov3.py: anchor by anchor, row by row.

RUN: %compare %s
RUN: %counts %s
"""
import torch
from torch import nn
from torch.nn import functional as F

from network import Network

ANCHORS = [(1.603231, 2.094468), (6.041143, 7.080126), (2.882459, 3.518061), (4.266906, 5.178857), (9.041765, 10.66308)]


class Separable(nn.Module):
    def __init__(self, cin, cout):
        super().__init__()
        self.depthwise = nn.Conv2d(cin, cin, 3, padding=1, groups=cin, bias=False)
        self.pointwise = nn.Conv2d(cin, cout, 1)

    def forward(self, x):
        return self.pointwise(self.depthwise(x))


def pool(x, stride):
    """TensorFlow's `same`: an odd row or column of padding goes to the end, and is never the largest."""
    bottom, right = (1, 1) if stride == 1 else (x.shape[2] % 2, x.shape[3] % 2)
    return F.max_pool2d(F.pad(x, (0, right, 0, bottom), value=-torch.inf), 2, stride)


class TinyFaceDetector(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv0 = nn.Conv2d(3, 16, 3)
        for i, width in enumerate([32, 64, 128, 256, 512], 1):
            setattr(self, f"conv{i}", Separable(width // 2, width))
        self.conv8 = nn.Conv2d(512, 25, 1)

    def forward(self, x):
        for i in range(6):
            x = pool(F.leaky_relu(getattr(self, f"conv{i}")(x), 0.1), stride=2 if i < 5 else 1)
        x = self.conv8(x)
        n, _, rows, columns = x.shape
        x = x.reshape(n, 5, 5, rows, columns)  # [N, anchors, values, rows, columns]
        center_x = (x[:, :, 0].sigmoid() + torch.arange(columns, device=x.device)) * 32
        center_y = (x[:, :, 1].sigmoid() + torch.arange(rows, device=x.device)[:, None]) * 32
        anchors = 32 * torch.tensor(ANCHORS, device=x.device)[:, :, None, None]
        width, height = x[:, :, 2].exp() * anchors[:, 0], x[:, :, 3].exp() * anchors[:, 1]
        boxes = torch.stack([center_x, center_y, width, height], -1)
        return boxes.reshape(n, -1, 4), x[:, :, 4].sigmoid().reshape(n, -1, 1)


NETWORKS = [
    Network("TinyFaceDetector", TinyFaceDetector, {"image": "f32[N, H, W, 3]"}, ("boxes", "scores"),
            small={"H": 34, "W": 66}, full={"H": 416, "W": 416}, parameters=193_321,
            randomize=lambda module: module.conv8.weight.data.mul_(0.1),  # sizes are exponentials
            call=lambda module, image: [found.transpose(1, 2) for found in module(image)]),
]
