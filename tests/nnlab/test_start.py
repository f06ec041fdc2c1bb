"""Students do not wait for what they do not use."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tools.paths import CHECKOUT


def test_the_grammar_that_jupyterlab_brings_is_not_parsed(tmp_path: Path) -> None:
    (tmp_path / "rfc3987_syntax.py").write_text("raise SystemExit('it was imported')")
    path = os.pathsep.join(map(str, [tmp_path, CHECKOUT / "assignments"]))
    subprocess.run([sys.executable, "-c", "import nnlab\nimport otter\nimport jsonschema"],
                   env={**os.environ, "PYTHONPATH": path}, check=True)  # fmt: skip
