"""A site on which the chapters run in the browser alone, by JupyterLite and Pyodide.

The site loads nothing from elsewhere: Pyodide, its packages and the wheels of Otter are files of
the site. `make jupyter` installs JupyterLite in an environment of its own.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from autograder.errors import CourseworkError
from autograder.wording import one_line

from ..authoring.release import Release
from ..paths import CHECKOUT
from .elsewhere import CHECKER, checker_in, write_variant
from .publish import REQUIREMENTS, publish
from .pyodide import KERNEL, Distribution, distribution

SETTINGS = "jupyter-lite.json"
KERNEL_PLUGIN = "@jupyterlite/pyodide-kernel-extension:kernel"
JUPYTERLITE = CHECKOUT / ".venv-lab" / "bin" / "jupyter-lite"
INSTALL = """# For this site, where Python runs in the browser: install what checks the answers.
%pip install --quiet {checker}"""
HAND_IN = """---

Download this notebook (right click on it in the list of files, then *Download*), and hand in the
file. The site keeps it in this browser alone, so download it before you clear the browser's data.
`nnlab.check_all()` and `nnlab.submit()` start a second Python, which a browser can't: they work on
your computer, in the folder of the course."""


def build_site(
    releases: Sequence[Release], pyodide: str, sha256: str, output: Path
) -> list[str]:
    """Build the site with some chapters.

    Args:
        releases: The chapters, all of one course.
        pyodide: The distribution of Pyodide: a folder, an archive or the address of one.
        sha256: The SHA-256 of the archive, or "".
        output: A new or empty folder, or an earlier site, which is replaced.

    Returns:
        The packages that the notebooks need and the distribution does not have. Without them the
        site opens, and no notebook runs.

    Raises:
        CourseworkError: Something that is needed is not installed, or not as it should be.
    """
    if not JUPYTERLITE.exists():
        raise CourseworkError("JupyterLite is not installed: run `make jupyter`.")
    if output.exists() and any(output.iterdir()) and not (output / SETTINGS).exists():
        raise CourseworkError(f"{output} holds other files. Name a new or empty folder, or an "
                              "earlier site.")  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="coursework-") as name:
        scratch = Path(name)
        found = distribution(pyodide, sha256, scratch / "fetched")
        contents, site = scratch / "contents", scratch / "site"
        publish(releases, contents)
        requirements = (contents / REQUIREMENTS).read_text(encoding="utf-8")
        code = INSTALL.format(checker=checker_in(requirements))
        for release in releases:
            notebook = contents / f"{release.name}.ipynb"
            write_variant(notebook, notebook, code, HAND_IN)
        for picture in contents.rglob("*.svg"):
            _use_ascii(picture)
        shutil.copytree(found.folder, site / "static" / "pyodide")
        _write_settings(site)
        names = _download_wheels(found, site / "pypi")
        _run_jupyterlite(site, contents, output)
        packages = [line.split("==")[0] for line in requirements.splitlines()]
        return found.missing([*KERNEL, *names, *packages])


def _use_ascii(picture: Path) -> None:
    """Write an SVG picture in ASCII, because JupyterLite shows no cell with another one."""
    text = picture.read_text(encoding="utf-8")
    picture.write_bytes(text.encode("ascii", "xmlcharrefreplace"))


def _write_settings(site: Path) -> None:
    """Write that nothing is loaded from the Python Package Index."""
    plugin = {KERNEL_PLUGIN: {"disablePyPIFallback": True}}
    settings = {"jupyter-lite-schema-version": 0,
                "jupyter-config-data": {"litePluginSettings": plugin}}  # fmt: skip
    (site / SETTINGS).write_text(json.dumps(settings, indent=1), encoding="utf-8")


def _download_wheels(found: Distribution, folder: Path) -> set[str]:
    """Put the wheels that Otter needs beyond Pyodide's into a folder, and return the names of the
    packages of Pyodide that Otter needs, directly or not."""
    wheels, of_pyodide = found.needs_of(CHECKER)
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest",
               str(folder), "--only-binary=:all:", "--platform=any"]  # fmt: skip
    _run([*command, *(f"{name}=={number}" for name, number in wheels.items())], "The wheels")
    return of_pyodide


def _run_jupyterlite(site: Path, contents: Path, output: Path) -> None:
    shutil.rmtree(output, ignore_errors=True)
    _run(
        [str(JUPYTERLITE), "build", "--apps", "lab", "--no-sourcemaps",
         "--lite-dir", str(site), "--contents", str(contents),
         "--output-dir", str(output.resolve())],
        "The site", folder=site,
    )  # fmt: skip


def _run(command: list[str], what: str, folder: Path | None = None) -> None:
    # JupyterLite notes what it has built in the folder where it runs, and would leave that out.
    done = subprocess.run(command, capture_output=True, text=True, cwd=folder)
    if done.returncode:
        last = (done.stderr.strip() or done.stdout.strip()).splitlines()[-1:]
        raise CourseworkError(f"{what} can't be made: {one_line(' '.join(last), 300)}")
