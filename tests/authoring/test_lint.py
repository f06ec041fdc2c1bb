"""Each silent trap of Otter Assign, planted in a right master, is refused with file and line."""

import re
from dataclasses import fields

import pytest
from course import COURSE, NAMES, new_chapter

from autograder.errors import CourseworkError
from tools.authoring.lint import STYLE_RULES, lint
from tools.authoring.master import parse_master, read_master
from tools.authoring.release import build, master_faults
from tools.course_file import Style
from tools.paths import Chapter, Course

STRICT = Style(*[True] * len(fields(Style)))
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
# name: hw0_small
# generate:
#   points_possible: 2
# tests:
#   ok_format: false

# %%
import numpy as np

# %% [raw]
# # BEGIN QUESTION
# name: q1
# points: 2

# %% [markdown]
# ## Question 1: twice (2 points)

# %% [raw]
# # BEGIN SOLUTION

# %%
def twice(x):
    """ # BEGIN PROMPT
    raise NotImplementedError("hw0 q1: twice")
    """ # END PROMPT
    # BEGIN SOLUTION
    return 2 * x
    # END SOLUTION

# %% [raw]
# # END SOLUTION

# %% [raw]
# # BEGIN TESTS

# %%
""" # BEGIN TEST CONFIG
points: 1
failure_message: a number
""" # END TEST CONFIG
def test_q1_number(twice):
    from nnlab.checks import check
    check(twice, (2.0,), 4.0, name="twice")
test_q1_number(twice)

# %%
""" # BEGIN TEST CONFIG
points: 1
hidden: true
failure_message: another number
""" # END TEST CONFIG
def test_q1_hidden(twice):
    from nnlab.checks import check
    check(twice, (3.0,), 6.0, name="twice")
test_q1_hidden(twice)

# %% [raw]
# # END TESTS

# %% [raw]
# # END QUESTION

# %%
print(twice(2.0))
'''


def faults_of(tmp_path, text):
    """Return what is wrong with a master of this text, as messages in the order of the lines."""
    master = parse_master(new_chapter(tmp_path, "hw0_small", text))
    return list(map(str, sorted(lint(master, STRICT))))


def test_the_small_master_is_right(tmp_path):
    assert faults_of(tmp_path, MASTER) == []


TRAPS = [
    ("import numpy as np\n", "x = 1  # SOLUTION\n", r"line 18: .*outside a question"),
    ("import numpy as np\n", "import numpy as np\n%matplotlib inline\n",
     "line 19: .*'%matplotlib inline' is a command of IPython. Delete it"),
    ("import numpy as np\n", "import numpy at np\n", r"line 18: this is not Python"),
    ("    # BEGIN SOLUTION\n", "    # BEGIN SOLUTON\n", "line 36: .*mistyped.* # BEGIN SOLUTION"),
    ("# # BEGIN TESTS", "# # BEGIN TETSS", "not a marker .* Write # BEGIN TESTS"),
    ("# %% [raw]\n# # BEGIN TESTS", "# %% [raw]\n# # x\n\n# %% [raw]\n# # BEGIN TESTS",
     "'x' is not a marker .* Make it a Markdown cell"),
    ('    raise NotImplementedError("hw0 q1: twice")\n', "    ...\n",
     r'has no stub.* above # BEGIN SOLUTION NO PROMPT:\n.*PROMPT\n.*\("hw0 q1: twice"\)\n'),
    ("hw0 q1: twice", "hw0 q2: twice", "calls itself 'hw0 q2'. Write 'hw0 q1: twice'"),
    ("hidden: true\n", "", "no hidden test. Write one with hidden: true"),
    ("points: 1\nfailure_message: a n", "points: 1\nhidden: true\nfailure_message: a n",
     "no public test"),
    ("points_possible: 2", "points_possible: 3", "add up to 2. Write points_possible: 2"),
    ("points_possible: 2", "points_possibel: 2", "no key generate.points_possibel. Did you mean "
     "points_possible", "add up to 2"),
    ("# points: 2", "# points: 3", "add up to 2", "add up to 3", r"say \(3 points\)"),
    ("# points: 2", "# points: two", "`points` should be a number from 0; it is 'two'"),
    ("twice (2 points)", "twice (4 points)", "heading"),
    ("# points: 2", "# pionts: 2", "no key pionts. Did you mean points"),
    ("# points: 2", "# points: [2", "settings are not YAML"),
    ("# name: q1", "# nam: q1", "no key nam. Did you mean name"),
    ("# name: q1\n", "", "a question needs a name"),
    ("# name: hw0_small", "# name: hw0", "folder is called hw0_small"),
    ("# generate:", "# genrate: 1\n# generate:", "no key genrate. Did you mean generate"),
    ("#   ok_format: false", "#   files: false", "tests are functions .* ok_format: false"),
    ("# # ASSIGNMENT CONFIG", "# # ASSIGNMENT CONFG", "line 10: .* Write # ASSIGNMENT CONFIG"),
    ("# %% [raw]\n# # ASSIGNMENT CONFIG", "# %% [markdown]\n# x", "this one has 0"),
    ("hidden: true", "hiden: true", "no key hiden. Did you mean hidden"),
    ("hidden: true", "hidden: maybe", "`hidden` should be true or false; it is 'maybe'"),
    ("test_q1_hidden", "test_q1_number", "two tests are called"),
    ("failure_message: a number", 'failure_message: a "number"', "double quote"),
    ("failure_message: a number\n", "", "has no failure_message"),
    ("points: 1\nfailure_message: a number", "failure_message: a number", "carries no points",
     "add up to 1"),
    ("(twice, (2.0,)", "(twice, (np.pi,)", "line 51: .*uses np, which it doesn't take"),
    ('    check(twice, (3.0,), 6.0, name="twice")',
     "    import numpy as np\n    assert np.allclose(twice(3.0), 6.0)", "allclose accepts"),
    ('    check(twice, (3.0,), 6.0, name="twice")',
     "    y = twice(3.0)\n    assert y == twice(3.0)", "== may compare arrays"),
    ("twice, (3.0,), 6.0, name", "twice, (3.0,), 6.0 name", "line 64: .*not parse"),
    ("test_q1_hidden(twice):", "test_q1_hidden(twice):\n    pass\ndef other():",
     "exactly one function"),
    ("print(twice(2.0))", "print(2)", "no cell calls .* shows what twice returns"),
    ("# %% [raw]\n# # END SOLUTION\n", "", "Write a raw cell # END SOLUTION above it"),
    ("# %% [raw]\n# # END TESTS\n", "", "# END TESTS is missing"),
    ("# %% [raw]\n# # END QUESTION\n", "", "ends inside a question"),
    ("# %% [raw]\n# # BEGIN QUESTION", "# %% [raw]\n# # END QUESTION\n\n# %% [raw]\n"
     "# # BEGIN QUESTION", "ends here that never began"),
    ("#     language: python\n", "", "master.py, line 1: the header names no kernelspec"),
]  # fmt: skip


@pytest.mark.parametrize("old, new, says", [(old, new, says) for old, new, *says in TRAPS])
def test_a_planted_trap_is_refused_alone(tmp_path, old, new, says):
    """Each trap is said, with its place, and nothing else that is not true of the master."""
    assert old in MASTER
    faults = faults_of(tmp_path, MASTER.replace(old, new))
    for sentence in says:
        assert sum(bool(re.search(sentence, fault, re.S)) for fault in faults) >= 1, faults
    assert len(faults) == len(says), faults
    for fault in faults:
        assert re.match(r"hw0_small/master\.py, (cell \d+, line \d+|line 1): ", fault)


def test_all_faults_are_listed_at_once(tmp_path):
    """A master with many traps is refused once, with a line for each of them."""
    text, planted = MASTER, []
    for old, new, *says in TRAPS:
        if len(says) == 1 and text.count(old) == 1 and "YAML" not in says[0] and "name" not in old:
            together = text.replace(old, new)
            sentences = [*planted, says[0].rpartition(": .*")[2]]
            faults = faults_of(tmp_path, together)
            if all(any(re.search(s, fault, re.S) for fault in faults) for s in sentences):
                text, planted = together, sentences
    assert len(planted) >= 12, planted
    (tmp_path / "course.toml").write_text("".join(f"style.{name} = true\n" for name in STYLE_RULES))
    with pytest.raises(CourseworkError) as refused:
        build(new_chapter(tmp_path, "hw0_small", text))
    for sentence in planted:
        assert re.search(sentence, str(refused.value), re.S), sentence


def test_each_switch_of_the_style_has_a_rule():
    assert STYLE_RULES.keys() == {field.name for field in fields(Style)}


def test_a_file_that_is_not_in_cells_is_one_fault(tmp_path):
    faults = faults_of(tmp_path, MASTER.replace("# %%\nimport", "import", 1).replace(
        "# %% [raw]\n# # ASSIGNMENT", "x = 1\n# %% [raw]\n# # ASSIGNMENT"))  # fmt: skip
    assert len(faults) == 1 and "every cell has to begin with its own '# %%' line" in faults[0]


@pytest.mark.parametrize("name", NAMES)
def test_the_masters_of_the_course_are_right(name):
    assert master_faults(parse_master(COURSE.chapter(name))) == []


WRITTEN = '''
# %% [raw]
# # BEGIN QUESTION
# name: w1
# manual: true
# points: 2

# %% [markdown]
# ## Written question 1: why? (2 points)

# %% [raw]
# # BEGIN SOLUTION

# %% [markdown]
# **SOLUTION**
#
# Because.
#
# **RUBRIC**
#
# - 2 points: a reason.

# %% [raw]
# # END SOLUTION

# %% [raw]
# # END QUESTION
'''


def test_a_written_question_is_read(tmp_path):
    assert faults_of(tmp_path, MASTER + WRITTEN) == []
    master = read_master(Chapter(Course(tmp_path), "hw0_small"))
    assert [question.name for question in master.questions] == ["q1"]
    [question] = master.written
    assert (question.title, question.points) == ("why?", 2.0)
    assert question.model_answer == ("Because.", "- 2 points: a reason.")


def test_a_question_for_oneself_needs_no_rubric(tmp_path):
    text = WRITTEN.replace("points: 2", "points: 0").replace("2 points", "not graded")
    text = text.replace("Written question 1", "For yourself").replace("# **RUBRIC**\n", "#\n")
    assert faults_of(tmp_path, MASTER + text) == []
    master = read_master(Chapter(Course(tmp_path), "hw0_small"))
    assert (master.written[0].title, master.written[0].points) == ("why?", 0.0)


@pytest.mark.parametrize(
    "old, new, why",
    [
        ("# **RUBRIC**\n", "# RUBRIC\n", "a line [*][*]RUBRIC"),
        ("# - 2 points: a reason.\n", "", "a line [*][*]RUBRIC"),
        ("# **SOLUTION**\n", "", "a line [*][*]SOLUTION"),
        ("# manual: true\n", "", "w1 has no stub"),
        ("## Written question 1: why?", "## Why?", "needs a heading"),
        ("why? (2 points", "why? (3 points", "heading of w1"),
        ("# name: w1\n", "# name: q1\n", "two questions called q1"),
        ("why? (2 points)\n", "why? (2 points)\n\n# %%\nx = 1\n", "one Markdown cell that asks"),
    ],
)
def test_a_written_question_with_a_slip_is_refused(old, new, why, tmp_path):
    assert WRITTEN.count(old) == 1
    faults = faults_of(tmp_path, MASTER + WRITTEN.replace(old, new))
    assert any(re.search(why, fault) for fault in faults), faults
