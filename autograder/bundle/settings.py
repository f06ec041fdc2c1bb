"""The settings under `grading` in a master's ASSIGNMENT CONFIG: how an assignment is graded."""

from __future__ import annotations

import dataclasses
import difflib
import inspect
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal, get_args, get_type_hints

import msgspec
from msgspec import Meta

from ..errors import CourseworkError
from ..sandbox.protocol.policy import Limits
from ..wording import one_line


@dataclass(frozen=True)
class Policy:
    """What students see on Gradescope, and when.

    Attributes:
        hidden: When the results of hidden tests are shown: "visible" at once, "after_due_date" or
            "after_published". They say no more than what a test covers. While one of them is not
            shown, Gradescope shows no total score either.
        hints: When hints are shown: "now", "after_due_date" or "never".
        hints_from_try: The number of the first try that gets hints. The first try has number 1.
    """

    hidden: Literal["visible", "after_due_date", "after_published"] = "visible"
    hints: Literal["now", "after_due_date", "never"] = "now"
    hints_from_try: Annotated[int, Meta(ge=1, description="a whole number from 1")] = 1


@dataclass(frozen=True)
class Settings:
    """The `grading` settings of an assignment.

    Attributes:
        limits: The bounds on a submission.
        warm: Modules that the sandbox imports in advance, so that no submission waits for them.
        inplace: For each function that may change its arguments in place, the list of these
            arguments: positions, counted from 0, or keywords.
        own_credit: The share of a question's points, from 0 to 1, for an answer that is right but
            fails because of the answer to an earlier question.
        policy: What students see on Gradescope, and when.
        beside: "never", or "if needed" to run a test that means nothing from outside in a copy of
            the submission's process. The submission can then have it pass. This is the default for
            bundles of other courses.
    """

    limits: Limits = field(default_factory=Limits)
    warm: Annotated[tuple[str, ...], Meta(description="a list of modules")] = ()
    inplace: Annotated[
        dict[str, list[int | str]],
        Meta(description="functions, each with a list of positions or keywords of its arguments"),
    ] = field(default_factory=dict)
    own_credit: Annotated[float, Meta(ge=0, le=1, description="a number from 0 to 1")] = 1.0
    policy: Policy = field(default_factory=Policy)
    beside: Literal["never", "if needed"] = "never"


# Every limit has to be above 0. The class Limits does not say so itself.
LIMIT_TYPES = {
    float: Annotated[float, Meta(gt=0, description="a number above 0")],
    int: Annotated[int, Meta(gt=0, description="a whole number above 0")],
}


def read_settings(values: Any, where: str) -> Settings:
    """Return the settings that a bundle or a master states.

    Args:
        values: The value of the key `grading`.
        where: The file, as messages name it.

    Raises:
        CourseworkError: Some keys or values are wrong. The message names all of them, one a line.
    """
    faults: list[str] = []
    settings = convert(Settings, "grading", values, faults)
    if faults:
        raise CourseworkError("\n".join(f"{where}: {fault}" for fault in faults))
    return settings


def table(section: Any) -> str:
    """Return a Markdown table of all keys of a section: meaning, allowed values, default.

    Args:
        section: The settings with their defaults: an instance of a dataclass.
    """
    lines = ["| key | meaning | value | default |", "| --- | --- | --- | --- |"]
    lines += [f"| `{key}` | {text} | {value} | {default} |"
              for key, text, value, default in _rows(section)]  # fmt: skip
    return "\n".join(lines) + "\n"


def _rows(section: Any, prefix: str = "") -> Iterator[tuple[str, str, str, str]]:
    described = re.findall(r"^    (\w+): (.+(?:\n     .+)*)", inspect.getdoc(section) or "", re.M)
    meanings = {key: " ".join(text.split()) for key, text in described}
    for key, kind in _types(type(section)).items():
        value = getattr(section, key)
        if dataclasses.is_dataclass(value):
            yield from _rows(value, f"{prefix}{key}.")
        else:
            default = f"`{json.dumps(value)}`" if value or value in (0, False) else "none"
            yield f"{prefix}{key}", meanings.get(key, ""), _expected(kind), default


def convert(kind: Any, key: str, value: Any, faults: list[str]) -> Any:
    """Convert a value to its type. In a section, an unknown key is a fault, too.

    Args:
        kind: The type: a dataclass for a section of keys with values, else what msgspec takes.
        key: The key of the value.
        value: The value that was found.
        faults: Gets a sentence for each part of the value that is wrong.

    Returns:
        The converted value, or None if it is wrong as a whole.
    """
    if isinstance(kind, type) and dataclasses.is_dataclass(kind) and isinstance(value, dict):
        types = _types(kind)
        faults += [_unknown(name, key, list(types)) for name in value if name not in types]
        return kind(**{
            name: convert(types[name], name, part, faults)
            for name, part in value.items() if name in types
        })  # fmt: skip
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError:
        faults.append(f"`{key}` should be {_expected(kind)}; it is {one_line(repr(value), 80)}.")
        return None


def _types(section: Any) -> dict[str, Any]:
    types = get_type_hints(section, include_extras=True)
    return {name: LIMIT_TYPES[t] for name, t in types.items()} if section is Limits else types


def _expected(kind: Any) -> str:
    """Say in words which values a type allows."""
    if dataclasses.is_dataclass(kind):
        return "keys with values"
    for part in get_args(kind):
        if isinstance(part, Meta):
            return str(part.description)
    return f"one of {', '.join(get_args(kind))}"


def _unknown(name: Any, section: str, known: list[str]) -> str:
    similar = difflib.get_close_matches(str(name), known, 1)
    suggestion = f" Did you mean {similar[0]}?" if similar else ""
    return f"`{section}`: there is no key {name}.{suggestion} Keys: {', '.join(sorted(known))}."
