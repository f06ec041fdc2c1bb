"""The catalogue is read with its hints; an error names the line at fault."""

import pytest
from course import COURSE, NAMES, new_chapter

from autograder.errors import CourseworkError
from tools.authoring.master import read_master
from tools.proof.catalogue import read_catalogue

ENTRIES = '''"""What people write."""

# %% q1, wrong: the sign is lost
# Try a large number by hand.
# Look at the exponent.
def f(x):
    # a comment of the code
    return x

# %% q1, right: loops
def f(x):
    return [y for y in x]

# %% q2, equivalent: x > 0 -> x >= 0
# Both give 0 there.
'''


def read(tmp_path, text):
    chapter = new_chapter(tmp_path, "hw0")
    chapter.mistakes.write_text(text)
    return read_catalogue(chapter)


def test_entries_have_a_name_a_hint_and_code(tmp_path):
    catalogue = read(tmp_path, ENTRIES)
    [wrong], [right], [equivalent] = catalogue.wrong, catalogue.right, catalogue.equivalent
    assert (wrong.question, wrong.name) == ("q1", "the sign is lost")
    assert wrong.hint == "Try a large number by hand. Look at the exponent."
    assert wrong.source.startswith("def f(x):\n    # a comment")
    assert (right.hint, right.name) == ("", "loops")
    assert equivalent.name == "x > 0 -> x >= 0" and equivalent.hint == "Both give 0 there."
    assert [e.name for e in catalogue.of("q2").equivalent] == [equivalent.name]
    assert not catalogue.of("q2").wrong


def test_no_catalogue_is_an_empty_one(tmp_path):
    assert not read_catalogue(new_chapter(tmp_path, "hw9")).wrong


@pytest.mark.parametrize(
    "cell, message",
    [("# %% q1 wrong: x\n# h\nf = 1", "line 3: a cell begins like"),
     ("# %% q1, wrong: x\nf = 1", "line 3: the hint is missing"),
     ("# %% q1, equivalent: x", "line 3: the reason is missing"),
     ("# %% q1, right: x\n", "line 3: it has no code"),
     ("# %% q1, wrong: x\n# h\ndef f(:", "line 3: its code can't be read"),
     ("# %% q1, right: x\nf = 1\n# %% q1, right: x\nf = 2", "line 5: q1 has another entry")],
)  # fmt: skip
def test_what_can_t_be_read_is_said_with_its_line(tmp_path, cell, message):
    with pytest.raises(CourseworkError, match=f"hw0/mistakes.py, {message}"):
        read(tmp_path, f'"""x"""\n\n{cell}\n')


@pytest.mark.parametrize("name", NAMES)
def test_every_question_has_its_wrong_and_right_answers(name):
    catalogue = read_catalogue(COURSE.chapter(name))
    for question in read_master(COURSE.chapter(name)).questions:
        part = catalogue.of(question.name)
        assert len(part.wrong) >= 5, question.name
        assert len(part.right) >= 2, question.name
        for entry in part.wrong:
            assert 40 <= len(entry.hint) <= 400, entry.name
            assert "`" not in entry.hint and len(entry.name) <= 80, entry.name
