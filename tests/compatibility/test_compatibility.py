"""docs/compatibility.md says what both graders say now, and no question gets more than by Otter."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from compare import PAGE, Row, graded, otter_run, page
from situations import CHAPTERS, Situation

from autograder.bundle.otter_settings import table
from autograder.grading import stock_otter
from autograder.sandbox import layers
from autograder.submission.intake import Submission

# The situations of the chapter on bundles that both engines grade.
SETTINGS = {s.name: s for s in CHAPTERS["Bundles and settings"]}
BOTH_ENGINES = (
    "checks where they stand", "checks in the metadata of cells",
    "a cell with `ignore` in its metadata", "points as a list, a total, none; all_or_nothing",
    "points_possible", "score_threshold", "score_threshold that is missed", "no otter_config.json",
)  # fmt: skip


def test_the_page_has_every_key_and_every_situation() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert table().strip() in text
    names = re.findall(r"^\| (.+?) (?:\| (?:[\d.]+|not graded) ){2}\| ", text, re.M)
    expected = []
    for situations in CHAPTERS.values():
        alone = len(situations) == 1
        expected += list(situations[0].tests) if alone else [s.name for s in situations]
    assert names == expected
    assert "| different |" not in text


@pytest.mark.parametrize("otter, ours, refusal, outcome", [
    (1, 1, "", "same"), (None, None, "why", "refused: why"), (1, 0, "why", "refused: why"),
    (1, 0, "", "different"), (0, 1, "", "different"), (0, 1, "why", "different"),
    (None, 1, "", "different"), (1, None, "", "different"),
])  # fmt: skip
def test_more_than_otter_gives_is_always_different(
    otter: float | None, ours: float | None, refusal: str, outcome: str
) -> None:
    assert Row("x", otter, ours, refusal).outcome == outcome


@pytest.mark.slow
@pytest.mark.skipif(not layers.available(), reason="there are no layers here")
def test_the_page_is_what_both_graders_say_now() -> None:
    chapters = graded()
    assert [row for rows in chapters.values() for row in rows if row.outcome == "different"] == []
    assert page(chapters) == PAGE.read_text(encoding="utf-8"), "run tests/compatibility/compare.py"


@pytest.mark.slow
@pytest.mark.parametrize("name", BOTH_ENGINES)
def test_the_engine_otter_gives_what_otter_run_gives(tmp_path: Path, name: str) -> None:
    compare_engine(SETTINGS[name], tmp_path)


@pytest.mark.slow
def test_the_engine_otter_gives_what_otter_run_gives_for_each_idiom(tmp_path: Path) -> None:
    compare_engine(CHAPTERS["Tests"][0], tmp_path)


def compare_engine(situation: Situation, folder: Path) -> None:
    bundle, notebook = situation.write(folder)
    score, questions = otter_run(bundle, notebook)
    report = stock_otter.grade(bundle, Submission("ada", notebook))
    assert report.not_graded == "" and report.score == pytest.approx(score)
    assert {q.name: q.score for q in report.questions} == pytest.approx(questions)
