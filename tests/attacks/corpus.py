"""The corpus of attacks: reads them, has them graded, and says what came of each.

An attack is a file GROUP/NAME.py with a docstring and cells:

    '''What it tries, and why it could work elsewhere.

    score: 2 of 8
    flags: tampering
    stopped by: seccomp
    '''

`score` is what it is due, `flags` words that one of the report's flags must hold ("none": there is
no flag), `reason` (optional) words that the report's reason must hold, and `stopped by` what stops
it. Cells begin with `# %%`; `# %% next submission` begins another notebook, graded right after, and
the scores are then said one after the other: "0 of 8, then 8 of 8". A cell before all others
defines TOLD, what the attacker has been told of this machine: the paths of the `bundle`, of the
`staff`'s file and of the `grader`'s code, its `pid`, the `tcp` and `udp` ports and the `unix`
socket of a listener, and a folder `outside` where everybody may write. An attack that gets through
must do no harm: it writes in throw-away folders only.

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
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import nbformat

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parents[1]
if __name__ == "__main__":
    sys.path[:0] = [str(PROJECT), str(HERE.parent)]

import autograder  # noqa: E402
from attacks import victim  # noqa: E402
from autograder import feedback, report  # noqa: E402
from autograder.bundle import open_bundle  # noqa: E402
from autograder.grader import Grader  # noqa: E402
from autograder.gradescope.results import write_results  # noqa: E402
from autograder.report import Report  # noqa: E402
from autograder.sandbox import layers  # noqa: E402
from autograder.submission import Submission  # noqa: E402

KEEPERS = {"jail", "landlock", "uid"}  # without all of them, whatever an attack does is done
SCORE = re.compile(r"(\d+(?:\.\d+)?) of 8")


@dataclass(frozen=True)
class Attack:
    """One attack: its notebooks as lists of cells, and what is due to each and said of the last."""

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
    """What came of an attack. `leaked` names the secrets that got out, and by which way."""

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
    """All attacks, or those of the groups and names in `chosen`."""
    found = [read_attack(path) for path in sorted(HERE.glob("*/*.py"))]
    wanted = set(chosen)
    return [a for a in found if not wanted or wanted & {a.group, f"{a.group}/{a.name}"}]


def read_attack(path: Path) -> Attack:
    text = path.read_text(encoding="utf-8")
    words = ast.get_docstring(ast.parse(text)) or ""
    tries, _, rest = words.partition("\n\n")
    said = dict(line.split(": ", 1) for line in rest.splitlines() if ": " in line)
    notebooks: list[list[str]] = [[]]
    for part in re.split(r"^# %%", text, flags=re.M)[1:]:
        title, _, source = part.partition("\n")
        if title.strip() == "next submission":
            notebooks.append([])
        notebooks[-1].append(source.strip() + "\n")
    due = tuple(float(score) for score in SCORE.findall(said["score"]))
    if len(due) != len(notebooks):
        raise ValueError(f"{path.name}: {len(due)} scores for {len(notebooks)} notebooks")
    return Attack(
        path.parent.name, path.stem, " ".join(tries.split()), due, said["flags"],
        said.get("reason", ""), said["stopped by"], tuple(tuple(cells) for cells in notebooks),
    )  # fmt: skip


class Range:
    """The victim's grader with listeners and a folder around it, for one attack after another.
    Use as a context manager."""

    def __init__(self, without: Sequence[str] = ()) -> None:
        self.resources = contextlib.ExitStack()
        with contextlib.ExitStack() as opening:
            folder = Path(opening.enter_context(tempfile.TemporaryDirectory(prefix="attacks-")))
            folder.chmod(0o711)
            (folder / "staff").mkdir(mode=0o700)
            self.victim = victim.build(folder / "staff")
            self.outside = folder / "outside"
            self.outside.mkdir()
            if without or {"jail", "landlock"} & set(layers.available()):
                self.outside.chmod(0o777)  # with neither, no folder may be open to all
            self.reports = folder / "reports"
            self.ears = opening.enter_context(_Ears(folder / "listener"))
            bundle = opening.enter_context(open_bundle(self.victim.bundle))
            self.grader = opening.enter_context(Grader(bundle, without=without))
            self.resources = opening.pop_all()
        self.grade("nothing", [])  # so that the reference has its worker from now on
        self.sessions = len(_sessions())

    def __enter__(self) -> Range:
        return self

    def __exit__(self, *exception: object) -> None:
        self.resources.close()

    def grade(self, name: str, cells: Sequence[str]) -> Report:
        notebook = nbformat.v4.new_notebook()
        told = {
            "bundle": str(self.victim.bundle),
            "staff": str(self.victim.staff),
            "grader": str(Path(autograder.__file__).parent),
            "pid": os.getpid(),
            "outside": str(self.outside),
            **self.ears.addresses,
        }
        for source in (f"TOLD = {told!r}", *cells):
            notebook.cells.append(nbformat.v4.new_code_cell(source))
        return self.grader.grade(Submission(name, nbformat.writes(notebook).encode()))

    def honest(self) -> Report:
        return self.grade("honest", ["import numpy as np", *victim.HONEST.values()])

    def run(self, attack: Attack) -> Outcome:
        outcome = Outcome(
            attack.group, attack.name, attack.tries, attack.stopped_by, attack.due
        )
        start = time.monotonic()
        try:
            for cells in attack.notebooks:
                graded = self.grade(attack.name, cells)
                outcome.scores.append(graded.score)
                outcome.leaked += self._leaks(graded)
        except Exception as error:
            outcome.error = f"{type(error).__name__}: {error}"
        else:
            outcome.flags, outcome.reason = graded.flags, graded.reason
            outcome.misreported = _misreported(attack, graded)
        outcome.leaked += [f"{what} reached a listener" for what in self._in(self.ears.heard())]
        outcome.seconds = round(time.monotonic() - start, 2)
        return outcome

    def left_behind(self) -> list[str]:
        """What lies or runs here that did not when this range was opened."""
        reference = self.grader._reference
        kept = {reference.scratch} if reference else set()
        left = [str(path) for path in self.grader.warden.scratch_root.iterdir() if path not in kept]
        more = len(_sessions()) - self.sessions
        return left + ([f"the processes of {more} workers"] if more > 0 else [])

    def _leaks(self, graded: Report) -> list[str]:
        """What secrets stand in anything that is made from a report, or lie outside."""
        made = report.write_report(graded, self.reports)
        pages = feedback.write_feedback(graded, self.reports)
        results = write_results(graded, self.reports / "results.json")
        places = {
            "the report": [made],
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
        return [what for what, text in self.victim.secrets.items() if text.encode() in content]


class _Ears:
    """Listeners of three kinds; `addresses` says where, by the names that TOLD has them under."""

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

    def __enter__(self) -> _Ears:
        return self

    def __exit__(self, *exception: object) -> None:
        for listener in (self.tcp, self.udp, self.unix):
            listener.close()

    def heard(self) -> bytes:
        """All that has come since the last time."""
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
    """The sessions of the processes that this one has started, directly or not, and that are still
    there. Each worker has its own, which nothing of it can leave."""
    processes = {}
    for entry in os.scandir("/proc"):
        if entry.name.isdecimal():
            with contextlib.suppress(OSError):
                stat = Path(entry.path, "stat").read_bytes().rpartition(b")")[2].split()
                processes[int(entry.name)] = int(stat[1]), int(stat[3])
    sessions, found = set(), {os.getpid()}
    while found:
        found = {pid for pid, (parent, _) in processes.items() if parent in found}
        sessions |= {processes[pid][1] for pid in found}
    return sessions


def _misreported(attack: Attack, graded: Report) -> str:
    """How the report differs, in words, from what the attack says of it."""
    if attack.flags == "none":
        if graded.flags:
            return f"it is flagged: {graded.flags}"
    elif not any(attack.flags in flag for flag in graded.flags):
        return f"no flag says “{attack.flags}”: {graded.flags}"
    if attack.reason not in graded.reason:
        return f"the reason does not say “{attack.reason}”: {graded.reason}"
    return ""


def main() -> None:
    parser = argparse.ArgumentParser(description="Run the corpus of attacks, or a part of it.")
    parser.add_argument("--json", type=Path, help="where the outcomes go; -: a last line")
    parser.add_argument("--without", action="append", default=[], help="a layer to leave out")
    parser.add_argument("chosen", nargs="*", help="GROUP or GROUP/NAME; all by default")
    options = parser.parse_args()
    if not KEEPERS & set(layers.available()) - set(options.without):
        sys.exit(f"Nothing would keep these attacks from this machine: {sorted(KEEPERS)}.")
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
