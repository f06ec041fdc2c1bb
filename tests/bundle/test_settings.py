"""Settings are read with their defaults; every wrong key and value is named."""

import dataclasses

import pytest

from autograder.bundle.settings import Policy, Settings, read_settings, table
from autograder.errors import CourseworkError
from autograder.sandbox.protocol.policy import Limits


def fault(values):
    """Return the message with which some settings are refused."""
    with pytest.raises(CourseworkError) as caught:
        read_settings(values, "xor.zip")
    return str(caught.value)


def test_what_is_left_out_has_its_default():
    assert read_settings({}, "here") == Settings(Limits(), (), {}, 1.0, Policy())
    part = read_settings({"limits": {"case_seconds": 7}, "policy": {"hints": "never"}}, "here")
    assert part.limits == dataclasses.replace(Limits(), case_seconds=7.0)
    assert part.policy == Policy(hints="never")


def test_every_key_is_read():
    settings = read_settings(
        {
            "limits": {field.name: 5 for field in dataclasses.fields(Limits)},
            "warm": ["sklearn.linear_model"],
            "inplace": {"step": [0, "state"]},
            "own_credit": 0,
            "policy": {"hidden": "after_published", "hints": "now", "hints_from_try": 3},
        },
        "here",
    )
    assert set(dataclasses.astuple(settings.limits)) == {5}
    assert isinstance(settings.limits.case_seconds, float)
    assert isinstance(settings.limits.memory, int)
    assert settings.warm == ("sklearn.linear_model",)
    assert settings.inplace == {"step": [0, "state"]}
    assert settings.own_credit == 0.0
    assert settings.policy == Policy("after_published", "now", 3)


def test_all_faults_are_named_at_once():
    message = fault({
        "limits": {"case_seconds": -1, "cell_second": 3, "memory": 2.5},
        "policy": {"hidden": "hidden"},
        "own_credit": 2,
        "wram": [],
    })  # fmt: skip
    assert message.splitlines() == [
        "xor.zip: `grading`: there is no key wram. Did you mean warm? "
        "Keys: beside, inplace, limits, own_credit, policy, warm.",
        "xor.zip: `limits`: there is no key cell_second. Did you mean cell_seconds? "
        f"Keys: {', '.join(sorted(vars(Limits())))}.",
        "xor.zip: `case_seconds` should be a number above 0; it is -1.",
        "xor.zip: `memory` should be a whole number above 0; it is 2.5.",
        "xor.zip: `hidden` should be one of visible, after_due_date, after_published; "
        "it is 'hidden'.",
        "xor.zip: `own_credit` should be a number from 0 to 1; it is 2.",
    ]


@pytest.mark.parametrize("values, message", [
    (None, "`grading` should be keys with values; it is None."),
    ({"limits": [1]}, "`limits` should be keys with values; it is [1]."),
    ({"limits": {"memory": "2 GB"}}, "`memory` should be a whole number above 0; it is '2 GB'."),
    ({"limits": {"processes": 0}}, "`processes` should be a whole number above 0; it is 0."),
    ({"limits": {"cell_seconds": True}}, "`cell_seconds` should be a number above 0; it is True."),
    ({"limits": {"cell_seconds": float("nan")}}, "should be a number above 0; it is nan."),
    ({"own_credit": -0.5}, "`own_credit` should be a number from 0 to 1; it is -0.5."),
    ({"own_credit": False}, "`own_credit` should be a number from 0 to 1; it is False."),
    ({"warm": "torch"}, "`warm` should be a list of modules; it is 'torch'."),
    ({"warm": [1]}, "`warm` should be a list of modules; it is [1]."),
    ({"inplace": ["f"]}, "`inplace` should be functions, each with a list of"),
    ({"inplace": {"f": 0}}, "positions or keywords of its arguments; it is {'f': 0}."),
    ({"inplace": {"f": [0.5]}}, "`inplace` should be functions"),
    ({"policy": {"hints": ["now"]}}, "`hints` should be one of now, after_due_date, never"),
    ({"policy": {"hints_from_try": 0}}, "`hints_from_try` should be a whole number from 1"),
    ({1: 2}, "`grading`: there is no key 1. Keys: beside, inplace, limits"),
    ({"warm": "x" * 10**6}, "x [and 999,922 more characters]."),
])  # fmt: skip
def test_a_wrong_value_is_quoted_beside_what_was_expected(values, message):
    assert fault(values).startswith("xor.zip: ") and message in fault(values)


def test_the_table_has_a_row_for_each_key():
    rows = [row.strip("| ").split(" | ") for row in table(Settings()).splitlines()[2:]]
    keys = [f"limits.{field.name}" for field in dataclasses.fields(Limits)]
    keys += ["warm", "inplace", "own_credit"]
    keys += [f"policy.{field.name}" for field in dataclasses.fields(Policy)]
    keys += ["beside"]
    assert [row[0] for row in rows] == [f"`{key}`" for key in keys]
    defaults = dict(zip(keys, (row[3] for row in rows)))
    assert defaults["limits.case_seconds"] == "`20.0`" and defaults["policy.hints"] == '`"now"`'
    values = dict(zip(keys, (row[2] for row in rows)))
    assert values["limits.case_seconds"] == "a number above 0"
    assert values["policy.hints"] == "one of now, after_due_date, never"
    meanings = dict(zip(keys, (row[1] for row in rows)))
    assert meanings["policy.hints"] == (
        'When hints are shown: "now", "after_due_date" or "never".'
    )
    assert all(meanings.values())
