"""The site for the browser: its Pyodide is checked, and in Chromium it loads nothing from outside.

The core of Pyodide, which has no NumPy, is a package of npm: `npm pack pyodide`, unpack it, and
PYODIDE=package. Without it, some empty files take its place, and no Python is started.
"""

from __future__ import annotations

import hashlib
import json
import os
import tarfile
from pathlib import Path
from typing import Any

import pytest
from browser import CHROMIUM, chromium, served
from lazy import Lazy
from playwright.sync_api import expect

from autograder.errors import CourseworkError
from tools.authoring.release import Release
from tools.packing.pyodide import CORE, LOCK, Distribution, distribution
from tools.packing.site import JUPYTERLITE, KERNEL_PLUGIN, SETTINGS, build_site

PYODIDE = os.environ.get("PYODIDE", "")
NAME = "hw1_neuron"
WHEEL, CONTENT = "numpy-2.4-cp314.whl", b"the wheel of NumPy"
OF_PYODIDE = (  # Packages that Otter needs and Pyodide has.
    "click", "docutils", "ipython", "jinja2", "jsonschema", "packaging", "pandas", "platformdirs",
    "pydantic", "pygments", "pyyaml", "requests", "traitlets", "typing-extensions", "wrapt",
)  # fmt: skip
# Loads the site's Pyodide, and some modules of the course that need no NumPy.
START_PYTHON = """async base => {
  const { loadPyodide } = await import(base + "/static/pyodide/pyodide.mjs");
  const python = await loadPyodide({ indexURL: base + "/static/pyodide/" });
  python.FS.mkdir("nnlab");
  for (const name of ["__init__", "cell_code", "rest_of_cell"]) {
    const answer = await fetch(`${base}/files/nnlab/${name}.py`);
    python.FS.writeFile(`nnlab/${name}.py`, await answer.text());
  }
  return python.runPython(`
from nnlab.rest_of_cell import rest_of_cell
rest_of_cell("import notthere\\\\nx = 1", "ModuleNotFoundError", 1)`);
}"""


@pytest.fixture
def stand_in(tmp_path: Path) -> Path:
    return make_stand_in(tmp_path / "pyodide")


def make_stand_in(folder: Path) -> Path:
    """Make a folder that looks like a distribution."""
    folder.mkdir()
    for name in CORE:
        (folder / name).touch()
    (folder / WHEEL).write_bytes(CONTENT)
    packages: dict[str, dict[str, Any]] = {
        "numpy": {"file_name": WHEEL, "depends": ["libopenblas"],
                  "sha256": hashlib.sha256(CONTENT).hexdigest()},
        "libopenblas": {"file_name": "libopenblas.zip", "depends": [], "sha256": "0" * 64},
    }  # fmt: skip
    for name in OF_PYODIDE:
        packages[name] = {"file_name": f"{name}.whl", "depends": [], "sha256": "0" * 64}
    lock = {"info": {"python": "3.14.2"}, "packages": packages}
    (folder / LOCK).write_text(json.dumps(lock))
    return folder


def packed(folder: Path) -> tuple[Path, str]:
    """Return an archive of a folder and its SHA-256."""
    path = folder.with_name("pyodide.tar.bz2")
    with tarfile.open(path, "w:bz2") as archive:
        archive.add(folder, "pyodide")
    return path, hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_folder_an_archive_and_an_address_do_the_same(
    stand_in: Path, tmp_path: Path
) -> None:
    archive, sha256 = packed(stand_in)
    with served(archive.parent) as address:
        url = f"{address}/{archive.name}"
        for number, (source, hash) in enumerate(
            [(str(stand_in), ""), (str(archive), ""), (str(archive), sha256.upper()), (url, sha256)]
        ):
            found = distribution(source, hash, tmp_path / f"scratch{number}")
            assert (found.folder / WHEEL).read_bytes() == CONTENT


def test_what_has_another_hash_is_refused(stand_in: Path, tmp_path: Path) -> None:
    archive, sha256 = packed(stand_in)
    wrong = "0" * 64
    with pytest.raises(CourseworkError, match=f"has the SHA-256 {sha256}; it should be {wrong}"):
        distribution(str(archive), wrong, tmp_path / "a")
    with served(archive.parent) as address:
        url = f"{address}/{archive.name}"
        with pytest.raises(CourseworkError, match="can't be fetched"):
            distribution(url, wrong, tmp_path / "b")
        with pytest.raises(CourseworkError, match="Name the SHA-256 of what is fetched"):
            distribution(url, "", tmp_path / "c")
    with pytest.raises(CourseworkError, match="goes with one"):
        distribution(str(stand_in), sha256, tmp_path / "d")
    (stand_in / WHEEL).write_bytes(b"another wheel")
    with pytest.raises(CourseworkError, match=f"{WHEEL} has another SHA-256 than {LOCK} says"):
        distribution(str(stand_in), "", tmp_path / "e")


def test_what_is_no_distribution_is_refused(stand_in: Path, tmp_path: Path) -> None:
    (stand_in / CORE[0]).unlink()
    (stand_in / CORE[1]).unlink()
    with pytest.raises(CourseworkError, match=f"{CORE[0]} is missing; {CORE[1]} is missing"):
        distribution(str(stand_in), "", tmp_path / "a")
    for path, words in ((tmp_path / "nowhere", "holds no"), (stand_in / WHEEL, "be unpacked")):
        with pytest.raises(CourseworkError, match=words):
            distribution(str(path), "", tmp_path / "b")


def test_packages_that_are_not_here_are_named_with_what_they_need(stand_in: Path) -> None:
    found = Distribution(stand_in)
    assert found.missing(["numpy", "a-package-that-pyodide-does-not-have"]) == ["libopenblas"]
    (stand_in / WHEEL).unlink()
    assert found.missing(["NumPy"]) == ["libopenblas", "numpy"]


def test_otter_comes_with_what_a_browser_needs_and_pyodide_has_not(stand_in: Path) -> None:
    wheels, of_pyodide = Distribution(stand_in).needs_of("otter-grader")
    assert {"otter-grader", "nbformat", "ipywidgets"} <= wheels.keys()
    assert not {"nbconvert", "pyzmq", "colorama", "numpy"} & wheels.keys()
    assert of_pyodide == {*OF_PYODIDE}


def test_a_folder_with_other_files_is_not_replaced(
    stand_in: Path, tmp_path: Path, releases: Lazy[Release], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tools.packing.site.JUPYTERLITE", tmp_path)
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "thesis.tex").touch()
    with pytest.raises(CourseworkError, match="holds other files"):
        build_site([releases[NAME]], str(stand_in), "", tmp_path / "site")
    monkeypatch.setattr("tools.packing.site.JUPYTERLITE", tmp_path / "jupyter-lite")
    with pytest.raises(CourseworkError, match="run `make jupyter`"):
        build_site([releases[NAME]], str(stand_in), "", tmp_path / "new")


@pytest.mark.slow
@pytest.mark.skipif(not JUPYTERLITE.exists(), reason="JupyterLite is not installed: make jupyter")
def test_the_site_in_a_browser(releases: Lazy[Release], tmp_path: Path) -> None:
    """The notebook opens with its picture, and Pyodide is the site's own."""
    pyodide = Path(PYODIDE) if PYODIDE else make_stand_in(tmp_path / "pyodide")
    site = tmp_path / "site"
    missing = build_site([releases[NAME]], str(pyodide), "", site)
    assert "numpy" in missing or not PYODIDE
    settings = json.loads((site / SETTINGS).read_text(encoding="utf-8"))
    of_kernel = settings["jupyter-config-data"]["litePluginSettings"][KERNEL_PLUGIN]
    assert of_kernel["disablePyPIFallback"] is True
    assert of_kernel["pyodideUrl"] == "./static/pyodide/pyodide.mjs"
    assert not Path(".jupyterlite.doit.db").exists()
    assert (site / "files" / "nnlab" / "checks.py").is_file()
    assert list((site / "pypi").glob("otter_grader-*.whl"))
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed")
    with served(site) as base, chromium() as browser:
        page, asked = browser.new_page(), list[str]()
        page.context.on("request", lambda request: asked.append(request.url))
        page.goto(f"{base}/lab/index.html?path={NAME}.ipynb")
        page.locator(".jp-Notebook h1", has_text="Homework 1").wait_for(timeout=120_000)
        assert page.locator(".jp-Notebook .jp-Cell").first.inner_text().count("%pip install") == 1
        picture = page.locator(".jp-Notebook img").first
        expect(picture).to_have_js_property("complete", True)
        assert picture.evaluate("picture => picture.naturalWidth") > 100
        own = (f"{base}/", f"blob:{base}/", "data:")
        loads = f"{base}/static/pyodide/pyodide.mjs"
        for _ in range(600):
            if loads in asked:
                break
            page.wait_for_timeout(100)
        assert loads in asked and [url for url in asked if not url.startswith(own)] == []
        if PYODIDE:
            assert page.evaluate(START_PYTHON, base) == "#\nx = 1"
