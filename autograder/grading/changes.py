"""Find out which objects of a notebook a test changes, so that a later test would see it.

Otter runs all tests in the notebook's own process. There, a test that changes an object changes it
for all tests that follow. Here each test gets a copy. So a later test that uses the object is run
once more, after the tests that change it. If that can't be done, it is not judged.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import replace

from nnlab.cell_code import parsed

from ..bundle.testfiles import Case, Question
from ..sandbox.trusted.channel import Channel
from ..sandbox.trusted.errors import Lost, StudentError
from ..submission.notebook import Cell
from .check_places import (
    check_cells,
    definitions,
    names_changed_between,
    names_used,
    with_what_they_use,
)  # fmt: skip

# The whole reason or message. A longer one could tell a student of a hidden case.
CHANGED = "this test uses something that an earlier test changes"


class Changes:
    """The objects that each case changes.

    Attributes:
        order: The cases of all questions in the order in which Otter runs them.
        names: The names of the notebook that each case uses, directly or not, by the case's id.
        changed: Those of them that the case has changed, by the case's id.
    """

    def __init__(self, questions: Sequence[Question], cells: Sequence[Cell]) -> None:
        places = check_cells(questions, cells)
        end = max((cell.number for cell in cells), default=0) + 1
        self.cells, self.places = cells, {q.name: places.get(q.name, (end, 0)) for q in questions}
        in_order = sorted(questions, key=lambda q: (*self.places[q.name], q.file))
        self.order = [(question, case) for question in in_order for case in question.cases]
        own = definitions(parsed(cell.source) for cell in cells)
        self.names = {id(c): with_what_they_use(names_used(c), own) for _, c in self.order}
        self.changed: dict[int, set[str]] = {}

    def knows(self, case: Case) -> bool:
        """Return True for a case of the bundle, False for one that was made by `after`."""
        return id(case) in self.names

    @contextlib.contextmanager
    def noted(self, channel: Channel, case: Case) -> Iterator[None]:
        """Note which names of later cases the code within changes, which runs a case."""
        names = sorted(self.names[id(case)] & self._used_after(case))
        before = _states(channel, names)
        try:
            yield
        finally:
            after = _states(channel, names)
            if channel.lost is None:
                self.changed[id(case)] = {n for n in names if before.get(n) != after.get(n)}

    def earlier(self, question: Question, case: Case) -> list[tuple[Question, Case]]:
        """Return the cases before a case that change what it uses, with their questions."""
        used = self.names[id(case)]
        changing = []
        for other_question, other in self.order:
            if other is case:
                break
            # Earlier doctests of a question run before the case in any event.
            runs_before = other_question is question and isinstance(case.body, str)
            if not runs_before and self.changed.get(id(other), set()) & used:
                changing.append((other_question, other))
        return changing

    def can_run_before(self, question: Question, case: Case) -> bool:
        """Return True if the earlier cases can run right before a case. A hidden case must not run
        before a public one, and the notebook must not change the same names in between."""
        here = self.places[question.name][0]
        for other_question, other in self.earlier(question, case):
            first = self.places[other_question.name][0]
            between = names_changed_between(self.cells, first, here)
            if between & self.changed[id(other)] or other.hidden and not case.hidden:
                return False
        return True

    def after(self, question: Question, case: Case) -> Case | None:
        """Return the case with the earlier ones before it, or None if one of them is no doctest."""
        cases = [c for _, c in self.earlier(question, case)]
        if not all(isinstance(c.body, str) for c in (case, *cases)):
            return None
        before = dict.fromkeys(text for c in cases for text in (*c.before, c.body))
        uses = {*case.uses, *(name for c in cases for name in c.uses)}
        return replace(case, before=(*before, *case.before), uses=tuple(sorted(uses)))

    def _used_after(self, case: Case) -> set[str]:
        cases = [other for _, other in self.order]
        place = next(n for n, other in enumerate(cases) if other is case)
        return set().union(*(self.names[id(other)] for other in cases[place + 1 :]))


def _states(channel: Channel, names: Sequence[str]) -> dict[str, str]:
    """Return a digest of the objects of some names, which is "" if it can't be told."""
    if not names or channel.lost:
        return {}
    with contextlib.suppress(Lost, StudentError):
        states = channel.ask("states", list(names))[0]
        if type(states) is dict:
            return states
    return {}
