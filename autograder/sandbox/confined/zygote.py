"""The fork server: a process that has never seen a test, and forks one worker for each submission.

`trusted.zygote_process` runs it as `python -m autograder.sandbox.confined.zygote DESCRIPTOR`. The
descriptor is a socket, on which all messages are JSON. The first one is the settings:

- layers: the layers of confinement in force, some of policy.LAYERS.
- readable: the files and folders that a worker may read.
- scratch_root: the folder of all scratch folders.
- jail: an empty folder for the layer "jail".
- files: folders from which a notebook may import.
- warm: the modules to import before the first worker is forked.
- limits: the fields of policy.Limits.

Each later message is a request, which is answered by one message.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import random
import signal
import socket
import sys
import traceback
from pathlib import Path
from typing import Any

from .. import layers
from ..layers import canaries, cgroup, scratch
from ..protocol.limits import MAX_CONTROL_MESSAGE, MAX_FILES, MAX_FOLDER_DEPTH, UNCOUNTED
from ..protocol.policy import Confinement, Limits
from . import large_pages, processes

# The seed of a worker's global generators. With it, the same submission gets the same score. It is
# no seed that a test uses: an answer that forgets to set that seed must not draw as if it had.
SEED = 0x9E3779B9
# The exit code of a worker that could not even begin.
FAILED = 99
# The variables that tell the libraries below NumPy and torch to use one thread.
THREAD_VARIABLES = "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"


def main(descriptor: int) -> None:
    """Serve on the socket `descriptor` until it is closed."""
    os.umask(0o022)  # The users of workers have to be able to read the jail.
    # If the grader was started with this signal ignored, workers could not be waited for.
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    control = socket.socket(fileno=descriptor)
    settings = json.loads(control.recv(MAX_CONTROL_MESSAGE))
    try:
        layers.isolate(
            settings["layers"], settings["readable"], settings["scratch_root"], settings["jail"]
        )
        Zygote(control, settings).serve()
    except Exception as error:
        control.send(json.dumps({"error": _in_words(error)}).encode())
        raise


class Zygote:
    """Answers requests. Each public method but `serve` is an operation that a request can name.

    Attributes:
        control: The socket to the trusted side.
        settled: By worker, the process ids of what its notebook has started.
        confinements: How each worker that has not been ended is confined, by its process id.
        limits: The bounds on a submission.
        shell: The shell that every worker takes over.
    """

    def __init__(self, control: socket.socket, settings: dict[str, Any]) -> None:
        """Import and prepare everything that all workers need."""
        self.control = control
        self.settled: dict[int, set[int]] = {}
        self.confinements: dict[int, Confinement] = {}
        self.limits = Limits(**settings["limits"])
        _warm(settings["warm"])
        # These modules import NumPy and IPython, which may be done only after `isolate`. IPython
        # would import jedi to complete what is typed, and here nobody types.
        sys.modules["jedi"] = None  # type: ignore[assignment]
        from . import worker
        from .notebook_shell import Shell

        del sys.modules["jedi"]
        self._worker = worker
        self.shell = Shell(self.limits.output)
        sys.path[:0] = settings["files"]
        layers.prepare()
        _seed()
        gc.collect()
        gc.freeze()
        if sys.platform == "linux":
            large_pages.use_large_pages()

    def serve(self) -> None:
        """Answer requests until the other side closes the socket."""
        self.control.send(json.dumps({"ready": os.getpid()}).encode())
        while True:
            message, descriptors, _, _ = socket.recv_fds(self.control, MAX_CONTROL_MESSAGE, 1)
            if not message:
                return
            request = json.loads(message)
            operation = getattr(self, request.pop("operation"))
            try:
                reply = operation(*descriptors, **request)
            except Exception as error:
                reply = {"error": _in_words(error)}
            for descriptor in descriptors:
                os.close(descriptor)
            self.control.send(json.dumps(reply).encode())

    def fork(
        self, descriptor: int, layers: list[str], scratch: str, readable: list[str], uid: int
    ) -> dict[str, Any]:
        """Fork a worker that serves on the socket `descriptor`.

        The other arguments are those of policy.Confinement.
        """
        confinement = Confinement(tuple(layers), scratch, tuple(readable), uid, self.limits)
        pid = self._fork(confinement)
        if pid == 0:
            self._become_worker(descriptor, confinement)
        return {"pid": pid}

    def prove(
        self,
        descriptor: int,
        layers: list[str],
        scratch: str,
        readable: list[str],
        uid: int,
        plan: dict[str, Any],
    ) -> dict[str, Any]:
        """Fork a worker that tries to break out by `plan`, and writes what got through to the
        socket `descriptor`.

        The other arguments are those of policy.Confinement.
        """
        confinement = Confinement(tuple(layers), scratch, tuple(readable), uid, self.limits)
        pid = self._fork(confinement)
        if pid == 0:
            outcome: dict[str, Any]
            try:
                self._confine(descriptor, confinement)
                outcome = {"attempted": canaries.attempt(plan)}
            except BaseException as error:
                outcome = {"error": _in_words(error)}
            with contextlib.suppress(BaseException):
                os.write(descriptor, json.dumps(outcome).encode())
            os._exit(0)
        return {"pid": pid}

    def end(self, pid: int, uid: int) -> dict[str, Any]:
        """End the worker `pid` of the user `uid`, and remove everything that it left behind."""
        self.settled.pop(pid, None)
        layers.end(uid, pid, self.confinements.keys() - {pid})
        confinement = self.confinements.pop(pid, None)
        if confinement is not None:
            layers.close_for(confinement)
        return {}

    def interrupt(self, pid: int) -> dict[str, Any]:
        """Send the worker `pid` what Jupyter sends to a kernel whose cell is interrupted."""
        if pid in self.confinements:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGINT)
        return {}

    def settle(self, pid: int) -> dict[str, Any]:
        """Note what the notebook of the worker `pid` has started. These processes may stay."""
        self.settled[pid] = {process.pid for process in processes.of_session(pid)}
        return {}

    def tidy(self, pid: int, spare: int) -> dict[str, Any]:
        """End what a case has left in the session of the worker `pid`: the copy of the worker in
        which it ran, and everything that this copy has started. Keep the `spare` newest copies.
        Return the CPU seconds that the worker and its copies have used."""
        settled = self.settled.get(pid, set())
        if not processes.is_tidy(pid, settled, spare, set(self.confinements)):
            processes.tidy(pid, settled, spare)
        return {"cpu": processes.cpu_seconds(pid)}

    def rest(self, pid: int, spare: int) -> dict[str, Any]:
        """Return if nothing is left that a case of the worker `pid` has started, while the copy in
        which it ran and the `spare` newest copies go on. Return the CPU seconds, too."""
        settled = self.settled.get(pid, set())
        is_alone = processes.is_alone(pid, settled, spare, set(self.confinements))
        return {"is_alone": is_alone, "cpu": processes.cpu_seconds(pid)}

    def relieve(self, pid: int) -> dict[str, Any]:
        """End the largest processes of the case that runs in a copy of the worker `pid`, one after
        the other, until the worker's memory is within its limit. Return whether it is."""
        settled, most = self.settled.get(pid, set()), self.limits.total_memory
        while (memory := self._memory(pid, processes.of_session(pid))) > most:
            if not processes.end_largest(pid, settled):
                break
        return {"is_within": memory <= most}

    def use(self, pid: int) -> dict[str, Any]:
        """Return what the worker `pid` and its copies use.

        These are CPU seconds, bytes of memory and of files, if one of them runs, and how many of
        them the kernel has ended because memory was over.
        """
        confinement = self.confinements.get(pid)
        if confinement is None:  # It has been ended.
            return {"cpu": 0.0, "memory": 0, "scratch": 0, "running": False, "ended": 0}
        ended = cgroup.ended_for_memory(confinement) if "cgroup" in confinement.layers else 0
        alive = processes.of_session(pid)  # A look through /proc takes most of the time.
        return {
            "cpu": processes.cpu_seconds(pid),
            "memory": self._memory(pid, alive),
            "scratch": _files(pid, confinement),
            "running": processes.are_running(alive),
            "ended": ended,
        }

    def time(self, pid: int) -> dict[str, Any]:
        """Return the CPU seconds of the worker `pid` and its copies, and if one of them runs."""
        running = processes.are_running(processes.of_session(pid))
        return {"cpu": processes.cpu_seconds(pid), "running": running}

    def _memory(self, pid: int, alive: list[processes.Process]) -> int:
        confinement = self.confinements.get(pid)
        if confinement is not None and "cgroup" in confinement.layers:
            return cgroup.used_memory(confinement)
        memory = processes.memory(alive, self.limits.total_memory)
        if confinement is not None and "namespaces" in confinement.layers:
            return memory + processes.memory_of_sockets()
        return memory

    def _fork(self, confinement: Confinement) -> int:
        """Fork a process that is about to be confined. Return its process id, or 0 in it."""
        layers.open_for(confinement)
        processes.randomize_next_pid()
        try:
            pid = os.fork()
        except OSError:
            layers.close_for(confinement)
            raise
        if pid:
            self.confinements[pid] = confinement
        return pid

    def _confine(self, descriptor: int, confinement: Confinement) -> None:
        self.control.close()
        layers.enter(confinement, keep=[descriptor])

    def _become_worker(self, descriptor: int, confinement: Confinement) -> None:
        """Confine this process and serve. Never return."""
        try:
            self._confine(descriptor, confinement)
            os.environ["TMPDIR"] = os.environ["HOME"]
            random.seed(SEED)  # Python seeds it at random in each fork.
            self.shell.begin()
            self._worker.serve(socket.socket(fileno=descriptor), self.shell, self.limits)
        except BaseException:
            with contextlib.suppress(BaseException):
                traceback.print_exc()
        finally:
            os._exit(FAILED)


def _in_words(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"


def _warm(modules: list[str]) -> None:
    """Import what submissions use, and use it once. So no worker has to spend this time."""
    for name in THREAD_VARIABLES:
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
    if torch is not None:  # Its pool of threads would not survive a fork.
        torch.set_num_threads(1)
        with contextlib.suppress(RuntimeError):
            torch.set_num_interop_threads(1)
        layer = torch.nn.Linear(2, 1)
        layer(torch.zeros(1, 2)).sum().backward()
        torch.optim.SGD(layer.parameters()).step()


def _seed() -> None:
    """Set the global generators of libraries. Each worker begins with what they are here."""
    import numpy

    numpy.random.seed(SEED)
    torch = sys.modules.get("torch")
    if torch is not None:
        torch.manual_seed(SEED)


def _files(pid: int, confinement: Confinement) -> int:
    """Return the size in bytes of all files of a worker, or UNCOUNTED if they can't be counted."""
    size = _size(Path(scratch.seen_by_zygote(confinement)))
    if "tmpfs" not in confinement.layers:
        return size + processes.unlinked(pid)
    return size if size == UNCOUNTED else scratch.stored(confinement)


def _size(folder: Path) -> int:
    """Return the size in bytes of all files below a folder.

    The result is UNCOUNTED if there are too many of them, or if they are too deep.
    """
    total, count, folders = 0, 0, [(str(folder), 0)]
    while folders:
        path, depth = folders.pop()
        try:
            with os.scandir(path) as entries:
                for entry in entries:
                    count += 1
                    if count > MAX_FILES or depth > MAX_FOLDER_DEPTH:
                        return UNCOUNTED
                    total += entry.stat(follow_symlinks=False).st_blocks * 512
                    if entry.is_dir(follow_symlinks=False):
                        folders.append((entry.path, depth + 1))
        except (FileNotFoundError, PermissionError):
            # It was removed meanwhile, or its owner has closed it. Then the owner can't write there
            # either.
            continue
        except OSError:
            return UNCOUNTED
    return total


if __name__ == "__main__":
    main(int(sys.argv[1]))
