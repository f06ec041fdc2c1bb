"""The checks find the notebook's file, also if it was renamed."""

import json

from nnlab import this_notebook

NAME = "hw1_neuron.ipynb"


def write(path, assignment="hw1_neuron"):
    path.write_text(json.dumps({"metadata": {"otter": {"assignment_name": assignment}}}))


def test_a_notebook_with_its_name_is_found_in_silence(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    write(tmp_path / NAME)
    write(tmp_path / "copy.ipynb")
    assert this_notebook.find(NAME) == NAME and capsys.readouterr().out == ""


def test_a_renamed_notebook_is_found_and_told_its_name(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "hw1_neuron (1).ipynb")
    write(tmp_path / "hw2.ipynb", "hw2")
    (tmp_path / "a broken one.ipynb").write_text("{")
    (tmp_path / "another.ipynb").write_text("[]")
    assert this_notebook.find(NAME) == "hw1_neuron (1).ipynb"
    assert f"it should be called {NAME}" in capsys.readouterr().out


def test_if_there_is_none_the_name_is_said(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert this_notebook.find(NAME) == NAME
    assert f"call it {NAME} again" in capsys.readouterr().out
