"""What a student wrote to a written question is found, however the cells around it were treated."""

import json

from hypothesis import example, given
from hypothesis import strategies as st
from nnlab.notebook_file import PROMPT

from autograder.submission.notebook import parse
from autograder.submission.written import MAX_ANSWER, WrittenQuestion, written_answers

TEXT = "<!-- BEGIN QUESTION -->\n\n## Question 2: why? (2 points, 5 minutes)\n\nSay why."
AFTER = "<!-- END QUESTION -->\n\n## The end"
QUESTION = WrittenQuestion("q2", 2.0, "why?", TEXT, AFTER)
CODE = WrittenQuestion("q2", 2.0, "why?", TEXT, "x = 1")


def answer(*cells, question=QUESTION):
    """Return the answer in a notebook of cells: Markdown, or (kind, source)."""
    pairs = [cell if isinstance(cell, tuple) else ("markdown", cell) for cell in cells]
    raw = [{"cell_type": kind, "source": source, "metadata": {}} for kind, source in pairs]
    notebook = parse(json.dumps({"cells": raw, "nbformat": 4, "metadata": {}}).encode())
    return written_answers(notebook, [question])["q2"]


def test_the_answer_is_what_stands_below_the_question():
    assert answer("before", TEXT, "Because.", AFTER, "more") == "Because."
    assert answer(TEXT, "One.", ("code", "y = 2"), ("raw", "Three."), AFTER) == (
        "One.\n\ny = 2\n\nThree."
    )
    assert answer(TEXT, f"{PROMPT}\nBecause.", AFTER) == "Because."
    assert answer(f"{TEXT}\n\nBecause.", PROMPT, AFTER) == "Because."
    assert answer(TEXT, "Because.", ("code", "x = 1"), "other", question=CODE) == "Because."
    assert answer(TEXT, "Because.", f"{AFTER}, in other words", "more") == "Because."
    assert answer(TEXT, PROMPT, AFTER, TEXT, "Pasted again.", AFTER) == "Pasted again."


def test_no_answer_is_empty():
    assert answer(TEXT, PROMPT, AFTER) == ""
    assert answer(TEXT, AFTER) == ""
    assert answer(TEXT, "  \n", AFTER) == ""
    assert answer(AFTER, "Because.") == ""
    assert answer() == ""


def test_a_long_answer_is_cut():
    assert answer(TEXT, "x" * 3 * MAX_ANSWER, AFTER) == "x" * MAX_ANSWER


@given(st.lists(st.text(max_size=60), max_size=3))
@example(["\ud800", "<!-- END QUESTION"])
def test_whatever_is_written_is_the_answer(parts):
    wanted = [p.encode("utf-8", "replace").decode().replace("\r\n", "\n").strip() for p in parts]
    assert answer(TEXT, *parts, AFTER) == "\n\n".join(filter(None, wanted))
