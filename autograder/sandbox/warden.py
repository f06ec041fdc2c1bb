"""Keeps a zygote and its workers: starts them, bounds them, ends them. The trusted side."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ..errors import CourseworkError
from . import canaries, layers
from .channel import Channel, Lost, StudentError
from .policy import COPIES, UNCOUNTED, Limits

LARGEST = 1 << 20
STARTING = 120.0
PROVING = 20.0
LOOKING = 0.25  # seconds between two looks at what a worker uses
SYSTEM = ("/usr", "/lib", "/lib32", "/lib64", "/bin", "/etc/localtime", "/etc/fonts",
          "/etc/ld.so.cache")  # fmt: skip


@dataclass(frozen=True)
class Isolation:
    """What holds a submission: the layers in force, and what got through all the same."""

    layers: tuple[str, ...]
    faults: tuple[str, ...]

    @property
    def held(self) -> bool:
        return bool(self.layers) and not self.faults

    @property
    def note(self) -> str:
        shown = ", ".join(self.layers) or "none"
        proof = "proven by trying to break out" if self.held else "NOT ENOUGH: " + self.why
        return f"Isolation: {shown}; {proof}."

    @property
    def why(self) -> str:
        return "; ".join(fault.rstrip(".") for fault in self.faults) or "no layer is there"


class Warden:
    """A zygote with its folders. Use as a context manager.

    `files` is a folder with what ships beside the notebook. `without` leaves layers out: for tests
    of the other layers.
    """

    def __init__(
        self,
        files: Path,
        limits: Limits,
        warm: Sequence[str] = (),
        without: Sequence[str] = (),
    ) -> None:
        self.limits = limits
        self.layers = tuple(name for name in layers.available() if name not in without)
        self.lock = threading.Lock()
        self.base = Path(tempfile.mkdtemp(prefix="coursework-"))
        self.base.chmod(0o755)
        self.scratch_root, self.jail = self.base / "scratch", self.base / "jail"
        for folder in (self.scratch_root, self.jail):
            folder.mkdir(mode=0o755)
        self.files = self.base / "files"
        shutil.copytree(files, self.files)
        for path in (self.files, *self.files.rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)
        prefixes = {sys.prefix, sys.base_prefix, str(Path(sys.executable).resolve().parent.parent)}
        self.readable = [*SYSTEM, *sorted(prefixes), str(self.files)]
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.control = ours
        self.process = subprocess.Popen(
            [sys.executable, "-s", "-m", "autograder.sandbox.zygote", str(theirs.fileno())],
            pass_fds=[theirs.fileno()],
            cwd="/",
            env={
                "PATH": "/usr/bin:/bin",
                "HOME": self._home(),
                "LANG": "C.UTF-8",
                "PYTHONHASHSEED": "0",
                "PYTHONDONTWRITEBYTECODE": "1",
            },
            stdin=subprocess.DEVNULL,
        )
        theirs.close()
        settings = {
            "layers": self.layers,
            "readable": self.readable,
            "scratch_root": str(self.scratch_root),
            "jail": str(self.jail),
            "files": [str(self.files)],
            "warm": list(warm),
            "limits": asdict(limits),
        }
        ours.send(json.dumps(settings).encode())
        self._hear(STARTING)

    def _home(self) -> str:
        """Where the zygote keeps caches: the user's own home, or one for this time."""
        home = os.environ.get("HOME", "")
        if home and os.access(home, os.W_OK):
            return home
        made = self.base / "home"
        made.mkdir()
        return str(made)

    def __enter__(self) -> Warden:
        return self

    def __exit__(self, *_: object) -> None:
        self.control.close()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        _remove(self.base)

    def prove(self, secrets: Sequence[Path] = ()) -> Isolation:
        """Have a worker try to break out, and `secrets` be read, before any submission runs."""
        if not self.layers:
            return Isolation((), ())
        with canaries.Bait(secrets) as bait, self._room() as (scratch, uid):
            ours, theirs = socket.socketpair()
            with ours, theirs:
                pid = self.start("prove", theirs, scratch, uid, plan=bait.plan())
                theirs.close()
                said = _json(ours, PROVING)
            self.ask("end", pid=pid, uid=uid)
            if "attempted" not in said:
                return Isolation(self.layers, (f"a worker can't be confined: {said['error']}",))
            faults = canaries.verdict(said["attempted"], bait.seen())
        return Isolation(self.layers, tuple(faults))

    def ask(self, operation: str, descriptors: Sequence[int] = (), **request: Any) -> Any:
        with self.lock:
            message = json.dumps({"operation": operation, **request}).encode()
            socket.send_fds(self.control, [message], list(descriptors))
            return self._hear(STARTING)

    def start(
        self, operation: str, sock: socket.socket, scratch: Path, uid: int, **more: Any
    ) -> int:
        """Have a worker forked, in all layers, onto `sock`; its process."""
        reply = self.ask(
            operation, [sock.fileno()], layers=self.layers, scratch=str(scratch),
            readable=[*self.readable, str(scratch)], uid=uid, **more,
        )  # fmt: skip
        return int(reply["pid"])

    @contextlib.contextmanager
    def worker(self, deadline: float) -> Iterator[Worker]:
        with self._room() as (scratch, uid):
            worker = Worker(self, scratch, uid, deadline)
            try:
                yield worker
            finally:
                worker.end()

    @contextlib.contextmanager
    def _room(self) -> Iterator[tuple[Path, int]]:
        """A scratch folder of its own, for a user of its own."""
        uid = layers.pick_uid() if "uid" in self.layers else 0
        scratch = Path(tempfile.mkdtemp(dir=self.scratch_root))
        for path in self.files.iterdir():
            (scratch / path.name).symlink_to(path)
        if uid:
            os.chown(scratch, uid, uid)
        try:
            yield scratch, uid
        finally:
            _remove(scratch)

    def _hear(self, seconds: float) -> Any:
        self.control.settimeout(seconds)
        try:
            said = self.control.recv(LARGEST)
        except TimeoutError:
            raise CourseworkError("The sandbox does not answer.") from None
        if not said:
            raise CourseworkError(f"The sandbox ended, with code {self.process.wait(5)}.")
        reply = json.loads(said)
        if "error" in reply:
            raise CourseworkError(f"The sandbox failed: {reply['error']}")
        return reply


class Worker:
    """A submission's process, which runs its cells and of which each case gets a copy."""

    def __init__(
        self, warden: Warden, scratch: Path, uid: int, deadline: float
    ) -> None:
        self.warden, self.scratch, self.uid, self.deadline = warden, scratch, uid, deadline
        self.over = ""  # the bound that was overstepped, in words
        ours, theirs = socket.socketpair()
        with theirs:
            self.pid = warden.start("fork", theirs, scratch, uid)
        self.channel = Channel(ours, warden.limits, deadline)
        self.copy: socket.socket | None = None
        self.settled = False
        self.done = threading.Event()
        self.watch = threading.Thread(target=self._watch, daemon=True)
        self.watch.start()

    def cell(self, source: str, number: int) -> dict[str, Any] | None:
        """Run a cell, before the first case; its error as {"type", "text", "line"}, or None. Lost
        where it ends the worker or takes too long."""
        limits = self.warden.limits
        self.channel.deadline = min(time.monotonic() + limits.cell_seconds, self.deadline)
        said = self.channel.ask("cell", source, number)
        error = said[0] if said else None
        if error is None:
            return None
        if type(error) is not dict:
            raise StudentError("the error of the cell can't be read")
        line = error.get("line")
        return {
            "type": str(error.get("type"))[:80],
            "text": str(error.get("text"))[:2000],
            "line": line if type(line) is int else 0,
        }

    @contextlib.contextmanager
    def case(self, until: float) -> Iterator[Channel]:
        """A channel to a copy of the worker as it stands now; it is closed at time `until`."""
        self.channel.deadline = until
        if not self.settled:
            self.warden.ask("settle", pid=self.pid)
            self.settled = True
        channel = Channel(self.copy or self._copy(), self.warden.limits, until)
        self.copy = None
        try:
            self.channel.given()
            self.copy = self._copy()  # for the next case: it forks while this one is judged
            yield channel
        finally:
            channel.close()
            self.warden.ask("tidy", pid=self.pid, spare=1)

    def try_copies(self) -> None:
        """Make some copies for nothing: Lost where there is no room for them. For use among cells,
        with as many as there may ever be, and one more."""
        self.warden.ask("settle", pid=self.pid)
        with contextlib.ExitStack() as stack:
            for _ in range(COPIES + 1):
                stack.enter_context(self._copy())
                self.channel.given()
        self.warden.ask("tidy", pid=self.pid, spare=0)

    def _copy(self) -> socket.socket:
        """Ask for a copy of the worker; whoever uses it waits until it is there."""
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                self.channel.give(theirs.fileno())
            except Lost:
                ours.close()
                raise
        return ours

    def end(self) -> None:
        self.done.set()
        self.watch.join()
        self.channel.close()
        if self.copy is not None:
            self.copy.close()
        self.warden.ask("end", pid=self.pid, uid=self.uid)

    def _watch(self) -> None:
        """Look at what no limit of the kernel bounds: all processes, and all files, together."""
        limits = self.warden.limits
        while not self.done.wait(LOOKING):
            try:
                use = self.warden.ask("use", pid=self.pid, scratch=str(self.scratch))
            except (CourseworkError, OSError):
                self.over = "what it uses can't be seen"
                use = {"memory": 0, "scratch": 0}
            if use["memory"] > limits.total_memory:
                self.over = f"it took more than {limits.total_memory >> 20} MiB of memory"
            elif use["scratch"] == UNCOUNTED:
                self.over = "its files are too many, or too deep, to be counted"
            elif use["scratch"] > limits.scratch:
                self.over = f"its files take more than {limits.scratch >> 20} MiB"
            if self.over:
                self.warden.ask("end", pid=self.pid, uid=self.uid)
                return


def _json(sock: socket.socket, seconds: float) -> Any:
    sock.settimeout(seconds)
    said = bytearray()
    try:
        while piece := sock.recv(LARGEST):
            said += piece
    except (TimeoutError, ConnectionResetError):
        pass
    return json.loads(said) if said else {"error": "it said nothing"}


def _remove(folder: Path) -> None:
    """Remove what a submission may have made as deep and as closed as it liked."""
    with contextlib.suppress(OSError, RecursionError):
        shutil.rmtree(folder)
    if folder.exists():
        subprocess.run(["chmod", "-R", "u+rwX", str(folder)], check=False, capture_output=True)
        subprocess.run(["rm", "-rf", "--", str(folder)], check=False, capture_output=True)
