"""Frames and values: everything that crosses the boundary, and the only code that reads it.

A frame is a header, a structure (msgpack) and a bulk: the raw bytes of arrays, one after the other,
in the order in which the structure names them. In the structure, None, bool, int, float and str
stand for themselves. Everything else is a pair [code, data], with one of the codes below. No class
is ever looked up by name, and nothing that runs can be expressed.

The reader builds exact built-in values and plain arrays, or raises WireError. The writer never
makes anything that the reader would refuse.
"""

from __future__ import annotations

import importlib
import math
import re
import select
import socket
import struct
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, NamedTuple, Protocol

import msgspec
import numpy as np

from .limits import (
    MAX_AXES,
    MAX_DEPTH,
    MAX_EMPTY_SHAPE,
    MAX_HASHED_KEYS,
    MAX_INT_DIGITS,
    MAX_LISTED_FLOATS,
    MAX_TYPE_NAME,
)
from .typed_values import decode as decode_typed
from .typed_values import encode as encode_typed

MAGIC = b"NNC1"
# The header of a frame: MAGIC, the size of the structure in bytes, the size of the bulk in bytes.
HEADER = struct.Struct("<4sIQ")
# Memory for a frame is reserved in steps of this many bytes, as its bytes arrive.
RECEIVE_STEP = 4 << 20
# Pieces of a frame with fewer bytes than this are joined before they are sent.
JOINED_BELOW = 64 << 10
INT64 = range(-(1 << 63), 1 << 63)
# The dtypes of arrays that can cross the boundary, by their names in the array protocol.
DTYPES = {
    name: np.dtype(name)
    for name in (
        ["|b1", "|i1", "<i2", "<i4", "<i8", "|u1", "<u2", "<u4", "<u8"]
        + ["<f2", "<f4", "<f8", "<c8", "<c16"]
        + [np.dtype(np.longdouble).str, np.dtype(np.clongdouble).str]
    )
}
# The dtypes of arrays of text, of bytes, and of dates and spans of time.
OTHER_DTYPE = re.compile(
    r"<U[1-9]\d{0,4}|\|S[1-9]\d{0,4}|<[mM]8(\[[1-9]?\d{0,3}(Y|M|W|D|h|m|s|ms|us|ns|ps|fs|as)\])?"
)
MAX_CODE_POINT = 0x10FFFF
# The dtypes whose arrays cross as the bytes that they have in memory.
AS_IN_MEMORY = frozenset(
    name for name, dtype in DTYPES.items() if dtype.isnative and dtype.char not in "?gG"
)
# NumPy's scalars of these dtypes, by their type.
SCALARS = {DTYPES[name].type: name for name in AS_IN_MEMORY}
# The types of what stands for itself in the structure.
ATOMS = frozenset([type(None), bool, int, float, str])
# Those of them that need no look: an int may be too large, and a text may have lone surrogates.
ALWAYS_VALID = frozenset([type(None), bool, float])
# True if a long double has 10 bytes, and 6 more that mean nothing.
PADDED = np.finfo(np.longdouble).nmant == 63 and np.dtype(np.longdouble).itemsize == 16


class Code(IntEnum):
    """The code of a pair [code, data]. The comments say what the data is."""

    LIST = 1  # The items.
    TUPLE = 2  # The items.
    DICT = 3  # [key, value, key, value, ...].
    SET = 4  # The items.
    FROZENSET = 5  # The items.
    ARRAY = 6  # [dtype, shape]. The bytes are in the bulk.
    MATRIX = 7  # An np.matrix; data as for ARRAY.
    FLOATS = 8  # A long list of floats; data as for ARRAY.
    SCALAR = 9  # A NumPy scalar; data as for ARRAY.
    COMPLEX = 10  # [real part, imaginary part].
    INT = 11  # The hexadecimal digits of an int beyond 64 bits.
    BYTES = 12  # The number of bytes. The bytes are in the bulk.
    TYPED = 13  # A value of a type that typed_values.py knows: [name, parts].
    REDUCED = 14  # A value of a subclass, reduced to its base: [name of its type, value].
    HANDLE = 20  # An object that stays in the worker.
    CALLBACK = 21  # A function that stays in the trusted process.
    SAME = 22  # An argument of this call that is returned unchanged.
    TENSOR = 23  # A torch.Tensor: [True if it requires gradients, data as for ARRAY].
    GENERATOR = 24  # A numpy.random.Generator, only towards the worker: [bit generator, state].
    PATH = 25  # A file, only towards the worker: [name, content].
    OPAQUE = 26  # A value without a plain form: the name of its type.
    TYPE = 27  # A type of Python or NumPy, only towards the worker: [module, name].
    ITERATOR = 29  # An iterator, only towards the worker: its items, as a list.
    READ_ONLY = 30  # An array that can't be written to; data as for ARRAY.
    OBJECT = 28  # An object of another worker, only towards the worker: the callback that calls
    # its methods.


UNHASHABLE = (
    Code.LIST, Code.DICT, Code.SET, Code.ARRAY, Code.READ_ONLY, Code.MATRIX, Code.FLOATS,
    Code.SAME, Code.REDUCED,
)  # fmt: skip
# Python looks up a member of an enumeration slowly. These codes are in almost every message.
LIST, DICT, ARRAY, SCALAR = (int(c) for c in (Code.LIST, Code.DICT, Code.ARRAY, Code.SCALAR))
ARRAYS = frozenset(
    map(int, (Code.ARRAY, Code.READ_ONLY, Code.MATRIX, Code.FLOATS, Code.SCALAR))
)
CONTAINERS = frozenset(map(int, (Code.LIST, Code.TUPLE, Code.DICT, Code.SET, Code.FROZENSET)))


class WireError(Exception):
    """What arrived is not in this format, or what should be sent can't be expressed in it."""


class Closed(Exception):
    """The other side has closed the connection."""


class Deadline(Exception):
    """The other side took too long."""


class TimeLimit(Protocol):
    """A limit of time that is not a fixed time of the wall clock."""

    def left(self) -> float:
        """Return for how many seconds to wait before calling this again; 0 if the time is over."""


# When to give up: a time of time.monotonic(), a limit that can be asked, or None for never.
Until = float | TimeLimit | None


@dataclass(frozen=True)
class Opaque:
    """A value without a plain form. Only the name of its type is known, which may be a lie."""

    type_name: str


# Returns the pair for a value that one side encodes in its own way, or None for other values.
Special = Callable[[Any, "Writer"], Any]
# Returns the value of a pair that is neither a number nor a container.
Rebuild = Callable[[Code, Any, "Reader"], Any]


def _structure() -> Any:
    """Return the type of every structure: no map, no bytes, no extension, bounded nesting."""
    nested: Any = bool | int | float | str | None
    for _ in range(3 * MAX_DEPTH):
        nested = bool | int | float | str | list[nested] | None
    return nested


_pack = msgspec.msgpack.Encoder().encode
_unpack = msgspec.msgpack.Decoder(_structure()).decode


class Writer:
    """Turns one value into structure and bulk.

    A value of a subclass is reduced to its plain base class. So its methods never leave the process
    that defines them.

    Attributes:
        special: Encodes the values that one side treats in its own way.
        bulk: The bytes of arrays, in order.
        size: The number of bytes in `bulk`.
        hashed: The number of keys so far that are not text.
        floats: The number of floats in lists so far.
    """

    def __init__(self, special: Special) -> None:
        self.special = special
        self.bulk: list[bytes | memoryview] = []
        self.size = self.hashed = self.floats = 0

    def value(self, o: Any, depth: int = 0) -> Any:
        """Return the structure of a value, and add its arrays to the bulk."""
        kind = type(o)
        if kind in ALWAYS_VALID:
            return o
        if kind is str:
            return o if o.isascii() else text(o)
        if kind is int:
            if o in INT64:
                return o
            digits = f"{o:x}"
            expect_sendable(len(digits) <= MAX_INT_DIGITS, "it has an int of too many digits")
            return [Code.INT, digits]
        if depth > MAX_DEPTH:
            raise WireError(f"it is nested more than {MAX_DEPTH} deep")
        if kind in SCALARS:
            self._append(o.tobytes())
            return [SCALAR, [SCALARS[kind], []]]
        pair = self.special(o, self)
        if pair is not None:
            return pair
        if kind is list:
            if len(o) > 64 and all(type(x) is float for x in o):
                self.floats += len(o)
                expect_sendable(self.floats <= MAX_LISTED_FLOATS, "its lists are too long")
                return self.array(np.array(o), Code.FLOATS)
            return [LIST, self._all(o, depth)]
        if kind is np.ndarray:
            return self.array(o, Code.ARRAY if o.flags.writeable else Code.READ_ONLY)
        if kind is tuple:
            return [Code.TUPLE, self._all(o, depth)]
        if kind is dict:
            if not o:
                return [DICT, []]
            items = self._all([x for item in o.items() for x in item], depth)
            self._hash(items[::2])
            return [DICT, items]
        if kind is set or kind is frozenset:
            items = self._all(list(o), depth)
            self._hash(items)
            return [Code.SET if kind is set else Code.FROZENSET, items]
        if kind is bytes:
            self._append(o)
            return [Code.BYTES, len(o)]
        if kind is complex:
            return [Code.COMPLEX, [o.real, o.imag]]
        typed = encode_typed(o)
        if typed is not None:
            name, parts = typed
            return [Code.TYPED, [text(name), self.value(parts, depth + 1)]]
        return self._reduced(o, depth)

    def array(self, a: np.ndarray, code: Code = Code.ARRAY) -> Any:
        """Return the structure of an array, and add its bytes to the bulk."""
        if not can_send(a):
            return self.opaque(f"array of dtype {a.dtype}")
        if not _is_valid_shape(a.shape):
            return self.opaque(f"array of shape {a.shape}")
        if a.nbytes < JOINED_BELOW and a.dtype.str in AS_IN_MEMORY:
            self._append(a.tobytes())
            return [int(code), [a.dtype.str, list(a.shape)]]
        dtype = a.dtype.newbyteorder("<")
        flat = np.ascontiguousarray(a, dtype).reshape(-1).view(np.uint8)
        if dtype.char in "gG" and PADDED:
            flat = flat.copy()
            flat.reshape(-1, 16)[:, 10:] = 0  # Anything of this process's memory could be there.
        self._append(flat.data)
        return [code, [dtype.str, list(a.shape)]]

    def tensor(self, a: np.ndarray, requires_grad: bool) -> Any:
        """Return the structure of a torch.Tensor that has the values of an array."""
        code, data = self.array(a, Code.TENSOR)
        return [code, [requires_grad, data]] if code == Code.TENSOR else [code, data]

    def opaque(self, name: str) -> Any:
        """Return the structure that stands for a value without a plain form."""
        return [Code.OPAQUE, text(name)[:MAX_TYPE_NAME]]

    def _append(self, piece: bytes | memoryview) -> None:
        self.size += len(piece)
        self.bulk.append(piece)

    def _all(self, items: Any, depth: int) -> list[Any]:
        return [x if type(x) in ALWAYS_VALID else self.value(x, depth + 1) for x in items]

    def _hash(self, keys: list[Any]) -> None:
        self.hashed += sum(map(_cost_of_key, keys))
        expect_sendable(self.hashed <= MAX_HASHED_KEYS, "it has too many keys that are not text")

    def _reduced(self, o: Any, depth: int) -> Any:
        """Return the structure of a value of a subclass, by the methods of its base class."""
        if isinstance(o, np.generic):
            if not isinstance(o, (str, bytes)):
                return self.array(np.asarray(o), Code.SCALAR)
        elif isinstance(o, np.matrix) and o.ndim == 2:
            return self.array(np.array(o, subok=False), Code.MATRIX)
        elif isinstance(o, np.ndarray):
            return self._base(o, self.array(np.array(o, subok=False)))
        elif isinstance(o, float):
            return self._base(o, float.__float__(o))
        elif isinstance(o, int):
            return self._base(o, self.value(int.__int__(o), depth))
        elif isinstance(o, complex):
            return self._base(o, self.value(complex.__pos__(o), depth))
        if isinstance(o, (str, np.str_)):
            value = self.value(str.__str__(o), depth)
            return value if type(o) is np.str_ else self._base(o, value)
        if isinstance(o, (bytes, np.bytes_)):
            value = self.value(bytes.__getitem__(o, slice(None)), depth)
            return value if type(o) is np.bytes_ else self._base(o, value)
        for base in (list, tuple, set, frozenset):
            if isinstance(o, base):
                items: Any = base.__iter__(o)  # type: ignore[arg-type]
                return self._base(o, self.value(base(items), depth))
        if isinstance(o, dict):
            return self._base(o, self.value(dict(dict.items(o)), depth))
        return self.opaque(type(o).__name__)

    def _base(self, o: Any, reduced: Any) -> Any:
        """Return the structure of a value that was reduced to its base class."""
        name = type(o).__name__
        return [Code.REDUCED, [text(name)[:MAX_TYPE_NAME], reduced]]


class Reader:
    """Rebuilds one value from structure and bulk, or raises WireError.

    Attributes:
        bulk: The bytes of arrays, in order.
        rebuild: Returns the values that are neither numbers nor containers. It raises WireError for
            a code that it doesn't expect.
        reduced: Gets the names of the types of values that were reduced to their base.
        used: The number of bytes of `bulk` that belong to the values so far.
        hashed: The number of keys so far that are not text.
        floats: The number of floats in lists so far.
    """

    def __init__(self, bulk: bytearray, rebuild: Rebuild) -> None:
        self.bulk, self.rebuild = bulk, rebuild
        self.reduced: list[str] = []
        self.used = self.hashed = self.floats = 0

    def value(self, o: Any, depth: int = 0) -> Any:
        """Return the value of a part of the structure."""
        if type(o) in ATOMS:
            return o
        if type(o) is not list or len(o) != 2 or type(o[0]) is not int:
            raise WireError("expected a pair of code and data")
        if depth > MAX_DEPTH:
            raise WireError(f"expected nesting of at most {MAX_DEPTH}")
        code, data = o
        if code in CONTAINERS:
            return self._container(code, data, depth)
        if code in ARRAYS:
            return self._array(code, data)
        if code == Code.BYTES:
            expect(type(data) is int and data >= 0, "a number of bytes")
            start = self._take(data)
            return bytes(memoryview(self.bulk)[start : self.used])
        if code == Code.COMPLEX:
            expect(type(data) is list and [type(x) for x in data] == [float, float], "two floats")
            return complex(*data)
        if code == Code.INT:
            expect(type(data) is str and len(data) <= MAX_INT_DIGITS, "an int of so many digits")
            try:
                return int(data, 16)
            except ValueError:
                raise WireError("expected hexadecimal digits") from None
        if code == Code.OPAQUE:
            expect(type(data) is str, "the name of a type")
            return Opaque(data[:MAX_TYPE_NAME])
        if code in (Code.TYPED, Code.REDUCED):
            expect(type(data) is list and len(data) == 2 and type(data[0]) is str, "a known type")
            inner = self.value(data[1], depth + 1)
            if code == Code.REDUCED:
                self.reduced.append(data[0][:MAX_TYPE_NAME])
                return inner
            try:
                return decode_typed(data[0], inner)
            except (ValueError, RecursionError):
                raise WireError("expected a value of a known type") from None
        try:
            other = Code(code)
        except ValueError:
            raise WireError("the code is unknown") from None
        return self.rebuild(other, data, self)

    def tensor(self, data: Any) -> Any:
        """Return the torch.Tensor of the data of a TENSOR. PyTorch has to be installed."""
        expect(type(data) is list and len(data) == 2 and type(data[0]) is bool, "a tensor")
        array = self.raw(data[1]).copy()
        torch = importlib.import_module("torch")
        try:
            return torch.from_numpy(array).requires_grad_(data[0])
        except (TypeError, RuntimeError):
            raise WireError("expected what a tensor can hold") from None

    def raw(self, data: Any) -> np.ndarray:
        """Return the array of a [dtype, shape]. It shares memory with the bulk only."""
        if type(data) is not list or len(data) != 2:
            raise WireError("expected dtype and shape")
        name, shape = data
        dtype = _dtype(name) if type(name) is str else None
        if dtype is None:
            raise WireError("expected a known dtype")
        if type(shape) is not list or not all([type(n) is int and n >= 0 for n in shape]):
            raise WireError("expected a shape")
        if not _is_valid_shape(shape):
            raise WireError("expected a sane shape")
        size = math.prod(shape)
        start = self._take(size * dtype.itemsize)
        if dtype.kind == "b":  # A byte other than 0 and 1 is not a valid bool in NumPy.
            bits = np.frombuffer(self.bulk, np.uint8, size, start)
            return bits.astype(bool).reshape(shape)
        flat = np.frombuffer(self.bulk, dtype, size, start)
        aligned = flat if flat.flags.aligned else flat.copy()
        if name in AS_IN_MEMORY:
            return aligned.reshape(shape)
        if dtype.kind == "U":
            expect(_is_text(aligned), "text")
        if dtype.char in "gG":
            # Of bytes that are no number, the processor makes one.
            with np.errstate(all="ignore"):
                aligned = (aligned.view(np.longdouble) * np.longdouble(1)).view(dtype)
        return aligned.astype(dtype.newbyteorder("="), copy=False).reshape(shape)

    def _take(self, size: int) -> int:
        start, self.used = self.used, self.used + size
        if self.used > len(self.bulk):
            raise WireError("expected no more than the bulk holds")
        return start

    def _array(self, code: int, data: Any) -> Any:
        a = self.raw(data)
        if code == ARRAY:
            return a
        if code == Code.READ_ONLY:
            a.flags.writeable = False
            return a
        if code == SCALAR:
            expect(a.ndim == 0, "a scalar")
            return a[()]
        if code == Code.FLOATS:
            expect(a.ndim == 1 and a.dtype == np.float64, "one axis of float64")
            self.floats += a.size
            most = f"at most {MAX_LISTED_FLOATS:,} floats in lists"
            expect(self.floats <= MAX_LISTED_FLOATS, most)
            return a.tolist()
        expect(a.ndim == 2, "a matrix of two axes")
        return a.view(np.matrix)

    def _container(self, code: int, data: Any, depth: int) -> Any:
        if type(data) is not list:
            raise WireError("expected a list of items")
        items = [x if type(x) in ATOMS else self.value(x, depth + 1) for x in data]
        if code == LIST:
            return items
        if code == DICT and not items:
            return {}
        if code == Code.TUPLE:
            return tuple(items)
        step = 2 if code == Code.DICT else 1
        expect(len(items) % step == 0, "pairs of key and value")
        self.hashed += sum(map(_cost_of_key, data[::step]))
        most = f"at most {MAX_HASHED_KEYS:,} keys that are not text"
        expect(self.hashed <= MAX_HASHED_KEYS, most)
        try:
            if code == Code.DICT:
                return dict(zip(items[::2], items[1::2]))
            return set(items) if code == Code.SET else frozenset(items)
        except TypeError:
            raise WireError("expected keys that can be hashed") from None


class Frame(NamedTuple):
    """One message, ready to be sent.

    Attributes:
        structure: The msgpack of the message.
        bulk: The pieces of the bulk.
        size: The number of bytes of the whole bulk.
    """

    structure: bytes
    bulk: list[bytes | memoryview]
    size: int


def write(message: Any, special: Special, structure_max: int, bulk_max: int) -> Frame:
    """Encode a message.

    Args:
        message: The value to encode.
        special: Encodes the values that this side treats in its own way.
        structure_max: The structure may have this many bytes.
        bulk_max: The bulk may have this many bytes.

    Raises:
        WireError: The message is too large, or can't be expressed. The text says why.
    """
    writer = Writer(special)
    tree = writer.value(message)
    structure = _pack(tree)
    if len(structure) > structure_max or writer.size > bulk_max:
        total = len(structure) + writer.size
        raise WireError(f"it is too large to send, with {total:,} bytes")
    return Frame(structure, writer.bulk, writer.size)


def read(
    structure: bytearray, bulk: bytearray, rebuild: Rebuild, reduced: list[str] | None = None
) -> Any:
    """Decode a message. Raise WireError for everything that `write` never makes.

    Args:
        structure: The structure of the message.
        bulk: Its bulk.
        rebuild: Returns the values that this side treats in its own way.
        reduced: Gets the names of the types of values that were reduced to their base.
    """
    try:
        tree = _unpack(structure)
    except (msgspec.DecodeError, RecursionError, ValueError, OverflowError) as error:
        raise WireError(f"not a structure: {type(error).__name__}") from None
    reader = Reader(bulk, rebuild)
    value = reader.value(tree)
    expect(reader.used == len(bulk), "all of the bulk to be used")
    if reduced is not None:
        reduced += reader.reduced
    return value


def send(sock: socket.socket, frame: Frame, deadline: Until = None) -> None:
    """Send a frame.

    Args:
        sock: The socket to send to.
        frame: The frame.
        deadline: When to give up. None waits without end.

    Raises:
        Closed: The other side has closed the connection.
        Deadline: The deadline has passed.
    """
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
    sock: socket.socket, structure_max: int, bulk_max: int, deadline: Until = None
) -> tuple[bytearray, bytearray]:
    """Return structure and bulk of the next frame.

    Memory is reserved as bytes arrive. So a header that announces too much costs no memory.

    Args:
        sock: The socket to read from.
        structure_max: The structure may have this many bytes.
        bulk_max: The bulk may have this many bytes.
        deadline: When to give up on the whole frame. None waits without end.

    Raises:
        WireError: The header is wrong, or announces too much.
        Closed: The other side has closed the connection.
        Deadline: The deadline has passed.
    """
    _wait(sock, deadline, select.POLLIN)
    magic, structure, bulk = HEADER.unpack(_exactly(sock, HEADER.size, deadline))
    expect(magic == MAGIC, "a frame")
    if structure > structure_max:
        raise WireError(f"expected a structure of at most {structure_max:,} bytes")
    if bulk > bulk_max:
        raise WireError(f"expected arrays of at most {bulk_max:,} bytes")
    if structure + bulk < JOINED_BELOW:
        both = _exactly(sock, structure + bulk, deadline)
        return both[:structure], both[structure:]
    return _exactly(sock, structure, deadline), _exactly(sock, bulk, deadline)


def ready(sock: socket.socket, seconds: float | None = 0, event: int = select.POLLIN) -> bool:
    """Return True if a socket is ready for `event`, or if the other side has closed it.

    Args:
        sock: The socket.
        seconds: How long to wait for it. None waits without end.
        event: select.POLLIN or select.POLLOUT.
    """
    waiting = select.poll()
    waiting.register(sock, event)
    return bool(waiting.poll(None if seconds is None else math.ceil(seconds * 1000)))


def expect(condition: bool, what: str) -> None:
    """Raise WireError for a message that arrived, unless the condition holds."""
    if not condition:
        raise WireError(f"expected {what}")


def expect_sendable(condition: bool, otherwise: str) -> None:
    """Raise WireError for a message that should be sent, unless the condition holds."""
    if not condition:
        raise WireError(otherwise)


def text(o: str) -> str:
    """Return a str that can be encoded as UTF-8: a lone surrogate is replaced by its escape."""
    return o.encode("utf-8", "backslashreplace").decode("utf-8")


def can_send(a: np.ndarray) -> bool:
    """Return True if arrays of this dtype can cross the boundary."""
    if a.dtype.str in AS_IN_MEMORY:
        return True
    dtype = a.dtype.newbyteorder("<")
    return _dtype(dtype.str) is not None and (dtype.kind != "U" or _is_text(a))


def _dtype(name: str) -> np.dtype | None:
    dtype = DTYPES.get(name)
    if dtype is None and OTHER_DTYPE.fullmatch(name):
        try:
            return np.dtype(name)
        except TypeError:
            return None
    return dtype


def _is_text(a: np.ndarray) -> bool:
    """Return True if all characters of an array of text can be encoded as UTF-8."""
    flat = np.ascontiguousarray(a, a.dtype.newbyteorder("=")).reshape(-1).view(np.uint32)
    return bool(((flat <= MAX_CODE_POINT) & ((flat < 0xD800) | (flat > 0xDFFF))).all())


def _is_valid_shape(shape: Sequence[int]) -> bool:
    if len(shape) > MAX_AXES:
        return False
    return 0 not in shape or math.prod(n or 1 for n in shape) <= MAX_EMPTY_SHAPE


def _cost_of_key(key: Any) -> int:
    """Return how much a key of the structure counts towards MAX_HASHED_KEYS.

    Raise WireError if its value can't be hashed.
    """
    if type(key) is str:
        return 0
    if type(key) is not list:
        return 1
    expect(key[0] not in UNHASHABLE, "keys that can be hashed")
    if key[0] in (Code.TUPLE, Code.FROZENSET):
        return 1 + sum(_cost_of_key(x) or 1 for x in key[1])
    if key[0] == Code.TYPED:  # A named tuple has a list of its values. Others have numbers only.
        return 1 + _count(key[1])
    return 1


def _count(o: Any) -> int:
    """Return the number of values in a part of a structure."""
    return sum(map(_count, o)) if type(o) is list else 1


def _joined(frame: Frame) -> Iterator[memoryview]:
    """Return what to send, with small pieces joined."""
    head = bytearray(HEADER.pack(MAGIC, len(frame.structure), frame.size))
    if frame.size < JOINED_BELOW:
        yield memoryview(b"".join((head, frame.structure, *frame.bulk)))
        return
    for piece in (frame.structure, *frame.bulk):
        if len(piece) < JOINED_BELOW:
            head += piece
        if len(piece) >= JOINED_BELOW or len(head) >= JOINED_BELOW:
            yield memoryview(head)
            head = bytearray()
            if len(piece) >= JOINED_BELOW:
                yield memoryview(piece)
    yield memoryview(head)


def _exactly(sock: socket.socket, size: int, deadline: Until) -> bytearray:
    """Read `size` bytes from a socket."""
    flags = 0 if deadline is None else socket.MSG_DONTWAIT
    content = bytearray(min(size, RECEIVE_STEP))
    at = 0
    while at < size:
        if at == len(content):
            content.extend(bytes(min(size - at, RECEIVE_STEP)))
        try:
            if at:
                with memoryview(content) as view:
                    count = sock.recv_into(view[at:], 0, flags)
            else:
                count = sock.recv_into(content, 0, flags)
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
    return content


def _wait(sock: socket.socket, deadline: Until, event: int) -> None:
    """Wait until a socket is ready for `event`, or raise Deadline."""
    if deadline is None:
        return
    while (left := _seconds_left(deadline)) > 0:
        if ready(sock, left, event):
            return
    raise Deadline


def _seconds_left(deadline: float | TimeLimit) -> float:
    if isinstance(deadline, (int, float)):
        return deadline - time.monotonic()
    return deadline.left()
