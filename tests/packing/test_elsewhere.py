"""A published folder has what Colab and Binder need, and links to them if the course says where it
is published."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from click.testing import CliRunner

from autograder.errors import CourseworkError
from autograder.submission.intake import Submission, code_cells
from tools.authoring.open_links import open_links, with_links
from tools.authoring.scaffold import new_chapter
from tools.cli import coursework
from tools.course_file import Public, settings_of
from tools.kernel import run_notebook
from tools.packing.elsewhere import page_with_links
from tools.paths import Course

NAME = "week3_squares"
REPOSITORY = "https://github.com/class-of-2026/course"
SETTINGS = f"""
[public]
repository = "{REPOSITORY}"
tag = "autumn/2026"
site = "https://site.example.edu/nn/"
"""


def test_on_github_a_chapter_opens_in_colab_and_on_binder() -> None:
    links = open_links(Public(f"{REPOSITORY}.git", "autumn/2026", ""), NAME)
    assert links == {
        "Google Colab": "https://colab.research.google.com/github/class-of-2026/course/blob/"
                        f"autumn%2F2026/colab/{NAME}.ipynb",
        "Binder": "https://mybinder.org/v2/gh/class-of-2026/course/autumn%2F2026"
                  f"?urlpath=lab%2Ftree%2F{NAME}.ipynb",
    }  # fmt: skip


def test_elsewhere_binder_alone_takes_the_address() -> None:
    links = open_links(Public("https://git.example.edu/a/b.git", "v1", ""), NAME)
    assert list(links) == ["Binder"]
    parts = urlsplit(links["Binder"])
    assert parts.path == "/v2/git/https%3A%2F%2Fgit.example.edu%2Fa%2Fb.git/v1"
    assert parse_qs(parts.query) == {"urlpath": [f"lab/tree/{NAME}.ipynb"]}


def test_a_site_opens_the_notebook() -> None:
    [address] = open_links(Public(site="https://site.example.edu/nn/"), NAME).values()
    assert address == f"https://site.example.edu/nn/lab/index.html?path={NAME}.ipynb"


def test_without_an_address_nothing_is_linked() -> None:
    assert open_links(Public(), NAME) == {}
    assert with_links("# Title\n\nText", {}) == "# Title\n\nText"
    assert page_with_links("# The course\n", [NAME], Public()) == "# The course\n"


def test_a_repository_without_a_tag_is_refused(tmp_path: Path) -> None:
    (tmp_path / "course.toml").write_text(f'[public]\nrepository = "{REPOSITORY}"\n')
    with pytest.raises(CourseworkError, match="names a repository and no tag"):
        settings_of(Course(tmp_path))


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small course, published with its links into a folder called `public`."""
    course = Course(tmp_path_factory.mktemp("course"))
    new_chapter(course, NAME)
    (course.root / "course.toml").write_text(SETTINGS)
    course.assignments.mkdir()
    (course.assignments / "README.md").write_text(
        f"# The course\n\n| chapter |\n| --- |\n| [one]({NAME}.ipynb) |\n\n## Check\n\nText.\n"
    )
    folder = course.root / "public"
    command = ["--course", str(course.root), "release", "--publish", str(folder)]
    result = CliRunner().invoke(coursework, command)
    assert result.exception is None, (result.output, result.exception)
    return folder


def cells_of(path: Path) -> list[dict]:
    return json.loads(path.read_text(encoding="utf-8"))["cells"]


def source_of(cell: dict) -> str:
    return "".join(cell["source"])


def test_the_title_of_the_notebook_has_the_links(published: Path) -> None:
    [title] = [source_of(cell) for cell in cells_of(published / f"{NAME}.ipynb")
               if source_of(cell).startswith("# ") and cell["cell_type"] == "markdown"]  # fmt: skip
    lines = title.splitlines()
    assert lines[1] == "" and lines[2].startswith("Open without an installation in [Google Colab](")
    links = open_links(settings_of(Course(published.parent)).public, NAME)
    assert re.findall(r"\]\((.*?)\)", lines[2]) == list(links.values()) and len(links) == 3
    kept = json.loads((published / "data" / "release" / f"{NAME}.json").read_text("utf-8"))
    assert title in [source_of(cell) for cell in kept["notebook"]["cells"]]  # `repair` knows them.


def test_the_page_has_the_links_before_its_first_section(published: Path) -> None:
    page = (published / "README.md").read_text(encoding="utf-8")
    assert f"| {NAME} | [Google Colab](https://colab" in page
    assert page.index("## Without an installation") < page.index("## Check")
    assert f"| [one]({NAME}.ipynb) |" in page


def test_binder_gets_the_packages_and_a_python(published: Path) -> None:
    binder = published / "binder"
    assert {path.name for path in binder.iterdir()} == {"requirements.txt", "runtime.txt"}
    assert (binder / "requirements.txt").read_text() == (
        published / "requirements.txt").read_text()  # fmt: skip
    assert re.fullmatch(r"python-3\.1[0-3]\n", (binder / "runtime.txt").read_text())


def test_for_colab_the_last_cells_say_how_to_hand_in(published: Path) -> None:
    cells, own = (cells_of(published / folder / f"{NAME}.ipynb") for folder in ("colab", ""))
    assert [source_of(cell) for cell in cells[1:-1]] == [source_of(cell) for cell in own[:-3]]
    assert "hand in the file" in source_of(cells[-1]) and cells[-1]["cell_type"] == "markdown"
    assert REPOSITORY in source_of(cells[0]) and "--branch=autumn/2026" in source_of(cells[0])
    assert re.search(r'"otter-grader==[\d.]+"', source_of(cells[0]))
    graded = code_cells(Submission("ada", published / "colab" / f"{NAME}.ipynb"))
    assert graded and not any(REPOSITORY in cell.source for cell in graded)


@pytest.mark.slow
def test_in_an_empty_folder_the_variant_for_colab_fetches_the_course(
    published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Colab itself is not here. This runs its notebook in a folder that has nothing else."""
    import nbformat

    for command in (["init", "-q", "-b", "main"], ["add", "-A"],
                    ["-c", "user.name=x", "-c", "user.email=x@x.org", "commit", "-qm", "release"],
                    ["tag", "autumn/2026"]):  # fmt: skip
        subprocess.run(["git", "-C", str(published), *command], check=True)
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", f"url.{published.as_uri()}.insteadOf")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", REPOSITORY)
    monkeypatch.delenv("PYTHONPATH", raising=False)
    notebook = nbformat.read(published / "colab" / f"{NAME}.ipynb", 4)
    for cell in notebook.cells:
        if "raise NotImplementedError" in cell.source:
            cell.source = "def mean_square(x):\n    return np.mean(np.asarray(x) ** 2)"
    where = "import nnlab; print(nnlab.__file__)"
    notebook.cells.append(nbformat.v4.new_code_cell(where))
    run_notebook(notebook, tmp_path, 120)
    outputs = json.dumps([cell.get("outputs", []) for cell in notebook.cells])
    assert "1 of 1 public checks" in outputs
    assert str(tmp_path / "course" / "nnlab") in outputs and os.listdir(tmp_path) == ["course"]
