"""What depends on a command, a network or a process of the notebook is not judged."""

from __future__ import annotations

import pytest
from bundles import submission
from test_notebook_run import case, graded, ok_test

from autograder.grading.lacking import lacking_names
from autograder.sandbox import layers
from autograder.sandbox.protocol.lacks import NO_COMMANDS, NO_NETWORK, NO_PROCESSES
from autograder.submission.notebook import Cell

NOT_FOUND = "FileNotFoundError: [Errno 2] No such file"


@pytest.mark.parametrize("sources, errors, names", [
    (["files = !ls\nn = len(files)"], {}, {"files", "n"}),
    (["x = !pip install a"], {}, set()),
    (["!head data.csv", "x = 1"], {}, set()),
    (["!head data.csv\nx = 1 / 0"], {1: "ZeroDivisionError: "}, set()),
    (["x = run()"], {1: f"PermissionError: {NO_COMMANDS}"}, {"x"}),
    (["x = get()"], {1: f"URLError: {NO_NETWORK}: unknown"}, {"x"}),
    (["x = pool()"], {1: f"OSError: {NO_PROCESSES}"}, {"x"}),
    (["!wget data.csv", "x = read()"], {2: NOT_FOUND}, {"x"}),
    (["%%bash\nmake", "x = read()"], {2: NOT_FOUND}, {"x"}),
    (["!pip install a", "x = read()"], {2: NOT_FOUND}, set()),
    (["x = read()"], {1: NOT_FOUND}, set()),
    (["x = !ls", "y = x + 1", "z = y"], {}, {"x", "y", "z"}),
    (["x = !ls", "def f(): return x\ndef g(): return f()", "y = g()"], {}, {"x", "f", "g", "y"}),
    (["x = !ls", "x = 1", "y = x"], {}, set()),
    (["x = !ls", "def f(x): return 1", "y = 2"], {}, {"x"}),
])  # fmt: skip
def test_names_that_depend_on_what_is_not_here(
    sources: list[str], errors: dict[int, str], names: set[str]
) -> None:
    cells = [Cell(number, source) for number, source in enumerate(sources, start=1)]
    assert lacking_names(cells, errors).keys() == names


@pytest.mark.skipif(not layers.available(), reason="there are no layers here")
def test_a_case_that_fails_for_lack_of_a_command_is_not_judged(tmp_path):
    tests = {
        "q1": ok_test("q1", case(">>> said\nb'hi'\n", points=1)),
        "q2": ok_test("q2", case(">>> other\n2\n", points=1)),
        "q3": ok_test("q3", case(">>> rows\n2\n", points=1)),
    }
    changed = "with open('lent/__init__.py', 'a') as f: f.write('a\\nb\\n')"
    handed_in = submission(
        "other = 1", "import subprocess\nsaid = subprocess.check_output(['echo', 'hi'])",
        f"{changed}\nrows = len(open('lent/__init__.py').readlines())",
    )  # fmt: skip
    report = graded(tmp_path, tests, handed_in)
    states = {q.name: (q.cases[0].state, q.cases[0].reason) for q in report.questions}
    reason = (
        "cell 2 needs a command of the system, which is not available when a notebook is graded"
    )
    assert states["q1"] == ("not judged", reason)
    assert states["q2"] == ("failed", "")
    # A cell may change the files of the bundle: it has copies of them.
    assert states["q3"][0] == "passed"
    assert f"q1 - 1 was not judged: {reason}" in report.flags
