"""Every attack of tests/attacks gets its due, tells nothing, and leaves nothing behind."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from attacks.corpus import Attack, Range, read_attacks

from autograder.sandbox import layers

pytestmark = pytest.mark.skipif(not layers.available(), reason="there are no layers here")


@pytest.fixture(scope="module")
def victims() -> Iterator[Range]:
    with Range() as range_:
        yield range_


@pytest.mark.parametrize("attack", read_attacks(), ids=lambda a: f"{a.group}-{a.name}")
def test_attack(victims: Range, attack: Attack) -> None:
    outcome = victims.run(attack)
    assert not outcome.error
    assert not outcome.leaked
    assert tuple(outcome.scores) == outcome.due
    assert not outcome.misreported


def test_nothing_of_all_this_touches_an_honest_submission(victims: Range) -> None:
    report = victims.honest()
    assert (report.score, report.max_score, report.flags, report.reason) == (8.0, 8.0, [], "")


def test_no_process_and_no_folder_is_left(victims: Range) -> None:
    assert victims.left_behind() == []
    base = victims.grader.warden.base
    victims.resources.close()
    assert not base.exists()
