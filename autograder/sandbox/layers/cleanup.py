"""Remove everything that a submission has left behind: its processes and its files."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import time
from collections.abc import Collection

from ..protocol.policy import SHARED_FOLDERS
from . import identity, system

# Wait this many seconds for killed processes to end, then look again.
_PAUSE = 0.001


def end(uid: int, session_pid: int, workers: Collection[int] = ()) -> None:
    """Kill a worker and everything that it has started, and wait until no process is left.

    The caller has to be the worker's parent, and adopt orphans (`system.adopt_orphans`).

    Args:
        uid: The worker's user id, or 0 if it has no user of its own. If it has one, all processes
            of this user are killed, and its files in SHARED_FOLDERS are removed.
        session_pid: The process id of the worker, which is also its session and process group.
        workers: The process ids of the caller's other workers, which go on.
    """
    _end_group(session_pid)
    if uid:
        if _has_other_children(workers):
            _end_user(uid)
        _sweep(uid)


def _end_group(group: int) -> None:
    while True:
        try:
            os.killpg(group, signal.SIGKILL)
        except ProcessLookupError:
            return
        try:
            os.waitpid(-group, 0)
        except ChildProcessError:
            time.sleep(_PAUSE)


def _has_other_children(workers: Collection[int]) -> bool:
    """Return False if nothing is left of a worker whose group has ended.

    What has left the group is a child of this process, or descends from one. A child that ends
    leaves its own children at the end of the list, so a look through the list misses none.
    """
    try:
        return bool(system.children(os.getpid()).difference(workers))
    except OSError:  # The kernel was built without this file.
        return True


def _end_user(uid: int) -> None:
    while True:
        killer = os.fork()
        if not killer:
            _kill_all_as(uid)
        os.waitpid(killer, 0)
        left = [process for process, owner in identity.owners().items() if owner == uid]
        if not left:
            return
        for process in left:
            with contextlib.suppress(ChildProcessError):
                os.waitpid(process, os.WNOHANG)
        time.sleep(_PAUSE)


def _kill_all_as(uid: int) -> None:
    """Become a user and kill all its processes, this one included. So none can fork in between."""
    try:
        identity.become(uid)
        os.kill(-1, signal.SIGKILL)
    finally:
        os._exit(0)


def _sweep(uid: int) -> None:
    """Remove what a user has left in the folders where everybody may write."""
    for folder in filter(os.path.isdir, SHARED_FOLDERS):
        for entry in list(os.scandir(folder)):
            with contextlib.suppress(FileNotFoundError):
                if entry.stat(follow_symlinks=False).st_uid == uid:
                    _remove(entry)


def _remove(entry: os.DirEntry[str]) -> None:
    if entry.is_dir(follow_symlinks=False):
        shutil.rmtree(entry.path, ignore_errors=True)
    else:
        os.unlink(entry.path)
