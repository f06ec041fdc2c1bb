"""Grade in Gradescope's container: `python -m autograder.gradescope [--prepare]`.

Without an option: grade /autograder/submission and write /autograder/results/results.json, which
is valid whatever happens. What is printed is for the staff.

With --prepare, once, while the image is built: take write access from other users, and grade the
reference, which must get full marks.
"""

from __future__ import annotations

import sys
import traceback
from dataclasses import replace
from pathlib import Path

from ..bundle.bundle import Bundle, open_bundle
from ..errors import CourseworkError
from ..grading.grader import Grader
from ..report.result import Report
from ..submission.folders import submission_in
from ..submission.intake import Submission
from ..wording import counted, listed, number, one_line
from .attempt import read_attempt
from .container import close_image, close_mounts, memory
from .failed import failed
from .results import write_json, write_results

AUTOGRADER = Path("/autograder")
SOURCE = AUTOGRADER / "source"
METADATA = AUTOGRADER / "submission_metadata.json"
RESULTS = AUTOGRADER / "results" / "results.json"

OURS = 352 << 20  # The grader itself may take this many bytes of memory.
JUDGING = 256 << 20  # So many of these are for what a test allocates, the rest for libraries.
LEAST = 192 << 20  # A submission may take at least this many bytes of memory.


def main(arguments: list[str]) -> int:
    if arguments == ["--prepare"]:
        return prepare()
    return grade()


def prepare() -> int:
    """Close the image and grade the reference. Print a sentence and return 1 if it loses points."""
    close_image()
    with open_bundle(SOURCE / "autograder.zip") as bundle:
        if bundle.unjudged:
            questions = listed(list(bundle.unjudged))
            print(f"PyTorch is missing, and {questions} can't be graded without.")
            return 1
        print(f"Trying the grader on the reference of {bundle.name} ...", flush=True)
        with Grader(bundle, run_hidden_without_sandbox=True) as grader:
            report = grader.grade(Submission("reference", reference(bundle)))
    tell(report)
    if report.score < report.max_score:
        print("The reference should have full marks. Something is missing in this image: see "
              "docs/gradescope.md, When a build fails.")  # fmt: skip
        return 1
    return 0


def grade() -> int:
    """Grade the submission and return 0, because Gradescope shows results only then.

    If the grader breaks, the results say so.
    """
    try:
        for path in (AUTOGRADER / "submission", METADATA):
            if path.exists():
                path.chmod(0o700 if path.is_dir() else 0o600)
        close_mounts()
        attempt = read_attempt(METADATA)
        submission = replace(submission_in(AUTOGRADER / "submission"), id=attempt.id)
        with open_bundle(SOURCE / "autograder.zip") as bundle:
            with Grader(fitted(bundle, memory())) as grader:
                report = grader.grade(submission)
            tell(report)
            write_results(report, RESULTS, bundle.settings.policy, attempt)
    except Exception:
        traceback.print_exc(file=sys.stdout)
        write_json(failed(), RESULTS)
    return 0


def reference(bundle: Bundle) -> bytes:
    """Return the instructor's notebook."""
    import nbformat

    if bundle.reference is None:
        raise CourseworkError("The reference is missing: build the zip with `coursework release`.")
    cells = [nbformat.v4.new_code_cell(source) for source in bundle.reference.cells]
    return nbformat.writes(nbformat.v4.new_notebook(cells=cells)).encode()


def fitted(bundle: Bundle, container: int | None) -> Bundle:
    """Return the bundle with bounds that suit the container.

    Memory: the grader needs some itself, and ends a submission that takes too much. Without the
    bound, the kernel could end the grader. Time: `run_autograder` ends the grader by the wall
    clock, so a submission may take no more wall seconds than CPU seconds.

    Args:
        bundle: The bundle.
        container: Bytes of memory that the container may take, or None if there is no bound.
    """
    limits = bundle.settings.limits
    limits = replace(limits, wall_seconds=min(limits.wall_seconds, limits.submission_seconds))
    if container is not None:
        most = min(limits.total_memory, max(container - OURS, LEAST))
        judging = min(limits.judging, JUDGING)
        limits = replace(limits, total_memory=most, judging=judging)
    return replace(bundle, settings=replace(bundle.settings, limits=limits))


def tell(report: Report) -> None:
    """Print what the staff reads in the build's log or the autograder's output."""
    print(report.isolation.get("note", ""))
    print(f"{one_line(report.assignment)}: {number(report.score)} of {counted(report.max_score)}, "
          f"{report.seconds:.1f} s")  # fmt: skip
    for flag in report.flags:
        print(f"flag: {one_line(flag)}")
    for reason, questions in report.not_judged().items():
        print(f"not judged: {listed(questions)}: {one_line(reason)}")
    if report.first_failure():
        print(f"first failure: {one_line(report.first_failure())}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
