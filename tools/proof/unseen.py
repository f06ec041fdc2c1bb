"""Wrong answers that the catalogue's authors never saw, and what the grader says of them.

The files `solutions/NAME/unseen/HALF/READER.py` have the answers of readers who knew the students'
release alone. An entry is like one of the catalogue, but its comment is the truth: what is wrong.

    # %% q4: divided by N - 1, and float32
    # The deviation is the sample's, and all numbers are cut to float32.
    def standardize(A): ...

The results are in `solutions/NAME/measured/unseen.json`. Whether hints say the truth is a
judgement: somebody reads both and writes the verdict into that file. If the hints of an entry
change, its verdict is taken away, and it has to be judged again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from autograder.diagnosis.hints import hints, read_answer_tables
from autograder.errors import CourseworkError
from autograder.files import write_atomically

from ..authoring.release import Release
from ..paths import Chapter
from ..terminal import Say, silent
from .answer_table import measured_answers
from .catalogue import Entry, read_entry
from .planting import planters
from .quality import total

HEAD = re.compile(r"# %% (q\w+): (.+)")
VERDICTS = {
    "named": "a hint says what is wrong",
    "property": "a hint says a property of the result that is wrong, or which part of it is",
    "message": "no hint helps, but the message of a public check says what is wrong",
    "nothing": "no hint, or one that does not help",
    "wrong": "a hint names something that is right",
}

MAX_MESSAGE = 400  # Of a message, this many characters are kept.

Unseen = dict[str, dict[str, dict[str, Any]]]  # The results by "HALF/READER" and "q4: NAME".


@dataclass(frozen=True)
class UnseenCounts:
    """How unseen wrong answers fared, in numbers.

    Attributes:
        answers: All of them.
        caught: Those that lose points.
        named, property, message, nothing, wrong: Those that are caught, by verdict.
        unjudged: Those that are caught and have no verdict, or were not planted yet.
    """

    answers: int = 0
    caught: int = 0
    named: int = 0
    property: int = 0
    message: int = 0
    nothing: int = 0
    wrong: int = 0
    unjudged: int = 0


def read_unseen(chapter: Chapter) -> dict[str, list[Entry]]:
    """Return the entries of each file of a chapter, by "HALF/READER".

    Raises:
        CourseworkError: An entry can't be read; the message names file and line.
    """
    files = {}
    for path in sorted(chapter.unseen.glob("*/*.py")):
        name = f"{path.parent.name}/{path.stem}"
        lines = path.read_text(encoding="utf-8").splitlines()
        starts = [number for number, line in enumerate(lines) if line.startswith("# %%")]
        entries = []
        for start, end in zip(starts, [*starts[1:], len(lines)]):
            place = f"{chapter.name}/unseen/{name}.py, line {start + 1}"
            head = HEAD.fullmatch(lines[start].rstrip())
            if head is None:
                raise CourseworkError(f"{place}: a cell begins like `# %% q1: NAME`.")
            question, title = head.groups()
            try:
                entries.append(read_entry(question, title, lines[start + 1 : end], "wrong"))
            except CourseworkError as error:
                raise CourseworkError(f"{place}: {error}") from None
        files[name] = entries
    return files


def measured_unseen(chapter: Chapter) -> Unseen:
    """Return the stored results of a chapter, which are empty if nothing was measured yet."""
    path = chapter.measured_unseen
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def plant_unseen(release: Release, jobs: int, say: Say = silent) -> Unseen:
    """Plant the unseen answers of a chapter, and return the results, with the verdicts that still
    hold.

    Answers that are held back are measured once. Whatever is mended for them afterwards, their
    results stay those of the time when nobody knew them.

    Args:
        release: A built release, whose catalogue has been planted.
        jobs: The number of processes.
        say: Called with the progress.
    """
    chapter = release.chapter
    tables = read_answer_tables(measured_answers(chapter))
    files, before = read_unseen(chapter), measured_unseen(chapter)
    known = {name: before[name] for name in files if name.startswith("held/") and name in before}
    files = {name: of_file for name, of_file in files.items() if name not in known}
    entries = list({entry: None for of_file in files.values() for entry in of_file})
    planted = {}
    with planters(release, jobs) as plant:
        for entry, result in plant((entry, "own") for entry in entries):
            planted[entry] = result
            say(f"{len(planted)} of {len(entries)} unseen answers")
    results: Unseen = dict(known)
    for name, of_file in files.items():
        results[name] = {}
        for entry in of_file:
            key, result = f"{entry.question}: {entry.name}", planted[entry]
            texts = [
                hint.text for hint in hints(tables[entry.question], result.answers, result.failed)
            ]
            new = {
                "caught": bool(result.lost),
                "hints": texts,
                "message": result.message[:MAX_MESSAGE],
            }
            results[name][key] = {**new, "verdict": _verdict(new, before.get(name, {}).get(key))}
    return results


def _verdict(new: dict[str, Any], old: dict[str, Any] | None) -> str:
    """Return the verdict on an entry if what it was given for is as it was, else ""."""
    if old is None or old["hints"] != new["hints"]:
        return ""
    verdict: str = old["verdict"]
    return "" if verdict == "message" and old["message"] != new["message"] else verdict


def store_unseen(chapter: Chapter, results: Unseen) -> None:
    """Write the results of a chapter."""
    write_atomically(chapter.measured_unseen, json.dumps(results, indent=1) + "\n")


def counts_of(chapter: Chapter, half: str) -> UnseenCounts:
    """Return the numbers of one half of a chapter's unseen answers."""
    results = measured_unseen(chapter)
    measured = [
        results.get(name, {}).get(f"{entry.question}: {entry.name}")
        for name, entries in read_unseen(chapter).items()
        if name.startswith(f"{half}/")
        for entry in entries
    ]
    return total(
        UnseenCounts,
        [UnseenCounts(1, *_row(one)) if one else UnseenCounts(1, unjudged=1) for one in measured],
    )


def _row(entry: dict[str, Any]) -> Iterator[int]:
    caught = entry["caught"]
    yield caught
    for verdict in (*VERDICTS, ""):
        yield caught and entry["verdict"] == verdict


def to_judge(chapter: Chapter, results: Unseen) -> Iterator[str]:
    """Yield each caught answer without a verdict, with its truth and its hints."""
    for name, entries in read_unseen(chapter).items():
        for entry in entries:
            result = results.get(name, {}).get(f"{entry.question}: {entry.name}")
            if result and result["caught"] and result["verdict"] not in VERDICTS:
                texts = " / ".join(result["hints"]) or "nothing"
                message = result.get("message") or "no public check fails"
                yield f"{name}, {entry.question}, {entry.name} ({entry.hint}): {texts} [{message}]"
