"""Say in words what a file is that is no notebook, by its first bytes and not by its name."""

from __future__ import annotations

import io
import re
import zipfile

HAND_IN = "Hand in the notebook itself, the file whose name ends in .ipynb."
UNPACK = "Unpack it, and hand in the notebook alone or in a zip."

# What a file is that begins with these bytes, and what to do about it.
MAGIC = (
    (b"7z\xbc\xaf\x27\x1c", f"This is a 7z archive, which can't be read here. {UNPACK}"),
    (b"Rar!\x1a\x07", f"This is a RAR archive, which can't be read here. {UNPACK}"),
    (b"%PDF", f"This is a PDF, not a notebook. {HAND_IN}"),
    (b"\x89PNG", f"This is a picture, not a notebook. {HAND_IN}"),
    (b"\xff\xd8\xff", f"This is a picture, not a notebook. {HAND_IN}"),
    (b"GIF8", f"This is a picture, not a notebook. {HAND_IN}"),
    (b"{\\rtf", f"This is a text document (RTF), not a notebook. {HAND_IN}"),
    (b"\xd0\xcf\x11\xe0", f"This is a document of Word or Excel, not a notebook. {HAND_IN}"),
)
OFFICE = f"This is a document of Word, Excel or PowerPoint, not a notebook. {HAND_IN}"
WEB_PAGE = (
    "This is a web page (HTML), not a notebook: the page that showed the notebook was saved. "
    "In Jupyter, choose File > Download, and hand in the file whose name ends in .ipynb."
)
SCRIPT = (
    "This is a Python script or another text, not a notebook. "
    f"{HAND_IN}"
)
HTML = re.compile(rb"\s*(<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(!doctype\s+html|html|head|body)\b",
                  re.I | re.S)  # fmt: skip
# The part of a file that is looked at, in bytes.
LOOK = 4096


def what_it_is(content: bytes) -> str:
    """Return a sentence that says what a file is and what to hand in, or "" if it may be JSON.

    Args:
        content: The file, or its beginning.
    """
    for magic, sentence in MAGIC:
        if content.startswith(magic):
            return sentence
    beginning = content[:LOOK].removeprefix(b"\xef\xbb\xbf").lstrip()
    if HTML.match(beginning):
        return WEB_PAGE
    if beginning.startswith(b"PK\3\4"):
        return OFFICE if is_office(content) else f"This is a zip, not a notebook. {UNPACK}"
    if beginning[:1] not in (b"", b"{", b"[") and _is_text(beginning):
        return SCRIPT
    return ""


def may_be_notebook(beginning: bytes) -> bool:
    """Return True if a file that begins with these bytes may be a notebook, whatever its name."""
    beginning = beginning.removeprefix(b"\xef\xbb\xbf").lstrip()
    return beginning.startswith(b"{") and any(
        key in beginning for key in (b'"cells"', b'"worksheets"', b'"nbformat"')
    )


def is_office(content: bytes) -> bool:
    """Return True if a zip is a document of an office program."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return bool({"[Content_Types].xml", "mimetype"} & set(archive.namelist()))
    except Exception:  # zipfile documents only some of what it raises for a damaged zip
        return False


def _is_text(beginning: bytes) -> bool:
    """Return True if the bytes are letters and white space, so that a person wrote the file."""
    return b"\0" not in beginning and bool(re.match(rb"[\w\s#\"'%@(/*-]", beginning))
