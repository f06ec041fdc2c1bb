"""The course page shows a picture of each assignment, drawn by its solved notebook."""

import re

import pytest
from course import COURSE, NAMES, new_chapter
from PIL import Image

from autograder.errors import CourseworkError
from tools.authoring.pictures import FILE_WIDTH, CoursePicture, draw_picture, place_picture

PAGE = COURSE.assignments / "README.md"


@pytest.mark.parametrize("name", NAMES)
def test_the_page_shows_a_picture_and_says_what_is_in_it(name):
    [alt] = re.findall(f'<img src="pictures/{name}.png" alt="([^"]+)"', PAGE.read_text())
    assert " " in alt
    with Image.open(COURSE.assignments / "pictures" / f"{name}.png") as image:
        assert image.format == "PNG" and image.width <= FILE_WIDTH


@pytest.mark.slow
def test_picture_and_text_come_from_the_solved_notebook(releases):
    picture = draw_picture(releases["hw1_neuron"])
    assert f'src="pictures/hw1_neuron.png" alt="{picture.alt}"' in PAGE.read_text()
    assert picture.png.startswith(b"\x89PNG")


@pytest.fixture
def chapter(tmp_path):
    chapter = new_chapter(tmp_path, "hw0")
    chapter.course.assignments.mkdir()
    return chapter


def test_a_second_writing_replaces_the_first(chapter):
    page = chapter.course.assignments / "README.md"
    page.write_text('before\n<img src="pictures/hw0.png">\nafter\n')
    for alt in ("a curve", "a curve &amp; a line"):
        path = place_picture(chapter, CoursePicture(alt.encode(), alt))
        assert path.read_bytes() == alt.encode()
    assert page.read_text() == (
        'before\n<img src="pictures/hw0.png" alt="a curve &amp; a line" width="640">\nafter\n'
    )


def test_a_page_without_a_place_for_it_is_refused(chapter):
    (chapter.course.assignments / "README.md").write_text("nothing\n")
    with pytest.raises(CourseworkError, match="0 places"):
        place_picture(chapter, CoursePicture(b"", "a curve"))
    assert not (chapter.course.assignments / "pictures").exists()
