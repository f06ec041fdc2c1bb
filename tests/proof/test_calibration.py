"""Thresholds lie between measured right and wrong runs, and what was committed still holds."""

import json
import math
import platform
import re
import shutil
from importlib.metadata import version

import numpy as np
import pytest
from click.testing import CliRunner
from course import COURSE, NAMES, new_chapter

from autograder.errors import CourseworkError
from tools.authoring.master import read_master
from tools.authoring.measured import fill_in_thresholds, threshold, threshold_of
from tools.cli import coursework
from tools.paths import Chapter, Course
from tools.proof.calibration import SEEDS, calibrate, record, results_of, workers
from tools.proof.calibration_page import PAGE, all_results, page
from tools.proof.experiments import Experiment, answers_of, experiments_of
from tools.proof.recheck import recheck
from tools.proof.thresholds import place

MASTER = '''\
# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [raw]
# # ASSIGNMENT CONFIG
# name: hw0_toy

# %%
import numpy as np

rate = 0.3

# %% [raw]
# # BEGIN QUESTION
# name: q1
# points: 1

# %% [raw]
# # BEGIN SOLUTION

# %%
def slope(w):
    """ # BEGIN PROMPT
    raise NotImplementedError("hw0 q1: slope")
    """ # END PROMPT
    # BEGIN SOLUTION
    return 2 * w
    # END SOLUTION


def descend(w, steps):
    for _ in range(steps):
        w = w - rate * slope(w)
    return w

# %% [raw]
# # END SOLUTION

# %% [raw]
# # BEGIN TESTS

# %%
def test_q1(slope):
    raise RuntimeError("a test was run")
test_q1(slope)

# %% [raw]
# # END TESTS

# %% [raw]
# # END QUESTION

# %% tags=["otter_ignore"]
raise RuntimeError("a picture was drawn")
'''
EXPERIMENTS = '''\
import numpy as np
from tools.proof.experiments import Experiment


def rest(answers, seed):
    """What is left of the square.

    More lines are for who reads this file.
    """
    return np.sum(answers.descend(np.random.default_rng(seed).normal(0, 1, 5), 20) ** 2)


EXPERIMENTS = [
    Experiment("rest", rest, "lower", {
        "the 2 is missing": "def slope(w):\\n    return w",
        "uphill": "def slope(w):\\n    return -2 * w",
        "raises": "def slope(w):\\n    raise ValueError('no')",
        "nan": "def slope(w):\\n    return w * np.nan",
    }),
]
'''
FEW = 6


def toy_chapter(root):
    chapter = new_chapter(root, "hw0_toy", MASTER)
    chapter.calibration.write_text(EXPERIMENTS)
    return chapter


@pytest.fixture
def toy(tmp_path):
    return toy_chapter(tmp_path)


@pytest.fixture(scope="module")
def pool():
    with workers(COURSE, jobs=1) as pool:
        yield pool


@pytest.fixture(scope="module")
def calibrated(tmp_path_factory, pool):
    chapter = toy_chapter(tmp_path_factory.mktemp("calibrated"))
    progress = []
    calibrate(pool, chapter, FEW, progress.append)
    assert progress[-1] == "30 of 30 runs"
    return chapter


@pytest.fixture
def copy(calibrated, tmp_path):
    """A copy of the calibrated chapter, to change something in it."""
    shutil.copytree(calibrated.course.root, tmp_path / "copy")
    return Chapter(Course(tmp_path / "copy"), calibrated.name)


def constant(answers, seed):
    """A number."""
    return 1.0


def experiment(**changes):
    fields = {"name": "toy", "measure": constant, "better": "higher", "broken": {"a": "", "b": ""}}
    return Experiment(**{**fields, **changes})


# Where thresholds are put


@pytest.mark.parametrize(
    "worst, best, better, public, graded, scale",
    [
        (0.96, 0.66, "higher", 0.86, 0.76, "linear"),
        (0.987, 0.812, "higher", 0.93, 0.87, "linear"),
        (1.0, 4.0, "lower", 2.0, 3.0, "linear"),
        (1e-8, 1e-2, "lower", 1e-6, 1e-4, "log"),
        (1e3, 1.0, "higher", 100.0, 10.0, "log"),
        (0.01, 0.1, "lower", 0.02, 0.05, "log"),
        (0.01, 0.099, "lower", 0.04, 0.07, "linear"),
        (-2.0, 4.0, "lower", 0.0, 2.0, "linear"),
        (100.0, 0.0, "higher", 70.0, 30.0, "linear"),
    ],
)
def test_thirds_of_the_gap(worst, best, better, public, graded, scale):
    placed = place(worst, best, better)
    assert (placed.public, placed.graded, placed.scale) == (public, graded, scale)


def test_the_margin_is_a_difference_or_a_ratio():
    assert place(0.96, 0.66, "higher").margin == 0.3
    assert place(1e-8, 1e-2, "lower").margin == 1e6


@pytest.mark.parametrize("better", ["higher", "lower"])
def test_rounding_keeps_the_order_and_the_distances(better):
    rng = np.random.default_rng(7)
    for _ in range(500):
        low = 10.0 ** rng.uniform(-8, 3)
        high = low * (1 + 10.0 ** rng.uniform(-6, 6))
        worst, best = (high, low) if better == "higher" else (low, high)
        placed = place(worst, best, better)
        to = math.log if placed.scale == "log" else float
        public, graded = ((to(value) - to(worst)) / (to(best) - to(worst))
                          for value in (placed.public, placed.graded))  # fmt: skip
        assert abs(public - 1 / 3) < 0.101 and abs(graded - 2 / 3) < 0.101


@pytest.mark.parametrize(
    "worst, best, better",
    [(0.8, 0.8, "higher"), (0.8, 0.9, "higher"), (0.8, 0.7, "lower"), (1.0, math.inf, "higher")],
)
def test_a_lottery_is_refused(worst, best, better):
    with pytest.raises(CourseworkError, match="lottery"):
        place(worst, best, better)


@pytest.mark.parametrize("best, better", [(-math.inf, "higher"), (math.inf, "lower")])
def test_mistakes_without_a_number_give_no_threshold(best, better):
    with pytest.raises(CourseworkError, match="Add a mistake that trains"):
        place(0.5, best, better)


# What is recorded


def test_a_record_names_the_run_on_each_side_of_the_gap():
    runs = {"a": [0.1, 0.4, 0.2], "b": [0.3, -math.inf, 0.6]}
    results = record(experiment(), [0.97, 0.9, 0.99], runs)
    assert results["worst_correct"] == {"seed": 1, "value": 0.9}
    assert results["best_broken"] == {"mistake": "b", "seed": 2, "value": 0.6}
    assert (results["public"], results["graded"]) == (0.8, 0.7)
    assert results["correct"]["50 %"] == 0.97 and results["seeds"] == 3
    assert results["broken"]["b"]["min"] is None and results["broken"]["b"]["max"] == 0.6
    json.dumps(results, allow_nan=False)


def test_where_lower_is_better_the_extremes_are_the_other_ones():
    runs = {"a": [8.0, 5.0], "b": [math.inf, math.inf]}
    results = record(experiment(better="lower"), [1.0, 2.0], runs)
    assert results["worst_correct"] == {"seed": 1, "value": 2.0}
    assert results["best_broken"] == {"mistake": "a", "seed": 1, "value": 5.0}
    assert results["public"] < results["graded"]


def test_quantiles_are_values_of_runs():
    values = [float(k) for k in range(200)]
    results = record(experiment(), values, {"a": [-1.0 - v for v in values], "b": [-9.0] * 200})
    assert [results["correct"][q] for q in ("min", "1 %", "5 %", "50 %", "max")] == [
        0.0, 2.0, 10.0, 100.0, 199.0]  # fmt: skip


@pytest.mark.parametrize(
    "changes, message",
    [
        ({"better": "larger"}, "'higher' or 'lower', not 'larger'"),
        ({"broken": {}}, "no broken variant"),
        ({"measure": lambda answers, seed: 1.0}, "doesn't say what it measures"),
    ],
)
def test_an_experiment_that_is_not_one_is_a_sentence(changes, message):
    with pytest.raises(CourseworkError, match=message):
        experiment(**changes)


# The notebook's functions


def test_answers_are_the_notebook_without_tests_and_pictures(toy):
    answers = answers_of(toy)
    assert answers.slope(3.0) == 6.0 and not hasattr(answers, "test_q1")


def test_the_notebook_calls_what_replaces_a_function(toy):
    answers = answers_of(toy, "def slope(w):\n    return rate * 0 + 1")
    assert answers.descend(1.0, 2) == pytest.approx(0.4)
    assert answers_of(toy).slope(3.0) == 6.0


def test_a_mistake_that_replaces_nothing_is_refused(toy):
    with pytest.raises(CourseworkError, match="replaces nothing of hw0_toy; it defines slop"):
        answers_of(toy, "def slop(w):\n    return w")
    with pytest.raises(CourseworkError, match="replaces nothing of hw0_toy; it defines no func"):
        answers_of(toy, "rate = 1")


@pytest.mark.parametrize("source", ["def slope(w)\n    return w", "def slope(w=x): return w"])
def test_a_mistake_that_can_not_be_made_is_a_sentence(toy, source):
    with pytest.raises(CourseworkError, match="the source of this mistake raises "):
        answers_of(toy, source)


def test_a_mistake_that_fails_is_named(toy, pool):
    spec = toy.calibration
    spec.write_text(EXPERIMENTS.replace("def slope(w):\\n    return -2 * w", "def slop(w): pass"))
    with pytest.raises(CourseworkError, match="rest, uphill: this mistake replaces nothing"):
        calibrate(pool, toy, 2)


def test_a_cell_that_raises_is_named(toy):
    toy.master.write_text(MASTER.replace("rate = 0.3", "rate = 1 / 0"))
    with pytest.raises(CourseworkError, match=r"cell 2, line 14: it raises ZeroDivisionError"):
        answers_of(toy)


# Calibrating


def test_calibrating_writes_what_a_test_reads(calibrated, monkeypatch):
    results = results_of(calibrated)["rest"]
    assert results["measured"] == "What is left of the square"
    assert results["best_broken"]["mistake"] == "the 2 is missing"
    best = results["best_broken"]["value"]
    assert results["correct"]["max"] < results["public"] < results["graded"] < best
    assert results["broken"]["raises"]["min"] is results["broken"]["nan"]["min"] is None
    assert results["broken"]["uphill"]["min"] > 1 and results["seeds"] == FEW
    assert threshold_of(calibrated, "rest") == (results["public"], results["graded"])


def test_a_master_of_a_private_course_has_its_own_thresholds(calibrated, monkeypatch):
    """The number is written into a release, and a master that is run as it is finds it, too."""
    results = results_of(calibrated)["rest"]
    line = 'from tools.authoring.measured import threshold\nx = threshold("hw0_toy", "rest").graded'
    assert fill_in_thresholds(line, calibrated.course) == f"x = {results['graded']!r}"
    monkeypatch.chdir(calibrated.folder)
    assert threshold("hw0_toy", "rest").public == results["public"]


def test_a_run_without_a_number_is_the_worst_where_higher_is_better_too(toy, pool):
    spec = EXPERIMENTS.replace('"lower"', '"higher"').replace("return np.sum", "return -np.sum")
    toy.calibration.write_text(spec)
    results = calibrate(pool, toy, 2)["rest"]
    assert results["best_broken"]["mistake"] == "the 2 is missing"
    assert results["broken"]["raises"]["max"] is results["broken"]["nan"]["max"] is None
    assert results["public"] > results["graded"] > results["best_broken"]["value"]


@pytest.mark.parametrize("name, has", [("hw0_toy", "It has: rest"), ("hw99", "It has: none")])
def test_a_missing_threshold_is_a_sentence(calibrated, name, has):
    chapter = Chapter(calibrated.course, name)
    with pytest.raises(CourseworkError, match=f"{name} has no threshold called loss. {has}"):
        threshold_of(chapter, "loss")


def test_a_lottery_leaves_the_results_as_they_were(toy, pool):
    kept = toy.thresholds
    kept.parent.mkdir(parents=True)
    kept.write_text("{}")
    lottery = EXPERIMENTS.replace("answers.descend(", "(lambda w, n: w)(")
    toy.calibration.write_text(lottery)
    with pytest.raises(CourseworkError, match="hw0_toy, rest: .*lottery"):
        calibrate(pool, toy, 2)
    assert kept.read_text() == "{}"


def test_a_reference_that_fails_is_named_with_its_seed(toy, pool):
    toy.master.write_text(MASTER.replace("return 2 * w", "return w * np.nan"))
    with pytest.raises(CourseworkError, match="the reference fails at seed 0: it gives nan"):
        calibrate(pool, toy, 2)


def test_what_can_not_be_measured_here_keeps_its_found(toy, pool):
    spec = toy.calibration
    needy = '"lower", needs=("no_such_module",), broken={'
    spec.write_text(EXPERIMENTS.replace('"lower", {', needy))
    with pytest.raises(CourseworkError, match="needs no_such_module, which is not here"):
        calibrate(pool, toy, 2)
    kept = toy.thresholds
    kept.parent.mkdir(parents=True)
    kept.write_text('{"rest": {"public": 1}}')
    progress = []
    assert calibrate(pool, toy, 2, progress.append) == {"rest": {"public": 1}}
    assert progress == ["rest stays as it was: it needs no_such_module"]


def test_needs_are_modules_or_paths_of_the_checkout():
    assert experiment(needs=("numpy", "data/houses.csv")).missing == []
    assert experiment(needs=("numpy", "data/none.csv", "no.such")).missing == ["data/none.csv",
                                                                               "no.such"]


def test_the_versions_of_what_is_needed_are_recorded():
    results = record(experiment(needs=("click", "data/houses.csv")), [2.0], {"a": [1.0]})
    assert results["versions"] == {name: version(name) for name in ("numpy", "click")} | {
        "python": platform.python_version()
    }


def test_no_seed_is_a_sentence(toy, pool):
    with pytest.raises(CourseworkError, match="at least one seed"):
        calibrate(pool, toy, 0)


def test_the_command_says_if_there_is_nothing_to_measure(toy):
    toy.calibration.unlink()
    result = CliRunner().invoke(
        coursework, ["--course", str(toy.course.root), "calibrate", "hw0_toy"]
    )
    assert result.exit_code == 0 and "hw0_toy: no experiments" in result.output
    assert (toy.course.docs / PAGE).exists()


# What was measured still holds


def test_results_that_hold_have_no_fault(calibrated, pool):
    assert faults(calibrated, pool) == []


def test_a_reference_that_got_worse_is_found(copy, pool):
    copy.master.write_text(MASTER.replace("rate = 0.3", "rate = 0.18"))
    assert any("a correct run gives" in fault for fault in faults(copy, pool))


def test_a_mistake_that_got_better_is_found(copy, pool):
    copy.calibration.write_text(EXPERIMENTS.replace("return -2 * w", "return 1.99 * w"))
    assert any("a broken run gives" in fault for fault in faults(copy, pool))


def test_a_margin_that_shrank_is_found(copy, pool):
    results = json.loads(copy.thresholds.read_text())
    sides = results["rest"]["worst_correct"], results["rest"]["best_broken"]
    more = (sides[1]["value"] / sides[0]["value"]) ** 0.75
    sides[0]["value"] /= more
    sides[1]["value"] *= more
    placed = place(sides[0]["value"], sides[1]["value"], "lower")
    results["rest"].update(placed._asdict())
    copy.thresholds.write_text(json.dumps(results))
    assert faults(copy, pool) == [
        "rest: 40% of its margin is left. Run `coursework calibrate hw0_toy`."
    ]


def test_thresholds_moved_by_hand_are_found(copy, pool):
    results = json.loads(copy.thresholds.read_text())
    results["rest"]["graded"] *= 1.1
    copy.thresholds.write_text(json.dumps(results))
    assert any("not where the rule puts them" in fault for fault in faults(copy, pool))


@pytest.mark.parametrize(
    "old, new", [('"uphill"', '"downhill"'), ("What is left", "The rest"), ('"lower"', '"higher"')]
)
def test_another_experiment_than_the_measured_one_is_found(copy, pool, old, new):
    assert old in EXPERIMENTS
    copy.calibration.write_text(EXPERIMENTS.replace(old, new))
    assert faults(copy, pool) == [
        "rest has changed since it was measured. Run `coursework calibrate hw0_toy`."
    ]


def faults(chapter, pool):
    [one] = experiments_of(chapter)
    return recheck(pool, chapter, one, results_of(chapter)["rest"])


def test_the_table_tells_all_there_is(calibrated):
    lines = page(all_results(calibrated.course)).splitlines()
    [row] = [line for line in lines if "hw0_toy" in line]
    results = results_of(calibrated)["rest"]
    for part in ("rest", "What is left of the square (lower is better)", "the 2 is missing",
                 f"{results['public']:g}", f"{results['graded']:g}", f"x {results['margin']:g}",
                 f"{results['correct']['50 %']:.4g}", results["date"], f"{FEW} seeds"):  # fmt: skip
        assert part in row


# The committed results

COMMITTED = [(a, name) for a, results in all_results(COURSE).items() for name in results]
MEASURED = {name: experiments_of(COURSE.chapter(name)) for name in NAMES}
USED = re.compile(r"""threshold\(\s*["'](\w+)["'],\s*["'](\w+)["']""")


def test_every_experiment_was_measured_and_nothing_else():
    wanted = [(a, one.name) for a, experiments in MEASURED.items() for one in experiments]
    assert sorted(COMMITTED) == sorted(wanted)


@pytest.mark.slow
@pytest.mark.parametrize("assignment, name", COMMITTED)
def test_committed_results_hold(assignment, name, pool):
    [one] = [one for one in MEASURED[assignment] if one.name == name]
    if one.missing:
        pytest.skip(f"it needs {', '.join(one.missing)}")
    chapter = COURSE.chapter(assignment)
    assert recheck(pool, chapter, one, results_of(chapter)[name]) == []


@pytest.mark.parametrize("assignment, name", COMMITTED)
def test_the_public_threshold_is_the_stricter_and_both_are_in_the_gap(assignment, name):
    results = results_of(COURSE.chapter(assignment))[name]
    sign = 1 if results["better"] == "higher" else -1
    order = [results["worst_correct"]["value"], results["public"], results["graded"],
             results["best_broken"]["value"]]  # fmt: skip
    assert all(sign * a > sign * b for a, b in zip(order, order[1:]))
    assert results["seeds"] >= SEEDS


def test_the_committed_table_is_current():
    assert (COURSE.docs / PAGE).read_text(encoding="utf-8") == page(all_results(COURSE)), (
        "docs/calibration.md is out of date: run `coursework calibrate` for one assignment"
    )


@pytest.mark.parametrize("assignment", NAMES)
def test_thresholds_that_a_master_uses_are_measured_and_stated(assignment):
    master = read_master(COURSE.chapter(assignment))
    assert unstated(master, all_results(COURSE)) == []


def unstated(master, results):
    """Return sentences on thresholds that a master's tests use and its text doesn't state."""
    text = "\n".join(cell.source for cell in master.cells if cell.kind == "markdown")
    tests = "\n".join(case.cell.source for q in master.questions for case in q.cases)
    faults = []
    for assignment, name in sorted(set(USED.findall(tests))):
        measured = results.get(assignment, {}).get(name)
        if measured is None:
            faults.append(f"{assignment} has no threshold called {name}")
            continue
        for kind in ("public", "graded"):
            value = measured[kind]
            if not any(re.search(rf"(?<![\d.]){re.escape(way)}(?!\d|\.\d)", text)
                       for way in spelled(value)):  # fmt: skip
                faults.append(f"the text doesn't state {name}'s {kind} threshold, {value:g}")
    return faults


def spelled(value):
    """The ways in which a text may state a number."""
    ways = {f"{value:g}", f"{value:,}", f"{100 * value:g} %", f"{100 * value:g}%"}
    mantissa, exponent = f"{value:e}".split("e")
    mantissa, exponent = f"{float(mantissa):g}", int(exponent)
    ways.add(f"{mantissa}e{exponent}")
    ways.add(f"{mantissa} \\cdot 10^{{{exponent}}}")
    ways.add(f"{mantissa} \\times 10^{{{exponent}}}")
    return ways | ({f"10^{{{exponent}}}"} if mantissa == "1" else set())


@pytest.mark.parametrize(
    "text, says",
    [
        ("reach 0.93 here, 0.9 at grading", []),
        ("reach 93 % here, 90 % at grading.", []),
        ("reach 0.93 here", ["the text doesn't state luck's graded threshold, 0.9"]),
        ("reach 0.935 here, 90 %", ["the text doesn't state luck's public threshold, 0.93"]),
    ],
)
def test_a_threshold_that_is_not_stated_is_found(toy, text, says):
    begin = "# %% [raw]\n# # BEGIN QUESTION"
    changed = MASTER.replace(begin, f"# %% [markdown]\n# {text}\n\n{begin}")
    changed = changed.replace("    raise", "    threshold('hw0_toy', 'luck')\n    raise")
    toy.master.write_text(changed)
    master = read_master(toy)
    assert unstated(master, {"hw0_toy": {"luck": {"public": 0.93, "graded": 0.9}}}) == says
    assert unstated(master, {}) == ["hw0_toy has no threshold called luck"]
