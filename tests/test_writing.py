"""The story of docs/writing.md: its commands and edits, in their order, do what it says."""

from __future__ import annotations

import re
import shlex
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from tools.cli import coursework
from tools.course_file import CourseSettings, settings_of
from tools.paths import CHECKOUT, Course

PAGE = (CHECKOUT / "docs" / "writing.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.S | re.M)


def edit(root: Path, diff: str) -> None:
    """Make the edit of a diff, whose places are found by their unchanged lines."""
    [name] = re.findall(r"^\+\+\+ b/(.+)$", diff, re.M)
    path = root / name
    text = path.read_text(encoding="utf-8")
    for hunk in diff.split("@@\n")[1:]:
        lines = [(line[:1] or " ", line[1:]) for line in hunk.splitlines()]
        old = "\n".join(line for sign, line in lines if sign in " -")
        new = "\n".join(line for sign, line in lines if sign in " +")
        assert text.count(old) == 1, f"{name} should have these lines once:\n{old}"
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the sandbox needs Linux")
def test_the_story_of_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    course = tmp_path / "course"
    course.mkdir()
    monkeypatch.chdir(course)
    outputs: list[str] = []
    for kind, block in BLOCK.findall(PAGE):
        if kind == "diff":
            edit(course, block)
        for line in block.splitlines() if not kind else ():
            command, _, comment = line.partition("#")
            name, *arguments = shlex.split(command)
            assert name == "coursework"
            result = CliRunner().invoke(coursework, ["--course", str(course), *arguments])
            failed = result.exception is not None
            assert failed == comment.strip().startswith("fails"), (line, result.output)
            outputs.append(result.output)
    assert len(outputs) == 9
    # What the page says of the failing command.
    assert re.search(r"q1: the right answer 'a loop' fails", outputs[4])
    assert "Run `coursework mutation hw9_own`" in outputs[4]
    assert "Run `coursework mutation --rules hw9_own`" in outputs[4]
    assert (tmp_path / "public" / "hw9_own.ipynb").exists()
    assert "git clone ADDRESS" in outputs[-1]


def test_the_settings_of_the_page_are_read(tmp_path: Path) -> None:
    [example] = [block for kind, block in BLOCK.findall(PAGE) if kind == "toml"]
    (tmp_path / "course.toml").write_text(example, encoding="utf-8")
    settings = settings_of(Course(tmp_path))
    defaults = CourseSettings()
    assert all(getattr(settings, key) != default for key, default in vars(defaults).items())
    assert all(vars(settings.style).values())
