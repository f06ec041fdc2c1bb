"""The process that keeps an emulated container: `python -m containers.engine`, run in tests/.

It has a mount namespace of its own. It reads requests as lines of JSON from standard input and
answers each with a line. The layers of its overlay are folders in memory: `image` lies over this
machine's system, and `run` over both.
"""

from __future__ import annotations

import base64
import contextlib
import fcntl
import json
import os
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from autograder.sandbox.layers import system
from containers import profile
from containers.groups import Group

SYSTEM = {"bin", "etc", "lib", "lib32", "lib64", "libx32", "opt", "sbin", "usr", "var"}
TEMPORARY = ("tmp", "var/tmp", "run/lock", "dev/shm", "dev/mqueue")
DEVICES = ("null", "zero", "full", "random", "urandom", "tty")
PYTHON = "opt/gradescope-python"
PATH = f"/{PYTHON}/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
OPAQUE = "trusted.overlay.opaque"
SET_INTERFACE_FLAGS, INTERFACE_UP = 0x8914, 1
WATCH_SECONDS = 0.05  # The time between two measurements of the memory in use.


class Engine:
    """Answers requests; each public method answers one kind."""

    def __init__(self) -> None:
        system.unshare(system.CLONE_NEWNS)
        system.mount("none", "/", flags=system.MS_REC | system.MS_PRIVATE)
        self.folder = Path(tempfile.mkdtemp(prefix="coursework-container-"))
        system.mount("tmpfs", str(self.folder), "tmpfs", options="mode=0755")
        self.python = Path(sys.base_prefix)

    def probe(self) -> dict[str, Any]:
        """Make a container and run `true` in it; an error says why that does not work."""
        self._begin_image()
        code, log = self._inside([self.folder / "image"], ["true"], network=False)
        return {} if code == 0 else {"error": log.strip() or f"true ended with code {code}"}

    def build(self, package: str, python: str, environment: dict[str, str]) -> dict[str, Any]:
        """Make the image: a bare system with this Python, in which the zip is unpacked and its
        setup.sh has run."""
        self.python = Path(python).resolve().parent.parent
        image = self._begin_image()
        (image / "etc/ld.so.conf.d").mkdir(parents=True)
        (image / "etc/ld.so.conf.d/00-gradescope-python.conf").write_text(f"/{PYTHON}/lib\n")
        self._inside([image], ["ldconfig"], network=False)
        source = image / "autograder" / "source"
        source.mkdir(parents=True)
        with zipfile.ZipFile(package) as archive:
            archive.extractall(source)
        run_autograder = image / "autograder" / "run_autograder"
        shutil.copy(source / "run_autograder", run_autograder)
        run_autograder.chmod(0o755)
        start = time.monotonic()
        command = ["bash", "/autograder/source/setup.sh"]
        code, log = self._inside([image], command, environment=environment)
        return {"code": code, "log": log, "seconds": time.monotonic() - start}

    def grade(
        self, files: dict[str, str], metadata: dict[str, Any], landlock: bool, memory: int,
        processors: float,
    ) -> dict[str, Any]:  # fmt: skip
        """Run run_autograder on a submission, in a fresh layer over the image."""
        image, run = self.folder / "image", self._fresh("run")
        home = run / "autograder"
        for folder in (home / "submission", home / "results"):
            folder.mkdir(parents=True)
        for name, content in files.items():
            target = home / "submission" / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(base64.b64decode(content))
        (home / "submission_metadata.json").write_text(json.dumps(metadata))
        before = _entries(run)
        start = time.monotonic()
        with Group(memory, processors) as group:
            code, log = self._inside(
                [run, image], ["/autograder/run_autograder"], network=False, landlock=landlock,
                group=group,
            )  # fmt: skip
        seconds = time.monotonic() - start
        results = home / "results" / "results.json"
        return {
            "code": code,
            "log": log,
            "seconds": seconds,
            "results": results.read_text() if results.is_file() else "",
            "written": sorted(self._new(run, image) - before - {"autograder/results/results.json"}),
            "peak": group.peak,
            "unbounded": group.unbounded,
        }

    def _begin_image(self) -> Path:
        """Make a layer that hides everything of this machine that a bare system does not have."""
        image = self._fresh("image")
        for entry in Path("/").iterdir():
            if entry.name not in SYSTEM and entry.is_dir() and not entry.is_symlink():
                (image / entry.name).mkdir()
                os.setxattr(image / entry.name, OPAQUE, b"y")
        for name in TEMPORARY[:3]:
            (image / name).mkdir(parents=True, exist_ok=True)
            os.setxattr(image / name, OPAQUE, b"y")
            (image / name).chmod(0o1777)
        (image / "root").chmod(0o700)
        (image / PYTHON).mkdir(parents=True)
        return image

    def _fresh(self, name: str) -> Path:
        layer = self.folder / name
        shutil.rmtree(layer, ignore_errors=True)
        layer.mkdir()
        return layer

    def _inside(
        self, layers: list[Path], command: list[str], network: bool = True, landlock: bool = True,
        environment: dict[str, str] | None = None, group: Group | None = None,
    ) -> tuple[int, str]:  # fmt: skip
        """Run a command in the container and return its exit code and output."""
        merged, work = self._fresh("merged"), self._fresh("work")
        read, write = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(read)
            for standard in (1, 2):
                os.dup2(write, standard)
            with contextlib.suppress(BaseException):
                _become(self, layers, merged, work, command, network, landlock, environment, group)
            os._exit(97)
        os.close(write)
        watched = group.watch(WATCH_SECONDS) if group else contextlib.nullcontext()
        with open(read, "rb") as pipe, watched:
            log = pipe.read().decode(errors="replace")
            code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        return code, log

    def _new(self, run: Path, image: Path) -> set[str]:
        """Return what a run has left: files, and folders that are in no layer below."""
        return {
            name
            for name in _entries(run)
            if not (run / name).is_dir()
            or not any((lower / name).is_dir() for lower in (image, Path("/")))
        }


def _become(
    engine: Engine, layers: list[Path], merged: Path, work: Path, command: list[str],
    network: bool, landlock: bool, environment: dict[str, str] | None, group: Group | None,
) -> None:  # fmt: skip
    """Turn this process into the first one of the container, and run the command in it."""
    try:
        if group:
            group.enter()
        system.unshare(
            system.CLONE_NEWNS | system.CLONE_NEWPID | system.CLONE_NEWIPC | system.CLONE_NEWUTS
            | (0 if network else system.CLONE_NEWNET)
        )  # fmt: skip
        child = os.fork()
        if child:
            os._exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) & 0xFF)
        system.die_with_parent(signal.SIGKILL)
        system.mount("none", "/", flags=system.MS_REC | system.MS_PRIVATE)
        below = ":".join([*map(str, layers[1:]), "/"])
        options = f"lowerdir={below},upperdir={layers[0]},workdir={work}"
        system.mount("overlay", str(merged), "overlay", options=options)
        _mount_into(merged, engine.python, group)
        if not network:
            _raise_loopback()
        os.chroot(merged)
        os.chdir("/autograder" if Path("/autograder").is_dir() else "/")
        profile.enter(landlock)
    except OSError as error:
        print(f"{error.strerror}: {error.filename or ''}")
        os._exit(98)
    variables = {"PATH": PATH, "HOME": "/root", "LANG": "C.UTF-8", **(environment or {})}
    os.execvpe(command[0], command, variables)


def _mount_into(root: Path, python: Path, group: Group | None) -> None:
    for name in ("proc", "sys", "dev"):
        (root / name).mkdir(exist_ok=True)
    system.mount("proc", str(root / "proc"), "proc")
    system.mount("tmpfs", str(root / "sys"), "tmpfs", options="mode=0755")
    if group:
        for folder, shown in group.folders.items():
            target = root / shown.lstrip("/")
            target.mkdir(parents=True)
            system.mount(str(folder), str(target), flags=system.MS_BIND)
            system.restrict_mount(target, system.MOUNT_READ_ONLY)
    devices = {name: f"/dev/{name}" for name in DEVICES}
    opened = {name: os.open(path, os.O_PATH) for name, path in devices.items()}
    system.mount("tmpfs", str(root / "dev"), "tmpfs", options="mode=0755")
    for name, descriptor in opened.items():
        (root / "dev" / name).touch()
        source = f"/proc/self/fd/{descriptor}"
        system.mount(source, str(root / "dev" / name), flags=system.MS_BIND)
    for name in TEMPORARY[3:]:
        (root / name).mkdir()
        system.mount("tmpfs", str(root / name), "tmpfs", options="mode=1777")
    system.mount(str(python), str(root / PYTHON), flags=system.MS_BIND)
    system.restrict_mount(root / PYTHON, system.MOUNT_READ_ONLY)


def _raise_loopback() -> None:
    with socket.socket() as any_socket:
        fcntl.ioctl(any_socket, SET_INTERFACE_FLAGS, struct.pack("16sH14x", b"lo", INTERFACE_UP))


def _entries(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


def main() -> None:
    system.die_with_parent(signal.SIGKILL)
    engine = Engine()
    for request in _requests():
        operation: Callable[..., dict[str, Any]] = getattr(engine, request.pop("operation"))
        try:
            answer = operation(**request)
        except (OSError, subprocess.SubprocessError) as error:
            answer = {"error": str(error)}
        print(json.dumps(answer), flush=True)
    engine.folder.rmdir() if not os.path.ismount(engine.folder) else None


def _requests() -> Iterator[dict[str, Any]]:
    for line in sys.stdin:
        yield json.loads(line)


if __name__ == "__main__":
    main()
