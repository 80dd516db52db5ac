#!/usr/bin/python3
"""side_by_side.py: Sinter and ONNX Runtime on the same networks, the same core, in one run.

Called by benchmark/run, which installs what is missing. Each round times one engine after the other, so that both
meet the same noise of the machine; the table shows medians over the rounds, and the ratio is the median of the
rounds' ratios. Both engines have one thread, pinned to one core.
"""
import argparse
import json
import statistics
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "test" / "models"))
from compare import NETWORKS  # noqa: E402

ENGINES = ("Sinter", "ONNX Runtime")


def export(network, folder):
    """Writes the network as ONNX and its weights as safetensors, once; returns both paths."""
    onnx, weights = folder / f"{network}.onnx", folder / f"{network}.safetensors"
    if not (onnx.exists() and weights.exists()):
        import torch
        from compare import randomize, write_safetensors

        _, _, (height, width, channels), build = NETWORKS[network]
        torch.manual_seed(7)
        model = build().eval()
        randomize(model)
        write_safetensors(weights, model.state_dict())
        image = torch.zeros(1, channels, height, width)
        torch.onnx.export(model, image, onnx, opset_version=17, input_names=["image"], output_names=["logits"])
    return onnx, weights


def commands(network, options):
    """The command of each engine that prints its times as one line of JSON."""
    text, name, shape, _ = NETWORKS[network]
    onnx, weights = export(network, options.folder)
    pin = ["taskset", "-c", str(options.core)]
    sinter = [options.sinter, "bench", ROOT / text, "--model", name, "--weights", weights, "--threads", "1", "--json"]
    size = ",".join(str(extent) for extent in (1, *shape))
    script = Path(__file__).with_name("onnxruntime.js")
    peer = ["node", script, options.peers, onnx, str(options.seconds), size]
    both = dict(zip(ENGINES, (pin + sinter, pin + peer)))
    return {engine: both[engine] for engine in options.engines}


def median_ms(command):
    output = subprocess.run([str(word) for word in command], check=True, capture_output=True, text=True).stdout
    return json.loads(output)["median_ms"]


def measure(network, options):
    """Returns the rounds' times in milliseconds by engine."""
    rounds = {engine: [] for engine in options.engines}
    for number in range(options.rounds):
        for engine, command in commands(network, options).items():
            rounds[engine].append(median_ms(command))
        if sys.stderr.isatty():
            print(f"\r{network}: round {number + 1} of {options.rounds} ", end="", file=sys.stderr)
    if sys.stderr.isatty():
        print("\r" + " " * 40 + "\r", end="", file=sys.stderr)
    return rounds


def row(network, rounds):
    cells = [f"{statistics.median(rounds[engine]):.4g}" if engine in rounds else "-" for engine in ENGINES]
    ratio = "-"
    if len(rounds) == len(ENGINES):
        ratio = f"{statistics.median(s / o for s, o in zip(*(rounds[engine] for engine in ENGINES))):.2f}"
    return f"{network:<14} | {cells[0]:>9} | {cells[1]:>15} | {ratio:>5}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("networks", nargs="*", default=["lenet5", "resnet18"], help=f"of {', '.join(NETWORKS)}")
    parser.add_argument("--sinter", default=ROOT / "build/release/bin/sinter")
    parser.add_argument("--peers", type=Path, default=ROOT / "build/peers")
    parser.add_argument("--folder", type=Path, default=ROOT / "build/benchmark", help="for models and weights")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=1.0, help="of ONNX Runtime in each round")
    parser.add_argument("--core", type=int, default=1)
    parser.add_argument("--only", dest="engines", action="append", choices=ENGINES, help="time one engine alone")
    options = parser.parse_args()
    options.engines = options.engines or list(ENGINES)
    unknown = [network for network in options.networks if network not in NETWORKS]
    if unknown:
        parser.error(f"no network is called `{unknown[0]}`; there are {', '.join(NETWORKS)}")

    options.folder.mkdir(parents=True, exist_ok=True)
    print(f"batch 1, one thread on core {options.core}, medians of {options.rounds} rounds")
    print(f"{'model':<14} | {'Sinter ms':>9} | {'ONNX Runtime ms':>15} | ratio")
    for network in options.networks:
        print(row(network, measure(network, options)), flush=True)
    print("ratio: Sinter / ONNX Runtime; under 1, Sinter is faster")
    print("ONNX Runtime is called from node, which adds a few per cent, and about 40 % on a net as small as LeNet-5")


if __name__ == "__main__":
    sys.exit(main())
