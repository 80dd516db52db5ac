"""LeNet-5, as PyTorch's tutorials write it.

RUN: %compare %s
RUN: %counts %s
"""
from train import LeNet5

from network import Network

NETWORKS = [Network("LeNet5", LeNet5, {"image": "f32[N, 28, 28, 1]"}, parameters=61_706)]
