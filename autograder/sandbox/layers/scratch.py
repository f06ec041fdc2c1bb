"""The layer "tmpfs": a worker's scratch folder is a file system of its own, of a bounded size.

So the kernel bounds everything that a worker can store: files without a name, files that are only
mapped or only on their way through a socket, and space that is reserved in advance. The zygote
mounts the file system in its own mount namespace before it forks the worker.
"""

from __future__ import annotations

import os

from ..protocol.limits import MAX_FILES, MIB
from ..protocol.policy import Confinement
from . import namespaces, system
from .errors import LayerError

# The file system is larger than the worker's limit by this many bytes, and it can hold this many
# times as many files. So the watchdog sees that a limit is exceeded, and says so in words.
_MORE_BYTES = 1 * MIB
_MORE_FILES = 6


def mount(confinement: Confinement) -> None:
    """Mount a file system at the scratch folder, with the links and files that the folder holds.

    Raises OSError.
    """
    folders, links, files = _content(confinement.scratch)
    size = confinement.limits.scratch + _MORE_BYTES
    options = f"mode=0700,size={size},nr_inodes={_MORE_FILES * MAX_FILES}"
    if confinement.uid:
        options += f",uid={confinement.uid},gid={confinement.uid}"
    hardened = system.MS_NOSUID | system.MS_NODEV | system.MS_NOEXEC
    folder = seen_by_zygote(confinement)
    system.mount("tmpfs", folder, "tmpfs", hardened, options)
    for name in folders:
        os.mkdir(f"{folder}/{name}")
    for name, target in links.items():
        os.symlink(target, f"{folder}/{name}")
    for name, content in files.items():
        with open(f"{folder}/{name}", "wb") as file:
            file.write(content)
    if confinement.uid:
        for name in (*folders, *files):
            os.chown(f"{folder}/{name}", confinement.uid, confinement.uid)


def _content(folder: str) -> tuple[list[str], dict[str, str], dict[str, bytes]]:
    """Return the folders below a folder, the links with their targets, and the files with their
    content, all by relative paths. The grader wrote them, so they are few and small."""
    folders: list[str] = []
    links: dict[str, str] = {}
    files: dict[str, bytes] = {}
    for here, inner, names in os.walk(folder):
        for path in (os.path.join(here, name) for name in (*inner, *names)):
            name = os.path.relpath(path, folder)
            if os.path.islink(path):
                links[name] = os.readlink(path)
            elif os.path.isdir(path):
                folders.append(name)
            else:
                with open(path, "rb") as file:
                    files[name] = file.read()
    return folders, links, files


def unmount(confinement: Confinement) -> None:
    """Remove the file system with everything in it. No process may use it any more.

    Raises OSError.
    """
    system.unmount(seen_by_zygote(confinement))


def stored(confinement: Confinement) -> int:
    """Return how many bytes of the file system are in use. Raises OSError."""
    status = os.statvfs(seen_by_zygote(confinement))
    return (status.f_blocks - status.f_bfree) * status.f_frsize


def require(confinement: Confinement) -> None:
    """Raise LayerError unless the file system was mounted by this process's parent."""
    namespaces.require("tmpfs")
    if not os.path.ismount(seen_by_zygote(confinement)):
        raise LayerError("tmpfs", "none was mounted")


def seen_by_zygote(confinement: Confinement) -> str:
    """Return the path at which the zygote, which is outside of the jail, sees the scratch folder of
    a worker."""
    if "jail" not in confinement.layers:
        return confinement.scratch
    return namespaces.inside_jail(confinement.scratch)
