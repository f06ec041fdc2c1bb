"""The record of what a submission answered to a test. The diagnosis compares such records.

No name in a record is the submission's own word: exceptions and warnings are named by the nearest
class of Python itself. A page may say such a name, and a submission that has met the inputs of a
hidden test could spell them in a name of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ..protocol.arguments import Key

# Of one case, this many answers are kept.
MAX_ANSWERS = 128
# The name of a call, followed by one of these words, is the name of an answer of its own: what the
# call gets, which arguments it changed, and which kinds of warnings it gave.
GETS, CHANGES, WARNS = " gets", " changes", " warns"
# An object that a call has returned is named by this word and the name of the call.
RESULT_OF = "the result of "
# Of an object that a test goes through, at most this many items are kept.
MAX_ITEMS = 64


class Answer(NamedTuple):
    """One answer of a submission.

    Attributes:
        name: The name that the test asked for or called.
        value: What it stands for, or what the call returned.
        error: The name of the built-in class of the exception if there was one, else "".
    """

    name: str
    value: Any = None
    error: str = ""


class AnswerRecord:
    """The first answers of a case, in order.

    An answer may be an array of many MiB. So what is kept of each is only what `keep` makes of it,
    at once.
    """

    def __init__(self, keep: Callable[[Answer], Any] = lambda answer: answer) -> None:
        """Begin without answers. `keep` returns what to keep of an answer, and must not raise."""
        self._keep = keep
        self._kept: list[Any] = []

    def __iter__(self) -> Iterator[Any]:
        return iter(self._kept)

    def add(self, name: str, value: Any, error: str = "") -> None:
        """Add an answer, if there is room for it."""
        if len(self._kept) < MAX_ANSWERS:
            self._kept.append(self._keep(Answer(name, value, error)))

    def replace(self, number: int, name: str, value: Any) -> None:
        """Put another value in the place of an answer, if it was kept.

        Args:
            number: How many answers were added before it.
            name: Its name.
            value: The new value.
        """
        if number < len(self._kept):
            self._kept[number] = self._keep(Answer(name, value))

    def __len__(self) -> int:
        return len(self._kept)

    def add_inputs(self, name: str, arguments: Mapping[Key, Any]) -> None:
        """Add the arguments of a call that is about to be made, by position or name."""
        self.add(name + GETS, {str(key): value for key, value in arguments.items()})

    def add_call(
        self, name: str, value: Any, error: str, changed: Sequence[Key], warned: Sequence[str]
    ) -> None:
        """Add what came of a call.

        Args:
            name: The name of the function.
            value: What it returned.
            error: The name of the built-in class of the exception, or "".
            changed: The arguments that the call changed.
            warned: The names of the built-in classes of the warnings.
        """
        self.add(name, value, error)
        if changed:
            self.add(name + CHANGES, sorted(map(str, changed)))
        if warned:
            self.add(name + WARNS, sorted(set(warned)))
