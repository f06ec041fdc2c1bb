"""The attacks once more where a grader may have to work: in a container like Docker's default one,
with Landlock and without, and as an ordinary user."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from attacks.corpus import read_attacks
from containers import run_in_container

HERE = Path(__file__).resolve().parent
# The groups whose outcome depends on the layers of the machine. The outcome of the other groups
# depends on the protocol, so they run natively and in the container only.
OF_THE_MACHINE = ["exfiltration", "leftovers", "processes", "reading"]
ENVIRONMENTS = {
    "container": ([], []),
    "container without Landlock": (["--without", "landlock", "--closed"], OF_THE_MACHINE),
    "ordinary user": (["--user", "54321"], OF_THE_MACHINE),
}
# The attacks whose flag or reason may differ from the one in their file, and why.
SHARES = "the zygote can't read how much memory processes share, and counts it several times"
NAMELESS = "the zygote can't see files that have no name any more; the next limit stops the attack"
NO_TMPFS = "without mount namespaces there is no tmpfs, and the watchdog does not see every moment"
EARLY = "the watchdog looks every 0.25 seconds, and the submission may be over before that"
MAY_DIFFER = {
    "exhaustion/fork_bomb": SHARES,
    "exhaustion/grandchildren_of_a_slow_case": SHARES,
    "exhaustion/memory_in_place_of_what_was_shared": SHARES,
    "exhaustion/processes_that_stay": SHARES,
    "exhaustion/files_without_a_name": NAMELESS,
    "exhaustion/files_that_are_only_mapped": NAMELESS,
    "exhaustion/files_for_a_moment": NO_TMPFS,
    "leftovers/folder_that_cannot_be_removed": EARLY,
}

# The attacks that are not stopped in a container, and why. docs/security.md says so too.
NOT_STOPPED = {
    "leftovers/count_of_processes": "without a process namespace, nobody may choose process ids",
}


@pytest.mark.slow
@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_attacks(environment: str) -> None:
    if reason := run_in_container.unavailable():
        pytest.skip(reason)
    options, groups = ENVIRONMENTS[environment]
    command = [sys.executable, str(HERE / "corpus.py"), "--json", "-", *groups]
    process = run_in_container.run(options, command, cwd=HERE.parents[1])
    assert process.stdout.rstrip().endswith("}"), process.stdout + process.stderr
    outcome = json.loads(process.stdout.splitlines()[-1])
    assert outcome["attacks"] and outcome["isolation"]["held"]
    different = unexpected(outcome["attacks"])
    assert not different, "\n".join(different)
    assert outcome["honest"] == 8 and not outcome["left"]


def unexpected(attacks: list[dict[str, object]]) -> list[str]:
    """Return the outcomes that are neither "held" nor allowed by a table above, in words."""
    different = []
    for attack in attacks:
        name = f"{attack['group']}/{attack['name']}"
        allowed = {"held", "misreported"} if name in MAY_DIFFER else {"held"}
        if attack["verdict"] not in allowed and name not in NOT_STOPPED:
            different.append(f"{name}: {attack['verdict']}, {attack['misreported']}")
    return different


def test_an_attack_that_loses_its_flag_is_unexpected() -> None:
    lost = {
        "group": "protocol", "name": "hangs_up", "verdict": "misreported", "misreported": "no flag",
    }  # fmt: skip
    assert unexpected([lost]) == ["protocol/hangs_up: misreported, no flag"]
    assert unexpected([{**lost, "verdict": "held"}]) == []
    allowed = {**lost, "group": "exhaustion", "name": "files_without_a_name"}
    assert unexpected([allowed]) == []
    assert unexpected([{**allowed, "verdict": "forged"}]) != []


def test_no_attack_whose_flag_is_tampering_may_differ() -> None:
    attacks = read_attacks(list(MAY_DIFFER))
    assert len(attacks) == len(MAY_DIFFER)
    assert all(attack.flags != "tampering" for attack in attacks)
