"""The names of attributes that may cross from one worker to another."""

from __future__ import annotations

from typing import Any

# The attributes of frames, generators, coroutines and tracebacks begin so. Through them one reaches
# code, closures and all variables of a notebook.
OF_THE_INTERPRETER = ("gi_", "cr_", "ag_", "f_", "tb_", "co_", "func_", "im_")


def is_public(name: Any) -> bool:
    """Return True if `name` can be the name of a public method."""
    return (
        type(name) is str
        and name.isidentifier()
        and not name.startswith(("_", *OF_THE_INTERPRETER))
    )
