#!/usr/bin/python3
"""trainer.py: what trainer.c should do, in numpy and double precision.

    trainer.py steps START.safetensors END.safetensors LOSSES.txt   recomputes the training between two states
    trainer.py parameters START.safetensors OUT.safetensors         keeps the parameters alone, in another order
    trainer.py killed TRAINER FOLDER                                kills saving programs, and resumes
    trainer.py damage TRAINER STATE.safetensors FOLDER              loads files with one mistake each
"""
import json
import random
import struct
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

TYPES = {"F32": np.float32, "I64": np.int64}
MALFORMED, MISMATCH, UNREADABLE = 4, 5, 3


def read(path):
    data = Path(path).read_bytes()
    length, = struct.unpack("<Q", data[:8])
    header = json.loads(data[8:8 + length])
    header.pop("__metadata__", None)
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        values = np.frombuffer(data[8 + length + begin:8 + length + end], TYPES[entry["dtype"]])
        tensors[name] = values.reshape(entry["shape"])
    return tensors


def write(path, tensors, change=lambda header: None):
    header, blob = {}, b""
    for name, values in tensors.items():
        kind = {np.dtype(type): key for key, type in TYPES.items()}[values.dtype]
        header[name] = {"dtype": kind, "shape": list(values.shape), "data_offsets": [len(blob), len(blob) + values.nbytes]}
        blob += values.tobytes()
    change(header)
    text = json.dumps(header).encode()
    Path(path).write_bytes(struct.pack("<Q", len(text)) + text + blob)


def number(step, index):
    bits = (step * 1000 + index) * 2654435761 & 0xFFFFFFFF
    bits ^= bits >> 15
    bits = bits * 2246822519 & 0xFFFFFFFF
    return (bits >> 8) / 8388608 - 1


def steps(start, end, losses):
    old, new = read(start), read(end)
    w, b = (old[name].astype(np.float64) for name in ("fc.weight", "fc.bias"))
    vw, vb = np.zeros_like(w), np.zeros_like(b)
    before = int(old["sinter.step"])
    for step, loss in enumerate(map(float, Path(losses).read_text().split()), before):
        x = np.array([number(step, i) for i in range(20)]).reshape(4, 5)
        y = np.array([number(step, 100 + i) for i in range(12)]).reshape(4, 3)
        c = x - np.array([0.1, 0.2, 0.3, 0.4, 0.5])
        e = c @ w.T + b - y
        assert abs((e * e).mean() - loss) < 1e-5, (step, loss, (e * e).mean())
        g = e / 6
        vw, vb = 0.9 * vw + g.T @ c, 0.9 * vb + g.sum(0)
        previous = b
        w, b = w - 0.1 * vw, b - 0.1 * vb
    assert step > before + 10
    wanted = {"fc.weight": w, "fc.bias": b, "shift": x.mean(0), "previous": previous,
              "sinter.momentum.v.fc.weight": vw, "sinter.momentum.v.fc.bias": vb}
    for name, values in wanted.items():
        worst = np.abs(new[name] - values).max()
        assert worst < 2e-6 * len(wanted), (name, worst)
    assert new["sinter.step"] == step + 1 and new["sinter.seed"] == old["sinter.seed"]


def parameters(start, out):
    tensors = read(start)
    names = [name for name in reversed(sorted(tensors)) if not name.startswith("sinter.")]
    kept = {name: tensors[name] for name in names}
    kept["bn1.num_batches_tracked"] = np.array(3, np.int64)
    write(out, kept)


def killed(trainer, folder):
    random.seed(7)
    path = Path(folder, "killed.safetensors")
    counts = set()
    for _ in range(25):
        program = subprocess.Popen([trainer, "loop", path])
        while not path.exists():
            time.sleep(0.001)
        time.sleep(random.uniform(0.001, 0.05))
        program.kill()
        program.wait()
        count = int(read(path)["sinter.step"])
        counts.add(count)
        fresh = Path(folder, "fresh.safetensors")
        subprocess.run([trainer, "train", "1", "-", fresh, str(count), "1"], check=True, stdout=subprocess.DEVNULL)
        assert fresh.read_bytes() == path.read_bytes(), f"killed after {count} steps"
        resumed = Path(folder, "resumed.safetensors")
        subprocess.run([trainer, "train", "5", path, resumed, "7", "1"], check=True, stdout=subprocess.DEVNULL)
        subprocess.run([trainer, "train", "1", "-", fresh, str(count + 7), "1"], check=True, stdout=subprocess.DEVNULL)
        assert fresh.read_bytes() == resumed.read_bytes(), f"resumed after {count} steps"
        path.unlink()
    assert len(counts) > 5, counts


def damage(trainer, state, folder):
    good, tensors = Path(state).read_bytes(), read(state)
    length, = struct.unpack("<Q", good[:8])
    bad = Path(folder, "damaged.safetensors")

    def expect(status, what):
        told = subprocess.run([trainer, "load", bad], check=True, stdout=subprocess.PIPE, text=True).stdout.split()
        assert told == [str(status), "same" if status else "changed"], (what, told)

    def header(change, status, what):
        write(bad, tensors, change)
        expect(status, what)

    bad.write_bytes(good)
    expect(0, "the file as it was")
    for size in [0, 1, 7, 8, 9, 8 + length - 1, 8 + length, len(good) - 1]:
        bad.write_bytes(good[:size])
        expect(MALFORMED, f"{size} bytes")
    bad.write_bytes(good + b"\0")
    expect(MALFORMED, "a byte more")
    for stated in [0, 2, length - 1, length + 1, 2**63, 2**64 - 1, 2**64 - 8]:
        bad.write_bytes(struct.pack("<Q", stated) + good[8:])
        expect(MALFORMED, f"a header of {stated} bytes")
    random.seed(3)
    for _ in range(300):  # a character of the header
        at = 8 + random.randrange(length)
        broken = good[:at] + bytes([random.randrange(256)]) + good[at + 1:]
        bad.write_bytes(broken)
        told = subprocess.run([trainer, "load", bad], check=True, stdout=subprocess.PIPE, text=True).stdout.split()
        assert told[1] == ("changed" if told[0] == "0" else "same"), (at, told)

    weight = "fc.weight"
    header(lambda h: h.pop(weight), MALFORMED, "bytes that belong to nothing")
    header(lambda h: h.update({"fc.wait": h.pop(weight)}), MISMATCH, "another name")
    header(lambda h: h[weight].update(shape=[5, 3]), MISMATCH, "another shape")
    header(lambda h: h[weight].update(shape=[15]), MISMATCH, "another rank")
    header(lambda h: h[weight].update(shape=[3, 5, 1, 1, 1, 1, 1, 1]), MISMATCH, "rank 8")
    header(lambda h: h[weight].update(shape=[3, 2**64]), MALFORMED, "a size that is no number")
    header(lambda h: h[weight].update(dtype="I32"), MISMATCH, "another type")
    header(lambda h: h[weight].update(dtype="F32F32F32F32"), MISMATCH, "a long type")
    header(lambda h: h[weight].update(data_offsets=[0, 2**40]), MALFORMED, "an end outside")
    header(lambda h: h[weight].update(data_offsets=[8, 0]), MALFORMED, "an end before its begin")
    header(lambda h: h[weight].update(data_offsets=[0, 8]), MALFORMED, "too few bytes")
    header(lambda h: h[weight].update(data_offsets=[0]), MALFORMED, "one offset")
    header(lambda h: h[weight].update(more=1), MALFORMED, "another key")
    header(lambda h: h[weight].pop("dtype"), MALFORMED, "no type")
    header(lambda h: h.update({"x" * 5000: h.pop(weight)}), MISMATCH, "a long name")
    header(lambda h: h.update({"__metadata__": {"a": 1}}), MALFORMED, "a number in the metadata")
    header(lambda h: h.update({"__metadata__": {"\u20ac\"\\": "\t"}}), 0, "escapes")
    for name in ["sinter.step", "shift"]:
        rest = {key: value for key, value in tensors.items() if key != name}
        write(bad, rest)
        expect(MISMATCH, f"no {name}")
    write(bad, {**tensors, "sinter.adam.m.fc.weight": tensors[weight]})
    expect(MISMATCH, "another optimizer's state")
    twice = json.loads(good[8:8 + length])
    text = json.dumps(twice).encode()
    text = text.replace(b'"fc.bias"', b'"fc.weight"')
    bad.write_bytes(struct.pack("<Q", len(text)) + text + good[8 + length:])
    told = subprocess.run([trainer, "load", bad], check=True, stdout=subprocess.PIPE, text=True).stdout.split()
    assert told in (["4", "same"], ["5", "same"]), told
    bad.unlink()
    expect(UNREADABLE, "no file")


{"steps": steps, "parameters": parameters, "killed": killed, "damage": damage}[sys.argv[1]](*sys.argv[2:])
