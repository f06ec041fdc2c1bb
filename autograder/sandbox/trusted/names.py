"""The namespace of a notebook, as a test sees it."""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from ..protocol.arguments import Key
from ..protocol.typed_values import table_parts
from .channel import Channel
from .errors import StudentError
from .remote import Remote, RemoteFunction

# Stands for a name that is no tool.
NOTHING = object()


# Types of values that nothing can change.
CONSTANT = (type(None), bool, int, float, complex, str, bytes, np.generic, Remote)


class Names(Mapping[str, Any]):
    """The names that a notebook defines. Each is fetched when a test asks for it.

    A name that is not defined has no entry. So `get` returns None for it, as in the notebook's own
    process.
    """

    def __init__(
        self,
        channel: Channel,
        inplace: Mapping[str, list[Key]],
        tool: Callable[[str], Any] | None = None,
    ) -> None:
        """Show the notebook at the other end of a channel.

        Args:
            channel: The channel to a copy of the worker.
            inplace: By function name, the arguments that the function may change, as the assignment
                declares it.
            tool: Returns the grader's own value of a name, or NOTHING if it is the notebook's. None
                if all names are the notebook's.
        """
        self.channel, self.inplace, self.tool = channel, inplace, tool
        self.own: dict[str, Any] = {}
        self.copies: list[tuple[str, Any, bytes]] = []

    def __setitem__(self, name: str, value: Any) -> None:
        """Keep a value of the test's own under a name."""
        self.own[name] = value

    def __getitem__(self, name: str) -> Any:
        if name in self.own:
            return self.own[name]
        if name == "__name__":
            return "__main__"
        try:
            value = self.channel.ask("get", name)[0]
        except StudentError as error:
            if isinstance(error, KeyError):
                raise KeyError(name) from None
            raise
        tool = self.tool(name) if self.tool else NOTHING
        if tool is not NOTHING:
            return tool
        if isinstance(value, Remote):
            self.channel.names.setdefault(value._handle, name)
        else:
            self.channel.answers.add(name, value)
        if self.tool and not isinstance(value, CONSTANT):
            self.copies.append((name, value, _state(value)))
        if name in self.inplace and isinstance(value, RemoteFunction):
            value._may_change(self.inplace[name])
        return value

    def changed_copies(self) -> set[str]:
        """Return the names whose values are here as copies, and were changed here."""
        return {name for name, value, state in self.copies if _state(value) != state}

    def __iter__(self) -> Iterator[str]:
        names = self.channel.ask("names")[0]
        return iter(sorted(n for n in names if type(n) is str) if type(names) is list else [])

    def __len__(self) -> int:
        return sum(1 for _ in self)


class _Pickler(pickle.Pickler):
    """Writes a value that a test was given. A handle is the same as long as it is one of the same
    object."""

    def persistent_id(self, o: Any) -> Any:
        return o._handle if isinstance(o, Remote) else None

    def reducer_override(self, o: Any) -> Any:
        """Write a table of pandas by its columns."""
        if type(o).__name__ != "DataFrame":
            return NotImplemented
        return type(o), tuple(table_parts(o))


def _state(value: Any) -> bytes:
    """Return what a value holds, or b"" if that can't be told."""
    sink = io.BytesIO()
    try:
        _Pickler(sink).dump(value)
    except Exception:
        return b""
    return sink.getvalue()
