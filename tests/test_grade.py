"""Submissions of every shape get a score, or 0 and a reason; nobody is left out."""

import contextlib
import dataclasses
import importlib.util
import json

import nbformat
import pytest
from lazy import Lazy
from otter.api import grade_submission

from autograder import otter_engine
from autograder.bundle import load_tests, open_bundle
from autograder.grader import Grader
from autograder.submission import Submission, find_submissions
from tools import places
from tools.catalogue import read_catalogue
from tools.samples import fill, reference_answers, samples_of, write_samples

NAMES = places.assignment_names()
CASES = [(name, sample) for name in NAMES for sample in samples_of(name)]
# Otter takes ten seconds for each: all samples of one assignment, one of every other.
STOCK = [(n, s) for n, s in CASES if n == NAMES[0] or s == "mistakes_a"]


def in_groups(cases):
    """Each assignment's on one worker, which builds and opens it once."""
    return [pytest.param(name, sample, marks=pytest.mark.xdist_group(name))
            for name, sample in cases]  # fmt: skip


@pytest.fixture(scope="session")
def samples(releases, tmp_path_factory):
    """For each assignment the folder of its samples."""
    folder = tmp_path_factory.mktemp("samples")

    def write(name):
        write_samples(releases[name], folder / name)
        return folder / name

    return Lazy(write)


class Graders:
    """The trusted grader of each assignment, one at a time: its tests import the nnlab of its own
    bundle. As under stock Otter, no reference stands in for earlier answers, and time
    is not what counts."""

    def __init__(self, releases):
        self.releases, self.name, self.stack = releases, "", contextlib.ExitStack()

    def __getitem__(self, name):
        if name != self.name:
            self.stack.close()
            self.name = name
            bundle = self.stack.enter_context(open_bundle(self.releases[name].bundle))
            patient = dataclasses.replace(
                bundle.settings.limits, case_seconds=200.0, submission_seconds=900.0
            )
            settings = dataclasses.replace(bundle.settings, limits=patient)
            bundle = dataclasses.replace(bundle, settings=settings, reference=None)
            self.grader = self.stack.enter_context(Grader(bundle, weak=True))
        return self.grader


@pytest.fixture(scope="session")
def graders(releases):
    made = Graders(releases)
    with made.stack:
        yield made


@pytest.mark.parametrize("name, sample", in_groups(CASES))
def test_a_sample_gets_what_it_is_due(name, sample, releases, graders, samples):
    spec = samples_of(name)[sample]
    path = samples[name] / f"{sample}.ipynb"
    [submission] = find_submissions([path])
    report = graders[name].grade(submission)
    lost = {q.name for q in report.questions if q.score < q.max_score}
    assert lost == _due_to_fail(spec, releases[name].bundle), report.first_failure()
    assert report.graded
    if sample == "missing_import":
        assert "notthere" in report.first_failure()
    if sample == "blank":
        assert report.score == 0


@pytest.mark.parametrize("name, sample", in_groups(STOCK))
def test_stock_otter_gives_a_sample_the_same(name, sample, releases, graders, samples):
    path = samples[name] / f"{sample}.ipynb"
    [submission] = find_submissions([path])
    report = graders[name].grade(submission)
    stock = grade_submission(str(path), str(releases[name].bundle), quiet=True)
    assert (report.score, report.max_score) == (stock.total, stock.possible)


def test_the_otter_engine_says_the_same_of_a_wrong_answer(releases, graders, samples):
    name = NAMES[0]
    [submission] = find_submissions([samples[name] / "mistakes_a.ipynb"])
    theirs = otter_engine.grade(name, releases[name].bundle, submission)
    ours = graders[name].grade(submission)
    assert [q.score for q in theirs.questions] == [q.score for q in ours.questions]
    assert theirs.first_failure() == ours.first_failure()


def test_a_known_mistake_gets_its_hint_and_another_is_described(releases, graders):
    name = NAMES[0]
    entry = next(e for e in read_catalogue(name).wrong if e.question == "q2")
    turned = """
def sigmoid_derivative(x):
    s = sigmoid(x)
    return (s * (1 - s)).T if np.ndim(x) == 3 else s * (1 - s)
"""
    found = []
    for source in (entry.source, turned):
        answers = {**reference_answers(releases[name]), "q2": source}
        notebook = fill(nbformat.read(releases[name].notebook, 4), answers)
        submission = Submission("ada", nbformat.writes(notebook).encode())
        found.append(graders[name].grade(submission).questions[1])
    assert (found[0].hints, found[0].misconceptions) == ([entry.hint], [entry.name])
    assert found[1].misconceptions == [] and found[1].hints == [
        "In a test that fails, sigmoid_derivative returns an array whose axes are in the other "
        "order."
    ]


def test_of_the_public_tests_alone_the_hidden_ones_are_gone(releases, samples):
    name = NAMES[0]
    submissions = find_submissions([samples[name] / "right.ipynb"])
    [report] = otter_engine.grade_class(releases[name].bundle, submissions, 60, 1, public=True)
    assert report.score == report.max_score == 10
    assert not any(case.hidden for question in report.questions for case in question.cases)


def test_a_notebook_without_metadata_cells_in_other_order_still_counts(graders, samples):
    name = NAMES[0]
    notebook = nbformat.read(samples[name] / "right.ipynb", 4)
    code = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    code.insert(1, "note = 'a cell of my own'")
    bare = {"cells": [{"cell_type": "code", "source": source} for source in code]}
    submission = Submission("renamed", json.dumps(bare).encode())
    report = graders[name].grade(submission)
    assert report.score == report.max_score, report.first_failure()


def test_an_endless_loop_costs_its_submission_and_says_so(releases):
    cell = nbformat.v4.new_code_cell("while True: pass")
    content = nbformat.writes(nbformat.v4.new_notebook(cells=[cell])).encode()
    name = NAMES[0]
    report = otter_engine.grade(name, releases[name].bundle, Submission("loop", content), 12)
    assert report.score == 0 and "stopped after 12 seconds" in report.reason
    assert report.max_score > 0 and report.questions


def _due_to_fail(spec, bundle):
    """The questions that must lose points; without PyTorch, of its questions only the stubs do."""
    unjudged = {
        question
        for question, cases in load_tests(bundle).items()
        if any(case.needs_torch for case in cases) and importlib.util.find_spec("torch") is None
    }
    stubs = {name for name, source in spec.get("answers", {}).items() if source == "stub"}
    return set(spec.get("fails", [])) - (unjudged - stubs)
