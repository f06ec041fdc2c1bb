"""The students of a class, and what each of them handed in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from autograder.errors import CourseworkError
from autograder.submission.folders import safe_name, unique
from autograder.submission.intake import Submission
from autograder.wording import one_line

from .csv_files import CsvFile, cells, read_csv

NAME = ("name", "full name", "student", "student name", "display name")
FIRST, LAST = ("first name", "firstname", "given name"), ("last name", "surname", "family name")
NUMBER = ("id", "student id", "sid", "user id", "sis user id", "number", "id number", "identifier",
          "participant")  # fmt: skip
EMAIL = ("email", "email address", "e-mail", "mail", "sis login id", "username")


@dataclass(frozen=True)
class Attempt:
    """One thing that a student handed in.

    Attributes:
        submission: What is to be read.
        handed_in: When it was handed in, if the export says so.
        late: True or False if the export says whether it was late, else None.
    """

    submission: Submission
    handed_in: datetime | None = None
    late: bool | None = None


@dataclass(frozen=True)
class Student:
    """A student of a class.

    Attributes:
        id: The name of the student's files; no two students of a class have the same.
        name: The name as the learning platform writes it, or "".
        number: The student's number on the platform, or "".
        email: The address, or "".
        attempts: What the student handed in, the last one at the end.
    """

    id: str
    name: str = ""
    number: str = ""
    email: str = ""
    attempts: tuple[Attempt, ...] = ()


@dataclass
class ClassList:
    """A class as it was found.

    Attributes:
        students: The students, in order.
        layout: What the files look like, in words.
        remarks: What the instructor should know, a sentence each.
    """

    students: list[Student]
    layout: str = ""
    remarks: list[str] = field(default_factory=list)


def gather(entries: Iterable[Student], ids: set[str]) -> list[Student]:
    """Make one student of the entries that have the same number or, without one, address.

    Attempts that have a time come in its order. The ids are made unique.

    Args:
        entries: Students with one attempt each, or more.
        ids: The ids that are taken, in lower case; the new ones are added.
    """
    together: dict[object, Student] = {}
    for entry in entries:
        key = entry.number or entry.email or object()
        known = together.get(key)
        attempts = (*known.attempts, *entry.attempts) if known else entry.attempts
        together[key] = replace(known or entry, attempts=attempts)
    return [
        replace(student, id=unique(safe_name(student.id), ids), attempts=_in_order(student))
        for student in together.values()
    ]


def _in_order(student: Student) -> tuple[Attempt, ...]:
    timed = [(a.handed_in.timestamp(), k, a) for k, a in enumerate(student.attempts) if a.handed_in]
    if len(timed) < len(student.attempts):
        return student.attempts
    return tuple(attempt for _, _, attempt in sorted(timed, key=lambda item: item[:2]))


def with_roster(handed_in: ClassList, path: Path) -> ClassList:
    """Add the students of a roster who handed in nothing, and the names and addresses it knows.

    Args:
        handed_in: The class as it handed in.
        path: A table with a column for the number, the address or the name, or several of these.

    Raises:
        CourseworkError: The roster can't be read, or has none of these columns.
    """
    table = read_csv(path)
    listed = _listed(table)
    remarks = [*handed_in.remarks]
    rows = Rows(listed)
    students, seen = [], set()
    for student in handed_in.students:
        place = rows.of(student)
        if place is None:
            remarks.append(
                f"{table.name} does not list {one_line(student.name or student.id)}, who handed in."
            )
            students.append(student)
            continue
        seen.add(place)
        row = listed[place]
        students.append(
            replace(
                student,
                name=student.name if " " in student.name else row.name or student.name,
                number=student.number or row.number,
                email=student.email or row.email,
            )
        )
    for name in rows.twice:
        remarks.append(
            f"{table.name} lists two students called {one_line(name)}. They are told apart by "
            "number or address only."
        )
    ids = {student.id.casefold() for student in students}
    missing = [row for place, row in enumerate(listed) if place not in seen]
    students += gather(missing, ids)
    return ClassList(students, handed_in.layout, remarks)


def _listed(table: CsvFile) -> list[Student]:
    number, email = table.column(*NUMBER), table.column(*EMAIL)
    name, first, last = table.column(*NAME), table.column(*FIRST), table.column(*LAST)
    if number is None and email is None and name is None and last is None:
        raise CourseworkError(
            f"{table.name} says nowhere who the students are: a column called id, email or name is "
            f"missing. Its columns are {table.columns_in_words()}."
        )
    students = []
    for _, row in table.filled():
        whole, given, family, sid, address = cells(row, (name, first, last, number, email))
        called = whole or f"{given} {family}".strip()
        base = "_".join(filter(None, [called, sid])) or address or "student"
        students.append(Student(base, called, sid, address))
    return students


class Rows:
    """Finds the row of a table that is about a student."""

    def __init__(self, listed: Sequence[Student]) -> None:
        self.listed = listed
        self.numbers, self.emails, self.names = ({}, {}, {})  # type: ignore[var-annotated]
        self.twice: list[str] = []
        for place, row in enumerate(listed):
            if row.number:
                self.numbers.setdefault(row.number.casefold(), place)
            if row.email:
                self.emails.setdefault(row.email.casefold(), place)
            for spelling in spellings(row.name):
                if self.names.setdefault(spelling, place) not in (place, None):
                    self.names[spelling] = None
                    self.twice.append(row.name)
        self.twice = list(dict.fromkeys(self.twice))

    def of(self, student: Student) -> int | None:
        """Return the place of a student's row, by number, address, name or id, or None."""
        keys = [
            *(k.casefold() for k in (student.number, student.email, student.id) if k),
            student.email.split("@")[0].casefold(),
        ]
        for known in (self.numbers, self.emails):
            for key in keys:
                if key in known and _may_be_one(student.name, self.listed[known[key]].name):
                    return int(known[key])
        names = [*spellings(student.name), *spellings(student.id)]
        places = [self.names[n] for n in names if self.names.get(n) is not None]
        return places[0] if places else None


def _may_be_one(one: str, other: str) -> bool:
    """Return False if two names have no word in common. Two lists may number their students
    independently, so that equal numbers alone prove nothing."""
    plain = ["".join(name.casefold().split()) for name in (one, other)]
    words = [w.strip(",") for name in (one, other) for w in name.casefold().split()]
    shared = any(len(w) > 1 and w in plain[0] and w in plain[1] for w in words)
    return shared or not all(plain)


def spellings(name: str) -> list[str]:
    """Return the forms in which platforms write a name, in lower case and without white space:
    "Ada Lovelace" is also "lovelaceada", as in Canvas, and "Lovelace, Ada"."""
    plain = " ".join(name.casefold().replace("_", " ").split())
    if not plain:
        return []
    last, comma, first = plain.partition(",")
    words = [*first.split(), *last.split()] if comma else plain.split()
    forms = ["".join(words), "".join([words[-1], *words[:-1]])]
    return list(dict.fromkeys("".join(c for c in form if c.isalnum()) or form for form in forms))
