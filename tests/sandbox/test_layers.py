"""Each layer by its effect in a forked child, and what happens around them."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
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

import container
import pytest
from confined import AVAILABLE, confined, need
from seccompy import Action, Filter, syscalls

from autograder.sandbox import layers
from autograder.sandbox.layers import identity, remains, seccomp, system
from autograder.sandbox.policy import LAYERS, MIB, Confinement, Limits

pytestmark = pytest.mark.skipif(not AVAILABLE, reason="there are no layers on this machine")

ROOT = os.geteuid() == 0
PROJECT = Path(__file__).resolve().parents[2]
LIBC = ctypes.CDLL(None, use_errno=True)
FILTERED = ("no_new_privs", "seccomp")


def refused(call: Callable[..., Any], *arguments: Any) -> str:
    """The name of the error that a call ends in, or nothing."""
    try:
        call(*arguments)
    except OSError as error:
        return errno.errorcode[error.errno or 0]
    return ""


def make_and_remove(folder: str) -> None:
    os.mkdir(folder)
    os.rmdir(folder)


def has_ended(reader: int) -> bool:
    """Whether nobody holds the other end of a pipe any more, or soon won't."""
    readable, _, _ = select.select([reader], [], [], 20)
    return bool(readable) and os.read(reader, 1) == b""


# --- all of them ---


def offered() -> set[str]:
    """What the kernel says that it offers to a root with all capabilities."""
    return set(LAYERS) if not refused(system.call, 444, 0, 0, 1) else {*LAYERS} - {"landlock"}


def test_every_layer_that_the_kernel_offers_root_can_be_entered() -> None:
    if not system.effective_capabilities() >> system.CAP_SYS_ADMIN & 1:
        pytest.skip("this user is not offered everything")
    assert set(AVAILABLE) == offered()


def test_all_available_layers_are_entered_together() -> None:
    assert confined(AVAILABLE, os.getpid).value
    assert set(AVAILABLE) <= set(LAYERS)


def test_an_unknown_layer_is_refused() -> None:
    outcome = in_fork(lambda say: layers.enter(Confinement(("moat",), "/tmp", ()), [say]))
    assert outcome == "LayerError: The layer “moat” can't be entered here: there is no such layer."


@pytest.mark.parametrize("names", [("jail",), ("namespaces",)])
def test_a_world_that_was_not_built_is_refused(names: tuple[str, ...]) -> None:
    outcome = in_fork(lambda say: layers.enter(Confinement(names, "/tmp", ()), [say]))
    assert outcome.startswith(f"LayerError: The layer “{names[0]}”")


def test_jail_without_namespaces_is_refused() -> None:
    with pytest.raises(layers.LayerError, match="jail"):
        layers.isolate(("jail",), (), "/tmp", "/tmp")


def test_a_layer_that_the_kernel_refuses_is_an_error(tmp_path: Path) -> None:
    need("no_new_privs", "landlock", "seccomp")

    def enter(say: int) -> None:
        system.set_no_new_privs()
        rules = Filter(Action.ALLOW)
        rules.errno("landlock_create_ruleset", errno.ENOSYS)
        seccomp.install(rules.program)
        layers.enter(Confinement(("no_new_privs", "landlock"), str(tmp_path), ()), [say])

    assert in_fork(enter).startswith("LayerError: The layer “landlock”")


def in_fork(action: Callable[[int], Any]) -> str:
    """The error that `action`, given the descriptor that tells it, ends in; in its own process."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        said = ""
        try:
            action(writer)
        except BaseException as error:
            said = f"{type(error).__name__}: {error}"
        os.write(writer, said.encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as report:
        said = report.read()
    os.waitpid(child, 0)
    return said


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
    said = confined(["rlimits"], lambda: Path("/proc/self/oom_score_adj").read_text())
    assert said.value.strip() == "1000"


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
        "devices": ["null", "random", "urandom", "zero"],
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


def test_rlimits_bound_processes() -> None:
    if ROOT:
        need("uid")
    names = ("uid", "rlimits") if ROOT else ("rlimits",)

    def bomb() -> list[Any]:
        started = []
        for _ in range(40):
            try:
                child = os.fork()
            except OSError as error:
                return [len(started), errno.errorcode[error.errno or 0]]
            if not child:
                time.sleep(60)
            started.append(child)
        return [len(started), ""]

    started, error = confined(names, bomb, limits=Limits(processes=8)).value
    # Other processes of an ordinary user count, and may be reaped meanwhile.
    assert error == "EAGAIN" and started <= (8 if ROOT else 30)
    assert confined(names, bomb, limits=Limits(processes=64)).value == [40, ""]


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
    held = confined(names, tries, readable=readable).value
    assert held == ["", "EACCES", "EACCES", "EACCES", "EACCES", ""]
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


# --- seccomp ---


def test_every_denied_call_exists() -> None:
    known = syscalls.X86_64_SYSCALLS.keys() | syscalls.AARCH64_SYSCALLS.keys()
    denied = " ".join([*seccomp.DENIED.values(), seccomp.IGNORED]).split()
    old = {"umount", "create_module"}  # other names that architectures have or had
    assert set(denied) - known <= old
    assert len(denied) == len(set(denied))


def signal_myself_through_a_file() -> None:
    import fcntl

    fcntl.fcntl(0, fcntl.F_SETOWN, os.getppid())


def push_into_a_terminal() -> None:
    # The kernel looks at the lower half of the request only.
    system.call(syscalls.syscall_nr("ioctl"), 0, 1 << 32 | 0x5412, 0)


def from_a_child(call: Callable[..., Any], *arguments: Any) -> None:
    """The same in a child, which leads neither a session nor a group already."""
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
    "raw pair": lambda: socket.socketpair(type=socket.SOCK_RAW),
    "program": lambda: os.execv(sys.executable, ["python", "-c", ""]),
    "session": lambda: from_a_child(os.setsid),
    "group": lambda: from_a_child(os.setpgid, 0, 0),
    "signal": lambda: os.kill(os.getppid(), 0),
    "signal to a thread": lambda: system.call(syscalls.syscall_nr("tgkill"), 1, 1, 0),
    "signal through a file": signal_myself_through_a_file,
    "send to an address": send_to_an_address,
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
        socket.send_fds(ours, [b"file"], [0])
        text, descriptors, _, _ = socket.recv_fds(theirs, 10, 1)
        theirs.send(b"back")
        Path("source").write_text("text")
        shutil.copy("source", "copy")
        Path("touched").touch()
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        return [code, done, text.decode(), len(descriptors), ours.recv(10).decode(), os.listdir()]

    *results, files = confined(FILTERED, work).value
    assert results == [3, [True], "file", 1, "back"]
    assert set(files) == {"source", "copy", "touched"}


def test_seccomp_ignores_changes_of_mode() -> None:
    def change() -> list[int]:
        before = os.stat(".").st_mode
        os.chmod(".", 0o777)
        return [before, os.stat(".").st_mode]

    before, after = confined(FILTERED, change).value
    assert before == after


def test_abort_still_ends_the_process() -> None:
    assert confined(FILTERED, os.abort).signal


@pytest.mark.skipif(container.unavailable() == "the profile is for Linux on x86-64", reason="x86")
@pytest.mark.parametrize("abi", ["i386", "x32"])
def test_seccomp_kills_foreign_abis(abi: str) -> None:
    from autograder.sandbox import canaries

    outcome = confined(FILTERED, getattr(canaries, f"_call_{abi}"), {})
    assert outcome.signal == signal.SIGSYS
    if abi == "i386":
        assert confined((), canaries._call_i386, {}).value


# --- what is left ---


def test_end_clears_away_daemons_and_leftovers(tmp_path: Path) -> None:
    need("uid")
    reader, writer = os.pipe()
    uid = layers.pick_uid()
    tmp_path.chmod(0o755)
    left = Path(remains.SHARED[0], f"left-{uid}")

    def submission() -> None:
        layers.enter(Confinement(("uid",), str(tmp_path), (), uid), [writer])
        left.mkdir()
        (left / "note").write_text("the answer is 42")
        if not os.fork():
            os.setsid()  # no seccomp here: a daemon gets out of the group
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
        layers.end(uid, worker)
        assert uid not in identity.owners().values()
        assert not left.exists()

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
    "container": ([], LAYERS[2:]),
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


@pytest.mark.parametrize("place", ELSEWHERE)
def test_elsewhere(place: str) -> None:
    if reason := container.unavailable():
        pytest.skip(reason)
    options, expected = ELSEWHERE[place]
    found = container.run(options, [sys.executable, "-c", PRINT], cwd=PROJECT).stdout.split()
    assert set(found) == set(expected) & offered()
    tests = [str(Path(__file__).with_name(name)) for name in ("test_layers.py", "test_canaries.py")]
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-k", "not elsewhere"]
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o777)
        ran = container.run(options, [*command, f"--basetemp={folder}/base", *tests], cwd=PROJECT)
    assert ran.returncode == 0, ran.stdout + ran.stderr
