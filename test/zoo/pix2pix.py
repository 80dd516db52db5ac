"""Unet_256 and the basic discriminator of the authors' pytorch-CycleGAN-and-pix2pix, with batch norm.

RUN: %compare %s
RUN: %counts %s
"""
import torch
from torch import nn

from network import Network


class UnetSkipConnectionBlock(nn.Module):
    def __init__(self, outer, inner, submodule=None, channels=None, outermost=False, dropout=False):
        super().__init__()
        innermost = submodule is None
        self.outermost = outermost
        down = nn.Conv2d(channels or outer, inner, 4, stride=2, padding=1, bias=False)
        up = nn.ConvTranspose2d(inner if innermost else 2 * inner, outer, 4, stride=2, padding=1, bias=outermost)
        if outermost:
            layers = [down, submodule, nn.ReLU(), up, nn.Tanh()]
        elif innermost:
            layers = [nn.LeakyReLU(0.2), down, nn.ReLU(), up, nn.BatchNorm2d(outer)]
        else:
            layers = [nn.LeakyReLU(0.2), down, nn.BatchNorm2d(inner), submodule, nn.ReLU(), up, nn.BatchNorm2d(outer)]
            layers += [nn.Dropout(0.5)] if dropout else []
        self.model = nn.Sequential(*layers)

    def forward(self, x):
        # The authors' rectifiers work in place on x, but the ReLU behind this makes both the same.
        return self.model(x) if self.outermost else torch.cat([x, self.model(x)], 1)


class UnetGenerator(nn.Module):
    def __init__(self, ngf=64, downs=8):
        super().__init__()
        block = UnetSkipConnectionBlock(8 * ngf, 8 * ngf)
        for _ in range(downs - 5):
            block = UnetSkipConnectionBlock(8 * ngf, 8 * ngf, block, dropout=True)
        for width in (4 * ngf, 2 * ngf, ngf):
            block = UnetSkipConnectionBlock(width, 2 * width, block)
        self.model = UnetSkipConnectionBlock(3, ngf, block, channels=3, outermost=True)

    def forward(self, image):
        return self.model(image)


class NLayerDiscriminator(nn.Module):
    def __init__(self, ndf=64):
        super().__init__()
        layers = [nn.Conv2d(6, ndf, 4, stride=2, padding=1), nn.LeakyReLU(0.2)]
        for width, stride in ((2 * ndf, 2), (4 * ndf, 2), (8 * ndf, 1)):
            layers += [nn.Conv2d(width // 2, width, 4, stride=stride, padding=1, bias=False)]
            layers += [nn.BatchNorm2d(width), nn.LeakyReLU(0.2)]
        self.model = nn.Sequential(*layers, nn.Conv2d(8 * ndf, 1, 4, stride=1, padding=1))

    def forward(self, condition, image):
        return self.model(torch.cat([condition, image], 1))


PAIR = {"condition": "f32[N, H, W, 3]", "image": "f32[N, H, W, 3]"}
NETWORKS = [
    Network("UNetGenerator", UnetGenerator, {"image": "f32[N, H, W, 3]"}, ("translated",),
            small={"H": 256, "W": 256}, full={"H": 256, "W": 256}, parameters=54_413_955),
    Network("PatchGAN", NLayerDiscriminator, PAIR, ("real",),
            small={"H": 32, "W": 40}, full={"H": 256, "W": 256}, parameters=2_768_705),
]
