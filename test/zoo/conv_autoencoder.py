"""The convolutional autoencoder of L1aoXingyu's pytorch-beginner.

RUN: %compare %s
RUN: %counts %s
"""
from torch import nn

from network import Network


class ConvAutoencoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = nn.Sequential(
            nn.Conv2d(1, 16, 3, stride=3, padding=1), nn.ReLU(), nn.MaxPool2d(2, stride=2),
            nn.Conv2d(16, 8, 3, stride=2, padding=1), nn.ReLU(), nn.MaxPool2d(2, stride=1))
        self.decoder = nn.Sequential(
            nn.ConvTranspose2d(8, 16, 3, stride=2), nn.ReLU(),
            nn.ConvTranspose2d(16, 8, 5, stride=3, padding=1), nn.ReLU(),
            nn.ConvTranspose2d(8, 1, 2, stride=2, padding=1), nn.Tanh())

    def forward(self, image):
        return self.decoder(self.encoder(image))


NETWORKS = [
    Network("ConvAutoencoder", ConvAutoencoder, {"image": "f32[N, 28, 28, 1]"}, ("reconstruction",)),
]
