"""Show what a check found in its own words: what fails and why, what passes, and how to go on.

Otter runs the checks, and what `grader.check` returns still has all that Otter's own result has.
Only the display is another one: Otter's quotes lines of the test, which students have not written.
"""

from __future__ import annotations

import html
import re
import sys
from dataclasses import dataclass
from typing import Any

from . import this_notebook
from .lines import filled

PASSES, FAILS, UNWRITTEN = "passes", "fails", "not written yet"
MARKS = {PASSES: "✓", FAILS: "✗", UNWRITTEN: "…"}  # In HTML, beside the words.
# These colors can be told from a white page and from a black one.
COLORS = {PASSES: "#2b8a3e", FAILS: "#d9434e", UNWRITTEN: "#868e96"}
HIDDEN_FOLLOW = "Hidden tests with other inputs follow when the notebook is graded."
# What Otter says of a case that failed: its own frame, a line of the test, the error.
OTTERS_WORDS = re.compile(r".*?\nError at line \d+ in test [^\n]*:\n.*?\n(\w+): (.*)", re.S)
STUB = re.compile(r"\w+ \w+: (\S.*)", re.S)  # The text of a stub's error: "hw3 q4: gradient".


@dataclass(frozen=True)
class Line:
    """What is said of one case of a check.

    Attributes:
        state: PASSES, FAILS or UNWRITTEN.
        covers: What the case is about, or "".
        message: What is wrong, or what the author says of an answer that passes, or "".
    """

    state: str
    covers: str
    message: str


class Grader:
    """Otter's notebook, with another display of its checks. All else is Otter's."""

    def __init__(self, notebook: Any) -> None:
        """Take an `otter.Notebook`."""
        self._notebook = notebook
        self._questions = this_notebook.questions()

    def __getattr__(self, name: str) -> Any:
        if name == "_notebook":  # Something copies this object before it has one.
            raise AttributeError(name)
        return getattr(self._notebook, name)

    def check(self, question: str, global_env: dict[str, Any] | None = None) -> Any:
        """Run the public check of a question.

        Args:
            question: The name of the question, such as "q4".
            global_env: The names that the check uses; by default those of the notebook.
        """
        names = sys._getframe(1).f_globals if global_env is None else global_env
        if self._questions and question not in self._questions:
            return NoQuestion(question, self._questions)
        return Checked(self._notebook.check(question, global_env=names))

    def check_all(self) -> Any:
        """Run the public checks of all questions."""
        names = sys._getframe(1).f_globals
        if not self._questions:
            return self._notebook.check_all()
        return AllChecked([self.check(question, names) for question in self._questions])


class Checked:
    """Otter's result of a check, shown in words."""

    def __init__(self, result: Any) -> None:
        """Take the `TestFile` that `otter.Notebook.check` returns."""
        self._result = result

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self._result, name)

    @property
    def lines(self) -> list[Line]:
        """What is said of each case."""
        return [_line(result) for result in self._result.test_case_results]

    @property
    def heading(self) -> str:
        """The result in a sentence."""
        states = [line.state for line in self.lines]
        if states and all(state == UNWRITTEN for state in states):
            return f"{self.name} is not written yet."
        passed = states.count(PASSES)
        return f"{self.name} passes {passed} of {len(states)} public checks."

    @property
    def state(self) -> str:
        """The state of the whole question: that of its worst case."""
        states = {line.state for line in self.lines}
        return next((s for s in (FAILS, UNWRITTEN) if s in states), PASSES)

    @property
    def next_step(self) -> str:
        """What to do, or what comes later."""
        if self.state == PASSES:
            return HIDDEN_FOLLOW
        if self.state == UNWRITTEN:
            return "Replace the line with NotImplementedError by your answer, and run its cell."
        if not this_notebook.hint_file().is_file():
            return ""
        return f'For a hint, run nnlab.hint("{self.name}") in a new cell.'

    def __repr__(self) -> str:
        parts = [(self.heading, "")]
        for line in self.lines:
            parts.append((f"{line.state}: {line.covers}" if line.covers else line.state, "  "))
            parts.append((line.message, "    "))
        return "\n".join(filled(*part) for part in [*parts, (self.next_step, "")] if part[0])

    def _repr_html_(self) -> str:
        items = "".join(_item(line) for line in self.lines)
        return _box(
            self.state,
            f"<strong>{html.escape(self.heading)}</strong>"
            f'<ul style="list-style: none; margin: 0.3em 0; padding: 0">{items}</ul>'
            + (f"<div>{_code(self.next_step)}</div>" if self.next_step else ""),
        )


class AllChecked(list[Any]):
    """The results of the checks of all questions."""

    @property
    def heading(self) -> str:
        """The result in a sentence."""
        passed = sum(checked.state == PASSES for checked in self)
        return f"{passed} of {len(self)} questions pass their public checks. {HIDDEN_FOLLOW}"

    def __repr__(self) -> str:
        return "\n\n".join([filled(self.heading), *map(repr, self)])

    def _repr_html_(self) -> str:
        boxes = "".join(checked._repr_html_() for checked in self)
        return f"<p>{html.escape(self.heading)}</p>{boxes}"


class NoQuestion:
    """What is said if a check names a question that there is not."""

    passed_all = False
    test_case_results: tuple[Any, ...] = ()

    def __init__(self, name: object, questions: list[str]) -> None:
        self.text = f"There is no question {name!r}. The questions are {', '.join(questions)}."

    def __repr__(self) -> str:
        return filled(self.text)


def message_of(result: Any) -> tuple[str, str]:
    """Return the state of a case, and what is wrong in the words of the check alone.

    Args:
        result: Otter's result of a case.
    """
    if result.passed:
        return PASSES, str(result.test_case.success_message or "")
    text = str(result.message or "")
    match = OTTERS_WORDS.fullmatch(text)
    if match is None:
        return FAILS, text
    error, words = match[1], match[2].strip()
    if error == "NotImplementedError":
        stub = STUB.fullmatch(words)
        return UNWRITTEN, f"{stub[1]} has no answer yet." if stub else words
    return FAILS, words if error == "AssertionError" and words else f"{error}: {words}"


def _line(result: Any) -> Line:
    state, message = message_of(result)
    return Line(state, str(result.test_case.failure_message or ""), message)


def _item(line: Line) -> str:
    about = f": {html.escape(line.covers)}" if line.covers else ""
    message = (
        f'<div style="margin-left: 1.5em; white-space: pre-wrap">{_code(line.message)}</div>'
        if line.message else ""
    )  # fmt: skip
    return (
        f'<li><span aria-hidden="true">{MARKS[line.state]} </span>'
        f"<strong>{line.state}</strong>{about}{message}</li>"
    )


def _box(state: str, content: str) -> str:
    return (
        f'<div role="status" style="border-left: 4px solid {COLORS[state]}; margin: 0.4em 0; '
        f'padding: 0.1em 0 0.1em 0.8em">{content}</div>'
    )


def _code(text: str) -> str:
    """Return a text as HTML, with what stands between backquotes, and a call, set as code."""
    escaped = html.escape(text, quote=False)
    return re.sub(r"`([^`]+)`|(nnlab\.hint\([^)]*\))", r"<code>\1\2</code>", escaped)


def publish_results(name: str) -> None:
    """Run all public checks of a notebook, and send what they say to whoever runs the notebook.

    Two messages are sent of each question, so that one that does not end is known by its name:
    {"checking": its name} and, after its check, {"question": a dict}.

    Args:
        name: The name of the notebook's file.
    """
    import otter
    from IPython.core.getipython import get_ipython

    shell = get_ipython()  # type: ignore[no-untyped-call]
    this_notebook.find(name)
    checks = Grader(otter.Notebook(name))

    def send(content: dict[str, Any]) -> None:
        shell.display_pub.publish({"application/json": content})

    for question in this_notebook.questions():
        send({"checking": question})
        checked = checks.check(question, shell.user_ns)
        message = next((x.message for x in checked.lines if x.state == checked.state), "")
        send({"question": {
            "name": checked.name,
            "state": checked.state,
            "message": message,
            "score": checked.score,
            "possible": checked.possible,
        }})  # fmt: skip
