"""Resnet_9blocks of the authors' pytorch-CycleGAN-and-pix2pix, with instance norm and without dropout.

RUN: %compare %s
RUN: %counts %s
"""
from torch import nn

from network import Network


class ResnetBlock(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.conv_block = nn.Sequential(
            nn.ReflectionPad2d(1), nn.Conv2d(width, width, 3), nn.InstanceNorm2d(width), nn.ReLU(),
            nn.ReflectionPad2d(1), nn.Conv2d(width, width, 3), nn.InstanceNorm2d(width))

    def forward(self, x):
        return x + self.conv_block(x)


class ResnetGenerator(nn.Module):
    def __init__(self, ngf=64, blocks=9):
        super().__init__()
        layers = [nn.ReflectionPad2d(3), nn.Conv2d(3, ngf, 7), nn.InstanceNorm2d(ngf), nn.ReLU()]
        for width in (2 * ngf, 4 * ngf):
            layers += [nn.Conv2d(width // 2, width, 3, stride=2, padding=1), nn.InstanceNorm2d(width), nn.ReLU()]
        layers += [ResnetBlock(4 * ngf) for _ in range(blocks)]
        for width in (2 * ngf, ngf):
            layers += [nn.ConvTranspose2d(2 * width, width, 3, stride=2, padding=1, output_padding=1)]
            layers += [nn.InstanceNorm2d(width), nn.ReLU()]
        self.model = nn.Sequential(*layers, nn.ReflectionPad2d(3), nn.Conv2d(ngf, 3, 7), nn.Tanh())

    def forward(self, image):
        return self.model(image)


NETWORKS = [
    Network("ResNetGenerator", ResnetGenerator, {"image": "f32[N, H, W, 3]"}, ("translated",),
            small={"H": 16, "W": 20}, full={"H": 256, "W": 256}, parameters=11_378_179),
]
