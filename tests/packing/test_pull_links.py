"""`release --publish` prints links for nbgitpuller, or says what they need."""

from __future__ import annotations

import subprocess
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from click.testing import CliRunner

from tools.authoring.scaffold import new_chapter
from tools.cli import coursework
from tools.packing.pull_links import pull_link, pull_links, web_address
from tools.paths import Course


def checkout(folder: Path, remote: str = "") -> Path:
    subprocess.run(["git", "init", "-q", "-b", "autumn", str(folder)], check=True)
    if remote:
        subprocess.run(["git", "-C", str(folder), "remote", "add", "origin", remote], check=True)
    return folder


@pytest.mark.parametrize(
    "remote, address",
    [
        ("git@github.com:owner/name.git", "https://github.com/owner/name.git"),
        ("github.com:owner/name", "https://github.com/owner/name"),
        ("ssh://git@git.example.edu:2222/a/b.git", "https://git.example.edu/a/b.git"),
        ("https://user:secret@git.example.edu:8443/a/b/", "https://git.example.edu:8443/a/b"),
        ("http://localhost/a", "http://localhost/a"),
        ("/srv/git/name.git", ""),
        ("file:///srv/git/name.git", ""),
        ("../name", ""),
        ("", ""),
    ],
)
def test_the_address_of_a_remote_on_the_web(remote: str, address: str) -> None:
    assert web_address(remote) == address


def test_a_link_names_repository_branch_and_notebook() -> None:
    link = pull_link("https://hub.example.edu/", "https://x.org/a/b c.git", "main", "hw1_neuron")
    parts = urlsplit(link)
    assert f"{parts.scheme}://{parts.netloc}{parts.path}" == (
        "https://hub.example.edu/hub/user-redirect/git-pull"
    )
    assert parse_qs(parts.query) == {
        "repo": ["https://x.org/a/b c.git"], "targetPath": ["b c"], "branch": ["main"],
        "urlpath": ["lab/tree/b c/hw1_neuron.ipynb"],
    }  # fmt: skip


def test_a_folder_without_a_repository_or_an_address_gets_a_sentence(tmp_path: Path) -> None:
    # The folder that it lies in may be a checkout, of the private repository.
    outer = checkout(tmp_path / "private", "git@github.com:owner/private.git")
    folder = outer / "public"
    folder.mkdir()
    [sentence] = pull_links(folder, ["hw1"], "")
    assert f"git clone ADDRESS {folder}" in sentence and "private.git" not in sentence
    [sentence] = pull_links(checkout(folder), ["hw1"], "")
    assert "the remote `origin`" in sentence


def test_release_publish_prints_the_links(tmp_path: Path) -> None:
    course = tmp_path / "course"
    new_chapter(Course(course), "week3_squares")
    public = checkout(tmp_path / "public", "https://user:secret@git.example.edu/class/public.git")
    command = ["--course", str(course), "release", "--publish", str(public)]
    result = CliRunner().invoke(coursework, command)
    assert result.exception is None, (result.output, result.exception)
    expected = pull_link(
        "https://YOUR-HUB", "https://git.example.edu/class/public.git", "autumn", "week3_squares"
    )
    assert expected in result.output.splitlines() and "secret" not in result.output
    assert "into course.toml" in result.output
    (course / "course.toml").write_text('hub = "https://jupyter.cs.example.edu/class"\n')
    result = CliRunner().invoke(coursework, command)
    expected = expected.replace("YOUR-HUB", "jupyter.cs.example.edu/class")
    assert expected in result.output.splitlines()
    assert "into course.toml" not in result.output
