"""Prove that an environment holds what requirements.lock pins, and nothing else.

    python -m tools.packing.installed

`Containerfile` runs it: pip installs what the lock does not name in any version, without a word.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from importlib.metadata import distributions

from ..paths import LOCK

OWN = {"nn-coursework", "pip", "setuptools", "wheel"}  # This project, and what Python comes with.
PIN = re.compile(r"^([\w.-]+)==(\S+)", re.M)


def deviations(installed: Iterable[tuple[str, str]], lock: str) -> list[str]:
    """Return a sentence for each installed package whose version the lock does not name.

    Args:
        installed: The names of packages with their versions.
        lock: The text of requirements.lock.
    """
    pins: dict[str, list[str]] = {}
    for name, version in PIN.findall(lock):
        pins.setdefault(_plain(name), []).append(version)
    sentences = []
    for name, version in sorted(installed):
        known = pins.get(_plain(name), [])
        if version not in known and _plain(name) not in OWN:
            pinned = f"requirements.lock names {' and '.join(known) or 'no version of it'}"
            sentences.append(f"{name} {version} is installed; {pinned}.")
    return sentences


def _plain(name: str) -> str:
    """Return the name of a package in the one spelling that all its spellings stand for."""
    return re.sub(r"[-_.]+", "-", name).lower()


if __name__ == "__main__":
    packages = [(found.metadata["Name"], found.version) for found in distributions()]
    faults = deviations(packages, LOCK.read_text("utf-8"))
    print("\n".join(faults) or f"{len(packages)} packages are installed, as the lock pins them.")
    sys.exit(bool(faults))
