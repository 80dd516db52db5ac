"""Two convolutions over time and two dense layers, for windows of nine signals.

RUN: %compare %s
RUN: %counts %s
"""
import torch
from torch import nn

from network import Network


class HarCnn(nn.Module):
    def __init__(self, steps=128, signals=9, classes=6):
        super().__init__()
        self.conv1 = nn.Conv1d(signals, 64, 3)
        self.conv2 = nn.Conv1d(64, 64, 3)
        self.fc1 = nn.Linear(64 * ((steps - 4) // 2), 100)
        self.fc2 = nn.Linear(100, classes)

    def forward(self, signals):
        x = torch.relu(self.conv2(torch.relu(self.conv1(signals))))
        x = nn.functional.max_pool1d(nn.functional.dropout(x, 0.5, self.training), 2)
        return self.fc2(torch.relu(self.fc1(x.flatten(1))))


NETWORKS = [
    Network("HarCnn", HarCnn, {"signals": "f32[N, T, 9]"}, small={"T": 128}, full={"T": 128}),
]
