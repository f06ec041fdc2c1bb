"""Each layer stops its canaries, and each canary gets through without its layer."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from confined import AVAILABLE, confined, need

from autograder.sandbox.layers import canaries

ROOT = hasattr(os, "geteuid") and os.geteuid() == 0

pytestmark = pytest.mark.skipif(not AVAILABLE, reason="there are no layers on this machine")

# By layer: the layers that it needs, and the canaries that it stops alone.
STOPS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "namespaces": ((), ("tcp", "udp", "environments")),
    "jail": (("namespaces",), ("files", "write", "shared", "mode", "programs")),
    "uid": ((), ("files", "write", "mode", "signals", "environments")),
    "landlock": (
        ("no_new_privs",),
        ("files", "write", "shared", "tcp", "signals", "environments"),
    ),
    "seccomp": (
        ("no_new_privs",),
        ("tcp", "udp", "unix", "programs", "signals", "mode", "i386", "user_namespace",
         "reserved_space", "shared_memory", "descriptors", "buffers", "processors"),
    ),
}


def held(names: tuple[str, ...], secret_files: tuple[Path, ...] = ()) -> dict[str, bool]:
    """Return, by canary, True if the worker was stopped and nothing was seen outside."""
    with canaries.Bait(secret_files) as bait:
        outcome = confined(names, canaries.attempt, bait.plan())
        assert not outcome.error
        seen = bait.seen()
    assert set(outcome.value) == set(canaries.CANARIES)
    return {
        name: not (attempted or seen.get(name, "")) for name, attempted in outcome.value.items()
    }


@pytest.fixture(scope="module")
def bare() -> dict[str, bool]:
    return held(())


def test_nothing_gets_through_all_layers() -> None:
    result = held(AVAILABLE)
    if not {"landlock", "namespaces"} & set(AVAILABLE):
        pytest.skip("without these layers, a worker can write to /tmp and to this user's files")
    assert all(result.values()), result


@pytest.mark.parametrize("layer", STOPS)
def test_layer_stops_its_canaries(layer: str, bare: dict[str, bool]) -> None:
    """What gets through without the layer doesn't get through with it."""
    need(layer)
    beneath, stopped = STOPS[layer]
    without = held(beneath) if beneath else bare
    with_layer = held((*beneath, layer))
    ablated = [name for name in stopped if not without[name]]
    assert ablated, f"without {layer}, nothing that it stops gets through"
    assert {name: with_layer[name] for name in ablated} == dict.fromkeys(ablated, True)


@pytest.mark.parametrize(
    "canary",
    ["files", "tcp", "udp", "unix", "programs", "signals", "write", "mode", "shared_memory",
     "descriptors", "buffers", "processors"],
)  # fmt: skip
def test_canary_gets_through_no_layer(canary: str, bare: dict[str, bool]) -> None:
    assert not bare[canary]


def test_memory_of_the_same_user_is_open_without_layers() -> None:
    if ROOT:
        pytest.skip("a worker of root has lost the capabilities that the grader has")
    need("landlock")
    assert not held(())["memory"]
    assert held(("no_new_privs", "landlock"))["memory"]


def test_secret_files_are_tried(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    secret = tmp_path / "tests.py"
    secret.write_text("assert answer == 42")
    with canaries.Bait([secret]) as bait:
        plan = bait.plan()
        plan["files"] = plan["files"][1:]
        outcome = confined((), canaries.attempt, plan)
    assert outcome.value["files"] == f"The worker read {secret}."


def test_bait_sees_what_arrives() -> None:
    with canaries.Bait([]) as bait:
        assert not any(bait.seen().values())
        canaries.attempt(bait.plan())
        time.sleep(0.2)
        assert all(bait.seen().values())


def test_verdict() -> None:
    quiet = dict.fromkeys(canaries.CANARIES, "")
    assert canaries.verdict(quiet, {"udp": ""}) == []
    assert canaries.verdict(quiet, {"udp": "A datagram came in."}) == ["A datagram came in."]
    assert canaries.verdict({**quiet, "tcp": "It called home."}, {}) == ["It called home."]
    del quiet["i386"]
    assert canaries.verdict(quiet, {}) == ["The canary “i386” did not report."]
