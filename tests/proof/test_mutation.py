"""The tests are tested: what the catalogue says is planted, and judged as it should be."""

import copy
import json
import sys
from contextlib import contextmanager

import pytest
from click.testing import CliRunner
from course import COURSE, NAMES, new_chapter

from autograder.errors import CourseworkError
from tools.authoring.master import read_master
from tools.authoring.release import release_of
from tools.cli import coursework
from tools.paths import Course
from tools.proof import quality, quality_page
from tools.proof.answer_table import (
    answer_table,
    fingerprint,
    measured_answers,
    stale_answers,
    stale_mutants,
    store,
    with_answers,
    with_mutants,
)
from tools.proof.catalogue import Catalogue, read_catalogue
from tools.proof.mutation import plant_catalogue, plant_mutants, verdicts_agree
from tools.proof.planting import Planted, planters

QUICK = "hw1_neuron"
LEAST_HINTED = 0.9  # At least this share of a chapter's wrong answers gets its own hint.
MEASURED = {
    "q1": {
        "wrong answers": {
            "a": {"caught": True, "public": True, "unfair": [], "hints": ["a"]},
            "b": {"caught": True, "public": False, "unfair": [], "hints": ["b, or c"]},
        },
        "right answers": {"loops": []},
        "rules": {"made": 3, "survivors": ["x >= 0 -> x > 0"]},
    }
}
EQUIVALENT = "# %% q1, equivalent: x >= 0 -> x > 0\n# Both give 0 there.\n"


@pytest.mark.parametrize("name", NAMES)
def test_what_was_measured_of_a_chapter_is_as_it_should_be(name):
    """Every mutant that survives is listed with the reason why no test can refuse it."""
    chapter = COURSE.chapter(name)
    measured = measured_answers(chapter)
    assert quality.faults(chapter, measured) == []
    counts = quality.chapter_counts(chapter, measured)
    assert counts.hinted >= LEAST_HINTED * counts.wrong > 0
    assert counts.killed == counts.killable > 0


def test_the_page_is_current():
    page = (COURSE.docs / quality_page.PAGE).read_text(encoding="utf-8")
    assert page == quality_page.page(COURSE)


# What has to be planted again


@pytest.fixture
def chapter(tmp_path):
    """A copy of a chapter whose results are current."""
    original = COURSE.chapter(QUICK)
    chapter = new_chapter(tmp_path, QUICK, original.master.read_text(encoding="utf-8"))
    chapter.mistakes.write_text(original.mistakes.read_text(encoding="utf-8"), encoding="utf-8")
    store(chapter, measured_answers(original))
    assert stale_answers(read_master(chapter)) == stale_mutants(read_master(chapter)) == []
    return chapter


def edit(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_changed_entry_makes_its_questions_answers_stale(chapter):
    edit(chapter.mistakes, "# %% q2, wrong: ", "# %% q2, wrong: not ")
    changed = read_master(chapter)
    assert (stale_answers(changed), stale_mutants(changed)) == (["q2"], [])
    table = answer_table(changed)
    assert "q1" in table and "q2" not in table


def test_a_changed_test_makes_its_questions_results_stale(chapter):
    edit(chapter.master, "def test_q3", "def test_q3_again")
    changed = read_master(chapter)
    assert (stale_answers(changed), stale_mutants(changed)) == (["q3"], ["q3"])


def test_a_threshold_that_moved_makes_its_question_stale(chapter):
    """The number counts, not only the words that ask for it."""
    line = 'from tools.authoring.measured import threshold\n    threshold("hw1_neuron", "x").public'
    edit(chapter.master, "def test_q3", f"def unused():\n    {line}\n\ndef test_q3")

    changed = read_master(chapter)
    prints = []
    for public in (2.0, 2.0, 3.0):
        chapter.thresholds.write_text(json.dumps({"x": {"public": public, "graded": 1.0}}))
        prints.append(fingerprint(changed, changed.questions[2], Catalogue()))
    assert prints[0] == prints[1] != prints[2]


def test_new_results_of_a_question_leave_the_others_and_its_mutants(chapter):
    old = measured_answers(chapter)
    merged = with_answers(read_master(chapter), {"q2": {"fingerprint": "new"}})
    assert merged["q2"] == {"fingerprint": "new", "rules": old["q2"]["rules"]}
    assert list(merged) == list(old)
    assert {q: parts for q, parts in merged.items() if q != "q2"} == {
        q: parts for q, parts in old.items() if q != "q2"
    }
    merged = with_mutants(read_master(chapter), {"q2": {"made": 7}})
    assert merged["q2"] == {**old["q2"], "rules": {"made": 7}} and merged["q1"] == old["q1"]


def test_results_of_a_question_that_is_gone_are_dropped(chapter):
    store(chapter, {**measured_answers(chapter), "q99": {"fingerprint": "old"}})
    assert "q99" not in with_answers(read_master(chapter), {})


def test_mutants_need_the_catalogues_results_first(chapter):
    store(chapter, {})
    with pytest.raises(CourseworkError, match="no results for q1 yet.*without --rules"):
        with_mutants(read_master(chapter), {"q1": {}})


@pytest.mark.parametrize("rules", [False, True])
def test_the_command_plants_what_is_stale_and_says_so(chapter, monkeypatch, rules):
    planted = []

    def plant(release, questions, *_):
        planted.append(list(questions))
        parts = MEASURED["q1"]["rules"] if rules else MEASURED["q1"]
        return {question: parts for question in questions}

    name = "plant_mutants" if rules else "plant_catalogue"
    monkeypatch.setattr(f"tools.cli.{name}", plant)
    monkeypatch.setattr("tools.cli._build", lambda chapter, progress: None)
    monkeypatch.setattr("tools.cli.pack", lambda release: None)
    option = ["--rules"] if rules else []
    command = ["--course", str(chapter.course.root), "mutation", QUICK, *option]
    assert "nothing is planted" in CliRunner().invoke(coursework, command).output
    edit(chapter.master, "def test_q3", "def test_q3_again")
    assert "planting q3\n" in CliRunner().invoke(coursework, [*command, "--quick"]).output
    assert measured_answers(chapter) == measured_answers(COURSE.chapter(QUICK))
    CliRunner().invoke(coursework, command)
    assert measured_answers(chapter) != measured_answers(COURSE.chapter(QUICK))
    CliRunner().invoke(coursework, [*command, "--all"])
    every = [question.name for question in read_master(chapter).questions]
    assert planted == [[], ["q3"], ["q3"], every]


def test_new_results_are_measured_once_more_with_all_questions(chapter, monkeypatch):
    plantings = []

    @contextmanager
    def planters(release, jobs, patience=1.0):
        def plant(tasks):
            for entry, scope in tasks:
                plantings.append(scope)
                lost = ["q2", *(["q5"] if scope == "all" else [])] if entry.source else []
                yield entry, Planted(lost, True, [], {}, [])

        yield plant

    monkeypatch.setattr("tools.proof.mutation.planters", planters)
    release, catalogue = release_of(chapter), read_catalogue(chapter).of("q2")
    number = 1 + len(catalogue.wrong) + len(catalogue.right)
    results = plant_catalogue(release, ["q2"], 1)
    assert plantings == ["touched"] * number + ["all"] * number
    assert all(verdict["unfair"] == ["q5"] for verdict in results["q2"]["wrong answers"].values())
    plantings.clear()
    results = plant_catalogue(release, ["q2"], 1, "own")
    assert plantings == ["own"] * number
    store(chapter, with_answers(read_master(chapter), results))
    plantings.clear()
    assert plant_catalogue(release, ["q2"], 1) == results
    assert plantings == ["touched"] * number


@pytest.mark.parametrize(
    "place, value, agree",
    [([], None, True),
     (["fingerprint"], "another", True),
     (["wrong answers", "a factor is forgotten", "unfair"], ["q3"], False),
     (["right answers", "loops"], ["q1"], False),
     (["mistakes", 0, "hint"], "Another hint.", True)],
)  # fmt: skip
def test_verdicts_are_new_if_one_is(place, value, agree):
    stored = measured_answers(COURSE.chapter(QUICK))["q2"]
    changed = part = copy.deepcopy(stored)
    for key in place[:-1]:
        part = part[key]
    if place:
        part[place[-1]] = value
    assert verdicts_agree(changed, stored) is agree
    assert not verdicts_agree(stored, None)



@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the sandbox needs Linux")
def test_the_questions_that_an_answer_can_touch_give_the_verdict_of_all(releases):
    """Some answers of a chapter is planted twice. Among the touched questions are some that
    fail because of it."""
    catalogue = read_catalogue(COURSE.chapter(QUICK))
    entries = [*catalogue.wrong, *catalogue.right][::12]
    assert any(entry.question == "q1" for entry in entries)
    with planters(releases[QUICK], 1) as plant:
        touched = dict(plant((entry, "touched") for entry in entries))
        everything = dict(plant((entry, "all") for entry in entries))
    assert touched == everything


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the sandbox needs Linux")
def test_planting_one_question_again_gives_the_stored_verdicts(releases):
    """One question of a chapter is planted in the sandbox, and its mutants. Numbers that the tests
    received are not compared: their last digits depend on the processor."""
    stored = measured_answers(COURSE.chapter(QUICK))["q6"]
    [(name, parts)] = plant_catalogue(releases[QUICK], ["q6"], 1).items()
    assert name == "q6"
    for part in ("fingerprint", "wrong answers", "right answers"):
        assert parts[part] == stored[part]
    assert [m["name"] for m in parts["mistakes"]] == [m["name"] for m in stored["mistakes"]]
    assert plant_mutants(releases[QUICK], ["q6"], 1) == {"q6": stored["rules"]}


# Verdicts and numbers


@pytest.fixture
def small(tmp_path):
    chapter = new_chapter(tmp_path, "hw0")
    chapter.mistakes.write_text(EQUIVALENT)
    return chapter


@pytest.mark.parametrize(
    "place, value, message",
    [(("wrong answers", "a", "caught"), False, "'a' keeps all points"),
     (("wrong answers", "b", "unfair"), ["q3"], "'b' costs q3 points, too"),
     (("right answers", "loops"), ["q1", "q2"], "'loops' loses points in q1, q2"),
     (("rules", "survivors"), ["x >= 0 -> x > 0", "a -> b"], "mutant keeps all points: a -> b"),
     (("rules", "survivors"), [], "loses points or no longer exists: x >= 0 -> x > 0")],
)  # fmt: skip
def test_a_wrong_verdict_is_a_sentence(small, place, value, message):
    measured = copy.deepcopy(MEASURED)
    assert quality.faults(small, measured) == []
    part = measured["q1"]
    for key in place[:-1]:
        part = part[key]
    part[place[-1]] = value
    [fault] = quality.faults(small, measured)
    assert fault.startswith("hw0 q1: ") and message in fault


def test_numbers_are_counted(small):
    counts = quality.chapter_counts(small, {"q1": MEASURED["q1"], "q2": MEASURED["q1"]})
    assert (counts.wrong, counts.public, counts.hidden, counts.caught) == (4, 2, 2, 4)
    assert (counts.hinted, counts.right, counts.accepted) == (4, 2, 2)
    assert (counts.mutants, counts.killed) == (6, 4)
    assert (counts.equivalent, counts.killable) == (1, 5)  # Only q1 has an entry in the catalogue.


def test_a_course_without_results_has_an_empty_page(small):
    page = quality_page.page(Course(small.course.root))
    assert "| hw0 | 0 | 0 |" in page and "## hw0" not in page
