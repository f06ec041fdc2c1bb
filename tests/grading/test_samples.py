"""Each sample submission loses points in the questions that it should lose points in.

The fast tier grades two samples of each chapter; the others are marked slow. Stock Otter takes some
ten seconds for each sample, so that it grades one in the fast tier.
"""

import contextlib
import dataclasses
import json
import re

import nbformat
import pytest
from course import COURSE, NAMES
from lazy import Lazy
from otter.api import grade_submission

from autograder.bundle.bundle import open_bundle
from autograder.grading import stock_otter
from autograder.grading.grader import Grader
from autograder.report.result import BY_PERSON, NO_TORCH, UNANSWERED
from autograder.submission.folders import find_submissions
from autograder.submission.intake import Submission
from tools.authoring.samples import fill_in_answers, reference_answers, samples_of, write_samples
from tools.proof.catalogue import read_catalogue

CASES = [(name, sample) for name in NAMES for sample in samples_of(COURSE.chapter(name))]
FAST = [(name, sample) for name, sample in CASES if sample in ("right", "mistakes_a")]
# Stock Otter grades all samples of one chapter and one of every other.
STOCK = [(n, s) for n, s in CASES if n == NAMES[0] or s == "mistakes_a"]
FAST_STOCK = [(NAMES[0], "mistakes_a")]


def in_groups(cases, fast):
    """Return parameters that keep a chapter's cases in one process, so that it is opened once."""
    return [
        pytest.param(
            name,
            sample,
            marks=[
                pytest.mark.xdist_group(name),
                *([] if (name, sample) in fast else [pytest.mark.slow]),
            ],
        )
        for name, sample in cases
    ]


@pytest.fixture(scope="session")
def samples(releases, tmp_path_factory):
    """Map each chapter to the folder of its samples."""
    folder = tmp_path_factory.mktemp("samples")

    def write(name):
        write_samples(releases[name], folder / name)
        return folder / name

    return Lazy(write)


class Graders:
    """Maps each chapter to its trusted grader. One grader is open at a time.

    As under stock Otter, no reference stands in for earlier answers. The time limits are long, so
    that a busy machine changes no score.
    """

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
            self.grader = self.stack.enter_context(Grader(bundle, run_hidden_without_sandbox=True))
        return self.grader


@pytest.fixture(scope="session")
def graders(releases):
    made = Graders(releases)
    with made.stack:
        yield made


@pytest.fixture(scope="session")
def reports(graders, samples):
    """Map each chapter and sample to its report. Two tests need it, and it is made once."""

    def grade(key):
        name, sample = key
        [submission] = find_submissions([samples[name] / f"{sample}.ipynb"])
        return graders[name].grade(submission)

    return Lazy(grade)


@pytest.mark.parametrize("name, sample", in_groups(CASES, FAST))
def test_a_sample_gets_what_it_is_due(name, sample, reports):
    spec = samples_of(COURSE.chapter(name))[sample]
    report = reports[name, sample]
    judged = {q.name for q in report.questions if not q.not_judged}
    lost = {q.name for q in report.questions if q.score < q.judged}
    assert report.graded
    assert lost == set(spec.get("fails", [])) & judged, report.first_failure()
    assert set(report.not_judged()) <= {NO_TORCH, BY_PERSON, UNANSWERED}
    if sample == "missing_import":
        assert "notthere" in report.first_failure()
    if sample == "blank":
        assert report.score == 0


@pytest.mark.parametrize("name, sample", in_groups(STOCK, FAST_STOCK))
def test_stock_otter_gives_a_sample_the_same(name, sample, releases, samples, reports):
    report = reports[name, sample]
    path = samples[name] / f"{sample}.ipynb"
    stock = grade_submission(str(path), str(releases[name].bundle), quiet=True)
    assert report.max_score == stock.possible
    # Without PyTorch a test by stock Otter passes unjudged, so the totals can't be compared.
    if sample == "missing_import":  # Here the rest of the cell is run, see docs/compatibility.md.
        assert stock.total < report.score
    elif NO_TORCH not in report.not_judged():
        assert report.score == stock.total


def test_a_notebook_of_an_earlier_release_is_graded_as_before(graders, samples):
    name = NAMES[0]
    notebook = nbformat.read(samples[name] / "mistakes_a.ipynb", 4)
    started = notebook.cells[0].source
    notebook.cells[0].source = re.sub(r"nnlab\.grader\((.*)\)$", r"\1", started)
    assert notebook.cells[0].source != started
    del notebook.cells[-2:]
    notebook.cells.append(nbformat.v4.new_code_cell("grader.check_all()"))
    earlier = graders[name].grade(Submission("ada", nbformat.writes(notebook).encode()))
    [submission] = find_submissions([samples[name] / "mistakes_a.ipynb"])
    now = graders[name].grade(submission)
    assert [q.score for q in earlier.questions] == [q.score for q in now.questions]
    assert (earlier.reason, earlier.remarks) == (now.reason, now.remarks) == ("", [])


@pytest.mark.xdist_group(NAMES[0])
def test_the_otter_engine_says_the_same_of_a_wrong_answer(releases, samples, reports):
    name = NAMES[0]
    [submission] = find_submissions([samples[name] / "mistakes_a.ipynb"])
    theirs = stock_otter.grade(releases[name].bundle, submission)
    ours = reports[name, "mistakes_a"]
    judged = [q for q in ours.questions if not q.written]
    assert [q.score for q in theirs.questions] == [q.score for q in judged]
    assert theirs.first_failure() == ours.first_failure()


def test_a_known_mistake_gets_its_hint_and_another_is_described(releases, graders):
    name = NAMES[0]
    entry = next(e for e in read_catalogue(COURSE.chapter(name)).wrong if e.question == "q2")
    turned = """
def sigmoid_derivative(x):
    s = sigmoid(x)
    return (s * (1 - s)).T if np.ndim(x) == 3 else s * (1 - s)
"""
    results = []
    for source in (entry.source, turned):
        answers = {**reference_answers(releases[name]), "q2": source}
        notebook = fill_in_answers(nbformat.read(releases[name].notebook, 4), answers)
        submission = Submission("ada", nbformat.writes(notebook).encode())
        results.append(graders[name].grade(submission).questions[1])
    assert (results[0].hints, results[0].misconceptions) == ([entry.hint], [entry.name])
    assert results[1].misconceptions == [] and results[1].hints == [
        "In a test that fails, what sigmoid_derivative returns has its axes in the other order: it "
        "is transposed."
    ]


def test_of_the_public_tests_alone_the_hidden_ones_are_gone(releases, samples):
    name = NAMES[0]
    submissions = find_submissions([samples[name] / "right.ipynb"])
    [report] = stock_otter.grade_class(releases[name].bundle, submissions, 60, 1, public=True)
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
    assert report.score == report.judged, report.first_failure()


def test_an_endless_loop_costs_its_submission_and_says_so(releases):
    cell = nbformat.v4.new_code_cell("while True: pass")
    content = nbformat.writes(nbformat.v4.new_notebook(cells=[cell])).encode()
    name = NAMES[0]
    report = stock_otter.grade(releases[name].bundle, Submission("loop", content), 12)
    assert report.score == 0 and "stopped after 12 seconds" in report.not_graded
    assert report.max_score > 0 and report.questions
