"""Each wall proves its worth: an attack that gets through without it, and not with it.

Where several layers stop an attack, all of them are left out, and each by itself then holds it
again. Parts of the design that are no layer are taken out by replacing a function.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest
from attacks import corpus, victim
from attacks.corpus import HERE, Attack, Outcome, Range

from autograder.grader import Grader
from autograder.sandbox import layers, warden, wire, zygote
from autograder.sandbox.channel import Channel
from autograder.sandbox.layers import entry, remains
from autograder.sandbox.policy import LAYERS

pytestmark = pytest.mark.skipif(
    layers.available() != LAYERS or os.geteuid() != 0, reason="some layers are missing here"
)

NEEDS = {"jail": ("namespaces",), "landlock": ("no_new_privs",), "seccomp": ("no_new_privs",)}


def attack(name: str, *cells: str, due: float = 8.0, flags: str = "none") -> Attack:
    """One of the corpus, or one made of `cells` that no file has, because it needs a bait."""
    if cells:
        return Attack("ablation", name, "", (due,), flags, "", "", (cells,))
    return corpus.read_attack(HERE / f"{name}.py")


HONEST = "import numpy as np\n\n\n" + "\n\n\n".join(victim.HONEST.values())

SETUID_PROGRAM = attack(
    "setuid_program",
    HONEST,
    """
import subprocess
command = [TOLD["outside"] + "/cat", TOLD["staff"]]
raise ValueError(subprocess.run(command, capture_output=True).stdout)
""",
)


@dataclass(frozen=True)
class Wall:
    """Layers without which `attack` gets through, each of which is enough to hold it."""

    attack: Attack
    layers: tuple[str, ...]
    also: tuple[str, ...] = ()  # layers that can't be there when those aren't


WALLS = [
    Wall(attack("exfiltration/udp"), ("namespaces", "seccomp"), ("jail",)),
    Wall(attack("exfiltration/file_outside"), ("jail", "landlock")),
    Wall(attack("leftovers/files_of_the_release"), ("jail", "uid", "landlock")),
    Wall(attack("exhaustion/one_large_file"), ("rlimits",)),
    Wall(attack("leftovers/keyring"), ("uid", "seccomp")),
    Wall(SETUID_PROGRAM, ("jail", "no_new_privs"), ("landlock", "seccomp")),
]


@pytest.mark.parametrize("layer", LAYERS)
def test_every_layer_is_tested(layer: str) -> None:
    assert any(layer in wall.layers for wall in WALLS)


@pytest.mark.parametrize("wall", WALLS, ids=lambda wall: f"{wall.attack.name}-{wall.layers}")
def test_layers(wall: Wall) -> None:
    all_out = {*wall.layers, *wall.also}
    assert got_through(wall.attack, all_out)
    for layer in wall.layers:
        restored = {layer, *NEEDS.get(layer, ())}
        if wall.also or not restored - {layer}:
            assert not got_through(wall.attack, all_out - restored), f"{layer} alone"
    assert not got_through(wall.attack, set())


def got_through(one: Attack, without: set[str]) -> bool:
    return passed(one, run(one, tuple(name for name in LAYERS if name in without)))


def passed(one: Attack, outcome: Outcome) -> bool:
    """Whether an attack had its way: it told, took or cost something, or was not stopped."""
    stopped = one.reason in outcome.reason
    return bool(outcome.leaked or outcome.error or not stopped) or (
        tuple(outcome.scores) != outcome.due
    )


@cache
def run(one: Attack, without: tuple[str, ...] = ()) -> Outcome:
    with weak_range(without) as range_:
        return range_.run(one)


@contextlib.contextmanager
def weak_range(without: Sequence[str] = ()) -> Iterator[Range]:
    """A range that runs hidden tests although its canaries get through, with a bait in it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(corpus, "Grader", partial(Grader, weak=True))
        with Range(without) as range_:
            shutil.copy("/usr/bin/cat", range_.outside)
            (range_.outside / "cat").chmod(stat.S_ISUID | 0o755)
            yield range_


# --- parts of the design ---


class Forked(subprocess.Popen):  # type: ignore[type-arg]
    """A zygote that is a fork of the grader and not a program of its own."""

    left_open: list[int] = []

    def __init__(self, command: Sequence[str], **_: Any) -> None:
        self.pid, self.returncode = os.fork(), None
        self.args = command
        self._child_created = True
        if not self.pid:
            control, first = int(command[-1]), 3
            for number in sorted((control, *Forked.left_open, 1 << 12)):
                os.closerange(first, number)
                first = number + 1
            try:
                zygote.main(control)
            finally:
                os._exit(1)

    def wait(self, timeout: float | None = None) -> int:
        if self.returncode is None:
            self.returncode = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        return self.returncode

    def poll(self) -> int | None:
        return self.returncode

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)


@pytest.fixture
def forked(monkeypatch: pytest.MonkeyPatch) -> None:
    """With this, what a test replaces is replaced in the zygote and its workers too."""

    class Subprocess:
        Popen, DEVNULL = Forked, subprocess.DEVNULL
        run, TimeoutExpired = subprocess.run, subprocess.TimeoutExpired

    monkeypatch.setattr(warden, "subprocess", Subprocess)
    monkeypatch.setattr(zygote, "_warm", lambda modules: None)
    monkeypatch.setattr(sys, "path", [*sys.path])


MEMORY_OF_THE_GRADER = attack(
    "memory_of_the_grader",
    HONEST,
    """
import sys


def total(values):
    frame, found = sys._getframe(), []
    while frame:
        found += [o.reference for o in frame.f_locals.values() if hasattr(o, "reference")]
        frame = frame.f_back
    raise ValueError(found)
""",
    due=6.0,
)


def test_zygote_of_its_own_exec(request: pytest.FixtureRequest) -> None:
    assert not passed(MEMORY_OF_THE_GRADER, run(MEMORY_OF_THE_GRADER))
    request.getfixturevalue("forked")
    with weak_range() as range_:
        assert "the reference is in the report" in range_.run(MEMORY_OF_THE_GRADER).leaked


def test_capabilities_are_dropped(forked: None, monkeypatch: pytest.MonkeyPatch) -> None:
    one, without = attack("processes/back_to_root"), ("uid", "jail", "landlock")
    with weak_range((*without, "namespaces", "seccomp")) as range_:
        range_.victim.staff.chmod(0)
        assert not passed(one, range_.run(one))
    monkeypatch.setattr(entry.system, "drop_capabilities", lambda: None)
    with weak_range((*without, "namespaces", "seccomp")) as range_:
        range_.victim.staff.chmod(0)
        os.chown(range_.victim.staff, 1, 1)
        assert passed(one, range_.run(one))


def test_descriptors_are_closed(forked: None, monkeypatch: pytest.MonkeyPatch) -> None:
    one = attack(
        "open_descriptors",
        HONEST,
        """
import os
for number in range(3, 60):
    try:
        os.lseek(number, 0, 0)
        found = os.read(number, 1 << 16)
    except OSError:
        continue
    if found:
        raise ValueError(found)
""",
    )

    build = victim.build

    def build_and_open(folder: Path) -> victim.Victim:
        built = build(folder)
        monkeypatch.setattr(Forked, "left_open", [os.open(built.staff, os.O_RDONLY)])
        return built

    monkeypatch.setattr(victim, "build", build_and_open)
    with weak_range() as range_:
        assert not passed(one, range_.run(one))
    monkeypatch.setattr(entry, "_close_all_but", lambda keep: None)
    with weak_range() as range_:
        assert passed(one, range_.run(one))


def test_everything_of_the_user_is_killed(forked: None, monkeypatch: pytest.MonkeyPatch) -> None:
    one = attack("processes/daemon")
    with weak_range(("seccomp",)) as range_:
        range_.run(one)
        assert range_.left_behind() == []
    monkeypatch.setattr(remains, "_end_user", lambda uid: None)
    with weak_range(("seccomp",)) as range_:
        range_.run(one)
        assert range_.left_behind() != []


FORGETFUL = attack(
    "changes_what_others_use",
    HONEST.replace("def total(values):", "def total(values):\n    globals().pop('scale', None)"),
)


def test_fork_per_case(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not passed(FORGETFUL, run(FORGETFUL))

    @contextlib.contextmanager
    def case(self: warden.Worker, until: float) -> Iterator[Channel]:
        self.channel.deadline = until
        yield self.channel

    monkeypatch.setattr(warden.Worker, "case", case)
    with weak_range() as range_:
        assert range_.run(FORGETFUL).scores != [8.0]


@pytest.mark.parametrize("name", ["many_files", "memory_over_many_processes"])
def test_watchdog(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    one = attack(f"exhaustion/{name}")
    assert not passed(one, run(one))
    monkeypatch.setattr(warden.Worker, "_watch", lambda self: None)
    with weak_range() as range_:
        assert passed(one, range_.run(one))


def test_deadline_of_a_cell(monkeypatch: pytest.MonkeyPatch) -> None:
    one = attack("exhaustion/endless_loop_in_a_cell")
    assert not passed(one, run(one))
    monkeypatch.setitem(victim.LIMITS, "submission_seconds", 6)
    monkeypatch.setitem(victim.LIMITS, "cell_seconds", 6)
    with weak_range() as range_:
        assert passed(one, range_.run(one))


def test_deadline_of_a_case(monkeypatch: pytest.MonkeyPatch) -> None:
    one = attack("exhaustion/endless_loop_in_a_function")
    assert not passed(one, run(one))
    monkeypatch.setitem(victim.LIMITS, "submission_seconds", 6)
    monkeypatch.setitem(victim.LIMITS, "case_seconds", 6)
    with weak_range() as range_:
        assert passed(one, range_.run(one))


LONG_ANSWER = attack(
    "long_answer",
    HONEST,
    """
import sys


def total(values):
    frame = sys._getframe()
    while frame:
        if hasattr(frame.f_locals.get("self"), "limits"):
            object.__setattr__(frame.f_locals["self"].limits, "message", 1 << 40)
        frame = frame.f_back
    return "x" * (2 << 20)
""",
    due=6.0,
    flags="tampering",
)


def test_bound_of_a_message(monkeypatch: pytest.MonkeyPatch) -> None:
    read, longest = wire.read, [0]

    def reading(structure: bytearray, *rest: Any) -> Any:
        longest[0] = max(longest[0], len(structure))
        return read(structure, *rest)

    monkeypatch.setattr(wire, "read", reading)
    with weak_range() as range_:
        assert range_.run(LONG_ANSWER).flags and longest[0] <= victim.LIMITS["message"]
    receive = wire.receive
    monkeypatch.setattr(
        wire, "receive", lambda sock, structure, bulk, until: receive(sock, 1 << 30, bulk, until)
    )
    with weak_range() as range_:
        assert not range_.run(LONG_ANSWER).flags and longest[0] > victim.LIMITS["message"]


def test_budget_of_callbacks(monkeypatch: pytest.MonkeyPatch) -> None:
    one, most = attack("exhaustion/callbacks"), victim.LIMITS["callbacks"]
    budgets: list[int] = []
    close = Channel.close
    monkeypatch.setattr(Channel, "close", lambda self: (budgets.append(self.budget), close(self)))
    monkeypatch.setitem(victim.LIMITS, "case_seconds", 60)  # the budget is the bound, not the time
    with weak_range() as range_:
        range_.run(one)
    assert max(budgets) == most + 1
    monkeypatch.setitem(victim.LIMITS, "callbacks", 2 * most)
    with weak_range() as range_:
        range_.run(one)
    assert max(budgets) == 2 * most + 1
