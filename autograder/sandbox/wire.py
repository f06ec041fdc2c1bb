"""Frames and values: all that crosses the boundary, and the only code that reads what crossed.

A frame is a header, a structure (msgpack) and the raw bytes of its arrays. In the structure None,
bool, int, float, str and bytes stand for themselves, and everything else is a pair [code, data]
of the codes below: no class name is ever looked up, and nothing that runs can be expressed. The
reader builds exact built-in values and plain arrays, or raises WireError.
"""

from __future__ import annotations

import math
import select
import socket
import struct
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import msgspec
import numpy as np

MAGIC = b"NNC1"
HEADER = struct.Struct("<4sIQ")
DEPTH = 32
HASHED = 4096
STEP = 4 << 20
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
    ARRAY = 6  # [dtype, shape, offset into the bulk]
    MATRIX = 7  # as ARRAY, an np.matrix
    FLOATS = 8  # as ARRAY, a list of floats
    SCALAR = 9  # [dtype, bytes], a NumPy scalar
    COMPLEX = 10  # [real, imaginary]
    INT = 11  # bytes, little-endian, signed: an int beyond 64 bits
    HANDLE = 20  # an object that stays in the worker
    CALLBACK = 21  # a function that stays in the trusted process
    SAME = 22  # an argument of this call, handed back
    TENSOR = 23  # as ARRAY, a torch.Tensor: only towards the worker
    GENERATOR = 24  # [bit generator, state], a numpy.random.Generator: only towards the worker
    PATH = 25  # [name, content], a file: only towards the worker
    OPAQUE = 26  # the name of a type that has no plain form


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

_pack = msgspec.msgpack.Encoder().encode
_unpack = msgspec.msgpack.Decoder().decode


class Writer:
    """Turns one value into structure and bulk.

    `special(value, writer)` may return the pair for a value of its own, or None to pass it on.
    Subclasses are reduced to their plain base, so that their methods stay where they were made.
    """

    def __init__(self, special: Special) -> None:
        self.special = special
        self.bulk: list[memoryview] = []
        self.size = 0

    def value(self, o: Any, depth: int = 0) -> Any:
        kind = type(o)
        if o is None or kind is bool or kind is float or kind is bytes:
            return o
        if kind is str:
            return o if o.isascii() else text(o)
        if kind is int:
            if o in INT64:
                return o
            return [Code.INT, o.to_bytes(o.bit_length() // 8 + 1, "little", signed=True)]
        if depth > DEPTH:
            raise WireError(f"it is nested more than {DEPTH} deep")
        pair = self.special(o, self)
        if pair is not None:
            return pair
        if kind is np.ndarray:
            return self.array(o)
        if kind is list:
            if len(o) > 64 and all(type(x) is float for x in o):
                return self.array(np.array(o), Code.FLOATS)
            return [Code.LIST, self._all(o, depth)]
        if kind is tuple:
            return [Code.TUPLE, self._all(o, depth)]
        if kind is dict:
            return [Code.DICT, self._all([x for item in o.items() for x in item], depth)]
        if kind is set or kind is frozenset:
            return [Code.SET if kind is set else Code.FROZENSET, self._all(list(o), depth)]
        if kind is complex:
            return [Code.COMPLEX, [o.real, o.imag]]
        return self._reduced(o, depth)

    def array(self, a: np.ndarray, code: Code = Code.ARRAY) -> Any:
        dtype = a.dtype.newbyteorder("<")
        if dtype.str not in DTYPES or a.ndim > 16:
            return self.opaque(f"array of dtype {a.dtype}")
        flat = np.ascontiguousarray(a, dtype).reshape(-1).view(np.uint8)
        offset = self.size
        self.size += flat.nbytes
        self.bulk.append(flat.data)
        return [code, [dtype.str, list(a.shape), offset]]

    def opaque(self, name: str) -> Any:
        return [Code.OPAQUE, text(name)[:80]]

    def _all(self, items: Any, depth: int) -> list[Any]:
        return [self.value(x, depth + 1) for x in items]

    def _reduced(self, o: Any, depth: int) -> Any:
        if isinstance(o, np.generic):
            dtype = o.dtype.newbyteorder("<")
            if dtype.str in DTYPES:
                return [Code.SCALAR, [dtype.str, np.asarray(o, dtype).tobytes()]]
        elif isinstance(o, np.matrix):
            return self.array(np.array(o, subok=False), Code.MATRIX)
        elif isinstance(o, np.ndarray):
            return self.array(np.array(o, subok=False))
        elif isinstance(o, float):
            return float.__float__(o)
        elif isinstance(o, int):
            return self.value(int.__int__(o), depth)
        elif isinstance(o, str):
            return self.value(str.__str__(o), depth)
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
        self.used = 0

    def value(self, o: Any, depth: int = 0) -> Any:
        kind = type(o)
        if o is None or kind in (bool, int, float, str, bytes):
            return o
        expect(kind is list and len(o) == 2 and type(o[0]) is int, "a pair of code and data")
        expect(depth <= DEPTH, f"nesting of at most {DEPTH}")
        code, data = o
        if code in (Code.ARRAY, Code.MATRIX, Code.FLOATS):
            return self._array(code, data)
        if code in (Code.LIST, Code.TUPLE, Code.DICT, Code.SET, Code.FROZENSET):
            return self._container(code, data, depth)
        if code == Code.SCALAR:
            return self._scalar(data)
        if code == Code.COMPLEX:
            expect(type(data) is list and [type(x) for x in data] == [float, float], "two floats")
            return complex(*data)
        if code == Code.INT:
            expect(type(data) is bytes and 8 < len(data) <= 512, "an int of 9 to 512 bytes")
            return int.from_bytes(data, "little", signed=True)
        if code == Code.OPAQUE:
            expect(type(data) is str, "the name of a type")
            return Opaque(data[:80])
        try:
            known = Code(code)
        except ValueError:
            raise WireError("the code is unknown") from None
        return self.rebuild(known, data, self)

    def raw(self, data: Any) -> np.ndarray:
        """The array of a [dtype, shape, offset]. Arrays lie in their order, without overlap."""
        expect(type(data) is list and len(data) == 3, "dtype, shape and offset")
        name, shape, offset = data
        dtype = DTYPES.get(name) if type(name) is str else None
        expect(dtype is not None, "a known dtype")
        assert dtype is not None
        expect(type(shape) is list and len(shape) <= 16, "a shape of at most 16 axes")
        expect(all(type(n) is int and n >= 0 for n in shape), "sizes of axes")
        expect(math.prod(max(n, 1) for n in shape) <= 2**40, "axes of a sane size")
        size = math.prod(shape)
        expect(size <= len(self.bulk), "a size within the bulk")
        expect(offset == self.used and type(offset) is int, "arrays one after the other")
        self.used += size * dtype.itemsize
        expect(self.used <= len(self.bulk), "an array within the bulk")
        if dtype.kind == "b":  # a byte that is neither 0 nor 1 is no bool
            bits = np.frombuffer(self.bulk, np.uint8, size, offset)
            return bits.astype(bool).reshape(shape)
        flat = np.frombuffer(self.bulk, dtype, size, offset)
        aligned = flat if flat.flags.aligned else flat.copy()
        return aligned.astype(dtype.newbyteorder("="), copy=False).reshape(shape)

    def _array(self, code: int, data: Any) -> Any:
        a = self.raw(data)
        if code == Code.ARRAY:
            return a
        if code == Code.FLOATS:
            expect(a.ndim == 1 and a.dtype == np.float64, "one axis of float64")
            return a.tolist()
        expect(a.ndim == 2, "a matrix of two axes")
        return np.asmatrix(a)

    def _container(self, code: int, data: Any, depth: int) -> Any:
        expect(type(data) is list, "a list of items")
        items = [self.value(x, depth + 1) for x in data]
        if code == Code.LIST:
            return items
        if code == Code.TUPLE:
            return tuple(items)
        keys = items[::2] if code == Code.DICT else items
        if len(keys) > HASHED:  # others can be made to collide
            expect(all(type(key) is str for key in keys), f"text in more than {HASHED} keys")
        try:
            if code == Code.DICT:
                expect(len(items) % 2 == 0, "pairs of key and value")
                return dict(zip(keys, items[1::2]))
            return set(keys) if code == Code.SET else frozenset(keys)
        except TypeError:
            raise WireError("expected hashable keys") from None

    def _scalar(self, data: Any) -> Any:
        expect(type(data) is list and len(data) == 2, "dtype and bytes")
        dtype = DTYPES.get(data[0]) if type(data[0]) is str else None
        expect(dtype is not None, "a known dtype")
        assert dtype is not None
        expect(type(data[1]) is bytes and len(data[1]) == dtype.itemsize, "the bytes of a scalar")
        if dtype.kind == "b":
            return np.bool_(data[1] != b"\0")
        return np.frombuffer(data[1], dtype)[0]


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
        raise WireError(f"not msgpack: {type(error).__name__}") from None
    try:
        return Reader(bulk, rebuild).value(tree)
    except RecursionError:
        raise WireError("nested too deep") from None


def send(sock: socket.socket, frame: Frame, deadline: float | None = None) -> None:
    """Send a frame before `deadline`, a time of time.monotonic()."""
    head = HEADER.pack(MAGIC, len(frame.structure), frame.size) + frame.structure
    for part in (memoryview(head), *frame.bulk):
        while part:
            _wait(sock, deadline, for_reading=False)
            try:
                part = part[sock.send(part) :]
            except (BrokenPipeError, ConnectionResetError):
                raise Closed from None


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


def expect(condition: bool, what: str) -> None:
    if not condition:
        raise WireError(f"expected {what}")


def text(o: str) -> str:
    """A str that can be written as UTF-8: a lone surrogate becomes its escape."""
    return o.encode("utf-8", "backslashreplace").decode("utf-8")


def _exactly(sock: socket.socket, size: int, deadline: float | None) -> bytearray:
    got = bytearray()
    while len(got) < size:
        at = len(got)
        got.extend(bytes(min(size - at, STEP)))
        view = memoryview(got)[at:]
        while view:
            _wait(sock, deadline, for_reading=True)
            try:
                count = sock.recv_into(view)
            except ConnectionResetError:
                raise Closed from None
            if not count:
                raise Closed
            view = view[count:]
        view.release()
    return got


def _wait(sock: socket.socket, deadline: float | None, *, for_reading: bool) -> None:
    if deadline is None:
        return
    left = deadline - time.monotonic()
    if left <= 0:
        raise Deadline
    watched = ([sock], []) if for_reading else ([], [sock])
    ready = select.select(*watched, [], left)
    if not (ready[0] or ready[1]):
        raise Deadline
