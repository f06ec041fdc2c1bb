"""The corpus of attacks: reads them, has them graded, and reports what came of each.

An attack is a file GROUP/NAME.py with a docstring and cells:

    '''What it tries, and why it could work elsewhere.

    score: 2 of 8
    flags: tampering
    reason: too long
    stopped by: seccomp
    '''

- `score` is the score that is due.
- `flags` are words that one of the report's flags must contain. "none" means that there is no flag.
- `reason`, which is optional, are words that the report's reason must contain.
- `stopped by` says what stops the attack.

A cell begins with `# %%`. The line `# %% next submission` begins another notebook, which is graded
right after the first. The scores are then given one after the other: "0 of 8, then 8 of 8".

The corpus puts a cell before all others. It defines TOLD, the facts that an attacker may know about
the machine: the paths of the `bundle`, of the `staff`'s file and of the `grader`'s code, the
grader's `pid`, the `tcp` and `udp` ports and the `unix` socket of a listener, and a folder
`outside` where everybody may write. An attack must do no harm if it gets through: it writes to
throw-away folders only.

    python tests/attacks/corpus.py [--json OUT] [--without LAYER] [GROUP | GROUP/NAME]...
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import json
import os
import re
import select
import socket
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import nbformat

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parents[1]
if __name__ == "__main__":
    sys.path[:0] = [str(PROJECT), str(HERE.parent)]

from attacks import other_course, victim  # noqa: E402

import autograder  # noqa: E402
from autograder.bundle.bundle import open_bundle  # noqa: E402
from autograder.diagnosis.evidence import AnswersByName  # noqa: E402
from autograder.diagnosis.hints import AnswerTable  # noqa: E402
from autograder.gradescope.results import write_results  # noqa: E402
from autograder.grading.grader import Grader  # noqa: E402
from autograder.report import exports  # noqa: E402
from autograder.report.result import Report  # noqa: E402
from autograder.sandbox import layers  # noqa: E402
from autograder.submission.intake import Submission  # noqa: E402

# One of these layers has to be there. Without them, an attack could write to any file of this user.
KEEPERS = {"jail", "landlock", "uid"}
# These attacks take long to reach the limit that stops them, above all on a busy machine. So their
# cells may run for this many seconds.
CELL_SECONDS = {"exhaustion/many_small_files": 30.0}
# For one attack, the grader's own process may grow by this many MiB of memory, and take this many
# seconds of processor time and this many characters for a text of the report.
MOST_MEMORY, MOST_SECONDS, MOST_TEXT = 800, 15.0, 5000
SCORE = re.compile(r"(\d+(?:\.\d+)?) of 8")


@dataclass(frozen=True)
class Attack:
    """One attack.

    Attributes:
        group: The folder of its file.
        name: The name of its file.
        tries: What it tries, in words.
        due: The score that is due to each notebook.
        flags: Words that a flag of the last report must contain, or "none" if there is no flag.
        reason: Words that the reason of the last report must contain.
        stopped_by: What stops it, in words.
        notebooks: Its notebooks, which are graded one after the other, as lists of cells.
    """

    group: str
    name: str
    tries: str
    due: tuple[float, ...]
    flags: str
    reason: str
    stopped_by: str
    notebooks: tuple[tuple[str, ...], ...]


@dataclass
class Outcome:
    """What came of an attack. The attributes without a comment here are those of Attack.

    Attributes:
        scores: The score of each notebook.
        leaked: The secrets that got out, and how.
        misreported: How the last report differs from what the attack's file says, or "".
        error: The exception of the grader, or "".
        flags: The flags of the last report.
        reason: The reason of the last report.
        seconds: How long it took.
    """

    group: str
    name: str
    tries: str
    stopped_by: str
    due: tuple[float, ...]
    scores: list[float] = field(default_factory=list)
    leaked: list[str] = field(default_factory=list)
    misreported: str = ""
    error: str = ""
    flags: list[str] = field(default_factory=list)
    reason: str = ""
    seconds: float = 0.0

    @property
    def verdict(self) -> str:
        if self.leaked:
            return "leaked"
        if any(score > due for score, due in zip(self.scores, self.due)):
            return "forged"
        if self.error or tuple(self.scores) != self.due:
            return "lost"
        return "misreported" if self.misreported else "held"


def read_attacks(chosen: Sequence[str] = ()) -> list[Attack]:
    """Return all attacks, or those that are chosen by GROUP or GROUP/NAME."""
    attacks = [read_attack(path) for path in sorted(HERE.glob("*/*.py"))]
    wanted = set(chosen)
    return [a for a in attacks if not wanted or wanted & {a.group, f"{a.group}/{a.name}"}]


def read_attack(path: Path) -> Attack:
    """Return the attack of a file."""
    text = path.read_text(encoding="utf-8")
    docstring = ast.get_docstring(ast.parse(text)) or ""
    tries, _, rest = docstring.partition("\n\n")
    fields = dict(line.split(": ", 1) for line in rest.splitlines() if ": " in line)
    notebooks: list[list[str]] = [[]]
    for part in re.split(r"^# %%", text, flags=re.M)[1:]:
        title, _, source = part.partition("\n")
        if title.strip() == "next submission":
            notebooks.append([])
        notebooks[-1].append(source.strip() + "\n")
    due = tuple(float(score) for score in SCORE.findall(fields["score"]))
    if len(due) != len(notebooks):
        raise ValueError(f"{path.name}: {len(due)} scores for {len(notebooks)} notebooks")
    return Attack(
        path.parent.name, path.stem, " ".join(tries.split()), due, fields["flags"],
        fields.get("reason", ""), fields["stopped by"], tuple(tuple(cells) for cells in notebooks),
    )  # fmt: skip


class Range:
    """A grader of the victim's assignment, with everything that attacks aim at. Use it as a context
    manager. Attacks run in it one after the other.

    Attributes:
        victim: The assignment, and its secrets.
        outside: A folder where everybody may write.
        listeners: What listens on sockets.
        grader: The grader.
        other_grader: A grader of another course's bundle, at which the group `judging` aims.
    """

    def __init__(self, without: Sequence[str] = ()) -> None:
        """Start the grader. `without` are layers to leave out."""
        self.resources = contextlib.ExitStack()
        with contextlib.ExitStack() as opening:
            folder = Path(opening.enter_context(tempfile.TemporaryDirectory(prefix="attacks-")))
            folder.chmod(0o711)
            (folder / "staff").mkdir(mode=0o700)
            self.victim = victim.build(folder / "staff")
            self.outside = folder / "outside"
            self.outside.mkdir()
            if without or {"jail", "landlock"} & set(layers.available()):
                # Without these two layers, the grader refuses a machine with a folder that is open
                # to all.
                self.outside.chmod(0o777)
            self.reports = folder / "reports"
            self.listeners = opening.enter_context(_Listeners(folder / "listener"))
            bundle = opening.enter_context(open_bundle(self.victim.bundle))
            self.grader = opening.enter_context(Grader(bundle, without=without))
            other = other_course.build(folder / "staff" / "other")
            opened = opening.enter_context(open_bundle(other))
            # What is judged beside a submission can be forged, and nothing else.
            settings = replace(opened.settings, beside="never")
            other_bundle = replace(opened, settings=settings)
            self.other_grader = opening.enter_context(Grader(other_bundle, without=without))
            self.resources = opening.pop_all()
        self._know_right_answers()
        self.grade("nothing", [])  # This starts the worker of the reference, which stays.
        self._sessions = len(_sessions())

    def __enter__(self) -> Range:
        return self

    def __exit__(self, *exception: object) -> None:
        self.resources.close()

    def grade(self, name: str, cells: Sequence[str], group: str = "") -> Report:
        """Grade a notebook of these cells, after a cell that defines TOLD."""
        notebook = nbformat.v4.new_notebook()
        facts = {
            "bundle": str(self.victim.bundle),
            "staff": str(self.victim.staff),
            "grader": str(Path(autograder.__file__).parent),
            "pid": os.getpid(),
            "outside": str(self.outside),
            **self.listeners.addresses,
        }
        for source in (f"TOLD = {facts!r}", *cells):
            notebook.cells.append(nbformat.v4.new_code_cell(source))
        grader = self.other_grader if group == "judging" else self.grader
        return grader.grade(Submission(name, nbformat.writes(notebook).encode()))

    def honest(self) -> Report:
        """Grade an honest submission, which has all points."""
        return self.grade("honest", ["import numpy as np", *victim.HONEST.values()])

    def _know_right_answers(self) -> None:
        """Give the grader the reference's answers, so that it describes how other answers differ.

        `coursework mutation` measures them for a chapter.
        """
        cells = ["import numpy as np", *victim.HONEST.values()]
        notebook = nbformat.v4.new_notebook(cells=list(map(nbformat.v4.new_code_cell, cells)))
        content = nbformat.writes(notebook).encode()
        _, answers = self.grader.examine(Submission("reference", content))
        tables = {
            question: AnswerTable(
                {case: AnswersByName(of_names) for case, of_names in of_case.items()},
                mistakes=(), free={}, parameters={},
            )
            for question, of_case in answers.items()
        }  # fmt: skip
        self.grader.bundle = replace(self.grader.bundle, answer_tables=tables)

    def run(self, attack: Attack) -> Outcome:
        """Grade the notebooks of an attack and look for the secrets everywhere."""
        outcome = Outcome(
            attack.group, attack.name, attack.tries, attack.stopped_by, attack.due
        )
        start, processor = time.monotonic(), time.process_time()
        memory = _forget_peak()
        limits = self.grader.warden.limits
        seconds = CELL_SECONDS.get(f"{attack.group}/{attack.name}", limits.cell_seconds)
        self.grader.warden.limits = replace(limits, cell_seconds=seconds)
        try:
            for cells in attack.notebooks:
                graded = self.grade(attack.name, cells, attack.group)
                outcome.scores.append(graded.score)
                outcome.leaked += self._leaks(graded)
        except Exception as error:
            outcome.error = f"{type(error).__name__}: {error}"
        else:
            outcome.flags, outcome.reason = graded.flags, graded.reason
            spent = time.process_time() - processor
            outcome.misreported = _misreported(attack, graded) or _unbounded(
                graded, _memory("VmHWM") - memory, spent
            )
        finally:
            self.grader.warden.limits = limits
        arrived = self._in(self.listeners.receive())
        outcome.leaked += [f"{what} reached a listener" for what in arrived]
        outcome.seconds = round(time.monotonic() - start, 2)
        return outcome

    def left_behind(self) -> list[str]:
        """Return the files and processes that attacks have left."""
        reference = self.grader._reference
        kept = {reference.scratch} if reference else set()
        left = [str(path) for path in self.grader.warden.scratch_root.iterdir() if path not in kept]
        more = len(_sessions()) - self._sessions
        return left + ([f"the processes of {more} workers"] if more > 0 else [])

    def _leaks(self, graded: Report) -> list[str]:
        """Return the secrets in everything that is made from a report, and in files outside."""
        report = exports.write_report(graded, self.reports)
        pages = exports.write_feedback(graded, self.reports)
        results = write_results(graded, self.reports / "results.json")
        places = {
            "the report": [report],
            "the feedback": pages,
            "Gradescope's results": [results],
            "a file outside": [path for path in self.outside.rglob("*") if path.is_file()],
        }
        return [
            f"{what} is in {where}"
            for where, paths in places.items()
            for path in paths
            for what in self._in(path.read_bytes())
        ]

    def _in(self, content: bytes) -> list[str]:
        """Return the names of the secrets that occur in `content`."""
        return [what for what, text in self.victim.secrets.items() if text.encode() in content]


class _Listeners:
    """Sockets of three kinds that listen. `addresses` are those parts of TOLD that lead to them."""

    def __init__(self, path: Path) -> None:
        self.tcp = socket.create_server(("127.0.0.1", 0))
        self.udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.udp.bind(("127.0.0.1", 0))
        self.unix = socket.socket(socket.AF_UNIX)
        self.unix.bind(str(path))
        self.unix.listen()
        path.chmod(0o777)
        self.addresses: dict[str, Any] = {
            "tcp": self.tcp.getsockname()[1], "udp": self.udp.getsockname()[1], "unix": str(path),
        }  # fmt: skip

    def __enter__(self) -> _Listeners:
        return self

    def __exit__(self, *exception: object) -> None:
        for listener in (self.tcp, self.udp, self.unix):
            listener.close()

    def receive(self) -> bytes:
        """Return everything that has arrived since this was last called."""
        content = b""
        while ready := select.select([self.tcp, self.udp, self.unix], [], [], 0)[0]:
            for listener in ready:
                if listener is self.udp:
                    content += listener.recv(1 << 16)
                    continue
                with listener.accept()[0] as connection:
                    connection.settimeout(1)
                    with contextlib.suppress(OSError):
                        while piece := connection.recv(1 << 16):
                            content += piece
        return content


def _sessions() -> set[int]:
    """Return the sessions of all descendants of this process.

    Each worker is a session of its own, and no process that it starts can leave this session.
    """
    processes = {}
    for entry in os.scandir("/proc"):
        if entry.name.isdecimal():
            with contextlib.suppress(OSError):
                stat = Path(entry.path, "stat").read_bytes().rpartition(b")")[2].split()
                processes[int(entry.name)] = int(stat[1]), int(stat[3])
    sessions, generation = set(), {os.getpid()}
    while generation:
        generation = {pid for pid, (parent, _) in processes.items() if parent in generation}
        sessions |= {processes[pid][1] for pid in generation}
    return sessions


def _misreported(attack: Attack, graded: Report) -> str:
    """Return how a report differs from what the attack's file says, or ""."""
    if attack.flags == "none":
        if graded.flags:
            return f"it is flagged: {graded.flags}"
    elif not any(attack.flags in flag for flag in graded.flags):
        return f"no flag says “{attack.flags}”: {graded.flags}"
    if attack.reason not in graded.reason:
        return f"the reason does not say “{attack.reason}”: {graded.reason}"
    return ""


def _memory(key: str) -> int:
    """Return VmRSS, the memory of this process, or VmHWM, the most that it has had, in MiB."""
    value = re.search(rf"{key}:\s*(\d+) kB", Path("/proc/self/status").read_text())
    return int(value[1]) >> 10 if value else 0


def _forget_peak() -> int:
    """Begin anew to measure the most memory of this process, and return its memory now, in MiB."""
    Path("/proc/self/clear_refs").write_text("5")
    return _memory("VmRSS")


def _unbounded(graded: Report, grown: int, spent: float) -> str:
    """Return what the grader itself took too much of, or "".

    Args:
        graded: The report.
        grown: By how much memory this process grew at most, in MiB.
        spent: The processor time that this process took, in seconds.
    """
    if grown > MOST_MEMORY:
        return f"the grader took {grown} MiB"
    if spent > MOST_SECONDS:
        return f"the grader took {spent:.0f} s of processor time"
    messages = [case.message for question in graded.questions for case in question.cases]
    longest = max(map(len, [*messages, graded.reason, *graded.flags]))
    return f"a text of {longest:,} characters is in the report" if longest > MOST_TEXT else ""


def main() -> None:
    parser = argparse.ArgumentParser(description="Run the corpus of attacks, or a part of it.")
    parser.add_argument("--json", type=Path, help="where the outcomes go; -: a last line")
    parser.add_argument("--without", action="append", default=[], help="a layer to leave out")
    parser.add_argument("chosen", nargs="*", help="GROUP or GROUP/NAME; all by default")
    options = parser.parse_args()
    if not KEEPERS & set(layers.available()) - set(options.without):
        sys.exit(
            "These attacks would harm this machine, because none of the layers"
            f" {', '.join(sorted(KEEPERS))} can be used here. Run them as root, or elsewhere."
        )
    outcomes = []
    with Range(options.without) as range_:
        for attack in read_attacks(options.chosen):
            outcome = range_.run(attack)
            outcomes.append({**asdict(outcome), "verdict": outcome.verdict})
            why = "; ".join(filter(None, [*outcome.leaked, outcome.misreported, outcome.error]))
            points = ", ".join(f"{s:g} of {d:g}" for s, d in zip(outcome.scores, outcome.due))
            print(f"{outcome.verdict:11} {outcome.group}/{outcome.name}: {points} due. {why}")
        honest, left = range_.honest(), range_.left_behind()
    counts = Counter(outcome["verdict"] for outcome in outcomes)
    print(honest.isolation["note"])
    print(f"{len(outcomes)} attacks, {dict(counts)}; left behind: {left or 'nothing'}; "
          f"an honest submission afterwards: {honest.score:g} of 8")  # fmt: skip
    if options.json:
        whole = {"isolation": honest.isolation, "honest": honest.score, "left": left,
                 "attacks": outcomes}  # fmt: skip
        if str(options.json) == "-":
            print(json.dumps(whole))
        else:
            options.json.write_text(json.dumps(whole, indent=1) + "\n", encoding="utf-8")
    sys.exit(counts["held"] < len(outcomes) or honest.score < victim.POINTS or bool(left))


if __name__ == "__main__":
    main()
