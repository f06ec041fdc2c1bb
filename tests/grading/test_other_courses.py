"""Tests of another course, written for one process with the notebook, are judged as there, or are
not judged for a reason in words. A right answer never fails."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from pathlib import Path

import nbformat
import numpy as np
import pytest

from autograder.bundle.bundle import Bundle, open_bundle
from autograder.grading.grader import Grader
from autograder.grading.tools import Doubtful, Tools
from autograder.sandbox import layers
from autograder.sandbox.trusted.names import NOTHING
from autograder.submission.intake import Submission

NOTEBOOK = [
    "import numpy as np, random",
    """
class Animal:
    "A name."
    def __init__(self, name): self.name = name
    def __repr__(self): return f"Animal({self.name})"
    def __eq__(self, other): return self.name == other.name
    def __hash__(self): return hash(self.name)
    def __add__(self, other): return Animal(self.name + other.name)
    def __lt__(self, other): return self.name < other.name
    def __enter__(self): return self
    def __exit__(self, *error): return False
    def __float__(self): return 2.5
class Vector(list):
    def norm(self): return sum(x * x for x in self)
class Yes:
    def __eq__(self, other): return True
    def __contains__(self, value): return True
    def __array__(self, *args, **kwargs): return np.ones(1)
yes, rex, vector = Yes(), Animal("rex"), Vector([3, 4])
def roll(n): return np.random.randint(1, 7, n)
def toss(): return random.random()
def ask(): return input("? ").upper()
def grow(values, more): values.append(0); more["n"] = 1
def total(values): return sum(values)
def count(values): return len(values)
def broken(): return 1 / 0
def looks(f):
    import inspect
    return list(inspect.signature(f).parameters), f.__name__
part = [1]
def same(): return part
scalar = np.float64(0.5)
with open("made.txt", "w") as file: file.write("x")
""",
    "drawn = np.random.rand()",
]
PASSED = {
    "equal": ">>> Animal('a') == Animal('a'), Animal('a') != Animal('a')\n(True, False)",
    "shown": ">>> rex\nAnimal(rex)\n>>> print(rex, f'{rex}')\nAnimal(rex) Animal(rex)",
    "added": ">>> (rex + rex).name, sorted([rex, Animal('a')])[0].name\n('rexrex', 'a')",
    "set": ">>> len({Animal('a'), Animal('a')})\n1",
    "type": ">>> isinstance(rex, Animal), type(rex) == Animal, rex.__class__.__name__\n"
            "(True, True, 'Animal')",
    "with": ">>> with rex as r:\n...     float(r)\n2.5",
    "doc": ">>> Animal.__doc__, ask.__name__\n('A name.', 'ask')",
    "source": ">>> import inspect\n>>> 'sum' in inspect.getsource(total)\nTrue\n"
              ">>> list(inspect.signature(grow).parameters)\n['values', 'more']",
    "z_set_from_outside": ">>> rex.name = 'b'\n>>> rex.name\n'b'",
    "seeded": ">>> np.random.seed(3)\n>>> a = roll(5)\n>>> np.random.seed(3)\n"
              ">>> bool((a == np.random.randint(1, 7, 5)).all())\nTrue",
    "goes_on": ">>> random.seed(3)\n>>> a = toss(), random.random()\n>>> random.seed(3)\n"
               ">>> a == (random.random(), random.random())\nTrue",
    "input": ">>> from unittest import mock\n"
             ">>> with mock.patch('builtins.input', return_value='yes'):\n...     ask()\n'YES'",
    "in_place": ">>> v, d = [1], {}\n>>> grow(v, more=d)\n>>> v, d\n([1, 0], {'n': 1})",
    "objects_as_keys": ">>> count({rex: 1, Animal('a'): 2})\n2",
    "generator": ">>> total(x for x in [1, 2])\n3",
    "signature": ">>> def of(x, y=1): pass\n>>> looks(of)\n(['x', 'y'], 'of')",
    "cell_seed": ">>> np.random.seed(42)\n>>> float(np.random.rand()) == drawn\nTrue",
}  # fmt: skip
REFUSED = {
    "yes": (">>> yes == 4\nTrue", "its =="),
    "yes_swallowed": (">>> try:\n...     r = yes == 4\n... except BaseException:\n...     r = True"
                      "\n>>> r\nTrue", "its =="),
    "holds": (">>> 4 in yes\nTrue", "is in an object"),
    "array": (">>> bool(np.isclose(yes, 1).all())\nTrue", "makes an array"),
    "norm": (">>> vector.norm()\n25", "only the notebook knows"),
    "identity": (">>> same() is part\nTrue", "are one object"),
    "file": (">>> import os\n>>> os.path.exists('made.txt')\nTrue", "a file that the notebook"),
    "file_later": (">>> name = 'made.txt'\n>>> open(name).read()\n'x'", "a file that the notebook"),
    "old_numpy": (">>> scalar\n0.5", "what NumPy 1 writes"),
    "namespace": (">>> 'rex' in globals()\nTrue", "globals()"),
}  # fmt: skip
FAILED = {
    "raises": (">>> broken()\n0", "Exception raised: ZeroDivisionError: division by zero"),
    "wrong": (">>> total([1])\n2", "Expected: 2 Got: 1"),
    "differs": (">>> rex == Animal('b')\nTrue", "Expected: True Got: False"),
}


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, str]]:
    """Return the state of each case of a bundle, with the words that go with it."""
    folder = tmp_path_factory.mktemp("other")
    path = Path(folder, "autograder.zip")
    sources = PASSED | {name: source for name, (source, _) in (REFUSED | FAILED).items()}
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("otter_config.json", json.dumps({"lang": "python", "seed": 42}))
        for name, source in sources.items():
            suite = {"type": "doctest", "cases": [{"code": source, "hidden": False}]}
            test = {"name": name, "points": 1, "suites": [suite]}
            archive.writestr(f"tests/{name}.py", f"OK_FORMAT = True\ntest = {test!r}\n")
    notebook = nbformat.v4.new_notebook(cells=list(map(nbformat.v4.new_code_cell, NOTEBOOK)))
    with open_bundle(path) as bundle, Grader(apart(bundle)) as grader:
        report = grader.grade(Submission("ada", nbformat.writes(notebook).encode()))
    assert report.reason == ""
    return {q.name: (c.state, c.reason or c.message) for q in report.questions for c in q.cases}


def apart(bundle: Bundle) -> Bundle:
    """Return a bundle of which no test may run beside a submission."""
    return replace(bundle, settings=replace(bundle.settings, beside="never"))


linux = pytest.mark.skipif(not layers.available(), reason="there are no layers here")


@linux
@pytest.mark.parametrize("name", PASSED)
def test_what_is_carried_over_passes(cases: dict[str, tuple[str, str]], name: str) -> None:
    assert cases[name] == ("passed", "")


@linux
@pytest.mark.parametrize("name", REFUSED)
def test_what_can_not_be_told_is_not_judged(cases: dict[str, tuple[str, str]], name: str) -> None:
    state, words = cases[name]
    assert state == "not judged" and REFUSED[name][1] in words


@linux
@pytest.mark.parametrize("name", FAILED)
def test_what_is_wrong_fails_in_words(cases: dict[str, tuple[str, str]], name: str) -> None:
    assert cases[name] == ("failed", FAILED[name][1])


class TestTools:
    def tools(self, folder: Path, *cells: str) -> Tools:
        return Tools(cells, folder)

    @pytest.mark.parametrize("cell", [
        "import numpy as np", "%matplotlib inline\nimport numpy as np",
        "%%time\nimport numpy as np",
        "from pylab import *", "x = 1", "exec('np = 1')",
    ])  # fmt: skip
    def test_a_conventional_name_is_the_graders_module(self, tmp_path: Path, cell: str) -> None:
        assert self.tools(tmp_path, cell).value("np") is np

    @pytest.mark.parametrize("cell", [
        "class np: pass", "def f():\n    global np\n    np = 1", "for np in []: pass",
        "with f() as np: pass", "import numpy.ma as np",
        "from unittest.mock import MagicMock as np",
        "try: pass\nexcept E as np: pass", "(np := 1)", "import numpy as np\ndel np",
        "%%time\nnp = 1", "match 1:\n    case np: pass",
    ])  # fmt: skip
    def test_a_tool_that_is_bound_anew_is_doubtful(self, tmp_path: Path, cell: str) -> None:
        with pytest.raises(Doubtful):
            self.tools(tmp_path, "import numpy as np", cell).value("np")

    def test_functions_of_pure_modules_are_the_graders_under_their_own_names(
        self, tmp_path: Path
    ) -> None:
        tools = self.tools(
            tmp_path, "from math import isclose, sqrt as root\nfrom os import system\n"
            "from numpy import loadtxt\nimport helper\nfrom mine import answer",
        )  # fmt: skip
        assert tools.value("isclose") is __import__("math").isclose
        for name in ("root", "system", "loadtxt", "helper", "answer", "nothing"):
            assert tools.value(name) is NOTHING
