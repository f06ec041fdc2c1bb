"""`coursework demo` shows a proven and graded chapter, and what to run next; on every system."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from course import copied_chapter

from autograder.report.result import Report
from tools.cli import coursework
from tools.proof import verify
from tools.proof.verify import LINUX_PROOFS, PROOFS

NAME = "hw9_axon"


@pytest.fixture
def root(tmp_path, monkeypatch):
    """A course of one chapter, whose proofs all hold and take no time."""
    monkeypatch.setattr(verify, "PROOFS", {title: lambda *_: [] for title in PROOFS})
    monkeypatch.setattr(verify, "LINUX_PROOFS", {title: lambda *_: [] for title in LINUX_PROOFS})
    return copied_chapter(tmp_path, "hw1_neuron", NAME).course.root


@pytest.fixture
def gradings(monkeypatch):
    """The arguments of each grading, which gives three reports and takes no time."""
    calls = []

    def grade(order, paths, output):
        calls.append((order.engine, order.public))
        scores = {"blank": 0.0, "mistakes": 2.0, "right": 3.0}
        return [Report(NAME, name, score, 3.0) for name, score in scores.items()]

    monkeypatch.setattr("tools.cli.grade_all", grade)
    monkeypatch.setattr("tools.cli.write_class_report", lambda grades, policy: Path("report.html"))
    return calls


def system(monkeypatch, linux):
    monkeypatch.setattr("tools.proof.verify.on_linux", lambda: linux)
    monkeypatch.setattr("tools.cli.on_linux", lambda: linux)


def run(root, *arguments):
    result = CliRunner().invoke(coursework, ["--course", str(root), *arguments])
    assert result.exception is None, (result.output, result.exception)
    return result.output


def test_the_demo_ends_with_a_feedback_page_and_what_to_run_next(root, gradings, monkeypatch):
    system(monkeypatch, linux=True)
    output = run(root, "demo", NAME)
    assert gradings == [("trusted", False)] * 2  # The samples, and a class that is made up.
    assert "The report of a made-up class: report.html" in output
    assert "2 / 3" in output and f"{NAME}/grades/mistakes.html" in output
    after = output[output.index("What to run next") :]
    for command in ("coursework verify", f"coursework grade {NAME} FOLDER --output grades",
                    "coursework new NAME"):  # fmt: skip
        assert command in after
    assert all(f"holds: {title}" in output for title in [*PROOFS, *LINUX_PROOFS])


def test_without_linux_the_demo_says_so_and_grades_the_public_tests(root, gradings, monkeypatch):
    system(monkeypatch, linux=False)
    output = run(root, "demo", NAME)
    assert gradings == [("otter", True)]
    assert output.count("Submissions can't be held on this system") == 1
    assert not any(title in output for title in LINUX_PROOFS)


def test_without_linux_verify_says_what_it_did_not_prove(root, monkeypatch):
    system(monkeypatch, linux=False)
    output = run(root, "verify")
    assert f"{len(PROOFS) + 1} of {len(PROOFS) + 1}" in " ".join(output.split())
    assert f"this needs Linux: {'; '.join(LINUX_PROOFS)}." in output


def test_a_fault_ends_the_command(root, monkeypatch):
    system(monkeypatch, linux=True)
    monkeypatch.setattr(verify, "PROOFS", {"it is right": lambda *_: ["it is wrong"]})
    result = CliRunner().invoke(coursework, ["--course", str(root), "verify"])
    assert "faults named above: 1." in str(result.exception)
    assert "FAILS: it is right" in result.output and "it is wrong" in result.output


@pytest.mark.parametrize("command", sorted(set(coursework.commands) - {"gradescope"}))
def test_the_help_of_a_command_has_an_example(command):
    output = CliRunner().invoke(coursework, [command, "--help"]).output
    assert f"Example: coursework {command}" in output
