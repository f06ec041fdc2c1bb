"""Find the handwritten digits: MNIST if it has been fetched, else the small offline digits.

    python -m nnlab.mnist

fetches MNIST, about 11 MB, to `data/mnist` beside the notebook.
"""

from __future__ import annotations

import gzip
import hashlib
import logging
import os
import sys
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from . import this_notebook

MIRRORS = (
    "https://storage.googleapis.com/cvdf-datasets/mnist/",
    "https://ossci-datasets.s3.amazonaws.com/mnist/",
)
TIMEOUT_SECONDS = 20  # A mirror that sends nothing for so many seconds has failed.


class Published(NamedTuple):
    """The hashes of one published file.

    Attributes:
        sha256: The hash of the file as published, packed with gzip.
        content_md5: The hash of what is packed in it. Other people have packed MNIST again: then
            the files differ, but their content doesn't.
    """

    sha256: str
    content_md5: str


FILES = {
    "train-images-idx3-ubyte.gz": Published(
        "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
        "6bbc9ace898e44ae57da46a324031adb",
    ),
    "train-labels-idx1-ubyte.gz": Published(
        "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
        "a25bea736e30d166cdddb491f175f624",
    ),
    "t10k-images-idx3-ubyte.gz": Published(
        "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
        "2646ac647ad5339dbf082846283269ea",
    ),
    "t10k-labels-idx1-ubyte.gz": Published(
        "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
        "27ae3e4e09519cfbb04c329615203637",
    ),
}


@dataclass(frozen=True)
class Digits:
    """The four files of one data set.

    Attributes:
        name: "MNIST" or "digits".
        about: A sentence on the data set.
        train_images: The images to train with.
        train_labels: Their labels.
        test_images: The images to test with.
        test_labels: Their labels.
    """

    name: str
    about: str
    train_images: Path
    train_labels: Path
    test_images: Path
    test_labels: Path


def locate(folder: Path | str = "data") -> Digits:
    """Find MNIST in `folder`/mnist or in the user's cache, else the digits in `folder`/digits.

    Raises:
        FileNotFoundError: Neither data set is there.
    """
    folder = Path(folder)
    for place in () if _is_clean_run() else (folder / "mnist", cache()):
        paths = [_packed_or_unpacked(place / name) for name in FILES]
        if all(path.is_file() for path in paths):
            about = f"MNIST, from {place}: 60,000 images for training, 10,000 for testing."
            return Digits("MNIST", about, *paths)
    paths = [folder / "digits" / name for name in FILES]
    if not all(path.exists() for path in paths):
        raise FileNotFoundError(
            f"There is neither MNIST in {folder / 'mnist'} nor the digits in {folder / 'digits'}. "
            f"Open the notebook from its own folder, with `data` beside it."
        )
    about = (
        f"Digits, not MNIST, from {folder / 'digits'}: 1,437 images for training, 360 for testing. "
        f"For MNIST put its four files into {folder / 'mnist'}, or let `python -m nnlab.mnist` "
        f"do it, and restart the notebook."
    )
    return Digits("digits", about, *paths)


def fetch(folder: Path | str = "data/mnist", mirrors: Sequence[str] = MIRRORS) -> list[Path]:
    """Fetch the MNIST files that are missing, and print where they are.

    Nothing is fetched if the user's cache has all four files. A file is kept only if it is as
    published, so an interrupted download leaves nothing behind.

    Args:
        folder: The folder for the files.
        mirrors: Addresses that end with "/", in the order in which they are tried.

    Returns:
        The paths of the four files, in the order of FILES.

    Raises:
        RuntimeError: A file could not be fetched or written; the text says why.
    """
    folder = Path(folder)
    for place in (folder, cache()):
        paths = [_packed_or_unpacked(place / name) for name in FILES]
        if all(map(_is_mnist, paths)):
            print(f"MNIST is complete in {place}: there was nothing to fetch.")
            return paths
    missing = [name for name in FILES if not _is_mnist(_packed_or_unpacked(folder / name))]
    number = len(missing)
    faults = []
    for mirror in mirrors:
        fault = _fetch_from(mirror, folder, missing)
        if not missing:
            print(f"MNIST is complete in {folder}: {number} of {len(FILES)} files were fetched.")
            return [_packed_or_unpacked(folder / name) for name in FILES]
        faults.append(f"{mirror}: {fault}.")
    raise RuntimeError(
        f"MNIST could not be fetched. {' '.join(faults)} Missing in {folder}: "
        f"{', '.join(missing)}. Try again later, or put these files there yourself. "
        f"Until then the notebook uses the offline digits."
    )


def fetch_or_digits(folder: Path | str = "data", mirrors: Sequence[str] = MIRRORS) -> Digits:
    """Return MNIST, which is fetched if it is not here yet; without a network, the small digits.

    Which of the two it is, and why MNIST could not be fetched, is printed.

    Args:
        folder: The folder with `digits` in it; MNIST comes to `mnist` beside that.
        mirrors: As for `fetch`.
    """
    files = locate(folder)
    if files.name != "MNIST" and not _is_clean_run():
        try:
            fetch(Path(folder) / "mnist", mirrors)
        except (RuntimeError, ImportError) as error:
            print(error)
        files = locate(folder)
    print(files.about)
    return files


def _is_clean_run() -> bool:
    """Return True where a notebook is run as grading runs it, with the digits alone."""
    return this_notebook.CLEAN_RUN in os.environ


def cache() -> Path:
    """Return the folder in which the user's computer keeps MNIST for all courses."""
    try:
        from platformdirs import user_cache_dir  # It comes with Jupyter.
    except ImportError:
        return Path("data", "mnist")
    return Path(user_cache_dir("nn-coursework")) / "mnist"


def _fetch_from(mirror: str, folder: Path, missing: list[str]) -> str:
    """Fetch files from one mirror until a file fails.

    Args:
        mirror: The address of the mirror.
        folder: The folder for the files.
        missing: The names of the files; each name is removed as soon as its file is there.

    Returns:
        What was wrong with the mirror, or "" if all files came.

    Raises:
        RuntimeError: A file can't be written.
    """
    import pooch
    import requests

    pooch.get_logger().setLevel(logging.WARNING)  # The progress bar says enough.
    download = pooch.HTTPDownloader(
        progressbar=True, timeout=TIMEOUT_SECONDS, headers={"Accept-Encoding": "identity"}
    )
    try:
        while missing:
            name = missing[0]
            pooch.retrieve(
                mirror + name, f"sha256:{FILES[name].sha256}", name, folder, downloader=download
            )
            missing.pop(0)
    except requests.HTTPError as error:
        return f"it answered {getattr(error.response, 'status_code', 'nothing')} for {name}"
    except requests.Timeout:
        return f"it sent nothing for {TIMEOUT_SECONDS} seconds"
    except requests.RequestException as error:
        return f"the connection failed ({type(error).__name__})"
    except ValueError:  # The hash differs.
        return f"what it sent is not {name} as published"
    except OSError as error:
        raise RuntimeError(
            f"MNIST cannot be written to {folder}: {error.strerror or error}. "
            f"Choose another folder. Until then the notebook uses the offline digits."
        ) from None
    return ""


def _packed_or_unpacked(path: Path) -> Path:
    """Return `path` without its ".gz" if only the unpacked file is there, else `path`."""
    unpacked = path.with_suffix("")
    return unpacked if unpacked.is_file() and not path.is_file() else path


def _is_mnist(path: Path) -> bool:
    """Return True if the content of the file, packed or unpacked, is as published."""
    try:
        stored = path.read_bytes()
        unpacked = gzip.decompress(stored) if path.suffix == ".gz" else stored
    except (OSError, EOFError, zlib.error):  # It is missing or damaged.
        return False
    name = path.name.removesuffix(".gz") + ".gz"
    return hashlib.md5(unpacked, usedforsecurity=False).hexdigest() == FILES[name].content_md5


if __name__ == "__main__":
    try:
        fetch()
    except RuntimeError as error:
        sys.exit(str(error))
