#!/usr/bin/python3
"""pytorch.py: times a network in PyTorch, as engine.h says.

    pytorch.py NETWORK WEIGHTS THREADS INPUT OUTPUT VARIANT      eager, eager-nhwc, script or script-nhwc
    pytorch.py NETWORK WEIGHTS THREADS INPUT OUTPUT              prints the quickest of the four and its milliseconds, and stops

`script` is TorchScript, frozen and optimized for inference; `nhwc` keeps images and weights channels last.
"""
import time

BEGIN = time.perf_counter()

import statistics  # noqa: E402
import sys  # noqa: E402
from pathlib import Path  # noqa: E402

import torch  # noqa: E402

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from networks import NETWORKS, build, read_input  # noqa: E402
from timing import resident_kb, times  # noqa: E402

VARIANTS = ("eager", "eager-nhwc", "script", "script-nhwc")


def prepare(case, weights, image, variant):
    model = build(case, weights)
    if variant.endswith("nhwc") and image.dim() == 4:
        model, image = model.to(memory_format=torch.channels_last), image.to(memory_format=torch.channels_last)
    if variant.startswith("script"):
        model = torch.jit.optimize_for_inference(torch.jit.freeze(torch.jit.trace(model, image)))
    return lambda: model(image)


def is_right(result, expected):
    """Scripts of MobileNetV3 are a quarter off: optimize_for_inference breaks its activations."""
    return (result - expected).abs().max() <= 1e-4 * expected.abs().max()


def median_of_few(call):
    times(call, 0, 2)
    return statistics.median(times(call, 0.3, 1))


def main():
    name, weights, threads, source, output, *variant = sys.argv[1:]
    torch.set_num_threads(int(threads))
    case = NETWORKS[name]
    image = read_input(case, source)
    if not variant:
        calls = {each: prepare(case, weights, image, each) for each in VARIANTS}
        expected = calls["eager"]()
        seconds = {each: median_of_few(call) for each, call in calls.items() if is_right(call(), expected)}
        quickest = min(seconds, key=seconds.get)
        print(quickest, 1e3 * seconds[quickest])
        return
    call = prepare(case, weights, image, *variant)
    result = call()
    first_ms = 1e3 * (time.perf_counter() - BEGIN)
    result.contiguous().numpy().tofile(output)  # before the answer: the reader compares it at once
    print(f'{{"first_ms": {first_ms:.6f}}}', flush=True)
    for line in sys.stdin:
        times(call, 0, 1)
        found = times(call, float(line), 3)
        print(
            f'{{"median_ms": {statistics.median(found):.6f}, "min_ms": {min(found):.6f},'
            f' "calls": {len(found)}, "peak_kb": {resident_kb("VmHWM")}}}',
            flush=True,
        )


if __name__ == "__main__":
    with torch.inference_mode():
        main()
