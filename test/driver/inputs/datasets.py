#!/usr/bin/python3
"""datasets.py: small data sets for the inputs image: f32[N, 6, 5, 1] and label: i32[N], sound and damaged in one way each.

    datasets.py KIND FOLDER [PHOTO]   writes the set
    datasets.py equal FOLDER PART     fails unless FOLDER/image.npy and label.npy are the PART (train, test) of a sound set
"""
import gzip
import io
import os
import re
import struct
import sys
import zipfile

import numpy as np

from pictures import write_png

RANDOM = np.random.default_rng(5)
IMAGES = {"train": RANDOM.integers(0, 256, (23, 6, 5), np.uint8), "test": RANDOM.integers(0, 256, (9, 6, 5), np.uint8)}
LABELS = {"train": np.arange(23) % 3, "test": np.arange(9) % 3}
WORDS = ["cat", "dog", "owl"]
QUOTED = {"cat": '"cat, small"', "dog": '"dog ""big"""', "owl": "owl"}


def idx(array, code=8):
    return struct.pack(f">BBBB{array.ndim}I", 0, 0, code, array.ndim, *array.shape) + array.tobytes()


def write(path, data):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(data)


def idx_files(folder, images=None, end="", pack=lambda data: data, dot="-"):
    for part, name in ("train", "train"), ("test", "t10k"):
        write(f"{folder}/{name}-images{dot}idx3-ubyte{end}", pack(images if images and part == "train" else idx(IMAGES[part])))
        write(f"{folder}/{name}-labels{dot}idx1-ubyte{end}", pack(idx(LABELS[part].astype(np.uint8))))


def floats(part):
    return (IMAGES[part] / 255).astype(np.float32)


def npy(folder, part, images, labels):
    os.makedirs(f"{folder}/{part}", exist_ok=True)
    np.save(f"{folder}/{part}/image.npy", images)
    np.save(f"{folder}/{part}/label.npy", labels)


def npz(save, **changes):
    file = io.BytesIO()
    save(file, **{"image": floats("train"), "label": LABELS["train"], **changes})
    return file.getvalue()


def npz_label(kind):
    file = io.BytesIO()
    np.save(file, LABELS["train"].astype(kind))
    return file.getvalue()


def lines(part, label_first=False, words=False):
    for image, label in zip(IMAGES[part], LABELS[part]):
        label = WORDS[label] if words else str(label)
        values = [repr(float(x)) for x in np.float32(image.ravel() / 255)]
        yield ",".join([label] + values if label_first else values + [label])


def table(part, **options):
    return "\n".join(lines(part, **options)) + "\n"


def picture_folder(folder, part, damaged=()):
    for i, (image, label) in enumerate(zip(IMAGES[part], LABELS[part])):
        path = f"{folder}/{WORDS[label]}/{i:03}.png"
        os.makedirs(os.path.dirname(path), exist_ok=True)
        write_png(np.repeat(image[..., None], 3, 2), path)
        if i in damaged:
            write(path, open(path, "rb").read()[:40])


def damaged_pictures(folder, photo):
    """A sound PNG, and it with one bit flipped in each field of each chunk, and cut; likewise the JPEG `photo`, which has no checksums, cut.
    Files are named after what is wrong."""
    picture_folder(folder, "test")
    sound = open(f"{folder}/cat/000.png", "rb").read()
    at = 8
    while at < len(sound):
        (length,) = struct.unpack_from(">I", sound, at)
        name = sound[at + 4 : at + 8].decode()
        for field, place in ("length", 3), ("type", 5), ("data", 8), ("sum", 8 + length):
            if field != "data" or length:
                data = bytearray(sound)
                data[at + place] ^= 1
                write(f"{folder}/owl/bad-{name}-{field}.png", bytes(data))
        at += 12 + length
    for size in (4, 20, 50, len(sound) - 12, len(sound) - 1):
        write(f"{folder}/owl/bad-{size}.png", sound[:size])
    write(f"{folder}/dog/behind.png", sound + b"what comes behind the end is no part of the picture")
    photo = open(photo, "rb").read()
    write(f"{folder}/dog/photo.jpg", photo)
    for share in (0.001, 0.01, 0.1, 0.5, 0.9, 0.999):
        write(f"{folder}/owl/bad-{share}.jpg", photo[: int(share * len(photo))])
    write(f"{folder}/owl/bad-end.jpg", photo[: photo.rindex(b"\xff\xd9") + 1])


def damaged_zip(change):
    """The archive with one change in the entry of `image` in its directory."""
    data = bytearray(npz(np.savez_compressed))
    change(data, data.index(b"PK\1\2"))
    return bytes(data)


def put(place, form, value):
    return lambda data, entry: struct.pack_into(form, data, entry + place, value)


def csv_with(line, text):
    rows = table("train").split("\n")
    rows[line - 1] = text(rows[line - 1])
    return "\n".join(rows)


def skewed(folder, change=lambda label: {"label": label}):
    """Of 200 examples 170 are of class 0, 20 of class 1 and 10 of class 2; brightness tells them apart, but not surely. `test` has as many of each."""
    random = np.random.default_rng(6)
    for part, counts in ("train", (170, 20, 10)), ("test", (20, 20, 20)):
        label = random.permutation(np.repeat(np.arange(3), counts))
        brightness = label + random.normal(0, 0.7, len(label))
        image = (0.2 * random.normal(0, 1, (len(label), 6, 5)) + brightness[:, None, None]).astype(np.float32)
        write(f"{folder}/{part}.npz", npz(np.savez, image=image, **change(label)))


TRAIN_IDX = idx(IMAGES["train"])
KINDS = {
    "idx": lambda f: idx_files(f),
    "idx-dot": lambda f: idx_files(f, dot="."),
    "idx-gz": lambda f: idx_files(f, end=".gz", pack=gzip.compress),
    "idx-gz-two": lambda f: idx_files(f, end=".gz", pack=lambda d: gzip.compress(d[:50]) + gzip.compress(d[50:])),
    "npy": lambda f: [npy(f, part, floats(part)[..., None], LABELS[part]) for part in IMAGES],
    "npy-doubles": lambda f: [npy(f, part, floats(part).astype(float), LABELS[part].astype(np.int8)) for part in IMAGES],
    "npy-bytes": lambda f: [npy(f, part, IMAGES[part], LABELS[part]) for part in IMAGES],
    **{
        f"npy-{kind}": lambda f, kind=kind: [npy(f, part, IMAGES[part] / np.float32(255), LABELS[part].astype(kind)) for part in IMAGES]
        for kind in ("i2", "u2", "u4", "u8")
    },
    "npz": lambda f: [write(f"{f}/{part}.npz", npz(np.savez, image=floats(part), label=LABELS[part])) for part in IMAGES],
    "npz-small": lambda f: [
        write(f"{f}/{part}.npz", npz(np.savez_compressed, image=floats(part), label=LABELS[part], other=np.ones(3))) for part in IMAGES
    ],
    "csv": lambda f: [write(f"{f}/{part}.csv", table(part).encode()) for part in IMAGES],
    "csv-words": lambda f: [write(f"{f}/{part}.csv", table(part, words=True).encode()) for part in IMAGES],
    "csv-quoted": lambda f: [write(f"{f}/{part}.csv", re.sub("[a-z]{3}", lambda word: QUOTED[word[0]], table(part, words=True)).encode()) for part in IMAGES],
    "csv-first": lambda f: [write(f"{f}/{part}.csv", table(part, label_first=True).encode()) for part in IMAGES],
    "csv-header": lambda f: [
        write(
            f"{f}/{part}.csv",
            ("\ufeff" + ",".join(["label"] + [f'"pixel {i}"' for i in range(30)]) + "\r\n" + table(part, label_first=True).replace("\n", "\r\n")).encode(),
        )
        for part in IMAGES
    ],
    "pictures": lambda f: [picture_folder(f"{f}/{part}", part) for part in IMAGES],
    "npz-skewed": skewed,
    "npz-skewed-3": lambda f: skewed(f, lambda label: {"label": np.where(label == 1, 3, label)}),
    "npz-masks": lambda f: skewed(f, lambda label: {"label": np.stack([label, 0 * label], 1)}),
    "npz-pair": lambda f: skewed(f, lambda label: {"label": label, "pair": label % 2}),
    # Damaged.
    "idx-short": lambda f: idx_files(f, TRAIN_IDX[:-1]),
    "idx-long": lambda f: idx_files(f, TRAIN_IDX + b"\0"),
    "idx-start": lambda f: idx_files(f, b"PK" + TRAIN_IDX),
    "idx-type": lambda f: idx_files(f, idx(IMAGES["train"], 11)),
    "idx-rank": lambda f: idx_files(f, b"\0\0\10\7" + TRAIN_IDX[4:]),
    "idx-header": lambda f: idx_files(f, TRAIN_IDX[:9]),
    "idx-huge": lambda f: idx_files(f, b"\0\0\10\3" + b"\xff" * 12 + TRAIN_IDX[16:]),
    "gz-huge": lambda f: idx_files(f, b"\0\0\10\3" + b"\xff" * 12 + TRAIN_IDX[16:], end=".gz", pack=gzip.compress),
    "gz-cut": lambda f: idx_files(f, end=".gz", pack=lambda d: gzip.compress(d)[:-20]),
    "gz-sum": lambda f: idx_files(f, end=".gz", pack=lambda d: gzip.compress(d)[:-8] + b"\0" * 8),
    "gz-not": lambda f: idx_files(f, end=".gz"),
    "idx-lengths": lambda f: idx_files(f, idx(IMAGES["train"][:20])),
    "npz-none": lambda f: write(f"{f}/train.npz", npz(np.savez)[:-30]),
    "npz-cut": lambda f: write(f"{f}/train.npz", npz(np.savez)[500:]),
    "npz-sum": lambda f: write(f"{f}/train.npz", damaged_zip(put(16, "<I", 7))),
    "npz-size": lambda f: write(f"{f}/train.npz", damaged_zip(put(24, "<I", 0xFFFFFFF0))),
    "npz-packed": lambda f: write(f"{f}/train.npz", damaged_zip(put(20, "<I", 0x7FFFFFFF))),
    "npz-offset": lambda f: write(f"{f}/train.npz", damaged_zip(put(42, "<I", 0x7FFFFFFF))),
    "npz-name": lambda f: write(f"{f}/train.npz", damaged_zip(put(28, "<H", 0xFFFF))),
    "npz-locked": lambda f: write(f"{f}/train.npz", damaged_zip(put(8, "<H", 1))),
    "npz-method": lambda f: write(f"{f}/train.npz", damaged_zip(put(10, "<H", 14))),
    "npz-names": lambda f: write(f"{f}/train.npz", npz(np.savez, x_train=np.ones(23), image=np.ones((23, 6, 5)), label=np.ones((23, 2), int))),
    "npz-missing": lambda f: write(f"{f}/train.npz", (lambda file: (np.savez(file, x=np.ones((23, 6, 5), np.float32)), file.getvalue())[1])(io.BytesIO())),
    "npz-scalar": lambda f: write(f"{f}/train.npz", npz(np.savez, label=np.array(3))),
    "npz-float-label": lambda f: write(f"{f}/train.npz", npz(np.savez, label=LABELS["train"] / 2)),
    "npz-large-label": lambda f: write(f"{f}/train.npz", npz(np.savez, label=LABELS["train"] + (np.arange(23) == 7) * 2**40)),
    "npz-u64-label": lambda f: write(f"{f}/train.npz", npz(np.savez, label=(LABELS["train"] + (np.arange(23) == 7) * 2**40).astype(np.uint64))),
    "npz-huge-label": lambda f: write(f"{f}/train.npz", npz(np.savez, label=LABELS["train"].astype(np.uint64) + (np.arange(23) == 7) * np.uint64(2**63))),
    "npz-u16-short": lambda f: write(f"{f}/label.npy", npz_label(np.uint16)[:-2]),
    "npz-label-4": lambda f: write(f"{f}/train.npz", npz(np.savez, label=LABELS["train"] + (np.arange(23) == 7) * 3)),
    "npz-label-below": lambda f: [
        write(f"{f}/{part}.npz", npz(np.savez, image=floats(part), label=LABELS[part] - 5 * (part == "test") * (np.arange(len(LABELS[part])) == 4)))
        for part in IMAGES
    ],
    "npz-few": lambda f: write(f"{f}/train.npz", npz(np.savez, image=floats("train")[:3], label=LABELS["train"][:3])),
    "csv-fields": lambda f: write(f"{f}/train.csv", csv_with(4, lambda row: row + ",1").encode()),
    "csv-quote": lambda f: write(f"{f}/train.csv", csv_with(4, lambda row: '"' + row).encode()),
    "csv-word": lambda f: write(f"{f}/train.csv", csv_with(4, lambda row: "many" + row[row.index(","):]).encode()),
    "csv-nan": lambda f: write(f"{f}/train.csv", csv_with(2, lambda row: "nan" + row[row.index(","):]).encode()),
    "csv-half": lambda f: write(f"{f}/train.csv", csv_with(3, lambda row: row[: row.rindex(",")] + ",0.5").encode()),
    "csv-columns": lambda f: write(f"{f}/train.csv", "\n".join("1," + row for row in lines("train")).encode()),
    "csv-class": lambda f: [write(f"{f}/train.csv", table("train", words=True).encode()), write(f"{f}/test.csv", table("test", words=True).replace("dog", "eel").encode())],
    "csv-semicolons": lambda f: write(f"{f}/train.csv", table("train").replace(",", ";").encode()),
    "csv-empty": lambda f: write(f"{f}/train.csv", b"a,b\n\n"),
    "picture-class": lambda f: [picture_folder(f"{f}/train", "train"), picture_folder(f"{f}/test", "test"), os.rename(f"{f}/test/cat", f"{f}/test/eel")],
    "pictures-damaged": lambda f: [picture_folder(f"{f}/train", "train", (2, 11)), picture_folder(f"{f}/test", "test", (8,))],
    "pictures-flipped": damaged_pictures,
    "nothing": lambda f: write(f"{f}/notes.txt", b"no data"),
}


def check_equal(folder, part):
    order = np.arange(len(LABELS[part]))
    if folder.endswith("pictures"):  # by class
        order = np.argsort(LABELS[part], kind="stable")
    image, label = np.load(f"{folder}/{part}-image.npy"), np.load(f"{folder}/{part}-label.npy")
    if image.dtype != np.float32 or label.dtype != np.int32:
        sys.exit(f"error: {image.dtype}, {label.dtype}")
    if not np.array_equal(label, LABELS[part][order]):
        sys.exit(f"error: labels {label}")
    error = np.abs(image[..., 0] - floats(part)[order]).max()
    if error > 2**-24:  # half a unit of the last place below 1
        sys.exit(f"error: images are off by {error}")


if __name__ == "__main__":
    if sys.argv[1] == "equal":
        check_equal(*sys.argv[2:])
    else:
        KINDS[sys.argv[1]](*sys.argv[2:])
