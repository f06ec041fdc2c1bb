"""A distribution of Pyodide on disk: fetched, unpacked, and checked by its hashes."""

from __future__ import annotations

import json
import re
import tarfile
from collections.abc import Iterable, Iterator
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement

from autograder.errors import CourseworkError

LOCK = "pyodide-lock.json"
CORE = ("pyodide.mjs", "pyodide.asm.wasm", "python_stdlib.zip", LOCK)
# What the kernel of the site and every notebook load, beside what Otter needs.
KERNEL = ("micropip", "ipython", "jedi", "numpy", "matplotlib")


class Distribution:
    """A Pyodide distribution.

    Attributes:
        folder: The folder with its files.
        lock: What its lock file says: the packages, each with its file and the file's SHA-256.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.lock: dict[str, Any] = json.loads((folder / LOCK).read_text(encoding="utf-8"))

    @property
    def packages(self) -> dict[str, dict[str, Any]]:
        return self.lock["packages"]

    def with_dependencies(self, names: Iterable[str]) -> set[str]:
        """Return those of some packages that Pyodide has, with what they need."""
        waiting, found = [plain(name) for name in names], set[str]()
        while waiting:
            name = waiting.pop()
            if name in self.packages and name not in found:
                found.add(name)
                waiting += [plain(other) for other in self.packages[name]["depends"]]
        return found

    def missing(self, names: Iterable[str]) -> list[str]:
        """Return those of these packages, with what they need, whose files are not here."""
        return sorted(
            name for name in self.with_dependencies(names)
            if not (self.folder / self.packages[name]["file_name"]).is_file()
        )  # fmt: skip

    def needs_of(self, package: str) -> tuple[dict[str, str], set[str]]:
        """Return what an installed package needs in the browser: the packages that Pyodide does not
        have, itself included, with their versions here; and the names of those that it has."""
        info = self.lock["info"]
        environment = {
            "sys_platform": "emscripten", "platform_system": "Emscripten", "extra": "",
            "python_full_version": info["python"],
            "python_version": ".".join(info["python"].split(".")[:2]),
        }  # fmt: skip
        waiting, found, of_pyodide = [package], dict[str, str](), set[str]()
        while waiting:
            name = plain(waiting.pop())
            if name in self.packages:
                of_pyodide.add(name)
            if name in found or name in self.packages:
                continue
            try:
                found[name] = version(name)
            except PackageNotFoundError:
                raise CourseworkError(f"{name}, which {package} needs, is not installed.") from None
            for line in map(Requirement, requires(name) or []):
                if line.marker is None or line.marker.evaluate(environment):
                    waiting.append(line.name)
        return found, of_pyodide


def plain(name: str) -> str:
    """Return the name of a package in the one spelling that all its spellings stand for."""
    return re.sub(r"[-_.]+", "-", name).lower()


def distribution(source: str, sha256: str, scratch: Path) -> Distribution:
    """Return a distribution whose files are what its hashes say.

    Args:
        source: A folder, an archive (.tar.bz2, .tgz) or the address of one.
        sha256: The SHA-256 of the archive, in hexadecimal digits, or "".
        scratch: A folder for what is fetched and unpacked.

    Raises:
        CourseworkError: There is no distribution, or a hash is another one. The message names all
            files whose hash is.
    """
    path = _fetched(source, sha256, scratch) if re.match(r"https?://", source) else Path(source)
    if path.is_file():
        _check_archive(path, sha256)
        path = _unpacked(path, scratch / "unpacked")
    elif sha256:
        raise CourseworkError("--sha256 is the hash of an archive, and goes with one.")
    folders = [file.parent for file in sorted(path.glob(f"**/{LOCK}"))]
    if not folders:
        raise CourseworkError(
            f"{source} holds no {LOCK}. Name a distribution of Pyodide: a folder, an archive, or "
            "the address of an archive."
        )
    faults = [f"{name} is missing" for name in CORE if not (folders[0] / name).is_file()]
    found = Distribution(folders[0])
    faults += [] if faults else list(_changed(found))
    if faults:
        raise CourseworkError(f"{source} is not as Pyodide was released: {'; '.join(faults)}.")
    return found


def _fetched(address: str, sha256: str, scratch: Path) -> Path:
    import pooch

    if not sha256:
        raise CourseworkError(
            "Name the SHA-256 of what is fetched: --sha256 HASH. Pyodide's release page has it."
        )
    try:
        return Path(pooch.retrieve(address, known_hash=f"sha256:{sha256}", path=scratch))
    except (OSError, ValueError) as error:
        raise CourseworkError(f"{address} can't be fetched: {error}") from None


def _check_archive(path: Path, sha256: str) -> None:
    if sha256 and _sha256(path) != sha256.lower():
        raise CourseworkError(
            f"{path} has the SHA-256 {_sha256(path)}; it should be {sha256.lower()}."
        )


def _unpacked(archive: Path, folder: Path) -> Path:
    try:
        with tarfile.open(archive) as content:
            content.extractall(folder, filter="data")
    except (tarfile.TarError, OSError) as error:
        raise CourseworkError(f"{archive} can't be unpacked: {error}") from None
    return folder


def _changed(found: Distribution) -> Iterator[str]:
    """Yield a sentence for each file of a package that is not what the lock file says."""
    for package in found.packages.values():
        path = found.folder / package["file_name"]
        if path.is_file() and _sha256(path) != package["sha256"]:
            yield f"{path.name} has another SHA-256 than {LOCK} says"


def _sha256(path: Path) -> str:
    import pooch

    return str(pooch.file_hash(str(path)))
