"""A container of Linux's own parts: this machine's system under an overlay, namespaces, Docker's
capabilities and system calls, a bound on memory and processor. Needs root outside of a container.

What it shows of this machine is its system (/usr, /etc, ...); homes, temporary folders and this
checkout are not there. All of it lives in one process's mount namespace and is gone with it.
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

from . import MEMORY, PROCESSORS, Ran, Submitted, profile

PROJECT = Path(__file__).resolve().parents[2]
LIKE_GRADESCOPE = "3.10"


def unavailable() -> str:
    """Why there can't be one here, or nothing."""
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
    """A Container. Use as a context manager."""

    hides_landlock = True

    def __init__(self) -> None:
        self.python = like_gradescopes_python()
        version = version_of(self.python)
        self.name = f"an emulated container (this machine's system, Python {version})"
        self.unchecked = ["Ubuntu 22.04's own packages: the system is this machine's."]
        if not version.startswith(LIKE_GRADESCOPE):
            self.unchecked.append(
                f"Python {LIKE_GRADESCOPE}, which is Gradescope's: there is none here."
            )
        self.engine: subprocess.Popen[str] | None = None

    def __enter__(self) -> Emulated:
        self.engine = subprocess.Popen(
            [sys.executable, "-m", "tools.containers.engine"],
            cwd=PROJECT,
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
        said = self.ask(
            "build",
            package=str(package.resolve()),
            python=str(self.python),
            environment=pip_environment(),
        )
        return Ran(said["code"], said["log"], said["seconds"])

    def grade(self, submitted: Submitted, landlock: bool = True) -> Ran:
        said = self.ask(
            "grade",
            files={n: base64.b64encode(c).decode() for n, c in submitted.files.items()},
            metadata=submitted.metadata,
            landlock=landlock,
            memory=MEMORY,
            processors=PROCESSORS,
        )
        if said["unbounded"] and said["unbounded"] not in self.unchecked:
            self.unchecked.append(said["unbounded"])
        return Ran(
            said["code"], said["log"], said["seconds"], said["results"], tuple(said["written"]),
            said["peak"],
        )  # fmt: skip

    def ask(self, operation: str, **request: Any) -> dict[str, Any]:
        """One message to the engine, and its answer; where it failed, a CourseworkError."""
        assert self.engine is not None
        pipe = self._pipe(self.engine.stdin)
        pipe.write(json.dumps({"operation": operation, **request}) + "\n")
        pipe.flush()
        line = self._pipe(self.engine.stdout).readline()
        if not line:
            raise CourseworkError("The emulated container ended. Was this machine out of memory?")
        said: dict[str, Any] = json.loads(line)
        if "error" in said:
            raise CourseworkError(said["error"])
        return said

    @staticmethod
    def _pipe(pipe: IO[str] | None) -> IO[str]:
        assert pipe is not None
        return pipe


def like_gradescopes_python() -> Path:
    """A Python of Gradescope's version, if there is one here, else the one that runs."""
    named = shutil.which(f"python{LIKE_GRADESCOPE}")
    homes = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    candidates = [Path(named)] if named else []
    candidates += sorted(homes.glob(f"{LIKE_GRADESCOPE}.*/bin/python{LIKE_GRADESCOPE}"))
    for candidate in candidates:
        if version_of(candidate).startswith(LIKE_GRADESCOPE):
            return candidate
    return Path(sys.base_prefix) / "bin" / f"python3.{sys.version_info.minor}"


def version_of(python: Path) -> str:
    """What `python` says that it is, "" where it does not run."""
    asked = [str(python), "-c", "import platform; print(platform.python_version())"]
    return subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()


def pip_environment() -> dict[str, str]:
    """Where this machine's pip finds packages, and how it gets there, as environment variables."""
    asked = [sys.executable, "-m", "pip", "config", "list"]
    said = subprocess.run(asked, capture_output=True, text=True, check=False).stdout
    found = re.findall(r"^(?:global|install)\.([\w-]+)='(.*)'$", said, re.M)
    settings = {f"PIP_{name.replace('-', '_').upper()}": value for name, value in found}
    proxies = {k: v for k, v in os.environ.items() if k.lower().endswith("_proxy")}
    given = {k: v for k, v in os.environ.items() if k.startswith(("PIP_", "SSL_CERT"))}
    return {**settings, **proxies, **given}
