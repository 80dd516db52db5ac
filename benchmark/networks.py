#!/usr/bin/python3
"""networks.py: the networks of the benchmark: a text for Sinter, and the same network in PyTorch.

    networks.py NAME FOLDER    exports one for all engines, with random weights, an input, and PyTorch's output

PyTorch is loaded where a network is built or exported, and nowhere else.
"""
import importlib
import json
import struct
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Tuple

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "test/zoo"), str(ROOT / "examples/lenet5")]


@dataclass(frozen=True)
class Case:
    text: str
    model: str  # its name in the text
    module: Callable[[], object]  # the network in PyTorch, its parameters under the names of the text
    input: Tuple[int, ...]  # channels last, as Sinter takes it
    output: Tuple[int, ...]

    @property
    def bindings(self):
        """The sizes of the text's dimensions, as `--bind` takes them."""
        return [f"{name}={size}" for name, size in zip("NHW" if "lenet5" not in self.text else "N", self.input[:-1])]


def of_zoo(module, model, shape=(1, 224, 224, 3), output=(1, 1000)):
    def build():
        return next(each for each in importlib.import_module(module).NETWORKS if each.model == model).build()

    return Case(f"examples/zoo/{module}.sn", model, build, shape, output)


def narrow_unet():
    return importlib.import_module("unet").UNet(width=32)


def deeplabv3():
    """torchvision's gives a dictionary, which neither TorchScript nor ONNX has."""
    model = importlib.import_module("torchvision").models.segmentation.deeplabv3_resnet50(weights=None, weights_backbone=None)
    whole = model.forward
    model.forward = lambda image: whole(image)["out"]
    return model


NETWORKS = {
    "lenet5": of_zoo("lenet5", "LeNet5", (1, 28, 28, 1), (1, 10)),
    "lenet5_b64": of_zoo("lenet5", "LeNet5", (64, 28, 28, 1), (64, 10)),
    "resnet18": of_zoo("resnet", "ResNet18"),
    "resnet50": of_zoo("resnet", "ResNet50"),
    "vgg16": of_zoo("vgg", "VGG16"),
    "squeezenet1_1": of_zoo("squeezenet", "SqueezeNet"),
    "densenet121": of_zoo("densenet", "DenseNet121"),
    "googlenet": of_zoo("googlenet", "GoogLeNet"),
    "mobilenet_v2": of_zoo("mobilenet_v2", "MobileNetV2"),
    "mobilenet_v3_large": of_zoo("mobilenet_v3", "MobileNetV3Large"),
    "efficientnet_b0": of_zoo("efficientnet_b0", "EfficientNetB0"),
    "convnext_tiny": of_zoo("convnext", "ConvNeXtTiny"),
    "deeplabv3": Case("benchmark/models/deeplabv3.sn", "Segmentation", deeplabv3, (1, 256, 256, 3), (1, 256, 256, 21)),
    "unet": Case("benchmark/models/unet.sn", "UNet32", narrow_unet, (1, 256, 256, 3), (1, 256, 256, 2)),
    "dcgan": of_zoo("dcgan", "Generator", (1, 100), (1, 64, 64, 3)),
}


def channels_first(shape):
    return (shape[0], shape[-1], *shape[1:-1])


def read_input(case, path):
    """The input as a tensor of PyTorch."""
    import torch

    return torch.from_file(str(path), size=Path(path).stat().st_size // 4).reshape(channels_first(case.input)).clone()


def read_safetensors(path):
    """Yields name and tensor, one at a time, so that the file is never in memory as a whole."""
    import torch

    kinds = {"F32": torch.float32, "I64": torch.int64}
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        for name, entry in json.loads(file.read(length)).items():
            file.seek(8 + length + entry["data_offsets"][0])
            data = bytearray(file.read(entry["data_offsets"][1] - entry["data_offsets"][0]))
            yield name, torch.frombuffer(data, dtype=kinds[entry["dtype"]]).reshape(entry["shape"])


def build(case, weights):
    """The network in PyTorch with the weights of the file."""
    import torch

    model = case.module().eval()
    own = model.state_dict()
    with torch.no_grad():
        for name, tensor in read_safetensors(weights):
            own.pop(name).copy_(tensor)
    assert not own, f"{weights} lacks {list(own)}"
    return model


def export(case, folder):
    """Writes what the engines read: weights.safetensors, model.onnx; raw floats: the input channels first and last,
    PyTorch's output channels last."""
    import torch
    from compare import calibrate, channels_last, draw, randomize
    from network import Network
    from train import write_safetensors

    torch.manual_seed(7)
    network = Network(case.model, case.module, {"input": f"f32{list(case.input)}"}, ("output",))
    model = case.module().eval()
    randomize(model)
    calibrate(network, model, {"input": draw(network, "input", f"f32{[4, *case.input[1:]]}", {})})
    write_safetensors(folder / "weights.safetensors", model.state_dict())
    last = draw(network, "input", network.inputs["input"], {})
    first = last.movedim(-1, 1).contiguous()
    with torch.no_grad():
        expected = channels_last(model(first))
        torch.onnx.export(model, first, folder / "model.onnx", opset_version=17, input_names=["input"], output_names=["output"])
    assert expected.shape == case.output, f"{case.model} gives {list(expected.shape)}"
    last.numpy().tofile(folder / "input.last")
    first.numpy().tofile(folder / "input.first")
    expected.numpy().tofile(folder / "expected")


if __name__ == "__main__":
    export(NETWORKS[sys.argv[1]], Path(sys.argv[2]))
