"""GoogLeNet, torchvision's, which computes its heads only while training.

RUN: %compare %s
RUN: %counts %s
"""
from torchvision.models import googlenet

from network import Network


def with_heads(model, image):
    """The outputs of training, with the layers as they are when inferring."""
    model.training = True  # of the module alone, not of those inside
    return model(image)  # a tuple that names the two heads the wrong way round; the first one comes first


NETWORKS = [
    Network(
        "GoogLeNet",
        lambda: googlenet(aux_logits=False, init_weights=False),
        {"image": "f32[N, H, W, 3]"},
        small={"H": 33, "W": 52},
        full={"H": 224, "W": 224},
        parameters=6_624_904,
        gmacs="1.50",
    ),
    Network(
        "GoogLeNetWithHeads",
        lambda: googlenet(init_weights=False),
        {"image": "f32[N, H, W, 3]"},
        small={"H": 33, "W": 52},
        full={"H": 224, "W": 224},
        parameters=13_004_888,
        outputs=("logits", "aux1", "aux2"),
        call=with_heads,
    ),
]
