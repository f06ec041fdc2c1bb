"""Chromium, axe and JupyterLab for the tests in a browser.

`make jupyter` installs JupyterLab in an environment of its own, `.venv-lab`: in that of the tests
it would make `import otter` three times as slow. Notebooks run in that of the tests.
"""

from __future__ import annotations

import contextlib
import functools
import json
import os
import re
import shutil
import subprocess
import threading
import time
import urllib.request
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tools.paths import CHECKOUT

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, BROWSERS)), None)
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
LAB = CHECKOUT / ".venv-lab" / "bin"
TOKEN = "token"
START_SECONDS = 120.0
# By how many pixels the page is wider than its window.
OVERFLOW = "document.documentElement.scrollWidth - window.innerWidth"

needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
needs_lab = pytest.mark.skipif(
    not (LAB / "jupyter-lab").exists(), reason="JupyterLab is not installed: make jupyter"
)


@contextlib.contextmanager
def chromium() -> Iterator[Any]:
    """Start Chromium, and give the browser."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@contextlib.contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on this machine, and give the address."""
    handler = functools.partial(_Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *arguments: object) -> None:
        """Print nothing."""


def faults(page: Any, within: str | None = None) -> str:
    """Return what axe finds wrong, or "".

    Args:
        page: A page of the browser.
        within: A selector. Axe looks only at what is inside; by default at the whole page.
    """
    from axe_playwright_python.sync_playwright import Axe

    result = Axe().run(page, within)
    return result.generate_report() if result.violations_count else ""


@contextlib.contextmanager
def jupyterlab(folder: Path, scratch: Path, settings: dict[str, Any]) -> Iterator[str]:
    """Start JupyterLab, and give its address, to which the token has to be added.

    Args:
        folder: What it shows.
        scratch: An empty folder for its own files.
        settings: The settings of JupyterLab that differ from its own, by plugin.
    """
    from ipykernel.kernelspec import write_kernel_spec

    log = scratch / "lab.log"
    write_kernel_spec(scratch / "share" / "kernels" / "python3")
    quiet = {"@jupyterlab/apputils-extension:notification": {"fetchNews": "false"}}
    (scratch / "overrides.json").write_text(json.dumps({**quiet, **settings}))
    command = [
        LAB / "jupyter-lab", "--no-browser", "--allow-root", "--ip=127.0.0.1", "--port=0",
        "--expose-app-in-browser", f"--LabApp.app_settings_dir={scratch}",
        f"--notebook-dir={folder}", f"--IdentityProvider.token={TOKEN}",
    ]  # fmt: skip
    own = {"HOME": str(scratch), "JUPYTER_CONFIG_DIR": str(scratch / "config"),
           "JUPYTER_PATH": str(scratch / "share")}  # fmt: skip
    with log.open("w") as file:
        server = subprocess.Popen(command, env={**os.environ, **own}, stdout=file, stderr=file)
    try:
        yield _address(log)
    finally:
        server.terminate()
        server.wait(60)


def _address(log: Path) -> str:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        found = re.search(r"http://127\.0\.0\.1:\d+", log.read_text())
        if found:  # It is logged a moment before the server listens.
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"{found[0]}/api?token={TOKEN}", timeout=START_SECONDS)
                return found[0]
        time.sleep(0.2)
    raise AssertionError(f"JupyterLab does not start: {log.read_text()[-2000:]}")
