"""Links by which students open a published chapter on their JupyterHub, with nbgitpuller.

The published folder has to be a checkout of the repository that students get, with its remote
called `origin`. The format is that of nbgitpuller's own link generator.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlencode, urlsplit

NO_HUB = "https://YOUR-HUB"
SET_UP = (
    "For links to your JupyterHub (nbgitpuller), make {folder} a checkout of the repository that "
    "students get: git clone ADDRESS {folder}, then run this command again."
)
ORIGIN = (
    "For links to your JupyterHub (nbgitpuller), the remote `origin` of {folder} should be an "
    "address on the web: git remote set-url origin https://..."
)
SCP = re.compile(r"(?:[^@/]+@)?([^:/]+):(?!//)(.+)")  # git@github.com:owner/name.git


def pull_links(folder: Path, names: Iterable[str], hub: str) -> list[str]:
    """Return a line with a link for each published chapter, or a sentence on what links need.

    Args:
        folder: The published folder.
        names: The names of the chapters.
        hub: The address of the class's JupyterHub, or "".
    """
    if not (folder / ".git").exists():
        return [SET_UP.format(folder=folder)]
    address = web_address(_git(folder, "remote", "get-url", "origin"))
    if not address:
        return [ORIGIN.format(folder=folder)]
    branch = _git(folder, "symbolic-ref", "--short", "HEAD")
    lines = ["Commit and push the folder. Then students open a chapter by its link:"]
    lines += [pull_link(hub or NO_HUB, address, branch, name) for name in names]
    if not hub:
        lines.append('Write the address of your JupyterHub into course.toml: hub = "https://..."')
    return lines


def pull_link(hub: str, address: str, branch: str, name: str) -> str:
    """Return the link that fetches a repository to a JupyterHub and opens a chapter there."""
    target = address.rsplit("/", 1)[-1].removesuffix(".git")
    query = {"repo": address, "targetPath": target, "urlpath": f"lab/tree/{target}/{name}.ipynb"}
    if branch:
        query["branch"] = branch
    return f"{hub.rstrip('/')}/hub/user-redirect/git-pull?{urlencode(query)}"


def web_address(remote: str) -> str:
    """Return the https address of a remote, without user and password, or "" if it has none."""
    if match := SCP.fullmatch(remote):
        return f"https://{match[1]}/{match[2]}".rstrip("/")
    parts = urlsplit(remote)
    if parts.scheme not in ("http", "https", "ssh", "git") or not parts.hostname:
        return ""
    scheme = "http" if parts.scheme == "http" else "https"
    port = f":{parts.port}" if parts.port and parts.scheme in ("http", "https") else ""
    return f"{scheme}://{parts.hostname}{port}{parts.path}".rstrip("/")


def _git(folder: Path, *arguments: str) -> str:
    """Return what a git command prints, or "" if it fails or git is not installed."""
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *arguments], capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return ""
    return done.stdout.strip()
