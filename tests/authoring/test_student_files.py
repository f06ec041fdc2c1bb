"""What lies beside a notebook is what its `files` and `packages` say."""

import pytest
from course import COURSE, NAMES

from tools.authoring import student_files
from tools.authoring.master import Cell, Master, for_otter, read_master
from tools.paths import Course


@pytest.fixture
def course(tmp_path):
    """A course with a table, a folder of data, MNIST and an nnlab of its own."""
    root = tmp_path / "course"
    files = {
        name: f'"""{name}"""'
        for name in ("data/table.csv", "data/small/a.gz", "data/small/README.md", "data/mnist/b.gz",
                     "assignments/nnlab/__init__.py", "assignments/nnlab/checks.py",
                     "assignments/nnlab/__pycache__/checks.pyc", "solutions/hw0_toy/master.py")
    }  # fmt: skip
    files["assignments/nnlab/__init__.py"] = "def hint():\n    from .hints import hint\n"
    files["assignments/nnlab/hints.py"] = "import json\n"
    files["assignments/nnlab/__main__.py"] = "from .commands import run\n"
    files["assignments/nnlab/commands.py"] = "import sys\n"
    files["assignments/nnlab/graphs.py"] = "from .pictures import BLUE\n"
    files["assignments/nnlab/pictures.py"] = "from . import colors\n"
    files["assignments/nnlab/colors.py"] = "import numpy\n"
    files["assignments/nnlab/training.py"] = "from .pictures import BLUE\n"
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return Course(root)


def master_of(course, *files, code="", packages=()):
    """A master that lists `files` and `packages`."""
    cells = [Cell(1, 12, "raw", "# ASSIGNMENT CONFIG"), Cell(2, 20, "code", code)]
    config = {"files": list(files), "packages": list(packages)}
    return Master(course.chapter("hw0_toy"), cells, config, [])


def copied(course, folder, *files, code=""):
    """The names of the files that are copied to `folder` for a master that lists `files`."""
    target = folder / "copied"
    student_files.copy_files(master_of(course, *files, code=code), target)
    return {path.relative_to(target).as_posix() for path in target.rglob("*") if path.is_file()}


def test_a_folder_brings_its_files_and_not_its_subfolders(course, tmp_path):
    assert copied(course, tmp_path, "data") == {"data/table.csv"}


def test_a_named_subfolder_comes_alone(course, tmp_path):
    assert copied(course, tmp_path, "data/small") == {"data/small/a.gz", "data/small/README.md"}


@pytest.mark.parametrize(
    "code, modules",
    [("x = 1", []),
     ("import numpy as np\nfrom nnlab import checks, nothing", ["checks"]),
     ("import nnlab.graphs", ["graphs", "pictures", "colors"]),
     ("def test(answer):\n    from nnlab.graphs import graph_picture", ["graphs", "pictures",
                                                                      "colors"])],
)  # fmt: skip
def test_of_nnlab_comes_what_the_notebook_imports_and_that_imports(course, tmp_path, code, modules):
    always = ("__init__", "__main__", "commands", "hints")
    assert copied(course, tmp_path, "nnlab", code=code) == {
        f"nnlab/{module}.py" for module in (*always, *modules)}  # fmt: skip


@pytest.mark.parametrize(
    "entry",
    ["data/mnist", "data/mnist/b.gz", "solutions/hw0_toy/master.py", "solutions",
     "data/../solutions/hw0_toy/master.py",
     "data/none"],
)
def test_what_is_fetched_secret_or_not_there_is_refused(course, tmp_path, entry):
    [fault] = student_files.file_faults(master_of(course, "data/table.csv", entry))
    assert str(fault).startswith(f"hw0_toy/master.py, cell 1, line 12: `files` names {entry}")
    assert copied(course, tmp_path, entry) == set()


def test_a_package_without_a_version_is_refused(course):
    [fault] = student_files.file_faults(master_of(course, packages=["tqdm", "pandass"]))
    assert "`packages` names pandass" in str(fault)


def test_hw6_brings_the_digits_and_scikit_learn(releases):
    student = releases["hw6_mnist"].student
    data = {path.relative_to(student).as_posix() for path in (student / "data").rglob("*.gz")}
    assert data == {f"data/digits/{part}-{kind}-ubyte.gz" for part in ("train", "t10k")
                    for kind in ("images-idx3", "labels-idx1")}  # fmt: skip
    assert "UCI" in (student / "data" / "digits" / "README.md").read_text()
    pins = (student / "requirements.txt").read_text()
    assert "scikit-learn==" in pins and "torch" not in pins


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_brings_the_tables_that_it_reads(name, releases):
    readers = {"data.houses()": "houses.csv", "explosion.recorded()": "explosion.csv"}
    text = releases[name].notebook.read_text(encoding="utf-8")
    read = {file for call, file in readers.items() if call in text}
    assert read == {path.name for path in (releases[name].student / "data").glob("*.csv")}


def test_the_others_bring_what_they_use(releases):
    neuron, houses = (releases[name].student for name in ("hw1_neuron", "hw3_house_prices"))
    assert {path.name for path in (neuron / "data").iterdir()} == {"hints", "release"}
    assert not (neuron / "nnlab" / "gradcheck.py").exists()
    assert {path.name for path in (houses / "data").iterdir()} == {"hints", "release", "houses.csv"}
    assert (houses / "nnlab" / "gradcheck.py").exists()
    assert "scikit-learn" not in (houses / "requirements.txt").read_text()


def test_otter_gets_the_top_folder_and_no_key_of_ours():
    cell = for_otter(read_master(COURSE.chapter("hw6_mnist"))).cells[0]
    assert "- data\n" in cell.source and "data/digits" not in cell.source
    for key in ("packages", "optional", "grading"):
        assert key not in cell.source
