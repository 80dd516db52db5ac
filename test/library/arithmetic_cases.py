"""Functions of one or two elements."""
import torch

from harness import Family, uniform

family = Family()
case = family.case
X = uniform(-3, 3, 3, 5, 7)
UNIT = uniform(-0.99, 0.99, 5, 9)
POSITIVE = uniform(0.1, 5, 4, 17)
ABOVE_ONE = uniform(1.01, 9, 4, 17)

case("x | clamp(-1, 0.5)", X, lambda x: x.clamp(-1, 0.5))
case("x | cast(i32)", X, lambda x: x.int())
case("x | cast(bool) | cast(f32)", X, lambda x: x.bool().double())
case("x | square", X, torch.square)
case("x | reciprocal", POSITIVE, torch.reciprocal)
case("x | exp2", X, torch.exp2)
case("x | log2", POSITIVE, torch.log2)
case("x | log10", POSITIVE, torch.log10)
case("x | log1p", UNIT, torch.log1p)
case("x | expm1", X, torch.expm1)
case("x | logit(eps=0.1)", uniform(0, 1, 5, 9), lambda x: torch.logit(x, 0.1))
case("x | logit", uniform(0.1, 0.9, 5, 9), torch.logit)
case("x | erfc", X, torch.erfc)
case("x | trunc", X, torch.trunc)
case("x | frac", X, torch.frac)
case("x | remainder(0.75)", X, lambda x: torch.remainder(x, 0.75))
case("remainder(x, y)", (X, uniform(0.5, 2, 7)), torch.remainder)
case("lerp(x, y, 0.25)", (X, uniform(-3, 3, 5, 1)), lambda x, y: torch.lerp(*torch.broadcast_tensors(x, y), 0.25))
case("lerp(x, y, z)", (X, uniform(-3, 3, 5, 1), uniform(0, 1, 7)), lambda x, y, z: x + z * (y - x))

case("x | tan", uniform(-1.4, 1.4, 5, 9), torch.tan)
case("x | asin", UNIT, torch.asin)
case("x | acos", UNIT, torch.acos)
case("atan2(x, y)", (X, uniform(-3, 3, 5, 7)), torch.atan2)
case("x | sinh", X, torch.sinh)
case("x | cosh", X, torch.cosh)
case("x | asinh", X, torch.asinh)
case("x | acosh", ABOVE_ONE, torch.acosh)
case("x | atanh", UNIT, torch.atanh)
