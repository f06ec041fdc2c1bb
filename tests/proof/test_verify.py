"""What `coursework verify` proves of a release holds for each chapter, and a fault is found."""

import shutil
import sys
from dataclasses import replace

import nbformat
import pytest
from course import NAMES, copied_chapter

from tools.packing.pack import stale_files
from tools.proof.quick_check import Trial, quick_judge
from tools.proof.verify import answers_are_judged, candidate, stubs_fail

QUICK = "hw1_neuron"


@pytest.mark.parametrize(
    "name", [pytest.param(n, marks=[] if n == QUICK else pytest.mark.slow) for n in NAMES]
)
def test_stubs_and_wrong_answers_fail_and_right_ones_pass(name, releases):
    with candidate(releases[name]) as release:
        assert stubs_fail(release) == []
        if sys.platform == "linux":
            assert answers_are_judged(release) == []


def test_a_stub_that_passes_a_case_is_found(releases, tmp_path):
    """A student notebook in which question 1 is answered."""
    folder = shutil.copytree(releases[QUICK].folder, tmp_path / QUICK)
    changed = replace(releases[QUICK], folder=folder)
    notebook = nbformat.read(changed.notebook, 4)
    solved = nbformat.read(changed.solution, 4)
    for cell, answer in zip(notebook.cells, solved.cells):
        if '"hw1 q1: ' in cell.source:
            stubs = 'raise NotImplementedError("hw1 q1: sigmoid")'
            cell.source = f"{answer.source}\n\ndef unused():\n    {stubs}\n"
    nbformat.write(notebook, changed.notebook)
    with candidate(changed) as release:
        faults = stubs_fail(release)
    assert any("passes with the stub of q1" in fault for fault in faults), faults


def test_a_catalogue_that_is_not_judged_as_it_says_is_found(releases, tmp_path):
    """A right answer that is called wrong, and a wrong one that is called right."""
    chapter = copied_chapter(tmp_path, QUICK, QUICK)
    chapter.mistakes.write_text(
        "# %% q6, wrong: as it should be\n# None.\ndef unused():\n    pass\n"
        "# %% q6, right: one\ndef neuron(*args):\n    return 1.0\n"
    )
    changed = replace(releases[QUICK], chapter=chapter)
    with candidate(changed) as release:
        faults = answers_are_judged(release)
    assert "q6: 'as it should be' keeps all points." in faults
    assert any("q6: the right answer 'one' fails q6 - 1" in fault for fault in faults)


def test_the_cases_after_a_failure_are_run_only_if_they_matter(releases):
    wrong = "def neuron(*args):\n    raise ValueError('no')\n"
    with quick_judge(releases[QUICK], jobs=1) as judge:
        failures = dict(judge([Trial("q6", wrong), Trial("q6", wrong, until_first_failure=True)]))
    assert len(failures[0]) > 1 == len(failures[1])


def test_a_packed_file_of_another_grader_is_found(releases, tmp_path):
    folder = shutil.copytree(releases[QUICK].folder, tmp_path / QUICK)
    changed = replace(releases[QUICK], folder=folder)
    assert stale_files(changed) == []
    changed.gradescope.write_bytes(b"another grader")
    [fault] = stale_files(changed)
    assert fault.startswith(f"{QUICK}/gradescope.zip is not what is packed now.")
