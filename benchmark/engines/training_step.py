#!/usr/bin/python3
"""training_step.py: times a training step, as engine.h says.

    training_step.py NETWORK sinter THREADS SINTER FOLDER
    training_step.py NETWORK pytorch THREADS MEMORY_FORMAT       contiguous_format or channels_last

A line of seconds on standard input is answered with the median; `growth_kb` is how far the memory resident has grown at most
since the libraries were imported and the first batch was made.
"""
import json
import statistics
import sys
import time
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "test" / "training"))
from compiled import Training  # noqa: E402
from networks import CASES, ROOT, SEED  # noqa: E402
from timing import resident_kb, times  # noqa: E402


def sinter_step(case, inputs, threads, program, folder):
    training = Training(program, ROOT / case.text, folder, SEED, case.words, threads)
    return lambda: training.call(f"{case.name}_train_step", inputs, case.report, rate_factor=1.0)


def pytorch_step(case, inputs, threads, memory_format):
    torch.set_num_threads(threads)
    model = case.module().train().to(memory_format=getattr(torch, memory_format))
    optimizer = case.optimizer(model)
    tensors = [torch.from_numpy(each) for each in inputs]
    return lambda: case.step(model, tensors, optimizer, 0)


def main():
    name, engine, threads, *rest = sys.argv[1:]
    case = CASES[name]
    inputs = case.inputs(np.random.default_rng(5), case.batch)
    before = resident_kb("VmRSS")
    call = (sinter_step if engine == "sinter" else pytorch_step)(case, inputs, int(threads), *rest)
    begin = time.perf_counter()
    call()
    print(json.dumps({"first_ms": 1e3 * (time.perf_counter() - begin)}), flush=True)
    for line in sys.stdin:
        times(call, 0, 1)
        found = times(call, float(line), 3)
        answer = {"median_ms": statistics.median(found), "min_ms": min(found), "growth_kb": resident_kb("VmHWM") - before}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
