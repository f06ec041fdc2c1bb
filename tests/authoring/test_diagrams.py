"""Pictures in the text of a notebook: drawn for each release, with a text in words."""

import json
import re

import pytest
from course import COURSE, NAMES, new_chapter
from nnlab.diagrams import DIAGRAMS

from tools.authoring.diagrams import copy_pictures, picture_faults, with_alternative_texts
from tools.authoring.master import Cell, Master

PICTURES = COURSE.assignments / "pictures"


def shown():
    """Return the pictures in the text of the course's notebooks: alternative text, name."""
    images = []
    for name in NAMES:
        notebook = json.loads(COURSE.chapter(name).notebook.read_text(encoding="utf-8"))
        for cell in notebook["cells"]:
            if cell["cell_type"] == "markdown":
                plain = "".join(cell["source"]).replace("\\", "")
                images += [line for line in plain.splitlines() if line.startswith("![")]
    return images


@pytest.mark.parametrize("name", DIAGRAMS)
def test_the_course_has_each_diagram_as_it_is_drawn_now(name):
    file = PICTURES / f"{name}.svg"
    assert file.read_text(encoding="utf-8") == DIAGRAMS[name]().svg(), (
        "run `coursework release` for the chapter that shows it"
    )


def test_the_notebooks_show_each_diagram_once_with_its_text():
    wanted = [f"![{draw().alt}](pictures/{name}.svg)".replace("\\", "")
              for name, draw in DIAGRAMS.items()]  # fmt: skip
    assert sorted(shown()) == sorted(wanted)


@pytest.mark.parametrize("name", NAMES)
def test_a_student_folder_has_the_pictures_that_its_notebook_shows(name, releases):
    text = releases[name].notebook.read_text(encoding="utf-8")
    files = {path.name for path in releases[name].student.glob("pictures/*")}
    assert files == {f"{diagram}.svg" for diagram in DIAGRAMS if f"pictures/{diagram}.svg" in text}


def test_signs_of_markdown_in_a_text_are_escaped():
    text = with_alternative_texts("Look:\n![](pictures/network_2_3_2.svg)\nand ![](street.png)")
    assert r"h1\[0\] to h1\[2\]" in text
    assert text.endswith("](pictures/network_2_3_2.svg)\nand ![](street.png)")


@pytest.fixture
def course(tmp_path):
    course = new_chapter(tmp_path, "hw0_toy").course
    (course.assignments / "pictures").mkdir(parents=True)
    (course.assignments / "pictures" / "street.png").write_bytes(b"street")
    return course


def master_of(course, text):
    return Master(course.chapter("hw0_toy"), [Cell(1, 12, "markdown", text)], {}, [])


def copied(course, folder, text):
    copy_pictures(master_of(course, text), folder)
    return {path.name for path in (folder / "pictures").glob("*")}


def test_a_picture_of_the_course_is_copied(course, tmp_path):
    text = "![a street](pictures/street.png) and ![](pictures/neuron.svg), not ![](other/a.png)"
    assert copied(course, tmp_path / "new", text) == {"street.png", "neuron.svg"}
    assert (tmp_path / "new" / "pictures" / "street.png").read_bytes() == b"street"


def test_what_is_wrong_with_pictures_is_listed(course):
    text = "![an axon](pictures/axon.svg)\n![ ](pictures/street.png)\n![](pictures/neuron.svg)"
    absent, silent = map(str, picture_faults(master_of(course, text)))
    assert re.search("hw0_toy/master.py, cell 1.*axon.svg.*neuron", absent)
    assert "street.png has no alternative text" in silent
