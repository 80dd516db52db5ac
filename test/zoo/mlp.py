"""A perceptron with two hidden layers and dropout.

RUN: %compare %s
RUN: %counts %s
"""
from torch import nn
from torch.nn import functional as F

from network import Network


class MLP(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1, self.fc2, self.fc3 = nn.Linear(784, 400), nn.Linear(400, 400), nn.Linear(400, 10)
        self.dropout = nn.Dropout(0.5)

    def forward(self, image):
        x = self.dropout(F.relu(self.fc1(image.flatten(1))))
        return self.fc3(self.dropout(F.relu(self.fc2(x))))


NETWORKS = [Network("MLP", MLP, {"image": "f32[N, 28, 28, 1]"}, parameters=784 * 400 + 400 + 400 * 400 + 400 + 4010)]
