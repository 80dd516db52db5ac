"""Attention and places in sequences."""
import torch

from harness import Family, normal

family = Family()
case = family.case
Q, K, V = normal(2, 5, 12), normal(2, 7, 12), normal(2, 7, 8)


def attention(q, k, v, heads=1, causal=False):
    q, k, v = (x.unflatten(-1, (heads, -1)).transpose(1, 2) for x in (q, k, v))
    scores = q @ k.transpose(-1, -2) / q.shape[-1] ** 0.5
    if causal:
        scores = scores.masked_fill(~torch.ones(scores.shape[-2:], dtype=torch.bool).tril(), -torch.inf)
    return (scores.softmax(-1) @ v).transpose(1, 2).flatten(2)


case("scaled_dot_product_attention(x, y, z)", (Q, K, V), attention)
case("scaled_dot_product_attention(x, y, z, heads=4)", (Q, K, V), lambda x, y, z: attention(x, y, z, 4))
case("scaled_dot_product_attention(x, y, z, heads=2, causal=true)", (Q, K, V), lambda x, y, z: attention(x, y, z, 2, True))
case("scaled_dot_product_attention(x, x, x, heads=3, causal=true)", normal(3, 17, 24), lambda x: attention(x, x, x, 3, True))
case("x | L: learned_positions(9)", Q, lambda x, weight: x + weight[:5], weight=(9, 12))
