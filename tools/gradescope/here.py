"""Try the grader on this machine, without a container: it shows the results alone."""

from __future__ import annotations

import json
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from autograder.bundle.bundle import open_bundle
from autograder.gradescope.attempt import read_attempt
from autograder.gradescope.results import results
from autograder.grading.grader import Grader
from autograder.submission.folders import submission_in

from .container import Ran, Submitted


def unavailable() -> str:
    """Return why the grader can't run here, or "" if it can."""
    return "" if sys.platform == "linux" else "the trusted grader needs Linux"


class Here:
    """Takes the place of a Container. Use as a context manager."""

    def __init__(self, why: str) -> None:
        """Take note of why there is no container."""
        self.name = "no container, but this machine"
        self.unchecked = [
            f"The set-up, the container's bounds, and what holds a submission there, because "
            f"{why}."
        ]
        self.bundle = Path()

    def __enter__(self) -> Here:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def build(self, package: Path) -> Ran:
        self.bundle = package.with_name("autograder.zip")
        return Ran(0, "", 0.0)

    def grade(self, submitted: Submitted) -> Ran:
        with tempfile.TemporaryDirectory(prefix="coursework-") as folder:
            for name, content in submitted.files.items():
                target = Path(folder, "submission", name)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content)
            Path(folder, "metadata.json").write_text(json.dumps(submitted.metadata))
            attempt = read_attempt(Path(folder, "metadata.json"))
            submission = replace(submission_in(Path(folder, "submission")), id=attempt.id)
            with open_bundle(self.bundle) as bundle, Grader(bundle) as grader:
                report = grader.grade(submission)
                graded = results(report, bundle.settings.policy, attempt)
        return Ran(0, "", report.seconds, json.dumps(graded))
