"""The file of a student's folder that has the hints for `nnlab.hint`, each of them encrypted.

Only the wrong answer that a hint explains opens it: see `nnlab.sealed`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from nnlab.hints import place_of
from nnlab.parts import Tree, same
from nnlab.sealed import key_of, seal

from autograder.bundle.settings import read_settings
from autograder.diagnosis.evidence import AnswersByName, is_guess
from autograder.diagnosis.hints import AnswerTable, Mistake, read_answer_tables
from autograder.files import write_atomically
from autograder.sandbox.trusted.answers import CHANGES, GETS, WARNS

from ..authoring.master import Master
from ..authoring.release import Release

SALT_BYTES = 16
NO_FUNCTIONS = (CHANGES, GETS, WARNS)  # The names of what is no answer of a function end with one.


def write_hint_file(release: Release, master: Master, answers: Mapping[str, Any]) -> None:
    """Write the hints of a release beside the data of its student folder.

    If the policy of the course is not to give hints at once, there is no file.

    Args:
        release: A built release.
        master: Its master.
        answers: The content of its answers.json.
    """
    path = release.hints
    path.unlink(missing_ok=True)
    if read_settings(master.grading, master.path.name).policy.hints != "now":
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    content = sealed_hints(master, answers)
    write_atomically(path, json.dumps(content, sort_keys=True, indent=1) + "\n")


def sealed_hints(master: Master, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return the salt, and for each question the encrypted hints by the ids of their keys."""
    text = master.path.read_text(encoding="utf-8")  # This makes all line ends alike.
    salt = hashlib.sha256(f"hints{text}".encode()).digest()[:SALT_BYTES]
    tables = read_answer_tables(answers)
    size = max((len(m.hint.text.encode()) for t in tables.values() for m in t.mistakes), default=0)
    questions: dict[str, dict[str, str]] = {question.name: {} for question in master.questions}
    for question in master.questions:
        if question.name not in tables:
            continue
        cases = [  # by the names that Otter gives them
            f"{question.name} - {number}"
            for number, case in enumerate(question.cases, start=1)
            if not case.hidden
        ]
        sealed = (
            seal(key_of(salt, place, answer), text, size)
            for (place, answer), text in _openers(question.name, cases, tables[question.name])
        )
        questions[question.name] = dict(sorted(sealed))
    return {"salt": salt.hex(), "questions": questions}


def _openers(
    question: str, cases: list[str], table: AnswerTable
) -> Iterator[tuple[tuple[str, Tree], str]]:
    """Yield the wrong answers to public cases that only one known mistake gives, with its hint."""
    wrong_answers: list[tuple[str, Tree, str]] = []
    for mistake in table.mistakes:
        for number, case in enumerate(cases):
            right = table.right_of(case)
            for function, call, answer in _wrong_answers(mistake, case, right):
                place = place_of(question, number, function, call)
                wrong_answers.append((place, answer, mistake.hint.text))
    for place, answer, text in wrong_answers:
        rivals = {
            other_text
            for other, other_answer, other_text in wrong_answers
            if other == place and same(answer, other_answer, loosely=True)
        }
        if len(rivals) == 1:
            yield (place, answer), text


def _wrong_answers(
    mistake: Mistake, case: str, right: AnswersByName
) -> Iterator[tuple[str, int, Tree]]:
    """Yield the wrong answers that tell something: function, number of the call, answer."""
    for function in sorted(mistake.functions):
        if not function or function.endswith(NO_FUNCTIONS) or case not in mistake.cases:
            continue
        due = right.of(function)
        for call, answer in enumerate(mistake.cases[case].of(function)):
            expected = due[call] if call < len(due) else None
            is_number = not isinstance(answer, str)
            if is_number and not is_guess(answer, expected) and (
                expected is None or not same(answer, expected, loosely=True)
            ):
                yield function, call, answer
