"""The course page shows a picture of each assignment, drawn by its solved notebook."""

import re

import pytest
from PIL import Image

from autograder.errors import CourseworkError
from tools import places
from tools.covers import WIDTH, Cover, cover, write_cover

NAMES = places.assignment_names()
PAGE = places.ASSIGNMENTS / "README.md"
HEAVY = 150_000  # bytes


@pytest.mark.parametrize("name", NAMES)
def test_the_page_has_the_picture_and_says_what_is_in_it(name):
    [alt] = re.findall(f'<img src="pictures/{name}.png" alt="([^"]+)"', PAGE.read_text())
    assert len(alt) > 60
    path = places.ASSIGNMENTS / "pictures" / f"{name}.png"
    assert path.stat().st_size < HEAVY
    with Image.open(path) as image:
        assert 400 < image.width <= WIDTH


def test_picture_and_text_come_from_the_solved_notebook(releases):
    made = cover(releases["hw1_neuron"])
    assert f'src="pictures/hw1_neuron.png" alt="{made.alt}"' in PAGE.read_text()
    assert made.png.startswith(b"\x89PNG")


def test_a_second_writing_replaces_the_first(tmp_path):
    page = tmp_path / "README.md"
    page.write_text('before\n<img src="pictures/hw0.png">\nafter\n')
    for alt in ("a curve", "a curve &amp; a line"):
        path = write_cover("hw0", Cover(alt.encode(), alt), tmp_path)
        assert path.read_bytes() == alt.encode()
    assert page.read_text() == (
        'before\n<img src="pictures/hw0.png" alt="a curve &amp; a line" width="640">\nafter\n'
    )


def test_a_page_without_a_place_for_it_is_refused(tmp_path):
    (tmp_path / "README.md").write_text("nothing\n")
    with pytest.raises(CourseworkError, match="0 places"):
        write_cover("hw0", Cover(b"", "a curve"), tmp_path)
    assert not (tmp_path / "pictures").exists()
