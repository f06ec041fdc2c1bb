"""A test leaves room for an answer that is 30 times slower than the reference's."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pytest
from course import NAMES

from autograder.bundle.bundle import open_bundle
from autograder.grading.case import Outcome
from autograder.grading.grader import Grader
from autograder.grading.run import GradingRun
from autograder.sandbox import layers
from autograder.submission.folders import find_submissions
from tools.authoring.samples import write_samples

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not layers.available(), reason="there are no layers here"),
]

TIMES_SLOWER = 30
ROUNDS = 3  # The least of so many rounds counts, because other load makes CPU time longer.


@pytest.mark.parametrize("name", NAMES)
def test_a_slow_right_answer_has_the_time_that_it_needs(
    releases: Any, name: str, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    used: dict[str, list[float]] = defaultdict(list)
    original = GradingRun._run

    def timed(run: GradingRun, worker: Any, case: Any, *args: Any, **options: Any) -> Outcome:
        before = worker.usage().cpu
        outcome = original(run, worker, case, *args, **options)
        used[case.name].append(worker.usage().cpu - before)
        return outcome

    monkeypatch.setattr(GradingRun, "_run", timed)
    write_samples(releases[name], tmp_path)
    [right] = find_submissions([tmp_path / "right.ipynb"])
    with (
        open_bundle(releases[name].bundle) as bundle,
        Grader(bundle, run_hidden_without_sandbox=True) as grader,
    ):
        for _ in range(ROUNDS):
            report = grader.grade(right)
            assert report.score == report.judged, report.first_failure()
    limits = bundle.settings.limits
    slow = {case: TIMES_SLOWER * min(seconds) for case, seconds in used.items()}
    too_slow = {case: seconds for case, seconds in slow.items() if seconds > limits.case_seconds}
    assert not too_slow, f"more than {limits.case_seconds:g} s: {too_slow}"
    assert sum(slow.values()) <= limits.submission_seconds
