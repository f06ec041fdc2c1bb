"""Compare two gradings of a class: whose score moved, by how much, and why."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from autograder.report.result import QuestionResult, Report, total
from autograder.wording import one_line

from .record import Grades

LONGEST = 120  # A message is quoted up to this many characters.


@dataclass(frozen=True)
class Move:
    """A student whose result has changed.

    Attributes:
        id: The id of the student.
        name: The name, or "".
        before: The score before, or None if there was none.
        after: The score after, or None if there is none.
        why: What has changed, a sentence each.
    """

    id: str
    name: str
    before: float | None
    after: float | None
    why: tuple[str, ...]

    @property
    def by(self) -> float:
        """The difference of the scores. Who has none counts as 0."""
        return total([(self.after or 0.0), -(self.before or 0.0)])


@dataclass(frozen=True)
class Comparison:
    """What has changed from one grading to another.

    Attributes:
        moves: The students whose score or cases have changed, the largest changes first.
        unchanged: How many students have the same score and the same cases.
        causes: How often each case changed its state, in words.
    """

    moves: list[Move]
    unchanged: int
    causes: list[tuple[str, int]]


def compare(old: Grades, new: Grades) -> Comparison:
    """Compare two gradings of a class. Students are matched by their ids, or else by their numbers,
    because the same class has other ids in the export of another platform."""
    before = {row.id: row for row in old.record.rows}
    new_ids = {row.id for row in new.record.rows}
    left = [row for row in old.record.rows if row.number and row.id not in new_ids]
    by_number = {row.number: row.id for row in left}
    moves, unchanged = [], 0
    causes: Counter[str] = Counter()
    for row in new.record.rows:
        report = new.result(row).report
        earlier = before.pop(row.id, None) or before.pop(by_number.get(row.number, ""), None)
        if earlier is None:
            score = report.score if report.graded else None
            moves.append(Move(row.id, row.name, None, score, ("is new in the class",)))
            continue
        was = old.result(earlier).report
        why = _cases(was, report)
        causes.update(why)
        if earlier.content != row.content:
            why = ["handed in something else", *why]
        if was.score != report.score or was.graded != report.graded or why:
            first, second = (r.score if r.graded else None for r in (was, report))
            moves.append(Move(row.id, row.name, first, second, tuple(why)))
        else:
            unchanged += 1
    for row in before.values():
        was = old.result(row).report
        score = was.score if was.graded else None
        moves.append(Move(row.id, row.name, score, None, ("is no longer in the class",)))
    moves.sort(key=lambda move: (-abs(move.by), move.id))
    return Comparison(moves, unchanged, causes.most_common())


def _cases(was: Report, now: Report) -> list[str]:
    if was.not_graded != now.not_graded:
        return [f"before: {_quoted(was.not_graded) or 'graded'}; "
                f"now: {_quoted(now.not_graded) or 'graded'}"]  # fmt: skip
    why = []
    questions = {question.name: question for question in was.questions}
    for question in now.questions:
        earlier = questions.pop(question.name, None)
        if earlier is None:
            why.append(f"{question.name} is new")
            continue
        changed = _changed(earlier, question)
        if not changed and earlier.score != question.score:
            changed = [f"{question.name}: {earlier.score:g} of {earlier.max_score:g} points became "
                       f"{question.score:g} of {question.max_score:g}"]  # fmt: skip
        why += changed
    return [*why, *(f"{name} is gone" for name in questions)]


def _changed(was: QuestionResult, now: QuestionResult) -> list[str]:
    if now.written:  # A person has graded it, or the answer has changed: the points say it.
        return []
    cases = {case.name: case for case in was.cases}
    changed = []
    for case in now.cases:
        earlier = cases.pop(case.name, None)
        about = f"{now.name}, {_quoted(case.covers or case.name)}"
        if earlier is None:
            changed.append(f"{about}: a new case, {case.state}")
        elif earlier.state != case.state:
            changed.append(f"{about}: {earlier.state} before, {case.state} now")
        elif earlier.points != case.points:
            changed.append(f"{about}: worth {earlier.points:g} before, {case.points:g} now")
    return [*changed, *(f"{now.name}, {_quoted(name)}: the case is gone" for name in cases)]


def _quoted(text: str) -> str:
    return one_line(text, LONGEST)
