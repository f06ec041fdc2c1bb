"""Test the tests: plant every wrong answer of the catalogue, and every right one, and grade them.

A wrong answer has to cost its own question points, and no other question any; a right one keeps
all points. What the question's tests hear of a wrong answer is how the grader recognizes it
(autograder.hints). Besides, mutants of the reference, made by rule (tools.mutants).
"""

from __future__ import annotations

import multiprocessing
import multiprocessing.util
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, replace
from typing import Any

import nbformat

from autograder.bundle import open_bundle
from autograder.errors import CourseworkError
from autograder.grader import Grader
from autograder.hints import hints, read_known
from autograder.plain_text import listed
from autograder.report import NOT_GRADED
from autograder.sandbox.channel import WARNS
from autograder.submission import Submission
from autograder.transcript import Transcript, to_json

from . import places
from .catalogue import Catalogue, Entry, read_catalogue
from .known import fingerprint
from .master import Question, read_master
from .mutants import mutants
from .release import Release
from .samples import fill, reference_answers

PATIENCE = 10  # times the usual limits of time: the machine may be busy


@dataclass
class Planted:
    """What became of one planted answer: the questions that lost points, whether a public check of
    its own question failed, and what the tests of its question heard."""

    lost: list[str]
    public: bool
    heard: dict[str, Transcript]
    flags: list[str]


class Nursery:
    """Grades a release with other answers planted in its reference; a context manager.

    `whole`: all questions are graded, not only the one that is answered otherwise. `patience`: how
    many times the usual time a submission has.
    """

    def __init__(self, release: Release, whole: bool = True, patience: float = PATIENCE) -> None:
        self.release, self.whole, self.patience = release, whole, patience
        self.student = nbformat.read(release.notebook, 4)
        self.answers = reference_answers(release)

    def __enter__(self) -> Nursery:
        opened = open_bundle(self.release.bundle)
        bundle = opened.__enter__()
        limits = bundle.settings.limits
        limits = replace(
            limits,
            case_seconds=limits.case_seconds * self.patience,
            submission_seconds=limits.submission_seconds * self.patience,
        )
        settings = replace(bundle.settings, limits=limits, own_credit=1.0)
        self.grader = Grader(replace(bundle, settings=settings, known={}), weak=True)
        self.grader.resources.push(opened)
        return self

    def __exit__(self, *_: object) -> None:
        self.grader.resources.close()

    def plant(self, question: str, source: str) -> Planted:
        """Grade the reference with `source` after its own answer to `question`."""
        answers = dict(self.answers)
        if source:
            answers[question] = f"{answers[question]}\n\n{source}"
        notebook = nbformat.writes(fill(self.student, answers)).encode()
        only = () if self.whole else (question,)
        report, heard = self.grader.examine(Submission("planted", notebook), only)
        if NOT_GRADED in report.flags:
            raise CourseworkError(f"{self.release.name} can't be graded: {report.reason}")
        public = any(
            not case.passed and not case.hidden
            for q in report.questions if q.name == question for case in q.cases
        )  # fmt: skip
        lost = [q.name for q in report.questions if q.score < q.max_score]
        return Planted(lost, public, heard.get(question, {}), report.flags)


def mutate(
    release: Release, jobs: int, whole: bool = True, said: Callable[[str], None] = lambda text: None
) -> dict[str, Any]:
    """Plant the whole catalogue of an assignment; what was found of each question. Where not the
    whole notebook is graded each time, it can't be said whether another question loses points."""
    name = release.name
    master, catalogue = read_master(places.SOLUTIONS / f"{name}.py"), read_catalogue(name)
    questions = [question.name for question in master.questions]
    for entry in [*catalogue.wrong, *catalogue.right]:
        if entry.question not in questions:
            raise CourseworkError(f"{name} has no question {entry.question}; its catalogue does.")
    orders = [Entry(question, "", "", "") for question in questions]
    orders += [*catalogue.wrong, *catalogue.right]
    done: dict[Entry, Planted] = {}
    for entry, planted in plant_all(release, orders, jobs, whole):
        done[entry] = planted
        said(f"{len(done)} of {len(orders)} answers")
    return {
        question.name: _known(question, catalogue.of(question.name), done)
        for question in master.questions
    }


def mutate_by_rule(
    release: Release, jobs: int, said: Callable[[str], None] = lambda text: None
) -> dict[str, Any]:
    """Plant the mutants of every reference answer: of each question how many there are, and the
    names of those that keep all points."""
    master = read_master(places.SOLUTIONS / f"{release.name}.py")
    answers = reference_answers(release)
    orders = [
        Entry(question.name, mutant.name, "", mutant.source)
        for question in master.questions
        for mutant in mutants(answers[question.name])
    ]
    found: dict[str, Any] = {
        question.name: {
            "fingerprint": fingerprint(question, Catalogue()), "made": 0, "survivors": []
        }
        for question in master.questions
    }  # fmt: skip
    kept: dict[Entry, Planted] = {}
    for entry, planted in plant_all(release, orders, jobs, whole=False, patience=1):
        kept[entry] = planted
        said(f"{len(kept)} of {len(orders)} mutants")
    for entry in orders:
        found[entry.question]["made"] += 1
        if not kept[entry].lost:
            found[entry.question]["survivors"].append(entry.name)
    return found


def plant_all(
    release: Release,
    entries: Sequence[Entry],
    jobs: int,
    whole: bool = True,
    patience: float = PATIENCE,
) -> Iterator[tuple[Entry, Planted]]:
    """What became of each entry, as they are done, on several cores."""
    with open_bundle(release.bundle) as bundle:
        if bundle.unjudged:
            raise CourseworkError(f"PyTorch is missing here, so {listed(list(bundle.unjudged))} of "
                                  f"{release.name} can't be judged. Run `make torch`.")  # fmt: skip
    context = multiprocessing.get_context("spawn")
    jobs = max(1, min(jobs, len(entries)))
    with ProcessPoolExecutor(jobs, context, _begin, (release, whole, patience)) as pool:
        futures = {pool.submit(_plant, entry.question, entry.source): entry for entry in entries}
        for future in as_completed(futures):
            yield futures[future], future.result()


def _known(question: Question, part: Catalogue, done: dict[Entry, Planted]) -> dict[str, Any]:
    right = done[Entry(question.name, "", "", "")]
    if right.lost:
        raise CourseworkError(f"The reference itself loses points in {', '.join(right.lost)}.")
    known: dict[str, Any] = {
        "fingerprint": fingerprint(question, part),
        "right": {case: to_json(heard) for case, heard in right.heard.items()},
        "mistakes": _mistakes(part.wrong, done, right.heard),
    }
    table = read_known({question.name: known})[question.name]
    known["wrong answers"] = {
        entry.name: {
            "caught": question.name in done[entry].lost,
            "public": done[entry].public,
            "unfair": [other for other in done[entry].lost if other != question.name],
            "hints": [hint.name for hint in hints(table, done[entry].heard)],
        }
        for entry in part.wrong
    }
    known["right answers"] = {entry.name: done[entry].lost for entry in part.right}
    return known


def _mistakes(
    wrong: Sequence[Entry], done: dict[Entry, Planted], right: dict[str, Transcript]
) -> list[dict[str, Any]]:
    """The mistakes with what their tests hear, where that is not what the reference says. Two that
    can't be told apart by it are one."""
    found: list[dict[str, Any]] = []
    heard_of: list[dict[str, Transcript]] = []
    for entry in wrong:
        functions = _spoiled(done[entry].heard, right)
        heard = {
            case: answers
            for case, all_answers in done[entry].heard.items()
            if not _equal(
                answers := _by(functions, all_answers), _by(functions, right.get(case, []))
            )
        }
        if not functions:
            continue
        for made, other in zip(found, heard_of):
            if made["functions"] == sorted(functions) and _same(other, heard):
                made["name"] = f"{made['name']}, or {entry.name}"
                made["hint"] = f"{made['hint']} Or: {entry.hint}"
                break
        else:
            heard_of.append(heard)
            found.append({
                "name": entry.name,
                "hint": entry.hint,
                "functions": sorted(functions),
                "cases": {case: to_json(answers) for case, answers in heard.items()},
            })  # fmt: skip
    return found


def _spoiled(heard: dict[str, Transcript], right: dict[str, Transcript]) -> set[str]:
    """The names of which some answer is not the reference's. That a function warns counts only
    where its answers are right."""
    names = {
        name
        for name in {s.name for answers in heard.values() for s in answers}
        for case, answers in heard.items()
        if not _begins(_by({name}, right.get(case, [])), _by({name}, answers))
    }
    return {name for name in names if name.removesuffix(WARNS) not in names - {name}}


def _by(names: set[str], answers: Transcript) -> Transcript:
    return [s for s in answers if s.name in names]


def _same(one: dict[str, Transcript], other: dict[str, Transcript]) -> bool:
    return one.keys() == other.keys() and all(_equal(one[case], other[case]) for case in one)


def _begins(whole: Transcript, part: Transcript) -> bool:
    return len(part) <= len(whole) and all(a.same(b) for a, b in zip(part, whole))


def _equal(one: Transcript, other: Transcript) -> bool:
    return len(one) == len(other) and _begins(one, other)


_mine: Nursery | None = None


def _begin(release: Release, whole: bool, patience: float) -> None:
    global _mine
    os.environ["OMP_NUM_THREADS"] = "1"
    _mine = Nursery(release, whole, patience)
    _mine.__enter__()
    multiprocessing.util.Finalize(None, _mine.grader.resources.close, exitpriority=10)


def _plant(question: str, source: str) -> Planted:
    assert _mine is not None
    return _mine.plant(question, source)
