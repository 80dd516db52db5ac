"""face-detector.py: looks at what face-detector.test has made in a folder.

    face-detector.py FOLDER PHOTOS ROOT

The program's pictures must be the photos, with a green frame around the face of the astronaut; and the compiled network
must agree with test/zoo/tiny_face_detector.py on the real weights and both photos.
"""
import json
import struct
import subprocess
import sys
from pathlib import Path

import numpy as np
import torch
from PIL import Image

FOLDER, PHOTOS, ROOT = map(Path, sys.argv[1:])
sys.path.insert(0, str(ROOT / "test/zoo"))
from tiny_face_detector import TinyFaceDetector  # noqa: E402

TOLERANCE = 1e-4  # of the largest element of an output


def read_safetensors(path):
    data = path.read_bytes()
    start = 8 + struct.unpack_from("<Q", data)[0]
    tensors = json.loads(data[8:start])
    return {
        name: torch.from_numpy(np.frombuffer(data, "<f4", int(np.prod(tensor["shape"])), start + tensor["data_offsets"][0])
                               .reshape(tensor["shape"]).copy())
        for name, tensor in tensors.items()
    }


def pixels(path):
    return np.asarray(Image.open(path).convert("RGB"))


def check_frame():
    photo, drawn = pixels(PHOTOS / "astronaut.png"), pixels(FOLDER / "astronaut.png")
    changed = (photo != drawn).any(-1)
    rows, columns = np.where(changed)
    box = columns.min(), columns.max(), rows.min(), rows.max()
    assert (drawn[changed] == [0, 255, 0]).all(), "the frame is green"
    assert np.abs(np.array(box) - [163, 279, 75, 187]).max() <= 6, f"the frame is around the face, not at {box}"
    middle = changed[box[2] + 5 : box[3] - 4, box[0] + 5 : box[1] - 4]
    assert not middle.any(), "inside the frame the photo is as it was"
    assert (pixels(PHOTOS / "coffee.png") == pixels(FOLDER / "coffee.png")).all(), "no frame where there is no face"


def check_network():
    model = TinyFaceDetector().eval()
    model.load_state_dict(read_safetensors(FOLDER / "face.safetensors"))
    for name in ("astronaut", "coffee"):
        square = Image.new("RGB", (416, 416))
        image = Image.open(PHOTOS / f"{name}.png").convert("RGB")
        image.thumbnail((416, 416))
        square.paste(image)
        picture = np.asarray(square)
        np.save(FOLDER / "picture.npy", picture[None])
        command = ["sinter", "run", ROOT / "examples/face_detector/face_detector.sn", "--weights", FOLDER / "face.safetensors"]
        command += ["--input", f"picture={FOLDER}/picture.npy"]
        for output in ("boxes", "scores"):
            command += ["--output", f"{output}={FOLDER}/{output}.npy"]
        subprocess.run(command, check=True)
        normalized = (torch.from_numpy(picture.astype("f4")) - torch.tensor([117.001, 114.697, 97.404])) / 255
        with torch.no_grad():
            expected = model(normalized.permute(2, 0, 1)[None])
        for output, values in zip(("boxes", "scores"), expected):
            error = np.abs(np.load(FOLDER / f"{output}.npy") - values.numpy()).max() / values.abs().max().item()
            assert error <= TOLERANCE, f"{output} of {name}: largest error {error:.2e} of the largest element"


check_frame()
check_network()
