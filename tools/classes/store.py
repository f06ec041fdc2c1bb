"""What was graded before: a file for each result, found by what it was graded from.

The key of a result is a digest of the submission, of the bundle, of the grader and of how it
graded. So a result is used again exactly as long as none of these has changed. Each file is written
at once or not at all, so a grading that is killed at any moment goes on where it was.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import platform
import sys
import zipfile
from dataclasses import asdict, dataclass, field
from functools import cache
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import msgspec

import autograder
from autograder.bundle.bundle import staff_files
from autograder.errors import CourseworkError
from autograder.files import write_atomically
from autograder.grading.batch import GradingJob
from autograder.report.result import Report
from autograder.submission.intake import HandedIn, Submission

FOLDER = ".coursework"  # The folder, within the one for grades, of what grading needs again.


@dataclass(frozen=True)
class Result:
    """A stored result.

    Attributes:
        report: The report. Its submission and its student are those of the first who handed in so.
        answers: The source of the student's code for each question.
        written: The answer to each written question, "" if there is none.
    """

    report: Report
    answers: dict[str, str] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)


class Store:
    """The results in the folder of a class."""

    def __init__(self, output: Path) -> None:
        self.folder = output / FOLDER / "results"
        # Results that could not be written, for example because the disk is full.
        self.unwritten: dict[str, Result] = {}

    def __contains__(self, key: str) -> bool:
        return key in self.unwritten or self._path(key).exists()

    def read(self, key: str) -> Result | None:
        """Return a result, or None if there is none or its file is damaged."""
        if key in self.unwritten:
            return self.unwritten[key]
        try:
            return msgspec.convert(json.loads(self._path(key).read_text("utf-8")), Result)
        except (OSError, ValueError, msgspec.ValidationError):
            return None

    def write(self, key: str, result: Result) -> str:
        """Store a result and return "", or why it could not be written. It can be read anyway."""
        text = json.dumps(asdict(result))
        try:
            write_atomically(self._path(key), text)
        except OSError as error:
            self.unwritten[key] = result
            return error.strerror or type(error).__name__
        self.unwritten.pop(key, None)
        return ""

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key}.json"


@dataclass(frozen=True)
class Parcel:
    """What of a submission counts, read once.

    Attributes:
        content: A notebook, or a zip of a notebook and the modules beside it.
        reason: Why the submission can't be read, or "".
    """

    content: bytes
    reason: str = ""

    @property
    def digest(self) -> str:
        reason = f"reason: {self.reason}".encode("utf-8", "replace")
        return hashlib.sha256(reason if self.reason else self.content).hexdigest()

    def as_submission(self, id: str) -> Submission:
        return Submission(id, self.content, self.reason)


def parcel(submission: Submission, assignment: str) -> Parcel:
    """Read a submission, whatever it is."""
    try:
        handed_in = submission.open(assignment)
    except CourseworkError as error:
        return Parcel(b"", str(error))
    return Parcel(_packed(handed_in) if handed_in.modules else handed_in.content)


def _packed(handed_in: HandedIn) -> bytes:
    """Return a zip of a notebook and its modules that depends on their content alone."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in [("notebook.ipynb", handed_in.content), *handed_in.modules.items()]:
            archive.writestr(zipfile.ZipInfo(name), content)
    return buffer.getvalue()


def grader_digest(job: GradingJob, engine: str, public: bool) -> str:
    """Return a digest of everything but the submission that a result depends on."""
    digest = hashlib.sha256()
    for path in [job.bundle, *staff_files(job.bundle)]:
        digest.update(path.read_bytes() if path.exists() else b"")
        digest.update(b"\0")
    how = [engine, public, job.seconds, job.run_hidden_without_sandbox, job.apart_only]
    digest.update(json.dumps([how, _machine(), code_digest()]).encode())
    return digest.hexdigest()


def key(content: str, grader: str) -> str:
    """Return the key of a result, from the digests of a submission and of the grader."""
    return hashlib.sha256(f"{content} {grader}".encode()).hexdigest()[:40]


@cache
def code_digest() -> str:
    """Return a digest of the grader's own source and of the libraries that judge with it."""
    digest = hashlib.sha256()
    root = Path(autograder.__file__).parent
    for path in sorted(root.rglob("*.py")):
        digest.update(path.relative_to(root).as_posix().encode() + path.read_bytes())
    for name in ("numpy", "otter-grader", "msgspec"):
        digest.update(metadata.version(name).encode())
    return digest.hexdigest()


def _machine() -> list[Any]:
    """Return what decides on which layers a submission is held by, and which cases are judged."""
    user = os.geteuid() if hasattr(os, "geteuid") else None
    torch = find_spec("torch") is not None
    return [sys.version_info[:2], platform.system(), platform.release(), user, torch]
