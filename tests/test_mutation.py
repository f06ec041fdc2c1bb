"""The tests are tested: what the catalogue says is planted, and judged as it should be."""

import copy
import sys

import pytest

from tools import places, test_quality
from tools.catalogue import read_catalogue
from tools.known import current, found_of, known_of, rules_current
from tools.master import read_master
from tools.verify import answers_are_judged

NAMES = places.assignment_names()
LEAST_HINTED, LEAST_KILLED = 0.9, 0.95
FOUND = {
    "q1": {
        "wrong answers": {
            "a": {"caught": True, "public": True, "unfair": [], "hints": ["a"]},
            "b": {"caught": True, "public": False, "unfair": [], "hints": ["b, or c"]},
        },
        "right answers": {"loops": []},
        "rules": {"made": 3, "survivors": []},
    }
}


def master(name):
    return read_master(places.SOLUTIONS / f"{name}.py")


@pytest.mark.skipif(sys.platform != "linux", reason="the sandbox needs Linux")
@pytest.mark.parametrize("name", NAMES)
def test_wrong_answers_are_caught_and_right_ones_accepted(name, releases):
    assert answers_are_judged(master(name), releases[name]) == []


@pytest.mark.parametrize("name", NAMES)
def test_what_was_found_is_as_it_should_be(name):
    found = found_of(name)
    assert test_quality.faults(name, found) == []
    sums = test_quality.sums(name, found)
    assert sums.hinted >= LEAST_HINTED * sums.wrong > 0 and sums.mutants > 0


def test_of_all_mutants_nearly_all_are_caught():
    sums = [test_quality.sums(name, found_of(name)) for name in NAMES]
    assert sum(s.killed for s in sums) >= LEAST_KILLED * sum(s.mutants for s in sums)


def test_the_page_is_current():
    assert places.TEST_QUALITY.read_text() == test_quality.page()


def test_a_change_of_a_test_or_an_entry_makes_it_stale():
    changed, catalogue, found = master("hw1_neuron"), read_catalogue("hw1_neuron"), found_of(
        "hw1_neuron"
    )  # fmt: skip
    question = changed.questions[0]
    assert current(question, catalogue, found)
    assert not current(question, copy.deepcopy(catalogue).of("q2"), found)
    question.cases.pop()
    assert not current(question, catalogue, found)
    assert "q1" not in known_of(changed) and "q2" in known_of(changed)
    assert not rules_current(question, found) and rules_current(changed.questions[1], found)


@pytest.mark.parametrize(
    "place, value, said",
    [(("wrong answers", "a", "caught"), False, "'a' keeps all points"),
     (("wrong answers", "b", "unfair"), ["q3"], "'b' costs q3 points, too"),
     (("right answers", "loops"), ["q1", "q2"], "'loops' loses points in q1, q2"),
     (("rules", "survivors"), ["x -> y"], "this mutant keeps all points: x -> y")],
)  # fmt: skip
def test_what_is_wrong_is_a_sentence(place, value, said):
    found = copy.deepcopy(FOUND)
    assert test_quality.faults("hw0", found) == []
    part = found["q1"]
    for key in place[:-1]:
        part = part[key]
    part[place[-1]] = value
    [fault] = test_quality.faults("hw0", found)
    assert fault.startswith("hw0 q1: ") and said in fault


def test_numbers_are_counted():
    sums = test_quality.sums("hw0", FOUND)
    assert (sums.wrong, sums.public, sums.hidden, sums.hinted) == (2, 1, 1, 2)
    assert (sums.right, sums.accepted, sums.mutants, sums.killed) == (1, 1, 3, 3)
