"""network.py: what a module of the zoo says about its networks.

A module NAME.py, beside the text examples/zoo/NAME.sn, holds `NETWORKS`: a list with a Network for each model of the text.
"""
from dataclasses import dataclass, field
from typing import Callable, Dict, Optional, Tuple

import torch
from torch import nn


@dataclass
class Network:
    """A model of a text, and the same network in PyTorch.

    Tensors are channels last for Sinter and in PyTorch's order, [N, C, ...], for `call`; lower ranks than 3 are the same in both.
    """

    model: str  # its name in the text
    build: Callable[[], nn.Module]  # PyTorch's parameters, under the names that the text gives them
    inputs: Dict[str, str]  # name -> type as in the text, "f32[N, H, W, 3]" or "u8[N, 28, 28, 1]"
    outputs: Tuple[str, ...] = ("logits",)  # in the order of the text
    small: Dict[str, int] = field(default_factory=dict)  # the smallest legal sizes of its dimensions but N
    full: Dict[str, int] = field(default_factory=dict)  # the sizes that the text exports
    # call(module, *inputs): the output, or the outputs in order.
    call: Callable[..., object] = lambda module, *inputs: module(*inputs)
    # draw(name, shape): an input channels last, where noise is not legal or leads to nothing.
    draw: Optional[Callable[[str, Tuple[int, ...]], torch.Tensor]] = None
    # randomize(module): random parameters, where those of compare.py do not suit; it runs after them.
    randomize: Callable[[nn.Module], None] = lambda module: None
    parameters: Optional[int] = None  # published number of parameters
    gmacs: Optional[str] = None  # published multiply-adds in billions, with the decimals that are published
    unseen_macs: int = 0  # multiply-adds at full size that PyTorch's module does outside of layers, as in `a @ b`
    options: Tuple[str, ...] = ()  # more arguments of `sinter run` and `sinter summary`
