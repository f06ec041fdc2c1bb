"""Each thing that can be wrong with an installation is found, and it is said what to do."""

import importlib.metadata
import json
import subprocess
import sys
from collections import namedtuple
from pathlib import Path
from types import SimpleNamespace

import pytest
from jupyter_client.kernelspec import KernelSpecManager
from nnlab import doctor
from student_folder import command, make_folder

ELSEWHERE = str(Path("elsewhere", "bin", "python").resolve())


@pytest.fixture
def folder(tmp_path):
    """The folder of a course whose packages are those that are installed."""
    make_folder(tmp_path)
    names = ("numpy", "otter-grader")
    pins = "".join(f"{name}=={importlib.metadata.version(name)}\n" for name in names)
    (tmp_path / "requirements.txt").write_text(pins)
    return tmp_path


def test_the_command_says_that_all_is_well(folder):
    done = command(folder, "doctor")
    assert done.stderr == "" and done.returncode == 0, done.stdout
    topics = [line.split(":")[0].split(maxsplit=1)[1] for line in done.stdout.splitlines()[:-1]]
    assert topics == ["Python", "packages", "kernel", "folder", "temporary files", "data", "disk",
                      "proxy", "first check"]  # fmt: skip
    assert done.stdout.splitlines()[-1] == "All is well."


def test_a_problem_is_told_with_its_remedy(folder, monkeypatch):
    monkeypatch.setattr(doctor, "VERSIONS", ((2, 6), (2, 7)))
    lines = []
    assert not doctor.doctor(folder, lines.append)
    assert lines[0].startswith("PROBLEM  Python: 3.")
    assert lines[1].startswith("         What to do: the course is tested with Python 2.6 to 2.7.")
    assert lines[-1] == "Do the first of these, and then run this again."


def test_packages_that_are_missing_or_of_another_version(folder):
    (folder / "requirements.txt").write_text("numpy==0.1\nnotthere==3\n")
    [found] = doctor.packages(folder)
    version = importlib.metadata.version("numpy")
    assert found.text == f"notthere is missing, numpy {version} in place of 0.1"
    assert found.remedy.endswith(" -m pip install -r requirements.txt`.")
    (folder / "requirements.txt").unlink()
    [found] = doctor.packages(folder)
    assert "there is no requirements.txt" in found.text and found.remedy


def test_an_environment_of_uv_has_no_pip(monkeypatch):
    monkeypatch.setattr(doctor.importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(sys, "executable", "C:\\My files\\python.exe")
    assert doctor.installer() == 'uv pip install --python "C:\\My files\\python.exe"'


@pytest.mark.parametrize(
    "argument, is_well",
    [("python", True), ("python3", True), (sys.executable, True), (ELSEWHERE, False)],
)
def test_a_kernel_of_another_python(folder, monkeypatch, argument, is_well):
    spec = SimpleNamespace(argv=[argument, "-m", "ipykernel_launcher"])
    monkeypatch.setattr(KernelSpecManager, "get_kernel_spec", lambda self, name: spec)
    [found] = doctor.kernel(folder)
    assert (found.remedy == "") == is_well
    assert is_well or f"notebooks run with {ELSEWHERE}" in found.text


def test_a_folder_that_cannot_be_written_to(folder, tmp_path):
    found, _ = doctor.writing(tmp_path / "not there")
    assert "can't be written to" in found.text and "move the folder" in found.remedy


def test_data_that_is_missing_or_damaged(folder):
    (folder / "data" / "release" / "hw0_small.json").write_text('{"cut o')
    [found] = doctor.data(folder)
    assert found.text == "damaged: hw0_small.json" and "again" in found.remedy
    (folder / "hw0_small.ipynb").unlink()
    (folder / "data").rename(folder / "date")
    [found] = doctor.data(folder)
    assert found.text == f"not in {folder}: data, a notebook" and "unpack" in found.remedy


def test_little_space(folder, monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda path: usage(1, 1, 400_000_000))
    [found] = doctor.disk(folder)
    assert found.text == "0.4 GB free" and "make room" in found.remedy


def test_a_proxy_is_named_without_its_password(folder, monkeypatch):
    monkeypatch.setenv("https_proxy", "http://ada:secret@proxy.example:3128")
    monkeypatch.setenv("no_proxy", "")
    [found] = doctor.proxy(folder)
    assert found.text.startswith("https by http://proxy.example:3128. If the page of JupyterLab")
    assert "secret" not in found.text
    monkeypatch.setenv("no_proxy", "localhost,127.0.0.1")
    [found] = doctor.proxy(folder)
    assert found.text == "https by http://proxy.example:3128"


def test_a_first_check_that_fails_is_slow_or_does_not_end(folder, monkeypatch):
    [found] = doctor.first_check(folder)
    assert found.text.startswith("it took ") and found.remedy == ""
    monkeypatch.setattr(doctor, "SLOW_SECONDS", 0.0)
    [found] = doctor.first_check(folder)
    assert found.remedy == doctor.SLOW
    monkeypatch.setattr(doctor, "FIRST_CHECK", "raise ValueError('broken')")
    [found] = doctor.first_check(folder)
    assert found.text == "it failed: ValueError: broken" and "--force-reinstall" in found.remedy

    def never(*arguments, **options):
        raise subprocess.TimeoutExpired("python", 1)

    monkeypatch.setattr(subprocess, "run", never)
    [found] = doctor.first_check(folder)
    assert found.text == "it did not end within 300 s" and found.remedy == doctor.SLOW


def test_the_first_check_is_one_of_a_notebook(folder):
    assert doctor._a_check(folder) == ("hw0_small.ipynb", "q1")
    (folder / "hw0_small.ipynb").write_text(json.dumps({"metadata": {}}))
    assert doctor._a_check(folder) == ("", "")
