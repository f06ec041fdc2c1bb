"""A master says the same of its points everywhere."""

import re

import pytest
from course import COURSE, NAMES, new_chapter

from tools.authoring.master import read_master

HEADING = re.compile(r"^## Question (\d+): .*\(([\d.]+) points?\)$", re.M)
ROW = re.compile(r"^\| (\d+) \| [^|]+ \| ([\d.]+) \|$", re.M)
WRITTEN = re.compile(r"^\| (w\d+) \| [^|]+ \| ([\d.]+) \|", re.M)
PUBLIC_SHARE = re.compile(r"Public checks carry (?:about )?(\d+) (?:%|of the (\d+) points)")


def summary(chapter):
    """Return the questions and points of a master: by its settings, by the headings and by the
    table at the top."""
    master = read_master(chapter)
    top = next(cell.source for cell in master.cells if cell.kind == "markdown")
    texts = ["\n".join(cell.source for cell in q.text) for q in master.questions]
    written = [question for question in master.written if question.points]
    return {
        "settings": [(n, q.points) for n, q in enumerate(master.questions, start=1)],
        "names": [question.name for question in master.questions],
        "written": [(question.name, question.points) for question in written],
        "written in table": [(name, float(points)) for name, points in WRITTEN.findall(top)],
        "headings": [numbers(match) for text in texts for match in HEADING.findall(text)],
        "table": [numbers(match) for match in ROW.findall(top)],
        "possible": float(master.config["generate"]["points_possible"]),
    }


def numbers(match):
    number, points = match
    return int(number), float(points)


@pytest.mark.parametrize("name", NAMES)
def test_points_agree(name):
    chapter = summary(COURSE.chapter(name))
    count = len(chapter["names"])
    assert chapter["names"] == [f"q{n}" for n in range(1, count + 1)]
    assert len(chapter["table"]) == count
    assert chapter["headings"] == chapter["table"]
    assert [name for name, _ in chapter["written"]] == ["w1"]
    assert chapter["written in table"] == chapter["written"]
    assert chapter["table"] == chapter["settings"]
    assert sum(points for _, points in chapter["table"]) == chapter["possible"]


@pytest.mark.parametrize("name", NAMES)
def test_the_public_checks_carry_the_stated_share(name):
    master = read_master(COURSE.chapter(name))
    top = " ".join(next(cell.source for cell in master.cells if cell.kind == "markdown").split())
    part, whole = PUBLIC_SHARE.search(top).groups()
    points = [(case.hidden, case.points) for q in master.questions for case in q.cases]
    public = sum(points for hidden, points in points if not hidden)
    share = public / sum(points for _, points in points)
    assert float(part) / float(whole or 100) == pytest.approx(share, abs=0.02)


def test_a_heading_that_the_table_contradicts_is_seen(tmp_path):
    text = COURSE.chapter(NAMES[0]).master.read_text(encoding="utf-8")
    heading = HEADING.search(re.sub(r"^# ", "", text, flags=re.M)).group(0)
    wrong = re.sub(r"(\d+) points", lambda m: f"{int(m.group(1)) + 1} points", heading)
    changed = summary(new_chapter(tmp_path, NAMES[0], text.replace(heading, wrong)))
    assert changed["headings"] != changed["table"]
