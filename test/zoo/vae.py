"""The network of PyTorch's vae example; the noise is an input.

RUN: %compare %s
RUN: %counts %s
"""
import torch
from torch import nn
from torch.nn import functional as F

from network import Network


class VAE(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(784, 400)
        self.fc21 = nn.Linear(400, 20)
        self.fc22 = nn.Linear(400, 20)
        self.fc3 = nn.Linear(20, 400)
        self.fc4 = nn.Linear(400, 784)

    def forward(self, image, noise):
        h = F.relu(self.fc1(image))
        mean, log_var = self.fc21(h), self.fc22(h)
        z = mean + noise * torch.exp(0.5 * log_var)
        return torch.sigmoid(self.fc4(F.relu(self.fc3(z)))), mean, log_var


NETWORKS = [
    Network("VAE", VAE, {"image": "f32[N, 784]", "noise": "f32[N, 20]"}, ("reconstruction", "mean", "log_var")),
]
