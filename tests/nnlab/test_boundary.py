"""The boundary of a classifier in the plane, and its film."""

import base64
import io
import re

import numpy as np
import pytest
from matplotlib.figure import Figure
from nnlab import boundary
from PIL import Image

X = np.array([[-2.0, 1.0], [-1.0, -1.0], [1.0, 2.0], [2.0, -2.0]])
LABELS = np.array([0, 0, 1, 1])


def right_half(points):
    return 1 / (1 + np.exp(-4 * (points[:, 0] - 0.5)))


def unsure(points):
    return np.full(len(points), 0.5)


def run(scores, title="3 hidden"):
    epochs = list(range(len(scores)))
    return boundary.Run(title, [1.0] * len(scores), [0.5] * len(scores), epochs, scores)


def test_scores_lie_on_the_plane_with_x2_upward():
    values = boundary.plane_scores(lambda points: points[:, 0] + 10 * points[:, 1], 1.0, 3)
    assert values.tolist() == [[-11, -10, -9], [-1, 0, 1], [9, 10, 11]]


def test_the_line_stands_where_the_score_is_a_half():
    ax = Figure().subplots()
    _, line, *_ = boundary.draw_boundary(ax, right_half, X, LABELS)
    path = np.vstack([path.vertices for path in line.get_paths()])
    assert np.abs(path[:, 0] - 0.5).max() < 0.02
    assert path[:, 1].min() == pytest.approx(-3.2) and path[:, 1].max() == pytest.approx(3.2)


def test_where_nothing_is_decided_there_is_no_line():
    ax = Figure().subplots()
    image, *points = boundary.draw_boundary(ax, unsure, X, LABELS)
    assert [len(drawn.get_offsets()) for drawn in points] == [2, 2]
    assert np.ptp(image.get_array()) == 0


def test_a_film_has_a_frame_for_each_epoch_and_shows_what_changes():
    frames = boundary.film([run([unsure, right_half, right_half])], X, LABELS)
    assert len(frames) == 3
    pictures = [np.asarray(Image.open(io.BytesIO(f)).convert("RGB"), dtype=int) for f in frames]
    assert {picture.shape for picture in pictures} == {pictures[0].shape}
    changed = [np.mean(np.abs(a - b).max(axis=2) > 20) for a, b in zip(pictures, pictures[1:])]
    assert changed[0] > 0.05 > changed[1] > 0


def test_a_film_has_a_row_for_each_run():
    one, two = (boundary.film([run([right_half])] * rows, X, LABELS)[0] for rows in (1, 2))
    heights = [Image.open(io.BytesIO(frame)).height for frame in (one, two)]
    assert heights[1] == pytest.approx(2 * heights[0], abs=2)


def test_too_many_frames_and_runs_of_different_length_are_refused():
    with pytest.raises(ValueError, match="41 frames"):
        boundary.film([run([unsure] * 41)], X, LABELS)
    with pytest.raises(ValueError, match="as many"):
        boundary.film([run([unsure] * 2), run([unsure] * 3)], X, LABELS)


def test_play_shows_every_frame_and_says_what_is_seen(capsys, monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", shown.append)
    frames = boundary.film([run([unsure, right_half])], X, LABELS)
    boundary.play(frames, alt='accuracy of "three" < fifty')
    page = shown[0].data
    assert 'alt="accuracy of &quot;three&quot; &lt; fifty"' in page
    [image] = re.findall(r'<img [^>]*src="data:image/png;base64,([^"]+)"', page)
    assert base64.b64decode(image) == frames[-1]
    assert all(base64.b64encode(frame).decode() in page for frame in frames)
    assert "http" not in page
    assert "</summary>accuracy of &quot;three&quot; &lt; fifty</details>" in page
    assert capsys.readouterr().out == ""
