"""eriklindernoren's PyTorch-YOLOv3 with darknet's yolov3.cfg.

RUN: %compare %s
RUN: %counts %s
"""
import torch
from torch import nn
from torch.nn import functional as F

from network import Network

ANCHORS = [(10, 13), (16, 30), (33, 23), (30, 61), (62, 45), (59, 119), (116, 90), (156, 198), (373, 326)]


def sections():
    """The sections of yolov3.cfg behind [net], in order."""
    def conv(filters, size, stride=1, bare=False):
        return ("conv", filters, size, stride, bare)

    yield conv(32, 3)
    for filters, count in [(64, 1), (128, 2), (256, 8), (512, 8), (1024, 4)]:
        yield conv(filters, 3, 2)
        for _ in range(count):
            yield conv(filters // 2, 1)
            yield conv(filters, 3)
            yield ("shortcut", -3)
    for filters, mask, route in [(512, (6, 7, 8), 61), (256, (3, 4, 5), 36), (128, (0, 1, 2), None)]:
        for _ in range(3):
            yield conv(filters, 1)
            yield conv(2 * filters, 3)
        yield conv(255, 1, bare=True)
        yield ("yolo", mask)
        if route:
            yield ("route", -4)
            yield conv(filters // 2, 1)
            yield ("upsample", 2)
            yield ("route", -1, route)


class YOLOv3(nn.Module):
    def __init__(self):
        super().__init__()
        self.sections = list(sections())
        self.module_list = nn.ModuleList()
        widths = [3]  # of the image, then of each section
        for i, (kind, *values) in enumerate(self.sections):
            module, width = nn.Sequential(), widths[-1]
            if kind == "conv":
                filters, size, stride, bare = values
                module.add_module(f"conv_{i}", nn.Conv2d(width, filters, size, stride, (size - 1) // 2, bias=bare))
                if not bare:
                    module.add_module(f"batch_norm_{i}", nn.BatchNorm2d(filters))
                    module.add_module(f"leaky_{i}", nn.LeakyReLU(0.1))
                width = filters
            elif kind == "route":
                width = sum(widths[1:][j] for j in values)
            self.module_list.append(module)
            widths.append(width)

    def forward(self, image):
        outputs, found = [], []
        x = image
        for (kind, *values), module in zip(self.sections, self.module_list):
            if kind == "conv":
                x = module(x)
            elif kind == "shortcut":
                x = outputs[-1] + outputs[values[0]]
            elif kind == "route":
                x = torch.cat([outputs[j] for j in values], 1)
            elif kind == "upsample":
                x = F.interpolate(x, scale_factor=2, mode="nearest")
            else:
                found.append(decode(x, image.shape[2] // x.shape[2], [ANCHORS[j] for j in values[0]]))
            outputs.append(x)
        boxes, scores = zip(*found)
        return torch.cat(boxes, 1), torch.cat(scores, 1)


def decode(x, stride, anchors):
    n, _, rows, columns = x.shape
    x = x.view(n, len(anchors), 85, rows, columns).permute(0, 1, 3, 4, 2)
    row, column = torch.meshgrid(*(torch.arange(count, device=x.device) for count in (rows, columns)), indexing="ij")
    grid = torch.stack([column, row], 2).view(1, 1, rows, columns, 2).float()
    center = (x[..., 0:2].sigmoid() + grid) * stride
    size = torch.exp(x[..., 2:4]) * torch.tensor(anchors, device=x.device).float().view(1, -1, 1, 1, 2)
    return torch.cat([center, size], -1).reshape(n, -1, 4), x[..., 4:].sigmoid().reshape(n, -1, 81)


def tame(module):
    """Sizes are exponentials: keeps what they are taken of small."""
    for index in (81, 93, 105):
        module.module_list[index][0].weight.data.mul_(0.1)


NETWORKS = [
    Network("YOLOv3", YOLOv3, {"image": "f32[N, H, W, 3]"}, ("boxes", "scores"),
            small={"H": 32, "W": 64}, full={"H": 416, "W": 416}, parameters=61_949_149, gmacs="32.93", randomize=tame,
            call=lambda module, image: [found.transpose(1, 2) for found in module(image)]),
]
