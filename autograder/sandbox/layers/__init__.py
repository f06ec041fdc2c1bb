"""The layers of confinement, each in a module of its own.

A zygote calls `isolate` first of all, then `prepare`; every worker that it forks calls `enter`.
`pick_uid` gives a worker its user and `end` clears away all that is left of it. `available` says
which layers there are on this machine.
"""

import sys

from .errors import LayerError
from .probe import available

if sys.platform == "linux":
    from .entry import enter, prepare
    from .identity import pick_uid
    from .namespaces import isolate
    from .remains import end

__all__ = ["LayerError", "available", "end", "enter", "isolate", "pick_uid", "prepare"]
