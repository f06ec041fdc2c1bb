"""The wire format in both directions: values come back as they were, and the reader refuses
everything else."""

from __future__ import annotations

import datetime
import enum
import fcntl
import math
import resource
import socket
import struct
import threading
import time
import tracemalloc
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from autograder.sandbox.protocol import limits, wire
from autograder.sandbox.protocol.wire import Code, Opaque, WireError

MESSAGE, BULK = 1 << 20, 64 << 20
pack = msgspec.msgpack.encode
SLOW = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)


def plain(value: Any, writer: wire.Writer) -> None:
    return None


def refuse(code: Code, data: Any, reader: wire.Reader) -> Any:
    raise WireError(f"expected nothing like {code.name}")


def packed(value: Any) -> tuple[bytearray, bytearray]:
    frame = wire.write(value, plain, MESSAGE, BULK)
    return bytearray(frame.structure), bytearray(b"".join(frame.bulk))


def there(value: Any) -> Any:
    return wire.read(*packed(value), refuse)


def read(tree: Any, bulk: bytes = b"") -> Any:
    return wire.read(bytearray(pack(tree)), bytearray(bulk), refuse)


def same(a: Any, b: Any) -> bool:
    """Return True if two values are equal to the bit and of exactly the same types."""
    if type(a) is not type(b):
        return False
    if isinstance(a, (np.ndarray, np.generic)) and a.dtype.char in "gG":  # Some bytes are padding.
        return a.dtype == b.dtype and a.shape == b.shape and bool(
            np.array_equal(a, b, equal_nan=True)
            and (np.signbit(a.real) == np.signbit(b.real)).all()
        )
    if isinstance(a, np.ndarray):
        return a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()
    if isinstance(a, np.generic):
        return a.dtype == b.dtype and a.tobytes() == b.tobytes()
    if isinstance(a, float):
        return struct.pack("<d", a) == struct.pack("<d", b)
    if isinstance(a, complex):
        return same(a.real, b.real) and same(a.imag, b.imag)
    if isinstance(a, (list, tuple)):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict):
        return same(list(a), list(b)) and same(list(a.values()), list(b.values()))
    return a == b


numbers = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.complex_numbers()
    | st.integers(-(1 << 4000), 1 << 4000)
)  # fmt: skip
texts = st.text(st.characters(blacklist_categories=["Cs"]), max_size=20)
dtypes = st.sampled_from(sorted(wire.DTYPES)).map(np.dtype)
arrays = hnp.arrays(dtypes, hnp.array_shapes(min_dims=0, min_side=0, max_side=4))
scalars = dtypes.flatmap(lambda d: hnp.arrays(d, ())).map(lambda a: a[()])
atoms = numbers | texts | st.binary(max_size=20) | scalars
keys = numbers | texts | st.binary(max_size=9) | st.tuples(st.integers(), texts)
values = st.recursive(
    atoms | arrays,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(keys, inner, max_size=4)
        | st.sets(st.integers() | texts, max_size=4)
        | st.frozensets(st.integers() | texts, max_size=4)
    ),
    max_leaves=12,
)


class TestRoundTrip:
    @SLOW
    @given(values)
    @example([0.5] * 65)
    @example([-0.0, math.nan, math.inf] * 30)
    @example([{}, [], (), set(), frozenset(), "", b"", np.zeros((0, 3))])
    @example({float("nan"): 1, (1, (2, "x")): 2, frozenset({1}): 3})
    @example([True, 1, 1.0, np.True_, np.int8(1)])
    @example([b"odd", np.arange(3.0), b"", np.int16(1), np.arange(4)])
    def test_what_goes_comes_back(self, value: Any) -> None:
        assert same(there(value), value)

    @given(st.integers(-(1 << 64), 1 << 64))
    @example(1 << 63)
    @example(-(1 << 63))
    @example(-(1 << 63) - 1)
    @example((1 << 64) - 1)
    def test_ints_about_64_bits(self, n: int) -> None:
        assert same(there(n), n)

    @given(st.text(st.characters(), max_size=20))
    @example("a\ud800b")
    @example("\U0001f600\0é")
    def test_text_with_surrogates_comes_as_escapes(self, s: str) -> None:
        came = there(s)
        assert came == s.encode("utf-8", "backslashreplace").decode()
        assert there({s: s}) == {came: came}

    @pytest.mark.parametrize("name", sorted(wire.DTYPES))
    def test_layouts_of_arrays(self, name: str) -> None:
        a = np.arange(24).astype(name).reshape(2, 3, 4)
        for view in (a.T, a[:, ::-2], np.asfortranarray(a), a[1], a[..., 0], np.array(a[0, 0, 0]),
                     np.broadcast_to(a[0, 0], (3, 4))):  # fmt: skip
            assert same(there(view), np.ascontiguousarray(view).reshape(view.shape))
        for order in "><":
            swapped = a.astype(a.dtype.newbyteorder(order))
            assert same(there(swapped), a)
            assert same(there(swapped[0, 1, 2]), a[0, 1, 2])

    def test_arrays_that_come_can_be_written_to_and_share_nothing(self) -> None:
        a, b, c = there([np.zeros(3), np.zeros(3, bool), np.zeros(2)])
        a[:] = 1
        b[:] = True
        assert not c.any() and a.flags.aligned and c.flags.aligned

    def test_subclasses_are_reduced_to_their_base(self) -> None:
        class Liar(float):
            def __eq__(self, other: object) -> bool:
                return True

            def __float__(self) -> float:
                return 42.0

            __hash__ = float.__hash__

        class Text(str):
            def __str__(self) -> str:
                return "a lie"

        class Items(list):
            def __iter__(self) -> Any:
                return iter([1, 2, 3])

        class Keys(dict):
            def items(self) -> Any:
                return [("a", "lie")]

        class Raw(bytes):
            pass

        class Plane(complex):
            pass

        class Array(np.ndarray):
            pass

        Level = enum.IntEnum("Level", "LOW HIGH")
        for value, expected in [
            (Liar(1.5), 1.5),
            (Text("a"), "a"),
            (Items([0]), [0]),
            (Keys({1: 2}), {1: 2}),
            (Level.HIGH, 2),
            (Raw(b"x"), b"x"),
            (Plane(1, -0.0), complex(1, -0.0)),
            (np.str_("a"), "a"),
            (np.bytes_(b"a"), b"a"),
            (np.arange(3.0).view(Array), np.arange(3.0)),
            (np.ma.masked_array([1, 2], [0, 1]), np.array([1, 2])),
        ]:
            assert same(there(value), expected), value

    def test_a_matrix_stays_a_matrix(self) -> None:
        came = there(np.asmatrix([[1.0, 2.0]]))
        assert type(came) is np.matrix and came.tolist() == [[1.0, 2.0]]

    @pytest.mark.parametrize(
        "value",
        [
            np.array([None, 1]), np.array(["\ud800"]), np.zeros(2, "f8,i4"), object(),
            range(1 << 40), Decimal("1e9999"), np.array([""])[:0].astype("V4"),
            np.zeros((0, 1 << 30)), np.zeros((1,) * 17),
        ],
    )  # fmt: skip
    def test_what_has_no_plain_form_is_opaque(self, value: Any) -> None:
        assert type(there(value)) is Opaque
        assert type(there([value])[0]) is Opaque


class Unhashable(list):
    __hash__ = object.__hash__  # type: ignore[assignment]


def nested(levels: int, value: Any = 0) -> Any:
    for _ in range(levels):
        value = [value]
    return value


class TestWriterRefuses:
    """What the reader would take for tampering, the writer says in words."""

    @pytest.mark.parametrize(
        "value",
        [
            nested(limits.MAX_DEPTH + 2),
            *(nested(limits.MAX_DEPTH + 1, inner) for inner in (np.float64(0), {}, np.zeros(1))),
            1 << 5000,
            -(1 << 5000),
            dict.fromkeys(range(limits.MAX_HASHED_KEYS + 1)),
            {(i, i): i for i in range(limits.MAX_HASHED_KEYS // 2)},
            {Unhashable(): 1},
            {(Unhashable(),): 1},
            [0.0] * (limits.MAX_LISTED_FLOATS + 1),
            [[0.0] * (limits.MAX_LISTED_FLOATS // 8 + 1)] * 8,
            "x" * (MESSAGE + 1),
            np.zeros(BULK + 1, np.uint8),
            b"x" * (BULK + 1),
        ],
        ids=lambda value: type(value).__name__,
    )
    def test_in_words(self, value: Any) -> None:
        with pytest.raises(WireError) as raised:
            packed(value)
        assert 10 < len(str(raised.value)) < 80

    @pytest.mark.parametrize(
        "value",
        [
            nested(limits.MAX_DEPTH + 1), nested(limits.MAX_DEPTH, np.float64(0)), (1 << 4096) - 1,
            dict.fromkeys(range(limits.MAX_HASHED_KEYS)),
            {str(i): i for i in range(20_000)}, [[0.0] * (limits.MAX_LISTED_FLOATS // 8)] * 8,
            {(i, i): i for i in range(limits.MAX_HASHED_KEYS // 3)},
        ],
        ids=lambda value: type(value).__name__,
    )  # fmt: skip
    def test_what_just_fits_is_read(self, value: Any) -> None:
        assert there(value) == value

    @SLOW
    @given(values)
    def test_what_is_written_is_always_read(self, value: Any) -> None:
        class Own(list):
            __hash__ = object.__hash__  # type: ignore[assignment]

        for odd in ({"k": value, Own([1]): 2}, [Own([value])], {Own(): value}):
            try:
                structure, bulk = packed(odd)
            except WireError:
                continue
            wire.read(structure, bulk, refuse)


trees = st.recursive(
    st.none() | st.booleans() | st.integers(-(1 << 63), (1 << 64) - 1) | st.floats() | st.text()
    | st.binary(max_size=9) | st.sampled_from(sorted(wire.DTYPES)) | st.sampled_from(list(Code))
    | st.datetimes(timezones=st.just(datetime.timezone.utc))
    | st.builds(msgspec.msgpack.Ext, st.integers(-128, 127), st.binary(max_size=9)),
    lambda inner: st.lists(inner, max_size=5)
    | st.tuples(st.sampled_from([int(c) for c in Code]) | st.integers(0, 40), inner).map(list)
    | st.dictionaries(st.text(max_size=3) | st.integers(0, 9), inner, max_size=3),
    max_leaves=20,
)  # fmt: skip


class TestReaderRefuses:
    """The reader returns a value or raises WireError, whatever it is given."""

    @SLOW
    @given(st.binary(max_size=200), st.binary(max_size=50))
    def test_any_bytes(self, structure: bytes, bulk: bytes) -> None:
        _value_or_refusal(bytearray(structure), bytearray(bulk))

    @settings(SLOW, max_examples=400)
    @given(trees, st.binary(max_size=50))
    @example([Code.SET, [[Code.LIST, []]]], b"")
    @example([Code.DICT, [[Code.TUPLE, [[Code.SAME, 0]]], 1]], b"")
    @example([Code.ARRAY, ["<f8", [2**63, 2**63]]], b"")
    def test_any_structure(self, tree: Any, bulk: bytes) -> None:
        _value_or_refusal(bytearray(pack(tree)), bytearray(bulk))

    @settings(SLOW, max_examples=300)
    @given(values, st.data())
    def test_frames_with_a_few_bytes_changed(self, value: Any, data: st.DataObject) -> None:
        structure, bulk = packed(value)
        for _ in range(data.draw(st.integers(1, 3))):
            at = data.draw(st.integers(0, len(structure) - 1))
            change = data.draw(st.sampled_from(["set", "drop", "cut"]))
            if change == "set":
                structure[at] = data.draw(st.integers(0, 255))
            elif change == "drop" and len(structure) > 1:
                del structure[at]
            else:
                del structure[at + 1 :]
        _value_or_refusal(structure, bulk)

    @pytest.mark.parametrize(
        ("tree", "bulk"),
        [
            ({"a": 1}, b""),
            ([Code.LIST, {}], b""),
            ([Code.LIST, [b"raw"]], b""),
            (b"raw", b""),
            (msgspec.msgpack.Ext(1, b"x"), b""),
            ([Code.LIST, [msgspec.msgpack.Ext(-1, b"\0\0\0\0")]], b""),
            ([True, []], b""),
            ([1.0, []], b""),
            ([Code.LIST], b""),
            ([Code.LIST, [], 0], b""),
            ([Code.LIST, None], b""),
            ([Code.DICT, [1]], b""),
            ([Code.DICT, [[Code.ARRAY, ["|u1", [0]]], 1]], b""),
            ([Code.SET, [[Code.TUPLE, [[Code.SET, []]]]]], b""),
            ([0, []], b""),
            ([99, []], b""),
            ([2**63, []], b""),
            ([-1, []], b""),
            ([Code.ARRAY, ["<f8", [1]]], b"\0" * 7),
            ([Code.ARRAY, ["<f8", [1]]], b"\0" * 9),
            ([Code.ARRAY, ["<f8", [True]]], b"\0" * 8),
            ([Code.ARRAY, ["<f8", [-1]]], b""),
            ([Code.ARRAY, ["<f8", [-1, -1]]], b"\0" * 8),
            ([Code.ARRAY, ["<f8", [1.0]]], b"\0" * 8),
            ([Code.ARRAY, ["<f8", 1]], b"\0" * 8),
            ([Code.ARRAY, ["<f8", [1], 0]], b"\0" * 8),
            ([Code.ARRAY, ["|O", [1]]], b"\0" * 8),
            ([Code.ARRAY, [8, [1]]], b"\0" * 8),
            ([Code.ARRAY, [["<f8"], [1]]], b"\0" * 8),
            ([Code.ARRAY, ["<f8", [0, 2**62]]], b""),
            ([Code.ARRAY, ["<f8", [2**32, 2**32]]], b""),
            ([Code.ARRAY, ["<f8", [1] * 17]], b"\0" * 8),
            ([Code.LIST, [[Code.ARRAY, ["|u1", [4]]]] * 2], b"\0" * 7),
            ([Code.MATRIX, ["<f8", [1]]], b"\0" * 8),
            ([Code.FLOATS, ["<f4", [2]]], b"\0" * 8),
            ([Code.FLOATS, ["<f8", [1, 1]]], b"\0" * 8),
            ([Code.SCALAR, ["<f8", [1]]], b"\0" * 8),
            ([Code.COMPLEX, [1, 2]], b""),
            ([Code.COMPLEX, [1.0]], b""),
            ([Code.INT, "no"], b""),
            ([Code.INT, "1" * 2000], b""),
            ([Code.INT, 5], b""),
            ([Code.BYTES, -1], b"a"),
            ([Code.BYTES, True], b"a"),
            ([Code.BYTES, 2**64 - 1], b"a"),
            ([Code.OPAQUE, 3], b""),
            ([Code.HANDLE, [1, "a", True, "b"]], b""),
            (0, b"unused"),
        ],
    )
    def test_one_by_one(self, tree: Any, bulk: bytes) -> None:
        with pytest.raises(WireError):
            read(tree, bulk)

    @pytest.mark.parametrize(
        "structure",
        [
            b"", b"\xc1", b"\xa2\xff\xfe", b"\x01\x01", b"\xdd\xff\xff\xff\xff",
            b"\xdf\xff\xff\xff\xff", b"\xdb\xff\xff\xff\xff", b"\x91" * 500_000,
            b"\x92\x01\x91" * 300_000, b"\x92\x01" * 300_000, b"\xc7\x0c\xff" + b"\xff" * 12,
        ],
    )  # fmt: skip
    def test_what_is_no_structure(self, structure: bytes) -> None:
        with pytest.raises(WireError):
            wire.read(bytearray(structure), bytearray(), refuse)

    def test_a_byte_of_a_bool_array_is_0_or_1_once_read(self) -> None:
        assert read([Code.ARRAY, ["|b1", [3]]], b"\0\1\xff").view(np.uint8).tolist() == [0, 1, 1]
        assert read([Code.SCALAR, ["|b1", []]], b"\xfe").tobytes() == b"\1"

    @pytest.mark.parametrize(
        "keys",
        [
            [[Code.INT, f"{k * (2**61 - 1):x}"] for k in range(1 << 62, (1 << 62) + 40_000)],
            [[Code.TUPLE, [k, 0.5]] for k in range(40_000)],
            [[Code.FROZENSET, [k]] for k in range(40_000)],
            list(range(40_000)),
        ],
        ids=["ints of one hash", "tuples", "frozensets", "ints"],
    )
    def test_keys_that_can_be_made_to_collide_are_few(self, keys: list[Any]) -> None:
        one = [Code.SET, keys[: limits.MAX_HASHED_KEYS // 4]]
        assert len(read(one)) == limits.MAX_HASHED_KEYS // 4
        with pytest.raises(WireError, match="keys that are not text"):
            read([Code.SET, keys])
        with pytest.raises(WireError, match="keys that are not text"):
            read([Code.LIST, [one] * 5])
        with pytest.raises(WireError, match="keys that are not text"):
            read([Code.DICT, [x for key in keys for x in (key, 0)]])


def _value_or_refusal(structure: bytearray, bulk: bytearray) -> None:
    try:
        value = wire.read(structure, bulk, refuse)
    except WireError as error:
        assert str(error)
    else:
        assert type(value) in (
            type(None), bool, int, float, str, bytes, complex, list, tuple, dict, set, frozenset,
            np.ndarray, np.matrix, Opaque, *(d.type for d in wire.DTYPES.values()),
        )  # fmt: skip


# The structures below have about this many bytes.
BOMB = MESSAGE // 8
# Decoding may take this many times the size of a structure, intermediate values included.
AMPLIFIED = 160


def _repeated(piece: bytes) -> bytes:
    """Return the msgpack of a list with as many copies of `piece` as BOMB bytes hold."""
    count = (BOMB - 8) // len(piece)
    return b"\x92\x01\xdd" + struct.pack(">I", count) + piece * count


BOMBS: dict[str, bytes] = {
    "lists": _repeated(pack([Code.LIST, []])),
    "tuples": _repeated(pack([Code.TUPLE, []])),
    "dicts": _repeated(pack([Code.DICT, []])),
    "sets": _repeated(pack([Code.SET, []])),
    "dicts of one": _repeated(pack([Code.DICT, ["", 0]])),
    "empty arrays": _repeated(pack([Code.ARRAY, ["|b1", [0]]])),
    "empty arrays of many axes": _repeated(pack([Code.ARRAY, ["|b1", [0] * 15]])),
    "empty matrices": _repeated(pack([Code.MATRIX, ["|b1", [0, 0]]])),
    "opaque": _repeated(pack([Code.OPAQUE, ""])),
    "complex": _repeated(pack([Code.COMPLEX, [0.0, 0.0]])),
    "ints": _repeated(pack([Code.INT, "1"])),
    "pairs": _repeated(pack([Code.LIST, [[Code.LIST, []]]])),
    "bytes": _repeated(pack([Code.BYTES, 0])),
    "nesting": b"\x92\x01\x91" * (BOMB // 3),
    "a map": b"\xdf" + struct.pack(">I", BOMB // 8) + b"".join(
        b"\xa6%06d\x80" % i for i in range(BOMB // 8)
    ),
    "arrays in arrays": b"\x91" * BOMB,
    "empty arrays of msgpack": b"\xdd" + struct.pack(">I", BOMB - 8) + b"\x90" * (BOMB - 8),
}  # fmt: skip


class TestMemory:
    @pytest.mark.parametrize("name", BOMBS)
    def test_a_structure_takes_a_known_multiple_of_its_size(self, name: str) -> None:
        structure = bytearray(BOMBS[name])
        assert len(structure) <= BOMB + 8

        def decode() -> Any:
            try:
                return wire.read(structure, bytearray(), refuse)
            except WireError:
                return None

        assert _peak(decode) < AMPLIFIED * BOMB

    @pytest.mark.parametrize("dtype", ["<f8", "|b1", "|u1", "<c16"])
    def test_arrays_take_their_size_at_most_twice(self, dtype: str) -> None:
        size = 8 << 20
        bulk = bytearray(size)
        shift = [Code.ARRAY, ["|u1", [1]]]  # With it, the next array is not aligned.
        tree = [Code.LIST, [shift, [Code.ARRAY, [dtype, [size // np.dtype(dtype).itemsize - 1]]]]]
        del bulk[1 + (size // np.dtype(dtype).itemsize - 1) * np.dtype(dtype).itemsize :]
        assert _peak(lambda: read(tree, bulk)) < 2.1 * size

    def test_long_lists_of_floats_are_bounded(self) -> None:
        tree = [Code.LIST, [[Code.FLOATS, ["<f8", [limits.MAX_LISTED_FLOATS]]]] * 2]
        with pytest.raises(WireError):
            read(tree, bytes(16 * limits.MAX_LISTED_FLOATS))


def _peak(action: Callable[[], Any]) -> int:
    tracemalloc.start()
    try:
        kept = action()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
        del kept


@pytest.fixture
def pair() -> Any:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield ours, theirs


def soon() -> float:
    return time.monotonic() + 0.1


class TestFrames:
    @pytest.mark.parametrize("size", [0, 1, 1000, 300_000])
    def test_a_frame_arrives_whole(self, pair: Any, size: int) -> None:
        ours, theirs = pair
        value = [np.arange(size), "é", [np.float32(1)] * 5, bytes(size), np.arange(size)]
        frame = wire.write(value, plain, MESSAGE, BULK)
        sender = threading.Thread(target=wire.send, args=(theirs, frame))
        sender.start()
        came = wire.read(*wire.receive(ours, MESSAGE, BULK, time.monotonic() + 20), refuse)
        sender.join()
        assert same(came, value)

    def test_what_follows_a_frame_stays_for_the_next(self, pair: Any) -> None:
        ours, theirs = pair
        for value in ([1, "a"], b"two", 3):
            wire.send(theirs, wire.write(value, plain, MESSAGE, BULK))
        for value in ([1, "a"], b"two", 3):
            came = wire.read(*wire.receive(ours, MESSAGE, BULK, soon()), refuse)
            assert came == value

    @pytest.mark.parametrize(
        ("magic", "structure", "bulk"),
        [
            (b"GET ", 1, 0), (wire.MAGIC, MESSAGE + 1, 0), (wire.MAGIC, 1, BULK + 1),
            (wire.MAGIC, (1 << 32) - 1, (1 << 64) - 1),
        ],
    )  # fmt: skip
    def test_a_header_that_can_not_be(
        self, pair: Any, magic: bytes, structure: int, bulk: int
    ) -> None:
        ours, theirs = pair
        theirs.sendall(wire.HEADER.pack(magic, structure, bulk))
        with pytest.raises(WireError):
            wire.receive(ours, MESSAGE, BULK, soon())

    def test_a_length_that_is_a_lie_costs_a_step_at_most(self, pair: Any) -> None:
        ours, theirs = pair
        theirs.sendall(wire.HEADER.pack(wire.MAGIC, 1, BULK) + b"\0" * 100)

        def wait() -> None:
            with pytest.raises(wire.Deadline):
                wire.receive(ours, MESSAGE, BULK, soon())

        assert _peak(wait) < wire.RECEIVE_STEP + (1 << 20)

    def test_one_deadline_holds_for_all_of_a_frame_however_slowly_it_comes(self, pair: Any) -> None:
        ours, theirs = pair
        stop = threading.Event()

        def drip() -> None:
            theirs.sendall(wire.HEADER.pack(wire.MAGIC, MESSAGE, 0))
            while not stop.wait(0.005):
                theirs.send(b"\0")

        sender = threading.Thread(target=drip)
        sender.start()
        try:
            with pytest.raises(wire.Deadline):
                wire.receive(ours, MESSAGE, BULK, soon())
        finally:
            stop.set()
            sender.join()

    def test_a_frame_that_nobody_reads_meets_the_deadline(self, pair: Any) -> None:
        frame = wire.write(np.zeros(1 << 20), plain, MESSAGE, BULK)
        with pytest.raises(wire.Deadline):
            wire.send(pair[0], frame, soon())

    def test_the_other_side_is_gone(self, pair: Any) -> None:
        ours, theirs = pair
        theirs.sendall(wire.HEADER.pack(wire.MAGIC, 10, 10) + b"abc")
        theirs.close()
        with pytest.raises(wire.Closed):
            wire.receive(ours, MESSAGE, BULK, soon())
        with pytest.raises(wire.Closed):
            wire.send(ours, wire.write(np.zeros(1 << 20), plain, MESSAGE, BULK), soon())

    @SLOW
    @given(st.binary(max_size=60))
    def test_any_bytes_are_refused_or_waited_out(self, raw: bytes) -> None:
        ours, theirs = socket.socketpair()
        with ours, theirs:
            theirs.sendall(raw)
            theirs.close()
            with pytest.raises((WireError, wire.Closed)):
                wire.read(*wire.receive(ours, 64, 64, soon()), refuse)

    def test_descriptors_beyond_1024(self, pair: Any) -> None:
        if resource.getrlimit(resource.RLIMIT_NOFILE)[0] < 1100:
            pytest.skip("too few descriptors are allowed here")
        high = fcntl.fcntl(pair[0], fcntl.F_DUPFD, 1050)
        with socket.socket(fileno=high) as sock, pytest.raises(wire.Deadline):
            wire.receive(sock, MESSAGE, BULK, soon())
