"""Write files so that no reader ever sees a half-written one."""

from __future__ import annotations

import os
from pathlib import Path


def write_atomically(path: Path, content: str | bytes, mode: int = 0o666) -> None:
    """Write a text or bytes to a new file and rename that to `path`.

    Args:
        path: The file to write. An older one is replaced. A missing folder is created.
        content: The content. A text is written as UTF-8, and its line ends stay as they are.
        mode: The permission bits of the file, from which the umask is taken away.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(path.name + ".part")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with open(descriptor, "wb") as file:
        file.write(content.encode() if isinstance(content, str) else content)
    os.replace(fresh, path)
