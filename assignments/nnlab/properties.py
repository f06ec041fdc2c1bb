"""What can be said of a wrong result without knowing the mistake: its properties.

Each function here looks for one property. It gets a part of the result and what that part should
be, and returns the end of a sentence that begins with what the part is called, as "is half of what
it should be", or "" if the part has no such property. No sentence has a number of the result or of
the expected one: all that can be said is a fixed list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from .parts import Group, Numbers, Tree, as_groups, close, close_each, same, stacked, thinned

ITERATORS = ("an object generator", "an object map", "an object zip", "an object filter")
EXCHANGED = "has the right parts, but in each other's places"
EXCHANGED_SHAPES = (
    "has parts with each other's shapes: look at the order of the parts, and whether one is "
    "transposed"
)
KINDS = {"f": "floats", "i": "integers", "u": "integers", "b": "truth values"}
# The least and the largest relative difference that is taken for one of precision.
FEW_DIGITS = 3e-12, 3e-4


# --- the form of a result ---


def wrong_kind(given: Tree, expected: Tree) -> str:
    """None, a list or a number where something else is due."""
    ours, theirs = kind_of(given), kind_of(expected)
    if given in ITERATORS and theirs in ("list", "tuple"):  # A test may take one for the other.
        return ""
    if isinstance(given, Group) and isinstance(expected, Group):
        ours, theirs = given.kind, expected.kind
        alike = ours == theirs or {ours, theirs} <= {"list", "tuple"}
        return "" if alike else _kinds(ours, theirs)
    if (ours, theirs) == ("array", "list"):  # An array of numbers does for a list of them.
        return ""
    return _kinds(ours, theirs) if ours != theirs else ""


def _kinds(ours: str, theirs: str) -> str:
    return f"is {_article(ours)}, and {_article(theirs)} is expected"


def kind_of(tree: Tree) -> str:
    """Return in one word what a tree stands for."""
    if isinstance(tree, Group):
        return tree.kind
    if isinstance(tree, Numbers):
        if tree.kind.startswith(("list", "matrix")):
            return tree.kind.split()[0].replace("matrix", "np.matrix")
        return "number" if tree.shape == () else "array"
    if tree == "None":
        return tree
    if tree.startswith(("'", '"')):
        return "text"
    return "object" if tree.startswith("an object") else "something else"


def _article(word: str) -> str:
    if word in ("None", "something else"):
        return word
    return f"{'an' if word[0] in 'aeiou' else 'a'} {word}"


def wrong_shape(given: Tree, expected: Tree) -> str:
    """Transposed, an axis lost or kept, summed over the wrong axis, longer or shorter by one."""
    if not (isinstance(given, Numbers) and isinstance(expected, Numbers)):
        return ""
    ours, theirs = given.shape, expected.shape
    if ours == theirs or () in (ours, theirs):
        return "" if ours == theirs else _to_number(given, expected)
    if ours == theirs[::-1]:
        return "has its axes in the other order: it is transposed"
    squeezed = [tuple(n for n in shape if n != 1) for shape in (ours, theirs)]
    if squeezed[0] == squeezed[1] and len(ours) < len(theirs):
        return "has lost an axis of length 1, as (N,) where (N, 1) is due"
    if squeezed[0] == squeezed[1] and len(ours) > len(theirs):
        return "has an axis of length 1 too many, as (N, 1) where (N,) is due"
    if len(ours) == 2 and ours[0] == ours[1] == expected.size:
        return ("is square, of every entry with every other: an (N,) and an (N, 1) array were "
                "combined, which gives (N, N)")  # fmt: skip
    if given.size == expected.size:
        return "has all its numbers, but in another shape"
    if len(ours) == len(theirs) == 1 and abs(ours[0] - theirs[0]) > 1:
        return "has another number of entries"
    if len(ours) == len(theirs):
        off = [(a - b) for a, b in zip(ours, theirs) if a != b]
        if len(off) == 1 and abs(off[0]) == 1:
            return _by_one(off[0], given, expected)
        return "has another shape: look at the axis over which it is summed or averaged"
    if len(ours) < len(theirs):
        return "has too few axes: one was summed, averaged or indexed away"
    return "has too many axes: one was not summed, or was added by broadcasting"


def _to_number(given: Numbers, expected: Numbers) -> str:
    if given.shape == ():
        return "is a single number, and an array is expected: it was summed or averaged too far"
    if given.size == 1:
        return "is an array of one entry, and a plain number is expected"
    return "is an array, and one number is expected: the sum or the mean over it is missing"


def _by_one(off: int, given: Numbers, expected: Numbers) -> str:
    """Say which end of a sequence is missing or too many, if it can be seen."""
    longer, shorter = (given, expected) if off > 0 else (expected, given)
    words = "too many" if off > 0 else "too few"
    verb = "has one entry " + words
    if longer.is_whole and shorter.is_whole and longer.shape[1:] == shorter.shape[1:]:
        if close(longer.array[1:], shorter.array):
            return f"{verb}, at the beginning"
        if close(longer.array[:-1], shorter.array):
            return f"{verb}, at the end"
    return verb


def wrong_parts(given: Tree, expected: Tree) -> str:
    """Another number of parts, parts in another order, keys that are missing or too many."""
    if not (isinstance(given, Group) and isinstance(expected, Group)):
        return ""
    if "dict" in (given.kind, expected.kind):
        return _wrong_keys(given, expected) if given.kind == expected.kind else ""
    if given.size != expected.size:
        off = given.size - expected.size
        longer, shorter = (given, expected) if off > 0 else (expected, given)
        verb = f"has {'one' if abs(off) == 1 else 'some'} {'part' if abs(off) == 1 else 'parts'} "
        verb += "too many" if off > 0 else "too few"
        if abs(off) == 1 and _all_same(longer.parts[1:], shorter.parts):
            return f"{verb}, at the beginning"
        if abs(off) == 1 and _all_same(longer.parts[:-1], shorter.parts):
            return f"{verb}, at the end"
        return verb
    return _other_order(given, expected)


def _wrong_keys(given: Group, expected: Group) -> str:
    ours, theirs = set(given.names), set(expected.names)
    if ours == theirs:
        return _other_order(given, expected)
    if ours < theirs:
        return "lacks a key"
    return "has a key too many" if ours > theirs else "has other keys than are asked for"


def _other_order(given: Group, expected: Group) -> str:
    """Say that the right parts stand in each other's places."""
    if _all_same(given.parts, expected.parts) and given.names == expected.names:
        return ""
    theirs = dict(zip(expected.names, expected.parts))
    wrong = [(name, part) for name, part in zip(given.names, given.parts)
             if not same(part, theirs.get(name, ""), loosely=True)]  # fmt: skip
    if any(isinstance(part, Numbers) and part.kind == "bool" for _, part in wrong):
        return ""  # One truth value is as good as another one.
    left = [theirs.get(name, "") for name, _ in wrong]
    for _, part in wrong:
        place = next((n for n, other in enumerate(left) if same(part, other, loosely=True)), None)
        if place is None:
            exchanged = expected.kind == "tuple" and shapes_exchanged(given, expected)
            return EXCHANGED_SHAPES if exchanged else ""
        del left[place]
    return EXCHANGED if wrong else ""


def shapes_exchanged(given: Tree, expected: Tree) -> bool:
    """Return True if parts have each other's shapes, and their numbers don't say why."""
    given, expected = as_groups(given, expected)
    if not (isinstance(given, Group) and isinstance(expected, Group)):
        return False
    pairs = [(a, b) for a, b in zip(given.parts, expected.parts) if isinstance(a, Numbers)
             and isinstance(b, Numbers) and a.shape != b.shape]  # fmt: skip
    alike = sorted(a.shape for a, _ in pairs) == sorted(b.shape for _, b in pairs)
    return bool(pairs) and alike and not any(_same_numbers(*pair) for pair in pairs)


def _same_numbers(given: Numbers, expected: Numbers) -> bool:
    """Return True if two arrays hold the same numbers, whatever their shapes and places."""
    if not (given.is_whole and expected.is_whole) or given.size != expected.size:
        return False
    return close(np.sort(given.array, axis=None), np.sort(expected.array, axis=None))


def _all_same(ours: tuple[Tree, ...], theirs: tuple[Tree, ...]) -> bool:
    return len(ours) == len(theirs) and all(same(*pair, loosely=True) for pair in zip(ours, theirs))


def wrong_dtype(given: Tree, expected: Tree) -> str:
    """The right numbers as integers, as truth values, or in single precision."""
    if not (isinstance(given, Numbers) and isinstance(expected, Numbers)):
        return ""
    if given.shape != expected.shape or given.kind == expected.kind:
        return ""
    if given.kind in ("float32", "float16"):
        return f"is of {given.kind}, which keeps too few digits: compute in float64"
    if expected.kind == "f" and given.kind in ("i", "u", "b"):
        return (f"is an array of {KINDS[given.kind]}, which can't hold fractions: make the array "
                f"with floats")  # fmt: skip
    return ""


# --- the numbers of a result ---


def not_finite(given: Numbers, expected: Numbers) -> str:
    """nan or infinity where numbers are expected."""
    if np.isfinite(expected.flat).all() and not np.isfinite(given.flat).all():
        what = "nan" if np.isnan(given.flat).any() else "infinity"
        return f"has {what} where plain numbers are expected"
    return ""


def too_few_digits(given: Numbers, expected: Numbers) -> str:
    """Right, but for its last digits."""
    ours, theirs = given.sample, expected.sample
    with np.errstate(all="ignore"):
        off = np.abs(ours - theirs) / np.abs(theirs).max(initial=0.0)
    worst = float(off.max(initial=0.0))
    if not FEW_DIGITS[0] < worst < FEW_DIGITS[1]:
        return ""
    if np.array_equal(ours, ours.astype(np.float32).astype(float)):
        return "is right to seven digits only, as many as float32 keeps: compute in float64"
    if 1e-8 < worst < 3e-7:
        return ("is right to seven digits only: either it is computed in float32, which keeps no "
                "more, or something small was added in the wrong place")  # fmt: skip
    for digits in (2, 3, 4, 5, 6, 8):
        if np.array_equal(ours, np.round(ours, digits)) and not np.array_equal(
            theirs, np.round(theirs, digits)
        ):
            return "is rounded: return all digits"
    if worst < 1e-8:
        return ("is right to eight digits or some more, and not to all: something small was added, "
                "or it is an approximation, as a difference quotient is")  # fmt: skip
    return ("is right to a few digits only: an approximation, as by a difference quotient that is "
            "one-sided or too wide, or something small was added")  # fmt: skip


def all_zero(given: Numbers, expected: Numbers) -> str:
    """Zero throughout."""
    if given.flat.size and not given.flat.any() and expected.flat.any():
        return "is zero" + (" everywhere" if given.shape else "")
    return ""


ANY_ORDER = "has the right numbers in another order"
FACTORS = {
    -1.0: "has its sign flipped",
    2.0: "is twice what it should be",
    0.5: "is half of what it should be",
    -2.0: "is -2 times what it should be",
    -0.5: "is -1/2 times what it should be",
    4.0: "is 4 times what it should be",
    0.25: "is a quarter of what it should be",
}
OTHER_FACTOR = "is a multiple of what it should be, by one factor throughout"


def common_factor(given: Numbers, expected: Numbers) -> str:
    """One of the factors that slips usually cause, throughout."""
    if not expected.flat.any():
        return ""
    for factor, words in FACTORS.items():
        if close(given.flat, factor * expected.flat):
            return words
    return ""


def other_factor(given: Numbers, expected: Numbers) -> str:
    """Some other factor, throughout at least three numbers."""
    ours, theirs = given.flat, expected.flat
    if np.count_nonzero(theirs) < 3 or len(set(theirs.tolist())) < 2:
        return ""
    if not (np.isfinite(theirs).all() and np.isfinite(ours).all() and theirs.any()):
        return ""
    factor = float(ours @ theirs / (theirs @ theirs))
    if abs(factor) < 1e-12 or not close(ours, factor * theirs):
        return ""
    return OTHER_FACTOR


def lost_sign(given: Numbers, expected: Numbers) -> str:
    """Right but for the signs of some entries."""
    ours, theirs = given.sample, expected.sample
    if not close(np.abs(ours), np.abs(theirs)) or len(ours) < 2:
        return ""
    if (ours >= 0).all():
        return "has lost its signs: negative entries have become positive"
    return "has the wrong sign in some entries, and is right but for that"


_FUNCTIONS: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "is the square of what it should be": np.square,
    "is the square root of what it should be": np.sqrt,
    "is 1 divided by what it should be": np.reciprocal,
    "is 1 minus what it should be": lambda x: 1 - x,
    "is 1 larger than it should be": lambda x: x + 1,
    "is 1 smaller than it should be": lambda x: x - 1,
    "is the logarithm of what it should be": np.log,
    "is the exponential of what it should be": np.exp,
}  # fmt: skip
# Of these, many numbers give the same result.
_COARSE: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "is rounded to whole numbers": np.round,
    "is cut off to whole numbers": np.trunc,
    "has zero where it should be negative": lambda x: np.maximum(x, 0),
    "has zero where it should be positive": lambda x: np.minimum(x, 0),
    "has 0 and 1 in place of its values: it only says which are positive":
        lambda x: (x > 0).astype(float),
    "has the signs in place of the values": np.sign,
}  # fmt: skip


def function_of_it(given: Numbers, expected: Numbers) -> str:
    """A plain function of the right result: its square, its root, 1 minus it."""
    theirs = expected.sample
    different = len(set(theirs[theirs != 0].tolist()))
    if _is_plain(theirs) and theirs.size < 3:
        return ""
    for words, function in (_FUNCTIONS | _COARSE if different > 2 else _FUNCTIONS).items():
        with np.errstate(all="ignore"):
            other = function(theirs)
        if not close(other, theirs) and close(given.sample, other):
            return words
    return ""


def _is_plain(numbers: np.ndarray) -> bool:
    """Return True if all numbers are quarters, of which functions agree by chance."""
    return bool(np.array_equal(4 * numbers, np.round(4 * numbers)))


def other_places(given: Numbers, expected: Numbers) -> str:
    """The right numbers in other places: reversed, transposed, shifted by one, sorted."""
    if not (given.is_whole and expected.is_whole) or expected.size < 3:
        return ""
    ours, theirs = given.array, expected.array
    moved: dict[str, np.ndarray] = {}
    if theirs.ndim > 1 and theirs.shape == theirs.shape[::-1]:
        moved["is transposed"] = theirs.T
    moved["is in reverse order"] = theirs[::-1]
    moved["is moved by one place: it begins with its last entry"] = np.roll(theirs, 1, axis=0)
    moved["is moved by one place: it ends with its first entry"] = np.roll(theirs, -1, axis=0)
    for words, other in moved.items():
        if not close(other, theirs) and close(ours, other):
            return words
    if len(theirs) > 3 and close(ours[1:], theirs[:-1]):
        return "comes one step late: each entry is the one before"
    if len(theirs) > 3 and close(ours[:-1], theirs[1:]):
        return "comes one step early: each entry is the next one"
    a, b = np.sort(ours, axis=None), np.sort(theirs, axis=None)
    if close(a, b) and len(set(np.round(b, 9).tolist())) > 2:
        return ANY_ORDER
    if close(ours, np.cumsum(theirs, axis=0)):
        return "is summed up from entry to entry"
    return ""


def constant_off(given: Numbers, expected: Numbers) -> str:
    """One number is added throughout."""
    ours, theirs = given.sample, expected.sample
    if len(set(np.round(theirs, 9).tolist())) < 3 or not np.isfinite(ours - theirs).all():
        return ""
    off = float((ours - theirs).mean())
    return (
        "is off by the same number everywhere: something is added, or left out, throughout"
        if close(ours, theirs + off)
        else ""
    )


def wrong_entries(given: Numbers, expected: Numbers) -> str:
    """Right in most entries, and wrong where they have something in common."""
    ours, theirs = given.sample, expected.sample
    wrong = ~close_each(ours, theirs)
    if wrong.all() or not wrong.any() or len(wrong) < 2:
        return ""
    if (wrong == (theirs != 0)).all():
        return "is right where it should be 0, and wrong elsewhere"
    if (wrong == (theirs < 0)).all():
        return "is right where it is positive or zero, and wrong where it should be negative"
    if (wrong == (theirs > 0)).all():
        return "is right where it is negative or zero, and wrong where it should be positive"
    if (wrong == (theirs == 0)).all():
        return "is wrong where it should be 0, and right elsewhere"
    if not expected.is_whole:
        return _ends(wrong)
    array = wrong.reshape(expected.shape)
    rows = array.reshape(len(array), -1)
    if array.ndim > 1 and (rows.all(axis=1) == rows.any(axis=1)).all():
        return _ends(rows.all(axis=1), "row") or "is wrong in some rows, and right in others"
    if array.ndim == 2 and (array.all(axis=0) == array.any(axis=0)).all():
        return _ends(array.all(axis=0), "column") or "is wrong in some columns, and right in others"
    if array.ndim == 2 and array.shape[0] == array.shape[1]:
        diagonal = np.eye(len(array), dtype=bool)
        if (array == diagonal).all():
            return "is wrong on the diagonal, and right elsewhere"
        if (array == ~diagonal).all():
            return "is right on the diagonal, and wrong elsewhere"
    return _ends(wrong) if array.ndim == 1 else "is wrong in some entries, and right in others"


def _ends(wrong: np.ndarray, unit: str = "entry") -> str:
    """Say at which end of a sequence it is wrong."""
    units = {"entry": "entries"}.get(unit, f"{unit}s")
    if len(wrong) > 1 and wrong[0] and not wrong[1:].any():
        return f"is wrong in its first {unit}, and right in the others"
    if len(wrong) > 1 and wrong[-1] and not wrong[:-1].any():
        return f"is wrong in its last {unit}, and right in the others"
    if len(wrong) > 1 and not wrong[0] and wrong[1:].all():
        return f"is right in its first {unit}, and wrong from the second on"
    begins = int(np.argmax(wrong))
    if wrong[begins:].all() and begins:
        return f"is right in its first {units}, and wrong from some place on"
    return f"is wrong in some {units}, and right in others"


FORMS = (wrong_kind, wrong_shape, wrong_dtype, wrong_parts)
NUMBERS = (
    not_finite, too_few_digits, all_zero, common_factor, lost_sign, function_of_it,
    other_places, constant_off, other_factor, wrong_entries,
)  # fmt: skip


def of_part(given: Tree, expected: Tree) -> Iterator[str]:
    """Yield all properties of a part of a result, the most telling one first.

    Args:
        given: The part.
        expected: What it should be.
    """
    if given == expected:
        return
    given, expected = as_groups(given, expected)
    for form in FORMS:
        if words := form(given, expected):
            yield words
    given, expected = stacked(given), stacked(expected)
    if not (isinstance(given, Numbers) and isinstance(expected, Numbers)):
        return
    if given.shape != expected.shape or len(given.kept) != len(expected.kept):
        return
    if np.array_equal(given.flat, expected.flat):
        return
    # Two whole numbers may be indices or counts, of which a factor says nothing.
    of_index = expected.shape == () and all(map(_is_small_and_whole, (given, expected)))
    for numbers in (all_zero,) if of_index else NUMBERS:
        if words := numbers(given, expected):
            yield words


SMALL = 20  # Whole numbers below this one may be indices.


def _is_small_and_whole(number: Numbers) -> bool:
    return all(x.is_integer() and abs(x) < SMALL for x in number.kept)


# These need several numbers that agree to six digits, which numbers of another draw never do.
OF_THE_SAME_NUMBERS = (
    common_factor, lost_sign, function_of_it, other_places, constant_off, other_factor,
)  # fmt: skip


def of_free_part(given: Tree, expected: Tree) -> Iterator[str]:
    """Yield the properties of a part whose numbers may differ from the expected ones.

    Args:
        given: The part.
        expected: A part of a right result, of the right kind and shape.
    """
    either_does = {kind_of(given), kind_of(expected)} == {"array", "list"}
    for form in (wrong_kind, wrong_shape, wrong_dtype)[either_does:]:
        if words := form(given, expected):
            yield words
    if not (isinstance(given, Numbers) and isinstance(expected, Numbers)):
        return
    if words := not_finite(given, expected):
        yield words
    if given.shape != expected.shape or len(given.kept) != len(expected.kept):
        return
    if len(set(expected.flat.tolist())) > 3:
        for numbers in OF_THE_SAME_NUMBERS:
            words = numbers(given, expected)
            if words and words != ANY_ORDER:
                yield words


ON_TOP = (common_factor, other_places)


def on_top(given: Tree, expected: Tree) -> Iterator[str]:
    """Yield the properties that a result may have on top of a known mistake.

    Args:
        given: A part of the result.
        expected: What the mistake gives there.
    """
    if words := wrong_parts(given, expected):
        if words == EXCHANGED:  # Other numbers of parts only take back what the mistake does.
            yield words
        return
    given, expected = stacked(given), stacked(expected)
    if not (isinstance(given, Numbers) and isinstance(expected, Numbers)):
        return
    if given.shape != expected.shape and len(given.kept) == len(expected.kept):
        alike = close(given.flat, expected.flat)
        yield from [wrong_shape(given, expected)] * alike
    turned = given.shape == expected.shape[::-1] != expected.shape
    if turned and given.is_whole and expected.is_whole and close(given.array.T, expected.array):
        yield "is transposed"
    if given.shape != expected.shape or len(given.kept) != len(expected.kept):
        return
    for numbers in ON_TOP:
        words = numbers(given, expected)
        if words and words != ANY_ORDER:  # A test may accept any order.
            yield words


def are_combined(given: Tree, expected: Tree, one: Tree, other: Tree) -> bool:
    """Return True if a result is what two mistakes give together.

    Args:
        given: A part of the result.
        expected: What it should be.
        one: What the first mistake gives there.
        other: What the second mistake gives there.
    """
    parts = [stacked(tree) for tree in (given, expected, one, other)]
    if not all(isinstance(part, Numbers) for part in parts):
        return False
    numbers: list[Numbers] = [part for part in parts if isinstance(part, Numbers)]
    if len({part.shape for part in numbers}) > 1:
        return False
    fewest = min(len(part.kept) for part in numbers)
    g, e, a, b = (thinned(part, fewest).flat for part in numbers)
    if len({len(x) for x in (g, e, a, b)}) > 1 or any(close(x, e) for x in (g, a, b)):
        return False
    if close(g, a) or close(g, b):
        return False
    with np.errstate(all="ignore"):
        return close(g, a + b - e) or close(g, a * b / e)
