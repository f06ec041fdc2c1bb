"""Write docs/attacks.md from outcomes of the corpus.

    python tests/attacks/table.py natively=a.json "as an ordinary user"=b.json ... > docs/attacks.md

Each file is what `python tests/attacks/corpus.py --json FILE` has written in that environment.
tests/containers/run_in_container.py makes the environments.
"""

from __future__ import annotations

import json
import sys
from itertools import groupby
from pathlib import Path
from typing import Any

HEAD = """# The attacks, and what stops them

These are the hostile notebooks in `tests/attacks/`, one idea each, which the test suite grades.
*Held* means that the score and the flags are exactly those that are due, that no secret reached the
report, a listener, a file or the next submission, and that nothing was left running. *Misreported*
means the same, except that a flag or a reason differs from the one in the attack's file.
"""


def main(arguments: list[str]) -> None:
    runs = {}
    for argument in arguments:
        name, _, path = argument.rpartition("=")
        runs[name] = json.loads(Path(path).read_text(encoding="utf-8"))
    print(HEAD)
    for name, run in runs.items():
        held = sum(attack["verdict"] == "held" for attack in run["attacks"])
        print(f"- **{name}**: {held} of {len(run['attacks'])} held. {run['isolation']['note']}")
    first, *others = [{key(a): a for a in run["attacks"]} for run in runs.values()]
    for group, attacks in groupby(first.values(), key=lambda attack: attack["group"]):
        print(f"\n## {group.capitalize()}\n")
        print("| attack | what it tries | due | stopped by | outcome |")
        print("| --- | --- | --- | --- | --- |")
        for attack in attacks:
            verdicts = [run[key(attack)]["verdict"] for run in (first, *others)]
            outcome = "held" if set(verdicts) == {"held"} else ", ".join(verdicts)
            due = ", then ".join(f"{score:g}" for score in attack["due"])
            cells = attack["name"], attack["tries"], f"{due} of 8", attack["stopped_by"], outcome
            print("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")


def key(attack: dict[str, Any]) -> tuple[str, str]:
    """Return what identifies an attack in every run."""
    return attack["group"], attack["name"]


if __name__ == "__main__":
    main(sys.argv[1:])
