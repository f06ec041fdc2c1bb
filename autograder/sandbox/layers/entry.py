"""Go into all layers, in the one order in which each leaves the next one possible."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Collection, Iterator

from ..policy import LAYERS, Confinement
from . import bounds, identity, landlock, namespaces, seccomp, system
from .errors import LayerError

_HIGHEST = 2**32 - 1


def prepare() -> None:
    """Do in the parent, once, what its children would otherwise do each: then they enter fast."""
    system.adopt_orphans()
    seccomp.program()
    with contextlib.suppress(OSError):
        landlock.denied()


def enter(confinement: Confinement, keep: Collection[int]) -> None:
    """Confine this process, for good: a new session that ends with its parent, no descriptor but
    those in `keep`, no environment, no capability, and the layers of `confinement`.

    To be called in a fork with one thread. Where standard input, output and error are not among
    `keep` they are /dev/null. Raises LayerError; the process must then end.
    """
    layers = confinement.layers
    for name in set(layers) - set(LAYERS):
        raise LayerError(name, "there is no such layer")
    os.setsid()
    os.umask(0o077)
    _close_all_but(keep)
    _clear_environment(confinement)
    os.chdir(confinement.scratch)
    tasks = 0 if "uid" in layers else bounds.running_tasks()
    with contextlib.suppress(OSError):  # where there is no /proc
        system.end_first()
    if "namespaces" in layers:
        namespaces.require_namespaces()
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
