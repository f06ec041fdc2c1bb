"""A container like Gradescope's, for tests on a machine without Docker.

It is made of what Linux has: an overlay over this machine's system, namespaces, Docker's
capabilities and system calls, and bounds on memory and processor. It needs root, outside of a
container. Inside it, this machine's system (/usr, /etc, ...) is visible; homes, temporary folders
and this checkout are not. All of it is in the mount namespace of one process and ends with it.
"""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from autograder.errors import CourseworkError
from autograder.sandbox.layers import system
from containers import profile
from tools.gradescope.container import MEMORY, PROCESSORS, Ran, Submitted

TESTS = Path(__file__).resolve().parents[1]
LIKE_GRADESCOPE = "3.10"  # The version of Python in Gradescope's image.


def unavailable() -> str:
    """Return why there can't be such a container here, or ""."""
    if not profile.here():
        return "an emulated container needs Linux on x86-64"
    if os.geteuid() or not system.effective_capabilities() >> system.CAP_SYS_ADMIN & 1:
        return "an emulated container needs root, outside of a container"
    with Emulated() as container:
        try:
            container.ask("probe")
        except CourseworkError as error:
            return f"an emulated container can't be made here ({error})"
    return ""


class Emulated:
    """A Container (tools/gradescope/container.py), as a context manager.

    Attributes:
        landlock: If False, submissions are graded as on a host whose kernel has no Landlock.
    """

    def __init__(self) -> None:
        self.python = like_gradescopes_python()
        version = version_of(self.python)
        self.name = f"an emulated container (this machine's system, Python {version})"
        self.unchecked = ["Ubuntu 22.04's own packages: the system is this machine's."]
        if not version.startswith(LIKE_GRADESCOPE):
            self.unchecked.append(
                f"Python {LIKE_GRADESCOPE}, which is Gradescope's: there is none here."
            )
        self.landlock = True
        self.engine: subprocess.Popen[str] | None = None

    def __enter__(self) -> Emulated:
        self.engine = subprocess.Popen(
            [sys.executable, "-m", "containers.engine"],
            cwd=TESTS,
            env={**os.environ, "PYTHONPATH": str(TESTS.parent)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        assert self.engine is not None
        self._pipe(self.engine.stdin).close()
        self.engine.wait()

    def build(self, package: Path) -> Ran:
        answer = self.ask(
            "build",
            package=str(package.resolve()),
            python=str(self.python),
            environment=pip_environment(),
        )
        return Ran(answer["code"], answer["log"], answer["seconds"])

    def grade(self, submitted: Submitted) -> Ran:
        answer = self.ask(
            "grade",
            files={n: base64.b64encode(c).decode() for n, c in submitted.files.items()},
            metadata=submitted.metadata,
            landlock=self.landlock,
            memory=MEMORY,
            processors=PROCESSORS,
        )
        if answer["unbounded"] and answer["unbounded"] not in self.unchecked:
            self.unchecked.append(answer["unbounded"])
        return Ran(
            answer["code"], answer["log"], answer["seconds"], answer["results"],
            tuple(answer["written"]), answer["peak"],
        )  # fmt: skip

    def ask(self, operation: str, **request: Any) -> dict[str, Any]:
        """Send a request to the engine and return its answer, or raise a CourseworkError."""
        assert self.engine is not None
        pipe = self._pipe(self.engine.stdin)
        pipe.write(json.dumps({"operation": operation, **request}) + "\n")
        pipe.flush()
        line = self._pipe(self.engine.stdout).readline()
        if not line:
            raise CourseworkError("The emulated container ended. Was this machine out of memory?")
        answer: dict[str, Any] = json.loads(line)
        if "error" in answer:
            raise CourseworkError(answer["error"])
        return answer

    @staticmethod
    def _pipe(pipe: IO[str] | None) -> IO[str]:
        assert pipe is not None
        return pipe


def like_gradescopes_python() -> Path:
    """Return a Python of Gradescope's version if there is one, else the one that runs."""
    named = shutil.which(f"python{LIKE_GRADESCOPE}")
    homes = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    candidates = [Path(named)] if named else []
    candidates += sorted(homes.glob(f"{LIKE_GRADESCOPE}.*/bin/python{LIKE_GRADESCOPE}"))
    for candidate in candidates:
        if version_of(candidate).startswith(LIKE_GRADESCOPE):
            return candidate
    return Path(sys.base_prefix) / "bin" / f"python3.{sys.version_info.minor}"


def version_of(python: Path) -> str:
    """Return the version of a Python, or "" if it does not run."""
    command = [str(python), "-c", "import platform; print(platform.python_version())"]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()


def pip_environment() -> dict[str, str]:
    """Return this machine's settings of pip and of proxies as environment variables."""
    command = [sys.executable, "-m", "pip", "config", "list"]
    output = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    pairs = re.findall(r"^(?:global|install)\.([\w-]+)='(.*)'$", output, re.M)
    settings = {f"PIP_{name.replace('-', '_').upper()}": value for name, value in pairs}
    proxies = {k: v for k, v in os.environ.items() if k.lower().endswith("_proxy")}
    own = {k: v for k, v in os.environ.items() if k.startswith(("PIP_", "SSL_CERT"))}
    return {**settings, **proxies, **own}
