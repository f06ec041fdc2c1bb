"""Grade in Gradescope's container: `python -m autograder.gradescope [--prepare]`.

Without an option: grade /autograder/submission and write /autograder/results/results.json, which
is valid whatever happens. What is printed is for the staff. With --prepare, once, as the image is
built: close it, and grade the reference, which must have full marks.
"""

from __future__ import annotations

import sys
import traceback
from dataclasses import replace
from pathlib import Path

from ..bundle import Bundle, open_bundle
from ..errors import CourseworkError
from ..grader import Grader
from ..plain_text import counted, listed, number
from ..report import Report
from ..submission import Submission, submission_in
from .attempt import read_attempt
from .container import close_image, close_mounts, memory
from .failed import failed
from .results import write_json, write_results

AUTOGRADER = Path("/autograder")
SOURCE = AUTOGRADER / "source"
METADATA = AUTOGRADER / "submission_metadata.json"
RESULTS = AUTOGRADER / "results" / "results.json"

OURS = 320 << 20  # bytes that the grader itself takes
LEAST = 192 << 20


def main(arguments: list[str]) -> int:
    if arguments == ["--prepare"]:
        return prepare()
    return grade()


def prepare() -> int:
    """Close the image and try it. 1, and a sentence, where the reference is not right here."""
    close_image()
    with open_bundle(SOURCE / "autograder.zip") as bundle:
        if bundle.unjudged:
            questions = listed(list(bundle.unjudged))
            print(f"PyTorch is missing, and {questions} can't be graded without.")
            return 1
        print(f"Trying the grader on the reference of {bundle.name} ...", flush=True)
        with Grader(bundle, weak=True) as grader:
            report = grader.grade(Submission("reference", reference(bundle)))
    tell(report)
    if report.score < report.max_score:
        print("The reference should have full marks. Something is missing in this image: see "
              "docs/gradescope.md, When a build fails.")  # fmt: skip
        return 1
    return 0


def grade() -> int:
    """Grade the submission. 0 also where the grader broke: Gradescope then shows its results."""
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
    """The instructor's notebook."""
    import nbformat

    if bundle.reference is None:
        raise CourseworkError("The reference is missing: build the zip with `coursework release`.")
    cells = [nbformat.v4.new_code_cell(source) for source in bundle.reference.cells]
    return nbformat.writes(nbformat.v4.new_notebook(cells=cells)).encode()


def fitted(bundle: Bundle, container: int | None) -> Bundle:
    """The bundle with a bound on memory that leaves the grader its own, in a container of so many
    bytes: a submission that takes too much is ended by the grader, not with the grader."""
    if container is None:
        return bundle
    limits = bundle.settings.limits
    most = min(limits.total_memory, max(container - OURS, LEAST))
    settings = replace(bundle.settings, limits=replace(limits, total_memory=most))
    return replace(bundle, settings=settings)


def tell(report: Report) -> None:
    """What the staff reads in the build's log or the autograder's output."""
    print(report.isolation.get("note", ""))
    print(f"{report.assignment}: {number(report.score)} of {counted(report.max_score)}, "
          f"{report.seconds:.1f} s")  # fmt: skip
    for flag in report.flags:
        print(f"flag: {flag}")
    if report.first_failure():
        print(f"first failure: {report.first_failure()}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
