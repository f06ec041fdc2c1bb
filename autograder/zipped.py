"""Take the one notebook out of a zip, in memory: no entry is ever unpacked to disk."""

from __future__ import annotations

import io
import re
import stat
import zipfile

from .errors import CourseworkError
from .notebook import LARGEST, check_size, shown

MOST_FILES = 5_000

MAKE_AGAIN = "Make it again, or hand in the notebook alone."


def only_notebook(content: bytes) -> bytes:
    """The bytes of the only notebook in a zip; anything else is a CourseworkError."""
    # Every entry needs this mark, whatever number of entries the header claims.
    if content.count(b"PK\1\2") > MOST_FILES:
        raise CourseworkError(
            f"The zip holds more than {MOST_FILES} files. Hand in the notebook alone."
        )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entry = _choose(archive.infolist())
            with archive.open(entry) as file:
                notebook = file.read(LARGEST + 1)
    except CourseworkError:
        raise
    except Exception as error:  # zipfile documents only some of what a damaged zip raises
        why = shown(str(error)) or "it ends too early"
        raise CourseworkError(f"The zip can't be read ({why}). {MAKE_AGAIN}") from None
    check_size("The notebook in the zip", len(notebook))
    return notebook


def not_one(where: str, names: list[str]) -> str:
    """Why no notebook can be chosen of these."""
    if not names:
        return f"{where} holds no notebook (a file whose name ends in .ipynb)."
    some = ", ".join(shown(name) for name in names[:3])
    more = ", ..." if len(names) > 3 else ""
    return f"{where} holds {len(names)} notebooks ({some}{more}). Hand in exactly one."


def _choose(entries: list[zipfile.ZipInfo]) -> zipfile.ZipInfo:
    """The only notebook that is not hidden, as checkpoints and the copies of macOS are."""
    notebooks = []
    names = []
    for entry in entries:
        # Some programs for Windows write backslashes between folders.
        name = entry.orig_filename.replace("\\", "/")
        parts = name.split("/")
        if name.startswith("/") or ".." in parts or "\0" in name or re.match("[A-Za-z]:", name):
            raise CourseworkError(
                f"The zip names a file outside of itself ({shown(name)}). {MAKE_AGAIN}"
            )
        if any(part.startswith(".") for part in parts if part != "."):
            continue
        names.append(name)
        if name.lower().endswith(".ipynb"):
            notebooks.append(entry)
    if not notebooks and any(name.lower().endswith(".zip") for name in names):
        raise CourseworkError(
            "The zip holds another zip and no notebook. Hand in the notebook alone."
        )
    if len(notebooks) != 1:
        raise CourseworkError(not_one("The zip", [entry.orig_filename for entry in notebooks]))
    [entry] = notebooks
    if stat.S_IFMT(entry.external_attr >> 16) not in {0, stat.S_IFREG}:
        raise CourseworkError(
            "The notebook in the zip is a link or a device, not a file. "
            "Hand in the notebook itself."
        )
    if entry.flag_bits & 1:
        raise CourseworkError("The zip is locked with a password. Make it again without one.")
    # zipfile bounds what it unpacks at once by these two methods only.
    if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise CourseworkError(f"The zip is packed by an unusual method. {MAKE_AGAIN}")
    return entry
