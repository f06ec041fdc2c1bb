"""What the command line shows: plain lines, tables, and a spinner during long work."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)

from autograder.wording import one_line, safe_text

Say = Callable[[str], None]
T = TypeVar("T")

console = Console(soft_wrap=True) if sys.stdout.isatty() else Console(soft_wrap=True, width=120)


LINES = 50  # Without a terminal, progress is shown in about this many lines.
MAX_SHOWN = 10_000  # A text on the terminal is cut after this many characters.


def silent(text: str) -> None:
    """Show nothing; for work whose progress nobody watches."""


def say(text: str) -> None:
    """Print a line without markup.

    A part of it may come from a submission, so no character moves the cursor or colors anything.
    """
    console.print(safe_text(text, MAX_SHOWN), markup=False)


def working(title: str, work: Callable[[Say], T]) -> T:
    """Do `work` and show its progress: beside a spinner, or in plain lines without a terminal.

    Args:
        title: What is being done.
        work: Called with a function that shows a text on the progress.

    Returns:
        What `work` returns.
    """
    if not console.is_terminal:
        return work(lambda text: say(f"{title}: {text}"))
    columns = SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn()
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task(title)
        return work(
            lambda text: progress.update(task, description=escape(one_line(f"{title}: {text}")))
        )


def counting(title: str, total: int, work: Callable[[Say], T]) -> T:
    """Do `work` on `total` things and show a bar, the rate and the time left.

    Without a terminal, lines say so: one for each thing if there are few, else for every 2 %.

    Args:
        title: What is being done.
        total: How many things there are.
        work: Called with a function to call when a thing is done, with its name.

    Returns:
        What `work` returns.
    """
    start, done, step = time.monotonic(), 0, max(1, total // LINES)

    def rate() -> str:
        seconds = max(time.monotonic() - start, 1e-3)
        left = timedelta(seconds=round((total - done) * seconds / max(done, 1)))
        return f"{done / seconds:.1f} a second, {left} left"

    if not console.is_terminal:

        def tell(name: str) -> None:
            nonlocal done
            done += 1
            if done % step == 0 or done == total:
                say(f"{title}: {done} of {total}, {rate()}, {name}")

        return work(tell)
    columns = (
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"), TimeElapsedColumn(),
    )  # fmt: skip
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task(escape(one_line(title)), total=total, rate="")

        def advance(name: str) -> None:
            nonlocal done
            done += 1
            progress.update(task, advance=1, rate=rate())

        return work(advance)


def short(path: Path) -> str:
    """Return a path relative to the working folder, if it is in that folder."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)
