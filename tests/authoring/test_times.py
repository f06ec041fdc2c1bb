"""Times are those of the readers' stopwatches, the same in the notebook and on the course page."""

import re

import pytest
from course import COURSE, NAMES, new_chapter

from autograder.errors import CourseworkError
from tools.authoring.master import for_otter, read_master
from tools.authoring.times import PLACE, UNKNOWN, page_with_times, time_in_words, with_time

READERS = """
- {reading: 30, writing: 100}
- {reading: 50, writing: 90, stuck: q5}
- {reading: 41.4, writing: 130}
"""


def timed(folder, times):
    chapter = new_chapter(folder, "hw0_small")
    (chapter.folder / "times.yml").write_text(times)
    return chapter


def test_the_median_of_the_readers_is_printed(tmp_path):
    words = "reading 41 + writing 100 minutes (median of 3 readers)"
    chapter = timed(tmp_path, READERS)
    assert time_in_words(chapter) == words
    sentence = f"**Time.** R{words[1:]}."
    assert with_time("# Title\n\nText.", chapter) == f"# Title\n\n{sentence}\n\nText."
    assert with_time(f"# Title\n\n{PLACE} Stop.", chapter) == f"# Title\n\n{sentence} Stop."
    page = "| [small](hw0_small.ipynb) | it | old |\n| [other](hw9.ipynb) | it | old |\n"
    assert page_with_times(page, [chapter]) == (
        f"| [small](hw0_small.ipynb) | it | {words} |\n| [other](hw9.ipynb) | it | old |\n"
    )


def test_one_reader_is_no_median(tmp_path):
    chapter = timed(tmp_path, "- {reading: 1, writing: 2}")
    assert time_in_words(chapter) == "reading 1 + writing 2 minutes (1 reader)"


def test_no_stopwatch_no_time(tmp_path):
    assert time_in_words(new_chapter(tmp_path, "hw0_small")) == UNKNOWN


@pytest.mark.parametrize("times", ["5", "", "- {reading: 1}", "- {reading: x, writing: 2}", "- ["])
def test_times_that_are_none_are_a_sentence(times, tmp_path):
    with pytest.raises(CourseworkError, match="should list readers"):
        time_in_words(timed(tmp_path, times))


@pytest.mark.parametrize("name", NAMES)
def test_the_notebook_and_the_course_page_say_it(name):
    chapter = COURSE.chapter(name)
    words = time_in_words(chapter)
    top = next(c for c in for_otter(read_master(chapter)).cells if c.cell_type == "markdown")
    assert top.source.count(f"**Time.** {words[0].upper()}{words[1:]}.") == 1
    page = (COURSE.assignments / "README.md").read_text(encoding="utf-8")
    [row] = re.findall(rf"^.*\({name}\.ipynb\).*$", page, re.M)
    assert row.split("|")[-2].strip() == words
