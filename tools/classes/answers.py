"""Find the code with which a student answered each question."""

from __future__ import annotations

from collections.abc import Sequence

from autograder.grading.check_places import CHECK

MAX_ANSWER = 20_000  # Of an answer, this many characters are kept.


def answers_in(sources: Sequence[str], questions: Sequence[str]) -> dict[str, str]:
    """Return the code of each question that has a check in a notebook.

    It is what stands between the check of the question before and its own check. A second check of
    the same question ends nothing.

    Args:
        sources: The sources of the code cells, in order.
        questions: The names of the questions.
    """
    answers: dict[str, str] = {}
    cells: list[str] = []
    for source in sources:
        check = CHECK.search(source)
        if check is None:
            cells.append(source.strip())
            continue
        if check[1] in questions and check[1] not in answers:
            answers[check[1]] = "\n\n".join(filter(None, cells))[:MAX_ANSWER]
        cells = []
    return answers
