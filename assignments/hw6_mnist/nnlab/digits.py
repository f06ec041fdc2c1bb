"""Where the handwritten digits lie, and helpers to watch a network learn them.

    python -m nnlab.digits

fetches MNIST to data/mnist beside the notebook, about 11 MB.
"""

from __future__ import annotations

import gzip
import hashlib
import http.client
import io
import time
import urllib.request
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import LogLocator

from . import pictures

MIRRORS = (
    "https://storage.googleapis.com/cvdf-datasets/mnist/",
    "https://ossci-datasets.s3.amazonaws.com/mnist/",
)
FILES = {  # name: (md5, size) of what is in it
    "train-images-idx3-ubyte.gz": ("6bbc9ace898e44ae57da46a324031adb", 47_040_016),
    "train-labels-idx1-ubyte.gz": ("a25bea736e30d166cdddb491f175f624", 60_008),
    "t10k-images-idx3-ubyte.gz": ("2646ac647ad5339dbf082846283269ea", 7_840_016),
    "t10k-labels-idx1-ubyte.gz": ("27ae3e4e09519cfbb04c329615203637", 10_008),
}
QUIET_SECONDS, REDRAW_SECONDS = 0.5, 0.3

T = TypeVar("T")


@dataclass(frozen=True)
class Digits:
    """Four files of one data set. `name` is "MNIST" or "digits", `about` a sentence on it."""

    name: str
    about: str
    train_images: Path
    train_labels: Path
    test_images: Path
    test_labels: Path


def locate(folder: Path | str = "data") -> Digits:
    """MNIST from `folder`/mnist or from the user's cache, else the digits in `folder`/digits."""
    folder = Path(folder)
    for place in (folder / "mnist", _cache()):
        found = [_there(place / name) for name in FILES]
        if all(found):
            about = f"MNIST, from {place}: 60,000 images for training, 10,000 for testing."
            return Digits("MNIST", about, *found)  # type: ignore[arg-type]
    found = [folder / "digits" / name for name in FILES]
    if not all(path.exists() for path in found):
        raise FileNotFoundError(
            f"There is neither MNIST in {folder / 'mnist'} nor the digits in {folder / 'digits'}. "
            f"Open the notebook from its own folder, with `data` beside it."
        )
    about = (
        f"Digits, not MNIST, from {folder / 'digits'}: 1,437 images for training, 360 for testing. "
        f"For MNIST put its four files into {folder / 'mnist'}, or let `python -m nnlab.digits` "
        f"do it, and restart the notebook."
    )
    return Digits("digits", about, *found)


def fetch(folder: Path | str = "data/mnist", mirrors: Sequence[str] = MIRRORS) -> None:
    """Fetch the MNIST files that `folder` lacks, and keep only what has the published content.

    A file that no mirror has is a RuntimeError that says what each answered.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for name, (md5, size) in FILES.items():
        if _there(folder / name):
            print(f"{name}: there")
            continue
        faults = []
        for mirror in mirrors:
            try:
                with urllib.request.urlopen(mirror + name, timeout=20) as answer:
                    packed = answer.read(size)
                with gzip.GzipFile(fileobj=io.BytesIO(packed)) as unpacked:
                    content = unpacked.read(size + 1)
            except (OSError, EOFError, zlib.error, http.client.HTTPException) as error:
                faults.append(f"{mirror}: {error}")
                continue
            if hashlib.md5(content, usedforsecurity=False).hexdigest() == md5:
                (folder / name).write_bytes(packed)
                print(f"{name}: fetched from {mirror}")
                break
            faults.append(f"{mirror}: what it sent is not MNIST as published")
        else:
            raise RuntimeError(f"{name} could not be fetched. " + "; ".join(faults))


def grid(
    images: np.ndarray,
    titles: Sequence[str],
    columns: int = 8,
    cmap: str = "gray_r",
    limits: tuple[float, float] = (0.0, 1.0),
) -> Figure:
    """Draw images (N, rows * columns of pixels), square ones, each with its title above it."""
    side = int(round(np.sqrt(images.shape[1])))
    rows = -(-len(images) // columns)
    fig, axes = plt.subplots(rows, columns, figsize=(1.25 * columns, 1.5 * rows), squeeze=False,
                             layout="constrained")  # fmt: skip
    for ax in axes.flat:
        ax.axis("off")
    for ax, image, title in zip(axes.flat, images, titles):
        ax.imshow(image.reshape(side, side), cmap=cmap, vmin=limits[0], vmax=limits[1])
        ax.set_title(title, fontsize=10)
    return fig


class Bar:
    """How much of `total` is done, as a bar in a notebook and as a line of text elsewhere."""

    def __init__(self, total: int, label: str = "") -> None:
        self.total, self.label = total, label
        self.done = 0
        self.began = self.drawn = time.monotonic()
        self.handle: Any = None

    def step(self) -> None:
        """Count one more; the bar is drawn if half a second went by, now and then and at the end.
        """
        self.done += 1
        now = time.monotonic()
        due = now - self.drawn > REDRAW_SECONDS or self.done == self.total
        if now - self.began > QUIET_SECONDS and due:
            self.drawn = now
            self._draw()

    def __repr__(self) -> str:
        seconds = time.monotonic() - self.began
        return f"{self.label} {self.done}/{self.total}, {seconds:.0f} s".strip()

    def _repr_html_(self) -> str:
        return f'<progress value="{self.done}" max="{self.total}"></progress> {self!r}'

    def _draw(self) -> None:
        from IPython.display import display

        if self.handle is None:
            self.handle = display(self, display_id=True)
        else:
            self.handle.update(self)


def progress(items: Iterable[T], label: str = "") -> Iterator[T]:
    """The items, one by one, with a bar; a loop of less than half a second shows none."""
    kept = list(items)
    bar = Bar(len(kept), label)
    for item in kept:
        yield item
        bar.step()


class Live:
    """Loss and accuracy of some runs, drawn again and again while they train.

    `report` adds a point to the two curves of a run; `close` leaves the last picture, with its
    alternative text.
    """

    def __init__(self, total: int, xlabel: str = "epoch") -> None:
        self.bar, self.xlabel = Bar(total, "trained"), xlabel
        self.runs: dict[str, tuple[list[float], list[float]]] = {}
        self.drawn = time.monotonic()
        self.handle: Any = None

    def report(self, run: str, loss: float, accuracy: float) -> None:
        """Add a point to the curves of `run`."""
        losses, accuracies = self.runs.setdefault(run, ([], []))
        losses.append(float(loss))
        accuracies.append(float(accuracy))
        self.bar.step()
        if time.monotonic() - self.drawn > QUIET_SECONDS:
            self._draw()
            self.drawn = time.monotonic()

    def close(self, alt: str) -> None:
        """Put the finished picture in place of the last one."""
        from IPython.display import HTML

        if self.handle is not None:
            self.handle.update(HTML(""))
        pictures.show(self.figure(), alt=alt)

    def figure(self) -> Figure:
        """Both pictures as they are now: the loss on a logarithmic axis, the accuracy."""
        fig, (left, right) = plt.subplots(1, 2, figsize=(10, 3.6), layout="constrained")
        for k, (run, (losses, accuracies)) in enumerate(self.runs.items()):
            style: dict[str, Any] = {
                "color": pictures.COLORS[k % 5], "linestyle": pictures.DASHES[k % 5],
                "marker": pictures.MARKERS[k % 5], "markersize": 5, "label": run,
            }  # fmt: skip
            x = np.arange(1, len(losses) + 1)
            left.semilogy(x, losses, **style)
            right.plot(x, accuracies, **style)
        left.set(xlabel=self.xlabel, ylabel="cost")
        left.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
        left.yaxis.set_major_formatter("{x:g}")
        left.yaxis.set_minor_formatter("")
        right.set(xlabel=self.xlabel, ylabel="test accuracy", ylim=(None, 1))
        right.legend(frameon=False, loc="lower right")
        return fig

    def _draw(self) -> None:
        from IPython.display import HTML, display

        buffer = io.StringIO()
        fig = self.figure()
        fig.savefig(buffer, format="svg")
        plt.close(fig)
        picture = HTML(buffer.getvalue())
        if self.handle is None:
            self.handle = display(picture, display_id=True)
        else:
            self.handle.update(picture)


def _there(path: Path) -> Path | None:
    """The file, packed as its name says or unpacked, or None."""
    return next((p for p in (path, path.with_suffix("")) if p.is_file()), None)


def _cache() -> Path:
    """Where `coursework fetch-mnist` keeps what it fetched."""
    try:
        from platformdirs import user_cache_dir  # comes with Jupyter
    except ImportError:
        return Path("data", "mnist")
    return Path(user_cache_dir("nn-coursework")) / "mnist"


if __name__ == "__main__":
    fetch()
