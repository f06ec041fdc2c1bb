"""Unseen wrong answers: how they are read, counted, and judged again if their hints change."""

import json
from contextlib import nullcontext
from types import SimpleNamespace

import numpy as np
import pytest
from course import COURSE, new_chapter

from autograder.diagnosis.answers import digests, right_to_json
from autograder.errors import CourseworkError
from autograder.sandbox.trusted.answers import Answer
from tools.proof import unseen
from tools.proof.unseen import (
    VERDICTS,
    UnseenCounts,
    counts_of,
    plant_unseen,
    read_unseen,
    store_unseen,
    to_judge,
)

MESSAGE = "f(5.4) is 1.35; it should be 2.7."
ENTRIES = """# %% q1: half
# It is half of what it should be.
def f(x):
    return x / 2

# %% q1: nothing wrong
# It is right, so no test catches it.
def f(x):
    return x
"""


@pytest.fixture
def chapter(tmp_path):
    made = new_chapter(tmp_path, "hw0")
    (made.unseen / "dev").mkdir(parents=True)
    made.answers.parent.mkdir()
    (made.unseen / "dev" / "a.py").write_text(ENTRIES)
    return made


def answers(value):
    return digests([Answer("f", value)])


def planted(chapter, monkeypatch, value):
    """Plant as if the first entry answered this, and the second one nothing wrong."""
    table = {"q1": {"right": {"c": right_to_json(answers(2.7))}, "mistakes": []}}
    chapter.answers.parent.mkdir(exist_ok=True)
    chapter.answers.write_text(json.dumps(table))

    def plant(tasks):
        for entry, _ in tasks:
            wrong = entry.name == "half"
            failed, lost = (["c"], ["q1"]) if wrong else ([], [])
            given = {"c": answers(value if wrong else 2.7)}
            yield entry, SimpleNamespace(lost=lost, failed=failed, answers=given, message=MESSAGE)

    monkeypatch.setattr(unseen, "planters", lambda release, jobs: nullcontext(plant))
    return plant_unseen(SimpleNamespace(chapter=chapter), 1)


def test_a_verdict_holds_as_long_as_the_hints_are_the_same(chapter, monkeypatch):
    results = planted(chapter, monkeypatch, 1.35)
    assert "is half" in results["dev/a"]["q1: half"]["hints"][0]
    [sentence] = to_judge(chapter, results)
    assert "It is half of what it should be." in sentence
    results["dev/a"]["q1: half"]["verdict"] = "named"
    store_unseen(chapter, results)
    results = planted(chapter, monkeypatch, 1.35)
    assert results["dev/a"]["q1: half"]["verdict"] == "named"
    assert list(to_judge(chapter, results)) == []
    results = planted(chapter, monkeypatch, -2.7)  # The grader says something else now.
    assert results["dev/a"]["q1: half"]["verdict"] == ""
    assert len(list(to_judge(chapter, results))) == 1


def test_answers_that_are_held_back_are_measured_once(chapter, monkeypatch):
    (chapter.unseen / "held").mkdir()
    (chapter.unseen / "dev" / "a.py").rename(chapter.unseen / "held" / "a.py")
    first = planted(chapter, monkeypatch, 1.35)
    assert "is half" in first["held/a"]["q1: half"]["hints"][0]
    store_unseen(chapter, first)
    assert planted(chapter, monkeypatch, -2.7) == first


def test_the_counts_are_those_of_one_half_and_of_caught_answers(chapter):
    assert counts_of(chapter, "dev") == UnseenCounts(2, unjudged=2)  # Not planted yet.
    for verdict, numbers in zip((*VERDICTS, ""), np.eye(len(VERDICTS) + 1, dtype=int)):
        found = {"caught": True, "hints": [], "verdict": verdict}
        missed = {"caught": False, "hints": [], "verdict": ""}
        store_unseen(chapter, {"dev/a": {"q1: half": found, "q1: nothing wrong": missed}})
        assert counts_of(chapter, "dev") == UnseenCounts(2, 1, *numbers)
    assert counts_of(chapter, "held") == UnseenCounts()


def test_what_can_t_be_read_is_said_with_its_line(chapter):
    (chapter.unseen / "dev" / "b.py").write_text("# %% q1, wrong: no\n# h\nf = 1\n")
    with pytest.raises(CourseworkError, match="hw0/unseen/dev/b.py, line 1: a cell begins like"):
        read_unseen(chapter)


@pytest.mark.parametrize("chapter", COURSE.chapters(), ids=lambda chapter: chapter.name)
def test_every_stored_result_is_of_an_entry_and_its_verdict_is_known(chapter):
    known = {
        (name, f"{entry.question}: {entry.name}")
        for name, entries in read_unseen(chapter).items() for entry in entries
    }  # fmt: skip
    for name, of_file in unseen.measured_unseen(chapter).items():
        for key, entry in of_file.items():
            assert (name, key) in known and entry["verdict"] in (*VERDICTS, "")
