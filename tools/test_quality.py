"""docs/test-quality.md: how well the tests tell wrong answers from right ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rich.table import Table

from autograder.report import replace_text

from . import places
from .catalogue import read_catalogue
from .known import found_of
from .master import read_master

HEADER = """# How good the tests are

Made by `coursework mutation`, which plants every wrong answer of the catalogue
(`autograder/misconceptions/`) and every right one into the reference notebook and grades it. A
wrong answer has to cost its question points and no other question any; a right one keeps them all.
A hint is right if it is the one of the planted mistake.

"""


@dataclass(frozen=True)
class Row:
    """One question. `public`: wrong answers that a public check catches; `hidden`: those that only
    a hidden test catches; `hinted`: those that get their own hint and no other."""

    question: str
    wrong: int
    public: int
    hidden: int
    hinted: int
    right: int
    accepted: int


def faults(name: str, found: dict[str, Any]) -> list[str]:
    """What is not as it should be, a sentence each."""
    said = []
    for question, parts in found.items():
        for mistake, seen in parts["wrong answers"].items():
            if not seen["caught"]:
                said.append(f"{name} {question}: '{mistake}' keeps all points.")
            if seen["unfair"]:
                said.append(f"{name} {question}: '{mistake}' costs {', '.join(seen['unfair'])} "
                            f"points, too.")  # fmt: skip
        for variant, lost in parts["right answers"].items():
            if lost:
                said.append(f"{name} {question}: the right answer '{variant}' loses points in "
                            f"{', '.join(lost)}.")  # fmt: skip
    return said


def rows(found: dict[str, Any]) -> list[Row]:
    return [_row(question, parts) for question, parts in found.items()]


def own_hint(mistake: str, hints: list[str]) -> bool:
    """Whether the hints are the mistake's own; one that is merged with others has their name."""
    return len(hints) == 1 and mistake in hints[0].split(", or ")


def table(names: list[str]) -> Table:
    """The sums of each assignment, for a terminal."""
    shown = Table("assignment", "wrong answers", "caught", "by hidden tests alone", "own hint",
                  "right answers", "accepted")  # fmt: skip
    for name in names:
        sums = _sum(rows(found_of(name)))
        shown.add_row(name, str(sums.wrong), str(sums.public + sums.hidden), str(sums.hidden),
                      _share(sums.hinted, sums.wrong), str(sums.right),
                      str(sums.accepted))  # fmt: skip
    return shown


def page() -> str:
    """The whole document, from what `coursework mutation` left."""
    found = {name: found_of(name) for name in places.assignment_names()}
    lines = [HEADER, *_overview(found)]
    for name in found:
        if found[name]:
            lines += ["", f"## {name}", "", *_questions(name, found[name])]
    return "\n".join(lines) + "\n"


def write_page() -> None:
    replace_text(places.TEST_QUALITY, page())


def _overview(found: dict[str, Any]) -> list[str]:
    lines = [
        "| assignment | wrong answers | caught | by hidden tests alone | with their own hint | "
        "right answers | accepted |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    every = []
    for name, parts in found.items():
        every += rows(parts)
        lines.append(_cells(name, _sum(rows(parts))))
    return [*lines, _cells("**all**", _sum(every))]


def _cells(title: str, sums: Row) -> str:
    cells = [title, sums.wrong, sums.public + sums.hidden, sums.hidden,
             _share(sums.hinted, sums.wrong), sums.right, sums.accepted]  # fmt: skip
    return "| " + " | ".join(map(str, cells)) + " |"


def _questions(name: str, found: dict[str, Any]) -> list[str]:
    titles = {q.name: q.title for q in read_master(places.SOLUTIONS / f"{name}.py").questions}
    lines = [
        "| question | wrong answers | by public checks | by hidden tests alone | own hint | "
        "right answers accepted |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for row in rows(found):
        title = f"{row.question}: {titles[row.question]}"
        cells = [title, row.wrong, row.public, row.hidden, row.hinted,
                 f"{row.accepted} of {row.right}"]  # fmt: skip
        lines.append("| " + " | ".join(map(str, cells)) + " |")
    without = [
        f"- {question}, {mistake}: {_instead(seen['hints'])}"
        for question, parts in found.items()
        for mistake, seen in parts["wrong answers"].items()
        if not own_hint(mistake, seen["hints"])
    ]
    if without:
        lines += ["", "Without their own hint:", "", *without]
    equivalent = read_catalogue(name).equivalent
    if equivalent:
        lines += ["", "Mutants that no test can refuse:", ""]
        lines += [f"- {e.question}, `{e.name}`: {e.hint}" for e in equivalent]
    wrong = faults(name, found)
    return [*lines, "", *([f"- **{fault}**" for fault in wrong] or ["No survivor, none refused."])]


def _instead(hints: list[str]) -> str:
    return f"gets {'; '.join(hints)}" if hints else "none"


def _row(question: str, parts: dict[str, Any]) -> Row:
    wrong, right = parts["wrong answers"], parts["right answers"]
    return Row(
        question,
        wrong=len(wrong),
        public=sum(seen["public"] for seen in wrong.values()),
        hidden=sum(seen["caught"] and not seen["public"] for seen in wrong.values()),
        hinted=sum(own_hint(mistake, seen["hints"]) for mistake, seen in wrong.items()),
        right=len(right),
        accepted=sum(not lost for lost in right.values()),
    )


def _sum(found: list[Row]) -> Row:
    numbers = ("wrong", "public", "hidden", "hinted", "right", "accepted")
    return Row("", **{name: sum(getattr(row, name) for row in found) for name in numbers})


def _share(part: int, whole: int) -> str:
    return f"{part} ({part / whole:.0%})" if whole else "0"
