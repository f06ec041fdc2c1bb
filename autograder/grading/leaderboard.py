"""The entries that tests offer for Gradescope's leaderboard."""

from __future__ import annotations

import sys
from typing import Any

MODULE = "nnlab.checks"  # The module of the course library whose list `offered` has the entries.


def take_entries() -> tuple[dict[str, Any], ...]:
    """Return what tests have offered since the last call, and empty the list.

    The tests run in this process and a submission never does, so it can't offer anything.
    """
    offered = getattr(sys.modules.get(MODULE), "offered", [])
    entries = tuple(offered)
    offered.clear()
    return entries
