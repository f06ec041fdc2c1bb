"""Make up a class: submissions composed of right answers, known mistakes, blanks and broken files.

The proportions are those of a real class: most notebooks have one or two mistakes, some stop half
way, a few are blank or can't be read, some are late, and some students hand in nothing.
"""

from __future__ import annotations

import ast
import csv
import io
import random
import re
import shutil
import zipfile
from dataclasses import dataclass
from pathlib import Path

import nbformat

from autograder.files import write_atomically
from autograder.submission.folders import safe_name

from ..authoring.release import Release
from ..authoring.samples import fill_in_answers, reference_answers
from ..proof.catalogue import Entry, read_catalogue

FIRST = (
    "Ada", "Alan", "Barbara", "Carl", "Dana", "Edsger", "Emmy", "Fei", "Frances", "Grace", "Hana",
    "Ivan", "Jin", "Karen", "Leslie", "Lotfi", "Maryam", "Niklaus", "Omar", "Priya", "Radia", "Tim",
    "Uma", "Vera", "Wei", "Yuki", "Zoe", "Łukasz",
)  # fmt: skip
LAST = (
    "Abe", "Bell", "Cho", "Dijkstra", "Euler", "Fermi", "Gauss", "Hopper", "Ito", "Jones", "Knuth",
    "Liu", "Meyer", "Noether", "Okafor", "Perlman", "Quine", "Rossi", "Singh", "Turing", "Ueda",
    "Vardi", "Wang", "Xu", "Young", "Ziegler", "Müller", "O'Brien",
)  # fmt: skip

# The shares of students who hand in nothing, a blank notebook, or a file that can't be graded; who
# hand in twice; and who are late.
NOTHING, BLANK, BROKEN, TWICE, LATE = 0.03, 0.03, 0.05, 0.08, 0.1
STOPS = 0.12  # The share of students who stop before the last question.
VARIANT = 0.4  # The share of right answers that are written otherwise than the reference.
# A student of medium skill gets the first question wrong with this probability, and each later one
# with a little more.
WRONG, WRONG_MORE = 0.08, 0.03
UNWRITTEN = 0.15  # The share of failed questions that have no answer.

# What Otter Assign leaves in a solved notebook, and no student would write.
MARKUP = re.compile(
    r'^ *""" # BEGIN PROMPT\n.*?""" # END PROMPT\n'
    r"|^ *# (?:BEGIN|END) SOLUTION[^\n]*\n?"
    r"|[ \t]*# SOLUTION[^\n]*$",
    re.S | re.M,
)


@dataclass(frozen=True)
class Parts:
    """What submissions are composed of, by question."""

    reference: dict[str, str]
    right: dict[str, list[str]]
    wrong: dict[str, list[str]]


def parts_of(release: Release) -> Parts:
    """Return the answers that a chapter has: its reference's, and those of its catalogue."""
    reference = {q: MARKUP.sub("", a).strip() for q, a in reference_answers(release).items()}
    catalogue = read_catalogue(release.chapter)
    return Parts(
        reference,
        {q: [_whole(reference[q], e) for e in catalogue.of(q).right] for q in reference},
        {q: [_whole(reference[q], e) for e in catalogue.of(q).wrong] for q in reference},
    )


def make_class(release: Release, folder: Path, students: int, seed: int) -> tuple[Path, Path]:
    """Write a made-up class as Canvas exports it.

    Args:
        release: The release of the assignment.
        folder: Where to write. What is there is replaced.
        students: How many students there are.
        seed: The same seed gives the same class.

    Returns:
        The folder of the submissions and the roster.
    """
    submissions, roster = folder / "submissions", folder / "students.csv"
    shutil.rmtree(submissions, ignore_errors=True)
    submissions.mkdir(parents=True)
    chance = random.Random(f"{release.name} {seed}")
    parts, student_notebook = parts_of(release), nbformat.read(release.notebook, 4)
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(["name", "id", "email"])
    names = [(first, last) for first in FIRST for last in LAST]
    chance.shuffle(names)
    for number in range(students):
        first, last = names[number % len(names)]
        user = 1000 + number
        writer.writerow([f"{first} {last}", user, f"s{user}@example.org"])
        own = random.Random(f"{release.name} {seed} {number}")
        if own.random() < NOTHING:
            continue
        plain = safe_name(f"{last}{first}".lower()).replace("_", "")
        late = "LATE_" if own.random() < LATE else ""
        attempts = 2 if own.random() < TWICE else 1
        for attempt in range(attempts):
            name, content = _file(release.name, student_notebook, parts, own)
            stem = f"{plain}_{late}{user}_{50_000 + 10 * number + attempt}_{name}"
            (submissions / stem).write_bytes(content)
    write_atomically(roster, table.getvalue())
    return submissions, roster


def _file(
    name: str, student: nbformat.NotebookNode, parts: Parts, chance: random.Random
) -> tuple[str, bytes]:
    """Return the name and the content of what one student hands in."""
    kind = chance.random()
    if kind < BLANK:
        return f"{name}.ipynb", nbformat.writes(student).encode()
    notebook = nbformat.writes(fill_in_answers(student, _answers(parts, chance))).encode()
    if kind < BLANK + BROKEN:
        return _broken(name, notebook, chance)
    return f"{name}.ipynb", notebook


def _answers(parts: Parts, chance: random.Random) -> dict[str, str]:
    """Return the answers of one student, who may be weak or strong, and may stop half way."""
    weakness = chance.expovariate(1.0)
    questions = list(parts.reference)
    if chance.random() < STOPS:
        questions = questions[: chance.randint(1, len(questions))]
    answers = {}
    for place, question in enumerate(questions):
        if chance.random() < weakness * (WRONG + WRONG_MORE * place):
            if chance.random() < UNWRITTEN or not parts.wrong[question]:
                continue
            answers[question] = _often(parts.wrong[question], chance)
        elif parts.right[question] and chance.random() < VARIANT:
            answers[question] = chance.choice(parts.right[question])
        else:
            answers[question] = parts.reference[question]
    return answers


def _often(answers: list[str], chance: random.Random) -> str:
    """Return one of the answers. A few of them are frequent and most are rare, as in a class."""
    weights = [1 / (rank + 1) for rank in range(len(answers))]
    return chance.choices(answers, weights)[0]


def _broken(name: str, notebook: bytes, chance: random.Random) -> tuple[str, bytes]:
    buffer = io.BytesIO()
    kind = chance.randrange(6)
    if kind == 0:
        return f"{name}.ipynb", b""
    if kind == 1:
        return f"{name}.ipynb", notebook[: len(notebook) // 2]
    if kind == 2:
        return f"{name}.pdf", b"%PDF-1.7 a picture of the notebook"
    if kind == 3:
        return f"{name}.ipynb", notebook.replace(b"return ", b"retrun ", 1)
    with zipfile.ZipFile(buffer, "w") as archive:
        if kind == 4:
            archive.writestr(f"{name}/{name}.ipynb", notebook)
    if kind == 5:
        empty = buffer.getvalue()
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr(f"{name}.zip", empty)
    return f"{name}.zip", buffer.getvalue()


def _whole(reference: str, entry: Entry) -> str:
    """Return the reference with an entry in place of what the entry defines."""
    source, lines = entry.source.strip(), reference.splitlines()
    own = set().union(*map(_defined, ast.parse(source).body))
    nodes = [n for n in ast.parse(reference).body if _defined(n) and _defined(n) <= own]
    if not nodes:
        return f"{reference}\n\n{source}"
    for node in reversed(nodes):
        first = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", []))])
        lines[first - 1 : node.end_lineno] = source.splitlines() if node is nodes[0] else []
    return "\n".join(lines).strip()


def _defined(node: ast.stmt) -> set[str]:
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        return {node.name}
    targets = node.targets if isinstance(node, ast.Assign) else []
    return {target.id for target in targets if isinstance(target, ast.Name)}
