"""Make the offline digits: scikit-learn's 8 x 8 digits as MNIST-like files.

    python -m tools.authoring.make_digits

Writes data/digits/. The 1,797 images are shuffled by a fixed seed, so that the ten digits and all
writers are in both parts, and split into 1,437 for training and 360 for testing. Each is enlarged
to 20 x 20 pixels bilinearly and gets a frame of 4 pixels on each side. All of it is computed in
whole numbers, so that the pixels are the same on every machine.
"""

from __future__ import annotations

import gzip
from pathlib import Path

import numpy as np

from ..paths import CHECKOUT

FOLDER = CHECKOUT / "data" / "digits"
TRAINING = 1437
SEED = 0
SMALL, MIDDLE, FRAME = 8, 20, 4  # Pixels.
DARKEST = 16  # The largest value of a pixel in the 8 x 8 images.


def framed(images: np.ndarray) -> np.ndarray:
    """Return images (N, 8, 8) with whole values 0..16 as images (N, 28, 28) of type uint8.

    Pixel centers are mapped to pixel centers. Beyond the outermost centers the value of the edge is
    used. Weights are counted in tenths, which are exact here: (k + 1/2) 8/20 - 1/2 = (4k - 3)/10.
    """
    tenths = 4 * np.arange(MIDDLE) - 3
    left, share = tenths // 10, tenths % 10
    weights = np.zeros((MIDDLE, SMALL), dtype=np.int64)
    for row, (pixel, part) in enumerate(zip(left, share)):
        weights[row, np.clip(pixel, 0, SMALL - 1)] += 10 - part
        weights[row, np.clip(pixel + 1, 0, SMALL - 1)] += part
    hundredths = weights @ images.astype(np.int64) @ weights.T
    gray = (255 * hundredths + 50 * DARKEST) // (100 * DARKEST)
    return np.pad(gray, ((0, 0), (FRAME, FRAME), (FRAME, FRAME))).astype(np.uint8)


def idx(array: np.ndarray) -> bytes:
    """Return a uint8 array as the content of an IDX file: magic number, sizes, values."""
    magic = bytes([0, 0, 8, array.ndim])
    return magic + np.array(array.shape, dtype=">u4").tobytes() + array.tobytes()


def files() -> dict[str, bytes]:
    """Return the unpacked content of the four files, by name."""
    from sklearn.datasets import load_digits

    digits = load_digits()
    order = np.random.default_rng(SEED).permutation(len(digits.target))
    images, labels = framed(digits.images)[order], digits.target[order].astype(np.uint8)
    return {
        "train-images-idx3-ubyte.gz": idx(images[:TRAINING]),
        "train-labels-idx1-ubyte.gz": idx(labels[:TRAINING]),
        "t10k-images-idx3-ubyte.gz": idx(images[TRAINING:]),
        "t10k-labels-idx1-ubyte.gz": idx(labels[TRAINING:]),
    }


def main(folder: Path = FOLDER) -> None:
    """Write the files. They are compressed without a time, so that the same zlib gives the same
    bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files().items():
        (folder / name).write_bytes(gzip.compress(content, 9, mtime=0))
        print(folder / name)


if __name__ == "__main__":
    main()
