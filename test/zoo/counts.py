#!/usr/bin/python3
"""counts.py: parameters and multiply-adds of the networks of the zoo, and the table of examples/zoo/README.md.

    counts.py NAME... [--sinter PROGRAM]      `sinter summary` must print what PyTorch's module has, and what is published;
                                              the table's rows must say so too
    counts.py --write [NAME...]               puts the rows of these texts (or of all) into the table
    counts.py --check-rows                    only looks whether each model has one row, and each row a model

Multiply-adds are those of one image of the exported size, in convolutions and dense layers, as papers and torchvision count
them. PyTorch's are counted on tensors without data, where it has all operators for them.
"""
import argparse
import re
import subprocess
import sys
from pathlib import Path

import torch
from torch import nn

from compare import MODULES, ROOT, TEXTS, draw, models_of, modules, networks_of, shape_of, channels_first

README = TEXTS / "README.md"
ROW = re.compile(r"^\| (\w+) \| .*\[`(\w+)\.sn`\]")


def counts_of_module(network):
    """Parameters and multiply-adds of PyTorch's module; those of functions that are no layers are `unseen_macs`."""
    try:
        return counts_on("meta", network)
    except RuntimeError:  # some operators want data
        return counts_on("cpu", network)


def counts_on(device, network):
    model = network.build().eval().to(device)
    macs = network.unseen_macs

    def add(layer, inputs, output):
        nonlocal macs
        transposed = isinstance(layer, nn.modules.conv._ConvTransposeNd)
        taps = inputs[0] if transposed else output  # each element meets one filter of the weight
        macs += taps.numel() * layer.weight[0].numel()

    for layer in model.modules():
        if isinstance(layer, (nn.Linear, nn.modules.conv._ConvNd)):
            layer.register_forward_hook(add)
    inputs = [draw(network, name, kind, {"N": 1, **network.full}) for name, kind in network.inputs.items()]
    with torch.no_grad():
        network.call(model, *[channels_first(value).to(device) for value in inputs])
    return sum(parameter.numel() for parameter in model.parameters()), macs


def counts_of_summary(name, network, sinter):
    command = [sinter, "summary", TEXTS / f"{name}.sn", "--model", network.model, *network.options]
    table = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    total = re.search(r"^total +(.*)$", table, re.MULTILINE).group(1)
    parameters, macs, _ = (int(part.replace(" ", "")) for part in re.split(r" {2,}", total))
    return parameters, macs


def decimals(macs, published):
    """4089184256 as "4.09", with as many decimals as are published."""
    return f"{macs / 1e9:.{len(published.partition('.')[2])}f}"


def row_of(name, network, parameters, macs):
    text = (TEXTS / f"{name}.sn").read_text()
    head = " ".join(line[2:].strip() for line in text.splitlines() if line.startswith("//"))
    paper = re.search(r'"([^"]+)",\s+([^.;]*?\b\d{4})\b', head)
    if not paper:
        sys.exit(f'error: the comment at the top of {name}.sn names no paper as `"Title", Authors Year`')
    sizes = [shape_of(kind, {"N": 1, **network.full})[1][1:] for kind in network.inputs.values()]
    shapes = ", ".join(" x ".join(map(str, size)) for size in sizes)
    amount = f"{macs / 1e9:.3f} G" if macs >= 1e8 else f"{macs / 1e6:.3f} M"
    return (
        f"| {network.model} | {paper[1]}, {paper[2]} | [`{name}.sn`]({name}.sn) | {shapes} | {parameters:,} | {amount}"
        f" | `sinter compile {name}.sn --model {network.model}` |"
    )


def check(name, network, sinter):
    seen = counts_of_summary(name, network, sinter)
    mistakes = []
    for what, ours, theirs in zip(("parameters", "multiply-adds"), seen, counts_of_module(network)):
        if ours != theirs:
            mistakes.append(f"`sinter summary` counts {ours:,} {what}, but PyTorch's module has {theirs:,}")
    if network.parameters not in (None, seen[0]):
        mistakes.append(f"`sinter summary` counts {seen[0]:,} parameters, but published are {network.parameters:,}")
    if network.gmacs and decimals(seen[1], network.gmacs) != network.gmacs:
        mistakes.append(f"`sinter summary` counts {seen[1]:,} multiply-adds, but published are {network.gmacs} G")
    if row_of(name, network, *seen) not in README.read_text().splitlines():
        mistakes.append("examples/zoo/README.md has no or another row: `test/zoo/counts.py --write` mends it")
    for mistake in mistakes:
        print(f"error: {network.model}: {mistake}")
    if not mistakes:
        print(f"{network.model}: {seen[0]:,} parameters, {seen[1]:,} multiply-adds")
    return not mistakes


def check_rows():
    rows = sorted(match.groups() for match in map(ROW.match, README.read_text().splitlines()) if match)
    models = sorted((model, path.stem) for path in TEXTS.glob("*.sn") for model in models_of(path))
    if rows != models:
        print(f"error: the table of examples/zoo/README.md and the texts beside it differ in {set(rows) ^ set(models)}")
    return rows == models


def write(names, sinter):
    """Puts new rows where the table has old ones, sorted by file; the order of a file's models is that of its module."""
    lines = README.read_text().splitlines()
    first = next(i for i, line in enumerate(lines) if line.startswith("|---")) + 1
    last = next((i for i in range(first, len(lines)) if not lines[i].startswith("|")), len(lines))
    rows = {}
    for line in lines[first:last]:
        rows.setdefault(ROW.match(line).group(2), []).append(line)
    for name in names:
        rows[name] = [row_of(name, network, *counts_of_summary(name, network, sinter)) for network in networks_of(name)]
    present = [line for name in sorted(rows) if (MODULES / f"{name}.py").exists() for line in rows[name]]
    README.write_text("\n".join(lines[:first] + present + lines[last:]) + "\n")
    return True


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help="texts of examples/zoo (default: all)")
    parser.add_argument("--write", action="store_true", help="write the table")
    parser.add_argument("--check-rows", action="store_true", help="compare the table with the folder")
    parser.add_argument("--sinter", default=ROOT / "build/dev/bin/sinter", help="the program to ask")
    options = parser.parse_args()
    names = [Path(name).stem for name in options.names] or modules()
    if options.check_rows:
        return 0 if check_rows() else 1
    if options.write:
        return 0 if write(names, options.sinter) else 1
    results = [check(name, network, options.sinter) for name in names for network in networks_of(name)]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
