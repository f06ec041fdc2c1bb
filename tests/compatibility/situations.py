"""Small bundles of our own, each with a right answer, for the comparison with stock Otter.

A question is one idiom of another course's tests, one kind of cell, or one setting.
"""

from __future__ import annotations

import json
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat

Cells = list[str | tuple[str, dict[str, Any]]]


@dataclass(frozen=True)
class Situation:
    """A bundle and a submission to it.

    Attributes:
        name: What is tried, as the page names it.
        tests: The sources of the test files by name.
        cells: The cells of the submission, each with its metadata if it has any.
        config: The content of otter_config.json, or None if the bundle has no such file.
        files: The bundle's files by name.
        metadata: Otter's metadata of the notebook.
        is_script: True if the submission is a script with the cells one below the other.
    """

    name: str
    tests: dict[str, str]
    cells: Cells
    config: dict[str, Any] | None = field(default_factory=lambda: {"lang": "python"})
    files: dict[str, str] = field(default_factory=dict)
    metadata: dict[str, Any] = field(default_factory=dict)
    is_script: bool = False

    def write(self, folder: Path) -> tuple[Path, Path]:
        """Write the bundle and the submission, and return their paths."""
        bundle, notebook = folder / "autograder.zip", folder / "ada.ipynb"
        with zipfile.ZipFile(bundle, "w") as archive:
            if self.config is not None:
                archive.writestr("otter_config.json", json.dumps(self.config))
            for name, source in self.tests.items():
                archive.writestr(f"tests/{name}.py", source)
            for name, text in self.files.items():
                archive.writestr(f"files/{name}", text)
        cells = [cell if isinstance(cell, tuple) else (cell, {}) for cell in self.cells]
        if self.is_script:
            script = folder / "ada.py"
            script.write_text("\n".join(source for source, _ in cells), encoding="utf-8")
            return bundle, script
        content = nbformat.v4.new_notebook(
            cells=[nbformat.v4.new_code_cell(s, metadata=m) for s, m in cells],
            metadata={"otter": self.metadata} if self.metadata else {},
        )
        content.metadata["kernelspec"] = {
            "name": "python3", "display_name": "Python 3", "language": "python",
        }  # fmt: skip
        nbformat.write(content, notebook)
        return bundle, notebook


def doctest(name: str, *codes: str, **entries: Any) -> str:
    """Return a test file of doctests, one a case. `entries` are further entries of the test."""
    cases = [{"code": code + "\n", "hidden": False, "locked": False} for code in codes]
    suite = {"cases": cases, "scored": True, "setup": "", "teardown": "", "type": "doctest"}
    return f"OK_FORMAT = True\ntest = {dict(name=name, suites=[suite], points=1) | entries!r}\n"


def function(name: str, body: str, head: str = "") -> str:
    """Return a test file with one test function."""
    return (
        f"from otter.test_files import test_case\n{head}\nOK_FORMAT = False\nname = {name!r}\n"
        f"points = 1\n\n@test_case()\n{body}\n"
    )


def doctests(idioms: dict[str, str]) -> dict[str, str]:
    """Return a test file for each idiom."""
    return {name: doctest(name, code) for name, code in idioms.items()}


ANSWERS: Cells = [
    "import otter\ngrader = otter.Notebook()\nimport collections, datetime, random\n"
    "import numpy as np, pandas as pd, matplotlib.pyplot as plt",
    """
table = pd.DataFrame({"city": ["Ulm", "Bonn", "Kiel"], "rain": [3, 1, 2]})
names = np.array(["Ulm", "Bonn"])
day = datetime.date(2024, 2, 29)
counts = collections.Counter("banana")
Point = collections.namedtuple("Point", "x y")
origin = Point(0, 0)
def square(x):
    "Return x squared."
    return x ** 2
def roll(): return int(np.random.randint(1, 7))
def ask(): return input("? ")
def swap(pair): pair[0], pair[1] = pair[1], pair[0]
def count_up():
    n = 0
    while True:
        yield n
        n += 1
def draw():
    ax = plt.subplots()[1]
    ax.set_title("Rain")
    return ax
class Mistake(Exception): pass
def fail(): raise Mistake("oh")
def halve(x):
    if x % 2: raise ValueError("odd")
    return x // 2
class Money:
    def __init__(self, cents): self.cents = cents
    def __repr__(self): return f"Money({self.cents})"
    def __eq__(self, other): return isinstance(other, Money) and self.cents == other.cents
    def __hash__(self): return hash(self.cents)
    def __add__(self, other): return Money(self.cents + other.cents)
    def __lt__(self, other): return self.cents < other.cents
    def __contains__(self, coin): return coin <= self.cents
    def __len__(self): return self.cents
    def __enter__(self): return self
    def __exit__(self, *error): return False
purse, coin = Money(5), Money(1)
with open("made.txt", "w") as file: file.write("made")
""",
]  # fmt: skip
DOCTESTS = doctests({
    "a number, text or list": ">>> square(3)\n9\n>>> str(names[0])\n'Ulm'",
    "a table (pandas)": ">>> table.shape\n(3, 2)\n>>> int(table['rain'].max())\n3\n"
                        ">>> bool((table['rain'] > 0).all())\nTrue",
    "isinstance and type of a table": ">>> isinstance(table, pd.DataFrame)\nTrue\n"
                                      ">>> type(names) == np.ndarray\nTrue",
    "dates, Counter, named tuples": ">>> day.year, counts['a'], origin\n(2024, 3, Point(x=0, y=0))",
    "what is printed": ">>> print(purse, f'{purse}')\nMoney(5) Money(5)",
    "repr of an object": ">>> purse\nMoney(5)",
    "operators of two objects": ">>> purse == Money(5), purse + purse, Money(1) < purse\n"
                                "(True, Money(10), True)",
    "len, hash, with": ">>> with purse as p:\n...     len(p), len({p, Money(5)})\n(5, 1)",
    "attributes that are set": ">>> m = Money(1)\n>>> m.cents = 7\n>>> m\nMoney(7)",
    "isinstance of the notebook's class": ">>> isinstance(purse, Money)\nTrue",
    "a generator": ">>> g = count_up()\n>>> next(g), next(g)\n(0, 1)",
    "arguments changed in place": ">>> p = [1, 2]\n>>> swap(p)\n>>> p\n[2, 1]",
    "a seed before a call": ">>> np.random.seed(3)\n>>> a = roll()\n>>> np.random.seed(3)\n"
                            ">>> a == int(np.random.randint(1, 7))\nTrue",
    "a patched input": ">>> from unittest import mock\n"
                       ">>> with mock.patch('builtins.input', return_value='y'):\n...     ask()\n"
                       "'y'",
    "an expected exception": ">>> halve(3)\nTraceback (most recent call last):\n    ...\n"
                             "ValueError: odd",
    "inspect and __doc__": ">>> import inspect\n>>> '**' in inspect.getsource(square)\nTrue\n"
                           ">>> square.__doc__\n'Return x squared.'",
    "axes of a plot": ">>> draw().get_title()\n'Rain'",
    "files of the bundle": ">>> len(pd.read_csv('data.csv'))\n2",
    "a module of the bundle": ">>> import helper\n>>> helper.LIMIT\n42",
    "globals(), dir(), vars()": ">>> 'square' in globals()\nTrue",
    "eval, exec, compile": ">>> eval('square(3)')\n9",
    "a value in an object": ">>> 3 in purse\nTrue",
    "except with the notebook's class": ">>> try:\n...     fail()\n... except Mistake:\n"
                                        "...     print('caught')\ncaught",
    "a file that the notebook writes": ">>> open('made.txt').read()\n'made'",
    "the current figure": ">>> ax = draw()\n>>> plt.gca().get_title()\n'Rain'",
}) | {
    "a name of an earlier case": doctest(
        "a name of an earlier case", ">>> kept = square(3)\n>>> kept\n9", ">>> kept\n9"
    ),
    "an object changed by an earlier case": doctest(
        "an object changed by an earlier case",
        ">>> coin.cents = 2\n>>> coin\nMoney(2)", ">>> coin\nMoney(2)\n",
    ),
}  # fmt: skip
FUNCTIONS = {
    name: function(name, body, head)
    for name, body, head in (
        ("test functions: names", "def test_a(square):\n    assert square(3) == 9", ""),
        ("test functions: env", "def test_a(env):\n    assert env['square'](2) == 4\n"
         "    assert 'table' in env and env.get('nothing') is None", ""),
        ("test functions: pandas.testing", "def test_a(table):\n"
         "    pd.testing.assert_series_equal(table['rain'], pd.Series([3, 1, 2], name='rain'))",
         "import pandas as pd"),
        ("test functions: pytest.raises and approx", "def test_a(halve, square):\n"
         "    assert square(0.1) == pytest.approx(0.01)\n"
         "    with pytest.raises(ValueError):\n        halve(3)", "import pytest"),
        ("test functions: a helper of the bundle", "def test_a(square):\n"
         "    assert is_nine(square(3))", "from helper import is_nine"),
        ("test functions: a module beside the tests", "def test_a(square):\n"
         "    assert square(3) == NINE", "import sys\nsys.path.append('tests')\n"
         "from constants import NINE"),
        ("test functions: a subclass of the notebook's class", "def test_a(Money):\n"
         "    class Euro(Money):\n        pass\n    assert Euro(3).cents == 3", ""),
    )
} | {"constants": "OK_FORMAT = False\nname = 'constants'\nNINE = 9\n"}  # fmt: skip
FILES = {
    "data.csv": "u,v\n1,2\n3,4\n",
    "helper.py": "LIMIT = 42\ndef is_nine(x): return x == 9\n",
    "sub/more.csv": "a,b\n",
}
# For each kind of cell its source and a doctest.
KINDS_OF_CELL = {
    "pip": ("!pip --version\npip_ok = 1", ">>> pip_ok\n1"),
    "magics": ("%matplotlib inline\n%load_ext autoreload\n%timeit -n1 -r1 1\nmagic_ok = 1",
               ">>> magic_ok\n1"),
    "%%capture": ("%%capture shown\nprint('x')", ">>> shown.stdout\n'x\\n'"),
    "%run": ("%run helper.py\nrun_ok = LIMIT", ">>> run_ok\n42"),
    "await": ("import asyncio\nasync def one():\n    await asyncio.sleep(0)\n    return 1\n"
              "await_ok = await one()", ">>> await_ok\n1"),
    "threads": ("from concurrent.futures import ThreadPoolExecutor\n"
                "with ThreadPoolExecutor(2) as pool:\n    threads_ok = list(pool.map(abs, [-1]))",
                ">>> threads_ok\n[1]"),
    "files that are changed": ("with open('data.csv', 'a') as f: f.write('5,6\\n')\n"
                               "with open('sub/new.csv', 'w') as f: f.write('x')\n"
                               "lines = len(open('data.csv').readlines())", ">>> lines\n4"),
    "Otter's own modules": ("import otter\nfrom otter.utils import id_generator\n"
                            "otter_ok = bool(otter.__version__)", ">>> otter_ok\nTrue"),
    "the output of a command": ("listed = !ls\nlisted_ok = len(listed) > 0",
                                ">>> listed_ok\nTrue"),
    "a subprocess": ("import subprocess\n"
                     "said = subprocess.run(['echo', 'hi'], capture_output=True).stdout",
                     ">>> said\nb'hi\\n'"),
    "a file made by a command": ("!echo made > by_command.txt\nby_command = "
                                 "open('by_command.txt').read()", ">>> by_command\n'made\\n'"),
    "multiprocessing": ("import multiprocessing as mp\nwith mp.get_context('fork').Pool(2) as p:\n"
                        "    pooled = p.map(abs, [-1, -2])", ">>> pooled\n[1, 2]"),
    "the output of a command, which should not be empty": ("empty = !ls", ">>> len(empty)\n0"),
    "a builtin bound anew": ("sum = 5", ">>> sum\n5"),
    "a builtin bound anew, which the test calls": (
        "abs = 5", ">>> try: abs(1)\n... except TypeError: 'no'\n'no'"),
    "a builtin that is a function of the notebook": ("def max(*_): return 7", ">>> max(1, 2)\n7"),
}  # fmt: skip
ONE = {"q1": doctest("q1", ">>> x\n1"), "q2": doctest("q2", ">>> x\n2")}
HALF = {
    "q1": doctest("q1", ">>> x\n1", ">>> x\n2", points=[1, 3]),
    "q2": doctest("q2", ">>> x\n1", ">>> x\n2", points=4, all_or_nothing=True),
    "q10": doctest("q10", ">>> x\n1", points=None),
}
FUNCTION_HEAD = """\
from otter.test_files import test_case
OK_FORMAT = False
name = "q1"
points = 2
@test_case(points=1)
"""
START = "import otter\ngrader = otter.Notebook()"
UNNAMED = "OK_FORMAT = True\ntest = {'suites': []}\n"


def _settings() -> list[Situation]:
    first: Cells = ["x = 1"]
    q1 = {"q1": ONE["q1"]}
    setup = q1["q1"].replace("'setup': ''", "'setup': '>>> y = 1'")
    return [
        Situation("checks where they stand",
                  ONE, [START, "x = 1", "grader.check('q1')", "x = 2", "grader.check('q2')",
                        "x = 3"]),
        Situation("checks in the metadata of cells",
                  ONE, ["x = 1", ("0", {"otter": {"tests": ["q1"]}}), "x = 2",
                        ("0", {"otter": {"tests": ["q2"]}}), "x = 3"]),
        Situation("an object that is changed below its check",
                  {"q1": doctest("q1", ">>> size()\n1")},
                  [START, "x = [1]\ndef size(): return len(x)", "grader.check('q1')",
                   "x.append(2)"]),
        Situation("a check in the middle of a cell",
                  ONE, [START, "x = 1\ngrader.check('q1')\nx = 2"]),
        Situation("a script", ONE, ["x = 1"], {"assignment_name": "hw"}, is_script=True),
        Situation("a script with checks, and a seed",
                  ONE | {"q3": doctest("q3", ">>> a == b\nTrue")},
                  [START, "import random", "x = 1", "a = random.random()", "grader.check('q1')",
                   "x = 2", "random.seed(7)", "b = random.random()"], {"seed": 7},
                  is_script=True),
        Situation("a script with an error", ONE, ["x = 1", "y = 1 / 0", "x = 2"], is_script=True),
        Situation("a script that can't be read", ONE, ["x = 1", "y = ("], is_script=True),
        Situation("an object that a test of another question changes",
                  {"q1": doctest("q1", ">>> purse.append(1)\n>>> len(purse)\n1"),
                   "q2": doctest("q2", ">>> len(purse)\n1"),
                   "q3": doctest("q3", ">>> len(purse)\n0")}, ["purse = []"]),
        Situation("an object that a function changes, which a test of another question calls",
                  {"q1": doctest("q1", ">>> count()\n1"), "q2": doctest("q2", ">>> count()\n1")},
                  ["n = 0\ndef count():\n    global n\n    n += 1\n    return n"]),
        Situation("an object that a test function changes",
                  {"q1": FUNCTION_HEAD + "def test_a(purse): purse.append(1)\n"
                   "@test_case(points=1)\ndef test_b(purse): assert not purse\n"}, ["purse = []"]),
        Situation("a table that tests of two questions only look at",
                  {"q1": doctest("q1", ">>> t.sort_values('a')['a'].iloc[0].item()\n1"),
                   "q2": doctest("q2", ">>> t.sum(axis=1).sum().item(), t.shape\n(11.0, (2, 3))")},
                  ["import pandas as pd\nt = pd.DataFrame({'a': [2, 1]})",
                   "t['b'] = 1.5\nt['c'] = 2.5"]),
        Situation("check_all", ONE, [START, "x = 1", "grader.check_all()", "x = 2"]),
        Situation("a cell with the tag otter_ignore",
                  q1, ["x = 1", ("x = 2", {"tags": ["otter_ignore"]})]),
        Situation("a cell with `ignore` in its metadata",
                  q1, ["x = 1", ("x = 2", {"otter": {"ignore": True}})]),
        Situation("points as a list, a total, none; all_or_nothing", HALF, first),
        Situation("points_possible", HALF, first, {"points_possible": 30}),
        Situation("score_threshold", HALF, first, {"score_threshold": 0.2}),
        Situation("score_threshold that is missed", HALF, first,
                  {"score_threshold": 0.5, "points_possible": 30}),
        Situation("seed", {"q1": doctest("q1", ">>> a == b\nTrue")},
                  ["import random, numpy as np", "a = random.random(), np.random.rand()",
                   "b = random.random(), np.random.rand()"], {"seed": 42}),
        Situation("seed_variable", {"q1": doctest("q1", ">>> y\n42")}, ["s = 7", "y = s"],
                  {"seed": 42, "seed_variable": "s"}),
        Situation("assignment_name", q1, first, {"assignment_name": "hw"},
                  metadata={"assignment_name": "hw"}),
        Situation("assignment_name, another notebook", q1, first, {"assignment_name": "hw"},
                  metadata={"assignment_name": "lab"}),
        Situation("assignment_name, a notebook without a name", q1, first,
                  {"assignment_name": "hw"}),
        Situation("no otter_config.json", q1, first, None),
        Situation("keys that Otter does not know", q1, first, {"colour": "blue"}),
        Situation("a test file without OK_FORMAT", {"q1": q1["q1"].partition("\n")[2]}, first),
        Situation("a suite with setup", {"q1": setup}, first),
        Situation("two test files of one name", {"q1": ONE["q1"], "q2": ONE["q1"]}, first),
        Situation("a test file that can't be read", {"q1": UNNAMED}, first),
        Situation("grade_from_log", q1, first, {"grade_from_log": True}),
        Situation("plugins", q1, first, {"plugins": ["otter.plugins.builtin.GradeOverride"]}),
    ]  # fmt: skip


def _cells() -> Cells:
    return [START, *(source for source, _ in KINDS_OF_CELL.values())]


# The situations of each chapter of the page. A row of the first three is one question.
CHAPTERS: dict[str, list[Situation]] = {
    "Tests": [Situation("tests", DOCTESTS | FUNCTIONS, ANSWERS, files=FILES)],
    "Tests, with a blank notebook": [
        Situation("blank", DOCTESTS | FUNCTIONS, [START, "square = table = ..."], files=FILES)
    ],
    "Cells": [
        Situation("cells", doctests({n: code for n, (_, code) in KINDS_OF_CELL.items()}),
                  _cells(), files=FILES)
    ],
    "Bundles and settings": _settings(),
}  # fmt: skip
