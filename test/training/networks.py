"""networks.py: the training steps that are compared with PyTorch and timed beside it, and the same in PyTorch."""
from dataclasses import dataclass
from pathlib import Path
from typing import Callable
import sys

import numpy as np
import torch
import torchvision
from torch import nn
from torch.nn import functional as F

import philox

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "examples" / "lenet5"))
from train import LeNet5, write_safetensors  # noqa: E402, F401


@dataclass
class Case:
    """A `train` block, and what PyTorch does instead."""

    text: str  # of the root
    name: str  # of the block
    batch: int
    module: Callable  # makes the network in PyTorch
    inputs: Callable  # (random generator, batch) -> arrays, in the order of the block's inputs
    step: Callable  # (model, inputs as tensors, number of the step) -> values of the report; steps the optimizers
    optimizer: Callable  # model -> optimizer, or a list of them
    report: tuple  # names of what the step gives
    tolerance: float  # of the distance between the weights, by the distance travelled
    steps: int = 20
    words: tuple = ()  # further ones of `sinter compile`
    frozen: tuple = ()  # beginnings of names whose tensors must not move


def image_first(images):
    """[N, H, W, C] to PyTorch's [N, C, H, W]."""
    return images.permute(0, 3, 1, 2)


def pictures(shape, classes):
    """Images with a tint of their own and labels that have to do with it, so that there is something to learn."""

    def make(random, batch):
        labels = random.integers(0, classes, batch).astype(np.int32)
        tint = np.linspace(-1, 1, classes)[labels].reshape(-1, 1, 1, 1)
        return (random.normal(size=(batch, *shape)) + tint).astype(np.float32), labels

    return make


def classify(model, inputs, optimizer, _):
    images, labels = inputs
    logits = model(image_first(images))
    loss = F.cross_entropy(logits, labels.long())
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item(), (logits.argmax(1) == labels).double().mean().item()


# Residual networks ----------------------------------------------------------------------------------------------------


class Basic(nn.Module):
    def __init__(self, channels, filters, stride):
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(channels, filters, 3, stride, 1, bias=False), nn.BatchNorm2d(filters)
        self.conv2, self.bn2 = nn.Conv2d(filters, filters, 3, 1, 1, bias=False), nn.BatchNorm2d(filters)
        if stride != 1:
            self.downsample = nn.Sequential(nn.Conv2d(channels, filters, 1, stride, bias=False), nn.BatchNorm2d(filters))

    def forward(self, x):
        y = self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x)))))
        return F.relu(y + (self.downsample(x) if hasattr(self, "downsample") else x))


class ResNet20(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(3, 16, 3, 1, 1, bias=False), nn.BatchNorm2d(16)
        self.layer1 = nn.Sequential(*(Basic(16, 16, 1) for _ in range(3)))
        self.layer2 = nn.Sequential(Basic(16, 32, 2), Basic(32, 32, 1), Basic(32, 32, 1))
        self.layer3 = nn.Sequential(Basic(32, 64, 2), Basic(64, 64, 1), Basic(64, 64, 1))
        self.fc = nn.Linear(64, 10)

    def forward(self, x):
        x = F.relu(self.bn1(self.conv1(x)))
        return self.fc(self.layer3(self.layer2(self.layer1(x))).mean((2, 3)))


def momentum(rate):
    return lambda model: torch.optim.SGD(model.parameters(), rate, momentum=0.9, weight_decay=1e-4)


# U-Net ----------------------------------------------------------------------------------------------------------------


class DoubleConv(nn.Sequential):
    def __init__(self, channels, filters):
        def half(inputs):
            return nn.ModuleDict({"conv": nn.Conv2d(inputs, filters, 3, padding=1, bias=False), "bn": nn.BatchNorm2d(filters)})

        super().__init__(half(channels), half(filters))

    def forward(self, x):
        for half in self:
            x = F.relu(half["bn"](half["conv"](x)))
        return x


class SmallUNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.down0, self.down1, self.bridge = DoubleConv(3, 8), DoubleConv(8, 16), DoubleConv(16, 32)
        self.up0, self.merge0 = nn.ConvTranspose2d(32, 16, 2, 2), DoubleConv(32, 16)
        self.up1, self.merge1 = nn.ConvTranspose2d(16, 8, 2, 2), DoubleConv(16, 8)
        self.head = nn.Conv2d(8, 2, 1)

    def forward(self, image):
        down0 = self.down0(image)
        down1 = self.down1(F.max_pool2d(down0, 2))
        merged = self.merge0(torch.cat([down1, self.up0(self.bridge(F.max_pool2d(down1, 2)))], 1))
        return self.head(self.merge1(torch.cat([down0, self.up1(merged)], 1)))


def masks(random, batch):
    """Images in which a part is brighter, and where it is."""
    mask = (random.random((batch, 4, 4)) < 0.4).repeat(8, 1).repeat(8, 2).astype(np.int32)
    return (random.normal(size=(batch, 32, 32, 3)) + mask[..., None]).astype(np.float32), mask


def dice_loss(probabilities, target):
    """As the library's `dice_loss`: over the pixels of each image and class, smoothed by 1, then their mean."""
    both = (probabilities * target).sum((2, 3))
    return (1 - (2 * both + 1) / (probabilities.sum((2, 3)) + target.sum((2, 3)) + 1)).mean()


def unet_step(model, inputs, optimizer, _):
    image, mask = inputs
    logits = model(image_first(image))
    target = F.one_hot(mask.long(), 2).permute(0, 3, 1, 2)
    loss = F.cross_entropy(logits, mask.long()) + dice_loss(logits.softmax(1), target)
    optimizer.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    return (loss.item(),)


# Variational autoencoder ----------------------------------------------------------------------------------------------


class Encoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1, self.conv2 = nn.Conv2d(1, 32, 3, 2, 1), nn.Conv2d(32, 64, 3, 2, 1)
        self.fc, self.mean, self.log_var = nn.Linear(7 * 7 * 64, 128), nn.Linear(128, 16), nn.Linear(128, 16)

    def forward(self, image):
        x = F.relu(self.conv2(F.relu(self.conv1(image))))
        h = F.relu(self.fc(x.permute(0, 2, 3, 1).flatten(1)))
        return self.mean(h), self.log_var(h)


class Decoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(16, 7 * 7 * 64)
        self.up1, self.up2 = nn.ConvTranspose2d(64, 32, 3, 2, 1, 1), nn.ConvTranspose2d(32, 1, 3, 2, 1, 1)

    def forward(self, z):
        x = F.relu(self.fc(z)).reshape(-1, 7, 7, 64).permute(0, 3, 1, 2)
        return self.up2(F.relu(self.up1(x)))


def vae():
    return nn.ModuleDict({"Encoder": Encoder(), "Decoder": Decoder()})


def vae_step(model, inputs, optimizer, step):
    (image,) = inputs
    image = image_first(image)
    mean, log_var = model["Encoder"](image)
    noise = torch.from_numpy(philox.normal(SEED, step, 0, tuple(mean.shape))).to(mean.dtype)
    logits = model["Decoder"](mean + torch.exp(0.5 * log_var) * noise)
    reconstruction = F.binary_cross_entropy_with_logits(logits, image, reduction="none").sum((1, 2, 3))
    divergence = -0.5 * (1 + log_var - mean**2 - log_var.exp()).sum(1)
    loss = (reconstruction + divergence).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item(), divergence.mean().item()


# DCGAN ----------------------------------------------------------------------------------------------------------------


class Generator(nn.Module):
    def __init__(self):
        super().__init__()
        self.project, self.bn = nn.ConvTranspose2d(100, 512, 4, bias=False), nn.BatchNorm2d(512)
        for i, (channels, filters) in enumerate([(512, 256), (256, 128), (128, 64)]):
            layers = {"conv": nn.ConvTranspose2d(channels, filters, 4, 2, 1, bias=False), "bn": nn.BatchNorm2d(filters)}
            setattr(self, f"up{i}", nn.ModuleDict(layers))
        self.out = nn.ConvTranspose2d(64, 3, 4, 2, 1, bias=False)

    def forward(self, z):
        x = F.relu(self.bn(self.project(z[:, :, None, None])))
        for layers in (self.up0, self.up1, self.up2):
            x = F.relu(layers["bn"](layers["conv"](x)))
        return torch.tanh(self.out(x))


class Discriminator(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(3, 64, 4, 2, 1, bias=False)
        for i, (channels, filters) in enumerate([(64, 128), (128, 256), (256, 512)]):
            layers = {"conv": nn.Conv2d(channels, filters, 4, 2, 1, bias=False), "bn": nn.BatchNorm2d(filters)}
            setattr(self, f"down{i}", nn.ModuleDict(layers))
        self.out = nn.Conv2d(512, 1, 4, bias=False)

    def forward(self, x):
        x = F.leaky_relu(self.stem(x), 0.2)
        for layers in (self.down0, self.down1, self.down2):
            x = F.leaky_relu(layers["bn"](layers["conv"](x)), 0.2)
        return self.out(x).flatten(1)


def dcgan():
    return nn.ModuleDict({"Generator": Generator(), "Discriminator": Discriminator()})


def dcgan_step(model, inputs, optimizers, step):
    (real,) = inputs
    for_discriminator, for_generator = optimizers
    z = torch.from_numpy(philox.normal(SEED, step, 0, (len(real), 100))).to(real.dtype)
    fake = model["Generator"](z)

    def against(logits, target):
        return F.binary_cross_entropy_with_logits(logits, torch.full_like(logits, target))

    discriminator = model["Discriminator"]
    first = against(discriminator(image_first(real)), 1.0) + against(discriminator(fake.detach()), 0.0)
    for_discriminator.zero_grad()
    first.backward()
    for_discriminator.step()
    second = against(discriminator(fake), 1.0)
    for_generator.zero_grad()
    second.backward()
    for_generator.step()
    return first.item(), second.item()


# MobileNetV2 whose backbone is frozen ---------------------------------------------------------------------------------


def flowers():
    model = torchvision.models.mobilenet_v2(num_classes=5)
    model.classifier[0] = nn.Identity()
    return model


def head_only(model):
    return torch.optim.Adam(model.classifier.parameters(), 1e-3)


def flowers_step(model, inputs, optimizer, step):
    model.features.eval()
    return classify(model, inputs, optimizer, step)


def gan_optimizers(model):
    return [torch.optim.Adam(model[name].parameters(), 2e-4, betas=(0.5, 0.999)) for name in ("Discriminator", "Generator")]


SEED = 11  # of the training state

CASES = {
    "lenet5": Case("examples/lenet5/lenet5.sn", "lenet5", 64, LeNet5, pictures((28, 28, 1), 10), classify,
                   lambda model: torch.optim.Adam(model.parameters(), 1e-3), ("loss", "accuracy"), 1e-2),
    "resnet20": Case("test/training/resnet20.sn", "resnet20", 64, ResNet20, pictures((32, 32, 3), 10), classify,
                     momentum(0.001), ("loss", "accuracy"), 1e-3),
    "resnet18": Case("test/training/resnet18.sn", "resnet18", 16, torchvision.models.resnet18, pictures((64, 64, 3), 1000), classify,
                     momentum(0.1), ("loss", "accuracy"), 1e-3),
    "small_unet": Case("test/training/small_unet.sn", "smallunet", 4, SmallUNet, masks, unet_step,
                       lambda model: torch.optim.SGD(model.parameters(), 0.01, momentum=0.9, nesterov=True), ("loss",), 1e-3),
    # Two networks that learn from each other amplify rounding most: after three steps PyTorch is further from itself than compare.py allows.
    "dcgan": Case("test/language/dcgan.sn", "dcgan", 4, dcgan, lambda random, batch: (np.tanh(random.normal(size=(batch, 64, 64, 3))).astype(np.float32),),
                  dcgan_step, gan_optimizers, ("loss_1", "loss_2"), 1e-2, steps=1, words=("--bind", "N=4")),
    "frozen": Case("test/training/frozen.sn", "frozen", 8, flowers, pictures((64, 64, 3), 5), flowers_step, head_only,
                   ("loss", "accuracy"), 1e-2, frozen=("features.",)),
    "vae": Case("test/language/vae.sn", "vae", 32, vae, lambda random, batch: (random.random((batch, 28, 28, 1), np.float32),), vae_step,
                lambda model: torch.optim.AdamW(model.parameters(), 1e-3, weight_decay=1e-4), ("loss", "mean"), 1e-2,
                words=("--entry", "train_step", "--bind", "N=32")),
}
