"""List and read the files in a zip or a tar. Everything stays in memory: nothing is unpacked."""

from __future__ import annotations

import bz2
import io
import lzma
import re
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ..errors import CourseworkError
from .contents import OFFICE, is_office
from .limits import MAX_FILES, MAX_NOTEBOOK_BYTES, check_size, quote

MAKE_AGAIN = "Make it again, or hand in the notebook alone."
TOO_MANY = f"holds more than {MAX_FILES} files. Hand in the notebook alone."
GZIP, BZIP2, XZ = b"\x1f\x8b", b"BZh", b"\xfd7zXZ\0"
# A tar has these bytes at this place.
TAR, TAR_OFFSET = b"ustar", 257


@dataclass(frozen=True)
class File:
    """A file that was handed in.

    Attributes:
        name: Its path within the folder or the archive, with slashes.
        read: Returns its bytes, or raises a CourseworkError.
    """

    name: str
    read: Callable[[], bytes]

    @property
    def folder(self) -> str:
        """The path of its folder, with a slash at the end; "" if it is in none."""
        return self.name[: self.name.rfind("/") + 1]


def unpacked(content: bytes) -> bytes:
    """Return what a gzip, bzip2 or xz file holds; any other content as it is.

    Raises:
        CourseworkError: The file is damaged, or what it holds is too large.
    """
    openers: dict[bytes, Callable[[], Any]] = {
        GZIP: lambda: zlib.decompressobj(wbits=31),
        BZIP2: bz2.BZ2Decompressor,
        XZ: lambda: lzma.LZMADecompressor(memlimit=MAX_NOTEBOOK_BYTES),
    }
    for magic, opener in openers.items():
        if content.startswith(magic):
            decompressor = opener()
            try:
                plain = decompressor.decompress(content, MAX_NOTEBOOK_BYTES + 1)
            except (zlib.error, OSError, EOFError, lzma.LZMAError) as error:
                raise _unreadable("The compressed file", error) from None
            check_size("What the compressed file holds", len(plain))
            if not decompressor.eof:
                raise _unreadable("The compressed file", "it ends too early")
            return plain
    return content


def is_archive(content: bytes) -> bool:
    """Return True if the content is a zip or a tar."""
    return content.startswith(b"PK") or content[TAR_OFFSET : TAR_OFFSET + len(TAR)] == TAR


def members(content: bytes) -> tuple[str, list[File]]:
    """Return the files of a zip or a tar without hidden ones, such as a copy that macOS makes.

    Returns:
        What holds the files, at the beginning of a sentence ("The zip"), and the files.

    Raises:
        CourseworkError: The archive is damaged, names a file outside of itself or holds too many.
    """
    if content.startswith(b"PK"):
        return "The zip", _of_zip(content)
    return "The tar", _of_tar(content)


def _of_zip(content: bytes) -> list[File]:
    # Each entry of a zip's directory begins with these bytes. The number of entries that the
    # zip states may be wrong.
    if content.count(b"PK\1\2") > MAX_FILES:
        raise CourseworkError(f"The zip {TOO_MANY}")
    if is_office(content):
        raise CourseworkError(OFFICE)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except Exception as error:  # zipfile documents only some of what it raises for a damaged zip
        raise _unreadable("The zip", error) from None

    def reader(entry: zipfile.ZipInfo) -> Callable[[], bytes]:
        return lambda: _read_zipped(content, entry)

    named = [(_checked_name("The zip", entry.orig_filename), entry) for entry in entries]
    return [
        File(name, reader(entry))
        for name, entry in named
        if not _is_hidden(name) and not name.endswith("/")
    ]


def _read_zipped(content: bytes, entry: zipfile.ZipInfo) -> bytes:
    if stat.S_IFMT(entry.external_attr >> 16) not in {0, stat.S_IFREG}:
        raise CourseworkError(
            "The notebook in the zip is a link or a device, not a file. "
            "Hand in the notebook itself."
        )
    if entry.flag_bits & 1:
        raise CourseworkError("The zip is locked with a password. Make it again without one.")
    # Only for these two methods does zipfile bound how much it unpacks in one read.
    if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise CourseworkError(f"The zip is packed by an unusual method. {MAKE_AGAIN}")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open(entry) as file:
            plain = file.read(MAX_NOTEBOOK_BYTES + 1)
    except Exception as error:
        raise _unreadable("The zip", error) from None
    check_size("The notebook in the zip", len(plain))
    return plain


def _of_tar(content: bytes) -> list[File]:
    files = []
    count = 0
    try:
        with tarfile.open(fileobj=io.BytesIO(content), mode="r:") as archive:
            while entry := archive.next():
                count += 1
                if count > MAX_FILES:
                    raise CourseworkError(f"The tar {TOO_MANY}")
                name = _checked_name("The tar", entry.name)
                if _is_hidden(name) or entry.isdir():
                    continue
                files.append(File(name, _tarred(content, entry)))
    except CourseworkError:
        raise
    except Exception as error:  # tarfile raises many kinds of exceptions for a damaged tar
        raise _unreadable("The tar", error) from None
    return files


def _tarred(content: bytes, entry: tarfile.TarInfo) -> Callable[[], bytes]:
    def read() -> bytes:
        if not entry.isreg() or entry.sparse is not None:
            raise CourseworkError(
                "The notebook in the tar is a link or a device, not a file. "
                "Hand in the notebook itself."
            )
        check_size("The notebook in the tar", entry.size)
        return content[entry.offset_data : entry.offset_data + entry.size]

    return read


def _checked_name(where: str, name: str) -> str:
    """Return the name of a member with slashes. Raise if it is outside of the archive."""
    # Some programs on Windows write backslashes between folders.
    plain = name.replace("\\", "/")
    if (
        plain.startswith("/")
        or ".." in plain.split("/")
        or "\0" in plain
        or re.match("[A-Za-z]:", plain)
    ):
        raise CourseworkError(
            f"{where} names a file outside of itself ({quote(plain)}). {MAKE_AGAIN}"
        )
    return "/".join(part for part in plain.split("/") if part != ".")


def _is_hidden(name: str) -> bool:
    return any(part.startswith(".") or part == "__MACOSX" for part in name.split("/"))


def _unreadable(where: str, error: Exception | str) -> CourseworkError:
    why = quote(str(error)) or "it ends too early"
    return CourseworkError(f"{where} can't be read ({why}). {MAKE_AGAIN}")
