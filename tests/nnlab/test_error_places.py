"""An error of the notebook's code is told with its line, and in words that help."""

import linecache

import numpy as np
import pytest
from nnlab import checks, error_places


def run_cell(source):
    """Run a cell as IPython does, which keeps its source for tracebacks. Return its names."""
    linecache.cache["<test cell>"] = (len(source), None, source.splitlines(True), "<test cell>")
    names = {"__name__": "__main__", "np": np}
    exec(compile(source, "<test cell>", "exec"), names)
    return names


def described(source, *args):
    """Return how the error of the function f of a cell is described."""
    f = run_cell(source)["f"]
    try:
        f(*args)
    except Exception as error:
        return error_places.describe(error)
    raise AssertionError("f raised nothing")


SHAPES = {
    "product": ("d @ W.T", (121, 121), (8, 1), "(121, 121) @ (1, 8): the inner sizes 121 and 1 "
                "differ. An (N, 1) array minus an (N,) one is (N, N)"),
    "dot": ("np.dot(d, W)", (2, 3), (4,), "(2, 3) @ (4,): the inner sizes 3 and 4 differ."),
    "method": ("d.dot(W)", (2, 3), (4, 3), "(2, 3) @ (4, 3): the inner sizes 3 and 4 differ."),
    "scalar": ("d @ W", (2, 3), (), "(2, 3) @ (): a single number has no matrix product"),
    "vectors": ("d + W", (5,), (3,), "(5,) + (3,): the lengths 5 and 3 differ."),
    "broadcast": ("d - W", (4, 3), (4,), "(4, 3) - (4,): shapes are compared from the right, and "
                  "there 3 and 4 differ."),
    "within": ("np.exp(d * 2) * (d @ W)", (3, 3), (3, 2), "(3, 3) * (3, 2): shapes are"),
    "second of two": ("(d @ d) @ W", (3, 3), (2, 3), "(3, 3) @ (2, 3): the inner sizes 3 and 2"),
}  # fmt: skip


@pytest.mark.parametrize("name", SHAPES)
def test_shapes_that_do_not_fit_are_told_in_words(name):
    code, left, right, words = SHAPES[name]
    source = f"\ndef f(d, W):\n    unused = 1\n    y = {code}  # here\n    return y\n"
    text = described(source, np.ones(left), np.ones(right))
    assert text.startswith(f"f, line 4: `y = {code}  # here`: {words}"), text


def test_an_update_in_place_is_told_like_a_sum():
    text = described("def f(a, b):\n    a += b\n", np.ones(3), np.ones(4))
    assert "(3,) + (4,): the lengths 3 and 4 differ." in text


ERRORS = {
    "index": ("return x[3]", "x has the shape (3,): the last index is 2, and here it is 3."),
    "axis": ("return x[0, 1]", "x has the shape (3,), so it takes 1 index, not 2."),
    "list": ("return [1, 2][i]", "[1, 2] has 2 entries: the last index is 1, and here it is 2."),
    "key": ("return {'W': 1}['w']", "{'W': 1} has no key 'w'. Its keys are 'W'."),
    "name": ("return sigmod(x)", "sigmod is not defined. Did you mean sigmoid?"),
    "no name": ("return qqqqq", "qqqqq is not defined. Is it spelled as above"),
    "module": ("return plt.plot", "plt is not defined. The cell with `import matplotlib.pyplot as "
               "plt` has not been run, or it ended with an error before that line."),
    "self": ("return self.x", "self is not defined. A method gets it as its first argument"),
    "unbound": ("return y\n    y = 1", "y has no value yet. The function assigns it further down"),
    "none": ("h = nothing(x)\n    return h + 1",
             "h is None. It is what nothing(...) returned. Does every branch of nothing end with"),
    "none at once": ("return nothing(x) + 1", "nothing(...) returned None. Does every branch"),
    "missing": ("return sigmoid()", "sigmoid needs the argument x, which this call does not give."),
    "too many": ("return sigmoid(x, 1)", "sigmoid takes 1 argument; it is given 2."),
    "no self": ("return Net().run()", "run takes 0 and gets 1: a method also gets the object"),
    "on the class": ("return Layer.run()", "run is called on the class. Call it on an object"),
    "own": ("raise ValueError('x must be  positive')", "ValueError: x must be positive"),
    "zero": ("return 1 / 0", "ZeroDivisionError: division by zero"),
}  # fmt: skip


@pytest.mark.parametrize("name", ERRORS)
def test_other_errors_are_told_in_words(name):
    code, words = ERRORS[name]
    source = (
        "def sigmoid(x): return x\n"
        "def nothing(x):\n    if x is None:\n        return 1\n"
        "class Net:\n    def run(): return 1\n"
        "class Layer:\n    def run(self): return 1\n"
        f"def f(x, i=2):\n    {code}\n"
    )
    text = described(source, np.ones(3))
    assert text.startswith("f, line 1") and f"`: {words}" in text, text


def test_the_line_is_the_innermost_one_of_the_notebook():
    source = "def g(a):\n    return np.linalg.inv(a)\n\ndef f(a):\n    return g(a)\n"
    assert described(source, np.zeros((2, 2))).startswith("g, line 2: `return np.linalg.inv(a)`: ")


def test_a_call_of_an_own_function_is_not_made_again():
    source = (
        "calls = []\ndef g(x):\n    calls.append(1)\n    return x\n"
        "def f(x):\n    return g(x) @ np.ones(5)\n"
    )
    names = run_cell(source)
    with pytest.raises(ValueError) as caught:
        names["f"](np.ones(3))
    assert error_places.describe(caught.value).startswith("f, line 6: ")
    assert names["calls"] == [1]


def test_an_unwritten_stub_and_an_error_elsewhere_are_not_described():
    assert described("def f():\n    raise NotImplementedError('q1')\n") == ""
    with pytest.raises(ValueError) as caught:
        np.ones(3) @ np.ones(4)
    assert error_places.describe(caught.value) == ""


def test_a_check_tells_the_line_of_the_answer():
    f = run_cell("def f(x):\n    return x @ np.ones(4)\n")["f"]
    with pytest.raises(AssertionError, match=r"f, line 2: .*inner sizes 3 and 4 differ"):
        checks.call(f, np.ones(3), name="f")


def test_a_value_that_refuses_to_be_looked_at_does_no_harm():
    source = (
        "class Odd(list):\n    def __len__(self): raise SystemError\n"
        "def f():\n    return Odd()[0]\n"
    )
    assert described(source) == "f, line 4: `return Odd()[0]`: IndexError: list index out of range"
