"""The two networks of PyTorch's dcgan example.

RUN: %compare %s
RUN: %counts %s
"""
from torch import nn

from network import Network


class Generator(nn.Module):
    def __init__(self, nz=100, ngf=64):
        super().__init__()
        layers = [nn.ConvTranspose2d(nz, 8 * ngf, 4, 1, 0, bias=False), nn.BatchNorm2d(8 * ngf), nn.ReLU()]
        for width in (4 * ngf, 2 * ngf, ngf):
            layers += [nn.ConvTranspose2d(2 * width, width, 4, 2, 1, bias=False), nn.BatchNorm2d(width), nn.ReLU()]
        self.main = nn.Sequential(*layers, nn.ConvTranspose2d(ngf, 3, 4, 2, 1, bias=False), nn.Tanh())

    def forward(self, z):
        return self.main(z[:, :, None, None])


class Discriminator(nn.Module):
    def __init__(self, ndf=64):
        super().__init__()
        layers = [nn.Conv2d(3, ndf, 4, 2, 1, bias=False), nn.LeakyReLU(0.2)]
        for width in (2 * ndf, 4 * ndf, 8 * ndf):
            layers += [nn.Conv2d(width // 2, width, 4, 2, 1, bias=False), nn.BatchNorm2d(width), nn.LeakyReLU(0.2)]
        self.main = nn.Sequential(*layers, nn.Conv2d(8 * ndf, 1, 4, 1, 0, bias=False), nn.Sigmoid())

    def forward(self, image):
        return self.main(image).flatten(1)


NETWORKS = [
    Network("Generator", Generator, {"z": "f32[N, 100]"}, ("image",)),
    Network("Discriminator", Discriminator, {"image": "f32[N, 64, 64, 3]"}, ("real",),
            randomize=lambda module: module.main[-2].weight.data.mul_(4)),  # answers between 0 and 1, not all near 1/2
]
