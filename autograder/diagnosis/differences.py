"""Sentences on a wrong answer that need no catalogue: its properties.

The sentences tell the kind of the result, whether its shape is right, a common factor of all its
numbers, the argument that was changed. They never tell a number that was expected.

The answers may be those to a hidden case, whose inputs the submission has met. So nothing in a
sentence is the submission's own word or number: each is one of a fixed list, filled with names that
the reference's answers have and with the names of Python's exceptions.
"""

from __future__ import annotations

import builtins
from collections.abc import Iterator, Sequence

from nnlab.conditions import Call, dependence, factor_of_size, left_out, where_wrong
from nnlab.parts import Group, Numbers, Tree, as_groups, same, unstacked
from nnlab.properties import of_free_part, of_part

from ..sandbox.trusted.answers import CHANGES, WARNS
from .answers import RAISES
from .evidence import AnswersByName, Wrong, part_at

MAX_LABEL = 20  # Of a part's name, this many characters are said.
NAMELESS = "your object"  # An object that a function of the submission has returned.
POSITIONS = 9  # An argument is named by its place up to this one.


def sentences(wrong: Wrong, right: AnswersByName, given: AnswersByName) -> Iterator[str]:
    """Yield what can be said of a wrong part, the most telling sentence first.

    Args:
        wrong: The wrong part.
        right: The reference's answers to its case.
        given: The submission's answers to its case.
    """
    name = wrong.place.name or NAMELESS
    if name.endswith((CHANGES, WARNS)):
        yield from _side_effect(name, wrong.given, right)
        return
    if wrong.right is None or not wrong.comparable or is_choice(wrong.right):
        return
    ours, theirs = _error(wrong.given), _error(wrong.right)
    if ours or theirs:
        yield _about_error(f"In a test that fails, {name}", ours, theirs)
        return
    if wrong.is_free:
        subject = f"In a test that fails, {subject_of(wrong, right)}"
        yield from (f"{subject} {words}." for words in of_free_part(wrong.given, wrong.right))
        return
    whole = whole_answer(wrong, right, given)
    if whole is not None:
        for words in of_part(*whole):
            yield f"In a test that fails, what {name} returns {words}."
    subject = f"In a test that fails, {subject_of(wrong, right)}"
    rest = "; its other parts are right" if _others_are_right(wrong, right, given) else ""
    for words in of_part(wrong.given, wrong.right):
        yield f"{subject} {words}{rest}."
    if rest:
        yield f"{subject} is wrong{rest}."


def is_choice(right: Tree) -> bool:
    """Return True if there are so few answers that to call one of them wrong gives the right one
    away."""
    return isinstance(right, Numbers) and right.kind == "bool"


def subject_of(wrong: Wrong, right: AnswersByName) -> str:
    """Return what a wrong part is called: "part 2 of what f returns"."""
    name, path = wrong.place.name or NAMELESS, wrong.place.path
    if not path:
        return f"what {name} returns"
    group = unstacked(right.of(wrong.place.name)[wrong.place.number])
    assert isinstance(group, Group)
    label = group.names[path[0]][:MAX_LABEL]
    return f"{'' if group.kind == 'dict' else 'part '}{label} of what {name} returns"


def on_all_parts(name: str, phrases: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield what can be said of each wrong part of one answer.

    Args:
        name: The name of the answer.
        phrases: The properties of each wrong part.
    """
    most_telling = {words[0] if words else "" for words in phrases}
    if len(phrases) > 1 and len(most_telling) == 1 and "" not in most_telling:
        words = most_telling.pop()
        yield f"In a test that fails, each wrong part of what {name or NAMELESS} returns {words}."


def whole_answer(
    wrong: Wrong, right: AnswersByName, given: AnswersByName
) -> tuple[Tree, Tree] | None:
    """Return the answer that a wrong part belongs to, and the right one. None if it is the part."""
    name, number, path = wrong.place.name, wrong.place.number, wrong.place.path
    return (given.of(name)[number], right.of(name)[number]) if path else None


def about_calls(name: str, calls: Sequence[Call]) -> Iterator[str]:
    """Yield what can be said of all calls of a function together."""
    for about in (dependence, factor_of_size, left_out, where_wrong):
        for words in about(calls):
            yield f"What {name or NAMELESS} returns {words}."


def _others_are_right(wrong: Wrong, right: AnswersByName, given: AnswersByName) -> bool:
    """Return True if the answer has other parts, and they are right."""
    name, number, path = wrong.place.name, wrong.place.number, wrong.place.path
    if len(path) == 0:
        return False
    ours, theirs = as_groups(given.of(name)[number], right.of(name)[number])
    if not (isinstance(ours, Group) and isinstance(theirs, Group)) or len(theirs.parts) < 2:
        return False
    return all(
        same(part, theirs.parts[k], loosely=True)
        for k, part in enumerate(ours.parts) if k != path[0]
    )  # fmt: skip


def _side_effect(name: str, given: Tree, right: AnswersByName) -> Iterator[str]:
    """Describe a changed argument, or a warning."""
    function = name.removesuffix(CHANGES).removesuffix(WARNS)
    if not right.of(function):  # Nothing is said of a name that the reference's answers lack.
        return
    if name.endswith(WARNS):
        yield f"In a test that fails, {function} makes NumPy or Python warn."
        return
    first = part_at(given, (0,)) if isinstance(given, Group) else None
    key = first.strip("'") if isinstance(first, str) else ""
    has_place = key.isdigit() and int(key) < POSITIONS
    which = f"its argument {int(key) + 1}" if has_place else "an argument"
    yield f"{function} changes {which}, which belongs to its caller."


def _about_error(subject: str, ours: str, theirs: str) -> str:
    if not theirs:
        return f"{subject} ends with {ours}, and a result is expected."
    if not ours:
        return f"{subject} returns a result where it should refuse with {theirs}."
    return f"{subject} refuses with {ours} where {theirs} is expected."


def _error(tree: Tree) -> str:
    """Return the name of Python's own exception of an answer, with its article, or ""."""
    if not (isinstance(tree, str) and tree.startswith(RAISES)):
        return ""
    name = tree.removeprefix(RAISES)
    value = getattr(builtins, name, None)
    if not (isinstance(value, type) and issubclass(value, BaseException)):
        return "an error"
    return f"{'an' if name[:1].lower() in 'aeiou' else 'a'} {name}"
