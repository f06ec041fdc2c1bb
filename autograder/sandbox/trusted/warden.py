"""Keeps the sandbox of one assignment: a zygote, the folders of its workers, and the proof that
the workers are confined."""

from __future__ import annotations

import contextlib
import json
import math
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from .. import layers
from ..layers import canaries
from ..protocol.policy import Confinement, Limits
from .isolation import Isolation
from .worker_handle import WorkerHandle
from .zygote_process import ZygoteProcess

# A worker has this many seconds to try all canaries.
PROOF_SECONDS = 20.0
# A worker gets copies of at most this many files.
MAX_COPIED_FILES = 200
# What a worker may read of the system.
SYSTEM = ("/usr", "/lib", "/lib32", "/lib64", "/bin", "/etc/localtime", "/etc/fonts",
          "/etc/ld.so.cache")  # fmt: skip


class Warden:
    """A zygote with its folders. Use it as a context manager.

    Attributes:
        limits: The bounds on each submission.
        layers: The layers of confinement in force.
        base: The folder that holds everything else. It is removed at the end.
        scratch_root: The folder of the workers' scratch folders.
        files: A copy of the files that ship beside the notebook, which workers may read.
        copies_files: True if each worker has copies of these files, which it may change.
        zygote: The zygote.
    """

    def __init__(
        self,
        files: Path,
        limits: Limits,
        warm: Sequence[str] = (),
        without: Sequence[str] = (),
        copies_files: bool = False,
    ) -> None:
        """Copy the files and start the zygote, which gets ready while this process goes on.

        Args:
            files: The folder of the files that ship beside the notebook.
            limits: The bounds on each submission.
            warm: Modules that the zygote imports, so that workers need not.
            without: Layers to leave out, for tests of the other layers.
            copies_files: Give each worker copies of the files, if they are small. By default it has
                links to them.
        """
        self.limits = limits
        self.layers = tuple(name for name in layers.available() if name not in without)
        self.base = Path(tempfile.mkdtemp(prefix="coursework-"))
        self.base.chmod(0o755)
        self.scratch_root, jail = self.base / "scratch", self.base / "jail"
        for folder in (self.scratch_root, jail):
            folder.mkdir(mode=0o755)
        self.files = self.base / "files"
        shutil.copytree(files, self.files)
        for path in (self.files, *self.files.rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)
        sizes = [path.stat().st_size for path in self.files.rglob("*") if path.is_file()]
        is_small = sum(sizes) <= limits.scratch // 4 and len(sizes) <= MAX_COPIED_FILES
        self.copies_files = copies_files and is_small
        prefixes = {sys.prefix, sys.base_prefix, str(Path(sys.executable).resolve().parent.parent)}
        self._readable = (*SYSTEM, *sorted(prefixes), str(self.files))
        settings = {
            "layers": self.layers,
            "readable": self._readable,
            "scratch_root": str(self.scratch_root),
            "jail": str(jail),
            "files": [str(self.files)],
            "warm": list(warm),
            "limits": asdict(limits),
        }
        self.zygote = ZygoteProcess(settings, home=self.base / "home")

    def __enter__(self) -> Warden:
        return self

    def __exit__(self, *_: object) -> None:
        self.zygote.close()
        _remove(self.base)

    def prove(self, secrets: Sequence[Path] = ()) -> Isolation:
        """Have a worker try to break out, before any submission runs.

        Args:
            secrets: Files and folders that the worker has to fail to read.
        """
        if not self.layers:
            self.zygote.wait_until_ready()
            return Isolation((), ())
        with canaries.Bait(secrets) as bait, self._confinement() as confinement:
            ours, theirs = socket.socketpair()
            with ours, theirs:
                pid = self.zygote.fork("prove", theirs, confinement, plan=bait.plan())
                theirs.close()
                outcome = _read_json(ours, PROOF_SECONDS)
            self.zygote.ask("end", pid=pid, uid=confinement.uid)
            if "attempted" not in outcome:
                return Isolation(self.layers, (f"a worker can't be confined: {outcome['error']}",))
            faults = canaries.verdict(outcome["attempted"], bait.seen())
        return Isolation(self.layers, tuple(faults))

    @contextlib.contextmanager
    def worker(
        self, wall_end: float = math.inf, modules: Mapping[str, bytes] | None = None
    ) -> Iterator[WorkerHandle]:
        """Start a worker, and end it afterwards.

        Args:
            wall_end: When all is over at the latest, a time of time.monotonic().
            modules: The student's own modules by their path, to be put beside the notebook. One
                that would hide a file of the release is left out.
        """
        with self._confinement() as confinement:
            _write_modules(modules or {}, Path(confinement.scratch), confinement.uid)
            worker = WorkerHandle(self.zygote, confinement, wall_end)
            try:
                yield worker
            finally:
                worker.end()

    @contextlib.contextmanager
    def _confinement(self) -> Iterator[Confinement]:
        """Make a scratch folder and pick a user for one worker. Remove the folder afterwards."""
        uid = layers.pick_uid() if "uid" in self.layers else 0
        scratch = Path(tempfile.mkdtemp(dir=self.scratch_root))
        for path in self.files.iterdir():
            if not self.copies_files:
                (scratch / path.name).symlink_to(path)
            elif path.is_dir():
                shutil.copytree(path, scratch / path.name)
            else:
                shutil.copy(path, scratch)
        if uid:
            for path in (scratch, *scratch.rglob("*")):
                os.chown(path, uid, uid, follow_symlinks=False)
        readable = (*self._readable, str(scratch))
        try:
            yield Confinement(self.layers, str(scratch), readable, uid, self.limits)
        finally:
            _remove(scratch)


def _write_modules(modules: Mapping[str, bytes], scratch: Path, uid: int) -> None:
    """Write a student's modules into a new scratch folder, before any code of theirs runs."""
    of_release = {path.name.partition(".")[0].casefold() for path in scratch.iterdir()}
    for name, content in modules.items():
        path = scratch / name
        top = Path(name).parts[0].partition(".")[0].casefold()
        if top in of_release or ".." in path.parts or Path(name).is_absolute():
            continue
        with contextlib.suppress(OSError):  # A file and a folder may have the same name.
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    if uid:
        for path in scratch.rglob("*"):
            if not path.is_symlink():
                os.chown(path, uid, uid)


def _read_json(sock: socket.socket, seconds: float) -> Any:
    """Read JSON from a socket until it is closed, or until `seconds` pass without a byte."""
    sock.settimeout(seconds)
    content = bytearray()
    try:
        while piece := sock.recv(1 << 16):
            content += piece
    except (TimeoutError, ConnectionResetError):
        pass
    return json.loads(content) if content else {"error": "it said nothing"}


def _remove(folder: Path) -> None:
    """Remove a folder in which a submission may have made folders without rights, or very deep."""
    with contextlib.suppress(OSError, RecursionError):
        shutil.rmtree(folder)
    if folder.exists():
        subprocess.run(["chmod", "-R", "u+rwX", str(folder)], check=False, capture_output=True)
        subprocess.run(["rm", "-rf", "--", str(folder)], check=False, capture_output=True)
