"""After a regrading it is said whose score moved, by how much, and why."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from classes.small_class import Diary, answering, judge, order, write
from click.testing import CliRunner

from autograder.report.result import Report
from autograder.submission.intake import Submission
from tools.classes.comparing import compare
from tools.classes.grading import grade_all
from tools.cli import coursework


def mended(submission: Submission) -> Report:
    """Judge as after a test was mended: q2 is right for all."""
    report = judge(submission)
    first, second = report.questions
    case = replace(second.cases[0], state="passed")
    second = replace(second, score=3.0, cases=[case], misconceptions=[])
    return replace(report, score=first.score + 3.0, questions=[first, second])


def test_whose_score_moved_and_why(tmp_path: Path) -> None:
    root = tmp_path / "handed_in"
    for name, score in {"ada": 10, "bob": 7, "cyd": 2, "dan": 9, "eve": 10}.items():
        write(root / f"{name}.ipynb", answering(score, name))
    old = grade_all(order(tmp_path / "a"), [root], tmp_path / "old")
    write(root / "dan.ipynb", answering(8, "again"))
    write(root / "fay.ipynb", answering(1, "fay"))
    (root / "eve.ipynb").unlink()
    new = grade_all(order(tmp_path / "b", Diary(mended)), [root], tmp_path / "new")
    comparison = compare(old, new)
    moves = {move.id: (move.before, move.after, move.by) for move in comparison.moves}
    assert moves == {
        "bob": (7, 10, 3), "cyd": (2, 5, 3), "dan": (9, 10, 1), "eve": (10, None, -10),
        "fay": (None, 4, 4),
    }  # fmt: skip
    assert comparison.unchanged == 1
    why = {move.id: move.why for move in comparison.moves}
    assert why["bob"] == ("q2, covers of q2: failed before, passed now",)
    assert why["dan"][0] == "handed in something else" and why["fay"] == ("is new in the class",)
    assert comparison.causes == [("q2, covers of q2: failed before, passed now", 3)]
    arguments = ["compare", str(tmp_path / "old"), str(tmp_path / "new")]
    output = CliRunner().invoke(coursework, arguments).output
    assert "3 × q2, covers of q2: failed before, passed now" in output
    assert "Scores that moved: 5." in output and "As before: 1." in output


def test_a_student_is_found_again_in_the_export_of_another_platform(tmp_path: Path) -> None:
    for name, score in {"Ada Lovelace_11": 3, "Ada Lovelace_12": 5}.items():
        folder = f"{name}_assignsubmission_file_"
        write(tmp_path / "moodle" / folder / "small.ipynb", answering(score))
        number = name[-2:]
        write(tmp_path / "canvas" / f"lovelaceada_{number}_9_small.ipynb", answering(score))
    old, new = (
        grade_all(order(tmp_path), [tmp_path / platform], tmp_path / f"{platform}-grades")
        for platform in ("moodle", "canvas")
    )
    assert {row.id for row in old.record.rows}.isdisjoint(row.id for row in new.record.rows)
    comparison = compare(old, new)
    assert (comparison.moves, comparison.unchanged) == ([], 2)
