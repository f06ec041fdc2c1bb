"""Read and write tables as learning platforms and spreadsheets export them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from autograder.errors import CourseworkError
from autograder.files import write_atomically
from autograder.wording import one_line

MARK = "\ufeff"  # The byte order mark, with which Excel begins a table.
MAX_BYTES = 64 << 20  # A table has at most this many bytes.


@dataclass
class CsvFile:
    """A table that was read from a file. Cells can be filled in; every other byte stays as it was.

    Attributes:
        name: The name of the file.
        head: The titles of the columns.
        rows: The other rows as they were read: some may be shorter, and some empty.
        delimiter: What separates the cells: a comma, a semicolon or a tab.
        text: The whole text, with its byte order mark if it has one.
        encoding: What the text is encoded in.
        changes: The new values, by the place of the row and of the column.
    """

    name: str
    head: list[str]
    rows: list[list[str]]
    delimiter: str
    text: str
    encoding: str
    changes: dict[tuple[int, int], str] = field(default_factory=dict)

    def column(self, *titles: str) -> int | None:
        """Return the place of the first of these titles that the table has, or None.

        Upper and lower case, spaces, hyphens and underscores make no difference.
        """
        known = {plain_title(title): place for place, title in reversed(list(enumerate(self.head)))}
        return next((known[plain_title(t)] for t in titles if plain_title(t) in known), None)

    def filled(self) -> list[tuple[int, list[str]]]:
        """Return the rows that are not empty, with their places."""
        return [(k, row) for k, row in enumerate(self.rows) if any(cell.strip() for cell in row)]

    def set(self, place: int, column: int, value: str) -> None:
        """Put a value into a cell."""
        self.changes[place, column] = value

    def columns_in_words(self) -> str:
        return ", ".join(f'"{one_line(title, 60)}"' for title in self.head[:12]) or "none"

    def write(self, path: Path) -> None:
        """Write the table as it was read, with the changes."""
        spans = list(_spans(self.text, self.delimiter))
        pieces, done = [], 0
        for (place, column), value in sorted(self.changes.items()):
            row = spans[place + 1]
            start, end = row[column] if column < len(row) else (row[-1][1], row[-1][1])
            missing = self.delimiter * max(0, column + 1 - len(row))
            was_quoted = self.text[start : start + 1] == '"' and not missing
            pieces += [self.text[done:start], missing, self._spelled(value, was_quoted)]
            done = end
        write_atomically(path, "".join([*pieces, self.text[done:]]).encode(self.encoding))

    def _spelled(self, value: str, quoted: bool) -> str:
        if not quoted and not re.search(f'["\r\n{self.delimiter}]', value):
            return value
        return '"' + value.replace('"', '""') + '"'


def _spans(text: str, delimiter: str) -> Iterator[list[tuple[int, int]]]:
    """Yield for each row where its cells begin and end in a text, quotation marks included. Rows
    and cells are those of `csv.reader`."""
    cell = re.compile(rf'(?:"(?:[^"]|"")*(?:"|$))?[^{delimiter}\r\n]*')
    place = len(text) - len(text.removeprefix(MARK))
    row: list[tuple[int, int]] = []
    while place < len(text) or row:
        match = cell.match(text, place)
        assert match is not None  # It also matches the empty text.
        row.append(match.span())
        place = match.end()
        if text[place : place + 1] == delimiter:
            place += 1
            continue
        yield row
        row = []
        place += 2 if text[place : place + 2] == "\r\n" else 1


def plain_title(title: str) -> str:
    return "".join(title.casefold().replace("_", " ").replace("-", " ").split())


def read_csv(path: Path) -> CsvFile:
    """Read a table whose cells are separated by commas, semicolons or tabs.

    Raises:
        CourseworkError: The file can't be read, or is no such table.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise CourseworkError(f"{path.name} is larger than {MAX_BYTES >> 20} MB.")
        content = path.read_bytes()
    except OSError as error:
        raise CourseworkError(f"{path} can't be read: {error.strerror}.") from None
    if content.startswith(b"PK"):
        raise CourseworkError(f"{path.name} is a workbook. Save it as CSV (UTF-8), and name that.")
    text, encoding = _decoded(content)
    table = text.removeprefix(MARK)
    try:
        tables = {d: list(csv.reader(io.StringIO(table, newline=""), delimiter=d)) for d in ",;\t"}
    except csv.Error as error:
        raise CourseworkError(f"{path.name} is no table of CSV ({error}).") from None
    delimiter = max(tables, key=lambda d: _regularity(tables[d]))
    rows = tables[delimiter]
    if not rows or not any(cell.strip() for cell in rows[0]):
        raise CourseworkError(f"{path.name} is empty: it should have a line of titles, then a line "
                              "for each student.")  # fmt: skip
    return CsvFile(path.name, rows[0], rows[1:], delimiter, text, encoding)


def _regularity(rows: list[list[str]]) -> tuple[int, int]:
    """Return how many rows are as long as the first one, if that has several cells; and its length.
    It is greatest for the right delimiter, also if a title has another one in it."""
    width = len(rows[0]) if rows else 0
    return sum(len(row) == width for row in rows) if width > 1 else 0, width


def _decoded(content: bytes) -> tuple[str, str]:
    """Return the text of a table and its encoding, in which its bytes can be written again: UTF-8,
    UTF-16 with a mark, or an alphabet of old Excel."""
    encodings = ["utf-8", "cp1252", "latin-1"]
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings.insert(0, "utf-16-le" if content[0] == 0xFF else "utf-16-be")
    for encoding in encodings:
        with suppress(UnicodeDecodeError):
            return content.decode(encoding), encoding
    raise AssertionError("latin-1 decodes any bytes")


def cells(row: Sequence[str], places: Sequence[int | None]) -> list[str]:
    """Return the cells at some places of a row, without white space around them; "" for None."""
    return [row[p].strip() if p is not None and p < len(row) else "" for p in places]
