"""Try a gradescope.zip before it is uploaded: build it in a container like Gradescope's, grade
submissions there, show what a student will see."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timezone
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
import jsonschema
from markdown_it import MarkdownIt

import autograder
from autograder.errors import CourseworkError
from autograder.report import replace_text

from . import containers
from .containers import Ran, Submitted
from .release import Release

SCHEMA = Path(autograder.__file__).parent / "gradescope" / "results.schema.json"


@dataclass(frozen=True)
class Tried:
    """What came of one submission. `faults` are sentences, none where all is as it should be."""

    submission: str
    landlock: bool
    ran: Ran
    results: dict[str, Any]
    faults: list[str]


@dataclass(frozen=True)
class Trial:
    """What came of building and grading. `unchecked`: what this container can't show."""

    container: str
    build: Ran
    tried: list[Tried]
    unchecked: list[str]


def try_out(release: Release, submissions: list[Path], say: Callable[[str], None]) -> Trial:
    """Build the zip of `release`, and grade each of `submissions`, with Landlock and without where
    that can be had. Where the set-up fails, a CourseworkError says why.
    """
    files = {path: _files(path) for path in submissions}
    with containers.find() as room:
        say(f"building in {room.name}: a minute or two")
        build = room.build(release.gradescope)
        if build.code:
            raise CourseworkError(
                f"The set-up failed, with code {build.code}. The end of its log:\n"
                + "\n".join(build.log.splitlines()[-25:])
                + "\nWhat to do: docs/gradescope.md, When a build fails."
            )
        tried = []
        for path in submissions:
            for landlock in (True, False) if room.hides_landlock else (True,):
                say(f"grading {path.name}{'' if landlock else ', without Landlock'}")
                ran = room.grade(Submitted(files[path], metadata()), landlock)
                tried.append(_looked_at(path.name, landlock, ran))
        return Trial(room.name, build, tried, room.unchecked)


def metadata(number: int = 1) -> dict[str, Any]:
    """Gradescope's metadata of a student's submission of that number."""
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
    """A page that shows results.json about as Gradescope shows it to the student."""
    return _template().render(title=title, results=results, total=_total(results))


def write_preview(tried: Tried, title: str, folder: Path) -> Path:
    """Write results.json and the page into `folder`; the page's path."""
    stem = Path(tried.submission).stem
    replace_text(folder / f"{stem}.results.json", tried.ran.results)
    page = folder / f"{stem}.html"
    replace_text(page, preview(tried.results, title))
    return page


def _files(path: Path) -> dict[str, bytes]:
    try:
        if path.is_dir():
            inside = [file for file in sorted(path.rglob("*")) if file.is_file()]
            return {str(file.relative_to(path)): file.read_bytes() for file in inside}
        return {path.name: path.read_bytes()}
    except OSError as error:
        raise CourseworkError(f"{path} can't be read: {error.strerror}.") from None


def _looked_at(submission: str, landlock: bool, ran: Ran) -> Tried:
    faults = []
    results: dict[str, Any] = {}
    try:
        results = json.loads(ran.results)
        jsonschema.validate(results, json.loads(SCHEMA.read_text()))
    except ValueError:
        faults.append("there is no results.json, or it is no JSON")
    except jsonschema.ValidationError as error:
        faults.append(f"results.json is not as Gradescope takes it: {error.message}")
    if ran.code:
        faults.append(f"run_autograder ended with code {ran.code}")
    if ran.written:
        faults.append(f"files were left behind: {', '.join(ran.written)}")
    extra = results.get("extra_data", {})
    if "the grader broke" in extra.get("flags", []):
        faults.append("the grader broke")
    elif not extra.get("isolation", {}).get("held"):
        faults.append("the submission was not held: " + str(extra.get("isolation", {}).get("note")))
    return Tried(submission, landlock, ran, results, faults)


def _total(results: dict[str, Any]) -> float:
    return sum(test.get("max_score", 0.0) for test in results.get("tests", []))


@cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    plain = MarkdownIt("commonmark", {"html": False})
    environment.filters["markdown"] = plain.render
    return environment.get_template("gradescope.html.j2")
