"""A dict whose entries are made when they are first asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class Lazy(dict[str, T]):
    def __init__(self, make: Callable[[str], T]) -> None:
        self.make = make

    def __missing__(self, name: str) -> T:
        self[name] = self.make(name)
        return self[name]
