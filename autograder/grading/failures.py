"""What becomes of an error of the grader itself: one report says so, and a log has the details."""

from __future__ import annotations

import os
import secrets
import sys
import time
import traceback
from pathlib import Path

from ..wording import one_line

# The reference number of a failure has this many random bytes.
NUMBER_BYTES = 4
# Of a line of a traceback, this many characters are logged.
MAX_LOGGED_LINE = 1000
LOG = "grader-failures.log"  # The name of the log in the folder of the reports.


def log_failure(error: BaseException, submission: str, log: Path | None = None) -> str:
    """Log the traceback of an error of the grader, and return the sentence for the report.

    A traceback may quote hidden tests and inputs, so it is for the staff alone. It may also quote
    what a submission has written, so all its characters are made visible.

    Args:
        error: The error.
        submission: The id of the submission that was being graded.
        log: The file to append to. Without one, and if it can't be written, the traceback goes to
            stderr.

    Returns:
        A sentence without a full stop, with the reference number of the traceback in the log.
    """
    number = secrets.token_hex(NUMBER_BYTES)
    when = time.strftime("%Y-%m-%d %H:%M:%S")
    lines = [f"{number}: the grader failed on {submission}, {when}", *_traceback(error)]
    text = "".join(f"{one_line(line, MAX_LOGGED_LINE)}\n" for line in lines)
    try:
        if log is None:
            raise OSError
        log.parent.mkdir(parents=True, exist_ok=True)
        with open(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "w") as file:
            file.write(text)
    except OSError:
        print(text, end="", file=sys.stderr)
    return f"the grader failed on this answer; tell the staff (reference {number})"


def _traceback(error: BaseException) -> list[str]:
    try:
        text = "".join(traceback.format_exception(error))
    except Exception:  # For example, memory has run out once more, or the error has no text.
        return [type(error).__name__]
    return text.splitlines()
