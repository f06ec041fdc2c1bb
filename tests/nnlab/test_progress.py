"""The progress bar, the live plot and the grid of images of hw6's notebook."""

import numpy as np
from nnlab import progress
from nnlab.image_grid import image_grid
from nnlab.live_plot import LivePlot


def test_progress_hands_on_every_item_and_a_quick_loop_shows_nothing(capsys):
    assert list(progress.progress(range(5), "epochs")) == [0, 1, 2, 3, 4]
    assert capsys.readouterr().out == ""


def test_a_bar_says_how_much_is_done(monkeypatch, capsys):
    monkeypatch.setattr(progress, "QUIET_SECONDS", -1)
    bar = progress.Bar(2, "epochs")
    bar.step()
    bar.step()
    assert "epochs 2/2" in capsys.readouterr().out
    assert bar._repr_html_() == (
        '<progress value="2" max="2" aria-label="epochs"></progress> epochs 2/2, 0 s'
    )


def test_a_live_plot_keeps_the_runs_apart(monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda part, **_: shown.append(part))
    live = LivePlot(total=3)
    live.report("sgd", 1.0, 0.5)
    live.report("sgd", 0.5, 0.75)
    live.report("adam", 0.1, 0.9)
    left, right = live.figure().axes
    assert [len(line.get_xdata()) for line in right.lines] == [2, 1]
    assert list(left.lines[0].get_ydata()) == [1.0, 0.5]
    live._draw()
    assert "sgd: cost 0.5, test accuracy 0.750; adam: cost 0.1, test accuracy 0.900." in (
        shown[-1].data.partition(">")[0]
    )
    live.close(alt="Two runs.")
    assert shown[-1].data.startswith('<img alt="Two runs." src="data:image/png;base64,')
    assert shown[-1].data.endswith("</summary>Two runs.</details>")


def test_a_grid_has_a_title_above_each_image():
    fig = image_grid(np.zeros((3, 784)), ["3", "1", "4"], columns=2)
    assert [ax.get_title() for ax in fig.axes if ax.images] == ["3", "1", "4"]
    assert len(fig.axes) == 4
