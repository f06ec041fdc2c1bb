"""Find out why nothing works: Python, packages, kernel, folder, data, disk, proxy, and the time of
a first check. For each it is said what to do.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from .outside import REQUIREMENTS
from .this_notebook import otter_settings

VERSIONS = (3, 10), (3, 13)  # The first and the last Python that the course is tested with.
FREE_BYTES = 500_000_000  # With less free space, Jupyter may fail to save.
SLOW_SECONDS = 30.0  # A first check that takes longer is slow.
CHECK_SECONDS = 300.0  # It is stopped after this many seconds.
PIN = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)", re.M)
SLOW = (
    "run this again: the first time, Python compiles what it imports. If it is still slow, move "
    "the folder and the environment out of a synchronized folder (OneDrive, iCloud, a network "
    "drive), and have the virus scanner leave out the environment."
)
# Starts Otter, and with it all that the first check of a notebook imports.
FIRST_CHECK = (
    "import sys, otter; n = otter.Notebook(sys.argv[1]); "
    "n.check(sys.argv[2], global_env={}) if sys.argv[2] else None"
)


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        topic: What it is: "Python".
        text: What was found.
        remedy: What to do, or "" if all is well.
    """

    topic: str
    text: str
    remedy: str = ""


def doctor(folder: Path, tell: Callable[[str], None] = print) -> bool:
    """Look at everything that a notebook of the course needs, and return True if all is well.

    Args:
        folder: The folder of the course.
        tell: Takes what is said.
    """
    is_well = True
    for look in (python, packages, kernel, writing, data, disk, proxy, first_check):
        for finding in look(folder):
            tell(f"{'ok     ' if not finding.remedy else 'PROBLEM'}  {finding.topic}: "
                 f"{finding.text}")  # fmt: skip
            if finding.remedy:
                tell(f"         What to do: {finding.remedy}")
                is_well = False
    tell("All is well." if is_well else "Do the first of these, and then run this again.")
    return is_well


def python(folder: Path) -> Iterator[Finding]:
    """Look at the version of Python, and where it is."""
    version, first, last = sys.version_info[:2], *VERSIONS
    text = f"{'.'.join(map(str, sys.version_info[:3]))} at {sys.executable}"
    remedy = ""
    if not first <= version <= last:
        remedy = (f"the course is tested with Python {_dotted(first)} to {_dotted(last)}. Make an "
                  f"environment with one of these: `uv venv --python {_dotted(last)}`, or install "
                  f"it from python.org and run `python -m venv .venv` with it.")  # fmt: skip
    yield Finding("Python", text, remedy)


def packages(folder: Path) -> Iterator[Finding]:
    """Compare the installed packages with requirements.txt."""
    try:
        pins = PIN.findall((folder / REQUIREMENTS).read_text(encoding="utf-8"))
    except OSError:
        yield Finding("packages", f"there is no {REQUIREMENTS} in {folder}",
                      "go to the folder of the course, by `cd`, and run this there.")  # fmt: skip
        return
    missing, other = [], []
    for name, wanted in pins:
        try:
            installed = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            missing.append(name)
            continue
        if installed != wanted:
            other.append(f"{name} {installed} in place of {wanted}")
    wrong = [*(f"{name} is missing" for name in missing), *other]
    yield Finding(
        "packages", ", ".join(wrong) or f"{len(pins)} of {len(pins)} as in {REQUIREMENTS}",
        f"run `{installer()} -r {REQUIREMENTS}`." if wrong else "",
    )  # fmt: skip


def installer() -> str:
    """Return the command that installs packages for this Python: by pip, or by uv if that made the
    environment."""
    if importlib.util.find_spec("pip") is None:
        return f"uv pip install --python {_quoted(sys.executable)}"
    return f"{_quoted(sys.executable)} -m pip install"


def kernel(folder: Path) -> Iterator[Finding]:
    """See if notebooks run with this Python."""
    if importlib.util.find_spec("ipykernel") is None:
        yield Finding("kernel", "ipykernel is not installed in this Python",
                      f"run `{installer()} -r {REQUIREMENTS}`.")  # fmt: skip
        return
    try:
        from jupyter_client.kernelspec import KernelSpecManager

        command = KernelSpecManager().get_kernel_spec("python3").argv[0]
    except Exception as error:  # A kernel's file may be broken in any way.
        yield Finding("kernel", f"the kernel python3 can't be read: {error}",
                      "run `jupyter kernelspec remove python3`, and start JupyterLab "
                      "again.")  # fmt: skip
        return
    # Jupyter takes a mere name, such as "python3", for the Python that it runs with itself.
    if Path(command).is_absolute() and not _is_same(command, sys.executable):
        yield Finding("kernel", f"notebooks run with {command}, not with {sys.executable}",
                      "run `jupyter kernelspec remove python3` and start JupyterLab from this "
                      "environment, or choose the right kernel in the notebook.")  # fmt: skip
        return
    yield Finding("kernel", "notebooks run with this Python")


def writing(folder: Path) -> Iterator[Finding]:
    """See if the folder of the course, and the one for temporary files, can be written to."""
    for name, place in (("folder", folder), ("temporary files", Path(tempfile.gettempdir()))):
        try:
            with tempfile.NamedTemporaryFile(dir=place, prefix=".nnlab-"):
                pass
        except OSError as error:
            yield Finding(name, f"{place} can't be written to: {error.strerror or error}",
                          "move the folder of the course to one of yours, such as your documents, "
                          "and not into a zip or a shared drive.")  # fmt: skip
        else:
            yield Finding(name, f"{place} can be written to")


def data(folder: Path) -> Iterator[Finding]:
    """See if what lies beside the notebooks is there, and if it is what gets imported."""
    missing = [name for name in ("nnlab", "data") if not (folder / name).is_dir()]
    missing += [] if list(folder.glob("*.ipynb")) else ["a notebook"]
    if missing:
        yield Finding("data", f"not in {folder}: {', '.join(missing)}",
                      "unpack the whole zip of the course, and keep its files "
                      "together.")  # fmt: skip
        return
    broken = [path.name for path in sorted((folder / "data").rglob("*.json")) if not _is_json(path)]
    own = Path(__file__).resolve().parent
    text, remedy = "nnlab and data are there", ""
    if broken:
        text = f"damaged: {', '.join(broken)}"
        remedy = "get the folder of the course again, and copy your notebook into it."
    elif own != (folder / "nnlab").resolve():
        text = f"nnlab is taken from {own}, not from {folder}"
        remedy = f"run `{installer().replace(' install', ' uninstall')} nnlab`."
        if (own.parent / "data").is_dir():
            remedy = "run this in the folder of the course."
    yield Finding("data", text, remedy)


def disk(folder: Path) -> Iterator[Finding]:
    """Look at the free space."""
    free = shutil.disk_usage(folder).free
    remedy = "make room: below 0.5 GB Jupyter may fail to save." if free < FREE_BYTES else ""
    yield Finding("disk", f"{free / 1e9:.1f} GB free", remedy)


def proxy(folder: Path) -> Iterator[Finding]:
    """Say which proxy is set, and if a program would go through it to this computer itself."""
    proxies = {k: v for k, v in urllib.request.getproxies().items() if k in ("http", "https")}
    if not proxies:
        yield Finding("proxy", "none is set")
        return
    text = ", ".join(f"{name} by {_without_password(url)}" for name, url in proxies.items())
    if not (urllib.request.proxy_bypass("localhost") and urllib.request.proxy_bypass("127.0.0.1")):
        text += (". If the page of JupyterLab stays empty, set the variable NO_PROXY to "
                 "localhost,127.0.0.1 and start JupyterLab again")  # fmt: skip
    yield Finding("proxy", text)


def first_check(folder: Path) -> Iterator[Finding]:
    """Measure what the first check of a notebook takes."""
    notebook, question = _a_check(folder)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="nnlab-", ignore_cleanup_errors=True) as scratch:
        environment = {**os.environ, "PYTHONPATH": str(folder)}
        if notebook:
            shutil.copy(folder / notebook, scratch)
        try:
            done = subprocess.run(
                [sys.executable, "-c", FIRST_CHECK, notebook, question],
                cwd=scratch, env=environment, capture_output=True, timeout=CHECK_SECONDS,
                encoding="utf-8", errors="replace",
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            yield Finding("first check", f"it did not end within {CHECK_SECONDS:.0f} s", SLOW)
            return
    seconds = time.monotonic() - began
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        yield Finding("first check", f"it failed: {last}",
                      f"run `{installer()} --force-reinstall -r {REQUIREMENTS}`.")  # fmt: skip
    else:
        remedy = SLOW if seconds > SLOW_SECONDS else ""
        yield Finding("first check", f"it took {seconds:.1f} s", remedy)


def _a_check(folder: Path) -> tuple[str, str]:
    """Return the name of a notebook and of one of its questions, or ("", "")."""
    for path in sorted(folder.glob("*.ipynb")):
        tests = otter_settings(path).get("tests")
        if isinstance(tests, dict) and tests:
            return path.name, min(tests)
    return "", ""


def _is_json(path: Path) -> bool:
    try:
        json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return True


def _is_same(one: str, other: str) -> bool:
    """Return True if two paths lead to Pythons of one environment, which share a folder."""
    return os.path.normcase(Path(one).parent) == os.path.normcase(Path(other).parent)


def _quoted(path: str) -> str:
    return f'"{path}"' if " " in path else path


def _without_password(url: str) -> str:
    return re.sub(r"//[^/@]*@", "//", url)


def _dotted(version: tuple[int, int]) -> str:
    return ".".join(map(str, version))
