"""Enter all layers. Their order matters: each has to leave possible what the next ones need."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Collection, Iterator

from ..protocol.policy import LAYERS, Confinement
from . import bounds, cgroup, identity, landlock, namespaces, scratch, seccomp, system
from .errors import LayerError

# The highest descriptor that the system call close_range can name.
_HIGHEST = 2**32 - 1


def prepare() -> None:
    """Do once in the zygote what every worker would otherwise do when it calls `enter`."""
    system.adopt_orphans()
    seccomp.program()
    with contextlib.suppress(OSError):
        landlock.denied()


def open_for(confinement: Confinement) -> None:
    """Make what the layers of one worker need, in the zygote, before it forks this worker.

    Raises:
        LayerError: A layer can't be entered.
    """
    if "tmpfs" in confinement.layers:
        namespaces.require("tmpfs")
        with _entering("tmpfs"):
            scratch.mount(confinement)
    if "cgroup" in confinement.layers:
        try:
            with _entering("cgroup"):
                cgroup.make(confinement)
        except LayerError:
            close_for(confinement)
            raise


def close_for(confinement: Confinement) -> None:
    """Remove what `open_for` has made, in the zygote, after all processes of the worker ended."""
    if "tmpfs" in confinement.layers:
        with contextlib.suppress(OSError):
            scratch.unmount(confinement)
    if "cgroup" in confinement.layers:
        with contextlib.suppress(OSError):
            cgroup.remove(confinement)


def enter(confinement: Confinement, keep: Collection[int]) -> None:
    """Confine this process. It can't be undone.

    The process becomes a session of its own that ends with its parent. It loses its environment,
    its capabilities and its open files. Then it enters the layers. This has to be called in a fork
    that has one thread, after its parent has called `open_for`.

    Args:
        confinement: The layers, and what the process may use.
        keep: The descriptors that stay open. Standard input, output and error become /dev/null if
            they are not among them.

    Raises:
        LayerError: A layer can't be entered. The process must then end.
    """
    layers = confinement.layers
    for name in set(layers) - set(LAYERS):
        raise LayerError(name, "there is no such layer")
    os.setsid()
    os.umask(0o077)
    _close_all_but(keep)
    _clear_environment(confinement)
    if "tmpfs" in layers:
        scratch.require(confinement)
    if "cgroup" in layers:
        with _entering("cgroup"):
            cgroup.enter(confinement)
    os.chdir(confinement.scratch)
    tasks = 0 if "uid" in layers else bounds.running_tasks()
    with contextlib.suppress(OSError):  # There may be no /proc.
        system.end_first()
    if "namespaces" in layers:
        namespaces.require("namespaces")
    if "jail" in layers:
        with _entering("jail"):
            namespaces.enter_jail(confinement.scratch)
    if "uid" in layers:
        with _entering("uid"):
            identity.become(confinement.uid)
    system.drop_capabilities()
    system.hide_memory()
    system.die_with_parent(signal.SIGKILL)
    if "rlimits" in layers:
        with _entering("rlimits"):
            bounds.enter(confinement.limits, tasks)
    if "no_new_privs" in layers:
        with _entering("no_new_privs"):
            system.set_no_new_privs()
    if "landlock" in layers:
        with _entering("landlock"):
            landlock.enter(confinement.readable, confinement.scratch)
    if "seccomp" in layers:
        with _entering("seccomp"):
            seccomp.enter()


@contextlib.contextmanager
def _entering(layer: str) -> Iterator[None]:
    """Turn an OSError into the error of a layer."""
    try:
        yield
    except OSError as error:
        raise LayerError(layer, error) from None


def _close_all_but(keep: Collection[int]) -> None:
    null = os.open(os.devnull, os.O_RDWR)
    for standard in {0, 1, 2}.difference(keep, {null}):
        os.dup2(null, standard)
    first = 3
    for number in sorted({*keep, _HIGHEST}):
        if first < number:
            system.close_range(first, number - 1)
        first = max(first, number + 1)


def _clear_environment(confinement: Confinement) -> None:
    configuration = os.environ.get("MPLCONFIGDIR", "")
    os.environ.clear()
    os.environ.update(
        HOME=confinement.scratch,
        PATH="/nonexistent",
        MPLBACKEND="Agg",
        OMP_NUM_THREADS="1",
        OPENBLAS_NUM_THREADS="1",
    )
    if any(_is_below(configuration, path) for path in confinement.readable):
        os.environ["MPLCONFIGDIR"] = configuration


def _is_below(path: str, folder: str) -> bool:
    return os.path.isabs(path) and os.path.commonpath((path, folder)) == folder.rstrip("/")
