"""Find lines of solutions and of hidden tests in the files that students get."""

from __future__ import annotations

import io
import json
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..authoring.master import Master
from ..authoring.release import Release

# A line of the library or of data that has fewer characters and fewer tokens than these may equal a
# secret line by chance: `return x`, `else:`.
LEAST_CHARACTERS = 16
LEAST_TOKENS = 6
MARKER = re.compile(r"# (BEGIN|END) (SOLUTION|PROMPT)")
INLINE = re.compile(r"\s*# SOLUTION(?: NO PROMPT)?$")


def leaks(master: Master, release: Release) -> list[str]:
    """Return a sentence for each secret line in a file that students get.

    Every line of the notebook comes from the master, so a line of the notebook that only the secret
    parts of the master have is a leak, however short it is. The library and the data were written
    apart from the master: there a line counts only if it is long enough not to be there by chance.

    Args:
        master: The master of the release.
        release: A built release.
    """
    secrets = secret_lines(master)
    long = {
        line: owner
        for line, owner in secrets.items()
        if len(line) >= LEAST_CHARACTERS or _tokens(line) >= LEAST_TOKENS
    }
    faults = []
    for path in sorted(release.student.rglob("*")):
        if not path.is_file() or "__pycache__" in path.parts:
            continue
        is_notebook = path.suffix == ".ipynb" or path == release.as_released
        sought = secrets if is_notebook else long
        name = path.relative_to(release.student).as_posix()
        for line in _lines(path, is_notebook):
            if line in sought:
                faults.append(f"{name} holds a line of {sought[line]}: {line}")
    return faults


def secret_lines(master: Master) -> dict[str, str]:
    """Return the lines that only the staff may see, and whose they are.

    A line is no secret if it also is in a public part of the master: in a text, in a stub, in a
    public test. Comments, docstrings and imports are no secrets either.
    """
    public: set[str] = set()
    secrets: dict[str, str] = {}
    owned = set()
    for question in master.questions:
        for cell in question.answer:
            owned.add(cell.number)
            inside = False
            for text in map(str.strip, cell.source.splitlines()):
                marker = MARKER.search(text)
                if marker:
                    inside = marker.groups() == ("BEGIN", "SOLUTION")
                elif inside or INLINE.search(text):
                    secrets[INLINE.sub("", text)] = f"the solution of {question.name}"
                else:
                    public.add(text)
        for case in question.cases:
            owned.add(case.cell.number)
            for text in map(str.strip, case.cell.source.splitlines()):
                if case.hidden:
                    secrets[text] = f"the hidden test {case.name}"
                else:
                    public.add(text)
    for question in master.written:
        for cell in question.answer:
            owned.add(cell.number)
            for text in map(str.strip, cell.source.splitlines()):
                secrets[text] = f"the model answer of {question.name}"
    for cell in master.cells:
        if cell.number not in owned:
            public.update(line.strip() for line in cell.source.splitlines())
    return {
        line: owner
        for line, owner in secrets.items()
        if line not in public
        and re.search(r"\w", line)
        and not line.startswith(("#", '"""', "import ", "from "))
    }


def _tokens(line: str) -> int:
    """Return the number of names, numbers, strings and operators in a line of Python."""
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(line).readline))
    except (tokenize.TokenError, IndentationError):  # A part of a statement of several lines.
        return len(re.findall(r"\w+|[^\w\s]+", line))
    return sum(token.type in (tokenize.NAME, tokenize.NUMBER, tokenize.STRING, tokenize.OP)
               for token in tokens)  # fmt: skip


def _lines(path: Path, is_notebook: bool) -> Iterator[str]:
    text = path.read_bytes().decode("utf-8", "replace")
    texts = _strings(json.loads(text)) if is_notebook else [text]
    for part in texts:
        yield from map(str.strip, part.splitlines())


def _strings(value: Any) -> Iterator[str]:
    """Yield every string in a value read from JSON."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)
