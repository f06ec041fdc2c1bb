"""The small library beside the notebooks: checks, the gradient checker, pictures, data sets.

Each module is one idea and can be read alone; the notebooks say which one they use.
"""


def hint(question: str) -> None:
    """Print a hint on an answer that the check of a question refuses: `nnlab.hint("q4")`.

    Each call goes one step further. See `nnlab.hints`.
    """
    from .hints import hint as give_hint

    give_hint(question)
