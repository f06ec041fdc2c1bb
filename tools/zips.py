"""Zips whose bytes depend on their content alone."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

EPOCH = (1980, 1, 1, 0, 0, 0)  # The earliest time that a zip can hold.


def write_zip(target: Path, files: Mapping[str, bytes], executable: tuple[str, ...] = ()) -> None:
    """Write files to a zip in the order of their names, each with the same fixed time.

    Args:
        target: The zip to write.
        files: The content of each file, by name.
        executable: The names of the files that can be run.
    """
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.create_system = 3  # Unix: it has modes
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (0o755 if name in executable else 0o644) << 16
            archive.writestr(entry, content)
