"""Find out which layers there are on this machine, for this user, by entering them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from ..protocol.policy import LAYERS, Confinement

_PROJECT = Path(__file__).parents[3]
_START = "import sys; sys.path.insert(0, sys.argv[1]); from {module} import main; main()"
# Trying all layers may take this many seconds.
_SECONDS = 30


def available() -> tuple[str, ...]:
    """Return the layers of policy.LAYERS that can all be entered together here. On other systems
    than Linux there are none."""
    if sys.platform != "linux":
        return ()
    command = [sys.executable, "-I", "-c", _START.format(module=__name__), str(_PROJECT)]
    with tempfile.TemporaryDirectory() as folder:
        for name in ("scratch", "jail"):
            Path(folder, name).mkdir()
        os.chmod(folder, 0o755)
        probe = subprocess.run([*command, folder], capture_output=True, timeout=_SECONDS)
    if probe.returncode:
        return ()
    return tuple(json.loads(probe.stdout))


def main() -> None:
    """Print the layers as JSON.

    This runs in a process of its own. Its second argument is a folder in which it can work.
    """
    folder = sys.argv[2]
    for isolated in (LAYERS[:2], LAYERS[:1], ()):
        reader, writer = os.pipe()
        child = os.fork()
        if not child:
            _probe(writer, isolated, folder)
        os.close(writer)
        with os.fdopen(reader) as report:
            entered = report.read()
        os.waitpid(child, 0)
        if entered:
            print(entered)
            return


def _probe(writer: int, isolated: tuple[str, ...], folder: str) -> None:
    """Write to a pipe, as JSON, the layers that can be entered inside of the layers `isolated`.

    Write nothing if these can't be entered. Never return.
    """
    from . import identity, namespaces
    from .errors import LayerError

    try:
        namespaces.isolate(isolated, (), f"{folder}/scratch", f"{folder}/jail")
        entered = isolated
        for name in LAYERS[2:]:
            try:
                uid = identity.pick_uid() if name == "uid" or "uid" in entered else 0
            except LayerError:
                continue
            confinement = Confinement((*entered, name), f"{folder}/scratch", (), uid)
            if _can_enter(confinement):
                entered = confinement.layers
        os.write(writer, json.dumps(entered).encode())
        os._exit(0)
    finally:
        os._exit(1)


def _can_enter(confinement: Confinement) -> bool:
    """Return True if a child can enter these layers."""
    from . import entry
    from .errors import LayerError

    try:
        entry.open_for(confinement)
    except LayerError:
        return False
    child = os.fork()
    if not child:
        try:
            entry.enter(confinement, ())
            os._exit(0)
        finally:
            os._exit(1)
    entered = os.waitpid(child, 0)[1] == 0
    entry.close_for(confinement)
    return entered
