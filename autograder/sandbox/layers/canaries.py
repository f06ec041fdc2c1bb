"""The proof that a worker is confined: it tries what it must not be able to do.

The trusted process makes a `Bait`. A worker that runs no submission enters all layers and makes an
`attempt` on each part of the bait; these attempts are called canaries. Then `verdict` compares what
the worker says with what was seen outside of it.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import mmap
import os
import platform
import secrets
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, NoReturn

from ..protocol.policy import SHARED_FOLDERS

# What a worker has to know so that it can try, as plain data.
Plan = Mapping[str, Any]

# Wait this many seconds for a datagram to arrive, or for a killed process to end.
_PATIENCE = 0.05
# The program of the process that a worker must not be able to end.
_SLEEPER = "import sys; sys.stdin.read()"

_PTRACE_SEIZE = 0x4206
_CLONE_NEWUSER = 0x10000000
_KEEP_SIZE = 1  # FALLOC_FL_KEEP_SIZE
_X32_GETPID = 0x40000000 | 39
_I386_GETPID = bytes.fromhex("b814000000 cd80 c3")  # mov eax, 20; int 0x80; ret


class Bait:
    """Everything that a worker must not reach, in the trusted process. Use it as a context manager.

    It is a secret in memory, in files and in the environment of another process, listeners on
    sockets, a folder, and a process to kill.
    """

    def __init__(self, secret_files: Sequence[Path]) -> None:
        """Prepare the bait. `secret_files` are further files that a worker must not read."""
        self._secret_files = [str(path) for path in secret_files]
        self._token = secrets.token_hex(16).encode()
        self._memory = ctypes.create_string_buffer(self._token)
        self._open = contextlib.ExitStack()

    def __enter__(self) -> Bait:
        with contextlib.ExitStack() as opened:
            temporary = tempfile.TemporaryDirectory(prefix="bait-")
            self._folder = Path(opened.enter_context(temporary))
            self._folder.chmod(0o755)
            self._secret = self._folder / "secret"
            self._secret.write_bytes(self._token)
            self._secret.chmod(0o600)
            self._dropbox = self._folder / "dropbox"
            self._dropbox.mkdir()
            self._dropbox.chmod(0o755)
            self._listeners = {
                name: opened.enter_context(listener) for name, listener in self._listen()
            }
            self._victim = opened.enter_context(
                subprocess.Popen(
                    [sys.executable, "-I", "-S", "-c", _SLEEPER],
                    stdin=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    env={"SECRET": self._token.decode()},
                )
            )
            opened.callback(self._victim.kill)
            self._open = opened.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._open.close()

    def plan(self) -> dict[str, Any]:
        """Return what a worker has to know so that it can try, as plain data."""
        return {
            "host": os.getpid(),
            "address": ctypes.addressof(self._memory),
            "length": len(self._token),
            "environment": f"SECRET={self._token.decode()}",
            "files": [str(self._secret), *self._secret_files],
            "victim": self._victim.pid,
            "tcp": self._listeners["tcp"].getsockname()[1],
            "udp": self._listeners["udp"].getsockname()[1],
            "unix": str(self._folder / "stream"),
            "unix_datagrams": str(self._folder / "datagrams"),
            "abstract": self._abstract_name,
            "dropbox": str(self._dropbox),
            "shared": [folder for folder in SHARED_FOLDERS if _is_open_to_all(folder)],
            "programs": ["/bin/true", "/usr/bin/true", sys.executable],
        }

    def seen(self) -> dict[str, str]:
        """Return what was seen outside of the worker: by canary, a sentence, or "" for nothing."""
        time.sleep(_PATIENCE)
        arrived = {name: _has_news(listener) for name, listener in self._listeners.items()}
        mode = stat.S_IMODE(self._secret.stat().st_mode)
        return {
            "tcp": "A TCP connection came in." if arrived["tcp"] else "",
            "udp": "A UDP datagram came in." if arrived["udp"] else "",
            "unix": (
                "Something came in at a Unix socket."
                if arrived["stream"] or arrived["datagrams"] or arrived["abstract"]
                else ""
            ),
            "signals": "Another process was killed." if self._victim.poll() is not None else "",
            "write": "A file was made outside." if any(self._dropbox.iterdir()) else "",
            "mode": "The mode of a file outside was changed." if mode != 0o600 else "",
        }

    def _listen(self) -> Iterator[tuple[str, socket.socket]]:
        """Open all listeners. Yield each with its name."""
        self._abstract_name = f"bait-{secrets.token_hex(8)}"
        unix, internet = socket.AF_UNIX, socket.AF_INET
        stream, datagram = socket.SOCK_STREAM, socket.SOCK_DGRAM
        yield "tcp", _listener(internet, stream, ("127.0.0.1", 0))
        yield "udp", _listener(internet, datagram, ("127.0.0.1", 0))
        for name, kind in (("stream", stream), ("datagrams", datagram)):
            path = self._folder / name
            yield name, _listener(unix, kind, str(path))
            path.chmod(0o777)
        yield "abstract", _listener(unix, stream, f"\0{self._abstract_name}")


def attempt(plan: Plan) -> dict[str, str]:
    """Try to break out, in the worker.

    Each canary runs in a fork of its own, because the kernel may kill the process that tries.

    Returns:
        By canary, a sentence on what got through, or "" for nothing.
    """
    return {name: _in_fork(canary, plan) for name, canary in CANARIES.items()}


def verdict(attempted: Mapping[str, str], seen: Mapping[str, str]) -> list[str]:
    """Return what got through, one sentence each.

    Args:
        attempted: What the worker says, by canary.
        seen: What was seen outside, by canary.
    """
    silent = [f"The canary “{name}” did not report." for name in CANARIES if name not in attempted]
    return silent + [sentence for sentence in (*attempted.values(), *seen.values()) if sentence]


def _read_files(plan: Plan) -> str:
    for path in plan["files"]:
        with contextlib.suppress(OSError), open(path, "rb") as secret:
            secret.read(1)
            return f"The worker read {path}."
    return ""


def _read_memory(plan: Plan) -> str:
    host, address, length = plan["host"], plan["address"], plan["length"]
    with contextlib.suppress(OSError), open(f"/proc/{host}/mem", "rb", buffering=0) as memory:
        memory.seek(address)
        if len(memory.read(length)) == length:
            return "The worker read the grader's memory in /proc."
    here = ctypes.create_string_buffer(length)
    local, remote = _IoVec(ctypes.addressof(here), length), _IoVec(address, length)
    libc = ctypes.CDLL(None)
    if libc.process_vm_readv(host, ctypes.byref(local), 1, ctypes.byref(remote), 1, 0) == length:
        return "The worker read the grader's memory with process_vm_readv."
    # If this succeeds, the kernel detaches again when this fork ends.
    if libc.ptrace(_PTRACE_SEIZE, host, None, None) == 0:
        return "The worker attached to the grader with ptrace."
    return ""


def _connect_tcp(plan: Plan) -> str:
    with contextlib.suppress(OSError):
        socket.create_connection(("127.0.0.1", plan["tcp"]), timeout=1).close()
        return "The worker opened a TCP connection."
    return ""


def _send_udp(plan: Plan) -> str:
    with contextlib.suppress(OSError), socket.socket(type=socket.SOCK_DGRAM) as sender:
        sender.sendto(b"bait", ("127.0.0.1", plan["udp"]))
        return "The worker sent a UDP datagram."
    return ""


def _connect_unix(plan: Plan) -> str:
    for address in (plan["unix"], "\0" + plan["abstract"]):
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as sender:
            sender.connect(address)
            return "The worker connected to a Unix socket."
    with contextlib.suppress(OSError):
        sender, other = socket.socketpair(type=socket.SOCK_DGRAM)
        with sender, other:
            sender.sendto(b"bait", plan["unix_datagrams"])
        return "The worker sent to a Unix socket from one end of a pair."
    return ""


def _run_program(plan: Plan) -> str:
    for program in plan["programs"]:
        child = os.fork()
        if not child:
            try:
                os.execv(program, [program, "-I", "-S", "-c", "pass"])
            finally:
                os._exit(errno.EPERM)
        if os.waitpid(child, 0)[1] == 0:
            return f"The worker ran {program}."
    return ""


def _send_signals(plan: Plan) -> str:
    with contextlib.suppress(OSError):
        os.kill(plan["victim"], signal.SIGTERM)
    with contextlib.suppress(OSError):
        os.kill(plan["host"], 0)
        return "The worker may signal the grader."
    return ""


def _is_open_to_all(folder: str) -> bool:
    """Return True if every user may write in a folder."""
    with contextlib.suppress(OSError):
        return bool(os.stat(folder).st_mode & stat.S_IWOTH)
    return False


def _write_outside(plan: Plan) -> str:
    with contextlib.suppress(OSError), open(Path(plan["dropbox"], "bait"), "w"):
        return "The worker made a file outside of its scratch folder."
    return ""


def _share(plan: Plan) -> str:
    for folder in plan["shared"]:
        with contextlib.suppress(OSError), tempfile.TemporaryFile(dir=folder):
            return f"The worker made a file in {folder}, where the next submission can read it."
    return ""


def _change_mode(plan: Plan) -> str:
    # The filter of system calls ignores this call, so that it seems to work. `Bait.seen` looks at
    # the file's real mode.
    with contextlib.suppress(OSError):
        os.chmod(plan["files"][0], 0o640)
    return ""


def _read_environments(plan: Plan) -> str:
    with contextlib.suppress(OSError):
        for process in filter(str.isdecimal, os.listdir("/proc")):
            with contextlib.suppress(OSError):
                if plan["environment"].encode() in Path("/proc", process, "environ").read_bytes():
                    return "The worker read another process's environment."
    return ""


def _call_x32(plan: Plan) -> str:
    if platform.machine() == "x86_64" and ctypes.CDLL(None).syscall(_X32_GETPID) == os.getpid():
        return "The worker made a system call under the x32 ABI."
    return ""


def _call_i386(plan: Plan) -> str:
    if platform.machine() != "x86_64":
        return ""
    private = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS
    everything = mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC
    page = mmap.mmap(-1, mmap.PAGESIZE, private, everything)
    page.write(_I386_GETPID)
    code = ctypes.addressof(ctypes.c_char.from_buffer(page))
    if ctypes.CFUNCTYPE(ctypes.c_int)(code)() == os.getpid():
        return "The worker made a system call under the i386 ABI."
    return ""


def _make_namespace(plan: Plan) -> str:
    if ctypes.CDLL(None).unshare(_CLONE_NEWUSER) == 0:
        return "The worker made a user namespace."
    return ""


def _reserve_space(plan: Plan) -> str:
    reserve = getattr(ctypes.CDLL(None), "fallocate", None)
    with contextlib.suppress(OSError), tempfile.TemporaryFile(dir=".") as file:
        length = ctypes.c_long(1 << 20)
        if reserve and reserve(file.fileno(), _KEEP_SIZE, ctypes.c_long(0), length) == 0:
            return "The worker reserved disk space that no limit counts."
    return ""


def _share_memory(plan: Plan) -> str:
    with contextlib.suppress(OSError):
        mmap.mmap(-1, mmap.PAGESIZE).close()
        return "The worker made shared memory that no limit counts."
    return ""


def _send_descriptors(plan: Plan) -> str:
    ours, theirs = socket.socketpair()
    with ours, theirs, contextlib.suppress(OSError):
        socket.send_fds(ours, [b"bait"], [0])
        return "The worker sent an open file through a socket, where no limit counts it."
    return ""


def _enlarge_buffers(plan: Plan) -> str:
    ours, theirs = socket.socketpair()
    with ours, theirs, contextlib.suppress(OSError):
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 20)
        return "The worker enlarged the buffers of a socket, which no limit counts."
    return ""


def _choose_processors(plan: Plan) -> str:
    with contextlib.suppress(OSError):
        os.sched_setaffinity(0, range(os.cpu_count() or 1))
        return "The worker chose its processors, and could take those of others."
    return ""


CANARIES: dict[str, Callable[[Plan], str]] = {
    "files": _read_files,
    "memory": _read_memory,
    "tcp": _connect_tcp,
    "udp": _send_udp,
    "unix": _connect_unix,
    "programs": _run_program,
    "signals": _send_signals,
    "write": _write_outside,
    "shared": _share,
    "mode": _change_mode,
    "environments": _read_environments,
    "x32": _call_x32,
    "i386": _call_i386,
    "user_namespace": _make_namespace,
    "reserved_space": _reserve_space,
    "shared_memory": _share_memory,
    "descriptors": _send_descriptors,
    "buffers": _enlarge_buffers,
    "processors": _choose_processors,
}


class _IoVec(ctypes.Structure):
    _fields_ = [("base", ctypes.c_void_p), ("length", ctypes.c_size_t)]


def _in_fork(canary: Callable[[Plan], str], plan: Plan) -> str:
    """Run a canary in a fork of its own and return its sentence."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        _report(canary, plan, writer)
    os.close(writer)
    with os.fdopen(reader, errors="replace") as report:
        sentence = report.read()
    os.waitpid(child, 0)
    return sentence


def _report(canary: Callable[[Plan], str], plan: Plan, writer: int) -> NoReturn:
    try:
        os.write(writer, canary(plan).encode())
    finally:
        os._exit(0)


def _listener(family: int, kind: int, address: Any) -> socket.socket:
    listener = socket.socket(family, kind)
    listener.bind(address)
    if kind == socket.SOCK_STREAM:
        listener.listen()
    listener.setblocking(False)
    return listener


def _has_news(listener: socket.socket) -> bool:
    """Return True if something has arrived at a listener."""
    try:
        if listener.type == socket.SOCK_STREAM:
            listener.accept()[0].close()
        else:
            listener.recv(1)
    except BlockingIOError:
        return False
    return True
