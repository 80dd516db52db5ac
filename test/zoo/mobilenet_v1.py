"""MobileNet, as the PyTorch code that is passed around has it. Parameters and multiply-adds: Howard et al. 2017, table 8, "569 million, 4.2 million".

RUN: %compare %s
RUN: %counts %s
"""
from torch import nn

from network import Network


def conv_bn(inputs, outputs, stride):
    return nn.Sequential(nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU())


def conv_dw(inputs, outputs, stride):
    return nn.Sequential(
        nn.Conv2d(inputs, inputs, 3, stride, 1, groups=inputs, bias=False),
        nn.BatchNorm2d(inputs),
        nn.ReLU(),
        nn.Conv2d(inputs, outputs, 1, 1, 0, bias=False),
        nn.BatchNorm2d(outputs),
        nn.ReLU(),
    )


class MobileNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.model = nn.Sequential(
            conv_bn(3, 32, 2),
            conv_dw(32, 64, 1),
            conv_dw(64, 128, 2),
            conv_dw(128, 128, 1),
            conv_dw(128, 256, 2),
            conv_dw(256, 256, 1),
            conv_dw(256, 512, 2),
            conv_dw(512, 512, 1),
            conv_dw(512, 512, 1),
            conv_dw(512, 512, 1),
            conv_dw(512, 512, 1),
            conv_dw(512, 512, 1),
            conv_dw(512, 1024, 2),
            conv_dw(1024, 1024, 1),
            nn.AdaptiveAvgPool2d(1),  # AvgPool2d(7) at 224 x 224
        )
        self.fc = nn.Linear(1024, 1000)

    def forward(self, x):
        return self.fc(self.model(x).flatten(1))


NETWORKS = [
    Network(
        "MobileNetV1",
        MobileNet,
        {"image": "f32[N, H, W, 3]"},
        small={"H": 32, "W": 48},
        full={"H": 224, "W": 224},
        parameters=4_231_976,
        gmacs="0.569",
    ),
]
