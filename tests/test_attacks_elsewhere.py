"""The attacks once more where a grader may have to work: in a container like Docker's default one,
with Landlock and without, and as an ordinary user."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import container
import pytest

HERE = Path(__file__).resolve().parent
# What depends on the layers that there are; the rest depends on the protocol, and runs natively
# and in the container.
OF_THE_MACHINE = ["exfiltration", "leftovers", "processes", "reading"]
ENVIRONMENTS = {
    "container": ([], []),
    "container without Landlock": (["--without", "landlock", "--closed"], OF_THE_MACHINE),
    "ordinary user": (["--user", "54321"], OF_THE_MACHINE),
}


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_attacks(environment: str) -> None:
    if reason := container.unavailable():
        pytest.skip(reason)
    options, groups = ENVIRONMENTS[environment]
    command = [sys.executable, str(HERE / "attacks" / "corpus.py"), "--json", "-"]
    ran = container.run(options, [*command, *groups], cwd=HERE.parent)
    assert ran.stdout.rstrip().endswith("}"), ran.stdout + ran.stderr
    said = json.loads(ran.stdout.splitlines()[-1])
    # Where the machine shows less of a process, a bound may be noticed later, or by another flag.
    missed = [f"{a['group']}/{a['name']}: {a['verdict']}" for a in said["attacks"]
              if a["verdict"] not in ("held", "misreported")]  # fmt: skip
    assert said["isolation"]["held"] and not missed
    assert said["honest"] == 8 and not said["left"]
