"""Every key of otter_config.json is honored, ignored or refused, as the table of keys says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from bundles import FUNCTIONS, OK_FORMAT, write_bundle
from otter.run import AutograderConfig

from autograder.bundle.bundle import open_bundle
from autograder.bundle.otter_settings import KEYS, settings_in_words
from autograder.errors import CourseworkError
from autograder.sandbox.protocol.policy import Limits

# For each key a value that says something. The values of ignored keys are those that would change
# most.
VALUES: dict[str, Any] = {
    "assignment_name": "small",
    "autograder_dir": "/elsewhere",
    "assignment_id": "7",
    "course_id": "7",
    "debug": True,
    "filtering": True,
    "force_public_test_summary": True,
    "grade_from_log": True,
    "grading": {"limits": {"processes": 9}},
    "lang": "python",
    "log_level": 10,
    "logo": True,
    "miniconda_path": "/elsewhere",
    "pagebreaks": True,
    "pdf": True,
    "pdf_via_html": True,
    "plugins": ["otter.plugins.builtin.RateLimiting"],
    "points_possible": 20,
    "print_score": True,
    "print_summary": True,
    "score_threshold": 0.5,
    "seed": 7,
    "seed_variable": "start",
    "serialized_variables": {"x": "builtins.int"},
    "show_all_public": True,
    "show_hidden": True,
    "show_stdout": True,
    "submit_blank_pdf_on_export_failure": True,
    "token": "secret",
    "use_submission_pdf": True,
    "warn_missing_pdf": True,
    "zips": True,
}
# What an honored key changes in an opened bundle, and to what.
CHANGED = {
    "assignment_name": ("assignment", "small"),
    "grading": ("settings.limits", Limits(processes=9)),
    "lang": ("native", False),
    "points_possible": ("points_possible", 20),
    "score_threshold": ("score_threshold", 0.5),
    "seed": ("cell_seed", 7),
    "seed_variable": ("seed_variable", "start"),
}
KEPT = ("name", "assignment", "points_possible", "score_threshold", "settings", "unjudged",
        "native", "cell_seed", "seed_variable")  # fmt: skip


def opened(folder: Path, **config: Any) -> dict[str, Any]:
    """Return the parts of an opened bundle by which scores are made."""
    folder.mkdir(exist_ok=True)
    entries: dict[str, Any] = {"assignment_name": "", **config}
    path = write_bundle(folder, {"q1": OK_FORMAT, "q2": FUNCTIONS}, **entries)
    with open_bundle(path) as bundle:
        cases = [(c.name, c.points, c.hidden, c.refusal) for q in bundle.questions for c in q.cases]
        return {name: getattr(bundle, name) for name in KEPT} | {"cases": cases, "bundle": bundle}


def test_the_table_has_every_key_of_otter_and_our_own() -> None:
    own = {"grading"}
    hidden = {"otter_run"}  # Otter sets it after the file has been read.
    names = {key for key in vars(AutograderConfig) if not key.startswith("_")} - hidden
    assert KEYS.keys() == names | own == VALUES.keys()


@pytest.mark.parametrize("name", [n for n, key in KEYS.items() if key.effect == "ignored"])
def test_an_ignored_key_changes_nothing(tmp_path: Path, name: str) -> None:
    with_key, without = opened(tmp_path / "a", **{name: VALUES[name]}), opened(tmp_path / "b")
    del with_key["bundle"], without["bundle"]
    assert with_key == without
    assert settings_in_words({name: VALUES[name]}) == [f"`{name}` is ignored: {KEYS[name].words}."]


@pytest.mark.parametrize("name", [n for n, key in KEYS.items() if key.effect == "honored"])
def test_an_honored_key_is_read(tmp_path: Path, name: str) -> None:
    attribute, value = CHANGED[name]
    found: Any = opened(tmp_path, **{name: VALUES[name]})["bundle"]
    for part in attribute.split("."):
        found = getattr(found, part)
    assert found == value


@pytest.mark.parametrize("name", [n for n, key in KEYS.items() if key.effect == "refused"])
def test_a_bundle_with_a_refused_key_is_not_opened(tmp_path: Path, name: str) -> None:
    with pytest.raises(CourseworkError, match=f"sets `{name}`, which is refused here"):
        opened(tmp_path, **{name: VALUES[name]})
    opened(tmp_path, **{name: type(VALUES[name])()})  # A value that says nothing is none.


@pytest.mark.parametrize("entry", [
    {"lang": "r"}, {"seed": "7"}, {"seed": True}, {"seed_variable": "a b"}, {"seed_variable": 1},
])  # fmt: skip
def test_a_value_that_otter_could_not_use_is_refused(tmp_path: Path, entry: dict[str, Any]) -> None:
    with pytest.raises(CourseworkError):
        opened(tmp_path, **entry)


def test_a_key_that_otter_does_not_know_is_ignored_as_there(tmp_path: Path) -> None:
    assert opened(tmp_path, colour="blue")["points_possible"] is None
    assert settings_in_words({"colour": "blue"}) == [
        "`colour` is ignored: Otter does not know it either."
    ]
