"""An experiment: a training task, and the mistakes that it has to tell from a right answer.

The experiments of a chapter are in solutions/NAME/calibration.py, as a list EXPERIMENTS.
"""

from __future__ import annotations

import ast
import importlib.util
import runpy
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from autograder.errors import CourseworkError

from ..authoring.master import read_master
from ..paths import CHECKOUT, Chapter


@dataclass(frozen=True)
class Experiment:
    """A training task, and the mistakes that it has to tell from a right answer.

    Attributes:
        name: The name by which a master asks for its thresholds (tools/authoring/measured.py).
        measure: A function of the answers and a seed that returns a number. The notebook's
            functions are attributes of the answers. The function owns data, initial weights and
            number of steps, and computes the number itself.
        better: "higher" or "lower".
        broken: For each mistake, by a description, the source of the functions that have it. They
            replace those of the reference: if `train` calls `backward`, it then calls the broken
            one.
        needs: Modules, and paths in this checkout, without which it can't be measured.
        what: What is measured, in words. By default it is the first line of measure's docstring.
    """

    name: str
    measure: Callable[[Any, int], float]
    better: str
    broken: Mapping[str, str]
    needs: tuple[str, ...] = ()
    what: str = ""

    def __post_init__(self) -> None:
        if self.better not in ("higher", "lower"):
            raise CourseworkError(
                f"Experiment {self.name}: better is 'higher' or 'lower', not {self.better!r}."
            )
        if not self.broken:
            raise CourseworkError(
                f"Experiment {self.name} has no broken variant: nothing to be better than."
            )
        first = (self.measure.__doc__ or "").strip().split("\n")[0]
        object.__setattr__(self, "what", (self.what or first).rstrip("."))
        if not self.what:
            raise CourseworkError(
                f"Experiment {self.name} doesn't say what it measures: give its measure a "
                f"docstring of one line."
            )

    @property
    def missing(self) -> list[str]:
        """What it needs and this machine does not have."""
        return [
            need
            for need in self.needs
            if not (CHECKOUT / need).exists() and not _is_installed(need)
        ]


def experiments_of(chapter: Chapter) -> list[Experiment]:
    """Return the experiments of a chapter, in their order; none if it has no `calibration.py`."""
    path = chapter.calibration
    if not path.exists():
        return []
    experiments: list[Experiment] = runpy.run_path(str(path))["EXPERIMENTS"]
    names = [experiment.name for experiment in experiments]
    repeated = [name for name in names if names.count(name) > 1]
    if repeated:
        raise CourseworkError(
            f"{chapter.name}/{path.name} has two experiments called {repeated[0]}."
        )
    return experiments


def answers_of(chapter: Chapter, replacement: str = "") -> ModuleType:
    """Return the functions of a solved notebook as attributes of a module.

    What runs of the master is what a grader runs: every code cell that is no test and is not
    tagged otter_ignore, as the pictures are.

    Args:
        chapter: The chapter.
        replacement: Source that is executed after the cells, in their namespace.
    """
    master = read_master(chapter)
    answers = ModuleType(master.name)
    tests = {case.cell.number for question in master.questions for case in question.cases}
    for cell in master.cells:
        if cell.kind != "code" or cell.number in tests or "otter_ignore" in cell.tags:
            continue
        try:
            exec(compile(cell.source, f"{chapter.name}, cell {cell.number}", "exec"),
                 answers.__dict__)  # fmt: skip
        except Exception as error:
            raise master.refuse(cell, f"it raises {type(error).__name__}: {error}") from error
    if replacement:
        _replace(answers, replacement)
    return answers


def _replace(answers: ModuleType, source: str) -> None:
    """Execute `source` among the answers. It has to define at least one of them again."""
    known = set(vars(answers))
    try:
        defined = {getattr(node, "name", "") for node in ast.parse(source).body} - {""}
        exec(compile(source, f"{answers.__name__}, broken", "exec"), answers.__dict__)
    except Exception as error:
        raise CourseworkError(
            f"the source of this mistake raises {type(error).__name__}: {error}"
        ) from error
    if not defined & known:
        raise CourseworkError(
            f"this mistake replaces nothing of {answers.__name__}; it defines "
            f"{', '.join(sorted(defined)) or 'no function'}."
        )


def _is_installed(module: str) -> bool:
    try:
        return importlib.util.find_spec(module) is not None
    except (ImportError, ValueError):
        return False
