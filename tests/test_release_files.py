"""What lies beside a notebook is what its `files` and `packages` say."""

import json

import pytest

from autograder.errors import CourseworkError
from tools import places, student_files
from tools.master import Cell, Master, for_otter, read_master


def master(*files, code=""):
    cells = [Cell(1, 12, "raw", "# ASSIGNMENT CONFIG"), Cell(2, 20, "code", code)]
    return Master(places.SOLUTIONS / "hw0_toy.py", cells, {"files": list(files)}, [])


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A checkout with a table, a folder of data, MNIST and nnlab."""
    monkeypatch.setattr(places, "ROOT", tmp_path)
    monkeypatch.setattr(places, "SOLUTIONS", tmp_path / "solutions")
    for name in ("data/table.csv", "data/small/a.gz", "data/small/README.md", "data/mnist/b.gz",
                 "solutions/nnlab/__init__.py", "solutions/nnlab/checks.py",
                 "solutions/nnlab/__pycache__/checks.pyc", "solutions/nnlab/thresholds/__init__.py",
                 "solutions/nnlab/thresholds/hw0_toy.json", "solutions/nnlab/thresholds/hw9.json",
                 "solutions/hw0.py"):  # fmt: skip
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(f'"""{name}"""')
    for name, imports in (("graphs", "from .pictures import BLUE\n"),
                          ("pictures", "from . import colors\n"), ("colors", "import numpy\n"),
                          ("watched", "from .pictures import BLUE\n")):  # fmt: skip
        (tmp_path / "solutions" / "nnlab" / f"{name}.py").write_text(imports)
    measured = {"small": {"public": 0.9, "graded": 0.8, "broken": {"no bias": 0.1}}}
    own = tmp_path / "solutions" / "nnlab" / "thresholds" / "hw0_toy.json"
    own.write_text(json.dumps(measured))
    return tmp_path


def copied(course, *files, code=""):
    student_files.copy_files(master(*files, code=code), course / "made")
    made = (course / "made").rglob("*")
    return {path.relative_to(course / "made").as_posix() for path in made if path.is_file()}


def test_a_folder_brings_its_files_and_not_its_subfolders(course):
    assert copied(course, "data") == {"data/table.csv"}


def test_a_named_subfolder_comes_alone(course):
    assert copied(course, "data/small") == {"data/small/a.gz", "data/small/README.md"}


@pytest.mark.parametrize(
    "code, modules",
    [("x = 1", []),
     ("import numpy as np\nfrom nnlab import checks, nothing", ["checks"]),
     ("import nnlab.graphs", ["graphs", "pictures", "colors"]),
     ("def test(answer):\n    from nnlab.graphs import graph_picture", ["graphs", "pictures",
                                                                      "colors"]),
     ("from nnlab.thresholds import threshold", ["thresholds/__init__"])],
)  # fmt: skip
def test_of_nnlab_comes_what_the_notebook_imports_and_that_imports(course, code, modules):
    assert copied(course, "nnlab", code=code) == {
        "nnlab/__init__.py", "nnlab/thresholds/hw0_toy.json",
        *(f"nnlab/{module}.py" for module in modules)}  # fmt: skip


def test_thresholds_come_without_what_they_were_measured_on(course):
    copied(course, "nnlab")
    shipped = (course / "made" / "nnlab" / "thresholds" / "hw0_toy.json").read_text()
    assert json.loads(shipped) == {"small": {"public": 0.9, "graded": 0.8}}


@pytest.mark.parametrize(
    "entry",
    ["data/mnist", "data/mnist/b.gz", "solutions/hw0.py", "solutions", "data/../solutions/hw0.py",
     "data/none"],
)
def test_what_is_fetched_secret_or_not_there_is_refused(course, entry):
    with pytest.raises(CourseworkError, match=f"hw0_toy.py, cell 1, line 12.*{entry}"):
        copied(course, entry)


def test_hw6_brings_the_digits_and_scikit_learn(releases):
    student = releases["hw6_mnist"].student
    data = {path.relative_to(student).as_posix() for path in (student / "data").rglob("*.gz")}
    assert data == {f"data/digits/{part}-{kind}-ubyte.gz" for part in ("train", "t10k")
                    for kind in ("images-idx3", "labels-idx1")}  # fmt: skip
    assert "UCI" in (student / "data" / "digits" / "README.md").read_text()
    pins = (student / "requirements.txt").read_text()
    assert "scikit-learn==" in pins and "torch" not in pins


def test_the_others_bring_what_they_use(releases):
    neuron, houses = (releases[name].student for name in ("hw1_neuron", "hw3_house_prices"))
    assert not (neuron / "data").exists() and not (neuron / "nnlab" / "gradcheck.py").exists()
    assert [path.name for path in (houses / "data").iterdir()] == ["houses.csv"]
    assert (houses / "nnlab" / "gradcheck.py").exists()
    assert "scikit-learn" not in (houses / "requirements.txt").read_text()


def test_otter_gets_the_top_folder_and_no_key_of_ours():
    cell = for_otter(read_master(places.SOLUTIONS / "hw6_mnist.py")).cells[0]
    assert "- data\n" in cell.source and "data/digits" not in cell.source
    for key in ("packages", "optional", "grading"):
        assert key not in cell.source
