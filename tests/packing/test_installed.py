"""An environment that holds something else than the lock says is found out."""

from __future__ import annotations

import subprocess
import sys

from tools.packing.installed import deviations
from tools.paths import CHECKOUT

LOCK = """\
jinja2==3.1
numpy==2.2 ; python_full_version < '3.11'
numpy==2.4 ; python_full_version >= '3.11'
"""


def test_what_the_lock_names_is_right_in_any_spelling() -> None:
    assert deviations([("Jinja2", "3.1"), ("numpy", "2.2"), ("nn_coursework", "0.1")], LOCK) == []


def test_another_version_and_another_package_get_a_sentence() -> None:
    assert deviations([("numpy", "2.3"), ("left.pad", "1.0"), ("jinja2", "3.1")], LOCK) == [
        "left.pad 1.0 is installed; requirements.lock names no version of it.",
        "numpy 2.3 is installed; requirements.lock names 2.2 and 2.4.",
    ]


def test_it_runs_as_the_image_runs_it() -> None:
    command = [sys.executable, "-m", "tools.packing.installed"]
    ended = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True)
    assert ended.returncode in (0, 1) and " installed" in ended.stdout and not ended.stderr
