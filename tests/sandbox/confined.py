"""Run a function in a confined process, as a zygote's worker is confined."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from autograder.sandbox import layers
from autograder.sandbox.protocol.policy import Confinement, Limits

AVAILABLE = layers.available()


@dataclass(frozen=True)
class Outcome:
    """What came of a function.

    Attributes:
        value: What it returned.
        error: The exception that it raised, in words, or "".
        signal: The signal that ended the process, or 0.
    """

    value: Any = None
    error: str = ""
    signal: int = 0


def need(*names: str) -> None:
    """Skip the test if one of these layers can't be entered here."""
    missing = [name for name in names if name not in AVAILABLE]
    if missing:
        pytest.skip(f"this user can't enter these layers on this machine: {', '.join(missing)}")


def confined(
    names: Sequence[str],
    action: Callable[..., Any],
    *arguments: Any,
    readable: Sequence[str] = (),
    limits: Limits | None = None,
    links: Mapping[str, str] | None = None,
) -> Outcome:
    """Call a function in a worker.

    Args:
        names: The layers that the worker enters. The test is skipped if it can't.
        action: The function. It returns what JSON can express.
        arguments: Its arguments.
        readable: The files and folders that the worker may read.
        limits: The bounds on the worker.
        links: The symbolic links that are in its scratch folder before, with their targets.
    """
    need(*names)
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        for name in ("scratch", "jail"):
            Path(folder, name).mkdir()
        reader, writer = os.pipe()
        zygote = os.fork()
        if not zygote:
            try:
                limits, links = limits or Limits(), links or {}
                _be_zygote(writer, names, folder, readable, limits, links, action, arguments)
            finally:
                os._exit(1)
        os.close(writer)
        with os.fdopen(reader) as report:
            outcome = report.read()
        os.waitpid(zygote, 0)
    assert outcome, "the zygote died"
    return Outcome(**json.loads(outcome.splitlines()[0]))


def _be_zygote(
    writer: int,
    names: Sequence[str],
    folder: str,
    readable: Sequence[str],
    limits: Limits,
    links: Mapping[str, str],
    action: Callable[..., Any],
    arguments: Sequence[Any],
) -> None:
    """Fork the worker, and write what came of it to the descriptor `writer`."""
    scratch = f"{folder}/scratch/one"
    layers.isolate(names, readable, f"{folder}/scratch", f"{folder}/jail")
    layers.prepare()
    os.mkdir(scratch, 0o700)
    uid = layers.pick_uid() if "uid" in names else 0
    if uid:
        os.chown(scratch, uid, uid)
    for name, target in links.items():
        os.symlink(target, f"{scratch}/{name}")
    confinement = Confinement(tuple(names), scratch, tuple(readable), uid, limits)
    layers.open_for(confinement)
    worker = os.fork()
    if not worker:
        try:
            layers.enter(confinement, [writer])
            outcome = {"value": action(*arguments)}
        except BaseException as error:
            outcome = {"error": f"{type(error).__name__}: {error}"}
        os.write(writer, json.dumps(outcome).encode() + b"\n")
        os._exit(0)
    _, status = os.waitpid(worker, 0)
    layers.end(uid, worker)
    layers.close_for(confinement)
    if os.WIFSIGNALED(status):
        os.write(writer, json.dumps({"signal": os.WTERMSIG(status)}).encode() + b"\n")
    os._exit(0)
