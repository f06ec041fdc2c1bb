"""The small library beside the notebooks: checks, the gradient checker, pictures, data sets.

Each module is one idea and can be read alone; the notebooks say which one they use.
"""

from __future__ import annotations

import sys
from typing import Any

# Otter imports jsonschema, and jsonschema imports this module, which JupyterLab installs. Then the
# module parses a grammar, which takes longer than all the rest of Otter's import. If it is None,
# its import fails, and jsonschema goes on without it. The course does not use it.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]


def grader(notebook: Any) -> Any:
    """Return an `otter.Notebook` that shows its checks as this course does.

    When the notebook is graded, whoever grades it gets his own object back.
    """
    from . import this_notebook

    if this_notebook.is_being_graded():
        return notebook
    from .check_display import Grader

    return Grader(notebook)


def hint(question: str) -> None:
    """Print a hint on an answer that the check of a question refuses: `nnlab.hint("q4")`.

    Each call goes one step further. See `nnlab.hints`.
    """
    from .hints import hint as give_hint

    give_hint(question)


def refused() -> tuple[Any, ...]:
    """Return the arguments of the call that the last hint is about: `f(*nnlab.refused())`."""
    from .hints import refused as arguments

    return arguments()


def check_all() -> None:
    """Run this notebook, as it is saved, in a new process as grading does, and say what is found.

    `grader.check_all()` is quicker: it runs the checks alone, with what this session has.
    """
    from .session import check_all as check

    check()


def submit() -> None:
    """Write the file to hand in, with a receipt, after a look at what is saved."""
    from .session import submit as hand_in

    hand_in()
