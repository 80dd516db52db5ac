"""types.py: types.py --make FOLDER: inputs of types.sn as .npy and as bytes; types.py FOLDER: whether its outputs are NumPy's, both ways."""
import sys

import numpy as np

INPUTS = ["image", "index", "mask"]
folder = sys.argv[-1]
if sys.argv[1] == "--make":
    random = np.random.default_rng(5)
    image = random.integers(0, 256, (3, 4, 4, 3), dtype=np.uint8)
    mask = random.integers(0, 2, (3, 4, 4)).astype(bool)
    for name, array in zip(INPUTS, [image, np.array([2, 0, 1], np.int32), mask]):
        np.save(f"{folder}/{name}.npy", array)
        array.tofile(f"{folder}/{name}.bin")
    sys.exit()

image, index, mask = [np.load(f"{folder}/{name}.npy") for name in INPUTS]
shade = np.array([0.25, 40.0, 300.5], np.float32)[index].reshape(3, 1, 1, 1)
picked = np.where(mask[..., None], image.astype(np.float32), shade)
expected = {
    "picked": picked,
    "bytes": np.clip(np.trunc(picked), 0, 255).astype(np.uint8),
    "where": (picked * np.array([1.0, 1.5, 0.5], np.float32)).argmax(-1).astype(np.int32),
    "large": picked > 100,
}
for name, array in expected.items():
    got = np.load(f"{folder}/{name}.npy")
    assert got.dtype == array.dtype and got.shape == array.shape and (got == array).all(), f"{name} by sinter run"
    got = np.fromfile(f"{folder}/{name}.bin", array.dtype).reshape(array.shape)
    assert (got == array).all(), f"{name} by the program"
