"""One sigmoid layer to the code, one back.

RUN: %compare %s
RUN: %counts %s
"""
import torch
from torch import nn

from network import Network


class SparseAutoencoder(nn.Module):
    def __init__(self, visible=784, hidden=196):
        super().__init__()
        self.encoder = nn.Linear(visible, hidden)
        self.decoder = nn.Linear(hidden, visible)

    def forward(self, image):
        code = torch.sigmoid(self.encoder(image))
        return torch.sigmoid(self.decoder(code)), code


NETWORKS = [
    Network("SparseAutoencoder", SparseAutoencoder, {"image": "f32[N, 784]"}, ("reconstruction", "code")),
]
