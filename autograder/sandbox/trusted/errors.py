"""What can go wrong between the grader and a worker."""

from __future__ import annotations

import builtins


class StudentError(Exception):
    """An exception that was raised in the submission.

    Everything that it says of itself comes from the submission, and may be a lie.

    Attributes:
        type_name: The name of its type, or "" if the trusted side made it.
        lines: Where it was raised: [[cell, line], ...], with the innermost line last.
        place: The line of the notebook that raised it, and what is wrong there, in words, or "".
        inside: False if the submission's code did not even begin to run, as after a call with
            too many arguments.
    """

    type_name = ""
    lines: list[list[int]] = []
    place = ""
    inside = True


class Lost(StudentError):
    """The worker, or the copy of it in which a case runs, can't be used any more."""


class TimedOut(Lost):
    """The worker took too long."""


class Tampering(Lost):
    """The worker broke the protocol, which no honest submission does."""


class NotCopied(Lost):
    """The worker can't be copied: it has no descriptor or no process left."""


class NotAcross(Exception):
    """A test asks for something that has no meaning across the boundary."""


def student_error(base: type[Exception], text: str, name: str = "") -> StudentError:
    """Return a StudentError that `except base` catches.

    Args:
        base: A built-in exception class.
        text: The text of the exception.
        name: The name of its class; by default that of `base`.
    """
    bases = (StudentError,) if base is Exception else (StudentError, base)
    members = {"__str__": lambda self: text, "__module__": "builtins"}
    error_type: type[StudentError] = type(name or base.__name__, bases, members)
    try:
        return error_type.__new__(error_type)
    except TypeError:  # An ExceptionGroup can't be made without exceptions.
        return student_error(Exception, text)


def built_in(name: str, root: type[Exception]) -> type[Exception]:
    """Return the built-in exception class of this name if it derives from `root`, else `root`."""
    value = getattr(builtins, name, None)
    return value if isinstance(value, type) and issubclass(value, root) else root


def built_in_base(error: BaseException) -> str:
    """Return the name of the nearest built-in class of an exception."""
    return next(c.__name__ for c in type(error).__mro__ if getattr(builtins, c.__name__, None) is c)
