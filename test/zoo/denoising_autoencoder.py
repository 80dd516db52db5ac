"""DA of the Theano tutorial: the decoder has the encoder's weights, transposed.

RUN: %compare %s
RUN: %counts %s
"""
import torch
from torch import nn
from torch.nn import functional as F

from network import Network


class DenoisingAutoencoder(nn.Module):
    def __init__(self, visible=784, hidden=500):
        super().__init__()
        self.W = nn.Parameter(torch.empty(visible, hidden))
        self.b = nn.Parameter(torch.empty(hidden))
        self.b_prime = nn.Parameter(torch.empty(visible))
        self.randomize()

    def randomize(self):
        for parameter, deviation in ((self.W, 0.05), (self.b, 0.1), (self.b_prime, 0.1)):
            nn.init.normal_(parameter, std=deviation)

    def forward(self, image):
        code = torch.sigmoid(F.dropout(image, 0.3, self.training) @ self.W + self.b)
        return torch.sigmoid(code @ self.W.T + self.b_prime)


NETWORKS = [
    Network("DenoisingAutoencoder", DenoisingAutoencoder, {"image": "f32[N, 784]"}, ("reconstruction",),
            randomize=DenoisingAutoencoder.randomize, unseen_macs=2 * 784 * 500),
]
