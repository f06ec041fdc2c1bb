"""docs/test-quality.md: how well the tests tell wrong answers from right ones."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from autograder.files import write_atomically

from ..authoring.master import read_master
from ..paths import Chapter, Course
from .answer_table import Measured, measured_answers
from .catalogue import read_catalogue
from .quality import (
    Counts,
    chapter_counts,
    faults,
    has_own_hint,
    question_counts,
    share,
    total,
)
from .unseen import UnseenCounts, counts_of, read_unseen

PAGE = "test-quality.md"
HEADER = """# How good the tests are

Written by `coursework mutation`, which plants every wrong answer of the catalogue
(`mistakes.py` of each chapter) and every right one into the reference notebook and grades it. A
wrong answer has to cost its question points, and no other question any; a right one has to keep all
points. A hint is right if it is the one of the planted mistake. `coursework mutation --rules`
plants one-line slips of the reference, made by rule (`tools/proof/mutants.py`). Some of them no
test can refuse: they are listed with the reason, and the share of killed mutants is that of the
others.

"""

UNSEEN = """## Answers that the catalogue does not know

Written by readers who had the students' release alone, as students would: a third with two slips,
and with harmless differences of style. `coursework mutation --unseen` plants them. Whether the
hints tell the truth was judged by reading them beside it (`measured/unseen.json` of each chapter).
*Named*: a hint says what is wrong. *Property*: a hint says which property of the result is wrong,
or which part of it is, and where. *Message*: no hint helps, but the message of a public check says
what is wrong; these count neither as named nor as property. Each share is one of the answers that
are caught.
Nobody who built the recognition had seen the half `held` before it was measured. It is measured
once: what was mended for it afterwards is not in its table. Later on it joins `dev`, and another
reader writes a new one."""
UNSEEN_HEAD = (
    "| assignment | answers | caught | named | property | named or property | message | nothing | "
    "wrongly named | not judged |",
    "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
)


def page(course: Course) -> str:
    """Return the whole document, from what `coursework mutation` measured."""
    measured = {chapter: measured_answers(chapter) for chapter in course.chapters()}
    counts = {chapter.name: chapter_counts(chapter, found) for chapter, found in measured.items()}
    lines = [
        HEADER + "| assignment | wrong answers | caught | by hidden tests alone | with their own "
        "hint | right answers | accepted | mutants by rule | no test can refuse | killed of the "
        "others |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
        *(_overview_row(name, numbers) for name, numbers in counts.items()),
        _overview_row("**all**", total(Counts, counts.values())),
    ]
    lines += _unseen(list(measured))
    for chapter, found in measured.items():
        if found:
            lines += ["", f"## {chapter.name}", "", *_questions(chapter, found)]
    return "\n".join(lines) + "\n"


def _unseen(chapters: Sequence[Chapter]) -> list[str]:
    """Return the section on answers that are not of the catalogue, line by line."""
    halves = sorted({name.split("/")[0] for chapter in chapters for name in read_unseen(chapter)})
    lines = []
    for half in halves:
        rows = {chapter.name: counts_of(chapter, half) for chapter in chapters}
        rows["**all**"] = total(UnseenCounts, rows.values())
        lines += ["", f"### The half `{half}`", "", *UNSEEN_HEAD]
        for name, n in rows.items():
            helped = share(n.named + n.property, n.caught)
            lines.append(_row([name, n.answers, n.caught, n.named, n.property, helped, n.message,
                               n.nothing, share(n.wrong, n.caught), n.unjudged]))  # fmt: skip
    return ["", UNSEEN, *lines] if lines else []


def write_page(course: Course) -> Path:
    """Write the page into the course's folder of documents and return its path."""
    path = course.docs / PAGE
    write_atomically(path, page(course))
    return path


def _overview_row(name: str, counts: Counts) -> str:
    return _row([name, counts.wrong, counts.caught, counts.hidden,
                 share(counts.hinted, counts.wrong), counts.right, counts.accepted, counts.mutants,
                 counts.equivalent, share(counts.killed, counts.killable)])  # fmt: skip


def _questions(chapter: Chapter, measured: Measured) -> list[str]:
    """Return the section of a chapter, line by line."""
    titles = {question.name: question.title for question in read_master(chapter).questions}
    lines = [
        "| question | wrong answers | by public checks | by hidden tests alone | own hint | "
        "right answers accepted | mutants by rule killed |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for name, counts in question_counts(chapter, measured).items():
        lines.append(_row([f"{name}: {titles.get(name, '')}", counts.wrong, counts.public,
                           counts.hidden, counts.hinted, f"{counts.accepted} of {counts.right}",
                           f"{counts.killed} of {counts.killable}"]))  # fmt: skip
    without = [
        f"- {question}, {mistake}: {'gets ' + '; '.join(hints) if hints else 'none'}"
        for question, parts in measured.items()
        for mistake, verdict in parts["wrong answers"].items()
        if not has_own_hint(mistake, hints := verdict["hints"])
    ]
    if without:
        lines += ["", "Without their own hint:", "", *without]
    equivalent = read_catalogue(chapter).equivalent
    if equivalent:
        lines += ["", "Mutants that no test can refuse:", ""]
        lines += [f"- {e.question}, `{e.name}`: {e.hint}" for e in equivalent]
    wrong = faults(chapter, measured)
    return [*lines, "", *([f"- **{fault}**" for fault in wrong] or ["No survivor, none refused."])]


def _row(cells: Sequence[object]) -> str:
    return "| " + " | ".join(map(str, cells)) + " |"
