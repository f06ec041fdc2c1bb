"""Open a grading bundle: Otter's zip of tests, files and settings."""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ..diagnosis.hints import AnswerTable, read_answer_tables
from ..errors import CourseworkError
from ..submission.written import WrittenQuestion
from .otter_settings import check_config
from .settings import Settings, read_settings
from .testfiles import Question
from .unpacking import CONFIG, JUDGING, is_native, questions_of, read_config, unpacked

# Two files beside the bundle: one with the reference and the seed, and one with the table of known
# wrong answers.
STAFF = "staff.json"
ANSWERS = "answers.json"

# PyTorch maps about this many bytes of address space without using them.
TORCH_ADDRESS_SPACE = 8 << 30


@dataclass(frozen=True)
class Reference:
    """The instructor's answers.

    Attributes:
        cells: The sources of the code cells of the solved notebook.
        functions: The names that each question defines.
    """

    cells: tuple[str, ...]
    functions: dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Bundle:
    """An opened grading bundle.

    Attributes:
        name: The name of the assignment.
        questions: Its questions with their tests, in order.
        assignment: The name by which a notebook says of which assignment it is, or "" if the
            bundle does not state one.
        points_possible: What the assignment is worth if that is not the sum of its questions, or
            None. (Otter's setting of this name.)
        score_threshold: The share of the points, from 0 to 1, from which on a submission gets all
            points; below it, it gets none. None if the points count as they are.
        files: The folder of the files that a notebook needs beside it.
        judging: The folder in which the tests of another course run.
        settings: How the assignment is graded.
        seed: The seed from which the hidden tests draw their inputs.
        secrets: The files that no submission may read.
        unjudged: The questions that can't be judged here because PyTorch is not installed.
        reference: The instructor's answers, if the staff's file is there.
        native: True for a bundle of this project; see `is_native`.
        config: All of otter_config.json.
        cell_seed: The seed that is set before each cell, by the key `seed`, or None.
        seed_variable: The variable that is set to it instead, by `seed_variable`, or None.
        titles: What each question is about, in a few words, if the staff's file says it.
        answer_tables: For each question, the stored answers by which mistakes are recognized.
        written: The questions that a person grades, if the staff's file has any.
    """

    name: str
    questions: list[Question]
    files: Path
    judging: Path
    settings: Settings
    seed: int
    secrets: tuple[Path, ...]
    assignment: str = ""
    points_possible: float | None = None
    score_threshold: float | None = None
    unjudged: tuple[str, ...] = ()
    reference: Reference | None = None
    native: bool = True
    config: dict[str, Any] = field(default_factory=dict)
    cell_seed: int | None = None
    seed_variable: str | None = None
    titles: dict[str, str] = field(default_factory=dict)
    answer_tables: dict[str, AnswerTable] = field(default_factory=dict)
    written: tuple[WrittenQuestion, ...] = ()

    @property
    def points(self) -> float:
        """The points of all questions that tests judge."""
        return sum(case.points for question in self.questions for case in question.cases)


def staff_files(bundle: Path) -> list[Path]:
    """Return where the files STAFF and ANSWERS of a bundle are, if there are any."""
    return [bundle.parent / name for name in (STAFF, ANSWERS)]


@contextlib.contextmanager
def open_bundle(path: Path) -> Iterator[Bundle]:
    """Unpack a bundle into a temporary folder and read it.

    Args:
        path: Any autograder zip of Otter. If the files STAFF and ANSWERS are beside it, they are
            read, too.

    Raises:
        CourseworkError: The zip is not a bundle, or one of the files can't be read.
    """
    with unpacked(path) as root:
        config = read_config(root, path)
        check_config(config, path.name)
        native = is_native(root, config)
        questions = questions_of(root, native)
        staff_paths = staff_files(path)
        staff, answers = (_read_json(file) if file.exists() else {} for file in staff_paths)
        torch_is_here = importlib.util.find_spec("torch") is not None
        settings = read_settings(config.get("grading", {}), f"{path.name}, {CONFIG}")
        settings = settings if native else replace(settings, beside="if needed")
        if torch_is_here and b"torch" in b"".join(p.read_bytes() for p in root.glob("tests/*.py")):
            settings = _with_torch(settings)
        unjudged = [q.name for q in questions if any(case.needs_torch for case in q.cases)]
        content = hashlib.sha256(path.read_bytes()).digest()
        yield Bundle(
            name=_name(config, path),
            assignment=str(config.get("assignment_name") or ""),
            points_possible=_number(config, "points_possible"),
            score_threshold=_number(config, "score_threshold"),
            questions=questions,
            files=root / "files",
            judging=root / JUDGING,
            settings=settings,
            seed=int(staff.get("seed", int.from_bytes(content[:6], "big"))),
            secrets=(
                path,
                *(file for file in staff_paths if file.exists()),
                *sorted(root.glob("tests/*.py")),
            ),
            unjudged=() if torch_is_here else tuple(unjudged),
            reference=_reference(staff),
            native=native,
            config=config,
            cell_seed=config.get("seed"),
            seed_variable=config.get("seed_variable"),
            titles=dict(staff.get("titles", {})),
            answer_tables=read_answer_tables(answers),
            written=tuple(WrittenQuestion(**question) for question in staff.get("written", [])),
        )


def _number(config: dict[str, Any], key: str) -> float | None:
    """Return a number of otter_config.json, or None if it is not set.

    Raises:
        CourseworkError: The value is no number.
    """
    value = config.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value < 1e9:
        raise CourseworkError(
            f"otter_config.json: `{key}` should be a number from 0; it is {value!r:.80}."
        )
    return float(value)


def _read_json(path: Path) -> dict[str, Any]:
    try:
        return dict(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise CourseworkError(
            f"{path} can't be read ({error}). Build it again with `coursework release`."
        ) from error


def _reference(staff: dict[str, Any]) -> Reference | None:
    if "reference" not in staff:
        return None
    functions = {name: tuple(names) for name, names in staff["functions"].items()}
    return Reference(tuple(staff["reference"]), functions)


def _with_torch(settings: Settings) -> Settings:
    """Return settings that import PyTorch in advance and leave it enough address space."""
    limits = settings.limits
    return replace(
        settings,
        warm=tuple(dict.fromkeys([*settings.warm, "torch"])),
        limits=replace(limits, memory=limits.memory + TORCH_ADDRESS_SPACE),
    )


def _name(config: dict[str, Any], bundle: Path) -> str:
    return str(config.get("assignment_name") or bundle.stem)
