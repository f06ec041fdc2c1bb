"""docs/test-quality.md: how well the tests tell wrong answers from right ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rich.table import Table

from autograder.bundle import load_tests
from autograder.report import replace_text

from . import places
from .catalogue import read_catalogue
from .known import found_of
from .master import read_master
from .release import Release

HEADER = """# How good the tests are

Made by `coursework mutation`, which plants every wrong answer of the catalogue
(`autograder/misconceptions/`) and every right one into the reference notebook and grades it. A
wrong answer has to cost its question points and no other question any; a right one keeps them all.
A hint is right if it is the one of the planted mistake. `coursework mutation --rules` plants
one-line slips of the reference, made by rule (`tools/mutants.py`); those that no test can refuse
are listed with the reason.

"""


@dataclass(frozen=True)
class Row:
    """One question. `public`: wrong answers that a public check catches; `hidden`: those that only
    a hidden test catches; `hinted`: those that get their own hint and no other; `mutants`: those
    made by rule."""

    question: str
    wrong: int
    public: int
    hidden: int
    hinted: int
    right: int
    accepted: int
    mutants: int
    killed: int


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
        judged = {e.name for e in read_catalogue(name).of(question).equivalent}
        for mutant in (parts.get("rules") or {"survivors": []})["survivors"]:
            if mutant not in judged:
                said.append(f"{name} {question}: this mutant keeps all points: {mutant}")
    return said


def rows(found: dict[str, Any]) -> list[Row]:
    return [_row(question, parts) for question, parts in found.items()]


def sums(name: str, found: dict[str, Any]) -> Row:
    """The numbers of a whole assignment."""
    return _sum(name, rows(found))


def own_hint(mistake: str, hints: list[str]) -> bool:
    """Whether the hints are the mistake's own; one that is merged with others has their name."""
    return len(hints) == 1 and mistake in hints[0].split(", or ")


def table(name: str, found: dict[str, Any]) -> Table:
    """What was found of an assignment, for a terminal."""
    shown = Table("", "wrong answers", "caught", "by hidden tests alone", "own hint",
                  "right answers", "accepted", "mutants by rule", "killed")  # fmt: skip
    for row in [*rows(found), sums(name, found)]:
        shown.add_row(
            row.question, str(row.wrong), str(row.public + row.hidden), str(row.hidden),
            _share(row.hinted, row.wrong), str(row.right), str(row.accepted), str(row.mutants),
            _share(row.killed, row.mutants),
        )  # fmt: skip
    return shown


def summary() -> Table:
    """An empty table for what an instructor wants to know of the releases."""
    return Table("assignment", "points", "public checks", "hidden tests", "proofs that hold",
                 "wrong answers caught", "right answers accepted", "told what it was",
                 "one-line slips caught")  # fmt: skip


def summarized(release: Release, held: str) -> list[str]:
    """The row of one release, of whose proofs `held` hold."""
    cases = [case for cases in load_tests(release.bundle).values() for case in cases]
    hidden = sum(case.hidden for case in cases)
    row = sums(release.name, found_of(release.name))
    return [
        release.name, f"{sum(case.points for case in cases):g}", str(len(cases) - hidden),
        str(hidden), held, f"{row.public + row.hidden} of {row.wrong}",
        f"{row.accepted} of {row.right}", f"{row.hinted} of {row.wrong}",
        f"{row.killed} of {row.mutants}",
    ]  # fmt: skip


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
        "right answers | accepted | mutants by rule | killed |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    every = []
    for name, parts in found.items():
        every += rows(parts)
        lines.append(_cells(sums(name, parts)))
    return [*lines, _cells(_sum("**all**", every))]


def _cells(row: Row) -> str:
    cells = [row.question, row.wrong, row.public + row.hidden, row.hidden,
             _share(row.hinted, row.wrong), row.right, row.accepted, row.mutants,
             _share(row.killed, row.mutants)]  # fmt: skip
    return "| " + " | ".join(map(str, cells)) + " |"


def _questions(name: str, found: dict[str, Any]) -> list[str]:
    titles = {q.name: q.title for q in read_master(places.SOLUTIONS / f"{name}.py").questions}
    lines = [
        "| question | wrong answers | by public checks | by hidden tests alone | own hint | "
        "right answers accepted | mutants by rule killed |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for row in rows(found):
        title = f"{row.question}: {titles[row.question]}"
        cells = [title, row.wrong, row.public, row.hidden, row.hinted,
                 f"{row.accepted} of {row.right}", f"{row.killed} of {row.mutants}"]  # fmt: skip
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
    rules = parts.get("rules") or {"made": 0, "survivors": []}
    return Row(
        question,
        wrong=len(wrong),
        public=sum(seen["public"] for seen in wrong.values()),
        hidden=sum(seen["caught"] and not seen["public"] for seen in wrong.values()),
        hinted=sum(own_hint(mistake, seen["hints"]) for mistake, seen in wrong.items()),
        right=len(right),
        accepted=sum(not lost for lost in right.values()),
        mutants=rules["made"],
        killed=rules["made"] - len(rules["survivors"]),
    )


def _sum(title: str, found: list[Row]) -> Row:
    numbers = ("wrong", "public", "hidden", "hinted", "right", "accepted", "mutants", "killed")
    return Row(title, **{name: sum(getattr(row, name) for row in found) for name in numbers})


def _share(part: int, whole: int) -> str:
    return f"{part} ({part / whole:.0%})" if whole else "0"
