"""Each silent trap of Otter Assign, planted in a right master, is refused with file and line."""

import re

import pytest
from course import COURSE, NAMES, new_chapter

from autograder.errors import CourseworkError
from tools.authoring.lint import lint
from tools.authoring.master import read_master

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
'''


def lint_text(tmp_path, text):
    lint(read_master(new_chapter(tmp_path, "hw0_small", text)))


def test_the_small_master_is_right(tmp_path):
    lint_text(tmp_path, MASTER)


@pytest.mark.parametrize(
    "old, new, says",
    [
        ("import numpy as np\n", "x = 1  # SOLUTION\n", r"line 16: .*outside a question"),
        ("    # BEGIN SOLUTION\n", "    # BEGIN SOLUTON\n", "mistyped"),
        ("# # BEGIN TESTS", "# # BEGIN TETSS", "not a marker"),
        ('    raise NotImplementedError("hw0 q1: twice")\n', "    ...\n", "has no stub"),
        ("hw0 q1: twice", "hw0 q2: twice", "calls itself 'hw0 q2'"),
        ("hidden: true\n", "", "no hidden test"),
        ("points: 1\nfailure_message: a n", "points: 1\nhidden: true\nfailure_message: a n",
         "no public test"),
        ("points_possible: 2", "points_possible: 3", "add up to 2"),
        ("# points: 2", "# points: 3", "add up to 2"),
        ("twice (2 points)", "twice (4 points)", "heading"),
        ("# points: 2", "# pionts: 2", "unknown key 'pionts'"),
        ("hidden: true", "hiden: true", "unknown key 'hiden'"),
        ("test_q1_hidden", "test_q1_number", "two tests are called"),
        ("failure_message: a number", 'failure_message: a "number"', "double quote"),
        ("(twice, (2.0,)", "(twice, (np.pi,)", "uses np, which it doesn't take"),
        ("    check(twice, (3.0,), 6.0, name=\"twice\")",
         "    import numpy as np\n    assert np.allclose(twice(3.0), 6.0)", "allclose accepts"),
        ("    check(twice, (3.0,), 6.0, name=\"twice\")",
         "    y = twice(3.0)\n    assert y == twice(3.0)", "== may compare arrays"),
        ("    check(twice, (3.0,), 6.0, name=\"twice\")", "    check(twice, (3.0", "not parse"),
        ("test_q1_hidden(twice):", "test_q1_hidden(twice):\n    pass\ndef other():",
         "exactly one function"),
    ],
)  # fmt: skip
def test_a_planted_trap_is_refused(tmp_path, old, new, says):
    assert old in MASTER
    text = MASTER.replace(old, new)
    with pytest.raises(CourseworkError) as refused:
        lint_text(tmp_path, text)
    assert re.search(says, str(refused.value)), refused.value
    assert re.search(r"hw0_small/master\.py, cell \d+, line \d+: ", str(refused.value))


@pytest.mark.parametrize("name", NAMES)
def test_the_masters_of_the_course_are_right(name):
    lint(read_master(COURSE.chapter(name)))


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
    master = read_master(new_chapter(tmp_path, "hw0_small", MASTER + WRITTEN))
    lint(master)
    assert [question.name for question in master.questions] == ["q1"]
    [question] = master.written
    assert (question.title, question.points) == ("why?", 2.0)
    assert question.model_answer == ("Because.", "- 2 points: a reason.")


def test_a_question_for_oneself_needs_no_rubric(tmp_path):
    text = WRITTEN.replace("points: 2", "points: 0").replace("2 points", "not graded")
    text = text.replace("Written question 1", "For yourself").replace("# **RUBRIC**\n", "#\n")
    master = read_master(new_chapter(tmp_path, "hw0_small", MASTER + text))
    lint(master)
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
    chapter = new_chapter(tmp_path, "hw0_small", MASTER + WRITTEN.replace(old, new))
    with pytest.raises(CourseworkError, match=why):
        lint(read_master(chapter))
