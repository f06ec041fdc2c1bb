"""Values of known types cross the boundary as themselves; nothing else is built of what arrives."""

from __future__ import annotations

import collections
import datetime
import decimal
import fractions
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.sandbox.protocol import typed_values, wire
from autograder.sandbox.protocol.wire import Code, Opaque, WireError

Point = collections.namedtuple("Point", "x y")  # noqa: PYI024

ZONES = st.none() | st.timedeltas(
    datetime.timedelta(hours=-23), datetime.timedelta(hours=23)
).map(datetime.timezone)
VALUES = (
    st.dates() | st.datetimes(timezones=ZONES) | st.times(timezones=ZONES) | st.timedeltas()
    | st.decimals() | st.fractions() | st.integers(-9, 9).map(range)
    | st.builds(slice, st.none() | st.integers(), st.integers())
    | st.builds(Point, st.integers(), st.dates())
    | st.lists(st.text(), max_size=5).map(collections.Counter)
    | st.dictionaries(st.text(), st.integers()).map(collections.OrderedDict)
    | st.lists(st.integers(), max_size=5).map(lambda x: collections.deque(x, 9))
    | st.binary().map(bytearray)
    | st.sampled_from([..., NotImplemented, int, str, type(None), np.float32, KeyError])
)  # fmt: skip


def there(value: Any, reduced: list[str] | None = None) -> Any:
    """Return a value as it arrives on the other side."""
    frame = wire.write(value, lambda o, writer: None, 1 << 24, 1 << 24)
    bulk = bytearray(b"".join(map(bytes, frame.bulk)))
    return wire.read(bytearray(frame.structure), bulk, _no_other, reduced)


def _no_other(code: Code, data: Any, reader: Any) -> Any:
    raise WireError("nothing else")


@settings(deadline=None)
@given(VALUES)
def test_a_value_comes_back_as_itself(value: Any) -> None:
    for came, due in [(there(value), value), (there([value])[0], value)]:
        assert type(came).__name__ == type(due).__name__
        assert repr(came) == repr(due) or came == due  # A Decimal may be NaN.


@settings(deadline=None, max_examples=30)
@given(st.dictionaries(st.dates() | st.fractions(), st.integers(), max_size=5))
def test_values_may_be_keys(value: Any) -> None:
    assert there(value) == value


def test_a_named_tuple_keeps_its_names() -> None:
    point = there(Point(1, [2]))
    assert point.x == 1 and point.y == [2] and repr(point) == "Point(x=1, y=[2])"
    assert point == (1, [2]) and point._asdict() == {"x": 1, "y": [2]}
    assert point._replace(x=5) == (5, [2]) and type(point)(3, y=4) == (3, 4)


def test_a_default_dict_makes_its_values() -> None:
    came = there(collections.defaultdict(list, a=[1]))
    assert came["b"] == [] and came["a"] == [1]
    assert type(there(collections.defaultdict(lambda: 3, a=1))) is dict


def test_arrays_of_text_and_dates() -> None:
    for array in (
        np.array(["ada", "b"]), np.array([b"x"]), np.array(["2024-01-01"], "M8[D]"),
        np.array([3], "m8[s]"), np.array(["a"]).astype(">U1"), np.zeros((2, 0), "U3"),
    ):  # fmt: skip
        came = there(array)
        assert came.tolist() == array.tolist() and came.dtype == array.dtype.newbyteorder("=")
    assert there(np.datetime64("2024-01-01")) == np.datetime64("2024-01-01")


def test_a_long_double_keeps_its_precision() -> None:
    third = np.longdouble(1) / 3
    assert there(third) == third and type(there(third)) is np.longdouble
    assert there(np.array([third * 1j])).tolist() == [third * 1j]


@pytest.mark.skipif(not wire.PADDED, reason="the long double of this machine has no padding")
def test_no_memory_goes_out_with_a_long_double() -> None:
    dirty = np.frombuffer(b"\xee" * 16, np.longdouble).copy()
    dirty[0] = 1
    dirty.view(np.uint8)[10:] = 0xEE
    frame = wire.write(dirty, lambda o, writer: None, 1 << 20, 1 << 20)
    assert bytes(frame.bulk[0])[10:] == bytes(6)


def test_tables() -> None:
    pd = pytest.importorskip("pandas")
    frame = pd.DataFrame(
        {"n": [1, 2, 3], "t": ["x", None, "z"], "d": pd.date_range("2024-01-01", periods=3)},
        index=pd.Index(["a", "b", "c"], name="key"),
    )
    pd.testing.assert_frame_equal(there(frame), frame)
    pd.testing.assert_series_equal(there(frame["t"]), frame["t"])
    pd.testing.assert_index_equal(there(frame.index), frame.index)
    grouped = frame.groupby(["n", "d"]).count()
    pd.testing.assert_frame_equal(there(grouped), grouped)
    twice = pd.DataFrame([[1, 2.5]], columns=["a", "a"])
    pd.testing.assert_frame_equal(there(twice), twice)
    assert there(pd.Timestamp("2024-01-02 03:04")) == pd.Timestamp("2024-01-02 03:04")
    assert there(pd.Timedelta("1h")) == pd.Timedelta("1h")
    assert there(pd.NaT) is pd.NaT and there(pd.NA) is pd.NA
    assert there(pd.Series(dtype=float)).dtype == float
    for odd in (frame["t"].astype("category"), pd.Series([object()]), pd.Timestamp.now("UTC")):
        assert type(there(odd)) is Opaque


def test_what_is_too_much_is_not_sent() -> None:
    for odd in (
        range(typed_values.MAX_RANGE + 1), decimal.Decimal("1e2000"), decimal.Decimal("1" * 1001),
        datetime.datetime(2024, 1, 1, tzinfo=type("Z", (datetime.tzinfo,), {})()), open, object,
    ):  # fmt: skip
        assert type(there(odd)) is Opaque


def test_a_subclass_is_reduced_and_said_to_be() -> None:
    class Mine(list):  # type: ignore[type-arg]
        pass

    class Day(datetime.date):
        pass

    names: list[str] = []
    assert there([Mine([1]), 2, [3]], names) == [[1], 2, [3]] and names == ["Mine"]
    assert type(there(Day(2024, 1, 1))) is Opaque
    names.clear()
    assert there([np.str_("a"), np.bool_(True), collections.OrderedDict()], names)[0] == "a"
    assert names == []


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("date", [2024, 13, 1]), ("date", [True, 1, 1]), ("date", "2024"), ("nothing", 1),
        ("range", [0, 1 << 40, 1]), ("range", [0, 1, 0]), ("Decimal", "1e99999"),
        ("Decimal", "1" * 3000), ("Fraction", [1, 0]), ("Fraction", [1.5, 2]),
        ("namedtuple", ["P", ["x", "x"], [1, 2]]), ("namedtuple", ["P", ["__init__"], [1]]),
        ("namedtuple", ["P", ["x"], [1, 2]]), ("namedtuple", ["a b", ["x"], [1]]),
        ("namedtuple", ["P", [f"x{i}" for i in range(99)], list(range(99))]),
        ("type", ["builtins", "open"]), ("type", ["os", "PathLike"]), ("type", ["numpy", "memmap"]),
        ("type", ["builtins", "bytearray"]), ("constant", "Exception"), ("Counter", [1]),
        ("defaultdict", ["eval", {}]), ("deque", [[1], -1]), ("bytearray", 1 << 40),
        ("timedelta", [1 << 60, 0, 0]), ("time", [[25, 0, 0, 0, 0], None]),
        ("datetime", [[2024, 1, 1, 0, 0, 0, 0, 0], 1 << 60]),
    ],
)  # fmt: skip
def test_parts_that_no_value_has_are_refused(name: str, parts: Any) -> None:
    with pytest.raises(ValueError):
        typed_values.decode(name, parts)


def test_a_table_of_a_liar_is_refused() -> None:
    pytest.importorskip("pandas")
    whole = ["range", None, [0, 2, 1]]
    one = np.zeros(1)
    for parts in (
        [whole, whole, [one, one]], [whole, whole, [np.zeros(2)]], [whole, whole, [[1, 2], 3]],
        [["range", None, [0, 1 << 40, 1]], whole, []], [["odd", None, []], whole, []],
        [whole, whole, [one] * 5000], [["multi", ["a"], []], whole, []],
        [whole, ["array", None, [np.zeros((2, 2)), None]], []],
    ):  # fmt: skip
        with pytest.raises(ValueError):
            typed_values.decode("DataFrame", parts)


def test_an_array_of_text_that_is_none_is_refused() -> None:
    for name, content in [("<U1", b"\xff\xff\xff\x7f"), ("<U1", b"\x00\xd8\x00\x00"),
                          ("<U0", b""), ("<M8[lightyears]", b"12345678"), ("|O8", b"12345678"),
                          ("<U99999999", b"")]:  # fmt: skip
        tree = wire._pack([Code.ARRAY, [name, [1]]])
        with pytest.raises(WireError):
            wire.read(bytearray(tree), bytearray(content), _no_other)


def test_contents_are_written_into_what_can_change() -> None:
    pd = pytest.importorskip("pandas")
    frame, counter, rest = pd.DataFrame({"a": [1]}), collections.Counter("a"), {1}
    assert typed_values.build_into(frame, pd.DataFrame({"a": [2], "b": [3]}))
    assert frame.to_dict("list") == {"a": [2], "b": [3]}
    assert typed_values.build_into(counter, collections.Counter("bb")) and counter == {"b": 2}
    assert typed_values.build_into(rest, {2, 3}) and rest == {2, 3}
    assert not typed_values.build_into(counter, {}) and not typed_values.build_into((1,), (2,))


def test_fractions_are_whole() -> None:
    assert there(fractions.Fraction(1 << 80, 3)) == fractions.Fraction(1 << 80, 3)
