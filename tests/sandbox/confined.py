"""Do something in a confined process, as a zygote's worker would, and tell how it went."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from autograder.sandbox import layers
from autograder.sandbox.policy import Confinement, Limits

AVAILABLE = layers.available()


@dataclass(frozen=True)
class Outcome:
    """`value` is what the action returned, `error` what it raised, in words; `signal` ended it."""

    value: Any = None
    error: str = ""
    signal: int = 0


def need(*names: str) -> None:
    missing = [name for name in names if name not in AVAILABLE]
    if missing:
        pytest.skip(f"this machine, or this user, has not: {', '.join(missing)}")


def confined(
    names: Sequence[str],
    action: Callable[..., Any],
    *arguments: Any,
    readable: Sequence[str] = (),
    limits: Limits | None = None,
) -> Outcome:
    """Call `action` in a worker in the layers `names`, which must be available."""
    need(*names)
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        for name in ("scratch", "jail"):
            Path(folder, name).mkdir()
        reader, writer = os.pipe()
        zygote = os.fork()
        if not zygote:
            try:
                _be_zygote(writer, names, folder, readable, limits or Limits(), action, arguments)
            finally:
                os._exit(1)
        os.close(writer)
        with os.fdopen(reader) as report:
            said = report.read()
        os.waitpid(zygote, 0)
    assert said, "the zygote died"
    return Outcome(**json.loads(said.splitlines()[0]))


def _be_zygote(
    writer: int,
    names: Sequence[str],
    folder: str,
    readable: Sequence[str],
    limits: Limits,
    action: Callable[..., Any],
    arguments: Sequence[Any],
) -> None:
    scratch = f"{folder}/scratch/one"
    layers.isolate(names, readable, f"{folder}/scratch", f"{folder}/jail")
    layers.prepare()
    os.mkdir(scratch, 0o700)
    uid = layers.pick_uid() if "uid" in names else 0
    if uid:
        os.chown(scratch, uid, uid)
    confinement = Confinement(tuple(names), scratch, tuple(readable), uid, limits)
    worker = os.fork()
    if not worker:
        try:
            layers.enter(confinement, [writer])
            said = {"value": action(*arguments)}
        except BaseException as error:
            said = {"error": f"{type(error).__name__}: {error}"}
        os.write(writer, json.dumps(said).encode() + b"\n")
        os._exit(0)
    _, status = os.waitpid(worker, 0)
    layers.end(uid, worker)
    if os.WIFSIGNALED(status):
        os.write(writer, json.dumps({"signal": os.WTERMSIG(status)}).encode() + b"\n")
    os._exit(0)
