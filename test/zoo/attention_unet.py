"""LeeJunHyun's AttU_Net of Image_Segmentation.

RUN: %compare %s
RUN: %counts %s
"""
import torch
from torch import nn

from network import Network


class ConvBlock(nn.Module):
    def __init__(self, cin, cout):
        super().__init__()
        self.conv = nn.Sequential(
            nn.Conv2d(cin, cout, 3, padding=1), nn.BatchNorm2d(cout), nn.ReLU(),
            nn.Conv2d(cout, cout, 3, padding=1), nn.BatchNorm2d(cout), nn.ReLU())

    def forward(self, x):
        return self.conv(x)


class UpConv(nn.Module):
    def __init__(self, cin, cout):
        super().__init__()
        self.up = nn.Sequential(
            nn.Upsample(scale_factor=2), nn.Conv2d(cin, cout, 3, padding=1), nn.BatchNorm2d(cout), nn.ReLU())

    def forward(self, x):
        return self.up(x)


class AttentionBlock(nn.Module):
    def __init__(self, gate, skip, inner):
        super().__init__()
        self.W_g = nn.Sequential(nn.Conv2d(gate, inner, 1), nn.BatchNorm2d(inner))
        self.W_x = nn.Sequential(nn.Conv2d(skip, inner, 1), nn.BatchNorm2d(inner))
        self.psi = nn.Sequential(nn.Conv2d(inner, 1, 1), nn.BatchNorm2d(1), nn.Sigmoid())

    def forward(self, g, x):
        return x * self.psi(torch.relu(self.W_g(g) + self.W_x(x)))


class AttU_Net(nn.Module):
    def __init__(self, channels=3, classes=1):
        super().__init__()
        self.Maxpool = nn.MaxPool2d(2)
        widths = [channels, 64, 128, 256, 512, 1024]
        for i in range(1, 6):
            setattr(self, f"Conv{i}", ConvBlock(widths[i - 1], widths[i]))
        for i in range(5, 1, -1):
            small = widths[i - 1]
            setattr(self, f"Up{i}", UpConv(widths[i], small))
            setattr(self, f"Att{i}", AttentionBlock(small, small, small // 2))
            setattr(self, f"Up_conv{i}", ConvBlock(widths[i], small))
        self.Conv_1x1 = nn.Conv2d(64, classes, 1)

    def forward(self, x):
        skips = [self.Conv1(x)]
        for i in range(2, 6):
            skips.append(getattr(self, f"Conv{i}")(self.Maxpool(skips[-1])))
        x = skips.pop()
        for i in range(5, 1, -1):
            d = getattr(self, f"Up{i}")(x)
            kept = getattr(self, f"Att{i}")(g=d, x=skips.pop())
            x = getattr(self, f"Up_conv{i}")(torch.cat([kept, d], 1))
        return self.Conv_1x1(x)


NETWORKS = [
    Network("AttentionUNet", AttU_Net, {"image": "f32[N, H, W, 3]"},
            small={"H": 16, "W": 32}, full={"H": 256, "W": 256}, parameters=34_878_573),
]
