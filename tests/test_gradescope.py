"""The zip for Gradescope: what is in it, how it grades, and that it holds in a container."""

from __future__ import annotations

import json
import stat
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import jsonschema
import nbformat
import pytest

from autograder.bundle import open_bundle
from autograder.errors import CourseworkError
from autograder.grader import Grader
from autograder.gradescope import __main__ as entry
from autograder.gradescope import container as inside
from autograder.gradescope.attempt import read_attempt
from autograder.gradescope.failed import failed
from autograder.settings import read_settings
from tools import containers, gradescope, places
from tools.containers import Container, Submitted, docker, emulated, here
from tools.gradescope_zip import pinned
from tools.release import Release
from tools.samples import fill, reference_answers, samples_of

SCHEMA = json.loads(gradescope.SCHEMA.read_text())
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
    made = {"right": fill(student, right)}
    wrong = samples_of(NAME)["mistakes_a"]["answers"]
    made["wrong"] = fill(student, {**right, **wrong})
    for name, source in {"hostile": HOSTILE, "hog": HOG}.items():
        made[name] = fill(student, right)
        made[name].cells.append(nbformat.v4.new_code_cell(source))
    return {name: nbformat.writes(notebook).encode() for name, notebook in made.items()}


@pytest.fixture(scope="module")
def room(release: Release) -> Iterator[Container]:
    """A container in which the zip is built: by Docker, or emulated."""
    reasons = docker.unavailable(), emulated.unavailable()
    if all(reasons):
        pytest.skip("; ".join(reasons))
    with containers.find() as made:
        built = made.build(release.gradescope)
        assert built.code == 0, built.log[-3000:]
        assert f"{NAME}: {POINTS:g} of {POINTS:g} points" in built.log
        print(f"\nbuilt in {made.name}: {built.seconds:.0f} s")
        yield made


def grade(room: Container, content: bytes | None, landlock: bool = True, number: int = 1):
    if not landlock and not room.hides_landlock:
        pytest.skip("Landlock can't be hidden here")
    files = {"hw1_neuron.ipynb": content} if content is not None else {}
    ran = room.grade(Submitted(files, gradescope.metadata(number)), landlock)
    results = json.loads(ran.results)
    jsonschema.validate(results, SCHEMA)
    assert ran.code == 0 and not ran.written, ran.log
    print(f"{results.get('score')} in {ran.seconds:.1f} s, {(ran.peak or 0) >> 20} MiB")
    return results, ran


@pytest.mark.xdist_group("container")  # one container, in one process
class TestInAContainer:
    @pytest.mark.parametrize("landlock", [True, False])
    def test_right(self, room, notebooks, landlock):
        results, ran = grade(room, notebooks["right"], landlock, number=3)
        assert results["score"] == POINTS and results["extra_data"]["flags"] == []
        held = results["extra_data"]["isolation"]
        assert held["held"] and "uid" in held["layers"] and "seccomp" in held["layers"]
        assert ("landlock" in held["layers"]) <= landlock
        assert "Isolation: uid" in results["output"].replace("\\", "")
        assert results["extra_data"]["attempt"] == 3
        assert ran.peak is None or ran.peak < containers.MEMORY

    def test_wrong(self, room, notebooks):
        results, _ = grade(room, notebooks["wrong"])
        lost = {t["name"].split(":")[0] for t in results["tests"] if t["status"] == "failed"}
        assert lost == set(samples_of(NAME)["mistakes_a"]["fails"])
        failing = next(t for t in results["tests"] if t["status"] == "failed")
        assert "**Fails:**" in failing["output"]

    @pytest.mark.parametrize("landlock", [True, False])
    def test_hostile(self, room, notebooks, landlock):
        results, _ = grade(room, notebooks["hostile"], landlock)
        assert "GOT []" in results["output"] and results["score"] == POINTS

    def test_more_memory_than_there_is(self, room, notebooks):
        results, _ = grade(room, notebooks["hog"])
        assert "memory" in results["output"] and results["score"] == POINTS

    @pytest.mark.parametrize("content", [b"", b"{", b"PK\x03\x04", None], ids=repr)
    def test_broken(self, room, content):
        results, _ = grade(room, content)
        assert results["score"] == 0 and results["output"].startswith("**Not graded:**")
        assert "not graded" in results["extra_data"]["flags"]

    def test_a_grader_that_is_killed(self, room, notebooks, monkeypatch):
        """Where there is no memory even for the grader, the student still reads a sentence."""
        monkeypatch.setattr(emulated, "MEMORY", 48 << 20)
        monkeypatch.setattr(docker, "MEMORY", 48 << 20)
        files = {"hw1_neuron.ipynb": notebooks["right"]}
        ran = room.grade(Submitted(files, gradescope.metadata()))
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
        said = json.loads((home / "results" / "results.json").read_text())
        assert said == failed() and "not" not in said["extra_data"]
        assert "ZeroDivisionError" in capsys.readouterr().out

    def test_a_reference_without_full_marks_fails_the_build(self, home, capsys):
        staff = home / "source" / "staff.json"
        said = json.loads(staff.read_text())
        said["reference"][-1] += "\nsigmoid = None"
        staff.write_text(json.dumps(said))
        assert entry.main(["--prepare"]) == 1
        assert "should have full marks" in capsys.readouterr().out

    def test_a_build_without_the_pytorch_that_it_needs_fails(self, home, capsys, monkeypatch):
        monkeypatch.setattr(entry, "open_bundle", _without_torch)
        assert entry.main(["--prepare"]) == 1
        assert "q7 can't be graded without" in capsys.readouterr().out

    def test_memory_is_left_for_the_grader(self, release):
        with open_bundle(release.bundle) as bundle:
            assert entry.fitted(bundle, None) is bundle
            for container, most in [(768 << 20, 448 << 20), (256 << 20, 192 << 20)]:
                fitted = entry.fitted(bundle, container)
                assert fitted.settings.limits.total_memory == most
            assert entry.fitted(bundle, 64 << 30).settings == bundle.settings


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
        assert {"autograder/grader.py", "requirements.lock", "requirements.txt"} <= names
        assert not [n for n in names if "misconceptions" in n or "tools" in n or ".pyc" in n]

    def test_torch_only_where_it_is_asked_for(self, releases):
        for name in places.assignment_names():
            release = releases[name]
            with zipfile.ZipFile(release.gradescope) as archive:
                asked = b"optional: [torch" in (places_of(name)).read_bytes()
                assert ("torch.txt" in archive.namelist()) == asked

    def test_an_unpinned_package_is_refused(self):
        assert pinned("numpy") == "numpy" and pinned("torch").startswith("torch==")
        with pytest.raises(CourseworkError, match="left-pad is pinned neither"):
            pinned("left-pad")

    def test_scripts_are_sound(self, release, tmp_path):
        with zipfile.ZipFile(release.gradescope) as archive:
            for name in ("setup.sh", "run_autograder"):
                subprocess.run(["bash", "-n", archive.extract(name, tmp_path)], check=True)


def places_of(name: str) -> Path:
    return gradescope.SCHEMA.parents[2] / "solutions" / f"{name}.py"


class TestMetadata:
    def test_try_and_time_are_read(self, tmp_path):
        path = tmp_path / "metadata.json"
        said = gradescope.metadata(3)
        said["created_at"] = "2026-07-02T14:22:32.365935-07:00"
        said["assignment"]["due_date"] = "2026-07-02T23:00:00Z"
        path.write_text(json.dumps(said))
        attempt = read_attempt(path)
        assert (attempt.number, attempt.id, attempt.late) == (3, "1003", False)
        said["assignment"]["due_date"] = "2026-07-02T21:00:00+00:00"
        path.write_text(json.dumps(said))
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
    def test_where_no_container_can_be_made_it_says_what_it_did_not_check(
        self, release, notebooks, tmp_path, monkeypatch
    ):
        monkeypatch.setattr(docker, "unavailable", lambda: "no Docker")
        monkeypatch.setattr(emulated, "unavailable", lambda: "no root")
        notebook = tmp_path / "ada.ipynb"
        notebook.write_bytes(notebooks["right"])
        trial = gradescope.try_out(release, [notebook], lambda text: None)
        assert "no Docker; no root" in trial.unchecked[0] and "set-up" in trial.unchecked[0]
        [tried] = trial.tried
        assert tried.results["score"] == POINTS, tried.results["output"]
        page = gradescope.write_preview(tried, NAME, tmp_path / "try").read_text()
        assert "25 / 25" in page and "1.1) q1: checks of the notebook" in page
        monkeypatch.setattr(here, "unavailable", lambda: "no Linux")
        with pytest.raises(CourseworkError, match="no Docker; no root; no Linux"):
            gradescope.try_out(release, [notebook], lambda text: None)

    def test_a_set_up_that_fails_is_told_with_the_end_of_its_log(self, release, monkeypatch):
        class Broken(here.Here):
            def build(self, package):
                return containers.Ran(3, "begin\nno such package\n", 1.0)

        monkeypatch.setattr(containers, "find", lambda: Broken("why"))
        with pytest.raises(CourseworkError, match="(?s)with code 3.*no such package"):
            gradescope.try_out(release, [], lambda text: None)

    def test_the_page_shows_no_markup_of_a_submission(self):
        results = {**failed(), "output": "<script>alert(1)</script> **bold**"}
        page = gradescope.preview(results, "hw")
        assert "<script>" not in page and "<strong>bold</strong>" in page


class TestDocker:
    """Against a program that stands in for Docker; the container itself runs where Docker is."""

    @pytest.fixture
    def calls(self, tmp_path, monkeypatch):
        program = tmp_path / "bin" / "docker"
        program.parent.mkdir()
        program.write_text(
            "#!/usr/bin/env bash\n"
            f'echo "$@" >> {tmp_path}/calls\n'
            'case "$1 $2" in\n'
            '  "info "*) echo linux ;;\n'
            '  "create "*) echo c0ffee ;;\n'
            "  \"cp \"*results.json) echo '{}' > \"$3\" ;;\n"
            '  "cp \"*peak) echo 4096 > "$3" ;;\n'
            '  "diff "*) printf "C /autograder\\nA /autograder/results/peak\\nA /tmp\\n'
            'A /tmp/left\\n" ;;\n'
            "esac\n"
        )
        program.chmod(0o755)
        monkeypatch.setenv("PATH", str(program.parent), prepend=":")
        return tmp_path / "calls"

    def test_builds_and_grades(self, calls, release):
        assert docker.unavailable() == ""
        with docker.Docker() as room:
            assert room.build(release.gradescope).code == 0
            ran = room.grade(Submitted({"a/b.ipynb": b"x"}, {"id": 1}))
        assert (ran.results, ran.peak, ran.written) == ("{}\n", 4096, ("tmp/left",))
        said = calls.read_text()
        assert f"--memory {768 << 20}" in said and "--cpus 0.5" in said
        assert "rm --force c0ffee" in said and "image rm --force" in said
