"""What a submission has written can't move the cursor of a terminal, and is never too long."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from rich.console import Console

from autograder.gradescope.__main__ import tell
from autograder.report.result import CaseResult, QuestionResult, Report
from autograder.wording import MAX_TEXT, of_error
from tools import terminal
from tools.grading.tables import mistakes, scores, warnings

ESCAPES = "a\x1b[2A\x1b[2K\rb\x9b31m\x07[red]c[/red]"


def hostile() -> Report:
    case = CaseResult("c", False, "failed", 1.0, ESCAPES)
    unknown = CaseResult("d", False, "not judged", 1.0, "", reason=ESCAPES)
    question = QuestionResult("q1", 0.0, 2.0, [case, unknown], misconceptions=[ESCAPES])
    return Report(ESCAPES, ESCAPES, 0.0, 2.0, [question], flags=[ESCAPES], reason=ESCAPES)


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    shown = io.StringIO()
    monkeypatch.setattr(terminal, "console", Console(file=shown, width=200, soft_wrap=True))
    return shown


def has_controls(text: str) -> bool:
    return any(ord(c) < 32 and c != "\n" or 127 <= ord(c) < 160 for c in text)


def test_tables_and_lines_have_no_control_characters(shown: io.StringIO) -> None:
    for table in (scores([hostile()]), mistakes([hostile()])):
        terminal.console.print(table)
    for sentence in [ESCAPES, *warnings([hostile()])]:
        terminal.say(sentence)
    terminal.working(ESCAPES, lambda say: say(ESCAPES))
    assert not has_controls(shown.getvalue())
    assert "[red]" in shown.getvalue()  # Markup of a submission is text.


def test_mistakes_are_counted_among_those_that_could_be_graded(shown: io.StringIO) -> None:
    nothing = Report("hw", "bob", 0.0, 2.0, not_graded="nothing was handed in")
    terminal.console.print(mistakes([hostile(), hostile(), nothing]))
    assert "of 2 submissions" in shown.getvalue()


def test_what_gradescope_logs_has_no_control_characters(capsys: Any) -> None:
    tell(hostile())
    assert not has_controls(capsys.readouterr().out)


@pytest.mark.parametrize("kind", ["AssertionError", "ValueError", "NotImplementedError"])
def test_a_message_is_cut_where_it_is_made(kind: str) -> None:
    message = of_error(kind, "x" * 900_000)
    assert len(message) < MAX_TEXT + 100 and "898,000 more characters" in message
    assert "more characters" not in of_error(kind, "x" * MAX_TEXT)


@pytest.mark.parametrize("total, lines", [(3, 3), (1000, 50)])
def test_progress_without_a_terminal_is_some_lines(
    shown: io.StringIO, total: int, lines: int
) -> None:
    def work(progress: terminal.Say) -> str:
        for number in range(total):
            progress(f"s{number}")
        return "done"

    assert terminal.counting("grading", total, work) == "done"
    printed = shown.getvalue().splitlines()
    assert len(printed) == lines
    assert printed[-1].startswith(f"grading: {total} of {total}, ")
    assert "a second, 0:00:00 left" in printed[-1]


def test_progress_on_a_terminal_is_a_bar_with_rate_and_time_left(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shown = io.StringIO()
    console = Console(file=shown, width=200, force_terminal=True)
    monkeypatch.setattr(terminal, "console", console)
    terminal.counting("grading", 2, lambda progress: [progress("a"), progress("b")])
    assert re.search(r"2/2.*a second, 0:00:00 left", shown.getvalue())
