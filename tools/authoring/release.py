"""Build a release: master -> notebook -> Otter Assign -> student folder and grading bundle.

The same master and the same Otter give the same bytes: fixed values take the place of the ids,
times and names that Otter chooses anew each time.
"""

from __future__ import annotations

import ast
import contextlib
import copy
import hashlib
import io
import json
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from unittest import mock

from nnlab.notebook_file import PROMPT

from autograder.bundle.bundle import ANSWERS, STAFF
from autograder.bundle.settings import read_settings
from autograder.bundle.unpacking import read_tests_of
from autograder.errors import CourseworkError
from autograder.submission.intake import Submission, code_cells
from autograder.submission.written import WrittenQuestion

from ..course_file import Style, parse_settings, settings_of
from ..faults import Fault, refusal
from ..paths import Chapter
from ..zips import write_zip
from . import student_files
from .diagrams import copy_pictures, picture_faults, with_alternative_texts
from .lint import lint
from .master import STUB, Master, for_otter, parse_master
from .measured import fill_in_thresholds
from .open_links import open_links, with_links
from .times import time_in_words

if TYPE_CHECKING:
    import nbformat

# Students' kernel, whatever the name of the one in which an author has saved the master.
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
HAND_IN = """---

Save the notebook (Ctrl+S, on macOS Cmd+S), and run the two cells below. The first one runs the
saved notebook from top to bottom in a new process, as grading will, and says what it finds. The
second one writes the file to hand in, with a receipt."""
DEFINITIONS = (ast.FunctionDef, ast.ClassDef)


@dataclass(frozen=True)
class Release:
    """The files of a release, which are in `dist/NAME` unless a test builds it in another folder.

    Attributes:
        chapter: The chapter that the release is built from.
        folder: The folder of the release.
    """

    chapter: Chapter
    folder: Path

    @property
    def name(self) -> str:
        return self.chapter.name

    @property
    def student(self) -> Path:
        """A folder that is complete for a student: notebook, library, data, requirements."""
        return self.folder / "student"

    @property
    def notebook(self) -> Path:
        """The notebook that students get."""
        return self.student / f"{self.name}.ipynb"

    @property
    def solution(self) -> Path:
        """The solved notebook."""
        return self.folder / f"{self.name}-solution.ipynb"

    @property
    def bundle(self) -> Path:
        """The grading bundle, as Otter takes it."""
        return self.folder / "autograder.zip"

    @property
    def staff(self) -> Path:
        """What the trusted grader knows besides the bundle: the reference and the seed."""
        return self.folder / STAFF

    @property
    def answers(self) -> Path:
        """The table of known wrong answers, put in when the bundle is packed."""
        return self.folder / ANSWERS

    @property
    def hints(self) -> Path:
        """The encrypted hints for `nnlab.hint`, put in when the bundle is packed."""
        return self.student / "data" / "hints" / f"{self.name}.json"

    @property
    def as_released(self) -> Path:
        """The notebook as it is released, beside the data, for `python -m nnlab`."""
        return self.student / "data" / "release" / f"{self.name}.json"

    @property
    def student_zip(self) -> Path:
        return self.folder / "student.zip"

    @property
    def gradescope(self) -> Path:
        """What is uploaded to Gradescope."""
        return self.folder / "gradescope.zip"


def release_of(chapter: Chapter, dist: Path | None = None) -> Release:
    """Return the release of a chapter, which may not have been built yet."""
    return Release(chapter, (dist or chapter.course.dist) / chapter.name)


def build(chapter: Chapter, dist: Path | None = None) -> Release:
    """Build the release of a chapter. An older release is replaced only if all of it is right.

    Args:
        chapter: The chapter.
        dist: The folder to put the release in; by default the course's `dist`.

    Raises:
        CourseworkError: The master is refused, by us or by Otter Assign. The message names all of
            our faults.
    """
    settings = settings_of(chapter.course)
    master = parse_master(chapter)
    if faults := master_faults(master):
        raise refusal(faults)
    release = release_of(chapter, dist)
    with tempfile.TemporaryDirectory(prefix="coursework-") as scratch:
        work = Path(scratch)
        assigned = _assign(master, work)
        new = release_of(chapter, work / "dist")
        new.student.mkdir(parents=True)
        links = open_links(settings.public, master.name)
        for kind, target in (("student", new.notebook), ("autograder", new.solution)):
            _write_notebook(assigned / kind / f"{master.name}.ipynb", target, master.name, links)
        student_files.copy_files(master, new.student)
        _write_release_file(master, new)
        copy_pictures(master, new.student)
        student_files.copy_pages(chapter.course, new.student)
        required = student_files.requirements(master.packages)
        (new.student / "requirements.txt").write_text(required, encoding="utf-8")
        _write_bundle(assigned / "autograder", new.bundle, master.grading)
        _check_tests(master, new.bundle)
        _write_staff_file(master, new)
        new.folder.chmod(0o700)  # Tests and reference are for the staff alone.
        if release.folder.exists():
            shutil.rmtree(release.folder)
        release.folder.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(str(new.folder), release.folder)
    return release


def master_faults(master: Master) -> list[Fault]:
    """Return all that is wrong with a master and with the files that it names."""
    style = parse_settings(master.chapter.course)[0].style or Style()
    faults = [*lint(master, style), *student_files.file_faults(master), *picture_faults(master)]
    for cell in master.cells:
        try:
            fill_in_thresholds(cell.source, master.chapter.course)
        except CourseworkError as error:
            faults.append(master.fault(cell, str(error)))
    try:
        time_in_words(master.chapter)
    except CourseworkError as error:
        faults.append(Fault(f"{master.name}/times.yml", 0, 0, str(error)))
    return faults


def answer_cells(notebook: nbformat.NotebookNode) -> dict[str, nbformat.NotebookNode]:
    """Return the cell with the stub of each question of a student notebook, by question."""
    cells = {}
    for cell in notebook.cells:
        stub = STUB.search(cell.source) if cell.cell_type == "code" else None
        if stub:
            cells[stub.group(2)] = cell
    return cells


def _assign(master: Master, work: Path) -> Path:
    """Run Otter Assign and return the folder of what it wrote."""
    import nbformat
    from otter.assign import main as otter_assign

    source = work / "master"
    source.mkdir()
    student_files.copy_files(master, source)
    notebook = for_otter(master)
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = with_alternative_texts(cell.source)
    nbformat.write(notebook, source / f"{master.name}.ipynb")
    output, unread = work / "assigned", io.StringIO()
    try:
        with (
            contextlib.redirect_stdout(unread),
            contextlib.redirect_stderr(unread),
            _tests_as_written(),
        ):
            otter_assign(
                str(source / f"{master.name}.ipynb"), str(output), no_run_tests=True, no_pdfs=True
            )
    except Exception as error:
        raise CourseworkError(
            f"{master.path.name}: Otter Assign refused it: {type(error).__name__}: {error}"
        ) from error
    return output


@contextlib.contextmanager
def _tests_as_written() -> Iterator[None]:
    """Let Otter keep the text of a test as it is, because ast.unparse gives a different text in
    different versions of Python."""
    from otter.assign import tests_manager

    def parse(source: str) -> ast.Module:
        tree = ast.parse(source)
        for node in tree.body:
            node.text = ast.get_source_segment(source, node)  # type: ignore[attr-defined]
        return tree

    patched = SimpleNamespace(**{**vars(ast), "parse": parse, "unparse": lambda node: node.text})
    with mock.patch.object(tests_manager, "ast", patched):
        yield


def _write_notebook(source: Path, target: Path, name: str, links: dict[str, str]) -> None:
    """Copy a notebook without its outputs, with fixed ids for its cells and with links below its
    title."""
    import nbformat

    notebook = nbformat.read(source, as_version=4)
    notebook.cells = _answered(notebook.cells)
    has_library = (source.parent / student_files.LIBRARY).is_dir()
    if has_library:
        notebook.cells = _with_last_cells(notebook.cells)
    title = next((cell for cell in notebook.cells if cell.source.startswith("# ")
                  and cell.cell_type == "markdown"), None)  # fmt: skip
    if title:
        title.source = with_links(title.source, links)
    for cell in notebook.cells:
        if has_library:
            cell.source = cell.source.replace(*_renamed_notebook(name))
    for number, cell in enumerate(notebook.cells, start=1):
        cell.id = f"{name.split('_')[0]}-{number:03d}"
        cell.metadata.pop("lines_to_next_cell", None)
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
        else:  # Only functions keep Otter's tag of an answer; sentences are not run.
            cell.metadata.pop("tags", None)
    metadata = {"kernelspec": dict(KERNEL), "language_info": {"name": "python"}}
    if "otter" in notebook.metadata:
        metadata["otter"] = notebook.metadata["otter"]
    notebook.metadata = nbformat.from_dict(metadata)
    notebook.nbformat_minor = 5
    text = json.dumps(notebook, indent=1, sort_keys=True, ensure_ascii=False)
    target.write_text(text + "\n", encoding="utf-8", newline="\n")


def _write_release_file(master: Master, release: Release) -> None:
    """Write, beside the data, the notebook as it is released and the limits of its cells.

    By this file students see in a notebook of theirs what was deleted, and if nothing is answered.
    """
    if not (release.student / student_files.LIBRARY).is_dir():
        return
    limits = read_settings(master.grading, master.path.name).limits
    content = {
        "cell_seconds": limits.cell_seconds,
        "all_cells_seconds": limits.cells_share * limits.submission_seconds,
        "notebook": json.loads(release.notebook.read_text(encoding="utf-8")),
    }
    release.as_released.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False)
    release.as_released.write_text(text + "\n", encoding="utf-8", newline="\n")


def _with_last_cells(cells: list[nbformat.NotebookNode]) -> list[nbformat.NotebookNode]:
    """Put our last cells in the place of Otter's, which runs the checks in the session alone."""
    if len(cells) < 2 or cells[-1].source != "grader.check_all()":
        return cells
    check, text = cells[-1], cells[-2]
    text.source, check.source = HAND_IN, f"{student_files.LIBRARY}.check_all()"
    check.metadata["tags"] = ["otter_ignore"]  # Whoever grades the notebook leaves it out.
    submit = copy.deepcopy(check)
    submit.source = f"{student_files.LIBRARY}.submit()"
    return [*cells[:-2], text, check, submit]


def _answered(cells: list[nbformat.NotebookNode]) -> list[nbformat.NotebookNode]:
    """Leave out the answer cell of a written question if a model answer follows it, so that the
    solved notebook has as many cells as the student's."""
    nexts = [*cells[1:], None]
    return [
        cell
        for cell, after in zip(cells, nexts)
        if not (cell.source == PROMPT and after and after.source.startswith("**SOLUTION**"))
    ]


def _renamed_notebook(name: str) -> tuple[str, str]:
    """Return the line by which Otter begins, and ours, which also finds a renamed notebook
    and shows the checks in words."""
    otter = f'import otter\ngrader = otter.Notebook("{name}.ipynb")'
    ours = (
        f"import {student_files.LIBRARY}\nimport otter\n"
        f"from {student_files.LIBRARY} import this_notebook\n"
        f'grader = {student_files.LIBRARY}.grader('
        f'otter.Notebook(this_notebook.find("{name}.ipynb")))'
    )
    return otter, ours


def _write_bundle(folder: Path, target: Path, grading: dict[str, Any]) -> None:
    """Write Otter's zip with fixed times and order.

    Args:
        folder: The folder in which Otter Assign wrote the zip.
        target: The bundle to write.
        grading: This project's own settings, which are put into Otter's.
    """
    zips = list(folder.glob("*.zip"))
    if len(zips) != 1:
        raise CourseworkError(f"Otter Assign made {len(zips)} grading bundles; one was expected.")
    with zipfile.ZipFile(zips[0]) as archive:
        files = {
            name: archive.read(name)
            for name in archive.namelist()
            if not name.endswith("/") and "__pycache__" not in name
        }
    if grading:
        config = {**json.loads(files["otter_config.json"]), "grading": grading}
        files["otter_config.json"] = json.dumps(config, indent=2).encode()
    write_zip(target, files)


def _write_staff_file(master: Master, release: Release) -> None:
    """Write what the trusted grader knows besides the bundle: the reference, the questions' titles,
    the written questions and the seed."""
    import nbformat

    content = {
        "functions": {
            question: [n.name for n in ast.parse(cell.source).body if isinstance(n, DEFINITIONS)]
            for question, cell in answer_cells(nbformat.read(release.notebook, 4)).items()
        },
        "reference": [
            cell.source for cell in code_cells(Submission("reference", release.solution))
        ],
        "titles": {question.name: question.title for question in master.questions},
        "written": [asdict(question) for question in written_questions(master, release)],
        "seed": int.from_bytes(hashlib.sha256(master.path.read_bytes()).digest()[:6], "big"),
    }
    text = json.dumps(content, indent=1) + "\n"
    release.staff.write_text(text, encoding="utf-8", newline="\n")


def written_questions(master: Master, release: Release) -> list[WrittenQuestion]:
    """Return the written questions of a master that have points, as its students' notebook asks
    them.

    Raises:
        CourseworkError: A question has no answer cell there.
    """
    import nbformat

    sources = [cell.source for cell in nbformat.read(release.notebook, 4).cells]
    written = []
    for question in (q for q in master.written if q.points):
        asked = WrittenQuestion(question.name, question.points, text=question.text[0].source)
        places = [n for n, source in enumerate(sources) if asked.heading in source.splitlines()]
        if len(places) != 1 or sources[places[0] + 1 : places[0] + 2] != [PROMPT]:
            raise master.refuse(question.cell, f"Otter made no answer cell for {question.name}.")
        [place] = places
        solution, rubric = question.model_answer
        written.append(
            replace(
                asked, title=question.title, text=sources[place], solution=solution, rubric=rubric,
                after="".join(sources[place + 2 : place + 3]),
            )  # fmt: skip
        )
    return written


def _check_tests(master: Master, bundle: Path) -> None:
    """Raise a CourseworkError if a question's cases in the bundle are not those of the master."""
    tests = {question.name: question for question in read_tests_of(bundle)}
    for question in master.questions:
        test = tests.get(question.name)
        in_bundle = [(case.points, case.hidden) for case in test.cases] if test else []
        in_master = [(case.points, case.hidden) for case in question.cases]
        if in_bundle != in_master:
            raise master.refuse(
                question.cell,
                f"Otter's test file of {question.name} does not hold the question's cases: "
                f"{in_bundle} in place of {in_master}.",
            )
