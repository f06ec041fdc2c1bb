"""What a test holds of a submission's objects: handles, to call and to look things up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NoReturn

from .calls import Key
from .channel import StudentError

if TYPE_CHECKING:
    from .channel import Channel

CHUNK = 64
LARGEST = 512 << 20


class Remote:
    """An object that stays in the worker. Attributes, items, length and iteration ask for it."""

    __slots__ = ("_channel", "_handle", "_words", "type_name")

    def __init__(self, channel: Channel, handle: int, type_name: str, name: str) -> None:
        object.__setattr__(self, "_channel", channel)
        object.__setattr__(self, "_handle", handle)
        object.__setattr__(self, "_words", f"the submission's {type_name[:40]} {name[:80]}")
        object.__setattr__(self, "type_name", type_name[:40])

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name.endswith("__") and name != "__name__":
            raise AttributeError(name)
        return self._channel.ask("attribute", self, name)[0]

    def _method(self, name: str, *args: Any, **kwargs: Any) -> Any:
        """Call a method, for another worker that holds this object by OBJECT."""
        return getattr(self, name)(*args, **kwargs)

    def __getitem__(self, key: Any) -> Any:
        return self._channel.ask("item", self, key)[0]

    def __len__(self) -> int:
        length = self._channel.ask("length", self)[0]
        if type(length) is not int or length < 0:
            raise StudentError("its length is no number")
        return length

    def __iter__(self) -> Iterator[Any]:
        channel = self._channel
        iterator = channel.ask("iterate", self)[0]
        taken, count = 0, 1
        while taken <= LARGEST:
            before = channel.received
            reply = channel.ask("next", iterator, count)
            taken += channel.received - before
            if len(reply) != 2 or type(reply[0]) is not list or len(reply[0]) > count:
                raise StudentError("its items can't be read")
            yield from reply[0]
            if reply[1] is not False:
                return
            count = min(2 * count, CHUNK)
        raise StudentError("its items are too many, or too large")

    def __deepcopy__(self, memo: dict[int, Any]) -> Remote:
        return self

    def __copy__(self) -> Remote:
        return self

    def __setattr__(self, name: str, value: Any) -> NoReturn:
        raise self._channel.refuse(f"this test sets {name} of an object of the submission")

    def __bool__(self) -> NoReturn:
        raise self._channel.refuse("this test asks whether an object of the submission is true")

    def __repr__(self) -> str:
        return f"<{self._words}>"


class RemoteFunction(Remote):
    """One that can be called. `changed_arguments` are the positions and keywords of the last call's
    arguments that it changed."""

    __slots__ = ("changed_arguments", "_inplace")

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        object.__setattr__(self, "changed_arguments", [])
        try:
            result, changed = self._channel.call(self, args, kwargs, self._inplace)
        except BaseException:
            object.__setattr__(self, "changed_arguments", self._channel.changed)
            raise
        object.__setattr__(self, "changed_arguments", changed)
        return result


class Names(Mapping[str, Any]):
    """The names that a notebook defines, each fetched when a test asks for it.

    A name that is not defined has no entry, so that `get` gives None as in the notebook's own run.
    """

    def __init__(self, channel: Channel, inplace: dict[str, list[Key]]) -> None:
        """`inplace`: the arguments that a function of this name may change, by the assignment."""
        self.channel, self.inplace = channel, inplace

    def __getitem__(self, name: str) -> Any:
        try:
            value = self.channel.ask("get", name)[0]
        except StudentError as error:
            if isinstance(error, KeyError):
                raise KeyError(name) from None
            raise
        if isinstance(value, Remote):
            self.channel.names.setdefault(value._handle, name)
        else:
            self.channel.hear(name, value)
        if name in self.inplace and isinstance(value, RemoteFunction):
            object.__setattr__(value, "_inplace", self.inplace[name])
        return value

    def __iter__(self) -> Iterator[str]:
        names = self.channel.ask("names")[0]
        return iter(sorted(n for n in names if type(n) is str) if type(names) is list else [])

    def __len__(self) -> int:
        return sum(1 for _ in self)


def remote(
    channel: Channel, handle: int, type_name: str, can_be_called: bool, name: str
) -> Remote:
    if not can_be_called:
        return Remote(channel, handle, type_name, name)
    made = RemoteFunction(channel, handle, type_name, name)
    object.__setattr__(made, "changed_arguments", [])
    object.__setattr__(made, "_inplace", [])
    return made
