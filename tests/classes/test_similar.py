"""Suspiciously similar answers are found; the release's own text and common answers are not."""

from __future__ import annotations

import pytest

from tools.classes.answers import answers_in
from tools.classes.record import Row
from tools.classes.similar import Fingerprints, Pair

RELEASE = [
    """
def train(network, inputs, targets, steps, rate):
    losses = []
    for step in range(steps):
        output = network.forward(inputs)
        losses.append(np.mean((output - targets) ** 2))
    return losses
"""
]
OWN = """
def backward(self, upstream):
    before = upstream * self.activation.slope(self.z)
    self.dW = self.x.T @ before / len(self.x) + self.decay * self.W
    self.db = before.sum(axis=0) / max(1, len(self.x))
    return before @ self.W.T - 0.5 * (before > 0).astype(float).sum()
"""
OTHER = """
def backward(self, upstream):
    rows = []
    for k, row in enumerate(upstream):
        rows.append([value * 3 if value else 7 for value in row if k % 2])
        while rows and not rows[-1]:
            rows.pop(); break
    return {"rows": rows, "count": len(rows), "first": rows[:1] or None}
"""


def renamed(source: str) -> str:
    return "# mine\n" + source.replace("before", "delta").replace("upstream", "grad_out")


def pairs(*answers: str, release: list[str] = RELEASE) -> list[Pair]:
    fingerprints = Fingerprints(release)
    for number, answer in enumerate(answers):
        fingerprints.add(Row(f"s{number}", content=str(number)), {"q1": answer})
    return fingerprints.pairs()


def test_a_copy_with_other_names_is_found() -> None:
    [pair] = pairs(OWN, OTHER, renamed(OWN))
    assert (pair.one, pair.other, pair.share, pair.questions) == ("s0", "s2", 1.0, ("q1",))


def test_a_part_that_is_copied_is_found() -> None:
    [pair] = pairs(OWN, OTHER + renamed(OWN))
    assert pair.share == pytest.approx(1, abs=0.3) and pair.shared >= 6


def test_the_release_and_what_many_write_are_taken_away() -> None:
    assert pairs(RELEASE[0], RELEASE[0]) == []
    assert pairs(RELEASE[0] * 3, RELEASE[0] * 3, release=[]) != []
    assert pairs(OWN, OWN, OWN, OWN, OTHER) == []  # Four of five wrote it.
    assert len(pairs(OWN, OWN, OTHER)) == 1


def test_what_twenty_students_have_in_common_is_not_compared() -> None:
    others = [f"x = {k}" for k in range(600)]
    assert len(pairs(*[OWN] * 7, *others)) == 21
    assert pairs(*[OWN] * 21, *others) == []


def test_an_answer_of_one_line_proves_nothing() -> None:
    short = "def total(a):\n    return a.sum() * 3 + a.max() - a.min()\n"
    assert pairs(short, short) == []


def test_different_answers_are_no_pair() -> None:
    assert pairs(OWN, OTHER) == []


@pytest.mark.parametrize("source", ["def f(:", "'''", "\x00", "  x\n y", "", "é" * 9])
def test_code_that_cannot_be_read_costs_nothing(source: str) -> None:
    assert pairs(source, source, OWN) == []


def test_the_code_of_a_question_stands_before_its_check() -> None:
    cells = ["import x", "a = 1", "a = 2", 'grader.check("q1")', "b", "grader.check( 'q2')",
             'grader.check("q1")', "c", 'grader.check("q9")']  # fmt: skip
    assert answers_in(cells, ["q1", "q2"]) == {"q1": "import x\n\na = 1\n\na = 2", "q2": "b"}
