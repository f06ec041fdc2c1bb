"""A container by Docker, from Ubuntu's own image, with what Gradescope's base image adds to it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
import time
import uuid
from pathlib import Path

from .container import MEMORY, PROCESSORS, Ran, Submitted

BASE = "ubuntu:22.04"
DOCKERFILE = f"""\
FROM {BASE}
RUN apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq \\
    --no-install-recommends ca-certificates curl python3 unzip > /dev/null
COPY gradescope.zip /tmp/gradescope.zip
RUN mkdir -p /autograder/source /autograder/submission /autograder/results \\
 && unzip -q /tmp/gradescope.zip -d /autograder/source && rm /tmp/gradescope.zip \\
 && cp /autograder/source/run_autograder /autograder/run_autograder \\
 && chmod +x /autograder/run_autograder
RUN bash /autograder/source/setup.sh
WORKDIR /autograder
"""
# It also writes down the most memory that the kernel counted for the container.
COMMAND = (
    "/autograder/run_autograder; code=$?; "
    "cat /sys/fs/cgroup/memory.peak > /autograder/results/peak 2> /dev/null; exit $code"
)
CHANGED = ("A ", "C ")  # How `docker diff` begins a line on a file that was added or changed.
EXPECTED = ("/autograder/submission", "/autograder/results")  # Grading may write there.


def unavailable() -> str:
    """Return why Docker can't be used here, or "" if it can."""
    if shutil.which("docker") is None:
        return "Docker is not installed"
    info = _docker("info", "--format", "{{.OSType}}")
    if info.returncode:
        return "Docker does not answer (is it running, and may you use it?)"
    return "" if info.stdout.strip() == "linux" else "Docker runs no Linux containers here"


class Docker:
    """A Container, as a context manager that removes its image at the end."""

    def __init__(self) -> None:
        self.name = f"Docker's {BASE}"
        self.unchecked = ["A host without Landlock: Docker has this host's."]
        self.image = f"coursework-gradescope:{uuid.uuid4().hex[:12]}"

    def __enter__(self) -> Docker:
        return self

    def __exit__(self, *_: object) -> None:
        _docker("image", "rm", "--force", self.image)

    def build(self, package: Path) -> Ran:
        start = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "Dockerfile").write_text(DOCKERFILE)
            shutil.copy(package, Path(folder, "gradescope.zip"))
            ran = _docker("build", "--progress", "plain", "--tag", self.image, folder)
        return Ran(ran.returncode, ran.stdout + ran.stderr, time.monotonic() - start)

    def grade(self, submitted: Submitted) -> Ran:
        bounds = ["--memory", str(MEMORY), "--memory-swap", str(MEMORY), "--cpus", str(PROCESSORS)]
        created = _docker("create", *bounds, self.image, "bash", "-c", COMMAND)
        if created.returncode:
            return Ran(created.returncode, created.stdout + created.stderr, 0.0)
        container = created.stdout.strip()
        try:
            with tempfile.TemporaryDirectory() as folder:
                _hand_in(container, Path(folder), submitted)
                start = time.monotonic()
                ran = _docker("start", "--attach", container)
                seconds = time.monotonic() - start
                results = _copied(container, "/autograder/results/results.json", Path(folder))
                peak = _copied(container, "/autograder/results/peak", Path(folder)).strip()
            return Ran(
                ran.returncode, ran.stdout + ran.stderr, seconds, results, _written(container),
                int(peak) if peak else None,
            )  # fmt: skip
        finally:
            _docker("rm", "--force", container)


def _hand_in(container: str, folder: Path, submitted: Submitted) -> None:
    for name, content in submitted.files.items():
        target = folder / "submission" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    (folder / "submission").mkdir(exist_ok=True)
    (folder / "submission_metadata.json").write_text(json.dumps(submitted.metadata))
    for name in ("submission", "submission_metadata.json"):
        _docker("cp", str(folder / name), f"{container}:/autograder/")


def _copied(container: str, path: str, folder: Path) -> str:
    """Return the text of a file in the container, or "" if there is no such file."""
    target = folder / os.path.basename(path)
    _docker("cp", f"{container}:{path}", str(target))
    return target.read_text() if target.is_file() else ""


def _written(container: str) -> tuple[str, ...]:
    """Return the files that are new or changed in the container, without their folders."""
    lines = _docker("diff", container).stdout.splitlines()
    paths = [line[2:] for line in lines if line.startswith(CHANGED)]
    leaves = [p for p in paths if not any(other.startswith(p + "/") for other in paths)]
    return tuple(p.lstrip("/") for p in leaves if not p.startswith(EXPECTED))


def _docker(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["docker", *arguments], capture_output=True, text=True, check=False)
