"""What a test and a notebook share where both run in one process, carried to the worker.

A test of another course may count on it: it seeds the global generators and then calls a function,
or it replaces `input`.
"""

from __future__ import annotations

import builtins
import random
import sys
from collections.abc import Callable
from typing import Any

import numpy as np

# The number of 32-bit words in the state of a generator of Python or NumPy.
WORDS = 624


class SharedProcess:
    """Keeps the global generators and `input` of a worker as a test has set them.

    Nothing is sent before the test has changed something.
    """

    def __init__(self, ask: Callable[..., list[Any]]) -> None:
        """Note how things stand. `ask` sends a request to the worker, and returns its reply."""
        self.ask = ask
        self.generators = _state()
        self.own_input, self.own_stdin = builtins.input, sys.stdin
        self.input: Any = None
        self.is_shared = False

    def before(self) -> None:
        """Give the worker what the test has changed since the last call."""
        state = _state()
        if state != self.generators:
            self.is_shared = True
            self.generators = state
            words, gauss = state[0]
            key, *rest = state[1]
            ours = [np.array(words, np.uint32), gauss]
            self.ask("share", [ours, [np.frombuffer(key, np.uint32), *rest]])
        is_own = builtins.input is self.own_input and sys.stdin is self.own_stdin
        function = None if is_own else builtins.input
        if function is not self.input:
            self.input = function
            self.ask("input", function)

    def after(self) -> None:
        """Take over the state of the worker's generators, if the test has set it before."""
        if not self.is_shared:
            return
        [ours, numpys] = self.ask("share", None)
        _set_state(ours, numpys)
        self.generators = _state()


def _state() -> tuple[Any, Any]:
    _, words, gauss = random.getstate()
    state: Any = np.random.get_state()
    return (words, gauss), (state[1].tobytes(), *state[2:])


def _set_state(ours: Any, numpys: Any) -> None:
    """Set the generators of this process. Nothing is set if a worker sends no state of one."""
    try:
        words, gauss = ours
        key, position, has_gauss, cached = numpys
        ok = words.dtype == key.dtype == np.uint32 and words.shape == (WORDS + 1,)
        ok = ok and key.shape == (WORDS,) and 0 <= int(words[-1]) <= WORDS >= int(position) >= 0
        if ok:
            random.setstate((3, tuple(words.tolist()), None if gauss is None else float(gauss)))
            np.random.set_state(("MT19937", key, int(position), int(has_gauss), float(cached)))
    except (TypeError, ValueError, AttributeError):
        return
