"""How long a chapter takes, by the stopwatches of its readers.

`solutions/NAME/times.yml` is written by hand, an entry for each reader who had the release and
nothing else:

    - reading: 41      # Minutes for the texts, pictures included.
      writing: 97      # Minutes for the answers.
      stuck: q5, the axis of the sum

A chapter that nobody has timed has no such file, and says so.
"""

from __future__ import annotations

import re
import statistics
from typing import Any

import yaml

from autograder.errors import CourseworkError

from ..paths import Chapter

UNKNOWN = "not measured yet"
PLACE = "**Time.** Not measured yet."
PAGE_ROW = re.compile(r"^(\|.*\((\w+)\.ipynb\).*\|)([^|\n]*)\|$", re.M)


def time_in_words(chapter: Chapter) -> str:
    """Return "reading 40 + writing 110 minutes (median of 3 readers)", or that nobody knows.

    Raises:
        CourseworkError: times.yml is no list of readers.
    """
    path = chapter.folder / "times.yml"
    if not path.exists():
        return UNKNOWN
    try:
        readers: list[dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8")) or []
        reading, writing = (
            statistics.median([float(reader[kind]) for reader in readers])
            for kind in ("reading", "writing")
        )
    except (yaml.YAMLError, TypeError, KeyError, ValueError) as error:
        raise CourseworkError(
            f"{path} should list readers, each with the minutes of `reading` and of `writing` "
            f"({type(error).__name__}: {error})."
        ) from None
    count = f"median of {len(readers)} readers" if len(readers) > 1 else "1 reader"
    return f"reading {reading:.0f} + writing {writing:.0f} minutes ({count})"


def with_time(source: str, chapter: Chapter) -> str:
    """Return the first cell of a notebook with the time of its chapter.

    It takes the place of the sentence PLACE, or stands below the title if the cell has none.
    """
    words = time_in_words(chapter)
    sentence = f"**Time.** {words[0].upper()}{words[1:]}."
    if PLACE in source:
        return source.replace(PLACE, sentence, 1)
    return re.sub(r"\A(# .+)$", lambda title: f"{title[1]}\n\n{sentence}", source, flags=re.M)


def page_with_times(page: str, chapters: list[Chapter]) -> str:
    """Return the course page with the time of each chapter in the last cell of its row."""
    times = {chapter.name: time_in_words(chapter) for chapter in chapters}

    def row(match: re.Match[str]) -> str:
        return f"{match[1]} {times.get(match[2], match[3].strip())} |"

    return PAGE_ROW.sub(row, page)
