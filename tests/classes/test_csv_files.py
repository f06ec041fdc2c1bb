"""A table is written again as it was read, whatever separates its cells."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tools.classes.csv_files import read_csv

# A carriage return could end a line, and a lone surrogate cannot be in a file.
CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\0"), max_size=8)
TABLES = st.integers(2, 5).flatmap(
    lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=6)
)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    TABLES,
    st.sampled_from(["", "\ufeff"]),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
)
def test_no_other_cell_changes(
    rows: list[list[str]], mark: str, line_end: str, quoting: Any
) -> None:
    rows = [["student", *rows[0][1:]], *rows[1:]]
    text = io.StringIO()
    csv.writer(text, lineterminator=line_end, quoting=quoting).writerows(rows)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        path.write_bytes((mark + text.getvalue()).encode())
        table = read_csv(path)
        table.write(path)
        assert path.read_bytes().decode() == mark + text.getvalue()
        for place in range(len(rows) - 1):
            table.set(place, 1, f'"{place},')
        table.write(path)
        written = path.read_bytes().decode()
    assert [table.head, *table.rows] == rows
    assert written.startswith("\ufeff") == bool(mark)
    again = list(csv.reader(io.StringIO(written.removeprefix("\ufeff"), newline="")))
    assert again == [rows[0], *([row[0], f'"{k},', *row[2:]] for k, row in enumerate(rows[1:]))]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_title_may_have_the_other_delimiters_in_it(tmp_path: Path, delimiter: str) -> None:
    others = "".join(sorted({",", ";", "\t"} - {delimiter}))
    rows = [["name", f"hw 1{others * 3}"], ["Ada", "3"], ["Bob", "4"]]
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    (tmp_path / "table.csv").write_text(text.getvalue(), encoding="utf-8", newline="")
    table = read_csv(tmp_path / "table.csv")
    assert (table.delimiter, [table.head, *table.rows]) == (delimiter, rows)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "latin-1"])
def test_no_other_byte_changes(tmp_path: Path, encoding: str) -> None:
    """Quotation marks that nobody needs, spaces, short and empty rows and line ends stay."""
    text = 'name ,"grade",note\r\n"Müller" , -,"=1+1"\n\n"Ada ""A""","-"\r\nBob\r\n  ,"3",'
    if encoding == "latin-1":
        text += "\x81"  # No character in the alphabet of Windows has this byte.
    path = tmp_path / "table.csv"
    path.write_bytes(text.encode(encoding))
    table = read_csv(path)
    for place, value in ((0, "1"), (2, "2,5"), (3, "7")):
        table.set(place, 1, value)
    table.write(path)
    filled = text.replace(" -,", "1,").replace('"-"', '"2,5"').replace("Bob", "Bob,7")
    assert path.read_bytes() == filled.encode(encoding)
