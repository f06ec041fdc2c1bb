"""The fork server: a process of its own that has never seen a test, and forks one worker for each
submission.

Run by `warden.Warden` as `python -m autograder.sandbox.zygote DESCRIPTOR`. The first message on
that socket is the settings; each later one a request, answered by one message. All are JSON.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import socket
import sys
import traceback
from pathlib import Path
from typing import Any

from . import pages, policy, processes

LARGEST = 1 << 20
MOST_FILES, DEEPEST = 20_000, 100
SEED = 0  # of a worker's global generators: the same submission, the same score
NEEDS = "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"


def main(descriptor: int) -> None:
    os.umask(0o022)  # the jail is for other users, too
    control = socket.socket(fileno=descriptor)
    settings = json.loads(control.recv(LARGEST))
    from . import layers

    try:
        layers.isolate(
            settings["layers"], settings["readable"], settings["scratch_root"], settings["jail"]
        )
        Zygote(control, settings).serve()
    except Exception as error:
        control.send(json.dumps({"error": f"{type(error).__name__}: {error}"}).encode())
        raise


class Zygote:
    """Answers requests. What a request needs stands in its `operation`'s docstring."""

    def __init__(self, control: socket.socket, settings: dict[str, Any]) -> None:
        self.control = control
        self.settled: dict[int, set[int]] = {}
        self.workers: set[int] = set()
        _warm(settings["warm"])
        sys.modules["jedi"] = None  # type: ignore[assignment]  # completes what nobody types
        from . import canaries, layers, worker
        from .cells import Shell

        self.canaries, self.layers, self.worker = canaries, layers, worker
        self.limits = policy.Limits(**settings["limits"])
        self.confinement = policy.Confinement
        del sys.modules["jedi"]
        self.shell = Shell(self.limits.output)
        sys.path[:0] = settings["files"]
        layers.prepare()
        gc.collect()
        gc.freeze()
        if sys.platform == "linux":
            pages.enlarge()

    def serve(self) -> None:
        self.control.send(json.dumps({"ready": os.getpid()}).encode())
        while True:
            message, descriptors, _, _ = socket.recv_fds(self.control, LARGEST, 1)
            if not message:
                return
            request = json.loads(message)
            operation = getattr(self, request.pop("operation"))
            try:
                reply = operation(*descriptors, **request)
            except Exception as error:
                reply = {"error": f"{type(error).__name__}: {error}"}
            for descriptor in descriptors:
                os.close(descriptor)
            self.control.send(json.dumps(reply).encode())

    def fork(self, descriptor: int, layers: list[str], scratch: str, readable: list[str],
             uid: int) -> dict[str, Any]:  # fmt: skip
        """Fork a worker onto the socket `descriptor`."""
        pid = os.fork()
        if pid == 0:
            self._become_worker(descriptor, (layers, scratch, readable, uid))
        self.workers.add(pid)
        return {"pid": pid}

    def prove(self, descriptor: int, layers: list[str], scratch: str, readable: list[str],
              uid: int, plan: dict[str, Any]) -> dict[str, Any]:  # fmt: skip
        """Fork a worker that tries the canaries and writes what got through."""
        pid = os.fork()
        if pid == 0:
            said: dict[str, Any]
            try:
                self._confine(descriptor, (layers, scratch, readable, uid))
                said = {"attempted": self.canaries.attempt(plan)}
            except BaseException as error:
                said = {"error": f"{type(error).__name__}: {error}"}
            with contextlib.suppress(BaseException):
                os.write(descriptor, json.dumps(said).encode())
            os._exit(0)
        return {"pid": pid}

    def end(self, pid: int, uid: int) -> dict[str, Any]:
        """End the worker and all that it left behind."""
        self.settled.pop(pid, None)
        self.workers.discard(pid)
        self.layers.end(uid, pid)
        return {}

    def settle(self, pid: int) -> dict[str, Any]:
        """Note what a worker's notebook has started, and may keep."""
        self.settled[pid] = {process.pid for process in processes.of_session(pid)}
        return {}

    def tidy(self, pid: int, spare: int) -> dict[str, Any]:
        """End what a case left, its copy of the worker and all that this started, but so many of
        the newest copies."""
        settled = self.settled.get(pid, set())
        if not processes.is_tidy(pid, settled, spare, self.workers):
            processes.tidy(pid, settled, spare)
        return {}

    def use(self, pid: int, scratch: str) -> dict[str, Any]:
        """What a worker and its copies use: bytes of memory, bytes of files."""
        files = _size(Path(scratch)) + processes.unlinked(pid)
        return {"memory": processes.memory(pid, self.limits.total_memory), "scratch": files}

    def _confine(self, descriptor: int, held: tuple[list[str], str, list[str], int]) -> None:
        self.control.close()
        names, scratch, readable, uid = held
        self.layers.enter(
            self.confinement(tuple(names), scratch, tuple(readable), uid, self.limits),
            keep=[descriptor],
        )

    def _become_worker(
        self, descriptor: int, held: tuple[list[str], str, list[str], int]
    ) -> None:
        try:
            self._confine(descriptor, held)
            import random

            import numpy

            os.environ["TMPDIR"] = os.environ["HOME"]
            random.seed(SEED)
            numpy.random.seed(SEED)
            torch = sys.modules.get("torch")
            if torch is not None:
                torch.manual_seed(SEED)
            self.shell.begin()
            self.worker.serve(socket.socket(fileno=descriptor), self.shell, self.limits)
        except BaseException:
            with contextlib.suppress(BaseException):
                traceback.print_exc()
        finally:
            os._exit(99)


def _warm(modules: list[str]) -> None:
    """Import what submissions use, and use it once, so that every worker finds it done."""
    for name in NEEDS:
        os.environ[name] = "1"
    os.environ["MPLBACKEND"] = "agg"
    import matplotlib

    matplotlib.use("agg")
    import matplotlib.pyplot as plt
    import numpy.fft  # noqa: F401
    import numpy.linalg  # noqa: F401

    plt.figure().savefig(os.devnull, format="png")
    plt.close("all")
    for name in modules:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    torch = sys.modules.get("torch")
    if torch is not None:  # a pool of threads does not survive a fork
        torch.set_num_threads(1)
        with contextlib.suppress(RuntimeError):
            torch.set_num_interop_threads(1)
        layer = torch.nn.Linear(2, 1)
        layer(torch.zeros(1, 2)).sum().backward()
        torch.optim.SGD(layer.parameters()).step()


def _size(folder: Path) -> int:
    """Bytes that the files below a folder take; more than anybody may where there are too many of
    them, or too deep, to be counted."""
    total, entries, folders = 0, 0, [(str(folder), 0)]
    while folders:
        path, depth = folders.pop()
        try:
            with os.scandir(path) as found:
                for entry in found:
                    entries += 1
                    if entries > MOST_FILES or depth > DEEPEST:
                        return policy.UNCOUNTED
                    total += entry.stat(follow_symlinks=False).st_blocks * 512
                    if entry.is_dir(follow_symlinks=False):
                        folders.append((entry.path, depth + 1))
        except (FileNotFoundError, PermissionError):
            continue  # gone meanwhile, or closed even to its owner, who can't write there either
        except OSError:
            return policy.UNCOUNTED
    return total


if __name__ == "__main__":
    main(int(sys.argv[1]))
