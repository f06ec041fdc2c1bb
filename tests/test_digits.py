"""The offline digits, where they are looked for, and the helpers of hw6's notebook."""

import gzip
import http.server
import threading

import numpy as np
import pytest
from nnlab import digits

from tools import fetch_mnist, make_digits, places


def test_the_committed_digits_are_what_the_tool_makes():
    for name, content in make_digits.files().items():
        assert gzip.decompress((places.DATA / "digits" / name).read_bytes()) == content


def test_packing_depends_on_the_content_alone(tmp_path):
    make_digits.main(tmp_path / "a")
    make_digits.main(tmp_path / "b")
    for name in digits.FILES:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_framing_is_bilinear_between_pixel_centers():
    image = np.zeros((1, 8, 8))
    image[0, 3, 4] = 16
    framed = make_digits.framed(image)[0]
    assert framed.shape == (28, 28) and framed.dtype == np.uint8
    assert not framed[:4].any() and not framed[-4:].any()
    centers = (np.arange(20) + 0.5) * 8 / 20 - 0.5
    along = np.interp(centers, np.arange(8), image[0, 3]) / 16
    down = np.interp(centers, np.arange(8), image[0, :, 4]) / 16
    expected = 255 * np.outer(down, along)
    assert np.abs(framed[4:24, 4:24] - expected).max() <= 0.5 + 1e-9
    assert make_digits.framed(np.full((1, 8, 8), 16))[0, 4:24, 4:24].min() == 255


def test_an_idx_file_is_magic_sizes_values():
    content = make_digits.idx(np.array([[[1, 2, 3]]], dtype=np.uint8))
    assert content.hex() == "00000803000000010000000100000003010203"


def test_addresses_and_hashes_are_those_of_the_course_tool():
    theirs = {file.name: (file.md5, file.size) for file in fetch_mnist.FILES}
    assert (theirs, fetch_mnist.MIRRORS) == (digits.FILES, digits.MIRRORS)


@pytest.fixture
def no_cache(monkeypatch, tmp_path):
    monkeypatch.setattr(digits, "_cache", lambda: tmp_path / "cache")
    return tmp_path / "cache"


def put(folder, names=tuple(digits.FILES)):
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / name).write_bytes(b"")


def test_mnist_comes_first_then_the_cache_then_the_digits(tmp_path, no_cache):
    with pytest.raises(FileNotFoundError, match="neither MNIST"):
        digits.locate(tmp_path)
    put(tmp_path / "digits")
    found = digits.locate(tmp_path)
    assert found.name == "digits" and "not MNIST" in found.about
    assert found.test_labels == tmp_path / "digits" / "t10k-labels-idx1-ubyte.gz"
    put(no_cache)
    found = digits.locate(tmp_path)
    assert (found.name, found.train_images.parent) == ("MNIST", no_cache)
    put(tmp_path / "mnist")
    assert digits.locate(tmp_path).train_images.parent == tmp_path / "mnist"


def test_half_of_mnist_is_not_mnist_and_unpacked_files_will_do(tmp_path, no_cache):
    put(tmp_path / "digits")
    names = [name.removesuffix(".gz") for name in digits.FILES]
    put(tmp_path / "mnist", names[:3])
    assert digits.locate(tmp_path).name == "digits"
    put(tmp_path / "mnist", names)
    assert digits.locate(tmp_path).test_labels == tmp_path / "mnist" / "t10k-labels-idx1-ubyte"


def test_fetch_takes_the_first_right_copy_and_says_what_was_wrong(tmp_path, monkeypatch, capsys):
    content = b"four labels"
    served = {"/right/a.gz": gzip.compress(content), "/wrong/a.gz": gzip.compress(b"others"),
              "/page/a.gz": b"<html>"}  # fmt: skip

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            body = served.get(self.path)
            self.send_response(200 if body else 404)
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *args):
            pass

    import hashlib

    monkeypatch.setattr(digits, "FILES", {"a.gz": (hashlib.md5(content).hexdigest(), 2000)})
    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    mirrors = [f"http://127.0.0.1:{server.server_port}/{kind}/"
               for kind in ("none", "page", "wrong", "right")]  # fmt: skip
    try:
        with pytest.raises(RuntimeError, match="404.*\n?.*not MNIST as published"):
            digits.fetch(tmp_path, mirrors[:3])
        assert not (tmp_path / "a.gz").exists()
        digits.fetch(tmp_path, mirrors)
        assert (tmp_path / "a.gz").read_bytes() == served["/right/a.gz"]
        digits.fetch(tmp_path, [])
        assert "a.gz: there" in capsys.readouterr().out
    finally:
        server.shutdown()
        server.server_close()


def test_progress_hands_on_every_item_and_a_quick_loop_shows_nothing(capsys):
    assert list(digits.progress(range(5), "epochs")) == [0, 1, 2, 3, 4]
    assert capsys.readouterr().out == ""


def test_a_bar_says_how_much_is_done(monkeypatch, capsys):
    monkeypatch.setattr(digits, "QUIET_SECONDS", -1)
    bar = digits.Bar(2, "epochs")
    bar.step()
    bar.step()
    assert "epochs 2/2" in capsys.readouterr().out
    assert bar._repr_html_().startswith('<progress value="2" max="2">')


def test_live_keeps_the_runs_apart(capsys):
    live = digits.Live(total=3)
    live.report("sgd", 1.0, 0.5)
    live.report("sgd", 0.5, 0.75)
    live.report("adam", 0.1, 0.9)
    left, right = live.figure().axes
    assert [len(line.get_xdata()) for line in right.lines] == [2, 1]
    assert list(left.lines[0].get_ydata()) == [1.0, 0.5]
    live.close(alt="Two runs.")
    assert "Picture: Two runs." in capsys.readouterr().out


def test_a_grid_has_a_title_above_each_image():
    fig = digits.grid(np.zeros((3, 784)), ["3", "1", "4"], columns=2)
    assert [ax.get_title() for ax in fig.axes if ax.images] == ["3", "1", "4"]
    assert len(fig.axes) == 4
