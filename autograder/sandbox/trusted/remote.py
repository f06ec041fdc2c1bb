"""Objects of a submission, as a test sees them: they stay in the worker, and every use asks it.

A use that hands no value of the test to the object is carried into the worker as a call. A use that
would have the object judge a value of the test, such as `thing == 4`, is refused: an object that
answers True to everything would pass.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator
from typing import Any, NoReturn, Protocol

from ..protocol.arguments import Key
from ..protocol.names import is_public
from .answers import MAX_ITEMS
from .errors import NotAcross, StudentError

# An iteration asks for one item, then for 2, 4 and so on, up to this many at a time.
MAX_ITEMS_AT_A_TIME = 64
# All items of one iteration together may take this many bytes in the trusted process.
MAX_ITERATED_BYTES = 512 << 20
# A signature that is rebuilt has at most this many parameters.
MAX_PARAMETERS = 100

# The operators with two operands, by their special method, and the name of the request.
OPERATORS = {
    "add": "+", "sub": "-", "mul": "*", "matmul": "@", "truediv": "/", "floordiv": "//",
    "mod": "%", "pow": "**", "lshift": "<<", "rshift": ">>", "and_": "&", "or_": "|", "xor": "^",
    "divmod": "divmod",
}  # fmt: skip
COMPARISONS = {"lt": "<", "le": "<=", "gt": ">", "ge": ">="}
# What is asked of one object, by its special method, with the types that the answer may have.
QUESTIONS: dict[str, tuple[type, ...]] = {
    "int": (int,), "float": (float,), "complex": (complex,), "index": (int,),
}  # fmt: skip
UNARY = ("neg", "pos", "invert", "abs", "trunc", "floor", "ceil", "reversed")


class Asker(Protocol):
    """The part of a channel that a remote object uses."""

    received: int
    changed: list[Key]
    shares_process: bool

    def ask(self, operation: str, *operands: Any) -> list[Any]: ...

    def operate(self, name: str, *operands: Any) -> Any: ...

    def call(
        self, target: Any, args: tuple[Any, ...], kwargs: dict[str, Any], inplace: list[Key]
    ) -> tuple[Any, list[Key]]: ...

    def refuse(self, reason: str) -> NotAcross: ...

    def iterated(self, target: Any, items: list[Any]) -> None: ...


class Remote:
    # An object that stays in the worker.
    #
    # Attributes, items, length and iteration are those of the object. `type_name` is the name of
    # its type, which may be a lie. There is no docstring here, because `__doc__` is the object's.

    __slots__ = ("_channel", "_description", "_handle", "type_name")

    def __init__(self, channel: Asker, handle: int, type_name: str, name: str) -> None:
        object.__setattr__(self, "_channel", channel)
        object.__setattr__(self, "_handle", handle)
        object.__setattr__(self, "_description", f"the submission's {type_name[:40]} {name[:80]}")
        object.__setattr__(self, "type_name", type_name[:40])

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name.endswith("__") and name != "__name__":
            if self._channel.shares_process and name in ARRAYS:
                raise self._channel.refuse("this test makes an array of an object")
            if not self._channel.shares_process or name in UNSEEN:
                raise AttributeError(name)
            if name == "__signature__":
                return _signature(self._channel.operate("signature", self))
        return self._channel.ask("attribute", self, name)[0]

    @property
    def __doc__(self) -> Any:  # type: ignore[override]
        if not self._channel.shares_process:
            return None
        return self._channel.ask("attribute", self, "__doc__")[0]

    def _method(self, name: Any, *args: Any, **kwargs: Any) -> Any:
        """Use this object for another worker that was given it.

        The other worker is a submission that is tried with the reference's functions, or the
        reference that is called with an object of the submission. It gets what Python's own
        protocols give and public methods, and nothing by which it could reach the code behind them.

        Args:
            name: The name of a public method, or one of "__iter__", "__next__", "__len__" and
                "__getitem__".
            args: The positional arguments.
            kwargs: The keyword arguments.

        Returns:
            What the method returns. For "__next__" this is a pair of a list, with one item or none,
            and of True if there was none.

        Raises:
            AttributeError: The name is none of these.
        """
        if name == "__iter__":
            return self._channel.ask("iterate", self)[0]
        if name == "__next__":
            return self._channel.ask("next", self, 1)
        if name == "__len__":
            return len(self)
        if name == "__getitem__":
            (key,) = args
            return self[key]
        if not is_public(name):
            raise AttributeError("an object of another worker has public methods only")
        return self._channel.ask("method", self, name)[0](*args, **kwargs)

    def _asked(self, name: str, *operands: Any) -> Any:
        """Return the result of an operation in the worker."""
        if not self._channel.shares_process:
            raise TypeError(f"{name} can't be used with the submission's {self.type_name}")
        return self._channel.operate(name, self, *operands)

    def _compared(self, name: str, sign: str, other: Any) -> Any:
        """Return what an operator with two objects of one worker gives. Refuse other operands."""
        if self._channel.shares_process and not _are_of_one_worker(self, other):
            raise self._channel.refuse(
                f"this test asks an object of the submission for its {sign} with a value"
            )
        return self._asked(name, other)

    def __getitem__(self, key: Any) -> Any:
        return self._channel.ask("item", self, key)[0]

    def __len__(self) -> int:
        length = self._channel.ask("length", self)[0]
        if type(length) is not int or not 0 <= length <= sys.maxsize:
            raise StudentError("its length is no number")
        return length

    def __iter__(self) -> Iterator[Any]:
        channel = self._channel
        iterator = channel.ask("iterate", self)[0]
        items: list[Any] = []
        size, count = 0, 1
        while size <= MAX_ITERATED_BYTES:
            before = channel.received
            reply = channel.ask("next", iterator, count)
            size += channel.received - before
            if len(reply) != 2 or type(reply[0]) is not list or len(reply[0]) > count:
                raise StudentError("its items can't be read")
            items += reply[0][: MAX_ITEMS - len(items)]
            yield from reply[0]
            if reply[1] is not False:
                channel.iterated(self, items)
                return
            count = min(2 * count, MAX_ITEMS_AT_A_TIME)
        raise StudentError("its items are too many, or too large")

    def __next__(self) -> Any:
        return self._asked("next")

    def __contains__(self, value: Any) -> Any:
        if _are_of_one_worker(self, value):
            return self._truth(self._asked("contains", value))
        raise self._channel.refuse("this test asks whether a value is in an object")

    def __eq__(self, other: Any) -> Any:
        if self is other and not self._channel.shares_process:
            return True
        if not self._channel.shares_process:
            return False
        return self._compared("eq", "==", other)

    def __ne__(self, other: Any) -> Any:
        if not self._channel.shares_process:
            raise self._channel.refuse("this test asks whether an object differs from a value")
        return self._compared("ne", "!=", other)

    def __hash__(self) -> int:
        if not self._channel.shares_process:
            return object.__hash__(self)
        return int(self._exact("hash", (int,)))

    def __bool__(self) -> bool:
        if not self._channel.shares_process:
            raise self._channel.refuse("this test asks whether an object of the submission is true")
        return bool(self._exact("bool", (bool,)))

    def __repr__(self) -> str:
        if not self._channel.shares_process:
            return f"<{self._description}>"
        return str(self._exact("repr", (str,)))

    def __str__(self) -> str:
        return str(self._exact("str", (str,))) if self._channel.shares_process else repr(self)

    def __format__(self, specification: str) -> str:
        if not self._channel.shares_process:
            return format(repr(self), specification)
        return str(self._exact("format", (str,), specification))

    def __round__(self, digits: int | None = None) -> Any:
        return self._asked("round", *([] if digits is None else [digits]))

    def __dir__(self) -> Any:
        return self._exact("dir", (list,)) if self._channel.shares_process else object.__dir__(self)

    def __enter__(self) -> Any:
        return self._asked("enter")

    def __exit__(self, kind: Any, error: Any, trace: Any) -> Any:
        if error is not None:  # The object would be handed an exception of the test.
            raise self._channel.refuse("this test raises within an object of the submission")
        return self._truth(self._asked("exit", None, None, None))

    def __deepcopy__(self, memo: dict[int, Any]) -> Remote:
        return self

    def __copy__(self) -> Remote:
        return self

    def __setattr__(self, name: str, value: Any) -> None:
        self._change("setattr", name, value)

    def __delattr__(self, name: str) -> None:
        self._change("delattr", name)

    def __setitem__(self, key: Any, value: Any) -> None:
        self._change("setitem", key, value)

    def __delitem__(self, key: Any) -> None:
        self._change("delitem", key)

    def _change(self, name: str, *operands: Any) -> None:
        if not self._channel.shares_process:
            raise self._channel.refuse("this test sets a part of an object of the submission")
        self._asked(name, *operands)

    def _exact(self, name: str, types: tuple[type, ...], *operands: Any) -> Any:
        """Return the answer to a question that has to have one of the types."""
        answer = self._asked(name, *operands)
        if type(answer) not in types:
            raise StudentError(f"its {name} is of another type")
        return answer

    def _truth(self, answer: Any) -> bool:
        return bool(answer)

    def _refuse_type(self, *args: Any) -> NoReturn:
        raise self._channel.refuse("this test makes a class of an object of the submission")

    __mro_entries__ = _refuse_type


# Attributes that libraries look for in any object. They are not asked for in the worker, so that
# an object of a submission is never taken for an array, a path or a mock.
ARRAYS = {"__array__", "__array_interface__", "__array_struct__"}
UNSEEN = ARRAYS | {
    "__array_priority__",
    "__array_ufunc__", "__array_function__", "__array_wrap__", "__array_namespace__", "__buffer__",
    "__dlpack__", "__dlpack_device__", "__fspath__", "__length_hint__", "__reduce__",
    "__reduce_ex__", "__getstate__", "__setstate__", "__getnewargs__", "__getnewargs_ex__",
    "__set_name__", "__get__", "__set__", "__delete__", "__wrapped__", "__await__", "__aiter__",
    "__instancecheck__", "__subclasscheck__", "__cuda_array_interface__", "__torch_function__",
    "__dataframe__", "__missing__", "__conform__", "__html__", "__globals__", "__closure__",
    "__builtins__", "__test__",
}  # fmt: skip


def _are_of_one_worker(a: Remote, b: Any) -> bool:
    return isinstance(b, Remote) and b._channel is a._channel


def _question(name: str, types: tuple[type, ...]) -> Any:
    return lambda self: self._exact(name, types)


def _unary(name: str) -> Any:
    return lambda self: self._asked(name)


def _operator(name: str, sign: str) -> Any:
    return lambda self, other: self._compared(name, sign, other)


def _refused_from_the_right(sign: str) -> Any:
    def refused(self: Remote, other: Any) -> NoReturn:
        if not self._channel.shares_process:
            raise TypeError(f"{sign} can't be used with the submission's {self.type_name}")
        raise self._channel.refuse(
            f"this test asks an object of the submission for its {sign} with a value"
        )

    return refused


for _name, _types in QUESTIONS.items():
    setattr(Remote, f"__{_name}__", _question(_name, _types))
for _name in UNARY:
    setattr(Remote, f"__{_name}__", _unary(_name))
for _name, _sign in {**OPERATORS, **COMPARISONS}.items():
    setattr(Remote, f"__{_name.rstrip('_')}__", _operator(_name, _sign))
for _name, _sign in OPERATORS.items():
    setattr(Remote, f"__r{_name.rstrip('_')}__", _refused_from_the_right(_sign))


class RemoteFunction(Remote):
    # A remote object that can be called.
    #
    # `changed_arguments` are the positions and keywords of the arguments that the last call
    # changed.

    __slots__ = ("_inplace", "changed_arguments")
    __doc__ = vars(Remote)["__doc__"]

    def __init__(self, channel: Asker, handle: int, type_name: str, name: str) -> None:
        super().__init__(channel, handle, type_name, name)
        object.__setattr__(self, "changed_arguments", [])
        self._may_change([])

    def _may_change(self, inplace: list[Key]) -> None:
        """Set the arguments that the assignment allows this function to change."""
        object.__setattr__(self, "_inplace", inplace)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        object.__setattr__(self, "changed_arguments", [])
        try:
            result, changed = self._channel.call(self, args, kwargs, self._inplace)
        except BaseException:
            object.__setattr__(self, "changed_arguments", self._channel.changed)
            raise
        object.__setattr__(self, "changed_arguments", changed)
        return result


def _signature(parts: Any) -> inspect.Signature:
    """Return a signature of [name, kind, has a default, default] for each parameter."""
    kinds = list(inspect._ParameterKind)
    try:
        parameters = [
            inspect.Parameter(
                name, kinds[kind], default=default if has is True else inspect.Parameter.empty
            )
            for name, kind, has, default in parts[:MAX_PARAMETERS]
        ]
        return inspect.Signature(parameters)
    except (TypeError, ValueError, IndexError):
        raise StudentError("its signature can't be read") from None
