"""Everybody gets a row, nothing is graded twice, and nothing of one student costs another."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
from dataclasses import replace
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest
from bundles import FUNCTIONS, write_bundle
from classes.small_class import Diary, answering, judge, order, write
from click.testing import CliRunner

from autograder.errors import CourseworkError
from autograder.report.result import Report
from autograder.submission.intake import Submission
from tools.classes import grading, store
from tools.classes.grading import grade_all
from tools.classes.late import LatePolicy
from tools.classes.record import read_grades
from tools.cli import coursework


@pytest.fixture
def handed_in(tmp_path: Path) -> Path:
    root = tmp_path / "handed_in"
    write(root / "lovelaceada_LATE_101_900_hw.ipynb", answering(4))
    write(root / "boolegeorge_102_901_hw.ipynb", answering(10))
    write(root / "boolegeorge_102_902_hw.ipynb", answering(8))
    write(root / "curiemarie_103_903_hw.ipynb", b"")
    return root


def table(output: Path) -> dict[str, dict[str, str]]:
    with open(output / "grades.csv", newline="") as file:
        return {row["submission"]: row for row in csv.DictReader(file)}


def test_names_ids_and_lateness_are_in_every_output(
    tmp_path: Path, handed_in: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    roster = write(tmp_path / "r.csv", b"name,id\nAda Lovelace,101\nEmmy Noether,104\n")
    grades = grade_all(order(tmp_path, roster=roster), [handed_in], tmp_path / "out")
    rows = table(tmp_path / "out")
    ada = rows["lovelaceada_101"]
    assert (ada["name"], ada["id"], ada["late"], ada["score"]) == (
        "Ada Lovelace", "101", "late", "4.0")  # fmt: skip
    assert "This file is empty" in rows["curiemarie_103"]["reason"]
    assert rows["Emmy_Noether_104"]["reason"] == "nothing was handed in"
    assert rows["Emmy_Noether_104"]["score"] == rows["curiemarie_103"]["score"] == ""
    report = json.loads((tmp_path / "out/lovelaceada_101.json").read_text())
    assert report["student"] == {"name": "Ada Lovelace", "id": "101", "late": "late"}
    assert "Feedback for <bdi>Ada Lovelace" in (tmp_path / "out/lovelaceada_101.html").read_text()
    assert len(grades) == len(rows) == 4
    assert "4 students, of whom 1 handed in nothing" in capsys.readouterr().out


def test_a_bundle_without_what_belongs_to_it_is_said_to_cost_points(
    tmp_path: Path, handed_in: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    warning = "WARNING: staff.json is not beside autograder.zip."
    grade_all(order(tmp_path), [handed_in], tmp_path / "out")
    assert warning not in capsys.readouterr().out  # Another course's bundle has no such file.
    write_bundle(tmp_path, {"q1": FUNCTIONS}, grading={})
    grade_all(order(tmp_path), [handed_in], tmp_path / "out")
    assert warning in capsys.readouterr().out
    write(tmp_path / "staff.json", b'{"reference": ["pass"], "functions": {}}')
    grade_all(order(tmp_path), [handed_in], tmp_path / "out")
    assert warning not in capsys.readouterr().out


@pytest.mark.parametrize("best, score, counts", [(False, 8, 2), (True, 10, 1)])
def test_the_last_attempt_counts_or_the_best(
    tmp_path: Path, handed_in: Path, best: bool, score: float, counts: int
) -> None:
    grades = grade_all(order(tmp_path, best=best), [handed_in], tmp_path / "out")
    row = next(r for r in grades.record.rows if r.number == "102")
    assert (grades.result(row).report.score, row.counts, row.attempts) == (score, counts, 2)
    assert float(table(tmp_path / "out")["boolegeorge_102"]["score"]) == score


def test_nothing_is_graded_twice_unless_something_has_changed(
    tmp_path: Path, handed_in: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def graded(**options: Any) -> list[str]:
        diary = Diary()
        grade_all(order(tmp_path, diary, **options), [handed_in], tmp_path / "out")
        return diary.graded

    assert len(graded()) == 3
    assert graded() == []
    assert graded(only=("101",), again=True) == ["lovelaceada_101"]
    assert len(graded(again=True)) == 3
    write(handed_in / "lovelaceada_LATE_101_900_hw.ipynb", answering(5))
    assert graded() == ["lovelaceada_101"]
    write(handed_in / "zuse_105_906_hw.ipynb", answering(5))
    assert graded() == []  # The same content has the same result.
    assert float(table(tmp_path / "out")["zuse_105"]["score"]) == 5
    monkeypatch.setattr(store, "code_digest", lambda: "another grader")
    assert len(graded()) == 3


def test_how_submissions_were_held_is_said_once(
    tmp_path: Path, handed_in: Path, capsys: Any
) -> None:
    def held(submission: Submission) -> Report:
        return replace(judge(submission), isolation={"note": "Held by wool.", "held": True})

    grade_all(order(tmp_path, Diary(held)), [handed_in], tmp_path / "out")
    assert capsys.readouterr().out.count("Held by wool.") == 1


def test_only_leaves_the_rows_of_others(tmp_path: Path, handed_in: Path) -> None:
    diary = Diary()
    grade_all(order(tmp_path, diary, only=("BooleGeorge_102",)), [handed_in], tmp_path / "out")
    assert diary.graded == ["boolegeorge_102"]
    assert table(tmp_path / "out")["lovelaceada_101"]["reason"] == "not graded yet"
    with pytest.raises(CourseworkError, match="no student has .* nobody"):
        grade_all(order(tmp_path, only=("nobody",)), [handed_in], tmp_path / "out")


def test_a_file_of_results_that_is_damaged_is_graded_again(tmp_path: Path, handed_in: Path) -> None:
    grade_all(order(tmp_path), [handed_in], tmp_path / "out")
    for path in (tmp_path / "out/.coursework/results").rglob("*.json"):
        path.write_text(path.read_text()[:-9])
    diary = Diary()
    grade_all(order(tmp_path, diary), [handed_in], tmp_path / "out")
    assert len(diary.graded) == 3


def test_a_full_disk_costs_no_score(
    tmp_path: Path, handed_in: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    whole = store.write_atomically

    def write_atomically(path: Path, text: str) -> None:
        if '"score": 4' in text:
            raise OSError(28, "No space left on device")
        whole(path, text)

    monkeypatch.setattr(store, "write_atomically", write_atomically)
    grade_all(order(tmp_path), [handed_in], tmp_path / "out")
    assert float(table(tmp_path / "out")["lovelaceada_101"]["score"]) == 4
    assert "could not be stored (No space left on device)" in capsys.readouterr().out
    monkeypatch.setattr(store, "write_atomically", whole)
    diary = Diary()
    grade_all(order(tmp_path, diary), [handed_in], tmp_path / "out")
    assert diary.graded == ["lovelaceada_101"]


def test_a_class_that_fills_a_small_disk_goes_on_when_there_is_room(
    tmp_path: Path, capsys: Any
) -> None:
    """On a disk of 200 KB, one sentence says it; what was stored is not graded again."""
    root, disk = tmp_path / "handed_in", tmp_path / "disk"
    for number in range(40):
        write(root / f"s{number}.ipynb", answering(number % 11, f"x = {number}"))
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=200k", "coursework", str(disk)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("no small disk can be mounted here; that needs root")
    first, second = Diary(), Diary()
    try:
        with pytest.raises(CourseworkError, match="No space left on device"):
            grade_all(order(tmp_path, first), [root], disk / "out")
        assert len(first.graded) == 40
        said = capsys.readouterr()
        assert said.out.count("could be written: No space left on device.") == 1
        assert "the grader failed" not in said.out + said.err
        subprocess.run(["mount", "-o", "remount,size=20m", str(disk)], check=True)
        grades = grade_all(order(tmp_path, second), [root], disk / "out")
    finally:
        subprocess.run(["umount", str(disk)], check=True)
    assert 0 < len(second.graded) < 40 and len(grades) == 40
    assert "could not be stored" not in capsys.readouterr().out.split("graded before")[1]


def test_a_folder_that_cannot_be_written_gets_a_sentence(tmp_path: Path, handed_in: Path) -> None:
    write(tmp_path / "out", b"a file in the way")
    with pytest.raises(CourseworkError, match="can't be written to"):
        grade_all(order(tmp_path), [handed_in], tmp_path / "out")


def test_no_page_that_cannot_be_written_costs_another_its_page(
    tmp_path: Path, handed_in: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write_feedback(report: Report, folder: Path) -> Any:
        if report.submission == "boolegeorge_102":
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(grading, "write_feedback", write_feedback)
    reports = list(grade_all(order(tmp_path), [handed_in], tmp_path / "out"))
    assert [report.score for report in reports] == [8.0, 0.0, 4.0]
    assert "files could be written" in reports[0].flags[0] and not reports[2].flags
    assert table(tmp_path / "out")["boolegeorge_102"]["flags"]


def test_two_students_of_one_name_keep_their_own_results(tmp_path: Path) -> None:
    root = tmp_path / "moodle"
    for number, score in ((11, 3), (12, 9)):
        name = f"Ada Lovelace_{number}_assignsubmission_file_"
        write(root / name / "hw.ipynb", answering(score))
    grade_all(order(tmp_path), [root], tmp_path / "out")
    scores = {id: float(row["score"]) for id, row in table(tmp_path / "out").items()}
    assert scores == {"Ada_Lovelace_11": 3, "Ada_Lovelace_12": 9}


def test_a_class_can_be_read_again_from_its_folder(tmp_path: Path, handed_in: Path) -> None:
    grades = grade_all(order(tmp_path), [handed_in], tmp_path / "out")
    again = read_grades(tmp_path / "out")
    assert list(again) == list(grades) and again.record == grades.record
    with pytest.raises(CourseworkError, match="holds no graded class"):
        read_grades(tmp_path)


def test_lateness_is_counted_from_the_deadline(tmp_path: Path) -> None:
    root = tmp_path / "course" / "submitted"
    write(root / "ada/small/hw.ipynb", answering(4))
    write(root / "ada/small/timestamp.txt", b"2026-10-03 02:05:00 UTC")
    due = datetime(2026, 10, 2, tzinfo=timezone.utc)
    late = LatePolicy(30, 10, {"small": due})
    grades = grade_all(order(tmp_path, late=late), [root], tmp_path / "out")
    assert grades.record.rows[0].minutes_late == 26 * 60 + 5
    assert table(tmp_path / "out")["ada"]["late"] == "1 d 2 h"
    assert late.score(4, 26 * 60 + 5) == 3.2 and late.score(4, 30) == 4


def test_a_deadline_counts_also_if_it_is_named_after_grading(tmp_path: Path) -> None:
    root = tmp_path / "course" / "submitted"
    write(root / "ada/small/hw.ipynb", answering(4))
    write(root / "ada/small/timestamp.txt", b"2026-10-03 02:05:00 UTC")
    grade_all(order(tmp_path), [root], tmp_path / "out")
    assert table(tmp_path / "out")["ada"]["late"] == ""
    write(tmp_path / "solutions" / "none", b"")
    command = ["--course", str(tmp_path), "export", str(tmp_path / "out"), "--gradescope"]

    def exported(policy: str, *options: str) -> dict[str, str]:
        write(tmp_path / "course.toml", policy.encode())
        result = CliRunner().invoke(coursework, [*command, *options])
        assert result.exception is None
        with open(tmp_path / "out" / "gradescope.csv", newline="") as file:
            return {**next(csv.DictReader(file)), "said": result.output}

    policy = "late.percent_per_day = 10\ndue.{} = 2026-10-02T00:00:00Z\n"
    taken = exported(policy.format("small"))
    assert (taken["Total Score"], taken["Lateness"]) == ("3.2", "26:05:00")
    kept = exported(policy.format("small"), "--no-late")
    assert (kept["Total Score"], kept["Lateness"]) == ("4", "26:05:00")
    later = exported(policy.replace("-02", "-04").format("small"))
    assert (later["Total Score"], later["Lateness"]) == ("4", "00:00:00")
    unnamed = exported(policy.format("other"))
    assert unnamed["Total Score"] == "4"
    assert "course.toml has no deadline for small, so lateness takes nothing." in unnamed["said"]
