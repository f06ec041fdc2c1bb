"""The gradient checker: right gradients pass, and wrong ones are refused with an explanation."""

import re

import matplotlib.pyplot as plt
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nnlab.gradcheck import (
    DERIVATIVE_AT_ACTIVATION,
    check_gradients,
    diagnose,
    numerical_gradient,
    relative_error,
    taylor_picture,
    taylor_slope,
)

ACTIVATIONS = {
    "sigmoid": (lambda z: 1 / (1 + np.exp(-z)), lambda z, a: a * (1 - a)),
    "tanh": (np.tanh, lambda z, a: 1 - a**2),
    "relu": (lambda z: np.maximum(z, 0), lambda z, a: (z > 0) * 1.0),
}


class Net:
    """A network of two layers, its loss (the mean of squares over N samples) and its gradients.

    `gradients` and `check` take the name of a mistake, which the gradients then have.
    """

    def __init__(self, seed=0, n=8, sizes=(3, 4, 2), activation="sigmoid"):
        rng = np.random.default_rng(seed)
        d, m, k = sizes
        self.n, self.act, self.derivative = n, *ACTIVATIONS[activation]
        self.params = {"W1": rng.normal(size=(d, m)), "b1": rng.normal(size=m),
                       "W2": rng.normal(size=(m, k)), "b2": rng.normal(size=k)}
        self.x, self.y = rng.normal(size=(n, d)), rng.normal(size=(n, k))

    def forward(self, p):
        z = self.x @ p["W1"] + p["b1"]
        a = self.act(z)
        return z, a, a @ p["W2"] + p["b2"]

    def loss(self, p):
        return np.sum((self.forward(p)[2] - self.y) ** 2) / self.n

    def gradients(self, mistake=""):
        p = self.params
        z, a, out = self.forward(p)
        delta2 = 2 * (out - self.y) / self.n
        back = p["W2"] if mistake == "delta not transposed" else p["W2"].T
        at = a if mistake == "derivative at activation" else z
        slope = 1.0 if mistake == "no derivative" else self.derivative(at, self.act(at))
        delta1 = delta2 @ back * slope
        g = {"W1": self.x.T @ delta1, "b1": delta1.sum(0), "W2": a.T @ delta2, "b2": delta2.sum(0)}
        if mistake == "bias mean":
            g["b1"], g["b2"] = delta1.mean(0), delta2.mean(0)
        if mistake == "bias zero":
            g["b1"], g["b2"] = np.zeros_like(g["b1"]), np.zeros_like(g["b2"])
        if mistake == "wrong input":
            g["W2"] = self.act(a).T @ delta2
        if mistake == "W1 transposed":
            g["W1"] = g["W1"].T
        factor = {"N": self.n, "1/N": 1 / self.n, "2": 2, "1/2": 0.5, "sign": -1, "-N": -self.n,
                  "0.7": 0.7, "2N": 2 * self.n}.get(mistake, 1)
        return {name: factor * value for name, value in g.items()}

    def check(self, mistake="", **options):
        return check_gradients(
            self.loss, self.params, self.gradients(mistake), n=self.n, **options
        )


def statuses(report):
    return {row.name: row.status for row in report.rows}


# --- numerical_gradient ---------------------------------------------------------------------

AWKWARD = np.array([[-0.0, 0.1, 5e-324], [1e-7, -3.3, 1e10]])


@pytest.mark.parametrize("end", [None, ValueError, KeyboardInterrupt])
@pytest.mark.parametrize("view", [lambda w: w, lambda w: w.T, lambda w: w[:, ::-2]])
def test_the_weights_are_put_back_to_the_bit_whatever_happens(end, view):
    w = AWKWARD.copy()
    calls = 0

    def f(v):
        nonlocal calls
        calls += 1
        if end and calls == 4:
            raise end
        return np.sum(np.sin(v))

    v = view(w)
    if end:
        with pytest.raises(end):
            numerical_gradient(f, v)
    else:
        np.testing.assert_allclose(numerical_gradient(f, v)[np.abs(v) < 4],
                                   np.cos(v)[np.abs(v) < 4], rtol=1e-8)
    assert w.tobytes() == AWKWARD.tobytes()


def test_f_sees_the_very_array_with_one_entry_moved():
    w = np.ones(3)

    def f(v):
        assert v is w and np.count_nonzero(v != 1.0) == 1
        return v @ v

    numerical_gradient(f, w)


@given(st.floats(-1e8, 1e8).filter(lambda x: x == 0 or abs(x) > 1e-300))
def test_a_linear_function_has_its_slope_at_any_scale(x):
    # A division by 2s in place of the rounded step would be wrong by up to 1e-11 here.
    gradient = numerical_gradient(lambda w: w.sum(), np.array([x]))
    assert gradient[0] == 1.0


def test_the_step_grows_with_the_weight():
    seen = []
    numerical_gradient(lambda w: seen.append(w[0]) or 0.0, np.array([-1e6]), h=1e-3)
    np.testing.assert_allclose(np.array(seen) + 1e6, [1e3, -1e3])


def test_zero_dimensional_and_empty_weights_are_arrays_too():
    gradient = numerical_gradient(lambda w: w**3, np.array(2.0))
    assert gradient.shape == () and abs(gradient - 12) < 1e-8
    assert numerical_gradient(lambda w: 0.0, np.zeros((0, 3))).shape == (0, 3)


@pytest.mark.parametrize("w", [[1.0], 1.0, np.array([1, 2]), np.ones(2, np.float32), None])
def test_what_would_swallow_the_step_is_refused(w):
    with pytest.raises(TypeError, match="float64"):
        numerical_gradient(lambda v: 0.0, w)


@pytest.mark.parametrize(
    "value, error, says",
    [
        (np.ones(2), ValueError, r"one number.*\(2,\)"),
        (np.ones(0), ValueError, "one number"),
        (None, TypeError, "it is None"),
        (1j, TypeError, "real number"),
        (np.float32(1), TypeError, "float32"),
    ],
)
def test_a_loss_that_is_no_number_is_refused(value, error, says):
    w = np.ones(2)
    with pytest.raises(error, match=says):
        numerical_gradient(lambda v: value, w)
    assert (w == 1).all()


def test_read_only_weights_and_absurd_steps_are_refused():
    w = np.ones(2)
    w.flags.writeable = False
    with pytest.raises(ValueError, match="the check moves them"):
        numerical_gradient(np.sum, w)
    for h in (0.0, -1e-5, 1e-20, np.nan, 2.0):
        with pytest.raises(ValueError, match="h is"):
            numerical_gradient(np.sum, np.ones(2), h=h)


def test_a_loss_of_shape_one_is_a_number_even_if_it_is_a_view_of_the_weights():
    assert numerical_gradient(lambda w: w[1:], np.array([3.0, 4.0])).tolist() == [0.0, 1.0]


# --- relative_error -------------------------------------------------------------------------


def test_relative_error_is_the_largest_over_the_entries():
    assert relative_error([1.0, 3.0], [1.0, 1.0]) == 0.5
    assert relative_error(np.array(0.0), 0.0) == 0.0
    assert relative_error([1e-12], [-1e-12]) == pytest.approx(2e-4)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_relative_error_never_hides_what_is_not_finite(bad):
    for a, n in (([bad, 1.0], [1.0, 1.0]), ([1.0, 1.0], [1.0, bad]), ([bad], [bad])):
        assert np.isnan(relative_error(a, n))
    assert np.isnan(relative_error([1.7e308], [1.0e308]))


def test_relative_error_refuses_other_shapes_and_nothing():
    with pytest.raises(ValueError, match=r"\(2, 1\) and \(2,\)"):
        relative_error(np.ones((2, 1)), np.ones(2))
    with pytest.raises(ValueError, match="empty"):
        relative_error([], [])


# --- the report -----------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 10**6), st.integers(1, 9), st.tuples(*[st.integers(1, 4)] * 3),
    st.sampled_from(sorted(ACTIVATIONS)),
)
def test_a_right_gradient_is_accepted(seed, n, sizes, activation):
    net = Net(seed, n, sizes, activation)
    report = net.check()
    before = {name: w.copy() for name, w in net.params.items()}
    kinked = activation == "relu" and np.abs(net.forward(net.params)[0]).min() < 1e-3
    if not kinked:
        assert report.ok, str(report)
        assert all(row.kinks == 0 for row in report.rows)
        report.expect()
    assert all((net.params[name] == w).all() for name, w in before.items())


MISTAKES = ["N", "1/N", "2", "1/2", "sign", "-N", "0.7", "2N", "bias mean", "bias zero",
            "wrong input", "derivative at activation", "no derivative", "delta not transposed",
            "W1 transposed"]


@pytest.mark.parametrize("mistake", MISTAKES)
@pytest.mark.parametrize("activation", sorted(ACTIVATIONS))
@pytest.mark.parametrize("seed", range(3))
def test_a_wrong_gradient_is_refused(mistake, activation, seed):
    net = Net(seed, sizes=(3, 3, 3), activation=activation)
    right, wrong = net.gradients(), net.gradients(mistake)
    planted = {k for k in right if not np.allclose(right[k], wrong[k], rtol=1e-3, atol=0)}
    report = net.check(mistake)
    assert {name for name, status in statuses(report).items() if status == "wrong"} == planted
    assert report.ok == (not planted)
    assert planted or mistake in ("derivative at activation", "wrong input")  # relu(relu) = relu
    if planted:
        first = next(name for name in right if name in planted)
        with pytest.raises(AssertionError, match=f"The gradient of {first} is wrong"):
            report.expect()


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.data(), st.sampled_from([-1.0, 1.0]))
def test_one_entry_off_by_a_ten_thousandth_is_refused(seed, data, sign):
    net = Net(seed)
    gradients = net.gradients()
    name = data.draw(st.sampled_from(sorted(gradients)))
    entry = data.draw(st.integers(0, gradients[name].size - 1))
    gradients[name].flat[entry] += sign * 1e-4 * np.abs(gradients[name]).max()
    report = check_gradients(net.loss, net.params, gradients)
    assert [row.name for row in report.rows if row.status == "wrong"] == [name]


def test_a_small_entry_among_large_ones_is_compared_for_itself():
    w = np.ones(2)
    scale = np.array([1e4, 1e-2])
    assert check_gradients(lambda v: scale @ v, w, scale).ok
    assert not check_gradients(lambda v: scale @ v, w, scale * [1.0, 1.1]).ok


ALL = "^W1, b1, W2 and b2 are wrong in the same way. "


@pytest.mark.parametrize(
    "mistake, n, says",
    [
        ("N", 8, ALL + "It is N = 8 times too large: the sum where the mean is due"),
        ("1/N", 8, ALL + "It is N = 8 times too small: a mean where the sum is due"),
        ("2", 8, ALL + "It is 2 times too large: a 2 too many"),
        ("1/2", 8, ALL + "It is half of what it should be"),
        ("sign", 8, ALL + "Its sign is flipped."),
        ("-N", 8, ALL + "Its sign is flipped; and it is N = 8 times too large"),
        ("2N", 8, ALL + "It is N = 8 times too large: .*; and it is 2 times"),
        ("0.7", 8, ALL + "It is 0.7 times what it should be."),
        ("N", 2, "It is 2 times too large.*Or it is N = 2 times too large"),
        ("1/N", 2, "It is half.*Or it is N = 2 times too small"),
        ("bias zero", 8, "^Only the biases are wrong.*b1 and b2 .* It is zero everywhere"),
        ("bias mean", 8, "^Only the biases are wrong.*N = 8 times too small"),
        ("wrong input", 8, "^Only the weights are wrong"),
        ("derivative at activation", 8, "^Right in the last layer and wrong before it.*W2.*deriv"),
        ("no derivative", 8, "^Right in the last layer and wrong before it"),
        ("delta not transposed", 8, "^Right in the last layer and wrong before it"),
        ("", 8, "^Every gradient agrees with the differences of the loss.$"),
    ],
)
def test_the_summary_says_what_is_wrong(mistake, n, says):
    report = Net(n=n, sizes=(3, 4, 4)).check(mistake)
    assert re.search(says, report.summary), report
    assert str(report).endswith(report.summary)
    if mistake:
        with pytest.raises(AssertionError, match=says.replace(ALL, "").lstrip("^")):
            report.expect()


def test_with_no_number_of_samples_n_is_a_constant_like_any_other():
    net = Net()
    report = check_gradients(net.loss, net.params, net.gradients("N"))
    assert "8 times what it should be" in report.summary and "N =" not in report.summary


def test_a_suspect_is_named_where_it_is_what_was_handed_in():
    net = Net()
    suspects = {DERIVATIVE_AT_ACTIVATION: net.gradients("derivative at activation")}
    report = net.check("derivative at activation", suspects=suspects)
    assert [row.reason for row in report.rows] == [DERIVATIVE_AT_ACTIVATION] * 2 + [""] * 2
    assert report.summary.count(DERIVATIVE_AT_ACTIVATION) == 1
    assert DERIVATIVE_AT_ACTIVATION not in str(net.check("no derivative", suspects=suspects))
    assert net.check(suspects=suspects).ok
    # A suspect that is equal to the right gradient explains nothing.
    off = {k: g * (1 + 2.5e-6) for k, g in net.gradients().items()}
    report = check_gradients(net.loss, net.params, off, suspects={"Sure.": net.gradients()})
    assert not report.ok and "Sure." not in str(report)


def test_a_suspect_may_be_one_array():
    report = check_gradients(lambda w: np.sum(w**4), np.arange(1.0, 4), np.ones(3),
                             suspects={"Ones.": np.ones(3)})
    assert report.rows[0].reason == "Ones." and report.rows[0].name == "w"


def test_a_transposed_gradient_is_named_square_or_not():
    for sizes in ((3, 4, 2), (3, 3, 3)):
        report = Net(sizes=sizes).check("W1 transposed")
        assert "It is transposed." in report.rows[0].reason
        assert ("(4, 3)" in report.rows[0].reason) == (sizes == (3, 4, 2))
    net = Net()
    gradients = net.gradients("W1 transposed")
    gradients["W1"] = gradients["W1"] + 1
    reason = check_gradients(net.loss, net.params, gradients).rows[0].reason
    assert "(4, 3)" in reason and "(3, 4)" in reason and "transposed" not in reason


@pytest.mark.parametrize(
    "value, says",
    [
        (None, "it is None"),
        ([0.0] * 4, "it is a list"),
        (np.ones((1, 4)).view(np.matrix), "it is a matrix"),
        (np.array(["a"] * 4), "real numbers"),
        (np.array([1, np.nan, 1, -np.inf]), "2 of its 4 entries are nan or infinite"),
        (np.ones((1, 4)), r"\(1, 4\); the parameter's is \(4,\)"),
        (np.ones((4, 4)), r"\(4, 4\); the parameter's is \(4,\)"),
    ],
)
def test_what_is_no_gradient_at_all_has_its_own_sentence(value, says):
    net = Net()
    with pytest.raises(AssertionError, match=f"The gradient of b1 is wrong.*{says}"):
        check_gradients(net.loss, net.params, net.gradients() | {"b1": value}).expect()


def test_missing_and_extra_keys_are_said():
    net = Net()
    gradients = net.gradients()
    del gradients["b2"]
    assert "Only" not in check_gradients(net.loss, net.params, gradients).summary
    report = check_gradients(net.loss, net.params, gradients | {"W3": np.ones(2)})
    assert statuses(report) == {"W1": "right", "b1": "right", "W2": "right", "b2": "wrong",
                                "W3": "wrong"}
    assert "missing" in report.rows[3].reason and "No parameter" in report.rows[4].reason


RNG = np.random.default_rng(0)


@pytest.mark.parametrize(
    "loss, params, gradients, options, error, says",
    [
        (lambda p: 0.0, {}, {}, {}, TypeError, "empty"),
        (lambda p: 0.0, [1.0], {}, {}, TypeError, "dict"),
        (lambda p: 0.0, {"w": np.ones(1)}, None, {}, TypeError, r"\['w'\]; it is None"),
        (lambda p: 0.0, {"w": np.ones(1, int)}, {"w": 0}, {}, TypeError, "int64"),
        (lambda p: 0.0, {"w": np.ones(1)}, {"w": 0}, {"layers": [["v"]]}, ValueError, "names v"),
        (lambda p: np.nan, {"w": np.ones(1)}, {"w": 0}, {}, ValueError, "loss is nan"),
        (lambda p: RNG.normal(), np.ones(1), np.ones(1), {}, ValueError, "draw random numbers"),
    ],
)
def test_what_cannot_be_checked_is_refused(loss, params, gradients, options, error, says):
    with pytest.raises(error, match=says):
        check_gradients(loss, params, gradients, **options)


def test_a_scalar_parameter_may_have_a_number_for_its_gradient():
    for gradient in (6.0, np.float64(6.0), np.array(6.0)):
        assert check_gradients(lambda w: w**2, np.array(3.0), gradient).ok
    report = check_gradients(lambda w: w**2, np.array(3.0), 3.0)
    assert "half" in report.summary or "half" in report.rows[0].reason


def test_gradients_that_are_the_weights_themselves_are_not_moved_along():
    w = np.array([1.0, 2.0])
    assert check_gradients(lambda v: v @ v / 2, w, w).ok


def test_zero_is_right_where_the_gradient_is_zero_and_the_report_says_how_little_that_is():
    w = np.zeros(3)
    report = check_gradients(lambda v: 1.0 + np.sum(v**2), w, np.full(3, 1e-12))
    assert report.ok and "check at other weights" in str(report)
    assert not check_gradients(lambda v: 1.0 + np.sum(v**2), w, np.full(3, 1e-6)).ok
    assert not check_gradients(lambda v: 1.0 + np.sum(v), w, np.zeros(3)).ok


def test_a_loss_that_bends_too_much_for_the_step_gets_a_finer_one():
    w = np.array([20.0, 1.0])
    slope = np.array([80 * np.cos(800.0), 0.0])
    assert check_gradients(lambda v: np.sin(2 * v[0] ** 2), w, slope).ok


def test_large_weights_get_a_large_step():
    w = np.array([1e8, -3e9])
    assert check_gradients(lambda v: v @ v, w, 2 * w).ok
    assert not check_gradients(lambda v: v @ v, w, 2.01 * w).ok


def test_a_gradient_just_above_rounding_is_told_from_zero():
    w = np.ones(3)
    assert not check_gradients(lambda v: 1.0 + 1e-9 * v.sum(), w, np.zeros(3)).ok


def test_a_small_loss_of_large_terms_has_no_kinks():
    v = np.array([0.0, 20.0, 0.3])

    def loss(v):
        return np.log(np.sum(np.exp(v))) - v[1]

    report = check_gradients(loss, v, np.exp(v) / np.exp(v).sum() - [0, 1, 0])
    assert report.ok and report.rows[0].kinks == 0


def test_what_was_not_checked_is_not_taken_for_right():
    params = {"W": np.zeros(2), "b": np.ones(2)}
    report = check_gradients(
        lambda p: np.sum(np.abs(p["W"])) + np.sum(p["b"] ** 2), params,
        {"W": np.zeros(2), "b": np.ones(2)},
    )
    assert "Only" not in report.summary and "Not checked: W." in report.summary
    for w, loss in (
        (np.zeros((0, 2)), lambda v: 1.0),
        (np.array([1.0, 0.0]), lambda v: v.sum() if v.min() >= 0 else np.nan),
    ):
        report = check_gradients(loss, w, np.ones(w.shape))
        assert not report.ok and report.rows[0].status == "not checked"
        assert ("no entries" if w.size == 0 else "finite") in report.rows[0].reason


def test_layers_may_be_given_and_are_otherwise_read_from_the_names():
    rng = np.random.default_rng(0)
    params = {name: rng.normal(size=3) for name in ("in", "mid", "out")}
    gradients = {name: 2 * w for name, w in params.items()}
    gradients["in"] = np.sin(gradients["in"])

    def loss(p):
        return sum(np.sum(w**2) for w in p.values())

    layers = [["in"], ["mid"], ["out"]]
    assert "Right in" not in check_gradients(loss, params, gradients).summary
    told = check_gradients(loss, params, gradients, layers=layers).summary
    assert "Right in the last 2 layers and wrong before them" in told and "through mid" in told
    # If an earlier layer is right, delta was passed back correctly.
    swapped = [layers[1], layers[0], layers[2]]
    assert "Right in" not in check_gradients(loss, params, gradients, layers=swapped).summary
    told = check_gradients(loss, params, gradients, layers=layers[::-1]).summary
    assert "Wrong in the last layer already" in told
    # Layers are sorted by number, not by text: layer 10 comes after layer 9.
    ten = {f"W{k}": params["in"] * k for k in (10, 9)}
    told = check_gradients(loss, ten, {"W10": ten["W10"] * 2, "W9": np.ones(3)}).summary
    assert "Right in the last layer" in told


def test_the_table_is_aligned_and_has_a_line_for_each_parameter():
    lines = str(Net().check("bias zero")).splitlines()[:5]
    assert [line.split()[0] for line in lines] == ["parameter", "W1", "b1", "W2", "b2"]
    column = lines[0].index("verdict")
    assert [line[column:] for line in lines] == ["verdict", "right", "wrong", "right", "wrong"]
    assert all(line[column - 2 : column] == "  " for line in lines)


# --- diagnose -------------------------------------------------------------------------------

NUMERIC = np.array([[1.0, -2.0], [0.5, 3.0]])


def test_diagnose_goes_from_zero_over_transposed_to_factor():
    assert diagnose(NUMERIC, NUMERIC) == ""
    assert "zero everywhere" in diagnose(np.zeros((2, 2)), NUMERIC)
    assert "should be zero" in diagnose(NUMERIC, np.zeros((2, 2)))
    assert diagnose(np.zeros((2, 2)), np.zeros((2, 2))) == ""
    assert diagnose(NUMERIC.T, NUMERIC) == "It is transposed."
    assert diagnose(NUMERIC.ravel(), NUMERIC) == ""
    assert diagnose(NUMERIC * [[1.0, 1.001]], NUMERIC) == ""
    assert diagnose(NUMERIC * np.nan, NUMERIC) == ""
    antisymmetric = np.array([[0.0, 1.0], [-1.0, 0.0]])
    assert diagnose(-antisymmetric, antisymmetric) == "It is transposed."
    assert "0.333333 times" in diagnose(NUMERIC / 3, NUMERIC, n=5)
    assert diagnose(NUMERIC * 1.0001, NUMERIC) == "It is 1.0001 times what it should be."


@pytest.mark.parametrize("n", [3, 5, 100])
def test_one_entry_fits_any_constant_so_only_the_plain_ones_are_named(n):
    for numeric in (np.array([3.0]), np.array([[0.0, 3.0, 1e-12]])):
        for factor, word in ((n, "too large"), (1 / n, "too small"), (2, "2 times"), (0.5, "half"),
                             (-1, "sign")):
            assert word in diagnose(factor * numeric, numeric, n)
        for factor in (0.7, 2 * n, -n, -2):
            assert diagnose(factor * numeric, numeric, n) == ""


@given(st.sampled_from([1, -1]), st.sampled_from([0, 1, -1]), st.sampled_from([0, 1, -1]))
def test_every_product_of_plain_factors_is_named(sign, power, two):
    n = 7
    text = diagnose(sign * 7.0**power * 2.0**two * NUMERIC, NUMERIC, n)
    assert ("sign" in text) == (sign < 0)
    assert ("N = 7" in text) == (power != 0)
    assert ("2 times too large" in text) == (two > 0) and ("half" in text) == (two < 0)
    assert (text == "") == ((sign, power, two) == (1, 0, 0))


def test_the_fewest_plain_factors_are_named():
    assert diagnose(-NUMERIC, NUMERIC, 2) == "Its sign is flipped."
    assert "N =" not in diagnose(2 * NUMERIC, NUMERIC, 4)


def test_one_sample_leaves_no_factor_n():
    assert "N =" not in diagnose(2 * NUMERIC, NUMERIC, 1)


# --- kinks ----------------------------------------------------------------------------------


def relu_loss(w):
    return np.sum(np.maximum(w, 0) * [1.0, 2.0, 3.0, 4.0]) + np.sum(w**2)


def relu_gradient(w):
    return (w > 0) * np.array([1.0, 2.0, 3.0, 4.0]) + 2 * w


@pytest.mark.parametrize("close", [0.0, 1e-7, -1e-7, 9e-7, 5e-6, -9.9e-6])
def test_an_entry_on_a_kink_is_skipped_and_counted(close):
    w = np.array([close, 1.0, -1.0, 0.3])
    report = check_gradients(relu_loss, w, relu_gradient(w))
    row = report.rows[0]
    assert (row.kinks, row.checked, report.ok) == (1, 3, True)
    assert "1 of 4 entries sits on a kink and was skipped." in str(report)
    # The other three entries are still compared, and refused if they are wrong.
    assert not check_gradients(relu_loss, w, relu_gradient(w) + [0, 0, 0, 0.01]).ok


@pytest.mark.parametrize("far", [2e-5, -1e-3])
def test_a_kink_out_of_reach_is_no_kink(far):
    w = np.array([far, 1.0, -1.0, 0.3])
    report = check_gradients(relu_loss, w, relu_gradient(w))
    assert report.ok and report.rows[0].kinks == 0


def test_a_smooth_loss_has_no_kinks_however_much_it_bends():
    w = np.array([0.0, 0.1])
    report = check_gradients(lambda v: 1e4 * np.sum(v**2), w, 2e4 * w)
    assert report.ok and report.rows[0].kinks == 0


@pytest.mark.parametrize("gradient", [np.zeros(4), relu_gradient(np.zeros(4)), np.full(4, 77.0)])
def test_a_parameter_all_on_kinks_is_not_checked_and_not_right(gradient):
    report = check_gradients(relu_loss, np.zeros(4), gradient)
    assert not report.ok and report.rows[0].status == "not checked"
    with pytest.raises(AssertionError, match="not checked.*kink"):
        report.expect()


def test_kinks_belong_to_the_loss_and_never_to_the_gradient():
    w = np.array([0.0, 1.0, -1.0, 1e-7])
    for gradient in (relu_gradient(w), np.zeros(4), np.full(4, 1e3), -relu_gradient(w)):
        assert check_gradients(relu_loss, w, gradient).rows[0].kinks == 2
    report = check_gradients(relu_loss, w, relu_gradient(w) * [np.nan, 1, 1, 1])
    assert "nan" in report.rows[0].reason


def test_a_mistake_is_named_beside_a_kink():
    w = np.array([0.0, 1.0, -1.0, 0.3])
    assert "sign is flipped" in check_gradients(relu_loss, w, -relu_gradient(w)).rows[0].reason


def test_kinks_of_a_relu_network_are_counted_over_its_parameters():
    net = Net(activation="relu")
    net.params["b1"][1] -= net.forward(net.params)[0][0, 1]  # sample 0, unit 1: exactly 0
    report = net.check()
    kinks = [row.kinks for row in report.rows]
    assert kinks == [3, 1, 0, 0] and report.ok
    assert "4 of 26 entries sit on a kink and were skipped." in report.summary


# --- Taylor ---------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("name", ["W1", "b1", "W2"])
def test_the_remainder_falls_with_slope_two_for_a_right_gradient_and_one_for_a_wrong(seed, name):
    net = Net(seed, activation="tanh")

    def loss(w):
        return net.loss(net.params | {name: w})

    w, g = net.params[name], net.gradients()[name]
    before = w.tobytes()
    slope, steps, remainders = taylor_slope(loss, w, g, rng=np.random.default_rng(seed))
    assert 1.9 < slope < 2.2 and len(steps) == len(remainders) == 8
    assert (np.diff(steps) < 0).all() and (remainders > 0).all()
    for wrong in (2 * g, -g, 0 * g, 8 * g):
        assert 0.9 < taylor_slope(loss, w, wrong, rng=np.random.default_rng(seed))[0] < 1.2
    assert w.tobytes() == before


def test_the_taylor_remainder_is_what_its_formula_says():
    w, d = np.array([1.0, 2.0]), np.array([0.0, 3.0])
    slope, steps, remainders = taylor_slope(lambda v: v @ v, w, 2 * w, d)
    np.testing.assert_allclose(remainders, 9 * steps**2, rtol=1e-4)
    assert slope == pytest.approx(2, abs=1e-3)


def test_a_linear_loss_leaves_no_remainder_and_its_wrong_gradient_does():
    w, c = np.array([1.0, 2.0]), np.array([3.0, -1.0])
    slope, steps, remainders = taylor_slope(lambda v: c @ v, w, c)
    assert slope == np.inf and len(steps) == len(remainders) == 0
    assert taylor_slope(lambda v: c @ v, w, 2 * c)[0] == pytest.approx(1)
    assert np.isnan(taylor_slope(lambda v: c @ v, w, c * np.nan)[0])
    assert np.isnan(taylor_slope(lambda v: c @ v, w, c * [1, np.inf])[0])


def test_the_default_direction_is_the_same_each_time_and_of_length_one():
    w = np.arange(3.0)
    first, second = (taylor_slope(lambda v: v @ v, w, 2 * w) for _ in range(2))
    assert first[0] == second[0]
    np.testing.assert_allclose(first[2], first[1] ** 2, rtol=1e-4)


def test_taylor_refuses_other_shapes_and_no_direction():
    with pytest.raises(ValueError, match=r"\(2,\), \(2, 1\)"):
        taylor_slope(np.sum, np.ones(2), np.ones((2, 1)))
    with pytest.raises(ValueError, match="zero"):
        taylor_slope(np.sum, np.ones(2), np.ones(2), np.zeros(2))


def test_the_picture_has_a_line_each_and_two_dotted_guides():
    steps = np.logspace(-1, -4, 8)
    empty = np.array([])
    curves = {"right": (steps, steps**2), "wrong": (steps, steps), "flat": (empty, empty)}
    fig = taylor_picture(curves)
    ax = fig.axes[0]
    labels = [text.get_text() for text in ax.get_legend().get_texts()]
    assert labels == ["right", "wrong", "flat (zero to rounding)"]
    guides = [line for line in ax.lines if line.get_linestyle() == ":"]
    slopes = [np.polyfit(*np.log(line.get_data()), 1)[0] for line in guides]
    np.testing.assert_allclose(slopes, [1, 2])
    looks = [(line.get_color(), line.get_linestyle()) for line in ax.lines[:3]]
    assert len(set(looks)) == 3 and ax.get_xscale() == ax.get_yscale() == "log"
    fig.canvas.draw()
    plt.close(fig)
    plt.close(taylor_picture({"flat": (empty, empty)}))
    many = taylor_picture({str(k): (steps, steps**2) for k in range(6)})
    plt.close(many)
