"""What a published folder has for Colab and Binder, and the links of its page."""

from __future__ import annotations

import copy
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ..authoring.open_links import COLAB, COLAB_FOLDER, in_markdown, open_links
from ..course_file import Public

PYTHON = "3.12"  # The version of Python on Binder; the lock's packages support it.
BINDER = "binder"
CHECKER = "otter-grader"
IGNORED = "otter_ignore"  # Whoever grades the notebook leaves out a cell with this tag.
FETCH = """# For Google Colab, which has this notebook alone: fetch the course's library and its
# data, and install what checks the answers. Elsewhere this cell does nothing.
import os
import subprocess
import sys

if not os.path.isdir("nnlab"):
    subprocess.run(["git", "clone", "--quiet", "--depth=1", "--branch={tag}",
                    "{repository}", "course"], check=True)
    os.chdir("course")
    subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", "{checker}"], check=True)"""
HAND_IN = """---

Download this notebook (*File > Download > Download .ipynb*), and hand in the file. Colab keeps it
where `nnlab.check_all()` and `nnlab.submit()` can't read it: they work on your computer, in the
folder of the course."""


def write_binder(folder: Path, requirements: str) -> None:
    """Write what repo2docker reads, by which Binder installs the course.

    Args:
        folder: The published folder.
        requirements: The content of its requirements.txt.
    """
    (folder / BINDER).mkdir()
    for name, text in (("requirements.txt", requirements), ("runtime.txt", f"python-{PYTHON}\n")):
        (folder / BINDER / name).write_text(text, encoding="utf-8", newline="\n")


def write_for_colab(folder: Path, names: Sequence[str], public: Public, requirements: str) -> None:
    """Write a notebook for Colab of each chapter whose links lead there.

    Args:
        folder: The published folder.
        names: The names of the chapters.
        public: Where the course is published.
        requirements: The content of the folder's requirements.txt.
    """
    checker = checker_in(requirements)
    for name in names:
        if COLAB in open_links(public, name):
            target = folder / COLAB_FOLDER / f"{name}.ipynb"
            target.parent.mkdir(exist_ok=True)
            code = FETCH.format(tag=public.tag, repository=public.repository, checker=checker)
            write_variant(folder / f"{name}.ipynb", target, code, HAND_IN)


def checker_in(requirements: str) -> str:
    """Return the line of a requirements.txt that names what checks the answers."""
    return next((x for x in requirements.splitlines() if x.startswith(f"{CHECKER}==")), CHECKER)


def write_variant(source: Path, target: Path, code: str, hand_in: str) -> None:
    """Write `variant` of the notebook in the file `source` to `target`, which may be the same."""
    notebook = variant(json.loads(source.read_text(encoding="utf-8")), code, hand_in)
    text = json.dumps(notebook, indent=1, ensure_ascii=False)
    target.write_text(text + "\n", encoding="utf-8", newline="\n")


def variant(notebook: dict[str, Any], code: str, hand_in: str) -> dict[str, Any]:
    """Return a released notebook as it runs where the course's folder is not on the computer.

    Args:
        notebook: The released notebook.
        code: The code of a new first cell, which grading leaves out.
        hand_in: What stands in place of the last cells, which read the notebook's file.
    """
    first = {
        "cell_type": "code", "id": "set-up", "execution_count": None, "outputs": [],
        "metadata": {"deletable": False, "editable": False, "tags": [IGNORED]},
        "source": code.splitlines(keepends=True),
    }  # fmt: skip
    cells = copy.deepcopy(notebook["cells"])
    while cells and IGNORED in cells[-1]["metadata"].get("tags", []):
        cells.pop()
        cells[-1]["source"] = hand_in.splitlines(keepends=True)
    return {**notebook, "cells": [first, *cells]}


def page_with_links(page: str, names: Sequence[str], public: Public) -> str:
    """Return the course page with a section on what opens its chapters without an installation,
    before its first section.

    Args:
        page: The page, in Markdown.
        names: The names of the published chapters.
        public: Where the course is published.
    """
    links = {name: open_links(public, name) for name in names}
    if not any(links.values()):
        return page
    rows = "".join(f"| {name} | {in_markdown(own)} |\n" for name, own in links.items())
    section = f"## Without an installation\n\n| chapter | open in |\n| --- | --- |\n{rows}\n"
    top, mark, rest = page.partition("\n## ")
    return f"{top}\n{section}{mark.lstrip()}{rest}" if mark else f"{page.rstrip()}\n\n{section}"
