"""Every attack of tests/attacks gets the score that is due, learns nothing and leaves nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from attacks import other_course
from attacks.corpus import Attack, Range, read_attacks

from autograder.sandbox import layers

pytestmark = [
    pytest.mark.skipif(not layers.available(), reason="there are no layers here"),
    pytest.mark.xdist_group("attacks"),  # These tests share a sandbox.
]

# The groups about grading itself, and one attack of each other group. The rest is slow.
ABOUT_GRADING = {"forging", "hardcoding", "judging"}
REPRESENTATIVES = {
    "exfiltration": "tcp",
    "exhaustion": "memory_at_once",
    "leftovers": "notes",
    "lying": "equal_to_everything",
    "processes": "shell",
    "protocol": "calls_back_what_was_not_given",
    "reading": "hidden_tests_from_disk",
    "tampering": "builtins",
}
ATTACKS = read_attacks()


def is_slow(attack: Attack) -> bool:
    representative = REPRESENTATIVES.get(attack.group)
    return attack.group not in ABOUT_GRADING and attack.name != representative


@pytest.fixture(scope="module")
def victims() -> Iterator[Range]:
    with Range() as range_:
        yield range_


@pytest.mark.parametrize(
    "attack",
    [
        pytest.param(a, marks=[pytest.mark.slow] * is_slow(a), id=f"{a.group}-{a.name}")
        for a in ATTACKS
    ],
)
def test_attack(victims: Range, attack: Attack) -> None:
    outcome = victims.run(attack)
    assert not outcome.error
    assert not outcome.leaked
    assert tuple(outcome.scores) == outcome.due
    assert not outcome.misreported


def test_each_group_has_attacks_that_are_not_slow() -> None:
    assert {a.group for a in ATTACKS if not is_slow(a)} == {a.group for a in ATTACKS}


def test_nothing_of_all_this_touches_an_honest_submission(victims: Range) -> None:
    report = victims.honest()
    assert (report.score, report.max_score, report.flags, report.reason) == (8.0, 8.0, [], "")


def test_an_honest_submission_to_another_course_is_never_failed(victims: Range) -> None:
    report = victims.grade("honest", other_course.HONEST, "judging")
    states = {case.name: case.state for q in report.questions for case in q.cases}
    assert [name for name, state in states.items() if state != "passed"] == ["test_hidden"] or (
        {state for state in states.values()} == {"passed", "not judged"}
    )
    assert report.score == 7.0


def test_no_process_and_no_folder_is_left(victims: Range) -> None:
    assert victims.left_behind() == []
    base = victims.grader.warden.base
    victims.resources.close()
    assert not base.exists()
