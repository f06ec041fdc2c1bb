"""The drawing of seven-segment displays."""

import matplotlib.pyplot as plt
import pytest
from matplotlib.colors import to_rgb
from nnlab import segments


@pytest.fixture
def ax():
    fig, ax = plt.subplots()
    yield ax
    plt.close(fig)


def drawn(ax):
    """Return x, y and the lightness (0 black, 3 white) of each segment, without its gray rim."""
    return [(line.get_xdata(), line.get_ydata(), sum(to_rgb(line.get_color())))
            for line in ax.lines[1::2]]


def test_each_segment_lies_in_its_place(ax):
    segments.draw(ax, [1, 0, 0, 0, 0, 0, 0])
    top, *others = drawn(ax)
    assert list(top[1]) == [2, 2] and top[2] < 0.1
    assert len(others) == 6 and all(light > 2 for _, _, light in others)
    middles = {(sum(x) / 2, sum(y) / 2) for x, y, _ in drawn(ax)}
    assert middles == {(0.5, 2), (1, 1.5), (1, 0.5), (0.5, 0), (0, 0.5), (0, 1.5), (0.5, 1)}


def test_signed_values_are_told_apart_by_color(ax):
    segments.draw(ax, [-2.0, 2.0, 0.0, 0.0, 0.0, 0.0, 0.0], limit=2.0)
    low, high, middle = (to_rgb(line.get_color()) for line in ax.lines[1:6:2])
    assert low[2] > low[0] and high[0] > high[2] and min(middle) > 0.9


def test_a_display_has_seven_segments(ax):
    with pytest.raises(ValueError, match="7 segments, a to g; there are 3"):
        segments.draw(ax, [1, 0, 1])


def test_the_letters_stand_on_their_segments(ax):
    segments.letters(ax)
    assert {t.get_text(): t.get_position() for t in ax.texts}["e"] == (0, 0.5)
    assert [t.get_text() for t in ax.texts] == list("abcdefg")
