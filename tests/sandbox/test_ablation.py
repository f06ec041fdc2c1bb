"""Each wall proves its worth: an attack gets through without it, and not with it.

If several layers stop an attack, all of them are left out, and then each of them alone has to stop
it again. A part of the design that is no layer is removed by replacing a function.
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
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest
from attacks import corpus, victim
from attacks.corpus import HERE, Attack, Outcome, Range

from autograder.grading.grader import Grader
from autograder.grading.run import GradingRun
from autograder.sandbox import layers
from autograder.sandbox.confined import processes, zygote
from autograder.sandbox.layers import cleanup, entry
from autograder.sandbox.protocol import wire
from autograder.sandbox.protocol.policy import LAYERS
from autograder.sandbox.trusted import zygote_process
from autograder.sandbox.trusted.channel import Channel
from autograder.sandbox.trusted.worker_handle import WorkerHandle
from autograder.sandbox.trusted.zygote_process import ZygoteProcess

pytestmark = [
    pytest.mark.skipif(
        {*LAYERS} - {"cgroup"} - {*layers.available()} or os.geteuid() != 0,
        reason="some layers are missing here",
    ),
    pytest.mark.xdist_group("ablation"),  # These tests share sandboxes.
]

# The layers that a layer needs.
NEEDS = {
    "jail": ("namespaces",),
    "tmpfs": ("namespaces",),
    "landlock": ("no_new_privs",),
    "seccomp": ("no_new_privs",),
}


def attack(name: str, *cells: str, due: float = 8.0, flags: str = "none") -> Attack:
    """Return an attack of the corpus, or one that is made of `cells` because it needs a bait."""
    if cells:
        return Attack("ablation", name, "", (due,), flags, "", "", (cells,))
    return corpus.read_attack(HERE / f"{name}.py")


HONEST = "import numpy as np\n\n\n" + "\n\n\n".join(victim.HONEST.values())

SETUID_PROGRAM = attack(
    "setuid_program",
    HONEST,
    """
import os
ours, theirs = os.pipe()
program = TOLD["outside"] + "/cat"
os.posix_spawn(program, [program, TOLD["staff"]], {},
               file_actions=[(os.POSIX_SPAWN_DUP2, theirs, 1)])
os.close(theirs)
raise ValueError(os.read(ours, 100_000))
""",
)


@dataclass(frozen=True)
class Wall:
    """Layers that stop an attack.

    Attributes:
        attack: The attack, which gets through without these layers.
        layers: The layers, each of which stops the attack alone.
        also: Further layers that have to be left out, because they need one of these.
    """

    attack: Attack
    layers: tuple[str, ...]
    also: tuple[str, ...] = ()

    def all_out(self) -> frozenset[str]:
        """Return the layers to leave out so that the attack gets through."""
        return frozenset({*self.layers, *self.also})

    def one_back(self) -> dict[str, frozenset[str]]:
        """Return, for each layer that can be tried alone, the layers to leave out meanwhile."""
        restored = {layer: {layer, *NEEDS.get(layer, ())} for layer in self.layers}
        return {
            layer: self.all_out() - names
            for layer, names in restored.items()
            if self.also or names == {layer}
        }


WALLS = [
    Wall(attack("exfiltration/udp"), ("namespaces", "seccomp"), ("jail", "tmpfs")),
    Wall(attack("exfiltration/file_outside"), ("jail", "landlock")),
    Wall(attack("leftovers/files_of_the_release"), ("jail", "uid", "landlock")),
    Wall(attack("exhaustion/one_large_file"), ("rlimits",)),
    Wall(attack("exhaustion/files_for_a_moment"), ("tmpfs",)),
    Wall(attack("exhaustion/memory_that_nobody_maps"), ("seccomp",)),
    Wall(attack("exhaustion/full_sockets"), ("seccomp",)),
    Wall(attack("processes/false_copy"), ("seccomp",)),
    Wall(attack("leftovers/keyring"), ("uid", "seccomp")),
    Wall(SETUID_PROGRAM, ("jail", "no_new_privs"), ("landlock", "seccomp")),
]


# test_layers.py shows what the kernel does not bound without a control group.
@pytest.mark.parametrize("layer", [name for name in LAYERS if name != "cgroup"])
def test_every_layer_is_tested(layer: str) -> None:
    assert any(layer in wall.layers for wall in WALLS)


@pytest.mark.slow
@pytest.mark.parametrize("wall", WALLS, ids=lambda wall: f"{wall.attack.name}-{wall.layers}")
def test_layers(wall: Wall) -> None:
    assert got_through(wall.attack, outcomes(wall.all_out())[wall.attack])
    for layer, without in wall.one_back().items():
        assert not got_through(wall.attack, outcomes(without)[wall.attack]), f"{layer} alone"
    assert not got_through(wall.attack, outcomes(frozenset())[wall.attack])


def got_through(one: Attack, outcome: Outcome) -> bool:
    """Return True if an attack leaked or changed something, or was stopped for another reason than
    the one that is due."""
    stopped = one.reason in outcome.reason
    return bool(outcome.leaked or outcome.error or not stopped) or (
        tuple(outcome.scores) != outcome.due
    )


@cache
def outcomes(without: frozenset[str]) -> dict[Attack, Outcome]:
    """Run every attack that has to be run without these layers, all of them in one sandbox."""
    attacks = [
        wall.attack
        for wall in WALLS
        if without in (frozenset(), wall.all_out(), *wall.one_back().values())
    ]
    with weak_range([name for name in LAYERS if name in without]) as range_:
        return {one: run(range_, one) for one in attacks}


def run(range_: Range, one: Attack) -> Outcome:
    """Run one attack, and remove what it has left in the folder where everybody may write."""
    before = set(range_.outside.iterdir())
    outcome = range_.run(one)
    for path in set(range_.outside.iterdir()) - before:
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    return outcome


@contextlib.contextmanager
def weak_range(without: Sequence[str] = ()) -> Iterator[Range]:
    """Open a range that runs hidden tests although its canaries get through. A program that runs
    as root lies in the folder outside."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(corpus, "Grader", partial(Grader, run_hidden_without_sandbox=True))
        with Range(without) as range_:
            shutil.copy("/usr/bin/cat", range_.outside)
            (range_.outside / "cat").chmod(stat.S_ISUID | 0o755)
            yield range_


@pytest.fixture(scope="module")
def whole() -> Iterator[Range]:
    """A range with all layers. What a test replaces in the grader's process has effect in it."""
    with weak_range() as range_:
        yield range_


def set_limits(monkeypatch: pytest.MonkeyPatch, range_: Range, **changed: int) -> None:
    """Change limits that the grader's side of a range enforces, for one test."""
    grader = range_.grader
    limits = replace(grader.warden.limits, **changed)
    settings = replace(grader.bundle.settings, limits=limits)
    monkeypatch.setattr(grader.warden, "limits", limits)
    monkeypatch.setattr(grader, "bundle", replace(grader.bundle, settings=settings))


# --- parts of the design ---


class Forked(subprocess.Popen):  # type: ignore[type-arg]
    """A zygote that is a fork of the grader, and not a program of its own."""

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
    """Replace the program of the zygote by a fork. So what a test replaces has effect there too."""

    class Subprocess:
        Popen, DEVNULL, TimeoutExpired = Forked, subprocess.DEVNULL, subprocess.TimeoutExpired

    monkeypatch.setattr(zygote_process, "subprocess", Subprocess)
    monkeypatch.setattr(zygote, "_warm", lambda modules: None)
    # A forked zygote and its workers copy the memory of pytest, which is of any size.
    monkeypatch.setitem(victim.LIMITS, "total_memory", 4 << 30)
    monkeypatch.setitem(victim.LIMITS, "memory", 8 << 30)
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


@pytest.mark.slow
def test_zygote_of_its_own_exec(whole: Range, request: pytest.FixtureRequest) -> None:
    assert not got_through(MEMORY_OF_THE_GRADER, run(whole, MEMORY_OF_THE_GRADER))
    request.getfixturevalue("forked")
    with weak_range() as range_:
        assert "the reference is in the report" in range_.run(MEMORY_OF_THE_GRADER).leaked


@pytest.mark.slow
def test_capabilities_are_dropped(forked: None, monkeypatch: pytest.MonkeyPatch) -> None:
    one, without = attack("processes/back_to_root"), ("uid", "jail", "tmpfs", "landlock")
    with weak_range((*without, "namespaces", "seccomp")) as range_:
        range_.victim.staff.chmod(0)
        assert not got_through(one, range_.run(one))
    monkeypatch.setattr(entry.system, "drop_capabilities", lambda: None)
    with weak_range((*without, "namespaces", "seccomp")) as range_:
        range_.victim.staff.chmod(0)
        os.chown(range_.victim.staff, 1, 1)
        assert got_through(one, range_.run(one))


@pytest.mark.slow
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
        assert not got_through(one, range_.run(one))
    monkeypatch.setattr(entry, "_close_all_but", lambda keep: None)
    with weak_range() as range_:
        assert got_through(one, range_.run(one))


@pytest.mark.slow
def test_everything_of_the_user_is_killed(forked: None, monkeypatch: pytest.MonkeyPatch) -> None:
    one = attack("processes/daemon")
    with weak_range(("seccomp",)) as range_:
        range_.run(one)
        assert range_.left_behind() == []
    monkeypatch.setattr(cleanup, "_end_user", lambda uid: None)
    with weak_range(("seccomp",)) as range_:
        range_.run(one)
        assert range_.left_behind() != []


FORGETFUL = attack(
    "changes_what_others_use",
    HONEST.replace("def total(values):", "def total(values):\n    globals().pop('scale', None)"),
)


@pytest.mark.slow
def test_fork_per_case(whole: Range, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not got_through(FORGETFUL, run(whole, FORGETFUL))

    @contextlib.contextmanager
    def case(self: WorkerHandle, until: float) -> Iterator[Channel]:
        self.channel.deadline = until
        yield self.channel

    monkeypatch.setattr(WorkerHandle, "case", case)
    with weak_range() as range_:  # Its own one: the reference is used by this way, too.
        assert range_.run(FORGETFUL).scores != [8.0]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["many_files", "memory_over_many_processes"])
def test_watchdog(whole: Range, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    one = attack(f"exhaustion/{name}")
    assert not got_through(one, run(whole, one))
    monkeypatch.setattr(WorkerHandle, "look", lambda self, waited=0.0: False)
    assert got_through(one, run(whole, one))


@pytest.mark.slow
def test_a_case_is_ended_before_its_worker(whole: Range, monkeypatch: pytest.MonkeyPatch) -> None:
    one = attack("exhaustion/cases_that_fill_memory")
    assert not got_through(one, run(whole, one))
    ask = ZygoteProcess.ask

    def ask_but_relieve(self: ZygoteProcess, operation: str, *rest: Any, **operands: Any) -> Any:
        if operation == "relieve":
            return {"is_within": False}
        return ask(self, operation, *rest, **operands)

    monkeypatch.setattr(ZygoteProcess, "ask", ask_but_relieve)
    # Starts that a case has caused don't count: the second wall against this attack goes, too.
    never = property(lambda run: False, lambda run, value: None)
    monkeypatch.setattr(GradingRun, "case_has_begun", never, raising=False)
    assert got_through(one, run(whole, one))


@pytest.mark.slow
def test_process_ids_begin_at_random(forked: None, monkeypatch: pytest.MonkeyPatch) -> None:
    one = attack("leftovers/count_of_processes")
    with weak_range() as range_:
        assert not got_through(one, range_.run(one))
    monkeypatch.setattr(processes, "randomize_next_pid", lambda: None)
    with weak_range() as range_:
        counted_on = any(got_through(one, range_.run(one)) for _ in range(10))
    if not counted_on and "PYTEST_XDIST_WORKER" in os.environ:
        pytest.skip("other tests take process ids meanwhile: run this test alone")
    assert counted_on


@pytest.mark.slow
def test_deadline_of_a_cell(whole: Range, monkeypatch: pytest.MonkeyPatch) -> None:
    one = attack("exhaustion/endless_loop_in_a_cell")
    assert not got_through(one, run(whole, one))
    # The cells' share of the time is a second wall against this attack.
    set_limits(monkeypatch, whole, submission_seconds=6, cell_seconds=6, cells_share=1.0)
    assert got_through(one, run(whole, one))


@pytest.mark.slow
def test_deadline_of_a_case(whole: Range, monkeypatch: pytest.MonkeyPatch) -> None:
    one = attack("exhaustion/endless_loop_in_a_function")
    assert not got_through(one, run(whole, one))
    set_limits(monkeypatch, whole, submission_seconds=6, case_seconds=6)
    assert got_through(one, run(whole, one))


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


def test_bound_of_a_message(whole: Range, monkeypatch: pytest.MonkeyPatch) -> None:
    read, longest = wire.read, [0]

    def reading(structure: bytearray, *rest: Any) -> Any:
        longest[0] = max(longest[0], len(structure))
        return read(structure, *rest)

    monkeypatch.setattr(wire, "read", reading)
    assert run(whole, LONG_ANSWER).flags and longest[0] <= victim.LIMITS["message"]
    receive = wire.receive
    monkeypatch.setattr(
        wire, "receive", lambda sock, structure, bulk, until: receive(sock, 1 << 30, bulk, until)
    )
    assert not run(whole, LONG_ANSWER).flags and longest[0] > victim.LIMITS["message"]


@pytest.mark.slow
def test_budget_of_callbacks(whole: Range, monkeypatch: pytest.MonkeyPatch) -> None:
    one, most = attack("exhaustion/callbacks"), victim.LIMITS["callbacks"]
    budgets: list[int] = []
    close = Channel.close
    monkeypatch.setattr(Channel, "close", lambda self: (budgets.append(self.budget), close(self)))
    # The case has to end by the number of callbacks, and not because its time is over.
    set_limits(monkeypatch, whole, case_seconds=60, submission_seconds=600)
    run(whole, one)
    assert max(budgets) == most + 1
    set_limits(monkeypatch, whole, callbacks=2 * most)
    run(whole, one)
    assert max(budgets) == 2 * most + 1
