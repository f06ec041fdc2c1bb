"""The zip that an instructor uploads to Gradescope: the trusted grader with the bundle."""

from __future__ import annotations

import json
from importlib.metadata import requires
from pathlib import Path

import nnlab

import autograder
from autograder.bundle.bundle import open_bundle
from autograder.errors import CourseworkError
from autograder.gradescope.failed import failed

from ..authoring.release import Release
from ..paths import LOCK
from ..zips import write_zip

GRADER = Path(autograder.__file__).parent
SCRIPTS = ("run_autograder", "setup.sh")

# The packages that the grader imports. Of otter-grader it needs the test-file classes and what
# these import; setup.sh installs otter-grader itself without its other requirements.
PACKAGES = (
    "dill", "fica", "ipython", "jinja2", "matplotlib", "msgspec", "nbformat",
    "numpy", "python-frontmatter", "pyyaml", "seccompy",
)  # fmt: skip

# What the grader itself takes of the course's library: how answers are compared and described, and
# how cells are read. The tests take the library from the bundle.
OF_LIBRARY = (
    "__init__.py", "parts.py", "properties.py", "conditions.py", "cell_code.py", "rest_of_cell.py",
    "notebook_file.py", "this_notebook.py",
)  # fmt: skip

SPARE = 240  # Seconds for start and end, beside those that a submission may take.


def write_gradescope_zip(release: Release, packages: list[str]) -> None:
    """Write the zip of a release whose answer table has been packed.

    Args:
        release: A built release.
        packages: What the assignment needs beyond the packages of the grader.
    """
    with open_bundle(release.bundle) as bundle:
        seconds = int(bundle.settings.limits.submission_seconds) + SPARE
    files = {
        **{p.name: p.read_bytes() for p in (release.bundle, release.staff, release.answers)},
        "requirements.lock": LOCK.read_bytes(),
        "requirements.txt": listed([*PACKAGES, *(name for name in packages if name != "torch")]),
        "failed.json": (json.dumps(failed(), indent=1) + "\n").encode(),
        "seconds": f"{seconds}\n".encode(),
    }
    if "torch" in packages:
        files["torch.txt"] = listed(["torch"])
    for module in OF_LIBRARY:
        files[f"nnlab/{module}"] = (Path(nnlab.__file__).parent / module).read_bytes()
    for path in sorted(GRADER.rglob("*")):
        name = path.relative_to(GRADER)
        if "__pycache__" in name.parts or not path.is_file():
            continue
        files[path.name if path.name in SCRIPTS else f"autograder/{name.as_posix()}"] = (
            path.read_bytes()
        )
    write_zip(release.gradescope, files, executable=SCRIPTS)


def listed(packages: list[str]) -> bytes:
    """Return the lines of a file of packages that setup.sh installs.

    A package that the lock does not have, because it is optional, is pinned by an extra of this
    project.
    """
    return "".join(f"{pinned(package)}\n" for package in packages).encode()


def pinned(package: str) -> str:
    """Return the name of a package that the lock pins, or a requirement with its version.

    Raises:
        CourseworkError: Neither the lock nor an extra of this project pins the package.
    """
    if f"\n{package}==" in LOCK.read_text(encoding="utf-8"):
        return package
    for line in requires("nn-coursework") or []:
        requirement = line.split(";")[0].strip()
        if requirement.startswith(f"{package}=="):
            return requirement
    raise CourseworkError(
        f"{package} is pinned neither by requirements.lock nor by an extra in pyproject.toml."
    )
