"""Values of known types beyond the plain ones, on both sides of the boundary.

A value is taken apart into plain parts, and put together again from them by the name of its type.
Only exact types are taken apart: a subclass that a submission has made stays in its worker. The
decoder trusts nothing: it builds a value of a type that is listed here, or raises ValueError.
"""

from __future__ import annotations

import builtins
import collections
import datetime
import decimal
import fractions
import keyword
import operator
import sys
from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

# A range that is sent has at most this many numbers. A test may make a list of it.
MAX_RANGE = 1 << 20
# A Decimal that is sent has at most this many digits, and its first digit at most this place.
MAX_DIGITS = 1000
# A named tuple that is sent has at most this many fields.
MAX_FIELDS = 64
# A table that is sent has at most this many columns.
MAX_COLUMNS = 1024
# All columns of objects of a table that is sent have at most this many values together.
MAX_OBJECTS = 8192
# All columns of numbers of a table that is sent take at most this many bytes together.
MAX_TABLE_BYTES = 16 << 20

CONSTANTS: dict[str, Any] = {"Ellipsis": ..., "NotImplemented": NotImplemented}
# The types of Python that may be called in the trusted process, by a submission's choice.
PLAIN_TYPES: dict[str, type] = {
    t.__name__: t
    for t in (bool, int, float, complex, str, list, tuple, dict, set, frozenset, type(None))
}
# What makes the values of a defaultdict.
FACTORIES = ("bool", "int", "float", "complex", "str", "list", "tuple", "dict", "set")
# The values that a column of objects of a table may have.
CELLS = (type(None), bool, int, float, complex, str, bytes, datetime.date, datetime.datetime,
         datetime.time, datetime.timedelta, decimal.Decimal, fractions.Fraction)  # fmt: skip


class Unfit(Exception):
    """A value of a known type that can't be sent, such as a very large one."""


class Kind(NamedTuple):
    """How values of one type are sent.

    Attributes:
        parts: Returns the plain parts of a value. It raises Unfit if the value can't be sent.
        build: Returns the value of its parts. It may raise any exception for other parts.
    """

    parts: Callable[[Any], Any]
    build: Callable[[Any], Any]


def encode(o: Any) -> tuple[str, Any] | None:
    """Return the name of a value's type and its parts, or None if it is not sent like this."""
    kind = type(o)
    name = NAMES.get(kind)
    try:
        if name is not None:
            return name, KINDS[name].parts(o)
        if o is ... or o is NotImplemented:
            return "constant", repr(o)
        if isinstance(o, type):
            return _type_parts(o)
        if is_named_tuple(o):
            items = [tuple.__getitem__(o, i) for i in range(tuple.__len__(o))]
            return "namedtuple", [kind.__name__, list(kind._fields), items]  # type: ignore[attr-defined]
        module = getattr(kind, "__module__", "")
        if type(module) is str and module.startswith("pandas."):
            return _pandas_parts(o, kind)
    except (Unfit, AttributeError, TypeError):
        return None
    return None


def decode(name: Any, parts: Any) -> Any:
    """Return a value from the name of its type and its parts. Raise ValueError for others."""
    kind = KINDS.get(name) if type(name) is str else None
    if kind is None:
        raise ValueError("the type is unknown")
    try:
        return kind.build(parts)
    except RecursionError:
        raise
    except Exception as error:
        raise ValueError(f"no {name}: {type(error).__name__}") from None


def is_named_tuple(o: Any) -> bool:
    """Return True for an instance of a class as `collections.namedtuple` makes it."""
    kind = type(o)
    if kind.__bases__ != (tuple,) or not _fit_for_fields(getattr(kind, "_fields", None)):
        return False
    own = set(vars(kind)) - set(kind._fields)  # type: ignore[attr-defined]
    return len(o) == len(kind._fields) and own <= NAMED_TUPLE_MEMBERS  # type: ignore[attr-defined]


def _need(condition: bool) -> None:
    if not condition:
        raise ValueError


def _ints(parts: Any, count: int) -> list[int]:
    _need(type(parts) is list and len(parts) == count and all(type(x) is int for x in parts))
    return parts


def _fit(condition: bool) -> None:
    if not condition:
        raise Unfit


# --- dates and numbers ---


def _zone_parts(zone: Any) -> Any:
    """Return the offset of a fixed time zone in microseconds, or None without a zone."""
    _fit(zone is None or type(zone) is datetime.timezone)
    return None if zone is None else zone.utcoffset(None) // datetime.timedelta(microseconds=1)


def _zone(offset: Any) -> datetime.timezone | None:
    _need(offset is None or type(offset) is int)
    return None if offset is None else datetime.timezone(datetime.timedelta(microseconds=offset))


def _datetime_parts(o: datetime.datetime) -> Any:
    numbers = [o.year, o.month, o.day, o.hour, o.minute, o.second, o.microsecond, o.fold]
    return [numbers, _zone_parts(o.tzinfo)]


def _build_datetime(parts: Any) -> Any:
    numbers, zone = parts
    year, month, day, *clock, fold = _ints(numbers, 8)
    hour, minute, second, micro = clock
    whole = datetime.datetime(year, month, day, hour, minute, second, micro, fold=fold)
    return whole.replace(tzinfo=_zone(zone))


def _time_parts(o: datetime.time) -> Any:
    return [[o.hour, o.minute, o.second, o.microsecond, o.fold], _zone_parts(o.tzinfo)]


def _build_time(parts: Any) -> Any:
    numbers, zone = parts
    hour, minute, second, micro, fold = _ints(numbers, 5)
    return datetime.time(hour, minute, second, micro, fold=fold).replace(tzinfo=_zone(zone))


def _decimal_parts(o: decimal.Decimal) -> str:
    _fit(not o.is_finite() or (abs(o.adjusted()) <= MAX_DIGITS and len(o.as_tuple().digits)
                               <= MAX_DIGITS))  # fmt: skip
    text = str(o)
    _fit(len(text) <= 2 * MAX_DIGITS)
    return text


def _build_decimal(text: Any) -> decimal.Decimal:
    _need(type(text) is str and len(text) <= 2 * MAX_DIGITS and text.isascii())
    value = decimal.Decimal(text)
    _need(not value.is_finite() or abs(value.adjusted()) <= MAX_DIGITS)
    return value


def _build_fraction(parts: Any) -> fractions.Fraction:
    return fractions.Fraction(*_ints(parts, 2))


def _range_parts(o: range) -> Any:
    _fit(len(o) <= MAX_RANGE)
    return [o.start, o.stop, o.step]


def _build_range(parts: Any) -> range:
    value = range(*_ints(parts, 3))
    _need(len(value) <= MAX_RANGE)
    return value


def _build_slice(parts: Any) -> slice:
    start, stop, step = parts
    return slice(start, stop, step)


# --- containers ---


def _build_of_dict(kind: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def build(parts: Any) -> Any:
        _need(type(parts) is dict)
        return kind(parts)

    return build


def _build_counter(parts: Any) -> Any:
    _need(type(parts) is dict)
    counter: collections.Counter[Any] = collections.Counter()
    for key, value in parts.items():
        dict.__setitem__(counter, key, value)
    return counter


def _default_parts(o: Any) -> Any:
    factory = o.default_factory
    name = None if factory is None else getattr(factory, "__name__", "")
    _fit(name is None or (name in FACTORIES and factory is getattr(builtins, str(name), None)))
    return [name, dict(dict.items(o))]


def _build_default(parts: Any) -> Any:
    name, items = parts
    _need(type(items) is dict and (name is None or name in FACTORIES))
    return collections.defaultdict(None if name is None else getattr(builtins, name), items)


def _build_deque(parts: Any) -> Any:
    items, length = parts
    _need(type(items) is list and (length is None or (type(length) is int and length >= 0)))
    return collections.deque(items, length)


def _build_bytearray(parts: Any) -> bytearray:
    _need(type(parts) is bytes)
    return bytearray(parts)


# --- named tuples ---

# The members of a class of named tuples besides its fields. Some come when they are asked for.
NAMED_TUPLE_MEMBERS = set(vars(collections.namedtuple("_Example", ()))) | {  # noqa: PYI024
    "__orig_bases__", "__annotations__", "__annotations_cache__", "__annotate__",
    "__annotate_func__", "__firstlineno__", "__static_attributes__",
}  # fmt: skip


def _fit_for_fields(fields: Any) -> bool:
    return (
        type(fields) in (list, tuple)
        and len(fields) <= MAX_FIELDS
        and len({*fields}) == len(fields)
        and all(
            type(f) is str and f.isascii() and f.isidentifier() and not keyword.iskeyword(f)
            and not f.startswith("_") for f in fields
        )
    )  # fmt: skip


@lru_cache(64)
def _named_tuple(name: str, fields: tuple[str, ...]) -> Any:
    """Return a class like that of `collections.namedtuple`. No text of a submission is run."""

    def represented(self: Any) -> str:
        shown = ", ".join(f"{f}={value!r}" for f, value in zip(fields, self))
        return f"{type(self).__name__}({shown})"

    def made(cls: Any, *args: Any, **kwargs: Any) -> Any:
        values = [*args, *(kwargs.pop(f) for f in fields[len(args) :])]
        if kwargs or len(values) != len(fields):
            raise TypeError(f"{name} takes the fields {', '.join(fields)}")
        return tuple.__new__(cls, values)

    members = {
        "__slots__": (),
        "__new__": made,
        "__repr__": represented,
        "_fields": fields,
        "_asdict": lambda self: dict(zip(fields, self)),
        "_replace": lambda self, **new: made(type(self), *(new.pop(f, v) for f, v in
                                                           zip(fields, self)), **new),
        "_make": classmethod(lambda cls, items: made(cls, *items)),
        "__getnewargs__": tuple,
        **{f: property(operator.itemgetter(i)) for i, f in enumerate(fields)},
    }  # fmt: skip
    return type(name, (tuple,), members)


def _build_named_tuple(parts: Any) -> Any:
    name, fields, items = parts
    _need(_fit_for_fields([name]) or (type(name) is str and name.isidentifier()))
    _need(type(fields) is list and _fit_for_fields(fields))
    _need(type(items) is list and len(items) == len(fields) and len(name) <= 80)
    return tuple.__new__(_named_tuple(name, tuple(fields)), items)


# --- constants and types ---


def _build_constant(name: Any) -> Any:
    return CONSTANTS[name]


def _type_parts(o: type) -> tuple[str, Any] | None:
    name = getattr(o, "__name__", "")
    if type(name) is str and _known_type("builtins", name) is o:
        return "type", ["builtins", name]
    if type(name) is str and _known_type("numpy", name) is o:
        return "type", ["numpy", name]
    return None


def _known_type(module: str, name: str) -> Any:
    if module == "builtins":
        value = PLAIN_TYPES.get(name) or getattr(builtins, name, None)
        ok = name in PLAIN_TYPES or (isinstance(value, type) and issubclass(value, Exception))
        return value if ok else None
    value = vars(np).get(name) if module == "numpy" else None
    ok = isinstance(value, type) and (issubclass(value, np.generic) or value is np.ndarray)
    return value if ok else None


def _build_type(parts: Any) -> Any:
    module, name = parts
    _need(type(module) is str and type(name) is str)
    value = _known_type(module, name)
    _need(value is not None)
    return value


# --- tables (pandas) ---


def _pandas_parts(o: Any, kind: type) -> tuple[str, Any] | None:
    pd: Any = sys.modules.get("pandas")
    if pd is None:
        return None
    if kind is pd.DataFrame:
        _fit(o.shape[1] <= MAX_COLUMNS)
        labels = list(range(o.shape[1]))
        columns = [_values(o.iloc[:, i].array, o.iloc[:, i].dtype, pd) for i in labels]
        _fit_table(columns)
        return "DataFrame", [_index_parts(o.columns, pd), _index_parts(o.index, pd), columns]
    if kind is pd.Series:
        values = _values(o.array, o.dtype, pd)
        _fit_table([values])
        return "Series", [_cell(o.name, pd), _index_parts(o.index, pd), values]
    if kind is pd.Timestamp and o.tzinfo is None:
        return "Timestamp", [o.unit, int(o._value)]
    if kind is pd.Timedelta:
        return "Timedelta", [o.unit, int(o._value)]
    if o is pd.NaT or o is pd.NA:
        return "missing", repr(o)
    if isinstance(o, pd.Index):
        return "Index", _index_parts(o, pd)
    return None


def table_parts(frame: Any) -> list[Any]:
    """Return the labels, the index and the columns of a table of pandas. It may arrange its blocks
    anew at any time, so tables are compared by these."""
    return [frame.columns, frame.index, [frame.iloc[:, n].array for n in range(frame.shape[1])]]


def _fit_table(columns: list[Any]) -> None:
    _fit(sum(len(c) for c in columns if type(c) is list) <= MAX_OBJECTS)
    _fit(sum(c.nbytes for c in columns if type(c) is np.ndarray) <= MAX_TABLE_BYTES)


def _cell(value: Any, pd: Any) -> Any:
    """Return a label or a value of a column, if it is one that can be sent."""
    kind = type(value)
    ok = kind in CELLS or isinstance(value, np.generic) or value is pd.NaT or value is pd.NA
    if kind is tuple:
        return tuple(_cell(x, pd) for x in value)
    _fit(ok or (kind is pd.Timestamp and value.tzinfo is None) or kind is pd.Timedelta)
    return value


def _values(array: Any, dtype: Any, pd: Any) -> Any:
    """Return a column's values: an array for numbers and dates, a list for objects."""
    _fit(isinstance(dtype, np.dtype))
    if dtype.kind in "biufcmM":
        return np.asarray(array)
    _fit(dtype.kind == "O" and len(array) <= MAX_OBJECTS)
    return [_cell(value, pd) for value in array]


def _index_parts(index: Any, pd: Any) -> Any:
    kind = type(index)
    if kind is pd.RangeIndex:
        return ["range", _cell(index.name, pd), [index.start, index.stop, index.step]]
    if kind is pd.MultiIndex:
        names = [_cell(name, pd) for name in index.names]
        levels = [_index_parts(index.get_level_values(i), pd) for i in range(index.nlevels)]
        return ["multi", names, levels]
    _fit(kind in (pd.Index, pd.DatetimeIndex, pd.TimedeltaIndex))
    values = _values(index.array, index.dtype, pd)
    _fit_table([values])
    frequency = getattr(index, "freqstr", None)
    return ["array", _cell(index.name, pd), [values, frequency]]


def _build_index(parts: Any) -> Any:
    import pandas as pd

    form, name, data = parts
    if form == "range":
        _need(len(_build_range(data)) <= MAX_RANGE)
        return pd.RangeIndex(*_ints(data, 3), name=name)
    if form == "multi":
        _need(0 < len(data) <= MAX_FIELDS)
        return pd.MultiIndex.from_arrays([_build_index(level) for level in data], names=name)
    _need(form == "array")
    values, frequency = data
    _need(frequency is None or (type(frequency) is str and len(frequency) < 20))
    array = _build_column(values)
    if array.dtype.kind == "M":
        return pd.DatetimeIndex(array, name=name, freq=frequency)
    if array.dtype.kind == "m":
        return pd.TimedeltaIndex(array, name=name, freq=frequency)
    return pd.Index(array, name=name, dtype=array.dtype)


def _build_column(values: Any) -> np.ndarray:
    if type(values) is np.ndarray:
        _need(values.ndim == 1 and values.dtype.kind in "biufcmM")
        return values
    _need(type(values) is list and len(values) <= MAX_OBJECTS)
    array = np.empty(len(values), object)
    for i, value in enumerate(values):
        array[i] = value
    return array


def _build_series(parts: Any) -> Any:
    import pandas as pd

    name, index, values = parts
    array = _build_column(values)
    return pd.Series(array, index=_build_index(index), name=name, dtype=array.dtype, copy=True)


def _build_frame(parts: Any) -> Any:
    import pandas as pd

    labels, index, columns = parts
    _need(type(columns) is list and len(columns) <= MAX_COLUMNS)
    labels, index = _build_index(labels), _build_index(index)
    arrays = [_build_column(values) for values in columns]
    _need(len(arrays) == len(labels) and all(len(a) == len(index) for a in arrays))
    if len(arrays) == 0:
        return pd.DataFrame(index=index, columns=labels)
    series = {i: pd.Series(a, index=index, dtype=a.dtype, copy=True) for i, a in enumerate(arrays)}
    frame = pd.DataFrame(series, index=index)
    frame.columns = labels
    return frame


def _build_timestamp(parts: Any) -> Any:
    import pandas as pd

    unit, value = parts
    _need(unit in ("s", "ms", "us", "ns") and type(value) is int)
    return pd.Timestamp(np.datetime64(value, unit))


def _build_timedelta(parts: Any) -> Any:
    import pandas as pd

    unit, value = parts
    _need(unit in ("s", "ms", "us", "ns") and type(value) is int)
    return pd.Timedelta(np.timedelta64(value, unit))


def _build_missing(name: Any) -> Any:
    import pandas as pd

    return {"NaT": pd.NaT, "<NA>": pd.NA}[name]


def build_into(old: Any, new: Any) -> bool:
    """Give `old` the contents of `new` if both are of one of the types here that can change.

    Returns:
        False if they are not.
    """
    kind = type(old)
    if kind is not type(new):
        return False
    if kind in (collections.Counter, collections.OrderedDict, collections.defaultdict, set):
        old.clear()
        old.update(new)
        return True
    if kind is bytearray or kind is collections.deque:
        old.clear()
        old.extend(new)
        return True
    pd: Any = sys.modules.get("pandas")
    if pd is not None and kind in (pd.DataFrame, pd.Series):
        old._update_inplace(new)
        return True
    return False


# The kinds by name.
KINDS: dict[str, Kind] = {
    "date": Kind(
        lambda o: [o.year, o.month, o.day], lambda parts: datetime.date(*_ints(parts, 3))
    ),
    "datetime": Kind(_datetime_parts, _build_datetime),
    "time": Kind(_time_parts, _build_time),
    "timedelta": Kind(
        lambda o: [o.days, o.seconds, o.microseconds],
        lambda parts: datetime.timedelta(*_ints(parts, 3)),
    ),
    "Decimal": Kind(_decimal_parts, _build_decimal),
    "Fraction": Kind(lambda o: [o.numerator, o.denominator], _build_fraction),
    "range": Kind(_range_parts, _build_range),
    "slice": Kind(lambda o: [o.start, o.stop, o.step], _build_slice),
    "Counter": Kind(lambda o: dict(dict.items(o)), _build_counter),
    "OrderedDict": Kind(
        lambda o: dict(o.items()), _build_of_dict(collections.OrderedDict)
    ),
    "defaultdict": Kind(_default_parts, _build_default),
    "deque": Kind(lambda o: [list(o), o.maxlen], _build_deque),
    "bytearray": Kind(bytes, _build_bytearray),
    "namedtuple": Kind(lambda o: None, _build_named_tuple),
    "constant": Kind(lambda o: None, _build_constant),
    "type": Kind(lambda o: None, _build_type),
    "DataFrame": Kind(lambda o: None, _build_frame),
    "Series": Kind(lambda o: None, _build_series),
    "Index": Kind(lambda o: None, _build_index),
    "Timestamp": Kind(lambda o: None, _build_timestamp),
    "Timedelta": Kind(lambda o: None, _build_timedelta),
    "missing": Kind(lambda o: None, _build_missing),
}
# The names of the kinds that are known by their exact type.
NAMES: dict[type, str] = {
    datetime.date: "date",
    datetime.datetime: "datetime",
    datetime.time: "time",
    datetime.timedelta: "timedelta",
    decimal.Decimal: "Decimal",
    fractions.Fraction: "Fraction",
    range: "range",
    slice: "slice",
    collections.Counter: "Counter",
    collections.OrderedDict: "OrderedDict",
    collections.defaultdict: "defaultdict",
    collections.deque: "deque",
    bytearray: "bytearray",
}
