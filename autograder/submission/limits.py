"""Bounds on what is read of a submission, before any of its code runs."""

from __future__ import annotations

from ..errors import CourseworkError
from ..wording import one_line

MIB = 2**20

# A notebook may have at most this many bytes, as a file or in a zip.
MAX_NOTEBOOK_BYTES = 128 * MIB

# Without its outputs, attachments and other things that nobody reads, a notebook may have at most
# this many bytes. A picture that is written into the text of a Markdown cell counts.
MAX_KEPT_BYTES = 48 * MIB

# The rest of a notebook's JSON may hold at most this many values. Python needs up to 250 bytes of
# memory for each.
MAX_JSON_VALUES = 500_000

# A notebook of at most this many bytes is parsed as a whole, which needs little memory anyway,
# and takes less time than to leave something out first.
MAX_WHOLE_BYTES = 256 * 1024

# The JSON of a notebook may hold at most this many brackets and texts with escapes, outputs
# included. Each takes up to a microsecond.
MAX_JSON_STEPS = 10_000_000

# A notebook may have at most this many cells.
MAX_CELLS = 5_000

# All code cells of a notebook together may have at most this many bytes.
MAX_CODE_BYTES = MIB // 2

# A folder or a zip may hold at most this many files and folders.
MAX_FILES = 5_000

# A message quotes at most this many characters of a name or a text of a submission.
MAX_QUOTED = 100

CLEAR_OUTPUTS = "Clear the outputs of all cells, save the notebook and hand it in again."


def check_size(name: str, size: int) -> None:
    """Raise a CourseworkError if a notebook is too large to be read.

    Args:
        name: The notebook as the message names it.
        size: Its size in bytes.
    """
    if size > MAX_NOTEBOOK_BYTES:
        raise CourseworkError(
            f"{name} is larger than {MAX_NOTEBOOK_BYTES // MIB} MB. {CLEAR_OUTPUTS}"
        )


def quote(text: str) -> str:
    """Return a name or a text of a submission as a message may quote it."""
    return one_line(text, MAX_QUOTED)
