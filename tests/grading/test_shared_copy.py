"""Cases share a copy of the worker only where no verdict can tell."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from bundles import submission, write_bundle

from autograder.bundle.bundle import open_bundle
from autograder.grading.grader import Grader
from autograder.grading.run import GradingRun
from autograder.report.result import Report
from autograder.sandbox.trusted.worker_handle import WorkerHandle

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the sandbox needs Linux")

# Each of these answers is 1 if it is called for the first time, and something else later.
FIRST_CALL_COUNTS = {
    "in_a_list": "SEEN = []\ndef f():\n    SEEN.append(0)\n    return len(SEEN)",
    "in_a_default": "def f(seen=[]):\n    seen.append(0)\n    return len(seen)",
    "in_a_keyword": "def f(*, seen={}):\n    seen[len(seen)] = 0\n    return len(seen)",
    "in_a_global": "COUNT = 0\ndef f():\n    global COUNT\n    COUNT += 1\n    return COUNT",
    "in_an_array": "A = np.zeros(3)\ndef f():\n    A[1] += 1\n    return int(A[1])",
    "in_a_closure": (
        "def make():\n    n = 0\n    def f():\n        nonlocal n\n        n += 1\n"
        "        return n\n    return f\nf = make()"
    ),
    "in_an_attribute": "def f():\n    f.n = getattr(f, 'n', 0) + 1\n    return f.n",
    "in_a_class": "class C:\n    n = 0\ndef f():\n    C.n += 1\n    return C.n",
    "in_an_instance": (
        "class C:\n    n = 0\n    def __call__(self):\n        self.n += 1\n        return self.n\n"
        "f = C()"
    ),
    "in_slots": (
        "class C:\n    __slots__ = ['n']\n    def go(self):\n        self.n += 1\n"
        "        return self.n\nc = C()\nc.n = 0\nf = c.go"
    ),
    "in_a_generator": "G = (n for n in range(1, 99))\ndef f():\n    return next(G)",
    "in_an_iterator": "I = iter(range(1, 99))\ndef f():\n    return next(I)",
    "in_a_deque": (
        "from collections import deque\nD = deque()\ndef f():\n    D.append(0)\n    return len(D)"
    ),
    "in_a_cache": (
        "import functools\n@functools.lru_cache(None)\ndef g(n):\n    return n\n"
        "def f():\n    g(g.cache_info().currsize)\n    return g.cache_info().currsize"
    ),
    "in_a_generator_of_numbers": (
        "rng = np.random.default_rng(3)\nfirst = float(np.random.default_rng(3).random())\n"
        "def f():\n    return 1 if rng.random() == first else 2"
    ),
    "in_the_global_generator": (
        "np.random.seed(5)\nfirst = np.random.random()\nnp.random.seed(5)\n"
        "def f():\n    return 1 if np.random.random() == first else 2"
    ),
    "in_pythons_generator": (
        "import random\nR, first = random.Random(5), random.Random(5).random()\n"
        "def f():\n    return 1 if R.random() == first else 2"
    ),
    "in_numpys_settings": (
        "def f():\n    before = np.geterr()['over']\n    np.seterr(over='raise')\n"
        "    return 1 if before != 'raise' else 2"
    ),
    "in_the_environment": (
        "import os\ndef f():\n    n = int(os.environ.get('N', 0)) + 1\n"
        "    os.environ['N'] = str(n)\n    return n"
    ),
    "in_the_figures": (
        "import matplotlib.pyplot as plt\nplt.close('all')\n"
        "def f():\n    return plt.figure().number"
    ),
    "by_eval": "SEEN = np.zeros(1)\ndef f():\n    return int(eval('SEEN.__iadd__(1)')[0])",
    "in_a_process": (
        "import os, time\ndef f():\n    n = 2\n    try:\n        os.waitpid(-1, os.WNOHANG)\n"
        "    except ChildProcessError:\n        n = 1\n"
        "    if not os.fork():\n        time.sleep(60)\n        os._exit(0)\n    return n"
    ),
    "in_a_thread": (
        "import threading, time\ndef f():\n    n = threading.active_count()\n"
        "    threading.Thread(target=time.sleep, args=(60,), daemon=True).start()\n    return n"
    ),
}
HOW = """
from otter.test_files import test_case
OK_FORMAT = False
name = "q{n}"
points = 2

@test_case(points=1, hidden={hidden})
def test_{n}_first(f):
    assert f() == 1

@test_case(points=1, hidden={hidden})
def test_{n}_second(f):
    assert f() == 1
"""
# One function that sets a global, and one that needs it.
SETS, NEEDS = "def sets():\n    global W\n    W = 3\n    return W", "def needs():\n    return W"
PLAIN = "def plain(x):\n    return x + 1"
CASE = """
@test_case(points=1, hidden={hidden})
def test_{name}_{hidden}({name}):
    assert {name}({argument}) == {due}
"""
PARTS = [("sets", "", 3), ("needs", "", 3), ("plain", "1", 2), ("wrong", "1", 2)]
SOURCES = [SETS, NEEDS, PLAIN, "def wrong(x):\n    return x"]


def question(name: str, cases: str) -> str:
    head = f'from otter.test_files import test_case\nOK_FORMAT = False\nname = "{name}"\n'
    return head + "points = 2\n" + cases


@pytest.fixture(scope="module")
def grader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Grader]:
    tests = {"q1": HOW.format(n=1, hidden=False), "q2": HOW.format(n=2, hidden=True)}
    for number, (name, argument, due) in enumerate(PARTS, start=3):
        cases = [
            CASE.format(name=name, argument=argument, due=due, hidden=hidden)
            for hidden in (False, True)
        ]
        tests[f"q{number}"] = question(f"q{number}", "".join(cases))
    path = write_bundle(tmp_path_factory.mktemp("bundle"), tests, grading={})
    with open_bundle(path) as bundle, Grader(bundle, run_hidden_without_sandbox=True) as grader:
        yield grader


def verdicts(report: Report) -> dict[str, tuple[str, str]]:
    return {c.name: (c.state, c.message) for q in report.questions for c in q.cases}


def counted_copies(grader: Grader, monkeypatch: pytest.MonkeyPatch, *cells: str) -> int:
    """Return how many copies of the worker are made to grade a submission."""
    copies = []
    original = WorkerHandle._request_copy

    def counted(worker: WorkerHandle) -> Any:
        copies.append(worker)
        return original(worker)

    monkeypatch.setattr(WorkerHandle, "_request_copy", counted)
    grader.grade(submission(*cells))
    return len(copies)


@pytest.mark.parametrize("where", FIRST_CALL_COUNTS)
def test_a_case_sees_no_state_of_an_earlier_one(grader: Grader, where: str) -> None:
    # Without public cases: these would find out that copies are not as they seem.
    handed_in = submission("import numpy as np", FIRST_CALL_COUNTS[where])
    report, _ = grader.examine(handed_in, only=["q2"])
    assert [case.state for case in report.questions[0].cases] == ["passed"] * 2, report.reason


@pytest.mark.parametrize("seed", range(4))
def test_no_verdict_depends_on_the_order_of_cases(grader: Grader, seed: int) -> None:
    draw = random.Random(seed)
    handed_in = submission(
        "import numpy as np", draw.choice(list(FIRST_CALL_COUNTS.values())), *SOURCES
    )
    bundle = grader.bundle
    # Hidden cases are not judged twice, so nothing makes up for a copy that has changed.
    hidden = [
        replace(q, cases=[replace(case, hidden=True) for case in q.cases]) for q in bundle.questions
    ]
    shuffled_questions = [replace(q, cases=draw.sample(q.cases, len(q.cases))) for q in hidden]
    draw.shuffle(shuffled_questions)
    try:
        grader.bundle = replace(bundle, questions=hidden)
        report = grader.grade(handed_in)
        in_order = verdicts(report)
        grader.bundle = replace(bundle, questions=shuffled_questions)
        shuffled = verdicts(grader.grade(handed_in))
    finally:
        grader.bundle = bundle
    assert shuffled == in_order
    failed = [q.name for q in report.questions if any(c.state == "failed" for c in q.cases)]
    assert failed == ["q4", "q6"]


def test_a_right_submission_takes_one_copy_for_public_cases_and_one_for_hidden_ones(
    grader: Grader, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = "def f():\n    return 1\nsets = needs = lambda: 3\nplain = wrong = lambda x: x + 1"
    assert counted_copies(grader, monkeypatch, right) == 2


def test_a_wrong_public_case_takes_one_more_copy(
    grader: Grader, monkeypatch: pytest.MonkeyPatch
) -> None:
    one_wrong = "def f():\n    return 1\nsets = needs = lambda: 3\nplain = lambda x: x + 1\n"
    # The public case is judged again. The hidden one is the last one of the copy that it fails in.
    assert counted_copies(grader, monkeypatch, one_wrong + "wrong = lambda x: x") == 3


def test_state_that_nobody_sees_is_found_by_public_cases(
    grader: Grader, monkeypatch: pytest.MonkeyPatch
) -> None:
    # An attribute of a library is in no fingerprint.
    source = "import numpy as np\ndef f():\n    np.n = getattr(np, 'n', 0) + 1\n    return np.n"
    shared = []
    original = GradingRun._note_bound

    def noted(run: GradingRun) -> None:
        shared.append(run.copy.is_shared)
        original(run)

    monkeypatch.setattr(GradingRun, "_note_bound", noted)
    report = grader.grade(submission(source))
    states = [case.state for q in report.questions[:2] for case in q.cases]
    assert states == ["passed"] * 4 and shared[-1] is False


def test_what_has_no_fingerprint_gets_fresh_copies(
    grader: Grader, monkeypatch: pytest.MonkeyPatch
) -> None:
    large = "import numpy as np\nDATA = np.zeros(1 << 20)\ndef f():\n    return 1 + int(DATA[0])"
    copies = counted_copies(grader, monkeypatch, large)
    assert copies >= 12  # one for each case

