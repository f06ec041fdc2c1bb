"""Cells run as in Jupyter. Every test uses a real worker."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from importlib.metadata import version
from typing import Any

import numpy as np
import pytest

from autograder.sandbox.confined.notebook_shell import NO_COMMANDS, NO_INPUT
from autograder.sandbox.confined.zygote import SEED
from autograder.sandbox.protocol.policy import Limits
from autograder.sandbox.trusted.names import Names
from autograder.sandbox.trusted.warden import Warden
from autograder.sandbox.trusted.worker_handle import WorkerHandle

LIMITS = Limits(cell_seconds=30, case_seconds=20, output=10_000)


@pytest.fixture(scope="module")
def warden(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warden]:
    files = tmp_path_factory.mktemp("files")
    (files / "data").mkdir()
    (files / "data" / "numbers.csv").write_text("1,2,3\n")
    (files / "nnlab").mkdir()
    (files / "nnlab" / "__init__.py").write_text("ANSWER = 42\n")
    with Warden(files, LIMITS) as warden:
        yield warden


class Notebook:
    """A worker that runs cells. After the last one, `value` returns what a name stands for."""

    def __init__(self, worker: WorkerHandle) -> None:
        self.worker, self.number = worker, 0

    def run(self, source: str) -> dict[str, Any] | None:
        self.number += 1
        return self.worker.cell(source, self.number)

    def value(self, name: str) -> Any:
        with self.worker.case(time.monotonic() + 20) as channel:
            return Names(channel, {})[name]


@pytest.fixture
def notebook(warden: Warden) -> Iterator[Notebook]:
    with warden.worker() as worker:
        yield Notebook(worker)


def test_what_jupyter_allows_runs(notebook: Notebook) -> None:
    for source in (
        "%matplotlib inline",
        "%config InlineBackend.figure_format = 'retina'",
        "%load_ext autoreload\n%autoreload 2",
        "%timeit -n1 -r1 1 + 1",
        "%%time\nsum(range(10))",
        "display([1, 2])\nfrom IPython.display import display, HTML, Image\ndisplay(HTML('<b>'))",
        "import asyncio\nawait asyncio.sleep(0)\nwaited = 1",
        "get_ipython().run_line_magic('matplotlib', 'inline')",
        "print?",
        "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()\nplt.savefig('a.png')",
        "import sys\nassert all(type(a) is str for a in sys.argv)\nassert '__file__' not in dir()",
        "assert __name__ == '__main__'",
        "from __future__ import annotations\ndef f(x: Nothing): return x",
        "assert f(1) == 1",
        "%reset_selective -f nothing\nx = %who_ls\n",
    ):
        assert notebook.run(source) is None, source
    assert notebook.value("waited") == 1


def test_the_last_value_is_underscore(notebook: Notebook) -> None:
    assert notebook.run("6 * 7") is None
    assert notebook.run("answer = _") is None
    assert notebook.run("8;\nafter = _") is None
    assert notebook.value("answer") == notebook.value("after") == 42


@pytest.mark.parametrize(
    "command",
    ["!ls", "%pip install numpy", "%conda install numpy", "!!ls", "%system ls", "%sx ls",
     "files = !ls", "get_ipython().system('ls')"],
)  # fmt: skip
def test_commands_are_refused_and_the_rest_runs(notebook: Notebook, command: str) -> None:
    catch = "import sys, io\nkept = sys.stderr\nsys.stderr = io.StringIO()"
    assert notebook.run(catch) is None
    assert notebook.run(f"{command}\nafter = 1") is None
    assert notebook.run("printed = sys.stderr.getvalue()\nsys.stderr = kept") is None
    assert notebook.value("after") == 1
    assert notebook.value("printed").strip() == NO_COMMANDS


def test_cells_of_other_languages_are_not_run(notebook: Notebook) -> None:
    for magic in ("bash", "sh", "script bash", "perl", "ruby", "javascript", "python3"):
        assert notebook.run(f"%%{magic}\necho > made") is None
    assert notebook.run("import os\nmade = os.path.exists('made')") is None
    assert notebook.value("made") is False


@pytest.mark.parametrize(
    ("source", "kind", "text", "line"),
    [
        ("x = 1\n1 / 0", "ZeroDivisionError", "division by zero", 2),
        ("def f(n):\n    if n:\n        f(n - 1)\n    raise ValueError('deep')\n\nf(2)",
         "ValueError", "deep", 6),
        ("x = 1\ny = (1,\nz = [", "SyntaxError", "", 3),
        ("x = 1\n  y = 2", "IndentationError", "unexpected indent", 2),
        ("%nothing", "UsageError", "", 0),
        ("x = input('name? ')", "StdinNotImplementedError", NO_INPUT, 1),
        ("\n\nimport nothing_of_the_kind", "ModuleNotFoundError", "nothing_of_the_kind", 1),
        ("import sys\nsys.exit('enough')", "SystemExit", "enough", 2),
        ("raise KeyboardInterrupt", "KeyboardInterrupt", "", 1),
        ("class E(Exception):\n    def __str__(self): 1 / 0\nraise E", "E", "can't be shown", 3),
        ("class E(Exception):\n    def __str__(self): raise SystemExit\nraise E", "E",
         "can't be shown", 3),
        ("raise ValueError('a\\ud800b')", "ValueError", "a\\ud800b", 1),
        ("import asyncio\nawait asyncio.sleep(0)\n1 / 0", "ZeroDivisionError", "division", 3),
    ],
    ids=lambda value: str(value)[:20],
)  # fmt: skip
def test_errors_say_what_and_where(
    notebook: Notebook, source: str, kind: str, text: str, line: int
) -> None:
    error = notebook.run(source)
    assert error is not None and error["type"] == kind
    assert text in error["text"]
    if line:
        assert error["line"] == line
    assert notebook.run("after = 1") is None
    assert notebook.value("after") == 1


@pytest.mark.parametrize("source", ["exit()", "quit()", "exit"])
def test_exit_ends_nothing(notebook: Notebook, source: str) -> None:
    notebook.run(source)
    assert notebook.run("after = 1") is None
    assert notebook.value("after") == 1


def test_classes_of_the_notebook(notebook: Notebook) -> None:
    source = """
from dataclasses import dataclass, field
import copy, enum, pickle, typing
@dataclass
class Point:
    x: float
    tags: list[str] = field(default_factory=list)
class Pair(typing.NamedTuple):
    a: int
same = pickle.loads(pickle.dumps(Point(1.5))) == Point(1.5)
pair = pickle.loads(pickle.dumps(Pair(1)))
import inspect
hint = typing.get_type_hints(Point)["x"].__name__
def documented():
    "A docstring."
seen = inspect.getsource(documented)
"""
    assert notebook.run(source) is None
    assert notebook.value("same") is True and notebook.value("pair") == (1,)
    assert "A docstring" in notebook.value("seen")


def test_printing_is_bounded(notebook: Notebook) -> None:
    assert notebook.run("def say():\n    print('x' * 1_000_000)\n    return 1") is None
    assert notebook.run("for _ in range(100): say()") is None
    assert notebook.run("import sys\nsys.stdout.flush()\nsize = sys.stdout.write('a')") is None
    with notebook.worker.case(time.monotonic() + 20) as channel:
        assert Names(channel, {})["say"]() == Names(channel, {})["size"] == 1


def test_files_of_the_release(notebook: Notebook) -> None:
    source = "import numpy as np\nn = np.loadtxt('data/numbers.csv', delimiter=',')"
    assert notebook.run(source) is None
    assert notebook.run("import nnlab\nfrom nnlab import ANSWER") is None
    error = notebook.run("open('data/numbers.csv', 'w')")
    assert error is not None and error["type"] in ("PermissionError", "OSError")
    assert notebook.run("open('mine.txt', 'w').write('1')\nmine = open('mine.txt').read()") is None
    helper = "open('helper.py', 'w').write('x = 5')\nimport helper\nx = helper.x"
    assert notebook.run(helper) is None
    assert notebook.value("n").tolist() == [1, 2, 3] and notebook.value("ANSWER") == 42
    assert notebook.value("mine") == "1" and notebook.value("x") == 5


def test_otter_in_a_notebook_checks_nothing(notebook: Notebook) -> None:
    assert notebook.run("import otter\ngrader = otter.Notebook('hw.ipynb')") is None
    assert notebook.run("grader.check('q1')\ngrader.check_all()") is None
    assert notebook.run("grader.export(pdf=False)") is None
    assert notebook.run("from otter.utils import id_generator\nv = otter.__version__") is None
    missing = notebook.run("otter.nothing")
    assert missing is not None and missing["type"] == "AttributeError"
    assert notebook.value("v") == version("otter-grader")


def test_figures_do_not_pile_up(notebook: Notebook) -> None:
    assert notebook.run("import matplotlib.pyplot as plt\nfor _ in range(5): plt.figure()") is None
    assert notebook.run("left = len(plt.get_fignums())") is None
    assert notebook.value("left") == 0


def test_names_are_those_of_the_notebook(notebook: Notebook) -> None:
    assert notebook.run("a = 1\n_hidden = 2\ndef f(): pass") is None
    assert notebook.run("globals()[5] = 1\nglobals()['\\ud800'] = 1") is None
    with notebook.worker.case(time.monotonic() + 20) as channel:
        names = Names(channel, {})
        assert {"a", "f", "_hidden"} <= set(names) and names["a"] == 1
        assert not {"_", "_i", "_ih", "__name__", "get_ipython", "In"} & set(names)


def test_global_generators_begin_alike_but_not_as_if_a_test_had_seeded_them(
    notebook: Notebook,
) -> None:
    assert notebook.run(
        "import random\nimport numpy as np\ndef draw():\n"
        "    return random.random(), float(np.random.rand())\ndrawn = draw()"
    ) is None  # fmt: skip
    pythons, numpys = random.Random(SEED), np.random.RandomState(SEED)
    drawn = notebook.value("drawn")
    assert drawn == (pythons.random(), numpys.rand())
    again = pythons.random(), numpys.rand()
    for _ in range(2):  # Each case draws what comes after the notebook.
        with notebook.worker.case(time.monotonic() + 20) as channel:
            assert Names(channel, {})["draw"]() == again
    for seed in range(100):
        assert drawn[0] != random.Random(seed).random()
        assert drawn[1] != np.random.RandomState(seed).rand()
