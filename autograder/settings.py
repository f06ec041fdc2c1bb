"""How an assignment is graded: bounds, what may change in place, what a question is worth."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any

from .errors import CourseworkError
from .sandbox.calls import Key
from .sandbox.policy import Limits


@dataclass(frozen=True)
class Policy:
    """What students see on Gradescope, and when.

    `hidden`: when the results of hidden tests are shown: "visible" at once, "after_due_date" or
    "after_published". They say no more than what a test covers; while an entry is held back,
    Gradescope shows no total either. `hints`: "now", "after_due_date" or "never";
    `hints_from_try`: the first try, from 1, that gets them.
    """

    hidden: str = "visible"
    hints: str = "now"
    hints_from_try: int = 1


CHOICES = {
    "hidden": ("visible", "after_due_date", "after_published"),
    "hints": ("now", "after_due_date", "never"),
}


@dataclass(frozen=True)
class Settings:
    """An assignment's `grading` settings, with their defaults.

    `limits`: bounds on a submission. `warm`: modules to import before the submission is there.
    `inplace`: function -> the positions or keywords of arguments that it may change.
    `own_credit`: the share of its points that a question gets which is right on its own and fails
    for an earlier answer. `policy`: what students see.
    """

    limits: Limits = field(default_factory=Limits)
    warm: tuple[str, ...] = ()
    inplace: dict[str, list[Key]] = field(default_factory=dict)
    own_credit: float = 1.0
    policy: Policy = field(default_factory=Policy)


def read_settings(given: Any, where: str) -> Settings:
    """Settings from a bundle's or a master's mapping; what doesn't fit is a CourseworkError."""
    if not isinstance(given, dict):
        raise CourseworkError(f"{where}: `grading` should be keys with values.")
    _only(given, {f.name for f in fields(Settings)}, f"{where}: grading")
    limits = given.get("limits", {})
    if not isinstance(limits, dict):
        raise CourseworkError(f"{where}: `limits` should be keys with numbers.")
    _only(limits, {f.name for f in fields(Limits)}, f"{where}: limits")
    for name, value in limits.items():
        if isinstance(value, bool) or not isinstance(value, (int, float)) or value <= 0:
            raise CourseworkError(f"{where}: the limit {name} should be a number above 0.")
    inplace = given.get("inplace", {})
    if not isinstance(inplace, dict) or not all(
        isinstance(keys, list) and all(isinstance(key, (int, str)) for key in keys)
        for keys in inplace.values()
    ):
        raise CourseworkError(
            f"{where}: `inplace` should name functions, each with a list of arguments."
        )
    credit = given.get("own_credit", 1.0)
    if isinstance(credit, bool) or not isinstance(credit, (int, float)) or not 0 <= credit <= 1:
        raise CourseworkError(f"{where}: `own_credit` should be a number from 0 to 1.")
    whole = {f.name for f in fields(Limits) if not isinstance(f.default, float)}
    kept = {k: int(v) if k in whole else float(v) for k, v in limits.items()}
    warm = given.get("warm", [])
    if not isinstance(warm, list) or not all(isinstance(name, str) for name in warm):
        raise CourseworkError(f"{where}: `warm` should be a list of modules.")
    policy = _policy(given.get("policy", {}), where)
    return Settings(Limits(**kept), tuple(warm), inplace, float(credit), policy)  # type: ignore[arg-type]


def _policy(given: Any, where: str) -> Policy:
    if not isinstance(given, dict):
        raise CourseworkError(f"{where}: `policy` should be keys with values.")
    _only(given, {f.name for f in fields(Policy)}, f"{where}: policy")
    for name, choices in CHOICES.items():
        if given.get(name, choices[0]) not in choices:
            raise CourseworkError(f"{where}: `{name}` should be one of {', '.join(choices)}.")
    first = given.get("hints_from_try", 1)
    if isinstance(first, bool) or not isinstance(first, int) or first < 1:
        raise CourseworkError(f"{where}: `hints_from_try` should be a whole number from 1.")
    return Policy(**given)


def _only(given: dict[str, Any], known: set[str], where: str) -> None:
    unknown = sorted(str(key) for key in given if key not in known)
    if unknown:
        raise CourseworkError(f"{where}: there is no key {unknown[0]}. Keys: {sorted(known)}.")
