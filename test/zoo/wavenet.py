"""vincentherrmann's pytorch-wavenet, with an output for each sample: what lies before the first is zero.

RUN: %compare %s
RUN: %counts %s
"""
import torch
from torch import nn
from torch.nn import functional as F

from network import Network


class WaveNet(nn.Module):
    def __init__(self, layers=10, blocks=4, channels=32, skips=256, end=256, classes=256):
        super().__init__()
        self.dilations = [2**i for i in range(layers)] * blocks
        count = len(self.dilations)
        self.start_conv = nn.Conv1d(classes, channels, 1, bias=False)
        causal = lambda dilation: nn.Conv1d(channels, channels, 2, dilation=dilation, bias=False)
        self.filter_convs = nn.ModuleList(map(causal, self.dilations))
        self.gate_convs = nn.ModuleList(map(causal, self.dilations))
        self.residual_convs = nn.ModuleList(nn.Conv1d(channels, channels, 1, bias=False) for _ in range(count))
        self.skip_convs = nn.ModuleList(nn.Conv1d(channels, skips, 1, bias=False) for _ in range(count))
        self.end_conv_1 = nn.Conv1d(skips, end, 1)
        self.end_conv_2 = nn.Conv1d(end, classes, 1)

    def forward(self, samples):
        x = self.start_conv(F.one_hot(samples.long(), 256).transpose(1, 2).float())
        skip = 0
        for i, dilation in enumerate(self.dilations):
            padded = F.pad(x, (dilation, 0))
            gated = torch.tanh(self.filter_convs[i](padded)) * torch.sigmoid(self.gate_convs[i](padded))
            skip = skip + self.skip_convs[i](gated)
            x = x + self.residual_convs[i](gated)
        return self.end_conv_2(F.relu(self.end_conv_1(F.relu(skip))))


NETWORKS = [
    Network("WaveNet", WaveNet, {"samples": "i32[N, T]"}, small={"T": 64}, full={"T": 4096},
            draw=lambda name, shape: torch.randint(0, 256, shape, dtype=torch.int32)),
]
