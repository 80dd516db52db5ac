"""DavideA's c3d-pytorch.

RUN: %compare %s
RUN: %counts %s
"""
import torch
from torch import nn

from network import Network


class C3D(nn.Module):
    def __init__(self, size=112, classes=487):
        super().__init__()
        widths = {"1": (3, 64), "2": (64, 128), "3a": (128, 256), "3b": (256, 256),
                  "4a": (256, 512), "4b": (512, 512), "5a": (512, 512), "5b": (512, 512)}
        for name, (cin, cout) in widths.items():
            setattr(self, f"conv{name}", nn.Conv3d(cin, cout, 3, padding=1))
        self.pool1 = nn.MaxPool3d((1, 2, 2))
        self.pool = nn.MaxPool3d(2)
        self.pool5 = nn.MaxPool3d(2, padding=(0, 1, 1))
        last = size // 16 // 2 + 1
        self.fc6 = nn.Linear(512 * last * last, 4096)
        self.fc7 = nn.Linear(4096, 4096)
        self.fc8 = nn.Linear(4096, classes)
        self.dropout = nn.Dropout(0.5)

    def forward(self, clip):
        x = self.pool1(torch.relu(self.conv1(clip)))
        x = self.pool(torch.relu(self.conv2(x)))
        x = self.pool(torch.relu(self.conv3b(torch.relu(self.conv3a(x)))))
        x = self.pool(torch.relu(self.conv4b(torch.relu(self.conv4a(x)))))
        x = self.pool5(torch.relu(self.conv5b(torch.relu(self.conv5a(x)))))
        x = self.dropout(torch.relu(self.fc6(x.flatten(1))))
        x = self.dropout(torch.relu(self.fc7(x)))
        return self.fc8(x)


NETWORKS = [
    Network("C3D", C3D, {"clip": "f32[N, 16, H, W, 3]"}, small={"H": 112, "W": 112}, full={"H": 112, "W": 112}),
]
