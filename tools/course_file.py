"""The settings of a course: `course.toml` in its folder. Every key may be left out.

    hub = "https://hub.example.edu"     # The JupyterHub of the class, for the links of --publish.

    [public]                            # Where students get the releases: links to Colab, Binder.
    repository = "https://github.com/example/course"
    tag = "autumn-2026"
    site = "https://course.example.edu" # What `coursework site` has built.

    [due]                               # The deadline of each assignment.
    hw1_neuron = 2026-10-01T23:59:00+02:00

    [late]                              # What lateness costs.
    grace_minutes = 30
    percent_per_day = 10

    [grading]                           # For each assignment, unless its master says otherwise.
    own_credit = 0.5
    limits.case_seconds = 20
    policy.hidden = "after_due_date"
    policy.hints_from_try = 2

    [style]                             # What `coursework release` refuses beyond what is wrong.
    points_in_headings = true
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from autograder.bundle.settings import Settings, convert
from autograder.wording import one_line

from .faults import Fault, refusal
from .paths import Course

FILE = "course.toml"
OLD_FILE = "late.yml"

Deadline = Annotated[
    datetime, Meta(tz=True, description="a time with its zone, such as 2026-10-01T23:59:00+02:00")
]
ADDRESS = Meta(pattern=r"^(https?://[^\s?#]+)?$", description="an address such as https://...")
Flag = Annotated[bool, Meta(description="true or false")]


@dataclass(frozen=True)
class Late:
    """What lateness costs.

    Attributes:
        grace_minutes: So many minutes after the deadline cost nothing.
        percent_per_day: What each day that has begun costs, in percent of the score.
    """

    grace_minutes: Annotated[float, Meta(ge=0, description="a number from 0")] = 0.0
    percent_per_day: Annotated[float, Meta(ge=0, le=100, description="a number from 0 to 100")] = (
        0.0
    )


@dataclass(frozen=True)
class Public:
    """Where students get the releases.

    Attributes:
        repository: The address on the web of the repository that has what `coursework release
            --publish` writes, or "".
        tag: The tag, or the branch, of the release there.
        site: The address of what `coursework site` writes, or "".
    """

    repository: Annotated[str, ADDRESS] = ""
    tag: Annotated[str, Meta(pattern=r"^[\w./-]*$", description="the name of a tag")] = ""
    site: Annotated[str, ADDRESS] = ""


@dataclass(frozen=True)
class Style:
    """Rules of a course on its masters. Each is off unless the course switches it on.

    Attributes:
        points_in_headings: The heading of a question says what it is worth: "(3 points)".
        public_and_hidden_tests: Each question has a public test and a hidden one.
        failure_messages: Each test says what it covers, in words for students.
        strict_comparisons: No test compares by np.allclose, or by == what may be an array.
    """

    points_in_headings: Flag = False
    public_and_hidden_tests: Flag = False
    failure_messages: Flag = False
    strict_comparisons: Flag = False


@dataclass(frozen=True)
class CourseSettings:
    """The settings of a course.

    Attributes:
        hub: The address of the JupyterHub that the class uses, or "".
        public: Where students get the releases.
        due: The deadline of each assignment.
        late: What lateness costs.
        grading: The grading settings of each assignment, unless its master says otherwise.
        style: The rules of the course on its masters.
    """

    hub: Annotated[str, ADDRESS] = ""
    public: Public = field(default_factory=Public)
    due: Annotated[dict[str, Any], Meta(description="assignments with their deadlines")] = field(
        default_factory=dict
    )
    late: Late = field(default_factory=Late)
    grading: Settings = field(default_factory=Settings)
    style: Style = field(default_factory=Style)


def settings_of(course: Course) -> CourseSettings:
    """Return the settings of a course: those of its `course.toml`, or the defaults.

    Raises:
        CourseworkError: Some keys or values are wrong. The message names all of them.
    """
    settings, faults = parse_settings(course)
    if faults:
        raise refusal(faults)
    return settings


def parse_settings(course: Course) -> tuple[CourseSettings, list[Fault]]:
    """Return the settings of a course, with None for each value that is wrong, and the faults."""
    sentences: list[str] = []
    try:
        values = _values(course)
    except (OSError, ValueError, msgspec.DecodeError) as error:
        values = {}
        sentences.append(f"it can't be read: {one_line(str(error), 200)}")
    settings = convert(CourseSettings, FILE, values, sentences)
    due = {name: convert(Deadline, f"due.{name}", when, sentences)
           for name, when in (settings.due or {}).items()}  # fmt: skip
    sentences += _unknown_assignments(course, due)
    if settings.public and settings.public.repository and not settings.public.tag:
        sentences.append("`public` names a repository and no tag. Write the tag of the release "
                         'there, such as tag = "autumn-2026".')  # fmt: skip
    if (course.root / OLD_FILE).exists():
        sentences.append(f"{OLD_FILE} is not read any more. Move its lines to {FILE}, below [late] "
                         f"and [due], and delete it.")  # fmt: skip
    faults = [Fault(str(course.root / FILE), 0, 0, sentence) for sentence in sentences]
    return replace(settings, due=due), faults


def grading_of(course: Course, own: Mapping[str, Any]) -> dict[str, Any]:
    """Return the grading settings of an assignment: its own, and for the others the course's.

    Args:
        course: The course.
        own: What the master states under `grading`.
    """
    return _merged(_values(course).get("grading", {}), own)


def _merged(common: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    both = {
        key: _merged(common[key], own[key])
        for key in common.keys() & own.keys()
        if isinstance(common[key], dict) and isinstance(own[key], dict)
    }
    return {**common, **own, **both}


def _values(course: Course) -> dict[str, Any]:
    path = course.root / FILE
    return msgspec.toml.decode(path.read_bytes()) if path.exists() else {}


def _unknown_assignments(course: Course, due: Mapping[str, Any]) -> list[str]:
    """Return a sentence for each name that looks like a mistyped chapter. Other names may be those
    of bundles."""
    known = [path.parent.name for path in course.solutions.glob("*/master.py")]
    similar = {name: difflib.get_close_matches(name, known, 1, 0.8) for name in due
               if name not in known}  # fmt: skip
    return [
        f"`due`: there is no chapter {name}. Did you mean {names[0]}?"
        for name, names in similar.items()
        if names
    ]
