"""Test the tests: plant the wrong and the right answers of the catalogue, and mutants by rule.

A wrong answer has to cost its own question points, and no other question any; a right one has to
keep all points. From what the tests receive of a wrong answer the grader recognizes it in a
submission (autograder/diagnosis/hints.py). Mutants are one-line slips of the reference
(tools/proof/mutants.py).

Of each answer, only the questions that it can touch are graded (tools/proof/touched.py). If the
verdicts on a question are not those that are stored, the answers to it are planted once more, and
all questions are graded. These verdicts count.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from autograder.diagnosis.answers import Answers, right_to_json, to_json
from autograder.diagnosis.hints import AS_RIGHT, hints, read_answer_tables
from autograder.errors import CourseworkError
from autograder.sandbox.trusted.answers import GETS, WARNS
from autograder.wording import listed

from ..authoring.master import Master, Question, read_master
from ..authoring.release import Release
from ..authoring.samples import reference_answers
from ..terminal import Say, silent
from .answer_table import FORM, fingerprint, measured_answers
from .catalogue import Catalogue, Entry, read_catalogue
from .mutants import mutants
from .planting import Plant, Planted, Scope, planters


def plant_catalogue(
    release: Release,
    questions: Sequence[str],
    jobs: int,
    scope: Scope = "touched",
    say: Say = silent,
) -> dict[str, Any]:
    """Plant the catalogue's answers to some questions.

    Args:
        release: A built release.
        questions: The names of the questions.
        jobs: The number of processes.
        scope: The questions that are graded of each answer. With "own" nobody knows if an answer
            costs another question points.
        say: Called with the progress.

    Returns:
        What was measured of each of these questions, by its name.

    Raises:
        CourseworkError: The catalogue names a question that does not exist, or the reference
            loses points.
    """
    master, catalogue = read_master(release.chapter), read_catalogue(release.chapter)
    known = [question.name for question in master.questions]
    for entry in [*catalogue.wrong, *catalogue.right]:
        if entry.question not in known:
            raise CourseworkError(
                f"{release.name} has no question {entry.question}, but its catalogue has an entry "
                f"for it, '{entry.name}'."
            )
    planted_questions = [q for q in master.questions if q.name in questions]
    with planters(release, jobs) as plant:
        verdicts = _plant(plant, _entries(catalogue, questions), scope, say)
        results = {
            question.name: _results(master, question, catalogue.of(question.name), verdicts)
            for question in planted_questions
        }
        stored = measured_answers(release.chapter)
        changed = [
            question
            for question in planted_questions
            if not verdicts_agree(results[question.name], stored.get(question.name))
        ]
        if changed and scope == "touched":
            names = [question.name for question in changed]
            say(f"{listed(names)} gave new verdicts: grading all questions of these answers")
            verdicts = _plant(plant, _entries(catalogue, names), "all", say)
            for question in changed:
                part = catalogue.of(question.name)
                results[question.name] = _results(master, question, part, verdicts)
    return results


def _entries(catalogue: Catalogue, questions: Sequence[str]) -> list[Entry]:
    """Return the reference's answers to some questions, and the catalogue's."""
    entries = [_reference(question) for question in questions]
    return entries + [e for e in [*catalogue.wrong, *catalogue.right] if e.question in questions]


def _plant(plant: Plant, entries: Sequence[Entry], scope: Scope, say: Say) -> dict[Entry, Planted]:
    verdicts: dict[Entry, Planted] = {}
    for entry, planted in plant([(entry, scope) for entry in entries]):
        verdicts[entry] = planted
        say(f"{len(verdicts)} of {len(entries)} answers")
    return verdicts


def plant_mutants(
    release: Release, questions: Sequence[str], jobs: int, say: Say = silent
) -> dict[str, Any]:
    """Plant the mutants of the reference answers to some questions.

    Args:
        release: A built release.
        questions: The names of the questions.
        jobs: The number of processes.
        say: Called with the progress.

    Returns:
        For each of these questions, by its name, how many mutants there are ("made"), and the
        names of those that keep all points ("survivors").
    """
    master = read_master(release.chapter)
    answers = reference_answers(release)
    entries = [
        Entry(question, mutant.name, "", mutant.source)
        for question in questions
        for mutant in mutants(answers[question])
    ]
    with planters(release, jobs, patience=1) as plant:
        verdicts = _plant(plant, entries, "own", say)
    results: dict[str, Any] = {}
    for question in master.questions:
        if question.name in questions:
            planted = [entry for entry in entries if entry.question == question.name]
            results[question.name] = {
                "fingerprint": fingerprint(master, question, Catalogue()),
                "made": len(planted),
                "survivors": [entry.name for entry in planted if not verdicts[entry].lost],
            }
    return results


def _reference(question: str) -> Entry:
    """Return an entry that leaves the reference's answer as it is."""
    return Entry(question, "", "", "")


def _results(
    master: Master, question: Question, part: Catalogue, verdicts: dict[Entry, Planted]
) -> dict[str, Any]:
    """Return what was measured of one question, `part` of the catalogue being about it."""
    right = verdicts[_reference(question.name)]
    if right.lost:
        raise CourseworkError(f"The reference itself loses points in {', '.join(right.lost)}.")
    results: dict[str, Any] = {
        "fingerprint": fingerprint(master, question, part),
        "form": FORM,
        "right": {case: right_to_json(answers) for case, answers in right.answers.items()},
        "mistakes": _mistakes(part.wrong, verdicts, right.answers),
        "free": _free([verdicts[entry] for entry in part.right], right.answers),
        "parameters": _parameters(cell.source for cell in question.answer),
    }
    known = read_answer_tables({question.name: results})[question.name]
    results["wrong answers"] = {
        entry.name: {
            "caught": question.name in verdicts[entry].lost,
            "public": verdicts[entry].public,
            "unfair": [other for other in verdicts[entry].lost if other != question.name],
            "hints": [
                hint.name for hint in hints(known, verdicts[entry].answers, verdicts[entry].failed)
            ],
        }
        for entry in part.wrong
    }
    results["right answers"] = {entry.name: verdicts[entry].lost for entry in part.right}
    return results


def _free(others: Sequence[Planted], right: dict[str, Answers]) -> dict[str, list[str]]:
    """Return for each case the names of the answers in which right answers differ."""
    free: dict[str, set[str]] = {}
    for planted in others:
        for case, answers in planted.answers.items():
            for name in {answer.name for answer in answers if not answer.name.endswith(GETS)}:
                own, due = _of({name}, answers), _of({name}, right.get(case, []))
                if not all(one.same(other, loosely=True) for one, other in zip(own, due)):
                    free.setdefault(case, set()).add(name)
    return {case: sorted(names) for case, names in free.items()}


def _parameters(sources: Iterable[str]) -> dict[str, list[str]]:
    """Return the names of the parameters of the functions that an answer defines."""
    return {
        statement.name: [one.arg for one in (*statement.args.posonlyargs, *statement.args.args)]
        for source in sources
        for statement in ast.parse(source).body
        if isinstance(statement, ast.FunctionDef)
    }


def verdicts_agree(results: dict[str, Any], stored: dict[str, Any] | None) -> bool:
    """Return True if each answer to a question is judged as it was when that was stored last.

    Args:
        results: The new results.
        stored: The stored ones, or None if there are none.
    """
    return stored is not None and _verdicts(results) == _verdicts(stored)


def _verdicts(results: dict[str, Any]) -> Any:
    """Return the verdicts without hints and answers, which tell nothing of other questions."""
    wrong = {
        name: [verdict[key] for key in ("caught", "public", "unfair")]
        for name, verdict in results["wrong answers"].items()
    }
    return wrong, results["right answers"]


def _mistakes(
    wrong: Sequence[Entry], verdicts: dict[Entry, Planted], right: dict[str, Answers]
) -> list[dict[str, Any]]:
    """Return the mistakes with the answers in which they differ from the reference.

    Two mistakes whose answers can't be told apart become one.
    """
    mistakes: list[dict[str, Any]] = []
    answers_of: list[dict[str, Answers]] = []
    for entry in wrong:
        planted = verdicts[entry]
        functions = _spoiled(planted.answers, right)
        if not functions:
            continue
        changed = {
            case: own
            for case, answers in planted.answers.items()
            if not _equal(own := _of(functions, answers), _of(functions, right.get(case, [])))
        }
        for mistake, other in zip(mistakes, answers_of):
            if mistake["functions"] == sorted(functions) and _same(other, changed):
                mistake["name"] = f"{mistake['name']}, or {entry.name}"
                mistake["hint"] = f"{mistake['hint']} Or: {entry.hint}"
                break
        else:
            answers_of.append(changed)
            mistakes.append({
                "name": entry.name,
                "hint": entry.hint,
                "functions": sorted(functions),
                "fails": planted.failed,
                "cases": {
                    case: _marked(answers, right.get(case, []))
                    for case, answers in changed.items()
                },
            })  # fmt: skip
    return mistakes


def _marked(answers: Answers, right: Answers) -> list[Any]:
    """Return answers as plain data, with a mark in place of those that are right."""
    plain = to_json(answers)
    for name in {answer.name for answer in answers}:
        due = _of({name}, right)
        own = [number for number, answer in enumerate(answers) if answer.name == name]
        for number, answer in zip(own, due):
            if answers[number].same(answer):
                plain[number][1] = AS_RIGHT
    return plain


def _spoiled(answers: dict[str, Answers], right: dict[str, Answers]) -> set[str]:
    """Return the functions of which some answer differs from the reference's.

    A warning of a function counts only if all that the function returned is right.
    """
    names = {
        name
        for name in {digest.name for digests in answers.values() for digest in digests}
        for case, digests in answers.items()
        if not name.endswith(GETS)
        and not _begins(_of({name}, right.get(case, [])), _of({name}, digests))
    }
    return {name for name in names if name.removesuffix(WARNS) not in names - {name}}


def _of(names: set[str], answers: Answers) -> Answers:
    return [digest for digest in answers if digest.name in names]


def _same(one: Mapping[str, Answers], other: Mapping[str, Answers]) -> bool:
    return one.keys() == other.keys() and all(_equal(one[case], other[case]) for case in one)


def _begins(whole: Answers, part: Answers) -> bool:
    return len(part) <= len(whole) and all(a.same(b) for a, b in zip(part, whole))


def _equal(one: Answers, other: Answers) -> bool:
    return len(one) == len(other) and _begins(one, other)
