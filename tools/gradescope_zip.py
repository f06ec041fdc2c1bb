"""The zip that an instructor uploads to Gradescope: the trusted grader, and what it grades by."""

from __future__ import annotations

import json
from importlib.metadata import requires
from pathlib import Path

import autograder
from autograder.bundle import STAFF, open_bundle
from autograder.errors import CourseworkError
from autograder.gradescope.failed import failed

from . import places
from .zips import write_zip

GRADER = Path(autograder.__file__).parent
SCRIPTS = ("run_autograder", "setup.sh")
STAFFS_ALONE = ("misconceptions",)  # what is for releases, and no submission may read

# What the grader imports. Of otter-grader it needs the test-file classes and what these import;
# setup.sh installs otter-grader itself, without the rest of its requirements.
PACKAGES = (
    "dill", "fica", "ipython", "jinja2", "landlockpy", "matplotlib", "msgspec", "nbformat",
    "numpy", "python-frontmatter", "pyyaml", "seccompy",
)  # fmt: skip

SPARE = 240  # seconds for the start and the end, beside what a submission may take


def write_gradescope_zip(bundle: Path, packages: list[str], target: Path) -> None:
    """Write the zip for a built `bundle`, with its staff's file beside it; `packages` are what the
    assignment needs beyond the grader's own."""
    with open_bundle(bundle) as opened:
        seconds = int(opened.settings.limits.submission_seconds) + SPARE
    files = {
        "autograder.zip": bundle.read_bytes(),
        STAFF: bundle.with_name(STAFF).read_bytes(),
        "requirements.lock": places.LOCK.read_bytes(),
        "requirements.txt": listed([*PACKAGES, *(name for name in packages if name != "torch")]),
        "failed.json": (json.dumps(failed(), indent=1) + "\n").encode(),
        "seconds": f"{seconds}\n".encode(),
    }
    if "torch" in packages:
        files["torch.txt"] = listed(["torch"])
    for path in sorted(GRADER.rglob("*")):
        name = path.relative_to(GRADER)
        if name.parts[0] in STAFFS_ALONE or "__pycache__" in name.parts or not path.is_file():
            continue
        files[path.name if path.name in SCRIPTS else f"autograder/{name.as_posix()}"] = (
            path.read_bytes()
        )
    write_zip(target, files, executable=SCRIPTS)


def listed(packages: list[str]) -> bytes:
    """What setup.sh installs, by the lock. Packages that the lock leaves out, being optional, are
    pinned by this project's extras."""
    return "".join(f"{pinned(package)}\n" for package in packages).encode()


def pinned(package: str) -> str:
    """`package` as the lock or an extra of this project pins it; else a CourseworkError."""
    if f"\n{package}==" in places.LOCK.read_text(encoding="utf-8"):
        return package
    for line in requires("nn-coursework") or []:
        requirement = line.split(";")[0].strip()
        if requirement.startswith(f"{package}=="):
            return requirement
    raise CourseworkError(
        f"{package} is pinned neither by requirements.lock nor by an extra in pyproject.toml."
    )
