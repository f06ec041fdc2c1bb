"""Tables for the terminal: how good the tests are, and what is proven of each release."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table

from autograder.bundle.unpacking import read_tests_of

from ..authoring.release import Release
from ..paths import Chapter
from .answer_table import Measured, measured_answers
from .quality import chapter_counts, question_counts, share


def quality_table(chapter: Chapter, measured: Measured) -> Table:
    """Return a table of what was measured of a chapter, a row for each question and the sum."""
    table = Table("", "wrong answers", "caught", "by hidden tests alone", "own hint",
                  "right answers", "accepted", "mutants by rule", "no test can refuse",
                  "killed of the others")  # fmt: skip
    rows = question_counts(chapter, measured)
    for name, counts in {**rows, chapter.name: chapter_counts(chapter, measured)}.items():
        table.add_row(
            name, str(counts.wrong), str(counts.caught), str(counts.hidden),
            share(counts.hinted, counts.wrong), str(counts.right), str(counts.accepted),
            str(counts.mutants), str(counts.equivalent), share(counts.killed, counts.killable),
        )  # fmt: skip
    return table


def release_table(releases: Sequence[tuple[Release, str]]) -> Table:
    """Return a table of releases, each of them with a text on how many of its proofs hold."""
    table = Table("assignment", "points", "public checks", "hidden tests", "proofs that hold",
                  "wrong answers caught", "right answers accepted", "told what it was",
                  "one-line slips caught")  # fmt: skip
    for release, proofs in releases:
        cases = [case for question in read_tests_of(release.bundle) for case in question.cases]
        hidden = sum(case.hidden for case in cases)
        counts = chapter_counts(release.chapter, measured_answers(release.chapter))
        table.add_row(
            release.name, f"{sum(case.points for case in cases):g}", str(len(cases) - hidden),
            str(hidden), proofs, f"{counts.caught} of {counts.wrong}",
            f"{counts.accepted} of {counts.right}", f"{counts.hinted} of {counts.wrong}",
            f"{counts.killed} of {counts.killable}",
        )  # fmt: skip
    return table
