"""No container: the trusted grader as it is on this machine, for the results alone."""

from __future__ import annotations

import json
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from autograder.bundle import open_bundle
from autograder.grader import Grader
from autograder.gradescope.attempt import read_attempt
from autograder.gradescope.results import results
from autograder.submission import submission_in

from . import Ran, Submitted


def unavailable() -> str:
    """Why not even that can be done here, or nothing."""
    return "" if sys.platform == "linux" else "the trusted grader needs Linux"


class Here:
    """A Container that is none. Use as a context manager."""

    hides_landlock = False

    def __init__(self, why: str) -> None:
        self.name = "no container, but this machine"
        self.unchecked = [
            f"The set-up and the container, its bounds and what holds a submission there: {why}."
        ]
        self.bundle = Path()

    def __enter__(self) -> Here:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def build(self, package: Path) -> Ran:
        self.bundle = package.with_name("autograder.zip")
        return Ran(0, "", 0.0)

    def grade(self, submitted: Submitted, landlock: bool = True) -> Ran:
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
                made = results(report, bundle.settings.policy, attempt)
        return Ran(0, "", report.seconds, json.dumps(made))
