"""The diagnosis takes every value that can cross the boundary, in bounded time, and says a sentence
of a fixed list."""

from __future__ import annotations

import ast
import builtins
import json
import math
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import nnlab
import numpy as np
import pytest
from course import COURSE
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from nnlab.conditions import _CONDITIONS, _REGIONS, _SIZES, ARGUMENTS
from nnlab.parts import MEANS, Group, Numbers, Tree, leaves

from autograder.diagnosis.answers import (
    KEPT,
    LEAVES,
    MAX_LITERAL,
    AnswerDigest,
    digest,
    digests,
    right_to_json,
    to_json,
)
from autograder.diagnosis.differences import POSITIONS
from autograder.diagnosis.hints import MOST, hints, read_answer_tables
from autograder.sandbox.protocol.wire import DTYPES, Opaque
from autograder.sandbox.trusted.answers import CHANGES, WARNS, Answer
from autograder.sandbox.trusted.remote import Remote

# Each of at most MOST hints of a question may give away so many bits of a hidden case: what
# docs/security.md says.
BITS_OF_A_HINT = 16.0

CHANNEL: Any = SimpleNamespace(shares_process=False)
REMOTE: Any = Remote(CHANNEL, 1, "0.739[2]", "0.739")
NUMBERS = st.one_of(
    st.booleans(), st.integers(-(10**400), 10**400), st.floats(), st.complex_numbers(),
    st.sampled_from([np.float32(2), np.int8(3), np.bool_(True), np.complex64(1j), np.float16(2)]),
)  # fmt: skip
ARRAYS = arrays.arrays(
    st.sampled_from(list(DTYPES.values())), arrays.array_shapes(min_dims=0, min_side=0, max_side=4)
)
MATRICES = arrays.arrays(float, st.tuples(st.integers(0, 3), st.integers(0, 3))).map(
    lambda a: a.view(np.matrix)
)
SINGLE = st.one_of(
    st.none(), NUMBERS, st.text(), st.binary(), ARRAYS, MATRICES,
    st.just(REMOTE), st.builds(Opaque, st.text(max_size=5)), st.just(np.random.default_rng(0)),
)  # fmt: skip
KEYS = st.one_of(st.text(), NUMBERS, st.tuples(st.text(max_size=3), st.integers()))
VALUES = st.recursive(
    SINGLE,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.lists(inner, max_size=4).map(tuple),
        st.dictionaries(KEYS, inner, max_size=4), st.frozensets(KEYS, max_size=3),
    ),
    max_leaves=12,
)  # fmt: skip
ERRORS = st.sampled_from(["", "ValueError", "Exception", "0.7391", "NotImplementedError"])
X = np.array([[1.0, -2.0, 3.0], [0.5, 4.0, -1.5]])
RIGHT = digests([Answer("f", X), Answer("g", (2.0, X)), Answer("f", None, "ValueError")])
TABLE = read_answer_tables({"q1": {
    "right": {"a": right_to_json(RIGHT)},
    "mistakes": [{"name": "m", "hint": "M", "functions": ["f"], "fails": ["a"],
                  "cases": {"a": to_json(digests([Answer("f", [1.5])]))}}],
}})["q1"]  # fmt: skip
EXCEPTIONS = [
    name for name, value in vars(builtins).items()
    if isinstance(value, type) and issubclass(value, BaseException)
]  # fmt: skip

# How many texts can stand in each place of a phrase of nnlab.properties and nnlab.conditions. What
# is expected is fixed by the test, so it is one text.
SLOTS = {
    "_article(ours)": 10, "_article(theirs)": 1, "given.kind": 2, "KINDS[given.kind]": 3,
    "unit": 3, "units": 3, "verb": 4, "'one' if abs(off) == 1 else 'some'": 2,
    "'part' if abs(off) == 1 else 'parts'": 1, "what": 2, "source": len(_SIZES) * ARGUMENTS,
    "_argument(key)": ARGUMENTS, "when": len(_CONDITIONS), "other": 1, "words": len(_REGIONS),
}  # fmt: skip


def phrases() -> int:
    """Return how many ends of a sentence there are, from the source: an f-string counts for each
    text that can stand in it."""
    count = 0
    for module in ("properties", "conditions"):
        path = Path(nnlab.__file__).parent / f"{module}.py"
        tree = ast.parse(path.read_text(encoding="utf-8"))
        within = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)
                  for part in node.values}  # fmt: skip
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr) and _is_phrase(node.values[0]):
                slots = [ast.unparse(v.value) for v in node.values
                         if isinstance(v, ast.FormattedValue)]  # fmt: skip
                count += math.prod(SLOTS[slot] for slot in slots)
            elif _is_phrase(node) and id(node) not in within:
                count += 1
    return count


def _is_phrase(node: ast.AST) -> bool:
    """Return True for a text that begins a phrase, or a word that is put into one."""
    if isinstance(node, ast.FormattedValue):
        return ast.unparse(node.value) == "verb"
    starts = ("is ", "has ", "comes ", "lacks ", "differs ")
    return isinstance(node, ast.Constant) and str(node.value).startswith(starts)


def sentences_on(name: str, right: list[Tree]) -> int:
    """Return how many sentences there are on the answers of one name."""
    labels = {
        group.names[number]
        for group in right if isinstance(group, Group) for number in range(len(group.names))
    }  # fmt: skip
    # Each phrase is said of all of the answer or of a part, whose others may be
    # right, or of each wrong part; a result
    # is refused or not; an argument is changed; a warning is given.
    return (2 + 2 * len(labels)) * (phrases() + 1) + 2 * (len(EXCEPTIONS) + 1) + POSITIONS + 2


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["f", "g", "f warns", "f changes", "0.739"]), VALUES,
                          ERRORS), max_size=4))  # fmt: skip
def test_every_value_has_a_small_digest_and_hints_without_a_word_of_it(
    answers: list[tuple[str, Any, str]],
) -> None:
    kept = digests(Answer(*answer) for answer in answers)
    for one in kept:
        texts = [leaf for _, leaf in leaves(one.tree) if isinstance(leaf, str)]
        numbers = [leaf for _, leaf in leaves(one.tree) if isinstance(leaf, Numbers)]
        assert len(texts) + len(numbers) <= LEAVES
        assert all(len(text) <= MAX_LITERAL for text in texts)
        assert sum(len(n.kept) for n in numbers) <= KEPT + MEANS * len(numbers)
    for number in range(len(RIGHT) + 1):
        for of_case in (kept, [*RIGHT[:number], *kept[-1:]]):
            found = hints(TABLE, {"a": of_case}, ["a"])
            assert len(found) <= MOST
            for hint in found:
                assert "0.7" not in hint.text and "Odd" not in hint.text


def test_a_name_of_the_submission_is_not_in_a_hint() -> None:
    given = digests([Answer("f", X), Answer("g", {"0.7391": 1.0, "0.7392": X})])
    for hint in hints(TABLE, {"a": given}, ["a"]):
        assert "0.7" not in hint.text
    for error in ("0.7391", "Odd"):
        given = digests([Answer("f", None, error)])
        assert [hint.text for hint in hints(TABLE, {"a": given}, ["a"])] == [
            "In a test that fails, f ends with an error, and a result is expected."
        ]


@pytest.mark.parametrize("path", sorted(COURSE.solutions.glob("*/measured/answers.json")), ids=str)
def test_a_hint_gives_away_so_many_bits_and_no_more(path: Path) -> None:
    tables = read_answer_tables(json.loads(path.read_text(encoding="utf-8")))
    on_top = phrases()  # Not all of them are said on top of a mistake.
    for table in tables.values():
        answers: dict[str, list[Tree]] = {}
        for heard in table.right.values():
            for name in heard.names:
                answers.setdefault(name.removesuffix(CHANGES).removesuffix(WARNS), []).extend(
                    heard.of(name)
                )
        known = len(table.mistakes)
        # No hint, and that a test took too long, are two of them.
        texts = 2 + known * (2 + on_top) + known * (known - 1) // 2
        texts += sum(sentences_on(name, right) for name, right in answers.items())
        assert math.log2(texts) <= BITS_OF_A_HINT


def test_the_phrases_are_counted() -> None:
    assert 200 < phrases() < 1000


@pytest.mark.parametrize(
    "value",
    [
        {"list of 1: " * 90_000 + "[1]": 1.0}, {"x" * 900_000: 1.0}, "x" * 900_000,
        [[[[[0] * 60] * 20] * 20] * 20], list(range(300_000)), [1.5, True] * 100_000,
        {f"list of 1: [{k}] each": [[k]] for k in range(5000)},
    ],
    ids=lambda value: type(value).__name__,
)  # fmt: skip
def test_the_time_for_an_answer_is_bounded(value: Any) -> None:
    start = time.process_time()
    one = digest(Answer("f", value))
    one.same(AnswerDigest("f", one.tree), loosely=True)
    hints(TABLE, {"a": [one] * 64}, ["a"])
    assert time.process_time() - start < 3


@pytest.mark.parametrize("dtype", [np.int8, np.float32, np.bool_])
def test_a_large_answer_is_sampled_before_it_is_converted(dtype: Any) -> None:
    import tracemalloc

    answer = np.ones(64 << 20, dtype)
    tracemalloc.start()
    try:
        one = digest(Answer("f", answer))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert isinstance(one.tree, Numbers) and set(one.tree.kept[:-1]) == {1.0}
    assert peak < 16 << 20
