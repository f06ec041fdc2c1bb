"""Which questions another answer can touch is read from the source, and doubt counts as touched."""

import pytest
from course import COURSE, NAMES

from tools.proof.catalogue import Entry, read_catalogue
from tools.proof.planting import Planter
from tools.proof.touched import touched_questions

CELLS = [
    "import numpy as np\nstart = [1.0]",
    "def early(x):\n    return late(x)",
    "def late(x):\n    return np.sum(x)",
    "kept = late(start)\ndef helper(x):\n    return x",
    "def last(x):\n    return helper(x) + len(start)",
    "def alone(late):\n    x = np.exp(late)\n    return x",
    "def from_kept():\n    return kept",
]
TESTS = {"q1": {"early"}, "q2": {"late"}, "q3": {"last"}, "q4": {"alone"}, "q5": {"from_kept"}}


def touched(answer, place=2, cells=CELLS, restored=()):
    return touched_questions(cells, place, answer, TESTS, restored)


def test_what_calls_the_answer_is_touched_wherever_it_is_defined():
    assert "q1" in touched("def late(x):\n    return 0")


def test_a_name_of_a_functions_own_is_another_name():
    assert "q4" not in touched("def late(x):\n    return 0")


def test_what_a_later_cell_computes_by_the_answer_is_touched():
    assert "q5" in touched("def late(x):\n    return 0")
    assert touched("def late(x):\n    return 0", place=3) == ["q1", "q2"]


def test_what_a_cell_defines_after_a_call_that_may_fail_is_touched():
    call, helper = "kept = late([2.0])", "def helper(x):\n    return x"
    after, before = (
        [*CELLS[:3], f"{first}\n{second}", *CELLS[4:]]
        for first, second in ((call, helper), (helper, call))
    )
    assert "q3" in touched("def late(x):\n    return 0", cells=after)
    assert "q3" not in touched("def late(x):\n    return 0", cells=before)


def test_what_was_computed_by_the_answer_stays_touched_if_its_name_is_restored():
    answer = "def late(x):\n    return 0"
    assert touched(answer) == ["q1", "q2", "q3", "q5"]
    assert touched(answer, restored=["late"]) == ["q3", "q5"]
    assert touched(answer, place=6, restored=["late"]) == []


def test_an_object_that_the_answer_is_given_is_touched():
    assert touched("start.append(2.0)", place=4) == ["q3"]
    cells = [*CELLS[:3], "def helper(x):\n    return x\nkept = late(start)", *CELLS[4:]]
    assert "q3" in touched("def late(x):\n    x.append(0)", cells=cells)


def test_a_name_that_a_function_declares_global_is_touched():
    assert touched("def unused():\n    global helper\n    helper = abs", place=5) == ["q3"]


@pytest.mark.parametrize(
    "answer",
    ["def late(x):\n    np.seterr(all='ignore')", "def late(x):\n    np.random.seed(0)",
     "def late(x):\n    globals()['alone'] = 0", "exec('alone = 0')"],
)  # fmt: skip
def test_an_answer_that_changes_what_no_name_shows_can_touch_all(answer):
    assert touched(answer, place=6) == list(TESTS)


@pytest.mark.parametrize("name", NAMES)
def test_most_answers_of_the_catalogue_touch_few_questions(name, releases):
    planter = Planter(releases[name])
    catalogue = read_catalogue(COURSE.chapter(name))
    entries = [*catalogue.wrong, *catalogue.right]
    numbers = [len(planter.questions(entry, "touched")) for entry in entries]
    assert sum(numbers) < 3 * len(entries)
    for entry in entries:
        assert planter.questions(entry, "own") == [entry.question]
        assert entry.question in planter.questions(entry, "touched")
        assert planter.questions(entry, "all") == list(planter.tests)


def test_a_question_is_tried_once_with_the_reference_in_place_of_the_answer(releases):
    """Question 2 of hw1 calls the answer to question 1, and no other name that it binds."""
    planter = Planter(releases["hw1_neuron"])
    wrong = Entry("q1", "", "", "def sigmoid(x):\n    return x")
    assert planter.questions(wrong, "touched") == ["q1", "q2"]
    planter.excused.add(("q1", "q2"))
    assert planter.questions(wrong, "touched") == ["q1"]
    more = Entry("q1", "", "", f"{wrong.source}\n\ndef tanh(x):\n    return x")
    assert planter.questions(more, "touched") == ["q1", "q3"]
    more = Entry("q1", "", "", f"{wrong.source}\n\nsigmoid_derivative = sigmoid")
    assert planter.questions(more, "touched") == ["q1", "q2"]


def test_an_answer_that_binds_earlier_functions_is_tried_with_the_reference(releases):
    planter = Planter(releases["hw1_neuron"])
    own = "def sigmoid_derivative(x):\n    return x"
    assert not planter.rebinds_earlier_functions(Entry("q2", "", "", own))
    other = f"{own}\n\ndef sigmoid(x):\n    return x"
    assert planter.rebinds_earlier_functions(Entry("q2", "", "", other))
