"""Compare two folders, file by file."""

from __future__ import annotations

from pathlib import Path


def differing_files(new: Path, old: Path) -> list[str]:
    """Return the files of `new`, by their path in it, that `old` lacks or has with other bytes."""
    names = [path.relative_to(new) for path in sorted(new.rglob("*")) if path.is_file()]
    return [
        name.as_posix()
        for name in names
        if "__pycache__" not in name.parts
        and not ((old / name).is_file() and (old / name).read_bytes() == (new / name).read_bytes())
    ]
