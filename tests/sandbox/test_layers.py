"""Each layer by its effect in a forked child, and what is done before and after the layers."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import json
import mmap
import os
import platform
import resource
import select
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from confined import AVAILABLE, confined, need
from containers import run_in_container
from seccompy import Action, Filter, syscalls

from autograder.sandbox import layers
from autograder.sandbox.confined import processes
from autograder.sandbox.layers import bounds, canaries, cgroup, identity, seccomp, system
from autograder.sandbox.protocol.limits import MIB
from autograder.sandbox.protocol.policy import LAYERS, SHARED_FOLDERS, Confinement, Limits

pytestmark = pytest.mark.skipif(not AVAILABLE, reason="there are no layers on this machine")

ROOT = os.geteuid() == 0
PROJECT = Path(__file__).resolve().parents[2]
LIBC = ctypes.CDLL(None, use_errno=True)
FILTERED = ("no_new_privs", "seccomp")


def refused(call: Callable[..., Any], *arguments: Any) -> str:
    """Return the name of the error that a call raises, or ""."""
    try:
        call(*arguments)
    except OSError as error:
        return errno.errorcode[error.errno or 0]
    return ""


def make_and_remove(folder: str) -> None:
    os.mkdir(folder)
    os.rmdir(folder)


def has_ended(reader: int) -> bool:
    """Return True if all processes that hold the other end of a pipe end within 20 seconds."""
    readable, _, _ = select.select([reader], [], [], 20)
    return bool(readable) and os.read(reader, 1) == b""


# --- all of them ---


def offered() -> set[str]:
    """Return the layers that the kernel offers to a root with all capabilities."""
    missing = {"landlock"} if refused(system.call, 444, 0, 0, 1) else set()
    if refused(cgroup._parent):
        missing.add("cgroup")
    return {*LAYERS} - missing


def test_every_layer_that_the_kernel_offers_root_can_be_entered() -> None:
    if not system.effective_capabilities() >> system.CAP_SYS_ADMIN & 1:
        pytest.skip("this user is not offered everything")
    assert set(AVAILABLE) == offered()


def is_in_group() -> bool:
    """Return True if this process is in a control group that was made for it."""
    try:
        return "/coursework-" in Path("/proc/self/cgroup").read_text()
    except (FileNotFoundError, PermissionError):  # In a jail, or in a confined process.
        return "cgroup" in AVAILABLE


def in_force(outer_user: int) -> dict[str, bool]:
    """Return which layers have an effect on this process."""
    return {
        "namespaces": os.getppid() == 1,
        "jail": not os.path.exists("/etc/passwd"),
        "tmpfs": os.path.ismount(os.getcwd()),
        "cgroup": is_in_group(),
        "uid": os.getuid() != outer_user,
        "rlimits": resource.getrlimit(resource.RLIMIT_NOFILE) == (128, 128),
        "no_new_privs": LIBC.prctl(39, 0, 0, 0, 0) == 1,  # PR_GET_NO_NEW_PRIVS
        "landlock": refused(os.listdir, "/") == "EACCES",
        "seccomp": refused(socket.socket) == "EPERM",
    }


def test_all_available_layers_are_entered_together() -> None:
    user = os.getuid()
    assert confined((), in_force, user).value == dict.fromkeys(LAYERS, False)
    together = {name: name in AVAILABLE for name in LAYERS}
    assert confined(AVAILABLE, in_force, user).value == together


def test_an_unknown_layer_is_refused() -> None:
    outcome = in_fork(lambda report: layers.enter(Confinement(("moat",), "/tmp", ()), [report]))
    assert outcome == "LayerError: The layer “moat” can't be entered here: there is no such layer."


@pytest.mark.parametrize("names", [("jail",), ("namespaces",)])
def test_a_world_that_was_not_built_is_refused(names: tuple[str, ...]) -> None:
    outcome = in_fork(lambda report: layers.enter(Confinement(names, "/tmp", ()), [report]))
    assert outcome.startswith(f"LayerError: The layer “{names[0]}”")


def test_jail_without_namespaces_is_refused() -> None:
    with pytest.raises(layers.LayerError, match="jail"):
        layers.isolate(("jail",), (), "/tmp", "/tmp")


def test_a_layer_that_the_kernel_refuses_is_an_error(tmp_path: Path) -> None:
    need("no_new_privs", "landlock", "seccomp")

    def enter(report: int) -> None:
        system.set_no_new_privs()
        rules = Filter(Action.ALLOW)
        rules.errno("landlock_create_ruleset", errno.ENOSYS)
        seccomp.install(rules.program)
        layers.enter(Confinement(("no_new_privs", "landlock"), str(tmp_path), ()), [report])

    assert in_fork(enter).startswith("LayerError: The layer “landlock”")


def in_fork(action: Callable[[int], Any]) -> str:
    """Run an action in a process of its own. Return the error that it raised, or "".

    The action is given the descriptor that reports the error. It has to stay open until then.
    """
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        message = ""
        try:
            action(writer)
        except BaseException as error:
            message = f"{type(error).__name__}: {error}"
        os.write(writer, message.encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as report:
        message = report.read()
    os.waitpid(child, 0)
    return message


def test_only_kept_descriptors_stay_open(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("42")

    def open_files() -> list[int]:
        return [n for n in range(256) if not refused(os.fstat, n)]

    with secret.open():
        kept = confined((), open_files).value
    assert kept[:3] == [0, 1, 2] and len(kept) == 4


def test_standard_streams_are_null() -> None:
    def devices() -> list[int]:
        return [os.fstat(n).st_rdev for n in (0, 1, 2)]

    assert confined((), devices).value == [os.stat(os.devnull).st_rdev] * 3


def test_environment_is_cleared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET", "42")
    monkeypatch.setenv("MPLCONFIGDIR", "/usr/share")
    left = confined((), lambda: dict(os.environ)).value
    assert left.keys() == {"HOME", "PATH", "MPLBACKEND", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"}
    kept = confined((), lambda: dict(os.environ), readable=("/usr",)).value
    assert kept["MPLCONFIGDIR"] == "/usr/share"


def test_a_worker_is_ended_first_where_memory_is_out() -> None:
    score = confined(["rlimits"], lambda: Path("/proc/self/oom_score_adj").read_text())
    assert score.value.strip() == "1000"


def test_no_capability_is_left() -> None:
    def capabilities() -> list[int]:
        bounding = LIBC.prctl(23, 0, 0, 0, 0) if ROOT else 0
        return [system.effective_capabilities(), bounding]

    assert confined((), capabilities).value == [0, 0]


def test_worker_leads_a_session_in_its_scratch() -> None:
    def where() -> list[Any]:
        return [os.getsid(0) == os.getpid(), os.getcwd(), os.environ["HOME"]]

    leads, folder, home = confined((), where).value
    assert leads and folder == home and folder.endswith("/scratch/one")


# --- namespaces and jail ---


def test_namespaces_hide_processes_and_the_network() -> None:
    def world() -> list[Any]:
        processes = [name for name in os.listdir("/proc") if name.isdecimal()]
        return [len(processes), [name for _, name in socket.if_nameindex()]]

    processes, interfaces = confined(("namespaces",), world).value
    assert processes == 2  # the zygote and the worker
    assert interfaces == ["lo"]
    assert confined((), world).value[0] > 2


def test_jail_holds_only_what_is_readable(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "book").write_text("text")
    (tmp_path / "link").symlink_to("real")
    (tmp_path / "hidden").write_text("42")
    readable = (f"{tmp_path}/link/book", "/missing", "/usr/lib", "/usr/lib/locale")

    def world() -> dict[str, Any]:
        return {
            "folder": sorted(os.listdir(tmp_path)),
            "book": (tmp_path / "link" / "book").read_text(),
            "link": os.readlink(tmp_path / "link"),
            "devices": sorted(os.listdir("/dev")),
            "writable": [
                refused(make_and_remove, f"{folder}/new")
                for folder in ("/", "/usr", "/usr/lib", str(tmp_path), "/dev", os.getcwd())
            ],
            "change": refused(open, tmp_path / "real" / "book", "a"),
            "null": refused(open, os.devnull, "w"),
            "outside": [name for name in ("/etc", "/proc", "/bin") if os.path.lexists(name)],
        }

    world_ = confined(("namespaces", "jail"), world, readable=readable).value
    assert world_ == {
        "folder": ["link", "real"],
        "book": "text",
        "link": "real",
        "devices": ["null", "random", "urandom"],
        "writable": ["EROFS"] * 5 + [""],
        "change": "EROFS",
        "null": "",
        "outside": [],
    }


def test_jail_has_what_python_and_numpy_need() -> None:
    readable = (sys.prefix, sys.base_prefix, "/usr", "/lib", "/lib64")

    def use() -> str:
        from numpy.linalg import inv  # not imported before: read in the jail

        return str(inv([[2.0]])[0][0])

    names = tuple(name for name in AVAILABLE if name != "rlimits")
    need("namespaces", "jail")
    assert confined(names, use, readable=readable).value == "0.5"


ISOLATE_AND_END = """
import os, sys
from autograder.sandbox import layers
from autograder.sandbox.confined import processes
layers.isolate(("namespaces",), (), "/tmp", "/tmp")
assert os.getpid() == 1
{end}
"""


CRASH = "import ctypes; ctypes.string_at(0)"


@pytest.mark.parametrize("end, code", [("os._exit(7)", 7), (CRASH, -signal.SIGSEGV)])
def test_how_the_isolated_process_ends_is_passed_on(end: str, code: int) -> None:
    need("namespaces")
    script = ISOLATE_AND_END.format(end=end)
    assert subprocess.run([sys.executable, "-c", script], cwd=PROJECT).returncode == code


def test_nothing_is_left_when_the_grader_dies() -> None:
    need("namespaces")
    # Grader, shim, zygote and its worker all hold the pipe, but the shim: it ends with them.
    script = ISOLATE_AND_END.format(end="os.fork(); os.write(1, b'.'); import time; time.sleep(60)")
    grader = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {script!r}])"
    process = subprocess.Popen([sys.executable, "-c", grader], cwd=PROJECT, stdout=subprocess.PIPE)
    assert process.stdout is not None
    with process.stdout as output:
        assert output.read(2) == b".."
        process.kill()
        assert has_ended(output.fileno())
    process.wait()


def test_worker_dies_with_its_zygote(tmp_path: Path) -> None:
    reader, writer = os.pipe()

    def zygote(_: int) -> None:
        if not os.fork():
            layers.enter(Confinement((), str(tmp_path), ()), [writer])
            os.write(writer, b".")
            time.sleep(60)
        os.read(reader, 1)

    assert in_fork(zygote) == ""
    os.close(writer)
    assert has_ended(reader)
    os.close(reader)


# --- uid ---


def test_uid_cannot_go_back_or_read_the_graders_files(tmp_path: Path) -> None:
    need("uid")
    tmp_path.chmod(0o755)
    secret = tmp_path / "secret"
    secret.write_text("42")
    secret.chmod(0o600)

    def tries() -> list[Any]:
        return [refused(open, secret), refused(os.setuid, 0), os.getuid()]

    *refusals, uid = confined(("uid",), tries).value
    assert refusals == ["EACCES", "EPERM"] and uid > 0
    assert confined((), tries).value[0] == ""


def test_uid_keeps_no_group() -> None:
    need("uid")
    before = os.getgroups()
    os.setgroups([1, 2])
    try:
        assert confined(("uid",), os.getgroups).value == []
    finally:
        os.setgroups(before)


def test_picked_uids_are_free_and_differ() -> None:
    need("uid")
    picked = {layers.pick_uid() for _ in range(20)}
    assert len(picked) == 20
    assert not picked & set(identity.owners().values())


def test_uid_is_picked_from_what_is_mapped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(identity, "_uid_map", lambda: [(0, 100_000, 1_003)])
    monkeypatch.setattr(identity, "_accounts", lambda: {1_000})
    monkeypatch.setattr(identity, "owners", lambda: {7: 1_001})
    assert {layers.pick_uid() for _ in range(5)} <= {1_002}
    monkeypatch.setattr(identity, "_uid_map", lambda: [(0, 1_000, 1)])
    with pytest.raises(layers.LayerError, match="uid"):
        layers.pick_uid()


# --- rlimits ---


def test_rlimits_end_a_memory_bomb_alone() -> None:
    limits = Limits(memory=1024 * MIB)

    def bomb() -> int:
        return len(bytearray(1025 * MIB))

    assert confined(("rlimits",), bomb, limits=limits).error == "MemoryError: "
    assert confined((), bomb, limits=limits).value == 1025 * MIB


def test_rlimits_bound_files_and_descriptors() -> None:
    limits = Limits(file_size=1000, descriptors=20)

    def use() -> list[Any]:
        with open("large", "wb", buffering=0) as large:
            written = large.write(bytes(2000))
        descriptors = [os.dup(0) for _ in range(10)]
        return [written, len(descriptors), refused(lambda: [os.dup(0) for _ in range(20)])]

    assert confined(("rlimits",), use, limits=limits).value == [1000, 10, "EMFILE"]
    assert confined((), use, limits=limits).value == [2000, 10, ""]


def fork_bomb() -> list[Any]:
    """Fork up to 40 children. Return how many there are, and the error that came instead of the
    next one."""
    for started in range(40):
        try:
            child = os.fork()
        except OSError as error:
            return [started, errno.errorcode[error.errno or 0]]
        if not child:
            time.sleep(60)
    return [40, ""]


def test_rlimits_bound_the_processes_of_a_worker_with_a_user_of_its_own() -> None:
    need("uid")
    names = ("uid", "rlimits")
    # The worker itself is one of the 8.
    assert confined(names, fork_bomb, limits=Limits(processes=8)).value == [7, "EAGAIN"]
    assert confined(names, fork_bomb, limits=Limits(processes=64)).value == [40, ""]


def test_rlimits_bound_the_processes_of_an_ordinary_user(monkeypatch: pytest.MonkeyPatch) -> None:
    if ROOT:
        pytest.skip("the kernel doesn't bound the processes of root")
    # How many processes this user has can change at any time. So these bounds are far from it: the
    # user has at least the test, the zygote and the worker.
    monkeypatch.setattr(bounds, "running_tasks", lambda: 0)
    assert confined(("rlimits",), fork_bomb, limits=Limits(processes=2)).value == [0, "EAGAIN"]
    assert confined(("rlimits",), fork_bomb, limits=Limits(processes=9999)).value == [40, ""]


def test_the_processes_that_an_ordinary_user_has_already_are_allowed_too() -> None:
    def bound(_: int) -> None:
        _, hard = resource.getrlimit(resource.RLIMIT_NPROC)
        bounds.enter(Limits(processes=8), tasks=5)
        lowest = 13 if hard == resource.RLIM_INFINITY else min(13, hard)
        assert resource.getrlimit(resource.RLIMIT_NPROC) == (lowest, lowest)

    assert in_fork(bound) == ""


def test_threads_of_the_same_user_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "owners", lambda: {os.getpid(): os.getuid() + 1})
    assert bounds.running_tasks() == 0
    monkeypatch.setattr(bounds, "owners", lambda: {os.getpid(): os.getuid()})
    before, stop = bounds.running_tasks(), threading.Event()
    threads = [threading.Thread(target=stop.wait) for _ in range(3)]
    for thread in threads:
        thread.start()
    try:
        assert bounds.running_tasks() == before + 3 and before >= 1
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def test_rlimits_bound_computing() -> None:
    def spin() -> None:
        while time.process_time() < 10:
            pass

    outcome = confined(("rlimits",), spin, limits=Limits(submission_seconds=0.5))
    assert outcome.signal in (signal.SIGXCPU, signal.SIGKILL)


def test_rlimits_cannot_be_raised() -> None:
    def tries() -> str:
        with contextlib.suppress(ValueError):
            resource.setrlimit(resource.RLIMIT_CORE, (1, 1))
            return "raised"
        return ""

    assert confined(("rlimits",), tries).value == ""


# --- no_new_privs ---


def test_no_new_privs_makes_setuid_programs_powerless(tmp_path: Path) -> None:
    if not ROOT:
        pytest.skip("only root can make a program that gives root's privileges")
    program = Path(shutil.copy("/usr/bin/id", tmp_path))
    for folder in (tmp_path, *tmp_path.parents[:-2]):
        folder.chmod(folder.stat().st_mode | 0o011)
    program.chmod(stat.S_ISUID | 0o755)

    def user() -> str:
        return subprocess.run([program, "-u"], capture_output=True, text=True).stdout.strip()

    assert confined(("uid",), user).value == "0"
    assert confined(("uid", "no_new_privs"), user).value != "0"


def test_no_new_privs_lets_anyone_load_a_filter() -> None:
    assert confined(FILTERED, os.getpid).value
    assert confined(("seccomp",), os.getpid).error.startswith("LayerError: The layer “seccomp”")


# --- landlock ---


def test_landlock_shows_only_what_is_readable(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    for name in ("shown", "hidden"):
        (tmp_path / name).write_text(name)

    def tries() -> list[str]:
        os.makedirs("a/b")
        Path("a/file").write_text("text")
        os.rename("a/file", "a/b/file")
        os.unlink("a/b/file")
        return [
            refused(open, tmp_path / "shown"),
            refused(open, tmp_path / "shown", "a"),
            refused(open, tmp_path / "hidden"),
            refused(os.listdir, tmp_path),
            refused(os.unlink, tmp_path / "hidden"),
            refused(open, os.devnull, "w"),
        ]

    readable = (str(tmp_path / "shown"), "/missing")
    names = ("no_new_privs", "landlock")
    refusals = confined(names, tries, readable=readable).value
    assert refusals == ["", "EACCES", "EACCES", "EACCES", "EACCES", ""]
    assert confined(names[:1], tries, readable=readable).value == [""] * 6


def test_landlock_keeps_signals_inside() -> None:
    need("landlock")
    if system.call(444, 0, 0, 1) < 6:
        pytest.skip("this kernel's Landlock doesn't know signals")

    def tries() -> list[str]:
        child = os.fork()
        if not child:
            time.sleep(60)
        own = refused(os.kill, child, signal.SIGKILL)
        return [refused(os.kill, os.getppid(), 0), own]

    assert confined(("no_new_privs", "landlock"), tries).value == ["EPERM", ""]
    assert confined(("no_new_privs",), tries).value == ["", ""]


# --- tmpfs ---


def test_the_kernel_bounds_what_a_worker_stores() -> None:
    """Files that nobody sees count as well: here they have no name, and are only mapped."""

    def fill() -> list[Any]:
        stored = 0
        try:
            for _ in range(20):
                with open("file", "w+b") as file:
                    os.unlink("file")
                    mapped.append(mmap.mmap(file.fileno(), 0) if file.write(bytes(MIB)) else None)
                    stored += MIB
        except OSError as error:
            return [stored, errno.errorcode[error.errno or 0]]
        return [stored, ""]

    mapped: list[Any] = []
    limits = Limits(scratch=4 * MIB)
    stored, error = confined(("namespaces", "tmpfs"), fill, limits=limits).value
    assert error == "ENOSPC" and 4 * MIB <= stored <= 5 * MIB
    assert confined(("namespaces",), fill, limits=limits).value == [20 * MIB, ""]


def test_the_kernel_bounds_space_that_is_reserved() -> None:
    def reserve() -> str:
        kept = os.open("kept", os.O_CREAT | os.O_RDWR)
        keep_size = 1
        number = syscalls.syscall_nr("fallocate")
        return refused(system.call, number, kept, keep_size, 0, 8 * MIB)

    limits = Limits(scratch=4 * MIB)
    assert confined(("namespaces", "tmpfs"), reserve, limits=limits).value == "ENOSPC"
    assert confined(("namespaces",), reserve, limits=limits).value == ""


def test_scratch_keeps_its_links_and_belongs_to_the_worker() -> None:
    def look() -> list[Any]:
        status = os.stat(".")
        Path("new").write_text("text")
        return [os.readlink("link"), status.st_uid == os.getuid(), stat.S_IMODE(status.st_mode)]

    names = [name for name in AVAILABLE if name not in ("landlock", "seccomp")]
    outcome = confined(("namespaces", "tmpfs"), look, links={"link": "/usr"})
    assert outcome.value == ["/usr", True, 0o700]
    need("uid", "tmpfs")
    assert confined(names, look, links={"link": "/usr"}).value == ["/usr", True, 0o700]


def test_scratch_is_gone_with_the_worker() -> None:
    need("namespaces", "tmpfs")

    def mounts() -> str:
        return Path("/proc/self/mountinfo").read_text()

    def zygote(report: int) -> None:
        with tempfile.TemporaryDirectory() as folder:
            confinement = Confinement(("namespaces", "tmpfs"), folder, ())
            layers.isolate(("namespaces",), (), "/tmp", "/tmp")
            before = mounts()
            layers.open_for(confinement)
            assert mounts() != before
            layers.close_for(confinement)
            assert mounts() == before

    assert in_fork(zygote) == ""


@pytest.mark.parametrize("names", [("tmpfs",), ("cgroup",)])
def test_a_worker_for_which_nothing_was_made_is_refused(
    names: tuple[str, ...], tmp_path: Path
) -> None:
    confinement = Confinement(names, str(tmp_path), ())
    outcome = in_fork(lambda report: layers.enter(confinement, [report]))
    assert outcome.startswith(f"LayerError: The layer “{names[0]}”")


# --- what the zygote sees ---


def test_every_socket_counts_as_full() -> None:
    def more_with_ten_pairs() -> int:
        before = processes.memory_of_sockets()
        kept = [socket.socketpair() for _ in range(10)]
        return (processes.memory_of_sockets() - before) // (2 * len(kept))

    buffer = int(Path("/proc/sys/net/core/wmem_default").read_text())
    assert confined(("namespaces",), more_with_ten_pairs).value == buffer


def test_a_file_that_is_only_mapped_is_counted() -> None:
    if not ROOT:
        pytest.skip("only root may look at what another process has mapped")

    def look() -> int:
        before = processes.unlinked(os.getsid(0))  # Files of pytest itself, which captures output.
        with open("file", "w+b") as file:
            os.unlink("file")
            file.truncate(MIB)
            kept = mmap.mmap(file.fileno(), MIB)
        kept[:] = bytes(MIB)
        return processes.unlinked(os.getsid(0)) - before

    with tempfile.TemporaryDirectory() as folder:
        assert in_fork(lambda _: check(folder, look)) == ""


def check(folder: str, look: Callable[[], int]) -> None:
    os.setsid()
    os.chdir(folder)
    assert look() == MIB


def test_each_worker_begins_at_a_random_process_id() -> None:
    def next_ids() -> list[int]:
        ids = []
        for _ in range(4):
            processes.randomize_next_pid()
            child = os.fork()
            if not child:
                os._exit(0)
            os.waitpid(child, 0)
            ids.append(child)
        return ids

    need("namespaces")
    if not ROOT:
        pytest.skip("this process has given up the capability by then")
    reader, writer = os.pipe()

    def zygote(_: int) -> None:
        layers.isolate(("namespaces",), (), "/tmp", "/tmp")
        os.write(writer, json.dumps(next_ids()).encode())

    assert in_fork(zygote) == ""
    ids = json.loads(os.read(reader, 1 << 10))
    os.close(reader)
    os.close(writer)
    assert not any(0 < later - earlier < 10 for earlier, later in zip(ids, ids[1:]))


# --- cgroup ---


def test_the_kernel_bounds_memory_that_no_process_maps() -> None:
    """Children write into shared memory and end. Nobody has these pages in its tables then."""

    def fill() -> int:
        kept = [mmap.mmap(-1, 64 * MIB) for _ in range(6)]
        for memory in kept:
            child = os.fork()
            if not child:
                memory.write(bytes(64 * MIB))
                os._exit(0)
            os.waitpid(child, 0)
        return sum(memory[:: 1 * MIB].count(b"\0") for memory in kept)

    limits = Limits(total_memory=64 * MIB, scratch=1 * MIB)
    assert confined(("cgroup",), fill, limits=limits).signal == signal.SIGKILL
    assert confined((), fill, limits=limits).value == 384


def test_the_kernel_bounds_processes_of_a_submission_together() -> None:
    def start() -> str:
        return refused(lambda: [os.fork() or time.sleep(20) for _ in range(20)])

    assert confined(("cgroup",), start, limits=Limits(processes=8)).value == "EAGAIN"


# --- seccomp ---


def signal_myself_through_a_file() -> None:
    import fcntl

    fcntl.fcntl(0, fcntl.F_SETOWN, os.getppid())


def push_into_a_terminal() -> None:
    # The kernel ignores the upper half of the request.
    system.call(syscalls.syscall_nr("ioctl"), 0, 1 << 32 | 0x5412, 0)


def from_a_child(call: Callable[..., Any], *arguments: Any) -> None:
    """Call a function in a child, which leads neither a session nor a group yet."""
    child = os.fork()
    if not child:
        code = 0
        try:
            call(*arguments)
        except OSError as error:
            code = error.errno or 0
        os._exit(code)
    if code := os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]):
        raise OSError(code, os.strerror(code))


def send_to_an_address() -> None:
    ours, _theirs = socket.socketpair()
    ours.sendto(b"", "/nowhere")


DENIED: dict[str, Callable[[], Any]] = {
    "socket": socket.socket,
    "datagram pair": lambda: socket.socketpair(type=socket.SOCK_DGRAM),
    "pair of another family": lambda: socket.socketpair(socket.AF_INET),
    "raw pair": lambda: socket.socketpair(type=socket.SOCK_RAW),
    "program": lambda: os.execv(sys.executable, ["python", "-c", ""]),
    "session": lambda: from_a_child(os.setsid),
    "group": lambda: from_a_child(os.setpgid, 0, 0),
    "signal": lambda: os.kill(os.getppid(), 0),
    "signal to a thread": lambda: system.call(syscalls.syscall_nr("tgkill"), 1, 1, 0),
    "signal through a file": signal_myself_through_a_file,
    "send to an address": send_to_an_address,
    "descriptor in flight": lambda: socket.send_fds(socket.socketpair()[0], [b"+"], [0]),
    "buffer of a socket": lambda: socket.socketpair()[0].setsockopt(1, socket.SO_SNDBUF, 1 << 20),
    "out-of-band data": lambda: socket.socketpair()[0].send(b"+", socket.MSG_OOB),
    "shared memory without a file": lambda: mmap.mmap(-1, 4096),
    "clock of another process": lambda: time.clock_gettime(~os.getppid() << 3 | 2),
    "brother": lambda: system.call(syscalls.syscall_nr("clone"), 0x8011, 0, 0, 0, 0),
    "processors": lambda: os.sched_setaffinity(0, {0}),
    "processors of others": lambda: os.sched_setaffinity(os.getppid(), {0}),
    "priority": lambda: os.setpriority(os.PRIO_PROCESS, 0, 5),
    "limits of others": lambda: resource.prlimit(os.getppid(), resource.RLIMIT_CORE),
    "ptrace": lambda: system.call(syscalls.syscall_nr("ptrace"), 0, 0, 0, 0),
    "namespace": lambda: system.unshare(system.CLONE_NEWUSER),
    "namespace by clone": lambda: system.call(syscalls.syscall_nr("clone"), 0x10000011, 0, 0, 0, 0),
    "mount": lambda: system.mount("none", "/tmp", "tmpfs"),
    "chroot": lambda: os.chroot("."),
    "hidden memory": lambda: os.memfd_create("x"),
    "symlink": lambda: os.symlink("a", "b"),
    "link": lambda: os.link("/etc/passwd", "b"),
    "fifo": lambda: os.mkfifo("fifo"),
    "owner": lambda: os.chown(".", os.getuid(), os.getgid()),
    "times": lambda: os.utime("."),
    "attribute": lambda: os.setxattr(".", "user.a", b"b"),
    "terminal": push_into_a_terminal,
    "another filter": lambda: system.call(syscalls.syscall_nr("seccomp"), 0, 0, 0),
}


@pytest.mark.parametrize("call", DENIED.values(), ids=DENIED)
def test_seccomp_denies(call: Callable[[], Any]) -> None:
    assert confined(FILTERED, refused, call).value == "EPERM"


@pytest.mark.parametrize("number", [syscalls.syscall_nr("clone3"), 9999])
def test_seccomp_makes_the_kernel_look_older(number: int) -> None:
    assert confined(FILTERED, refused, system.call, number, 0, 0).value == "ENOSYS"


def test_seccomp_leaves_what_python_needs() -> None:
    def work() -> list[Any]:
        child = os.fork()
        if not child:
            os._exit(3)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        done = []
        thread = threading.Thread(target=done.append, args=[True])
        thread.start()
        thread.join()
        ours, theirs = socket.socketpair()
        ours.send(b"there")
        text, _, _, _ = theirs.recvmsg(10)
        theirs.send(b"back")
        Path("source").write_text("text")
        shutil.copy("source", "copy")
        Path("touched").touch()
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        with open("reserved", "wb") as file:
            os.posix_fallocate(file.fileno(), 0, 10_000)
        mmap.mmap(-1, 4096, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS).close()
        with open("source", "r+b") as file:
            mmap.mmap(file.fileno(), 4).close()
        time.clock_gettime(time.CLOCK_PROCESS_CPUTIME_ID)
        return [code, done, text.decode(), ours.recv(10).decode(), os.listdir()]

    *results, files = confined(FILTERED, work).value
    assert results == [3, [True], "there", "back"]
    assert set(files) == {"source", "copy", "touched", "reserved"}


def test_seccomp_has_the_c_library_write_what_would_be_reserved() -> None:
    """posix_fallocate goes through although fallocate is refused, and RLIMIT_FSIZE bounds it."""

    def reserve() -> list[str]:
        kept = os.open("kept", os.O_CREAT | os.O_RDWR)
        number = syscalls.syscall_nr("fallocate")
        keep_size = 1
        return [
            refused(system.call, number, kept, keep_size, 0, 1 << 20),
            refused(os.posix_fallocate, kept, 0, 1 << 20),
            refused(os.posix_fallocate, kept, 0, 1 << 30),
        ]

    with_limit = ("rlimits", *FILTERED)
    assert confined(with_limit, reserve).value == ["ENOTSUP", "", "EFBIG"]


def test_seccomp_ignores_changes_of_mode() -> None:
    def change() -> list[int]:
        before = os.stat(".").st_mode
        os.chmod(".", 0o777)
        return [before, os.stat(".").st_mode]

    before, after = confined(FILTERED, change).value
    assert before == after


def test_abort_still_ends_the_process() -> None:
    assert confined(FILTERED, os.abort).signal


@pytest.mark.skipif(platform.machine() != "x86_64", reason="x86-64 has these foreign ABIs")
@pytest.mark.parametrize("abi", ["i386", "x32"])
def test_seccomp_kills_foreign_abis(abi: str) -> None:
    outcome = confined(FILTERED, getattr(canaries, f"_call_{abi}"), {})
    assert outcome.signal == signal.SIGSYS
    if abi == "i386":
        assert confined((), canaries._call_i386, {}).value


# --- what is left behind ---


def test_end_clears_away_daemons_and_leftovers(tmp_path: Path) -> None:
    need("uid")
    reader, writer = os.pipe()
    uid = layers.pick_uid()
    tmp_path.chmod(0o755)
    shared = [Path(folder) for folder in SHARED_FOLDERS if canaries._is_open_to_all(folder)]
    files = [folder / f"left-{uid}" for folder in shared]
    folder = Path("/tmp", f"left-in-a-folder-{uid}")

    def submission() -> None:
        layers.enter(Confinement(("uid",), str(tmp_path), (), uid), [writer])
        folder.mkdir()
        (folder / "note").write_text("the answer is 42")
        for file in files:
            file.touch()
        if not os.fork():
            os.setsid()  # Without the layer "seccomp", a daemon can leave the process group.
            if os.fork():
                os._exit(0)
            os.write(writer, b"d")
            time.sleep(60)
        if not os.fork():
            os.write(writer, b"c")
            time.sleep(60)
        time.sleep(60)

    def zygote(_: int) -> None:
        layers.prepare()
        worker = os.fork()
        if not worker:
            submission()
        read = b""
        while len(read) < 2:
            read += os.read(reader, 2)
        assert all(path.exists() for path in (folder, *files))
        layers.end(uid, worker)
        assert uid not in identity.owners().values()
        assert not any(path.exists() for path in (folder, *files))

    assert in_fork(zygote) == ""
    os.close(writer)
    assert has_ended(reader)
    os.close(reader)


def test_end_without_a_user_clears_the_group() -> None:
    def zygote(_: int) -> None:
        layers.prepare()
        worker = os.fork()
        if not worker:
            os.setsid()
            for _ in range(3):
                os.fork()
            time.sleep(20)
        while os.getpgid(worker) != worker:
            time.sleep(0.001)
        layers.end(0, worker)
        assert refused(os.killpg, worker, 0) == "ESRCH"
        with pytest.raises(ChildProcessError):
            os.waitpid(-1, os.WNOHANG)

    assert in_fork(zygote) == ""


# --- elsewhere ---

ELSEWHERE = {
    "container": ([], LAYERS[LAYERS.index("uid") :]),
    "container without Landlock": (
        ["--without", "landlock"],
        ("uid", "rlimits", "no_new_privs", "seccomp"),
    ),
    "ordinary user": (["--user", "54321"], tuple(name for name in LAYERS if name != "uid")),
    "ordinary user without namespaces": (
        ["--user", "54321", "--without", "namespaces"],
        ("rlimits", "no_new_privs", "landlock", "seccomp"),
    ),
}
PRINT = "from autograder.sandbox import layers; print(*layers.available())"


@pytest.mark.slow
@pytest.mark.parametrize("place", ELSEWHERE)
def test_elsewhere(place: str) -> None:
    if reason := run_in_container.unavailable():
        pytest.skip(reason)
    options, expected = ELSEWHERE[place]
    printed = run_in_container.run(options, [sys.executable, "-c", PRINT], cwd=PROJECT).stdout
    assert set(printed.split()) == set(expected) & offered()
    tests = [str(Path(__file__).with_name(name)) for name in ("test_layers.py", "test_canaries.py")]
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-k", "not elsewhere"]
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o777)
        command.append(f"--basetemp={folder}/base")
        ran = run_in_container.run(options, [*command, *tests], cwd=PROJECT)
    assert ran.returncode == 0, ran.stdout + ran.stderr
