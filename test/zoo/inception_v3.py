"""Inception v3, torchvision's, which computes its head only while training.

RUN: %compare %s
RUN: %counts %s
"""
from torchvision.models import inception_v3

from network import Network


def with_heads(model, image):
    """The outputs of training, with the layers as they are when inferring."""
    model.training = True  # of the module alone, not of those inside
    return model(image)


NETWORKS = [
    Network(
        "InceptionV3",
        lambda: inception_v3(aux_logits=False, init_weights=False),
        {"image": "f32[N, H, W, 3]"},
        small={"H": 75, "W": 91},
        full={"H": 299, "W": 299},
        parameters=23_834_568,
        gmacs="5.71",
    ),
    Network(
        "InceptionV3WithHead",
        lambda: inception_v3(init_weights=False),
        {"image": "f32[N, H, W, 3]"},
        small={"H": 299, "W": 299},
        full={"H": 299, "W": 299},
        parameters=27_161_264,
        outputs=("logits", "aux"),
        call=with_heads,
    ),
]
