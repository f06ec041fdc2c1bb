"""A bundle is opened with its settings, and with the staff's files if they are beside it."""

import importlib.util
import json
import zipfile

import pytest
from bundles import FUNCTIONS, OK_FORMAT, write_bundle

from autograder.bundle import bundle as bundle_module
from autograder.bundle.bundle import ANSWERS, STAFF, open_bundle
from autograder.bundle.unpacking import read_tests_of
from autograder.errors import CourseworkError
from autograder.sandbox.protocol.policy import Limits

TESTS = {"q1": OK_FORMAT, "q2": FUNCTIONS}
NEEDS_TORCH = FUNCTIONS.replace("assert half(4)", "torch_missing\n    assert half(4)")


@pytest.fixture
def without_torch(monkeypatch):
    """Run a test as if PyTorch were not installed."""
    find_spec = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name == "torch" else find_spec(name)
    )


@pytest.fixture
def with_torch(monkeypatch):
    """Run a test as if PyTorch were installed."""
    find_spec = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: find_spec("json" if name == "torch" else name)
    )


def test_a_bundle_is_opened_in_a_folder_of_its_own(tmp_path):
    path = write_bundle(tmp_path, TESTS, grading={"warm": ["json"], "limits": {"processes": 9}})
    with open_bundle(path) as bundle:
        assert bundle.name == "small"
        assert [question.points for question in bundle.questions] == [7, 3]
        assert bundle.points == 10
        assert (bundle.files / "data" / "word.txt").read_text() == "hello"
        assert bundle.settings.warm == ("json",) and bundle.settings.limits.processes == 9
        assert bundle.reference is None and bundle.answer_tables == {}
        names = [secret.name for secret in bundle.secrets]
        assert names == ["autograder.zip", "q1.py", "q2.py"]
        assert all(secret.exists() for secret in bundle.secrets)
    assert not bundle.files.exists()


def test_a_bundle_without_a_name_or_files_is_called_by_its_zip(tmp_path):
    path = tmp_path / "xor.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("otter_config.json", "{}")
        archive.writestr("tests/q1.py", OK_FORMAT)
    with open_bundle(path) as bundle:
        assert bundle.name == "xor"
        assert list(bundle.files.iterdir()) == []


def test_the_staffs_files_beside_it_are_read_and_secret(tmp_path):
    staff = {"reference": ["x = 1"], "functions": {"q1": ["double"]}, "seed": 7}
    (tmp_path / STAFF).write_text(json.dumps(staff))
    (tmp_path / ANSWERS).write_text("{}")
    with open_bundle(write_bundle(tmp_path, TESTS)) as bundle:
        assert bundle.seed == 7
        assert bundle.reference.cells == ("x = 1",)
        assert bundle.reference.functions == {"q1": ("double",)}
        assert {tmp_path / STAFF, tmp_path / ANSWERS} <= set(bundle.secrets)


def test_without_the_staffs_file_the_seed_depends_on_the_bundle(tmp_path):
    seeds = []
    for tests in (TESTS, {"q1": OK_FORMAT}):
        path = write_bundle(tmp_path, tests)
        for _ in range(2):
            with open_bundle(path) as bundle:
                seeds.append(bundle.seed)
    assert seeds[0] == seeds[1] != seeds[2] == seeds[3]


@pytest.mark.parametrize("name", [STAFF, ANSWERS])
def test_a_broken_file_of_the_staff_is_a_sentence(tmp_path, name):
    (tmp_path / name).write_text("{")
    with pytest.raises(CourseworkError, match=f"{name} can't be read .* `coursework release`"), \
            open_bundle(write_bundle(tmp_path, TESTS)):  # fmt: skip
        pass


@pytest.mark.parametrize("read", [read_tests_of, lambda path: open_bundle(path).__enter__()])
def test_what_is_no_bundle_is_a_sentence(tmp_path, read):
    (tmp_path / "text.zip").write_text("no zip")
    with zipfile.ZipFile(tmp_path / "empty.zip", "w"):
        pass
    for name in ("text.zip", "empty.zip", "missing.zip"):
        with pytest.raises(CourseworkError, match=f"{name} is not a grading bundle"):
            read(tmp_path / name)


def test_wrong_settings_name_the_bundle(tmp_path):
    path = write_bundle(tmp_path, TESTS, grading={"warm": 3})
    with pytest.raises(CourseworkError, match="autograder.zip, otter_config.json: `warm` should"), \
            open_bundle(path):  # fmt: skip
        pass


def test_without_pytorch_its_questions_are_not_judged(tmp_path, without_torch):
    with open_bundle(write_bundle(tmp_path, {"q1": OK_FORMAT, "q2": NEEDS_TORCH})) as bundle:
        assert bundle.unjudged == ("half",)
        assert bundle.settings.warm == () and bundle.settings.limits == Limits()


def test_with_pytorch_it_is_imported_in_advance_and_has_address_space(tmp_path, with_torch):
    grading = {"warm": ["torch", "json"]}
    with open_bundle(write_bundle(tmp_path, {"q2": NEEDS_TORCH}, grading=grading)) as bundle:
        assert bundle.unjudged == ()
        assert bundle.settings.warm == ("torch", "json")
        more = bundle.settings.limits.memory - Limits().memory
        assert more == bundle_module.TORCH_ADDRESS_SPACE


def test_with_pytorch_a_bundle_that_does_not_use_it_stays_as_it_is(tmp_path, with_torch):
    with open_bundle(write_bundle(tmp_path, TESTS)) as bundle:
        assert bundle.settings.warm == () and bundle.settings.limits == Limits()
