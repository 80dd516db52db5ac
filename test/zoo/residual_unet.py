"""rishikksh20's ResUnet.

RUN: %compare %s
RUN: %counts %s
"""
import torch
from torch import nn

from network import Network


class ResidualConv(nn.Module):
    def __init__(self, cin, cout, stride=1):
        super().__init__()
        self.conv_block = nn.Sequential(
            nn.BatchNorm2d(cin), nn.ReLU(), nn.Conv2d(cin, cout, 3, stride=stride, padding=1),
            nn.BatchNorm2d(cout), nn.ReLU(), nn.Conv2d(cout, cout, 3, padding=1))
        self.conv_skip = nn.Sequential(nn.Conv2d(cin, cout, 3, stride=stride, padding=1), nn.BatchNorm2d(cout))

    def forward(self, x):
        return self.conv_block(x) + self.conv_skip(x)


class Upsample(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.upsample = nn.ConvTranspose2d(width, width, 2, stride=2)

    def forward(self, x):
        return self.upsample(x)


class ResUnet(nn.Module):
    def __init__(self, channels=3, filters=(64, 128, 256, 512)):
        super().__init__()
        a, b, c, d = filters
        self.input_layer = nn.Sequential(
            nn.Conv2d(channels, a, 3, padding=1), nn.BatchNorm2d(a), nn.ReLU(), nn.Conv2d(a, a, 3, padding=1))
        self.input_skip = nn.Sequential(nn.Conv2d(channels, a, 3, padding=1))
        self.residual_conv_1 = ResidualConv(a, b, 2)
        self.residual_conv_2 = ResidualConv(b, c, 2)
        self.bridge = ResidualConv(c, d, 2)
        self.upsample_1 = Upsample(d)
        self.up_residual_conv1 = ResidualConv(d + c, c)
        self.upsample_2 = Upsample(c)
        self.up_residual_conv2 = ResidualConv(c + b, b)
        self.upsample_3 = Upsample(b)
        self.up_residual_conv3 = ResidualConv(b + a, a)
        self.output_layer = nn.Sequential(nn.Conv2d(a, 1, 1), nn.Sigmoid())

    def forward(self, x):
        x1 = self.input_layer(x) + self.input_skip(x)
        x2 = self.residual_conv_1(x1)
        x3 = self.residual_conv_2(x2)
        x = self.bridge(x3)
        x = self.up_residual_conv1(torch.cat([self.upsample_1(x), x3], 1))
        x = self.up_residual_conv2(torch.cat([self.upsample_2(x), x2], 1))
        x = self.up_residual_conv3(torch.cat([self.upsample_3(x), x1], 1))
        return self.output_layer(x)


NETWORKS = [
    Network("ResidualUNet", ResUnet, {"image": "f32[N, H, W, 3]"}, ("mask",),
            small={"H": 16, "W": 24}, full={"H": 256, "W": 256}),
]
