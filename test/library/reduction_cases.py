"""Sums and the like, and which elements are largest."""
import torch

from harness import Family, integers, normal, uniform

family = Family()
case = family.case
X = normal(3, 5, 7, 4)
INDICES = integers(5, 2, 3)

case("x | sum", X, torch.sum, roundings=420)
case("x | sum([1, -1])", X, lambda x: x.sum((1, 3)), roundings=20)
case("x | mean", X, torch.mean)
case("x | mean(axes=-2, keep=true)", X, lambda x: x.mean(2, keepdim=True))
case("x | mean([3, 0])", X, lambda x: x.mean((0, 3)))
case("x | prod(2)", X, lambda x: x.prod(2))
case("x | prod", uniform(0.9, 1.1, 3, 5), torch.prod)
case("x | reduce_max", X, torch.amax)
case("x | reduce_max([0, 2], keep=true)", X, lambda x: x.amax((0, 2), keepdim=True))
case("x | reduce_min(-1)", X, lambda x: x.amin(-1))
case("max(x)", X, torch.amax)
case("x | max([0, 2], keep=true)", X, lambda x: x.amax((0, 2), keepdim=True))
case("x | min(axes=-1)", X, lambda x: x.amin(-1))
case("x | variance", X, torch.var)
case("x | variance([1, 2])", X, lambda x: x.var((1, 2)))
case("x | variance(-1, correction=0, keep=true)", X, lambda x: x.var(-1, unbiased=False, keepdim=True))
case("x | std(0)", X, lambda x: x.std(0))
case("x | std(correction=0)", X, lambda x: x.std(unbiased=False))
case("x | logsumexp", X, lambda x: x.flatten().logsumexp(0), roundings=420)
case("x | logsumexp([1, -1], keep=true)", uniform(-90, 90, 3, 5, 7, 4), lambda x: x.logsumexp((1, 3), keepdim=True))

case("x | argmax", X, lambda x: x.argmax(-1))
case("x | argmax(1, keep=true)", X, lambda x: x.argmax(1, keepdim=True))
case("x | argmin(axis=0)", X, lambda x: x.argmin(0))
case("x | top_k(2)", X, lambda x: tuple(x.topk(2)))
case("x | top_k(5, axis=1)", X, lambda x: tuple(x.topk(5, dim=1)))
case("x | cumsum", X, lambda x: x.cumsum(-1))
case("x | cumsum(axis=1)", X, lambda x: x.cumsum(1))

case("x | gather(y, axis=1)", (X, INDICES), lambda x, y: x[:, y.long()])
case("x | gather(y)", (normal(5, 4), INDICES), lambda x, y: x[y.long()])
case("gather_elements(x, y, axis=1)", (normal(3, 5, 4), integers(5, 3, 2, 4)), lambda x, y: x.gather(1, y.long()))
case("gather_elements(x, y)", (normal(3, 5), integers(5, 3, 9)), lambda x, y: x.gather(1, y.long()))
case("x | L: embedding(5, 6)", INDICES, lambda x, weight: weight[x.long()], weight=(5, 6))
