"""`course.toml` is read with its defaults; all that is wrong with it is said at once."""

from __future__ import annotations

import json
import re
import zipfile
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from course import new_chapter as chapter_of

from autograder.bundle.bundle import open_bundle
from autograder.errors import CourseworkError
from tools import course_file
from tools.authoring.master import parse_master
from tools.authoring.release import build, master_faults
from tools.authoring.scaffold import new_chapter
from tools.course_file import CourseSettings, Style, grading_of, settings_of
from tools.packing.pack import refuse
from tools.paths import Course


def course_with(root: Path, text: str) -> Course:
    (root / "course.toml").write_text(text, encoding="utf-8")
    return Course(root)


def test_a_course_without_a_file_has_the_defaults(tmp_path: Path) -> None:
    assert settings_of(Course(tmp_path)) == CourseSettings()
    assert not any(vars(Style()).values())


def test_the_example_of_the_module_is_read(tmp_path: Path) -> None:
    example = re.sub(r"(?m)^ {4}", "", (course_file.__doc__ or "").split("left out.\n")[1])
    settings = settings_of(course_with(tmp_path, example))
    zone = timezone(timedelta(hours=2))
    assert settings.hub == "https://hub.example.edu"
    assert settings.due == {"hw1_neuron": datetime(2026, 10, 1, 23, 59, tzinfo=zone)}
    assert (settings.late.grace_minutes, settings.late.percent_per_day) == (30.0, 10.0)
    assert (settings.grading.own_credit, settings.grading.limits.case_seconds) == (0.5, 20.0)
    assert settings.grading.policy.hidden == "after_due_date"
    assert settings.grading.policy.hints_from_try == 2
    assert settings.style == Style(points_in_headings=True)


def test_all_faults_are_said_at_once(tmp_path: Path) -> None:
    new_chapter(Course(tmp_path), "week3_squares")
    course = course_with(tmp_path, '''
hub = "hub.example.edu"
dues = 3
[due]
week3_sqares = 2026-10-01T23:59:00+02:00
week4 = 2026-10-01T23:59:00
[late]
percent_per_day = 110
grace = 30
[grading.limits]
case_seconds = -1
[grading.policy]
hints = "sometimes"
[style]
points_in_headings = "yes"
minutes = true
''')  # fmt: skip
    with pytest.raises(CourseworkError) as refused:
        settings_of(course)
    message = str(refused.value)
    for part in (
        "`hub` should be an address", "no key dues. Did you mean due?",
        "no chapter week3_sqares. Did you mean week3_squares?",
        "`due.week4` should be a time with its zone, such as 2026-10-01T23:59:00+02:00",
        "`percent_per_day` should be a number from 0 to 100; it is 110", "no key grace.",
        "`case_seconds` should be a number above 0; it is -1", "`hints` should be one of now",
        "`points_in_headings` should be true or false; it is 'yes'", "no key minutes",
    ):  # fmt: skip
        assert part in message, part
    assert message.startswith("10 faults") and message.count(str(tmp_path / "course.toml")) == 10
    with pytest.raises(CourseworkError, match="10 faults"):
        refuse(course.chapters())


@pytest.mark.parametrize("text", ["a = [", "\x00", "late = 3\nlate = 4"])
def test_a_file_that_is_not_toml_is_a_sentence(tmp_path: Path, text: str) -> None:
    with pytest.raises(CourseworkError, match=r"course\.toml: it can't be read"):
        settings_of(course_with(tmp_path, text))


@pytest.mark.parametrize("text", ["late = 3", "due = 4", "style = true", "grading = []"])
def test_a_section_that_is_a_value_is_a_sentence(tmp_path: Path, text: str) -> None:
    with pytest.raises(CourseworkError, match=f"`{text.split()[0]}` should be "):
        settings_of(course_with(tmp_path, text))


def test_the_file_of_earlier_versions_is_not_ignored(tmp_path: Path) -> None:
    (tmp_path / "late.yml").write_text("percent_per_day: 10\n")
    with pytest.raises(CourseworkError, match="late.yml is not read any more. Move its lines"):
        settings_of(Course(tmp_path))


def test_a_master_goes_before_the_course_key_by_key(tmp_path: Path) -> None:
    course = course_with(
        tmp_path, "grading = {own_credit = 0.5, limits = {case_seconds = 7, cell_seconds = 8}}"
    )
    own = {"limits": {"case_seconds": 9}, "warm": ["scipy"]}
    assert grading_of(course, own) == {
        "own_credit": 0.5, "limits": {"case_seconds": 9, "cell_seconds": 8}, "warm": ["scipy"],
    }  # fmt: skip


def test_the_grading_settings_of_the_course_reach_the_bundle(tmp_path: Path) -> None:
    text = 'grading.limits.case_seconds = 7\ngrading.policy.hints = "never"'
    course = course_with(tmp_path, text)
    release = build(new_chapter(course, "week3_squares"))
    with zipfile.ZipFile(release.bundle) as archive:
        config = json.loads(archive.read("otter_config.json"))
    assert config["grading"] == {"limits": {"case_seconds": 7}, "policy": {"hints": "never"}}
    with open_bundle(release.bundle) as bundle:
        assert bundle.settings.limits.case_seconds == 7.0


@pytest.mark.parametrize(
    "switch, old, new, says",
    [
        ("points_in_headings", "squares (3 points)", "squares", r"say \(3 points\)"),
        ("public_and_hidden_tests", "hidden: true\n", "", "no hidden test"),
        ("failure_messages", "failure_message: the example of the text\n", "", "what it covers"),
        ("strict_comparisons", '    check(mean_square, ([3, -1],), 5.0, name="mean_square")',
         "    assert np.allclose(mean_square([3, -1]), 5.0)", "allclose accepts"),
    ],
)  # fmt: skip
def test_a_rule_of_style_is_a_switch_that_is_off_for_others(
    tmp_path: Path, switch: str, old: str, new: str, says: str
) -> None:
    chapter = new_chapter(Course(tmp_path), "week3_squares")
    text = chapter.master.read_text(encoding="utf-8")
    assert text.count(old) == 1
    chapter = chapter_of(tmp_path, chapter.name, text.replace(old, new))
    assert master_faults(parse_master(chapter)) == []
    course_with(tmp_path, f"style.{switch} = true")
    [fault] = master_faults(parse_master(chapter))
    assert re.search(says, str(fault))
    others = "".join(f"style.{name} = true\n" for name in vars(Style()) if name != switch)
    course_with(tmp_path, others)
    assert master_faults(parse_master(chapter)) == []


def test_this_course_has_every_rule_switched_on() -> None:
    assert all(vars(settings_of(Course()).style).values())
