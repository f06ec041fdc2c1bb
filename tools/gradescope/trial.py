"""Try a gradescope.zip before it is uploaded: build it in a container like Gradescope's, grade
submissions there, and show what a student will see."""

from __future__ import annotations

import json
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timezone
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import autograder
from autograder.errors import CourseworkError
from autograder.files import write_atomically

from ..authoring.release import Release
from ..terminal import Say
from .container import Container, Ran, Submitted, available

if TYPE_CHECKING:
    import jinja2

SCHEMA = Path(autograder.__file__).parent / "gradescope" / "results.schema.json"


LOG_LINES = 25  # How many lines of the log of a failed set-up are shown.


@dataclass(frozen=True)
class Tried:
    """The result of one submission.

    Attributes:
        submission: The name of its file or folder.
        ran: The run of the grader.
        results: The content of results.json.
        faults: Sentences on what is not as it should be.
    """

    submission: str
    ran: Ran
    results: dict[str, Any]
    faults: list[str]


@dataclass(frozen=True)
class Trial:
    """The result of building a zip and of grading with it.

    Attributes:
        container: What the container is, in words.
        build: The run of the set-up.
        tried: The result of each submission.
        unchecked: Sentences on what this container can't show.
    """

    container: str
    build: Ran
    tried: list[Tried]
    unchecked: list[str]


def try_out(
    release: Release,
    submissions: list[Path],
    say: Say,
    container: AbstractContextManager[Container] | None = None,
) -> Trial:
    """Build the zip of a release and grade submissions with it.

    Args:
        release: A packed release.
        submissions: Notebooks, or folders of what is handed in.
        say: Called with the progress.
        container: Where to do it. By default Docker makes a container, or, without Docker, this
            machine is used without one.

    Raises:
        CourseworkError: The set-up fails, a submission can't be read, or nothing can be tried here.
    """
    files = {path: _files(path) for path in submissions}
    with container or available() as machine:
        say(f"building in {machine.name}: a minute or two")
        build = machine.build(release.gradescope)
        if build.code:
            raise CourseworkError(
                f"The set-up failed, with code {build.code}. The end of its log:\n"
                + "\n".join(build.log.splitlines()[-LOG_LINES:])
                + "\nWhat to do: docs/gradescope.md, When a build fails."
            )
        tried = []
        for path in submissions:
            say(f"grading {path.name}")
            ran = machine.grade(Submitted(files[path], metadata()))
            tried.append(examine(path.name, ran))
        return Trial(machine.name, build, tried, machine.unchecked)


def metadata(number: int = 1) -> dict[str, Any]:
    """Return Gradescope's metadata of a student's submission; `number` counts the student's
    submissions from 1."""
    now = datetime.now(timezone.utc).isoformat()
    previous = [{"submission_time": now, "score": 0.0, "results": {}}] * (number - 1)
    return {
        "id": 1000 + number,
        "created_at": now,
        "assignment": {"due_date": None, "title": "try"},
        "submission_method": "upload",
        "users": [{"name": "Student", "email": "student@example.com", "id": 1}],
        "previous_submissions": previous,
    }


def preview(results: dict[str, Any], title: str) -> str:
    """Return a page that shows results.json about as Gradescope shows it to the student."""
    return _template().render(title=title, results=results, total=_total(results))


def write_preview(tried: Tried, title: str, folder: Path) -> Path:
    """Write results.json and the page into `folder` and return the page's path."""
    stem = Path(tried.submission).stem
    write_atomically(folder / f"{stem}.results.json", tried.ran.results)
    page = folder / f"{stem}.html"
    write_atomically(page, preview(tried.results, title))
    return page


def _files(path: Path) -> dict[str, bytes]:
    try:
        if path.is_dir():
            inside = [file for file in sorted(path.rglob("*")) if file.is_file()]
            return {str(file.relative_to(path)): file.read_bytes() for file in inside}
        return {path.name: path.read_bytes()}
    except OSError as error:
        raise CourseworkError(f"{path} can't be read: {error.strerror}.") from None


def examine(submission: str, ran: Ran) -> Tried:
    """Look at what the grader wrote, and name what is not as it should be."""
    import jsonschema

    faults = []
    results: dict[str, Any] = {}
    try:
        results = json.loads(ran.results)
        jsonschema.validate(results, json.loads(SCHEMA.read_text()))
    except ValueError:
        faults.append("there is no results.json, or it is not JSON")
    except jsonschema.ValidationError as error:
        faults.append(f"results.json is not as Gradescope takes it: {error.message}")
    if ran.code:
        faults.append(f"run_autograder ended with code {ran.code}")
    if ran.written:
        faults.append(f"files were left behind: {', '.join(ran.written)}")
    extra = results.get("extra_data", {})
    if extra.get("grader_broke"):
        faults.append("the grader broke")
    elif not extra.get("isolation", {}).get("held"):
        faults.append("the submission was not held: " + str(extra.get("isolation", {}).get("note")))
    return Tried(submission, ran, results, faults)


def _total(results: dict[str, Any]) -> float:
    return sum(test.get("max_score", 0.0) for test in results.get("tests", []))


@cache
def _template() -> jinja2.Template:
    import jinja2
    from markdown_it import MarkdownIt

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    plain = MarkdownIt("commonmark", {"html": False})
    environment.filters["markdown"] = plain.render
    return environment.get_template("page.html.j2")
