"""What a machine that grades does not have, said in words: programs, a network, more processes."""

from __future__ import annotations

import asyncio
import errno
import functools
import multiprocessing.util
import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any, NoReturn

from ..protocol.lacks import INSTALLER, NO_COMMANDS, NO_NETWORK, NO_PROCESSES, NO_PROGRAMS

NO_COLAB = "google.colab exists in Colab only, not where a notebook is graded"

NOT_FOUND = 127  # a shell's exit code for a command that it does not find
# The functions of `os` that ask the kernel for a program. The others call one of these.
STARTERS = ("execv", "execve", "posix_spawn", "posix_spawnp")
OF_POOLS = re.compile(r"multiprocessing/(?:synchronize|forkserver|managers)\.py$")


def exit_code(command: Any) -> int:
    """The exit code of a command that is not run: 0 for one that installs a package.

    What a notebook installs is there already or is missed at its import.
    """
    parts = [command] if isinstance(command, (str, bytes, os.PathLike)) else command
    return 0 if INSTALLER.search(" ".join(map(os.fsdecode, parts))) else NOT_FOUND


def refuse_commands() -> None:
    """Have the ways to start a program say that it is not run; the kernel denies it in any case."""
    os.system = _system
    for name in STARTERS:
        setattr(os, name, _in_words(getattr(os, name)))
    os._spawnvef = _no_program  # type: ignore[attr-defined]
    multiprocessing.util.spawnv_passfds = _no_program  # type: ignore[attr-defined]
    asyncio.BaseEventLoop.subprocess_shell = _no_program  # type: ignore[assignment]
    subprocess.Popen._execute_child = _execute_child  # type: ignore[attr-defined]


def cause(error: BaseException) -> str:
    """Say what this machine lacks, if the error, or one that led to it, comes from that."""
    for earlier in _chain(error):
        name = getattr(earlier, "name", None)
        if isinstance(earlier, ModuleNotFoundError) and name in ("google", "google.colab"):
            return NO_COLAB
        if isinstance(earlier, OSError):
            files = set(_files(earlier))
            if any(map(OF_POOLS.search, files)):
                return NO_PROCESSES
            if socket.__file__ in files:
                return NO_NETWORK
    return ""


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        yield error
        seen.add(id(error))
        error = error.__cause__ or error.__context__


def _files(error: BaseException) -> Iterator[str]:
    """The files of the code that the error came through."""
    trace = error.__traceback__
    while trace is not None:
        yield trace.tb_frame.f_code.co_filename
        trace = trace.tb_next


def _system(command: Any) -> int:
    print(NO_COMMANDS, file=sys.stderr)
    return exit_code(command) << 8


def _in_words(start: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that starts a program, and says so in words if the kernel denies it."""

    @functools.wraps(start)
    def started(*args: Any, **kwargs: Any) -> Any:
        try:
            return start(*args, **kwargs)
        except PermissionError:
            _no_program()

    return started


def _no_program(*args: Any, **kwargs: Any) -> NoReturn:
    raise PermissionError(errno.EPERM, NO_PROGRAMS)


def _execute_child(
    self: Any, args: Any, executable: Any, preexec_fn: Any, close_fds: Any, pass_fds: Any,
    cwd: Any, env: Any, startupinfo: Any, creationflags: Any, shell: Any, *rest: Any,
) -> None:  # fmt: skip
    """Take the place of a part of `subprocess.Popen`: end a command before it begins.

    A shell, and what installs packages, seems to end by itself, as with `!`. Anything else raises.
    """
    code = exit_code(args)
    if code and not shell:
        _no_program()
    print(NO_COMMANDS, file=sys.stderr)
    self._close_pipe_fds(*rest[:6])
    self.returncode = code
