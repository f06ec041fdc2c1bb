"""Recognize in which layout a class handed in, and who handed in what.

Known are the exports of Gradescope, Canvas and Moodle, the folders of nbgrader, and plain files.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import yaml

from autograder.errors import CourseworkError
from autograder.submission.choice import ARCHIVE, NOTEBOOK
from autograder.submission.folders import (
    NO_SUBMISSION,
    find_submissions,
    holds_only_outputs,
    submission_in,
)
from autograder.submission.intake import Submission, entries_of
from autograder.wording import one_line

from .platform_names import CANVAS, METADATA, MOODLE, SUBMITTED
from .students import Attempt, ClassList, Student, gather
from .unpacking import is_class, unpack

MAX_METADATA_BYTES = 256 << 20  # Gradescope's metadata may have at most this many bytes.

PLAIN = "files and folders, one for each student"


def find_class(paths: list[Path], assignment: str, scratch: Path) -> ClassList:
    """Return the class that handed in what is at some paths.

    Args:
        paths: Files, archives and folders; or one zip of a whole class.
        assignment: The name of the assignment, which tells its folder from others of nbgrader.
        scratch: A folder for what is unpacked of a zip of a whole class.

    Raises:
        CourseworkError: A path does not exist, a zip can't be unpacked, or nobody handed in.
    """
    class_list, layouts, plain = ClassList([]), [], []
    entries: list[Student] = []
    for number, path in enumerate(paths):
        root = path
        if path.is_file() and is_class(path, len(paths) == 1, assignment):
            root = _single_folder(unpack(path, scratch / str(number)))
        for layout, recognize in LAYOUTS.items():
            students = recognize(root, assignment, class_list.remarks) if root.is_dir() else None
            if students is not None:
                entries += students
                layouts.append(f"{path.name}: {layout}")
                break
        else:
            plain.append(root)
    ids: set[str] = set()
    class_list.students = gather(entries, ids)
    if plain:
        class_list.students += gather(map(_of_plain, find_submissions(plain)), ids)
        layouts.append(f"{', '.join(path.name for path in plain[:3])}"
                       f"{' ...' if len(plain) > 3 else ''}: {PLAIN}")  # fmt: skip
    if not class_list.students:
        raise CourseworkError(f"Nobody handed in anything in {', '.join(map(str, paths))}.")
    names = Counter(s.name.casefold() for s in class_list.students if s.name)
    for name in (n for n, count in names.items() if count > 1):
        twice = [s for s in class_list.students if s.name.casefold() == name]
        class_list.remarks.append(
            f"{len(twice)} students are called {one_line(twice[0].name)}; they are told apart as "
            f"{', '.join(s.id for s in twice)}."
        )
    class_list.layout = "; ".join(layouts)
    return class_list


def _single_folder(root: Path) -> Path:
    """Return the only folder in a folder that holds nothing else, or the folder itself."""
    inside = entries_of(root)
    if len(inside) == 1 and inside[0].is_dir() and not MOODLE.fullmatch(inside[0].name):
        return root / inside[0].name
    return root


def _of_plain(submission: Submission) -> Student:
    return Student(submission.id, attempts=(Attempt(submission),))


def _of_folder(folder: Path) -> list[Student]:
    """Return the student whose name a folder has, or none if it holds grades only."""
    return [] if holds_only_outputs(folder) else [_of_plain(submission_in(folder))]


def _gradescope(root: Path, assignment: str, remarks: list[str]) -> list[Student] | None:
    if not (root / METADATA).is_file():
        return None
    known = _metadata(root / METADATA)
    students: list[Student] = []
    for name, facts in known.items():
        if not isinstance(facts, dict):
            continue
        versions = [_attempt_of_gradescope(root / str(name), facts)]
        for older in _list(facts.get(":history")):
            if isinstance(older, dict) and (root / f"submission_{older.get(':id')}").is_dir():
                folder = root / f"submission_{older[':id']}"
                versions.insert(-1, _attempt_of_gradescope(folder, older))
        people = [p for p in _list(facts.get(":submitters")) if isinstance(p, dict)]
        for person in people or [{}]:
            called, sid, email = (str(person.get(key) or "") for key in (":name", ":sid", ":email"))
            base = "_".join(filter(None, [called, sid])) or email or str(name)
            students.append(Student(base, called, sid, email, tuple(versions)))
    named = {str(name) for name in known} | {
        f"submission_{older.get(':id')}"
        for facts in known.values() if isinstance(facts, dict)
        for older in _list(facts.get(":history")) if isinstance(older, dict)
    }  # fmt: skip
    for entry in entries_of(root):
        if entry.is_dir(follow_symlinks=False) and entry.name not in named:
            students += _of_folder(root / entry.name)
            remarks.append(f"{METADATA} does not say whose {one_line(entry.name)} is.")
    return students


def _attempt_of_gradescope(folder: Path, facts: dict[str, Any]) -> Attempt:
    submission = (
        submission_in(folder)
        if folder.is_dir()
        else Submission(folder.name, reason=f"The export has no folder {one_line(folder.name)}.")
    )
    return Attempt(submission, as_time(facts.get(":created_at")))


def _metadata(path: Path) -> dict[Any, Any]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        if path.stat().st_size > MAX_METADATA_BYTES:
            raise CourseworkError(f"{path} is larger than {MAX_METADATA_BYTES >> 20} MB.")
        known = yaml.load(path.read_text("utf-8", "replace"), Loader=loader)
    except (OSError, yaml.YAMLError, ValueError, RecursionError) as error:
        raise CourseworkError(
            f"{path} can't be read ({one_line(str(error), 200)}). Export the submissions again, or "
            "delete this file: then each folder counts as a student."
        ) from None
    if not isinstance(known, dict):
        raise CourseworkError(f"{path} should list submissions; it does not.")
    return known


def _canvas(root: Path, assignment: str, remarks: list[str]) -> list[Student] | None:
    entries = {e.name: e.is_dir(follow_symlinks=False) for e in entries_of(root)}
    files = [n for n, is_dir in entries.items() if not is_dir and not NO_SUBMISSION.fullmatch(n)]
    matches = [(name, CANVAS.fullmatch(name)) for name in files]
    if not any(match for _, match in matches):
        return None
    by_user: dict[str, list[re.Match[str]]] = {}
    students: list[Student] = []
    for name, match in matches:
        if match:
            by_user.setdefault(match["user"], []).append(match)
        else:
            students.append(_of_plain(Submission(Path(name).stem, root / name)))
    for folder in (root / name for name, is_folder in entries.items() if is_folder):
        students += _of_folder(folder)
    for user, own in by_user.items():
        graded = [match for match in own if _is_gradable(match["title"])] or own[:1]
        graded.sort(key=lambda match: (int(match["file"]), match["title"]))
        attempts = tuple(
            Attempt(Submission(user, root / match.string), late=bool(match["late"]))
            for match in graded
        )
        name = own[0]["name"]
        students.append(Student(f"{name}_{user}", name, user, attempts=attempts))
    return sorted(students, key=lambda student: student.id)


def _moodle(root: Path, assignment: str, remarks: list[str]) -> list[Student] | None:
    entries = {e.name: e.is_dir(follow_symlinks=False) for e in entries_of(root)}
    matches = {name: MOODLE.fullmatch(name) for name in entries}
    if not any(matches.values()):
        return None
    by_student: dict[tuple[str, str], list[re.Match[str]]] = {}
    students: list[Student] = []
    for name, match in matches.items():
        if match:
            by_student.setdefault((match["name"], match["id"]), []).append(match)
        elif entries[name]:
            students += _of_folder(root / name)
        elif not NO_SUBMISSION.fullmatch(name):
            students.append(_of_plain(Submission(Path(name).stem, root / name)))
    for (name, number), own in by_student.items():
        files = [root / m.string for m in own if m["kind"].lower() == "file"]
        folders = [path for path in files if path.is_dir()]
        single = [path for path in files if not path.is_dir() and _is_gradable(path.name)]
        texts = [root / m.string for m in own if m["kind"].lower() != "file"]
        attempts = [Attempt(submission_in(folder)) for folder in folders]
        attempts += [Attempt(Submission(number, path)) for path in single]
        if not attempts:
            rest = (files or texts)[0]
            attempts = [Attempt(submission_in(rest) if rest.is_dir() else Submission("x", rest))]
        students.append(Student(f"{name}_{number}", name, number, attempts=tuple(attempts)))
    return students


def _nbgrader(root: Path, assignment: str, remarks: list[str]) -> list[Student] | None:
    submitted = root / SUBMITTED
    if not submitted.is_dir():
        submitted = root
        if root.name != SUBMITTED:
            return None
    folders = {name: _folders_in(submitted / name) for name in _folders_in(submitted)}
    if not any(folders.values()):
        return None
    students = []
    others: Counter[str] = Counter()
    for student, assignments in folders.items():
        folder = submitted / student
        chosen = [a for a in assignments if a == assignment] or assignments
        others.update(a for a in assignments if a not in chosen[:1])
        if not chosen:
            students += _of_folder(folder)
            continue
        if len(chosen) > 1:
            raise CourseworkError(
                f"{folder} holds {', '.join(chosen)}. Name the folder of {assignment} as the "
                "assignment."
            )
        inside = folder / chosen[0]
        attempt = Attempt(submission_in(inside), _timestamp(inside / "timestamp.txt"))
        students.append(Student(student, number=student, attempts=(attempt,)))
    if others:
        remarks.append(f"Other assignments were left out: {', '.join(sorted(others))}.")
    return students


def _folders_in(folder: Path) -> list[str]:
    return [entry.name for entry in entries_of(folder) if entry.is_dir(follow_symlinks=False)]


def _timestamp(path: Path) -> datetime | None:
    try:
        return as_time(path.read_text("utf-8", "replace")[:100].strip())
    except OSError:
        return None


def as_time(value: Any) -> datetime | None:
    """Return a time as exports write it, or None. Without a zone it is in UTC."""
    if isinstance(value, str):
        text = re.sub(r"\s*(UTC|Z)$", "+00:00", value.strip())
        text = re.sub(r" ([+-]\d\d:?\d\d)$", r"\1", text)
        text = re.sub(r"([+-]\d\d)(\d\d)$", r"\1:\2", text)
        text = re.sub(r"\.(\d+)", lambda digits: "." + digits[1][:6].ljust(6, "0"), text)
        try:
            value = datetime.fromisoformat(text)
        except ValueError:
            return None
    if not isinstance(value, datetime):
        return None
    return value if value.tzinfo else value.replace(tzinfo=timezone.utc)


def _is_gradable(name: str) -> bool:
    return bool(NOTEBOOK.fullmatch(name) or ARCHIVE.fullmatch(name))


def _list(value: Any) -> Iterator[Any]:
    return iter(value if isinstance(value, list) else [])


LAYOUTS: dict[str, Callable[[Path, str, list[str]], list[Student] | None]] = {
    "an export of Gradescope": _gradescope,
    "an export of Canvas": _canvas,
    "an export of Moodle": _moodle,
    "the folders of nbgrader": _nbgrader,
}
