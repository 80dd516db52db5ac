"""Softmax regression.

RUN: %compare %s
RUN: %counts %s
"""
from torch import nn

from network import Network


class SoftmaxRegression(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(784, 10)

    def forward(self, image):
        return self.linear(image.flatten(1)).softmax(1)


NETWORKS = [
    Network(
        "SoftmaxRegression",
        SoftmaxRegression,
        {"image": "f32[N, 28, 28, 1]"},
        outputs=("probabilities",),
        parameters=7_850,
    )
]
