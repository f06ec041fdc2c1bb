"""Frames and values: all that crosses the boundary, and the only code that reads what crossed.

A frame is a header, a structure (msgpack) and a bulk: the raw bytes of arrays, one after the other
in the order in which the structure names them. In the structure None, bool, int, float and str
stand for themselves, and everything else is a pair [code, data] of the codes below: no class name
is ever looked up, and nothing that runs can be expressed. The reader builds exact built-in values
and plain arrays, or raises WireError; the writer makes nothing that the reader would refuse.
"""

from __future__ import annotations

import math
import select
import socket
import struct
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import msgspec
import numpy as np

MAGIC = b"NNC1"
HEADER = struct.Struct("<4sIQ")
DEPTH = 32
HASHED = 8192  # keys of a message that are not text: others can be made to collide
FLOATS = 1 << 20  # of a message, in lists
WIDE = 1 << 20  # what a shape without elements may come to with 1 for each 0
STEP = 4 << 20
SMALL = 64 << 10
INT64 = range(-(1 << 63), 1 << 63)
DTYPES = {
    name: np.dtype(name)
    for name in (
        ["|b1", "|i1", "<i2", "<i4", "<i8", "|u1", "<u2", "<u4", "<u8"]
        + ["<f2", "<f4", "<f8", "<c8", "<c16"]
    )
}


class Code(IntEnum):
    """What stands in a pair [code, data]."""

    LIST = 1
    TUPLE = 2
    DICT = 3  # [key, value, key, value, ...]
    SET = 4
    FROZENSET = 5
    ARRAY = 6  # [dtype, shape]
    MATRIX = 7  # as ARRAY, an np.matrix
    FLOATS = 8  # as ARRAY, a list of floats
    SCALAR = 9  # as ARRAY, a NumPy scalar
    COMPLEX = 10  # [real, imaginary]
    INT = 11  # hexadecimal digits: an int beyond 64 bits
    BYTES = 12  # their number
    HANDLE = 20  # an object that stays in the worker
    CALLBACK = 21  # a function that stays in the trusted process
    SAME = 22  # an argument of this call, handed back
    TENSOR = 23  # as ARRAY, a torch.Tensor: only towards the worker
    GENERATOR = 24  # [bit generator, state], a numpy.random.Generator: only towards the worker
    PATH = 25  # [name, content], a file: only towards the worker
    OPAQUE = 26  # the name of a type that has no plain form
    TYPE = 27  # [module, name], of Python's or NumPy's: only towards the worker
    OBJECT = 28  # an object of another worker, by a callback that calls its methods: as TYPE


UNHASHABLE = (Code.LIST, Code.DICT, Code.SET, Code.ARRAY, Code.MATRIX, Code.FLOATS, Code.SAME)
INT_DIGITS = 1024


class WireError(Exception):
    """What came is not in this format, or what should go has no place in it."""


class Closed(Exception):
    """The other side is gone."""


class Deadline(Exception):
    """The other side took too long."""


@dataclass(frozen=True)
class Opaque:
    """A value without a plain form; only the name of its type is known, and it may be a lie."""

    type_name: str


Special = Callable[[Any, "Writer"], Any]
Rebuild = Callable[[Code, Any, "Reader"], Any]

def _structure() -> Any:
    """The type of every structure: no map, no bytes, no extension, and no end of nesting."""
    nested: Any = bool | int | float | str | None
    for _ in range(3 * DEPTH):
        nested = bool | int | float | str | list[nested] | None
    return nested


_pack = msgspec.msgpack.Encoder().encode
_unpack = msgspec.msgpack.Decoder(_structure()).decode


class Writer:
    """Turns one value into structure and bulk.

    `special(value, writer)` may return the pair for a value of its own, or None to pass it on.
    Subclasses are reduced to their plain base, so that their methods stay where they were made.
    """

    def __init__(self, special: Special) -> None:
        self.special = special
        self.bulk: list[memoryview] = []
        self.size = self.hashed = self.floats = 0

    def value(self, o: Any, depth: int = 0) -> Any:
        kind = type(o)
        if o is None or kind is bool or kind is float:
            return o
        if kind is str:
            return o if o.isascii() else text(o)
        if kind is int:
            if o in INT64:
                return o
            digits = f"{o:x}"
            expect_sendable(len(digits) <= INT_DIGITS, "it has an int of too many digits")
            return [Code.INT, digits]
        expect_sendable(depth <= DEPTH, f"it is nested more than {DEPTH} deep")
        pair = self.special(o, self)
        if pair is not None:
            return pair
        if kind is np.ndarray:
            return self.array(o)
        if kind is list:
            if len(o) > 64 and all(type(x) is float for x in o):
                self.floats += len(o)
                expect_sendable(self.floats <= FLOATS, "its lists are too long")
                return self.array(np.array(o), Code.FLOATS)
            return [Code.LIST, self._all(o, depth)]
        if kind is tuple:
            return [Code.TUPLE, self._all(o, depth)]
        if kind is dict:
            items = self._all([x for item in o.items() for x in item], depth)
            self._hash(items[::2])
            return [Code.DICT, items]
        if kind is set or kind is frozenset:
            items = self._all(list(o), depth)
            self._hash(items)
            return [Code.SET if kind is set else Code.FROZENSET, items]
        if kind is bytes:
            self._append(memoryview(o))
            return [Code.BYTES, len(o)]
        if kind is complex:
            return [Code.COMPLEX, [o.real, o.imag]]
        return self._reduced(o, depth)

    def array(self, a: np.ndarray, code: Code = Code.ARRAY) -> Any:
        dtype = a.dtype.newbyteorder("<")
        if dtype.str not in DTYPES:
            return self.opaque(f"array of dtype {a.dtype}")
        if not _sane(a.shape):
            return self.opaque(f"array of shape {a.shape}")
        flat = np.ascontiguousarray(a, dtype).reshape(-1).view(np.uint8)
        self._append(flat.data)
        return [code, [dtype.str, list(a.shape)]]

    def opaque(self, name: str) -> Any:
        return [Code.OPAQUE, text(name)[:80]]

    def _append(self, piece: memoryview) -> None:
        self.size += piece.nbytes
        self.bulk.append(piece)

    def _all(self, items: Any, depth: int) -> list[Any]:
        return [self.value(x, depth + 1) for x in items]

    def _hash(self, keys: list[Any]) -> None:
        self.hashed += sum(map(_cost_of_key, keys))
        expect_sendable(self.hashed <= HASHED, "it has too many keys that are not text")

    def _reduced(self, o: Any, depth: int) -> Any:
        if isinstance(o, np.generic):
            if not isinstance(o, (str, bytes)):
                return self.array(np.asarray(o), Code.SCALAR)
        elif isinstance(o, np.matrix) and o.ndim == 2:
            return self.array(np.array(o, subok=False), Code.MATRIX)
        elif isinstance(o, np.ndarray):
            return self.array(np.array(o, subok=False))
        elif isinstance(o, float):
            return float.__float__(o)
        elif isinstance(o, int):
            return self.value(int.__int__(o), depth)
        elif isinstance(o, complex):
            return self.value(complex.__pos__(o), depth)
        if isinstance(o, str):
            return self.value(str.__str__(o), depth)
        if isinstance(o, bytes):
            return self.value(bytes.__getitem__(o, slice(None)), depth)
        for base in (list, tuple, set, frozenset):
            if isinstance(o, base):
                items: Any = base.__iter__(o)  # type: ignore[arg-type]
                return self.value(base(items), depth)
        if isinstance(o, dict):
            return self.value(dict(dict.items(o)), depth)
        return self.opaque(type(o).__name__)


class Reader:
    """Rebuilds one value. `rebuild(code, data, reader)` makes what is neither number nor container,
    and raises WireError for what it doesn't expect."""

    def __init__(self, bulk: bytearray, rebuild: Rebuild) -> None:
        self.bulk, self.rebuild = bulk, rebuild
        self.used = self.hashed = self.floats = 0

    def value(self, o: Any, depth: int = 0) -> Any:
        kind = type(o)
        if o is None or kind in (bool, int, float, str):
            return o
        expect(kind is list and len(o) == 2 and type(o[0]) is int, "a pair of code and data")
        expect(depth <= DEPTH, f"nesting of at most {DEPTH}")
        code, data = o
        if code in (Code.ARRAY, Code.MATRIX, Code.FLOATS, Code.SCALAR):
            return self._array(code, data)
        if code in (Code.LIST, Code.TUPLE, Code.DICT, Code.SET, Code.FROZENSET):
            return self._container(code, data, depth)
        if code == Code.BYTES:
            expect(type(data) is int and data >= 0, "a number of bytes")
            start = self._take(data)
            return bytes(memoryview(self.bulk)[start : self.used])
        if code == Code.COMPLEX:
            expect(type(data) is list and [type(x) for x in data] == [float, float], "two floats")
            return complex(*data)
        if code == Code.INT:
            expect(type(data) is str and len(data) <= INT_DIGITS, "an int of so many digits")
            try:
                return int(data, 16)
            except ValueError:
                raise WireError("expected hexadecimal digits") from None
        if code == Code.OPAQUE:
            expect(type(data) is str, "the name of a type")
            return Opaque(data[:80])
        try:
            known = Code(code)
        except ValueError:
            raise WireError("the code is unknown") from None
        return self.rebuild(known, data, self)

    def raw(self, data: Any) -> np.ndarray:
        """The array of a [dtype, shape]. It shares memory with the bulk, and with nothing else."""
        expect(type(data) is list and len(data) == 2, "dtype and shape")
        name, shape = data
        dtype = DTYPES.get(name) if type(name) is str else None
        expect(dtype is not None, "a known dtype")
        assert dtype is not None
        expect(type(shape) is list and all(type(n) is int and n >= 0 for n in shape), "a shape")
        expect(_sane(shape), "a sane shape")
        size = math.prod(shape)
        start = self._take(size * dtype.itemsize)
        if dtype.kind == "b":  # a byte that is neither 0 nor 1 is no bool
            bits = np.frombuffer(self.bulk, np.uint8, size, start)
            return bits.astype(bool).reshape(shape)
        flat = np.frombuffer(self.bulk, dtype, size, start)
        aligned = flat if flat.flags.aligned else flat.copy()
        return aligned.astype(dtype.newbyteorder("="), copy=False).reshape(shape)

    def _take(self, size: int) -> int:
        start, self.used = self.used, self.used + size
        expect(self.used <= len(self.bulk), "no more than the bulk holds")
        return start

    def _array(self, code: int, data: Any) -> Any:
        a = self.raw(data)
        if code == Code.ARRAY:
            return a
        if code == Code.SCALAR:
            expect(a.ndim == 0, "a scalar")
            return a[()]
        if code == Code.FLOATS:
            expect(a.ndim == 1 and a.dtype == np.float64, "one axis of float64")
            self.floats += a.size
            expect(self.floats <= FLOATS, f"at most {FLOATS:,} floats in lists")
            return a.tolist()
        expect(a.ndim == 2, "a matrix of two axes")
        return a.view(np.matrix)

    def _container(self, code: int, data: Any, depth: int) -> Any:
        expect(type(data) is list, "a list of items")
        items = [self.value(x, depth + 1) for x in data]
        if code == Code.LIST:
            return items
        if code == Code.TUPLE:
            return tuple(items)
        step = 2 if code == Code.DICT else 1
        expect(len(items) % step == 0, "pairs of key and value")
        self.hashed += sum(map(_cost_of_key, data[::step]))
        expect(self.hashed <= HASHED, f"at most {HASHED:,} keys that are not text")
        try:
            if code == Code.DICT:
                return dict(zip(items[::2], items[1::2]))
            return set(items) if code == Code.SET else frozenset(items)
        except TypeError:
            raise WireError("expected keys that can be hashed") from None


@dataclass(frozen=True)
class Frame:
    """One message, ready to go: structure, and the pieces of its bulk."""

    structure: bytes
    bulk: list[memoryview]
    size: int


def write(message: Any, special: Special, structure_max: int, bulk_max: int) -> Frame:
    """Encode a message. What is too large or has no form is a WireError, in words."""
    writer = Writer(special)
    tree = writer.value(message)
    structure = _pack(tree)
    if len(structure) > structure_max or writer.size > bulk_max:
        total = len(structure) + writer.size
        raise WireError(f"it is too large to send, with {total:,} bytes")
    return Frame(structure, writer.bulk, writer.size)


def read(structure: bytearray, bulk: bytearray, rebuild: Rebuild) -> Any:
    """Decode a message; anything but what `write` makes is a WireError."""
    try:
        tree = _unpack(structure)
    except (msgspec.DecodeError, RecursionError, ValueError, OverflowError) as error:
        raise WireError(f"not a structure: {type(error).__name__}") from None
    reader = Reader(bulk, rebuild)
    value = reader.value(tree)
    expect(reader.used == len(bulk), "all of the bulk to be used")
    return value


def send(sock: socket.socket, frame: Frame, deadline: float | None = None) -> None:
    """Send a frame before `deadline`, a time of time.monotonic()."""
    flags = 0 if deadline is None else socket.MSG_DONTWAIT
    for part in _joined(frame):
        while part:
            try:
                part = part[sock.send(part, flags) :]
            except BlockingIOError:
                pass
            except (BrokenPipeError, ConnectionResetError):
                raise Closed from None
            if part:
                _wait(sock, deadline, select.POLLOUT)


def receive(
    sock: socket.socket, structure_max: int, bulk_max: int, deadline: float | None = None
) -> tuple[bytearray, bytearray]:
    """Structure and bulk of the next frame. One deadline holds for all of it, and memory is taken
    as bytes arrive: a length that is a lie costs nothing."""
    magic, structure, bulk = HEADER.unpack(_exactly(sock, HEADER.size, deadline))
    expect(magic == MAGIC, "a frame")
    expect(structure <= structure_max, f"a structure of at most {structure_max:,} bytes")
    expect(bulk <= bulk_max, f"arrays of at most {bulk_max:,} bytes")
    return _exactly(sock, structure, deadline), _exactly(sock, bulk, deadline)


def ready(sock: socket.socket, seconds: float | None = 0, event: int = select.POLLIN) -> bool:
    """Whether something can be read, or the other side is gone; waits up to `seconds` for it."""
    waiting = select.poll()
    waiting.register(sock, event)
    return bool(waiting.poll(None if seconds is None else math.ceil(seconds * 1000)))


def expect(condition: bool, what: str) -> None:
    if not condition:
        raise WireError(f"expected {what}")


def expect_sendable(condition: bool, otherwise: str) -> None:
    if not condition:
        raise WireError(otherwise)


def text(o: str) -> str:
    """A str that can be written as UTF-8: a lone surrogate becomes its escape."""
    return o.encode("utf-8", "backslashreplace").decode("utf-8")


def _sane(shape: Sequence[int]) -> bool:
    return len(shape) <= 16 and (0 not in shape or math.prod(n or 1 for n in shape) <= WIDE)


def _cost_of_key(key: Any) -> int:
    """What a key, as it stands in a structure, adds to HASHED. One that has no hash is no key."""
    if type(key) is str:
        return 0
    if type(key) is not list:
        return 1
    expect(key[0] not in UNHASHABLE, "keys that can be hashed")
    if key[0] in (Code.TUPLE, Code.FROZENSET):
        return 1 + sum(_cost_of_key(x) or 1 for x in key[1])
    return 1


def _joined(frame: Frame) -> Iterator[memoryview]:
    """What to send, small pieces together."""
    head = bytearray(HEADER.pack(MAGIC, len(frame.structure), frame.size))
    for piece in (memoryview(frame.structure), *frame.bulk):
        if len(piece) < SMALL:
            head += piece
        if len(piece) >= SMALL or len(head) >= SMALL:
            yield memoryview(head)
            head = bytearray()
            if len(piece) >= SMALL:
                yield piece
    yield memoryview(head)


def _exactly(sock: socket.socket, size: int, deadline: float | None) -> bytearray:
    flags = 0 if deadline is None else socket.MSG_DONTWAIT
    got = bytearray(min(size, STEP))
    at = 0
    while at < size:
        if at == len(got):
            got.extend(bytes(min(size - at, STEP)))
        with memoryview(got) as view:
            try:
                count = sock.recv_into(view[at:], 0, flags)
            except BlockingIOError:
                _wait(sock, deadline, select.POLLIN)
                continue
            except ConnectionResetError:
                raise Closed from None
        if not count:
            raise Closed
        at += count
        if at < size:
            _wait(sock, deadline, select.POLLIN)
    return got


def _wait(sock: socket.socket, deadline: float | None, event: int) -> None:
    if deadline is None:
        return
    left = deadline - time.monotonic()
    if left <= 0 or not ready(sock, left, event):
        raise Deadline
