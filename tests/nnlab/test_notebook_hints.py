"""Hints in the notebook: one step further each time, and none that the answer doesn't open."""

import json
import linecache
from types import SimpleNamespace

import numpy as np
import pytest
from nnlab import checks, hints, this_notebook
from nnlab.lines import WIDTH
from nnlab.parts import whole
from nnlab.sealed import key_of, seal, unseal

SALT = b"0123456789abcdef"
TEXT = "You square the error twice."
WRONG = np.array([1.0, 16.0, 81.0])


def case_of(square):
    """The public case of q1."""
    checks.check(square, (np.array([1.0, 2.0, 3.0]),), np.array([1.0, 4.0, 9.0]), name="square")


class Grader:
    """Stands for otter.Notebook: it checks q1 with one case."""

    def check(self, question, global_env):
        try:
            case_of(global_env.get("square"))
        except Exception:
            passed = False
        else:
            passed = True
        body = SimpleNamespace(call_func=lambda env: case_of(env.get("square")))
        result = SimpleNamespace(passed=passed, test_case=SimpleNamespace(body=body))
        return SimpleNamespace(test_case_results=[result])


@pytest.fixture
def notebook(tmp_path, monkeypatch):
    """A function that runs a cell of a notebook, whose course has a hint for one wrong answer."""
    key = key_of(SALT, hints.place_of("q1", 0, "square", 0), whole(WRONG))
    content = {"salt": SALT.hex(), "questions": {"q1": dict([seal(key, TEXT, 80)])}}
    (tmp_path / "hints").mkdir()
    (tmp_path / "hints" / "small.json").write_text(json.dumps(content))
    names = {"__name__": "__main__", "np": np, "grader": Grader()}
    monkeypatch.setattr(this_notebook, "DATA", tmp_path)
    monkeypatch.setattr(hints, "_names", lambda: names)
    monkeypatch.setattr(hints, "_given", {})
    monkeypatch.setattr(this_notebook, "assignment", "small")

    def run(source):
        linecache.cache["<hint cell>"] = (0, None, source.splitlines(True), "<hint cell>")
        exec(compile(source, "<hint cell>", "exec"), names)

    return run


def given(capsys, question="q1"):
    hints.hint(question)
    return capsys.readouterr().out


def test_each_call_goes_one_step_further(notebook, capsys):
    notebook("def square(x):\n    return x**4")
    first, second, third, fourth = (given(capsys) for _ in range(4))
    assert first.startswith("Hint 1 of 3: Look at square([1.0, 2.0, 3.0]).")
    assert second == "Hint 2 of 3: square([1.0, 2.0, 3.0]) is the square of what it should be.\n"
    assert third.split() == f"Hint 3 of 3: {TEXT} {hints.LAST}".split()
    assert max(map(len, third.splitlines())) <= WIDTH
    assert fourth.split() == hints.LAST.split()


def test_another_answer_begins_anew_and_opens_nothing(notebook, capsys):
    notebook("def square(x):\n    return x**4")
    assert given(capsys).startswith("Hint 1 of 3: ")
    notebook("def square(x):\n    return 3 * x**2")
    steps = [given(capsys) for _ in range(3)]
    assert steps[0].startswith("Hint 1 of 2: ") and TEXT not in "".join(steps)
    assert steps[1].startswith("Hint 2 of 2: square([1.0, 2.0, 3.0]) is a multiple of what")


def test_the_refused_call_can_be_made_again_with_its_arguments_as_they_were(notebook, capsys):
    notebook("def square(x):\n    x *= 3\n    return x")
    assert "In a new cell, square(*nnlab.refused()) makes this call again." in " ".join(
        given(capsys).split()
    )
    [x] = hints.refused()
    assert x.tolist() == [1.0, 2.0, 3.0]
    x *= 0
    assert hints.refused()[0].tolist() == [1.0, 2.0, 3.0]


def test_there_is_no_refused_call_before_a_hint(monkeypatch):
    monkeypatch.setattr(hints, "_refused", [])
    with pytest.raises(LookupError, match="Ask for a hint first"):
        hints.refused()


def test_a_check_that_names_the_slip_is_not_contradicted():
    trial = hints.Trial(0, compared=[(1.0, 1 + 6e-8, "t stays at 1: w after step 2")])
    assert hints._kind(trial) == ""
    for what in ("w after step 2", "f({'a': 1.0})"):
        trial.compared = [(1.0, 1 + 6e-8, what)]
        assert hints._kind(trial).startswith(f"{what} is right to seven digits only")


def test_a_right_answer_a_stub_and_an_error(notebook, capsys):
    notebook("def square(x):\n    return x**2")
    assert "The public check of q1 passes" in given(capsys)
    notebook("def square(x):\n    raise NotImplementedError('q1')")
    assert "q1 is not written yet" in given(capsys)
    notebook("def square(x):\n    return x @ np.ones(4)")
    said = " ".join(given(capsys).split())  # A long line is broken between any two words.
    assert "square, line 2: `return x @ np.ones(4)`: (3,) @ (4,)" in said


def test_a_question_that_there_is_not_and_a_course_without_hints(notebook, capsys, monkeypatch):
    assert "There is no question 'q9'" in given(capsys, "q9")
    monkeypatch.setattr(this_notebook, "assignment", "other")
    assert given(capsys) == f"{hints.NO_HINTS}\n"
    monkeypatch.setattr(hints, "_names", lambda: None)
    assert "Run the first cell" in given(capsys)


def test_a_sealed_text_is_opened_by_its_answer_alone_however_it_is_written():
    key = key_of(SALT, "q1 0 f 0", whole(np.array([0.5, 1 / 1024])))
    identity, secret = seal(key, TEXT, 64)
    assert len(bytes.fromhex(secret)) == 64 and TEXT.encode() not in bytes.fromhex(secret)
    sealed = {identity: secret}
    near = [0.5 + 1e-13, 1 / 1024 + 1e-16]  # 1/1024 lies between two numbers of 6 digits
    for answer in (near, tuple(near), np.array(near, dtype=np.float64)):
        assert unseal(key_of(SALT, "q1 0 f 0", whole(answer)), sealed) == TEXT
    for place, answer in (("q1 0 f 0", [0.5, 0.001]), ("q1 0 f 1", near), ("q1 0 g 0", near)):
        assert unseal(key_of(SALT, place, whole(answer)), sealed) == ""
