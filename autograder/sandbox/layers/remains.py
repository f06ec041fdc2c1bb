"""Clear away everything that a submission has left behind."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import time

from . import identity

SHARED = ("/tmp", "/var/tmp", "/dev/shm")

_PAUSE = 0.001  # seconds, for a process that has been killed to be gone


def end(uid: int, session_pid: int) -> None:
    """Kill and reap all that the worker `session_pid` ever started, and itself.

    To be called by its parent, who adopts orphans. Where every submission has a user of its own,
    `uid` is that user: whatever else runs as this user ends too, and what it left in the folders
    that everybody may write to is removed. Otherwise `uid` is 0. Returns when no process of the
    submission is left.
    """
    _end_group(session_pid)
    if uid:
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


def _end_user(uid: int) -> None:
    while True:
        executioner = os.fork()
        if not executioner:
            _kill_all_as(uid)
        os.waitpid(executioner, 0)
        left = [process for process, owner in identity.owners().items() if owner == uid]
        if not left:
            return
        for process in left:
            with contextlib.suppress(ChildProcessError):
                os.waitpid(process, os.WNOHANG)
        time.sleep(_PAUSE)


def _kill_all_as(uid: int) -> None:
    try:
        identity.become(uid)
        os.kill(-1, signal.SIGKILL)
    finally:
        os._exit(0)


def _sweep(uid: int) -> None:
    for folder in filter(os.path.isdir, SHARED):
        for entry in list(os.scandir(folder)):
            with contextlib.suppress(FileNotFoundError):
                if entry.stat(follow_symlinks=False).st_uid == uid:
                    _remove(entry)


def _remove(entry: os.DirEntry[str]) -> None:
    if entry.is_dir(follow_symlinks=False):
        shutil.rmtree(entry.path, ignore_errors=True)
    else:
        os.unlink(entry.path)
