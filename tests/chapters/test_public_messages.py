"""What public checks say of wrong answers, in the words of a student's notebook."""

import ast

import numpy as np
import pytest
from course import COURSE

from tools.authoring.master import read_master


def public_test(chapter, question, number):
    """Return the test function of a public case, and the settings of the case."""
    [part] = [q for q in read_master(COURSE.chapter(chapter)).questions if q.name == question]
    case = [case for case in part.cases if not case.hidden][number]
    names = {}
    exec(ast.unparse(case.function), names)
    return names[case.name], case.config


def test_a_weight_of_the_perceptron_is_called_by_its_name():
    test, _ = public_test("hw1_neuron", "q7", 1)
    with pytest.raises(AssertionError, match=r"^w\[1\] after 1 epoch of OR is 2; it should be 1 "):
        test(lambda X, y, epochs: (np.array([0.0, 2.0]), 1.0))
    right = iter([(np.array([0.0, 1.0]), 1.0), (np.array([1.0, 5.0]), 1.0)])
    with pytest.raises(AssertionError, match=r"^w\[1\] after 2 epochs of OR"):
        test(lambda X, y, epochs: next(right))


def test_a_step_that_is_too_short_is_told_by_the_step_and_not_by_the_weight():
    test, _ = public_test("hw6_mnist", "q7", 0)

    def sgd(weights, grads, state, rate):
        return [w - 0.1 * rate * g for w, g in zip(weights, grads)], None

    with pytest.raises(AssertionError, match="the step from 1 is 0.1 times what it should be"):
        test(sgd, sgd)
    adam, _ = public_test("hw6_mnist", "q7", 1)
    with pytest.raises(AssertionError, match="the step from 1 is 0 times what it should be"):
        adam(lambda weights, grads, state: (weights, state))


def test_the_check_of_the_form_says_that_the_answers_are_judged_later():
    _, config = public_test("hw8_universal_approximation", "q7", 0)
    assert config["success_message"] == (
        "the form is right, and the answers are judged when you hand in"
    )


def test_the_doctor_has_to_add_up_the_rises():
    test, _ = public_test("hw7_debugging", "q5", 0)

    def diagnose(history, size=np.abs):
        loss, norms = history["loss"], history["gradient_norms"]
        if not np.isfinite(loss).all() or norms.max() > 1e4:
            return "exploding"
        if history["active_share"][-1] < 0.01:
            return "dead"
        change = np.diff(loss)
        if size(change[change > 0]).sum() > 0.5 * size(change[change < 0]).sum():
            return "learning rate too high"
        if norms[:, 0].mean() < norms[:, -1].mean() / 1000:
            return "vanishing"
        return "learning rate too low" if loss[-1] > 0.9 * loss[0] else "healthy"

    test(diagnose)
    with pytest.raises(AssertionError, match=r"where the loss is 1\.0, 0\.6, 1\.2, 0\.5"):
        test(lambda history: diagnose(history, np.ones_like))
