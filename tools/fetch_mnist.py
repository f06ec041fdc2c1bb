"""Fetch the four MNIST files from the first source that has them; trust content only.

Copies of MNIST that others compressed anew differ as .gz and agree once unpacked, so size and
md5 are those of the unpacked file.
"""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import io
import os
import re
import threading
import time
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import platformdirs
import requests
from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TaskID,
    TextColumn,
    TransferSpeedColumn,
)
from urllib3.exceptions import HTTPError, ReadTimeoutError

from autograder.errors import CourseworkError

URL_VARIABLE = "NNLAB_MNIST_URL"
MIRRORS = (
    "https://storage.googleapis.com/cvdf-datasets/mnist/",
    "https://ossci-datasets.s3.amazonaws.com/mnist/",
)
CONNECT_SECONDS, READ_SECONDS, DEADLINE = 10.0, 20.0, 180.0
CHUNK = 1 << 16

Tell = Callable[[int, int | None], None]
Faults = dict[str, dict[str, list[str]]]


class FetchError(CourseworkError):
    """MNIST could not be had or written; the text says why and what to do instead."""


@dataclass(frozen=True)
class File:
    """A published .gz file, with the md5 and the size of what is in it."""

    name: str
    md5: str
    size: int

    @property
    def most(self) -> int:
        """The most bytes that a .gz of it can take: stored, with generous headers."""
        return self.size + self.size // 100 + 1024


FILES = (
    File("train-images-idx3-ubyte.gz", "6bbc9ace898e44ae57da46a324031adb", 47_040_016),
    File("train-labels-idx1-ubyte.gz", "a25bea736e30d166cdddb491f175f624", 60_008),
    File("t10k-images-idx3-ubyte.gz", "2646ac647ad5339dbf082846283269ea", 7_840_016),
    File("t10k-labels-idx1-ubyte.gz", "27ae3e4e09519cfbb04c329615203637", 10_008),
)


class Fault(Exception):
    """What is wrong with a mirror's copy; `gone` if the mirror is not worth asking again."""

    def __init__(self, reason: str, gone: bool = False) -> None:
        super().__init__(reason)
        self.gone = gone


def check_head(head: bytes) -> None:
    """Raise Fault unless a gzip file can begin with `head`."""
    if not head:
        raise Fault("it sent nothing")
    if not head.startswith(b"\x1f\x8b"):
        page = head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
        raise Fault(f"it sent {'a web page' if page else 'something else'}, not the file")


def check(stream: BinaryIO, file: File) -> None:
    """Raise Fault unless `stream` holds `file`; unpacking stops one byte past its size."""
    check_head(stream.read(512))
    stream.seek(0)
    digest, size = hashlib.md5(usedforsecurity=False), 0
    try:
        with gzip.GzipFile(fileobj=stream) as unpacked:
            while chunk := unpacked.read(min(CHUNK, file.size + 1 - size)):
                digest.update(chunk)
                size += len(chunk)
    except EOFError:
        raise Fault(f"truncated: it unpacks to {size} bytes of {file.size}") from None
    except (gzip.BadGzipFile, zlib.error):
        raise Fault("it is damaged and cannot be unpacked") from None
    if size > file.size:
        raise Fault(f"it unpacks to more than {file.size} bytes")
    if size < file.size:
        raise Fault(f"truncated: it unpacks to {size} bytes of {file.size}")
    if digest.hexdigest() != file.md5:
        raise Fault("its hash differs, so it is not MNIST as published")


def is_right(path: Path, file: File) -> bool:
    """Whether `path` is a file that holds `file`."""
    if not path.is_file():
        return False
    try:
        with path.open("rb") as stream:
            check(stream, file)
    except Fault:
        return False
    return True


def download(file: File, mirror: str, deadline: float, tell: Tell) -> bytes:
    """The right bytes of `file` from `mirror`, or Fault; `deadline` bounds everything.

    The work is done in a thread because neither a name look-up nor headers that come drop by
    drop heed a socket's timeout.
    """
    stop = threading.Event()
    answer: list[bytes | Exception] = []

    def work() -> None:
        try:
            answer.append(_receive(file, mirror, stop, tell))
        except Exception as error:
            answer.append(error)

    thread = threading.Thread(target=work, daemon=True)
    end = time.monotonic() + deadline
    thread.start()
    try:
        while thread.is_alive() and time.monotonic() < end:
            thread.join(min(0.1, max(0.0, end - time.monotonic())))
    finally:
        stop.set()
    if not answer:
        raise Fault(f"too slow: not here after {deadline:g} s", gone=True)
    (data,) = answer
    if isinstance(data, Exception):
        raise data
    check(io.BytesIO(data), file)
    return data


def _receive(file: File, mirror: str, stop: threading.Event, tell: Tell) -> bytes:
    data, length = bytearray(), None
    try:
        with requests.get(
            f"{mirror.rstrip('/')}/{file.name}",
            stream=True,
            timeout=(CONNECT_SECONDS, READ_SECONDS),
            headers={"Accept-Encoding": "identity"},
        ) as response:
            if response.status_code != 200:
                raise Fault(f"it answered {response.status_code} ({response.reason})")
            length = response.raw.length_remaining
            for chunk in response.raw.stream(CHUNK, decode_content=False):
                data += chunk
                if stop.is_set():
                    break
                if len(data) > file.most:
                    check_head(bytes(data[:512]))
                    raise Fault(f"it sent more than the {file.most} bytes that this can take")
                tell(len(data), length)
    except requests.exceptions.ProxyError:
        raise Fault("no connection: the proxy refused", gone=True) from None
    except requests.exceptions.SSLError:
        raise Fault("no connection: its certificate is not trusted", gone=True) from None
    except requests.ConnectionError:
        raise Fault("no connection", gone=True) from None
    except (requests.Timeout, ReadTimeoutError):
        raise Fault(f"too slow: silent for {READ_SECONDS:g} s", gone=True) from None
    except HTTPError:
        whole = "" if length is None else f" of {length}"
        raise Fault(f"truncated: {len(data)} bytes{whole}") from None
    except (OSError, ValueError) as error:
        raise Fault(f"its address cannot be used ({type(error).__name__})", gone=True) from None
    return bytes(data)


def fetch_mnist(
    to: Path,
    mirrors: Sequence[str] | None = None,
    files: Sequence[File] | None = None,
    cache: Path | None = None,
    console: Console | None = None,
    deadline: float = DEADLINE,
) -> list[Path]:
    """Make sure that the MNIST files are in `to`; their paths. Files that are right stay.

    Sources, in order: `cache` (the user's), then `mirrors` (the address in NNLAB_MNIST_URL and
    MIRRORS), each with `deadline` seconds for a file.
    """
    console = console or Console()
    files = FILES if files is None else files
    cache = Path(platformdirs.user_cache_dir("nn-coursework")) / "mnist" if cache is None else cache
    if mirrors is None:
        mirrors = [url for url in (os.environ.get(URL_VARIABLE, "").strip(), *MIRRORS) if url]
    try:
        missing = [file for file in files if not is_right(to / file.name, file)]
        if not missing:
            _say(console, f"{to}: the MNIST files are there and right; nothing to do.")
        else:
            to.mkdir(parents=True, exist_ok=True)
            _fetch(missing, to, list(dict.fromkeys(mirrors)), cache, console, deadline)
    except OSError as error:
        what = error.strerror or str(error)
        if to.exists() and not to.is_dir():
            what = "it is a file, not a folder"
        raise FetchError(
            f"The MNIST files cannot be written to {to}: {what}. Mend that, or name another "
            "folder with --to. What was fetched is kept."
        ) from error
    return [to / file.name for file in files]


def _fetch(
    files: list[File], to: Path, mirrors: list[str], cache: Path, console: Console, deadline: float
) -> None:
    """Put `files` in `to` and in the cache; FetchError at the end for those not to be had."""
    faults: Faults = {_shown(mirror): {} for mirror in mirrors}
    lost = []
    columns = TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn()
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as progress:
        for file in files:
            data, source = _cached(cache / file.name, file), "the cache"
            if data is None:
                found = _walk(file, mirrors, faults, console, progress, deadline)
                if found is None:
                    lost.append(file.name)
                    continue
                data, source = found
                with contextlib.suppress(OSError):
                    cache.mkdir(parents=True, exist_ok=True)
                    _write(cache / file.name, data)
            _write(to / file.name, data)
            _say(console, f"{file.name}: right, from {source}")
    if lost:
        raise FetchError(_sentence(lost, faults, to))


def _walk(
    file: File,
    mirrors: list[str],
    faults: Faults,
    console: Console,
    progress: Progress,
    deadline: float,
) -> tuple[bytes, str] | None:
    """The file and the mirror that had it; a mirror that is gone is struck from `mirrors`."""
    for mirror in list(mirrors):
        task = progress.add_task(file.name, total=None)

        def tell(done: int, total: int | None, task: TaskID = task) -> None:
            progress.update(task, completed=done, total=total)

        try:
            return download(file, mirror, deadline, tell), _shown(mirror)
        except Fault as fault:
            _say(console, f"{file.name}: {_shown(mirror)}: {fault}")
            faults[_shown(mirror)].setdefault(str(fault), []).append(file.name)
            if fault.gone:
                mirrors.remove(mirror)
        finally:
            progress.update(task, visible=False)
    return None


def _cached(path: Path, file: File) -> bytes | None:
    with contextlib.suppress(OSError):
        if is_right(path, file):
            return path.read_bytes()
    return None


def _write(path: Path, data: bytes) -> None:
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_bytes(data)
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


def _sentence(lost: list[str], faults: Faults, to: Path) -> str:
    lines = [
        f"  {mirror}: {reason} ({', '.join(names)})"
        for mirror, reasons in faults.items()
        for reason, names in reasons.items()
    ]
    return "\n".join(
        [
            f"MNIST could not be fetched; missing: {', '.join(lost)}.",
            *(lines or ["  There was no mirror to ask."]),
            f"Set {URL_VARIABLE} to the address of a folder that holds these files, or put them "
            f"in {to} by hand. What was fetched is kept: run this again for the rest.",
            "Without MNIST, hw6 falls back on the offline digits, scikit-learn's 8x8 digits "
            '("digits, not MNIST").',
        ]
    )


def _shown(mirror: str) -> str:
    """The address without a user name and password."""
    return re.sub(r"//[^/@]*@", "//", mirror)


def _say(console: Console, text: str) -> None:
    console.print(text, markup=False, highlight=False, soft_wrap=True)
