"""The layers of confinement, each in a module of its own.

- `available` returns the layers of this machine.
- `isolate` is called first of all in a zygote, then `prepare`.
- `open_for` is called in the zygote for each worker, before it is forked, and `close_for` after all
  processes of the worker have ended.
- `enter` is called in every worker that the zygote forks.
- `pick_uid` picks a user for a worker, and `end` removes everything that the worker has left.
"""

import sys

from .errors import LayerError
from .probe import available

if sys.platform == "linux":
    from .cleanup import end
    from .entry import close_for, enter, open_for, prepare
    from .identity import pick_uid
    from .namespaces import isolate

__all__ = [
    "LayerError", "available", "close_for", "end", "enter", "isolate", "open_for", "pick_uid",
    "prepare",
]  # fmt: skip
