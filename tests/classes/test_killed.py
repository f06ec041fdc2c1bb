"""A grading that is killed at any moment goes on: nothing is lost, and nothing is graded twice."""

from __future__ import annotations

import csv
import json
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from classes.small_class import answering, write

CHILD = Path(__file__).with_name("killed_class.py")
STUDENTS = 60


def stored(folder: Path) -> set[str]:
    """Return the ids of the students whose results are stored."""
    files = (folder / "out/.coursework/results").rglob("*.json")
    return {json.loads(file.read_text())["report"]["submission"] for file in files}


def diary(folder: Path) -> list[str]:
    path = folder / "diary"
    return path.read_text().split() if path.exists() else []


@pytest.mark.parametrize(
    "kills", [3, pytest.param(20, marks=pytest.mark.slow)], ids=["3 kills", "20 kills"]
)
def test_a_class_that_is_killed_goes_on(tmp_path: Path, kills: int) -> None:
    chance = random.Random(kills)
    for number in range(STUDENTS):
        score = number % 11
        write(tmp_path / "handed_in" / f"s{number}.ipynb", answering(score, f"x = {number}"))
    while kills and not (tmp_path / "finished").exists():
        before, begun = stored(tmp_path), len(diary(tmp_path))
        child = subprocess.Popen(
            [sys.executable, str(CHILD), str(tmp_path), "0.01"], stdout=subprocess.DEVNULL
        )
        wanted = begun + chance.randint(0, 2 + STUDENTS // (kills + 1))
        while child.poll() is None and len(diary(tmp_path)) <= min(wanted, STUDENTS - 2):
            try:
                child.wait(chance.random() * 0.02)
            except subprocess.TimeoutExpired:
                continue
        child.send_signal(signal.SIGKILL)
        child.wait()
        kills -= 1
        assert not before & set(diary(tmp_path)[begun:])  # What was stored is not graded again.
        assert before <= stored(tmp_path)  # And it is not lost.
    before, begun = stored(tmp_path), len(diary(tmp_path))
    subprocess.run([sys.executable, str(CHILD), str(tmp_path), "0"], check=True,
                   stdout=subprocess.DEVNULL)  # fmt: skip
    assert not before & set(diary(tmp_path)[begun:])
    assert len(stored(tmp_path)) == STUDENTS
    with open(tmp_path / "out" / "grades.csv", newline="") as file:
        scores = {row["submission"]: float(row["score"]) for row in csv.DictReader(file)}
    assert scores == {f"s{number}": number % 11 for number in range(STUDENTS)}
    for name in scores:
        page = json.loads((tmp_path / "out" / f"{name}.json").read_text())
        assert (page["submission"], page["score"]) == (name, scores[name])
        assert (tmp_path / "out" / f"{name}.html").read_text().endswith("</html>")
