"""Build a release: master -> notebook -> Otter Assign -> student folder and grading bundle.

The same master and the same Otter give the same bytes: ids, times and names that Otter draws
anew are replaced by fixed ones.
"""

from __future__ import annotations

import ast
import contextlib
import hashlib
import io
import json
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest import mock

import nbformat

from autograder.bundle import STAFF, load_tests
from autograder.errors import CourseworkError
from autograder.submission import Submission, code_cells

from . import places, student_files
from .gradescope_zip import write_gradescope_zip
from .known import known_of
from .lint import STUB, lint
from .master import Master, for_otter, read_master
from .zips import write_zip

DEFINITIONS = (ast.FunctionDef, ast.ClassDef)


@dataclass(frozen=True)
class Release:
    """Where a release lies: the students' folder, the grading bundle, the solved notebook, and
    what is uploaded to Gradescope."""

    name: str
    student: Path
    bundle: Path
    solution: Path
    gradescope: Path

    @property
    def notebook(self) -> Path:
        return self.student / f"{self.name}.ipynb"


def release_of(name: str, assignments: Path | None = None, dist: Path | None = None) -> Release:
    """The places of a release, whether it has been built or not."""
    folder = (dist or places.DIST) / name
    return Release(
        name,
        (assignments or places.ASSIGNMENTS) / name,
        folder / "autograder.zip",
        folder / f"{name}-solution.ipynb",
        folder / "gradescope.zip",
    )


def build(path: Path, assignments: Path | None = None, dist: Path | None = None) -> Release:
    """Build the release of the master at `path`; nothing is replaced before all of it is right."""
    master = read_master(path)
    lint(master)
    release = release_of(master.name, assignments, dist)
    with tempfile.TemporaryDirectory(prefix="coursework-") as scratch:
        work = Path(scratch)
        made = _assign(master, work)
        new = release_of(master.name, work / "assignments", work / "dist")
        new.student.mkdir(parents=True)
        new.bundle.parent.mkdir(parents=True)
        _write_notebook(made / "student" / f"{master.name}.ipynb", new.notebook, master.name)
        _write_notebook(made / "autograder" / f"{master.name}.ipynb", new.solution, master.name)
        student_files.copy_files(master, new.student)
        required = student_files.requirements(master.packages)
        (new.student / "requirements.txt").write_text(required, encoding="utf-8")
        _write_bundle(made / "autograder", new.bundle, master.grading)
        _check_tests(master, new.bundle)
        _write_staff_file(master, new)
        write_gradescope_zip(new.bundle, [*master.packages, *master.optional], new.gradescope)
        _replace(new.student, release.student)
        new.bundle.parent.chmod(0o700)  # tests and reference are the staff's alone
        _replace(new.bundle.parent, release.bundle.parent)
    return release


def publish(names: list[str], folder: Path) -> list[Path]:
    """Copy the student releases of `names` to `folder`: no solution, no test that is hidden.

    The folder has to be new, empty, or an earlier publication.
    """
    mark = folder / ".published-coursework"
    if folder.exists() and any(folder.iterdir()) and not mark.exists():
        raise CourseworkError(
            f"{folder} holds other files. Name a new or empty folder, or an earlier publication."
        )
    folder.mkdir(parents=True, exist_ok=True)
    mark.write_text("Made by `coursework release --publish`; its folders are replaced.\n")
    written = []
    for name in names:
        _replace(shutil.copytree(release_of(name).student, folder / f".{name}.new"), folder / name)
        written.append(folder / name)
    shutil.copy(places.ASSIGNMENTS / "README.md", folder)
    shutil.copy(places.ROOT / "LICENSE-TEXT.md", folder)
    shutil.copytree(places.ASSIGNMENTS / "pictures", folder / "pictures", dirs_exist_ok=True)
    return written


def answer_cells(notebook: nbformat.NotebookNode) -> dict[str, nbformat.NotebookNode]:
    """The answer cell of each question of a student notebook, by the stub it holds."""
    cells = {}
    for cell in notebook.cells:
        stub = STUB.search(cell.source) if cell.cell_type == "code" else None
        if stub:
            cells[stub.group(2)] = cell
    return cells


def _assign(master: Master, work: Path) -> Path:
    from otter.assign import main as otter_assign

    source = work / "master"
    source.mkdir()
    student_files.copy_files(master, source)
    nbformat.write(for_otter(master), source / f"{master.name}.ipynb")
    said = io.StringIO()
    try:
        quiet = contextlib.redirect_stdout(said), contextlib.redirect_stderr(said)
        with quiet[0], quiet[1], _tests_as_written():
            otter_assign(
                str(source / f"{master.name}.ipynb"),
                str(work / "made"),
                no_run_tests=True,
                no_pdfs=True,
            )
    except Exception as error:
        raise CourseworkError(
            f"{master.path.name}: Otter Assign refused it: {type(error).__name__}: {error}"
        ) from error
    return work / "made"


@contextlib.contextmanager
def _tests_as_written() -> Iterator[None]:
    """Have Otter keep the text of a test: ast.unparse's differs from one Python to the next."""
    from otter.assign import tests_manager

    def parse(source: str) -> ast.Module:
        tree = ast.parse(source)
        for node in tree.body:
            node.text = ast.get_source_segment(source, node)  # type: ignore[attr-defined]
        return tree

    kept = SimpleNamespace(**{**vars(ast), "parse": parse, "unparse": lambda node: node.text})
    with mock.patch.object(tests_manager, "ast", kept):
        yield


def _write_notebook(source: Path, target: Path, name: str) -> None:
    notebook = nbformat.read(source, as_version=4)
    for number, cell in enumerate(notebook.cells, start=1):
        cell.id = f"{name.split('_')[0]}-{number:03d}"
        cell.metadata.pop("lines_to_next_cell", None)
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    kernel = dict(notebook.metadata["kernelspec"])
    kept = {"kernelspec": kernel, "language_info": {"name": "python"}}
    if "otter" in notebook.metadata:
        kept["otter"] = notebook.metadata["otter"]
    notebook.metadata = nbformat.from_dict(kept)
    notebook.nbformat_minor = 5
    text = json.dumps(notebook, indent=1, sort_keys=True, ensure_ascii=False)
    target.write_text(text + "\n", encoding="utf-8", newline="\n")


def _write_bundle(made: Path, target: Path, grading: dict[str, Any]) -> None:
    """Otter's zip with fixed times and order, and with our own settings in Otter's."""
    zips = list(made.glob("*.zip"))
    if len(zips) != 1:
        raise CourseworkError(f"Otter Assign made {len(zips)} grading bundles; one was expected.")
    with zipfile.ZipFile(zips[0]) as made_by_otter:
        files = {
            name: made_by_otter.read(name)
            for name in made_by_otter.namelist()
            if not name.endswith("/") and "__pycache__" not in name
        }
    if grading:
        config = {**json.loads(files["otter_config.json"]), "grading": grading}
        files["otter_config.json"] = json.dumps(config, indent=2).encode()
    write_zip(target, files)


def _write_staff_file(master: Master, release: Release) -> None:
    """What the trusted grader knows and no student may: the reference, what is known of wrong
    answers, and the tests' seed."""
    content = {
        "functions": {
            question: [n.name for n in ast.parse(cell.source).body if isinstance(n, DEFINITIONS)]
            for question, cell in answer_cells(nbformat.read(release.notebook, 4)).items()
        },
        "reference": [
            cell.source for cell in code_cells(Submission("reference", release.solution))
        ],
        "known": known_of(master),
        "seed": int.from_bytes(hashlib.sha256(master.path.read_bytes()).digest()[:6], "big"),
    }
    path = release.bundle.with_name(STAFF)
    path.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8", newline="\n")


def _check_tests(master: Master, bundle: Path) -> None:
    """Every test file parses, and its points and cases are those of its question."""
    tests = load_tests(bundle)
    for question in master.questions:
        made = tests.get(question.name)
        wanted = [(case.points, case.hidden) for case in question.cases]
        if made is None or [(c.points, c.hidden) for c in made] != wanted:
            raise master.refuse(
                question.cell,
                f"Otter's test file of {question.name} does not hold the question's cases: "
                f"{made} in place of {wanted}.",
            )


def _replace(new: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists():
        shutil.rmtree(target)
    shutil.move(str(new), target)
