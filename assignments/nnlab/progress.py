"""A progress bar for a loop in a notebook."""

from __future__ import annotations

import html
import time
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

QUIET_SECONDS = 0.5  # A loop that takes fewer seconds than this shows no bar.
REDRAW_SECONDS = 0.3  # A bar is drawn again after this many seconds, not earlier.

T = TypeVar("T")


class Bar:
    """A progress bar: a picture in a notebook, a line of text elsewhere.

    Args:
        total: The number of steps until everything is done.
        label: The word before the numbers.
    """

    def __init__(self, total: int, label: str = "") -> None:
        self.total, self.label = total, label
        self.done = 0
        self.started_at = self.drawn_at = time.monotonic()
        self.handle: Any = None

    def step(self) -> None:
        """Count one more step, and draw the bar if it is time for that.

        Nothing is drawn in the first QUIET_SECONDS. Later the bar is drawn every REDRAW_SECONDS
        and at the last step.
        """
        self.done += 1
        now = time.monotonic()
        due = now - self.drawn_at > REDRAW_SECONDS or self.done == self.total
        if now - self.started_at > QUIET_SECONDS and due:
            self.drawn_at = now
            self._draw()

    def __repr__(self) -> str:
        seconds = time.monotonic() - self.started_at
        return f"{self.label} {self.done}/{self.total}, {seconds:.0f} s".strip()

    def _repr_html_(self) -> str:
        name = html.escape(self.label or "done")
        bar = f'<progress value="{self.done}" max="{self.total}" aria-label="{name}"></progress>'
        return f"{bar} {html.escape(repr(self))}"

    def _draw(self) -> None:
        from IPython.display import display

        if self.handle is None:
            self.handle = display(self, display_id=True)
        else:
            self.handle.update(self)


def progress(items: Iterable[T], label: str = "") -> Iterator[T]:
    """Yield the items one by one and show a progress bar, if the loop takes long enough.

    Args:
        items: What to loop over, for example range(epochs).
        label: The word before the numbers of the bar.
    """
    items = list(items)
    bar = Bar(len(items), label)
    for item in items:
        yield item
        bar.step()
