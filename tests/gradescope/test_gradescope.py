"""The zip for Gradescope: what is in it, how it grades, and that it holds in a container."""

from __future__ import annotations

import json
import re
import stat
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import replace

import jsonschema
import nbformat
import pytest
from containers import emulated
from course import COURSE, NAMES

from autograder.bundle.bundle import open_bundle
from autograder.bundle.settings import read_settings
from autograder.errors import CourseworkError
from autograder.gradescope import __main__ as entry
from autograder.gradescope import container as inside
from autograder.gradescope.attempt import read_attempt
from autograder.gradescope.failed import failed
from autograder.grading.grader import Grader
from tools.authoring.master import read_master
from tools.authoring.release import Release
from tools.authoring.samples import fill_in_answers, reference_answers, samples_of
from tools.gradescope import container, docker, here, trial
from tools.gradescope.container import Container, Submitted
from tools.packing.gradescope_zip import OF_LIBRARY, pinned

SCHEMA = json.loads(trial.SCHEMA.read_text())
NAME = "hw1_neuron"
POINTS = 25.0

# Right answers, and a last cell that says what else it could do.
HOSTILE = """
import os, pathlib, signal, socket
got = []
def attempt(what, action):
    try:
        action()
        got.append(what)
    except (OSError, ValueError):
        pass
for path in ("source/staff.json", "source/autograder.zip", "submission_metadata.json",
             "submission", "results/results.json"):
    attempt("read " + path, lambda: list(os.scandir("/autograder/" + path))
            if path == "submission" else open("/autograder/" + path).read())
for folder in ("/autograder", "/autograder/results", "/tmp", "/var/tmp", "/dev/shm", "/run/lock",
               "/dev/mqueue", "/opt/coursework", "/root"):
    attempt("write " + folder, lambda: open(folder + "/left", "w").write("x"))
attempt("read the grader", lambda: open(f"/proc/{os.getppid()}/mem", "rb").read(1))
attempt("end the grader", lambda: os.kill(1, signal.SIGTERM))
attempt("reach out", lambda: socket.create_connection(("127.0.0.1", 9), 1))
raise RuntimeError(f"GOT {got}")
"""
HOG = "import numpy as np\nhog = [np.ones(1 << 17) for _ in range(1500)]"


@pytest.fixture(scope="module")
def release(releases: dict[str, Release]) -> Release:
    return releases[NAME]


@pytest.fixture(scope="module")
def notebooks(release: Release) -> dict[str, bytes]:
    student = nbformat.read(release.notebook, 4)
    right = reference_answers(release)
    made = {"right": fill_in_answers(student, right)}
    wrong = samples_of(COURSE.chapter(NAME))["mistakes_a"]["answers"]
    made["wrong"] = fill_in_answers(student, {**right, **wrong})
    for name, source in {"hostile": HOSTILE, "hog": HOG}.items():
        made[name] = fill_in_answers(student, right)
        made[name].cells.append(nbformat.v4.new_code_cell(source))
    return {name: nbformat.writes(notebook).encode() for name, notebook in made.items()}


@pytest.fixture(scope="module")
def machine(release: Release) -> Iterator[Container]:
    """A container in which the zip is built: emulated, or by Docker."""
    reasons = emulated.unavailable(), docker.unavailable()
    if all(reasons):
        pytest.skip("; ".join(reasons))
    with docker.Docker() if reasons[0] else emulated.Emulated() as container:
        built = container.build(release.gradescope)
        assert built.code == 0, built.log[-3000:]
        assert f"{NAME}: {POINTS:g} of {POINTS:g} points" in built.log
        print(f"\nbuilt in {container.name}: {built.seconds:.0f} s")
        yield container


def grade(machine: Container, content: bytes | None, landlock: bool = True, number: int = 1):
    if isinstance(machine, emulated.Emulated):
        machine.landlock = landlock
    elif not landlock:
        pytest.skip("Docker can't hide Landlock")
    files = {"hw1_neuron.ipynb": content} if content is not None else {}
    ran = machine.grade(Submitted(files, trial.metadata(number)))
    results = json.loads(ran.results)
    jsonschema.validate(results, SCHEMA)
    assert ran.code == 0 and not ran.written, ran.log
    print(f"{results.get('score')} in {ran.seconds:.1f} s, {(ran.peak or 0) >> 20} MiB")
    return results, ran


@pytest.mark.slow
@pytest.mark.xdist_group("container")  # one container, in one process
class TestInAContainer:
    @pytest.mark.parametrize("landlock", [True, False])
    def test_right(self, machine, notebooks, landlock):
        results, ran = grade(machine, notebooks["right"], landlock, number=3)
        assert results["score"] == POINTS and results["extra_data"]["flags"] == []
        held = results["extra_data"]["isolation"]
        assert held["held"] and "uid" in held["layers"] and "seccomp" in held["layers"]
        assert ("landlock" in held["layers"]) <= landlock
        assert "Isolation: uid" in results["output"].replace("\\", "")
        assert results["extra_data"]["attempt"] == 3
        assert ran.peak is None or ran.peak < container.MEMORY

    def test_wrong(self, machine, notebooks):
        results, _ = grade(machine, notebooks["wrong"])
        lost = {t["name"].split(":")[0] for t in results["tests"] if t.get("status") == "failed"}
        assert lost == set(samples_of(COURSE.chapter(NAME))["mistakes_a"]["fails"])
        failing = next(t for t in results["tests"] if t.get("status") == "failed")
        assert "Fails: **" in failing["output"]

    @pytest.mark.parametrize("landlock", [True, False])
    def test_hostile(self, machine, notebooks, landlock):
        results, _ = grade(machine, notebooks["hostile"], landlock)
        assert "GOT []" in results["output"] and results["score"] == POINTS

    def test_more_memory_than_there_is(self, machine, notebooks):
        results, _ = grade(machine, notebooks["hog"])
        assert "memory" in results["output"] and results["score"] == POINTS

    @pytest.mark.parametrize("content", [b"", b"{", b"PK\x03\x04", None], ids=repr)
    def test_broken(self, machine, content):
        results, _ = grade(machine, content)
        assert results["score"] == 0 and "could not be graded" in results["output"]
        assert results["extra_data"]["not_graded"] and results["tests"] == []

    def test_a_grader_that_is_killed(self, machine, notebooks, monkeypatch):
        """If there is no memory even for the grader, the student still reads a sentence."""
        monkeypatch.setattr(emulated, "MEMORY", 48 << 20)
        monkeypatch.setattr(docker, "MEMORY", 48 << 20)
        files = {"hw1_neuron.ipynb": notebooks["right"]}
        ran = machine.grade(Submitted(files, trial.metadata()))
        assert json.loads(ran.results) == failed() and "ended with code" in ran.log


class TestTheEntryPoint:
    @pytest.fixture
    def home(self, tmp_path, monkeypatch, release):
        for name in ("source", "submission", "results"):
            (tmp_path / name).mkdir()
        with zipfile.ZipFile(release.gradescope) as archive:
            archive.extractall(tmp_path / "source")
        monkeypatch.setattr(entry, "AUTOGRADER", tmp_path)
        monkeypatch.setattr(entry, "SOURCE", tmp_path / "source")
        monkeypatch.setattr(entry, "METADATA", tmp_path / "submission_metadata.json")
        monkeypatch.setattr(entry, "RESULTS", tmp_path / "results" / "results.json")
        monkeypatch.setattr(entry, "close_image", lambda: None)
        monkeypatch.setattr(entry, "close_mounts", lambda: None)
        return tmp_path

    def test_where_the_grader_breaks_the_student_reads_a_sentence(self, home, monkeypatch, capsys):
        monkeypatch.setattr(Grader, "grade", lambda *_: 1 / 0)
        assert entry.main([]) == 0
        content = json.loads((home / "results" / "results.json").read_text())
        assert content == failed() and content["extra_data"]["grader_broke"]
        assert "ZeroDivisionError" in capsys.readouterr().out

    def test_a_reference_without_full_marks_fails_the_build(self, home, capsys):
        staff = home / "source" / "staff.json"
        content = json.loads(staff.read_text())
        cells = [cell.replace("def sigmoid(", "def renamed(") for cell in content["reference"]]
        content["reference"] = cells
        staff.write_text(json.dumps(content))
        assert entry.main(["--prepare"]) == 1
        assert "should have full marks" in capsys.readouterr().out

    def test_a_build_without_the_pytorch_that_it_needs_fails(self, home, capsys, monkeypatch):
        monkeypatch.setattr(entry, "open_bundle", _without_torch)
        assert entry.main(["--prepare"]) == 1
        assert "q7 can't be graded without" in capsys.readouterr().out

    def test_memory_is_left_for_the_grader(self, release):
        with open_bundle(release.bundle) as bundle:
            limits = bundle.settings.limits
            for container, most in [(768 << 20, 416 << 20), (256 << 20, 192 << 20)]:
                fitted = entry.fitted(bundle, container)
                assert fitted.settings.limits.total_memory == most
                assert fitted.settings.limits.judging < entry.OURS
            for container in (None, 64 << 30):
                fitted = entry.fitted(bundle, container)
                assert fitted.settings.limits.total_memory == limits.total_memory

    def test_a_submission_ends_before_the_container_does(self, release):
        with open_bundle(release.bundle) as bundle:
            limits = entry.fitted(bundle, None).settings.limits
        assert limits.wall_seconds == limits.submission_seconds


def _without_torch(path):
    class Opened:
        def __enter__(self):
            self.bundle = open_bundle(path)
            return replace(self.bundle.__enter__(), unjudged=("q7",))

        def __exit__(self, *exception):
            return self.bundle.__exit__(*exception)

    return Opened()


class TestTheZip:
    def test_what_is_in_it(self, release):
        with zipfile.ZipFile(release.gradescope) as archive:
            names = set(archive.namelist())
            assert archive.read("autograder.zip") == release.bundle.read_bytes()
            assert archive.read("staff.json") == release.bundle.with_name("staff.json").read_bytes()
            assert json.loads(archive.read("failed.json")) == failed()
            assert int(archive.read("seconds")) < 600  # what Gradescope gives by default
            for name in ("setup.sh", "run_autograder"):
                mode = archive.getinfo(name).external_attr >> 16
                assert mode & stat.S_IXUSR and archive.read(name).startswith(b"#!/usr/bin/env bash")
        assert {"autograder/grading/grader.py", "requirements.lock", "requirements.txt"} <= names
        assert {f"nnlab/{name}" for name in OF_LIBRARY} <= names
        assert not [n for n in names if n.startswith(("solutions/", "tools/")) or ".pyc" in n]

    @pytest.mark.slow
    def test_torch_only_where_it_is_asked_for(self, releases):
        for name in NAMES:
            release = releases[name]
            with zipfile.ZipFile(release.gradescope) as archive:
                optional = read_master(COURSE.chapter(name)).optional
                assert ("torch.txt" in archive.namelist()) == ("torch" in optional)

    def test_an_unpinned_package_is_refused(self):
        assert pinned("numpy") == "numpy" and pinned("torch").startswith("torch==")
        with pytest.raises(CourseworkError, match="left-pad is pinned neither"):
            pinned("left-pad")

    def test_scripts_are_sound(self, release, tmp_path):
        with zipfile.ZipFile(release.gradescope) as archive:
            for name in ("setup.sh", "run_autograder"):
                subprocess.run(["bash", "-n", archive.extract(name, tmp_path)], check=True)


class TestMetadata:
    def test_try_and_time_are_read(self, tmp_path):
        path = tmp_path / "metadata.json"
        content = trial.metadata(3)
        content["created_at"] = "2026-07-02T14:22:32.365935-07:00"
        content["assignment"]["due_date"] = "2026-07-02T23:00:00Z"
        path.write_text(json.dumps(content))
        attempt = read_attempt(path)
        assert (attempt.number, attempt.id, attempt.late) == (3, "1003", False)
        content["assignment"]["due_date"] = "2026-07-02T21:00:00+00:00"
        path.write_text(json.dumps(content))
        assert read_attempt(path).late

    @pytest.mark.parametrize("text", [
        "", "[]", "{", "null", '{"previous_submissions": 3, "assignment": 4, "created_at": 5}',
        '{"created_at": "yesterday", "assignment": {"due_date": "2026-07-02T21:00:00"}}',
    ])  # fmt: skip
    def test_odd_metadata_cost_nothing(self, tmp_path, text):
        (tmp_path / "metadata.json").write_text(text)
        attempt = read_attempt(tmp_path / "metadata.json")
        assert attempt.number == 1 and not attempt.late
        assert read_attempt(tmp_path / "none") == read_attempt(tmp_path / "neither")


class TestTheImage:
    def test_mounted_folders_are_closed(self, tmp_path):
        folders = [tmp_path / name for name in ("shm", "file", "kernel")]
        for folder in folders:
            folder.mkdir()
            folder.chmod(0o1777)
        mounts = tmp_path / "mounts"
        lines = [f"x {folders[0]} tmpfs rw 0 0", f"x {folders[2]} proc rw 0 0",
                 f"x {tmp_path}/gone tmpfs rw 0 0"]  # fmt: skip
        mounts.write_text("\n".join(lines) + "\n")
        inside.close_mounts(mounts)
        modes = [stat.S_IMODE(folder.stat().st_mode) for folder in folders]
        assert modes == [0o1775, 0o1777, 0o1777]

    def test_a_containers_memory_is_known(self, tmp_path):
        new, old = tmp_path / "memory.max", tmp_path / "limit_in_bytes"
        assert inside.memory((new, old)) is None
        old.write_text("805306368\n")
        assert inside.memory((new, old)) == 768 << 20
        new.write_text("max\n")
        old.write_text("9223372036854771712\n")
        assert inside.memory((new, old)) is None


class TestPolicy:
    def test_a_policy_is_read(self):
        given = {"policy": {"hidden": "after_due_date", "hints": "never", "hints_from_try": 2}}
        policy = read_settings(given, "here").policy
        assert (policy.hidden, policy.hints, policy.hints_from_try) == (
            "after_due_date", "never", 2
        )  # fmt: skip

    @pytest.mark.parametrize("given, why", [
        ({"hidden": "hidden"}, "`hidden` should be one of visible, after_due_date"),
        ({"hints": "maybe"}, "`hints` should be one of now"),
        ({"hints_from_try": 0}, "whole number from 1"),
        ({"hint": "now"}, "there is no key hint"),
        (3, "should be keys with values"),
    ])  # fmt: skip
    def test_another_policy_is_refused(self, given, why):
        with pytest.raises(CourseworkError, match=why):
            read_settings({"policy": given}, "here")


class TestTrying:
    def test_without_a_container_it_says_what_it_did_not_check(
        self, release, notebooks, tmp_path, monkeypatch
    ):
        monkeypatch.setattr(docker, "unavailable", lambda: "Docker is not installed")
        notebook = tmp_path / "ada.ipynb"
        notebook.write_bytes(notebooks["right"])
        tried = trial.try_out(release, [notebook], lambda text: None)
        assert "set-up" in tried.unchecked[0] and "Docker is not installed" in tried.unchecked[0]
        [one] = tried.tried
        assert one.results["score"] == POINTS, one.results["output"]
        page = trial.write_preview(one, NAME, tmp_path / "try").read_text()
        assert "25 / 25" in page and re.search("1.1\\) q1: .+: checks of the notebook", page)
        monkeypatch.setattr(here, "unavailable", lambda: "no Linux")
        with pytest.raises(CourseworkError, match="Docker is not installed; no Linux"):
            trial.try_out(release, [notebook], lambda text: None)

    def test_a_set_up_that_fails_is_told_with_the_end_of_its_log(self, release):
        class Broken(here.Here):
            def build(self, package):
                return container.Ran(3, "begin\nno such package\n", 1.0)

        with pytest.raises(CourseworkError, match="(?s)with code 3.*no such package"):
            trial.try_out(release, [], lambda text: None, Broken("why"))

    @pytest.mark.parametrize(
        "changes, fault",
        [({"results": ""}, "there is no results.json"),
         ({"results": '{"score": "many"}'}, "not as Gradescope takes it"),
         ({"code": 2}, "ended with code 2"),
         ({"written": ("tmp/left",)}, "files were left behind: tmp/left"),
         ({}, "the submission was not held: NOT ENOUGH")],
    )  # fmt: skip
    def test_what_is_wrong_with_a_result_is_named(self, changes, fault):
        held = {"isolation": {"held": False, "note": "NOT ENOUGH"}, "flags": []}
        results = json.dumps({"score": 1.0, "output": "x", "extra_data": held})
        ran = replace(container.Ran(0, "", 1.0, results), **changes)
        assert any(fault in found for found in trial.examine("ada.ipynb", ran).faults)

    def test_the_page_shows_no_markup_of_a_submission(self):
        results = {**failed(), "output": "<script>alert(1)</script> **bold**"}
        page = trial.preview(results, "hw")
        assert "<script>" not in page and "<strong>bold</strong>" in page


def test_docker_is_told_the_bounds_and_everything_is_removed(release, monkeypatch):
    """The command lines that are sent to Docker. What they do is tested where Docker is."""
    lines = []

    def docker_(*arguments):
        lines.append(arguments)
        output = "c0ffee\n" if arguments[0] == "create" else ""
        code = 1 if arguments[0] == "start" else 0
        return subprocess.CompletedProcess(arguments, code, output, "")

    monkeypatch.setattr(docker, "_docker", docker_)
    with docker.Docker() as machine:
        machine.build(release.gradescope)
        assert machine.grade(Submitted({"a/b.ipynb": b"x"}, {"id": 1})).code == 1
    sent = {line[0]: line for line in lines}
    image = sent["build"][sent["build"].index("--tag") + 1]
    bounds = dict(zip(sent["create"][1::2], sent["create"][2::2]))
    assert bounds["--memory"] == bounds["--memory-swap"] == str(768 << 20)
    assert bounds["--cpus"] == "0.5" and image in sent["create"]
    assert not {"--privileged", "--security-opt", "--cap-add", "--volume"} & set(sent["create"])
    copied = [line[2] for line in lines if line[0] == "cp" and line[2].startswith("c0ffee:")]
    assert copied == ["c0ffee:/autograder/", "c0ffee:/autograder/"]
    assert lines[-2:] == [("rm", "--force", "c0ffee"), ("image", "rm", "--force", image)]
