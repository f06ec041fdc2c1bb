"""The hints that students get beside their notebook can't be read, but by who needs them."""

import json
from dataclasses import replace

import numpy as np
import pytest
from course import COURSE
from nnlab.hints import place_of
from nnlab.parts import whole
from nnlab.sealed import key_of, unseal

from autograder.diagnosis.answers import AnswerDigest, to_json
from tools.authoring.master import read_master
from tools.authoring.release import Release
from tools.packing.hint_file import sealed_hints, write_hint_file
from tools.paths import Chapter, Course

CHAPTER = COURSE.chapter("hw1_neuron")
NAME = "sigmoid_derivative"
RIGHT, WRONG, LIKE = (np.array(x) for x in ([0.25, 0.1], [0.5, 0.2], [0.75, 0.3]))
PUBLIC, HIDDEN = "q2 - 1", "q2 - 3"


def answer(value):
    return to_json([AnswerDigest(NAME, whole(value))])


def mistake(text, cases):
    cases = {case: answer(value) for case, value in cases.items()}
    return {"name": f"{text} (name)", "hint": text, "functions": [NAME], "cases": cases,
            "fails": list(cases)}  # fmt: skip


MISTAKES = [
    mistake("The slope is twice too large.", {PUBLIC: WRONG, HIDDEN: np.array([7.5, 8.5])}),
    mistake("One.", {PUBLIC: LIKE}),
    mistake("Another that looks like it.", {PUBLIC: list(LIKE)}),
    mistake("Only a hidden case tells.", {HIDDEN: np.array([9.5, 3.25])}),
    mistake("Nothing is returned.", {PUBLIC: None}),
]
ANSWERS = {"q2": {"right": {PUBLIC: answer(RIGHT), HIDDEN: answer(RIGHT)}, "mistakes": MISTAKES}}


@pytest.fixture(scope="module")
def master():
    return read_master(CHAPTER)


def opened(content, value):
    key = key_of(bytes.fromhex(content["salt"]), place_of("q2", 0, NAME, 0), whole(value))
    return unseal(key, content["questions"]["q2"])


def test_an_answer_that_one_mistake_gives_opens_its_hint_and_no_other_does(master):
    content = sealed_hints(master, ANSWERS)
    assert opened(content, WRONG) == opened(content, [0.5, 0.2]) == MISTAKES[0]["hint"]
    for value in (RIGHT, LIKE, None, np.array([7.5, 8.5]), np.array([9.5, 3.25])):
        assert opened(content, value) == ""
    assert len(content["questions"]["q2"]) == 1
    assert set(content["questions"]) == {f"q{n}" for n in range(1, 9)}


def test_no_hint_no_answer_and_no_length_can_be_read(master, tmp_path):
    release = Release(CHAPTER, tmp_path)
    table = {"q2": {**ANSWERS["q2"], "mistakes": [
        mistake("A hint. " * n, {PUBLIC: WRONG * (n + 1)}) for n in range(1, 9)
    ]}}  # fmt: skip
    write_hint_file(release, master, table)
    text = release.hints.read_text()
    content = json.loads(text)
    sealed = content["questions"]["q2"]
    assert len(sealed) == 8 and len({len(secret) for secret in sealed.values()}) == 1
    assert list(sealed) == sorted(sealed)
    raw = b"".join(map(bytes.fromhex, sealed.values()))
    for word in ("hint", "name", NAME, "0.5", "1.0", "twice"):
        assert word not in text and word.encode() not in raw
    assert b"    " not in raw  # as a text that is filled up with spaces has


@pytest.mark.parametrize("policy", ["never", "after_due_date"])
def test_a_course_that_gives_no_hints_at_once_has_no_file(master, tmp_path, policy):
    release = Release(CHAPTER, tmp_path)
    write_hint_file(release, master, ANSWERS)
    assert release.hints.is_file()
    later = replace(master, config={**master.config, "grading": {"policy": {"hints": policy}}})
    write_hint_file(release, later, ANSWERS)
    assert not release.hints.exists()


def test_the_file_is_the_same_whatever_system_wrote_the_master(master, tmp_path):
    chapter = Chapter(Course(tmp_path), CHAPTER.name)
    chapter.master.parent.mkdir(parents=True)
    chapter.master.write_bytes(CHAPTER.master.read_bytes().replace(b"\n", b"\r\n"))
    elsewhere = replace(master, chapter=chapter)
    assert elsewhere.path.read_bytes() != master.path.read_bytes()
    assert sealed_hints(elsewhere, ANSWERS) == sealed_hints(master, ANSWERS)
