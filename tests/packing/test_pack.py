"""What is handed out of one chapter is complete in itself."""

import ast
import json
import sys
import zipfile

import pytest
from course import COURSE, NAMES

from tools.authoring.master import read_master
from tools.proof.answer_table import TABLE, stale_answers

LIBRARY = {path.stem for path in COURSE.library.glob("*.py")}


def modules_of(source):
    """The names of nnlab's modules that a source imports."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[1] for alias in node.names if "nnlab." in alias.name}
        elif isinstance(node, ast.ImportFrom) and (node.level or "nnlab" in (node.module or "")):
            module = (node.module or "").removeprefix("nnlab").lstrip(".")
            names |= {module.split(".")[0]} if module else {alias.name for alias in node.names}
    return names & LIBRARY


@pytest.mark.parametrize("name", NAMES)
def test_student_zip_is_complete_and_has_nothing_else(name, releases, tmp_path):
    with zipfile.ZipFile(releases[name].student_zip) as archive:
        archive.extractall(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [name]
    folder = tmp_path / name
    notebook = json.loads((folder / f"{name}.ipynb").read_text(encoding="utf-8"))
    sources = ["".join(c["source"]) for c in notebook["cells"] if c["cell_type"] == "code"]
    hidden = [c.cell.source for q in read_master(COURSE.chapter(name)).questions for c in q.cases]
    present = {path.stem for path in (folder / "nnlab").glob("*.py")} - {"__init__"}
    needed, waiting = {"__main__"}, [*sources, *hidden]
    waiting += [(COURSE.library / f"__{n}__.py").read_text("utf-8") for n in ("init", "main")]
    while waiting:
        for module in modules_of(waiting.pop()) - needed:
            needed.add(module)
            waiting.append((COURSE.library / f"{module}.py").read_text(encoding="utf-8"))
    assert present == needed
    packages = {line.split("==")[0] for line in (folder / "requirements.txt").open()}
    assert {"numpy", "matplotlib", "otter-grader", "jupyterlab"} <= packages
    imported = {
        alias.name.split(".")[0]
        for source in sources
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Import)
        for alias in node.names
    } - set(sys.stdlib_module_names) - {"nnlab", "otter", "torch"}  # fmt: skip
    assert {name.replace("sklearn", "scikit-learn") for name in imported} <= packages
    for entry in read_master(COURSE.chapter(name)).config["files"]:
        assert (folder / entry).exists()
    assert {path.name for path in folder.iterdir()} <= {
        f"{name}.ipynb", "nnlab", "data", "pictures", "requirements.txt",
        "glossary.md", "history.md", "troubleshooting.md",
    }  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_the_answer_table_has_the_questions_whose_results_are_current(name, releases):
    master = read_master(COURSE.chapter(name))
    table = json.loads(releases[name].answers.read_text())
    stale = stale_answers(master)
    assert set(table) == {q.name for q in master.questions if q.name not in stale}
    assert all(set(part) == set(TABLE) for part in table.values())
