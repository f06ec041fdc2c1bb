"""Every master has the size that the course promises, and says the same of it everywhere."""

import re

import pytest

from tools import places
from tools.master import read_master

NAMES = places.assignment_names()
HEADING = re.compile(r"^## Question (\d+): .*\(([\d.]+) points?, (\d+) minutes?\)$", re.M)
ROW = re.compile(r"^\| (\d+) \| .+ \| ([\d.]+) \| (\d+) \|$", re.M)


def facts(path):
    """Questions, points and minutes by the headings and by the opening table, and words."""
    master = read_master(path)
    answers = {cell.number for question in master.questions for cell in question.answer}
    text = [c.source for c in master.cells if c.kind == "markdown" and c.number not in answers]
    questions = ["\n".join(cell.source for cell in q.text) for q in master.questions]
    return {
        "config": [(n, q.points) for n, q in enumerate(master.questions, start=1)],
        "names": [question.name for question in master.questions],
        "headings": [figures(match) for q in questions for match in HEADING.findall(q)],
        "table": [figures(match) for match in ROW.findall(text[0])],
        "possible": float(master.config["generate"]["points_possible"]),
        "words": words("\n\n".join(text)),
    }


def figures(match):
    number, points, minutes = match
    return int(number), float(points), int(minutes)


def words(markdown):
    """How many words of prose: tables and formulas on lines of their own are none, a formula
    within a sentence is one."""
    prose = re.sub(r"^\|.*$", "", markdown, flags=re.M)
    prose = re.sub(r"\$\$.*?\$\$", "", prose, flags=re.S)
    prose = re.sub(r"\$[^$]+\$", "x", prose)
    return len(re.findall(r"\w[\w'’-]*", prose))


@pytest.fixture(scope="module", params=NAMES)
def found(request):
    return facts(places.SOLUTIONS / f"{request.param}.py")


def test_six_to_nine_questions_in_order(found):
    assert 6 <= len(found["names"]) <= 9
    assert found["names"] == [f"q{n}" for n in range(1, len(found["names"]) + 1)]


def test_headings_and_the_opening_table_agree(found):
    assert found["headings"] == found["table"]
    assert [(number, points) for number, points, _ in found["headings"]] == found["config"]


def test_points_add_up(found):
    total = sum(points for _, points, _ in found["table"])
    assert total == found["possible"]
    assert 20 <= total <= 30


def test_minutes_add_up_to_an_evening(found):
    assert 60 <= sum(minutes for _, _, minutes in found["table"]) <= 120


def test_words_of_prose(found):
    assert 2000 <= found["words"] <= 3500


@pytest.mark.parametrize(
    "markdown, count",
    [
        ("It's a two-layer network.", 4),
        ("with $w_1 \\le 2$ here", 3),
        ("then\n\n$$\na = b\n$$\n\nholds", 2),
        ("before\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n\nafter", 2),
        ("## Question 1: why (2 points, 3 minutes)", 7),
    ],
)
def test_what_counts_as_a_word(markdown, count):
    assert words(markdown) == count


def test_a_heading_that_the_table_contradicts_is_seen(tmp_path):
    path = places.SOLUTIONS / f"{NAMES[0]}.py"
    text = path.read_text(encoding="utf-8")
    heading = HEADING.search(re.sub(r"^# ", "", text, flags=re.M)).group(0)
    wrong = re.sub(r"(\d+) minutes", lambda m: f"{int(m.group(1)) + 1} minutes", heading)
    (tmp_path / path.name).write_text(text.replace(heading, wrong), encoding="utf-8")
    seen = facts(tmp_path / path.name)
    assert seen["headings"] != seen["table"]
