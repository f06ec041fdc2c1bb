"""The small assignment that every attack aims at: an Otter bundle with its staff's file beside it.

The questions are q1 `square`, q2 `total`, q3 `apply` and q4 `scale`. Each has two cases of one
point, and one of the two is hidden. The secrets are drawn at random for every build.
"""

from __future__ import annotations

import json
import secrets
import textwrap
import zipfile
from dataclasses import dataclass
from pathlib import Path

from course import COURSE

from autograder.bundle.bundle import STAFF

NAME = "victim"
POINTS = 8.0
NUMBERS = (0.5, -1.25, 3.0, 2.0)

# A helper of the reference for question 3. It is not tested, and the reference is the only one that
# has it. It is a generator, which has a frame with all variables of its notebook.
HELPER = """def steps(count):
    for number in range(count):
        yield float(number)
"""

LIMITS = {
    "cell_seconds": 4,
    "case_seconds": 3,
    "submission_seconds": 40,
    "total_memory": 384 << 20,
    "processes": 16,
    "descriptors": 64,
    "file_size": 4 << 20,
    "scratch": 8 << 20,
    "output": 1 << 16,
    "message": 1 << 20,
    "bulk": 16 << 20,
    "callbacks": 2000,
}

HONEST = {
    "q1": "def square(x):\n    return np.asarray(x, dtype=float) ** 2",
    "q2": "def total(values):\n    return float(np.sum(values))",
    "q3": "def apply(f, x):\n    return f(x)",
    "q4": "def scale(values, factor):\n    return values * factor",
}

TESTS = {
    "q1": '''
@test_case(points=1, hidden=False, failure_message="the squares of 1, 2 and 3")
def test_q1_example(square):
    from nnlab.checks import check
    check(square, ([1.0, 2.0, 3.0],), np.array([1.0, 4.0, 9.0]), name="square")

@test_case(points=1, hidden=True, failure_message="fresh values, of two shapes")
def test_q1_fresh(square):
    from nnlab.checks import check
    secret = "TOKEN"
    rng = np.random.default_rng(SEED)
    for shape in [(3, 2), (5,)]:
        x = rng.normal(size=shape)
        x.flat[0] = MARK
        assert square is not None, secret
        check(square, (x,), x * x, name="square")
''',
    "q2": '''
@test_case(points=1, hidden=False, failure_message="the sum of 1, 2 and 3")
def test_q2_example(total):
    from nnlab.checks import check
    check(total, (np.array([1.0, 2.0, 3.0]),), 6.0, name="total")

@test_case(points=1, hidden=True, failure_message="fresh values, which are left as they were")
def test_q2_fresh(total):
    from nnlab.checks import check
    secret = "TOKEN"
    values = np.random.normal(size=7)
    values[0] = MARK
    check(total, (values,), float(sum(values.tolist())), name="total")
    check(total, (values[::2],), float(sum(values[::2].tolist())), name="total")
    assert total(values[:0]) == 0.0, secret
''',
    "q3": '''
@test_case(points=1, hidden=False, failure_message="a function that adds one")
def test_q3_example(apply):
    from nnlab.checks import close
    close(apply(lambda x: x + 1.0, 2.0), 3.0, what="apply(f, 2.0)")

@test_case(points=1, hidden=True, failure_message="a function that you can't know, and a question")
def test_q3_fresh(apply):
    from nnlab.checks import close
    secret = "TOKEN"
    a, b, c = np.random.normal(size=3)
    calls = []

    def f(x, secret=secret):
        calls.append(x)
        return a * x * x + b * x + c

    x = np.random.normal(size=4)
    x[0] = MARK
    close(apply(f, x), f(x), what="apply(f, x)")
    assert len(calls) == 2, secret
    assert apply(lambda x: x > 0, MARK), secret
''',
    "q4": '''
@test_case(points=1, hidden=False, failure_message="an example, doubled")
def test_q4_example(scale):
    from nnlab.checks import check
    check(scale, (np.array([1.0, -2.0]), 2.0), np.array([2.0, -4.0]), name="scale")

@test_case(points=1, hidden=True, failure_message="three batches, and their squares")
def test_q4_fresh(scale, square):
    from nnlab.checks import check, close
    secret = "TOKEN"
    rng = np.random.default_rng(SEED + 4)
    for size in (1, 3, 5):
        values, factor = rng.normal(size=(size, 2)), float(rng.normal())
        values[0, 0] = MARK
        scaled = check(scale, (values, factor), values * factor, name="scale")
        close(square(scaled), (values * factor) ** 2, what=secret)
''',
}


@dataclass(frozen=True)
class Victim:
    """The files of the assignment, and what no submission may learn.

    Attributes:
        bundle: The Otter bundle.
        staff: The staff's file beside it.
        secrets: The text of each secret, by what it is called.
    """

    bundle: Path
    staff: Path
    secrets: dict[str, str]


def build(folder: Path) -> Victim:
    """Write the bundle and its staff's file into `folder`, with fresh secrets."""
    token = f"token{secrets.token_hex(12)}"
    digits = f"{secrets.randbelow(10**9):09}7"  # A zero at the end would not be printed.
    mark = f"marked{secrets.token_hex(12)}"
    seed = secrets.choice(range(2**46, 2**48))
    drawn = {"TOKEN": token, "MARK": f"0.9{digits}", "SEED": str(secrets.randbelow(2**31))}
    bundle, staff = folder / "autograder.zip", folder / STAFF
    with zipfile.ZipFile(bundle, "w") as archive:
        config = {"assignment_name": NAME, "lang": "python", "grading": {"limits": LIMITS}}
        archive.writestr("otter_config.json", json.dumps(config))
        for question, cases in TESTS.items():
            archive.writestr(f"tests/{question}.py", _test_file(question, cases, drawn))
        for path in sorted(COURSE.library.glob("*.py")):
            archive.write(path, f"files/nnlab/{path.name}")
        lines = "".join(f"{x}\n" for x in NUMBERS)
        archive.writestr("files/data/numbers.csv", f"number\n{lines}")
    reference = ["import numpy as np", f"_of_the_staff = '{mark}'", *HONEST.values(), HELPER]
    functions = {"q1": ["square"], "q2": ["total"], "q3": ["apply", "steps"], "q4": ["scale"]}
    content = {"functions": functions, "reference": reference, "seed": seed}
    staff.write_text(json.dumps(content), encoding="utf-8")
    return Victim(bundle, staff, {
        "the tests' text": token,
        "a hidden input": digits,
        "a hidden input as a factor": f"{float(drawn['MARK']):.3g} times",
        "the reference": mark,
        "the staff's seed": str(seed),
        "half of the staff's seed": str(seed % 2**32),
    })  # fmt: skip


def _test_file(question: str, cases: str, drawn: dict[str, str]) -> str:
    for name, value in drawn.items():
        cases = cases.replace(name, value)
    head = f'''
        from otter.test_files import test_case
        import numpy as np

        OK_FORMAT = False

        name = "{question}"
        points = 2
        '''
    return textwrap.dedent(head).lstrip() + cases
