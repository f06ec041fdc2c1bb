"""The site of the documentation is built without a warning, loads nothing from elsewhere, and its
search finds pages by the words of who looks for them."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import browser
import pytest

from tools.paths import CHECKOUT

LOADED = re.compile(r"<(?:script|img|link rel=\"stylesheet\")[^>]*?(?:src|href)=\"(https?:[^\"]+)")

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built with the options of `make docs`."""
    pytest.importorskip("myst_parser", reason="the site needs Python 3.11")
    makefile = (CHECKOUT / "Makefile").read_text(encoding="utf-8")
    [options] = re.findall(r"sphinx-build (.+) dist/docs$", makefile, re.M)
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "sphinx", *options.split(), str(folder)]
    built = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True)
    assert (built.returncode, built.stderr) == (0, "")
    return folder


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    """The address of a server of the site on this machine."""
    with browser.served(site) as address:
        yield address


@pytest.fixture
def page(address: str) -> Iterator[Any]:
    """A page of Chromium that may load nothing but the site."""
    with browser.chromium() as chromium:
        page = chromium.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        yield page
        assert [url for url in asked if not url.startswith((address, "data:"))] == []


def test_every_page_is_there_and_loads_nothing_from_elsewhere(site: Path) -> None:
    for document in (CHECKOUT / "docs").rglob("*.md"):
        built = site / document.relative_to(CHECKOUT).with_suffix(".html")
        assert built.exists(), f"{document.name} is in no toctree"
    for built in site.rglob("*.html"):
        assert LOADED.findall(built.read_text(encoding="utf-8")) == [], built


def test_the_references_are_made_from_the_code(site: Path) -> None:
    reference = site / "docs" / "reference"
    commands = (reference / "command-line.html").read_text(encoding="utf-8")
    assert "--hidden-without-sandbox" in commands
    assert "check_gradients" in (reference / "nnlab.html").read_text(encoding="utf-8")
    settings = (reference / "settings.html").read_text(encoding="utf-8")
    assert "grading.policy.hints_from_try" in settings


def test_a_file_that_is_no_page_is_a_link_to_the_repository(site: Path) -> None:
    text = (site / "docs" / "misconceptions.html").read_text(encoding="utf-8")
    assert f'href="{CHECKOUT.as_uri()}/tools/proof/catalogue.py"' in text


@browser.needs_chromium
@pytest.mark.parametrize(("words", "title"), [
    ("winnowing", "Grading a class"),
    ("case_seconds", "The settings of a course"),
    ("check_gradients", "The library nnlab"),
    ("not written yet", "If something goes wrong"),
])  # fmt: skip
def test_the_search_finds_a_page(address: str, page: Any, words: str, title: str) -> None:
    page.goto(f"{address}/index.html")
    page.wait_for_url("**/docs/index.html")
    page.get_by_placeholder("Search").first.fill(words)
    page.keyboard.press("Enter")
    result = page.locator("#search-results li a", has_text=title).first
    result.click()
    page.locator("article h1", has_text=title).wait_for()


@browser.needs_chromium
def test_the_search_says_that_it_finds_nothing(address: str, page: Any) -> None:
    page.goto(f"{address}/search.html?q=zzyzx")
    page.get_by_text("did not match any documents").wait_for()
