"""Losses and metrics, against PyTorch where it has them and NumPy's or scikit-learn's formulas where not."""
import torch
import torch.nn.functional as F

from harness import Family, integers, normal, uniform

family = Family()
case = family.case
X = normal(6, 5)
Y = uniform(-2, 2, 6, 5)
IMAGES = normal(2, 4, 3, 5)
P = uniform(0.02, 0.98, 6, 5)
TRUTHS = integers(2, 6, 5)
CLASSES = integers(5, 6)
PLACES = integers(5, 2, 4, 3)
WEIGHT = [0.5, 2.0, 1.0, 0.25, 3.0]
W = torch.tensor(WEIGHT, dtype=torch.float64)


def spatial(x):
    return x.movedim(-1, 1)


case("cross_entropy(x, y)", (X, CLASSES), lambda x, y: F.cross_entropy(x, y.long()))
case("cross_entropy(x, y)", (IMAGES, PLACES), lambda x, y: F.cross_entropy(spatial(x), y.long()))
case("cross_entropy(x, y, reduction=none)", (IMAGES, PLACES), lambda x, y: F.cross_entropy(spatial(x), y.long(), reduction="none"))
case("cross_entropy(x, y, reduction=sum)", (X, CLASSES), lambda x, y: F.cross_entropy(x, y.long(), reduction="sum"))
case("cross_entropy(x, y, label_smoothing=0.1)", (X, CLASSES), lambda x, y: F.cross_entropy(x, y.long(), label_smoothing=0.1))
case("cross_entropy(x, softmax(y))", (X, Y), lambda x, y: F.cross_entropy(x, y.softmax(-1)))
case("cross_entropy(x, softmax(y), label_smoothing=0.2, weight=[0.5, 2.0, 1.0, 0.25, 3.0])", (X, Y),
     lambda x, y: F.cross_entropy(x, y.softmax(-1), label_smoothing=0.2, weight=W))
case("cross_entropy(x, y, weight=[0.5, 2.0, 1.0, 0.25, 3.0])", (X, CLASSES), lambda x, y: F.cross_entropy(x, y.long(), weight=W))
case("cross_entropy(x, y, weight=[0.5, 2.0, 1.0, 0.25, 3.0], label_smoothing=0.1, ignore_index=2)", (IMAGES, PLACES),
     lambda x, y: F.cross_entropy(spatial(x), y.long(), weight=W, label_smoothing=0.1, ignore_index=2))
case("cross_entropy(x, y, weight=exp(z), label_smoothing=0.1, ignore_index=2)", (IMAGES, PLACES, normal(5)),
     lambda x, y, z: F.cross_entropy(spatial(x), y.long(), weight=z.exp(), label_smoothing=0.1, ignore_index=2))
case("cross_entropy(x, softmax(y), weight=exp(z))", (X, Y, normal(5)), lambda x, y, z: F.cross_entropy(x, y.softmax(-1), weight=z.exp()))
case("cross_entropy(x, y, weight=exp(z), reduction=none)", (X, CLASSES, normal(5)),
     lambda x, y, z: F.cross_entropy(x, y.long(), weight=z.exp(), reduction="none"))
case("cross_entropy(x, y, ignore_index=1)", (IMAGES, PLACES), lambda x, y: F.cross_entropy(spatial(x), y.long(), ignore_index=1))
case("cross_entropy(x, y, ignore_index=1, reduction=none)", (IMAGES, PLACES),
     lambda x, y: F.cross_entropy(spatial(x), y.long(), ignore_index=1, reduction="none"))

case("mse(x, y)", (X, Y), F.mse_loss)
case("mse(x, 0.5, reduction=none)", X, lambda x: F.mse_loss(x, torch.full_like(x, 0.5), reduction="none"))
case("mae(x, y)", (X, Y), F.l1_loss)
case("huber(x, y)", (X, Y), F.huber_loss)
case("huber(x, y, delta=0.3, reduction=sum)", (X, Y), lambda x, y: F.huber_loss(x, y, delta=0.3, reduction="sum"))
case("bce(x, cast(y, f32))", (P, TRUTHS), lambda x, y: F.binary_cross_entropy(x, y.double()))
case("bce(x, sigmoid(y), reduction=none)", (P, Y), lambda x, y: F.binary_cross_entropy(x, y.sigmoid(), reduction="none"))
case("bce_logits(x, cast(y, f32))", (X, TRUTHS), lambda x, y: F.binary_cross_entropy_with_logits(x, y.double()))
case("bce_logits(x, 1.0)", uniform(-80, 80, 6, 5), lambda x: F.binary_cross_entropy_with_logits(x, torch.ones_like(x)))
case("bce_logits(x, cast(y, f32), pos_weight=3.0)", (X, TRUTHS), lambda x, y: F.binary_cross_entropy_with_logits(x, y.double(), pos_weight=torch.tensor(3.0)))
case("bce_logits(x, cast(y, f32), pos_weight=[0.5, 2.0, 1.0, 0.25, 3.0])", (X, TRUTHS), lambda x, y: F.binary_cross_entropy_with_logits(x, y.double(), pos_weight=W))
case("bce_logits(x, cast(y, f32), pos_weight=exp(z))", (X, TRUTHS, normal(5)),
     lambda x, y, z: F.binary_cross_entropy_with_logits(x, y.double(), pos_weight=z.exp()))


def focal(x, y, alpha=0.25, gamma=2.0):
    """torchvision.ops.sigmoid_focal_loss."""
    p, y = x.sigmoid(), y.double()
    p_t = p * y + (1 - p) * (1 - y)
    loss = F.binary_cross_entropy_with_logits(x, y, reduction="none") * (1 - p_t) ** gamma
    return ((alpha * y + (1 - alpha) * (1 - y) if alpha >= 0 else 1) * loss).mean()


case("focal(x, cast(y, f32))", (X, TRUTHS), focal)
case("focal(x, cast(y, f32), alpha=0.6, gamma=1.5)", (X, TRUTHS), lambda x, y: focal(x, y, 0.6, 1.5))
case("focal(x, cast(y, f32), alpha=-1)", (X, TRUTHS), lambda x, y: focal(x, y, -1))
case("focal(x, cast(y, f32), gamma=0.5)", (X, TRUTHS), lambda x, y: focal(x, y, 0.25, 0.5))


def overlap(x, y, jaccard, smooth):
    """MONAI's DiceLoss, of each image and channel."""
    p, t = x.softmax(-1), F.one_hot(y.long(), 5).double()
    both, all = (p * t).sum((1, 2)), p.sum((1, 2)) + t.sum((1, 2))
    return 1 - ((both + smooth) / (all - both + smooth) if jaccard else (2 * both + smooth) / (all + smooth))


case("dice_loss(softmax(x), one_hot(y, 5))", (IMAGES, PLACES), lambda x, y: overlap(x, y, False, 1).mean())
case("dice_loss(softmax(x), one_hot(y, 5), smooth=0.01, reduction=none)", (IMAGES, PLACES), lambda x, y: overlap(x, y, False, 0.01))
case("iou_loss(softmax(x), one_hot(y, 5))", (IMAGES, PLACES), lambda x, y: overlap(x, y, True, 1).mean())


def kl_of_normals(x, y):
    of = torch.distributions.Normal
    return torch.distributions.kl_divergence(of(x, (y / 2).exp()), of(torch.zeros_like(x), torch.ones_like(x))).sum(-1)


case("kl_divergence(x, y)", (X, Y), lambda x, y: kl_of_normals(x, y).mean())
case("kl_divergence(x, y, reduction=none)", (IMAGES, uniform(-2, 2, 2, 4, 3, 5)), kl_of_normals)
case("kl_div(log(softmax(x)), softmax(y))", (X, Y), lambda x, y: F.kl_div(x.log_softmax(-1), y.softmax(-1), reduction="batchmean"))


def sparsity(x, rho):
    q = x.flatten(0, -2).mean(0)
    return (rho * (rho / q).log() + (1 - rho) * ((1 - rho) / (1 - q)).log()).sum()


case("sparsity(x)", P, lambda x: sparsity(x, 0.05))
case("sparsity(x, rho=0.2)", uniform(0.1, 0.9, 2, 3, 4, 5), lambda x: sparsity(x, 0.2))
case("hinge(x, cast(y, f32) * 2.0 - 1.0)", (X, TRUTHS), lambda x, y: (1 - (2.0 * y - 1) * x).clamp(min=0).mean())
case("triplet(x, y, z)", (X, Y, uniform(-1, 1, 6, 5)), F.triplet_margin_loss)
case("triplet(x, y, z, margin=0.3, reduction=none)", (X, Y, uniform(-1, 1, 6, 5)), lambda x, y, z: F.triplet_margin_loss(x, y, z, margin=0.3, reduction="none"))
case("cosine_loss(x, y)", (X, Y), lambda x, y: F.cosine_embedding_loss(x, y, torch.ones(6)))


# Metrics.
def confusion(x, y):
    m = torch.zeros(5, 5, dtype=torch.float64)
    for i, j in zip(y.flatten().long(), x.argmax(-1).flatten()):
        m[i, j] += 1
    return m


ONE_UNUSED = torch.tensor([0.0, -99, 0, 0, -99], dtype=torch.float64)  # never found; class 4 does not occur either


def quotient(a, b):
    return torch.where(b > 0, a / b.clamp(min=1), torch.zeros_like(a))


def ratios(x, y, what):
    m = confusion(x, y)
    hits, taken, count = m.diagonal(), m.sum(0), m.sum(1)
    if what == "f1":
        return quotient(2 * hits, taken + count), count
    return quotient(hits, taken if what == "precision" else count), count


def macro(x, y, what):
    """Of the classes that occur or were found, as scikit-learn has it."""
    m = confusion(x, y)
    return ratios(x, y, what)[0][m.sum(0) + m.sum(1) > 0].mean()


def area(scores, truths):
    a, b = scores[truths > 0], scores[truths == 0]
    return ((a[:, None] > b).double() + (a[:, None] == b).double() / 2).mean()


def mask_ratio(p, y, name):
    q, t = (p > 0.5).double(), y.double()
    both, all = (q * t).sum(), q.sum() + t.sum()
    return both / (all - both) if name == "iou" else 2 * both / all


def mean_iou(x, y):
    m = confusion(x, y)
    hits, all = m.diagonal(), m.sum(0) + m.sum(1) - m.diagonal()
    return (hits[all > 0] / all[all > 0]).mean()


case("accuracy(x, y)", (IMAGES, PLACES), lambda x, y: (x.argmax(-1) == y).double().mean())
case("accuracy(x, y, ignore_index=3)", (IMAGES, PLACES), lambda x, y: (x.argmax(-1) == y)[y != 3].double().mean())
case("top_k_accuracy(x, y, k=2)", (IMAGES, PLACES), lambda x, y: (x.topk(2).indices == y[..., None]).any(-1).double().mean())
case("top_k_accuracy(x, y, k=3, ignore_index=0)", (IMAGES, PLACES),
     lambda x, y: (x.topk(3).indices == y[..., None]).any(-1)[y != 0].double().mean())
case("confusion_matrix(x, y)", (IMAGES, PLACES), confusion)
for name in ("precision", "recall", "f1"):
    case(f"{name}(x, y)", (IMAGES, PLACES), lambda x, y, name=name: macro(x, y, name))
    case(f"{name}(x + tensor([0.0, -99.0, 0.0, 0.0, -99.0]), ops.minimum(y, 3))", (X, CLASSES), lambda x, y, name=name: macro(x + ONE_UNUSED, y.clamp(max=3), name))
    case(f"{name}(x, y, average=none)", (X, CLASSES), lambda x, y, name=name: ratios(x, y, name)[0])
    case(f"{name}(x, y, average=weighted)", (IMAGES, PLACES), lambda x, y, name=name: (lambda r, n: (r * n).sum() / n.sum())(*ratios(x, y, name)))
    case(f"{name}(x, y, average=micro)", (IMAGES, PLACES), lambda x, y: (x.argmax(-1) == y).double().mean())
case("auc(x, y)", (X, TRUTHS), area)
case("auc(floor(x), y)", (X, TRUTHS), lambda x, y: area(x.floor(), y))
case("auc(x, y * 2 - 1)", (X, TRUTHS), area)
case("auc(x, y * 255)", (X, TRUTHS), area)
case("auc(x, y * 0)", (X, TRUTHS), lambda x, y: torch.tensor(0.5))
case("auc(x, y * 0 + 1)", (X, TRUTHS), lambda x, y: torch.tensor(0.5))
case("iou(x, y * 255)", (P, TRUTHS), lambda x, y: mask_ratio(x, y, "iou"))
case("dice(x, y * 255)", (P, TRUTHS), lambda x, y: mask_ratio(x, y, "dice"))
case("iou(x, y)", (P, TRUTHS), lambda x, y: mask_ratio(x, y, "iou"))
case("iou(x * 0.0, y * 0)", (P, TRUTHS), lambda x, y: torch.tensor(1.0, dtype=torch.float64))
case("dice(x, y)", (P, TRUTHS), lambda x, y: mask_ratio(x, y, "dice"))
case("mean_iou(x, y)", (IMAGES, PLACES), mean_iou)
case("rmse(x, y)", (X, Y), lambda x, y: F.mse_loss(x, y).sqrt())
case("psnr(x, y, peak=2.0)", (X, Y), lambda x, y: 10 * (4 / F.mse_loss(x, y)).log10())
case("perplexity(x, y)", (X, CLASSES), lambda x, y: F.cross_entropy(x, y.long()).exp())
