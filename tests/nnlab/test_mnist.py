"""MNIST is located, and fetched from a server on 127.0.0.1; the offline digits are made alike."""

import gzip
import hashlib
import http.server
import os
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest
from course import COURSE
from nnlab import mnist

from tools.authoring import make_digits
from tools.cli import main

CONTENT = {name: f"the content of {name}".encode() * 300 for name in mnist.FILES}
PACKED = {name: gzip.compress(content, mtime=0) for name, content in CONTENT.items()}
NAMES = list(mnist.FILES)


class Mirrors(dict):
    """A server on 127.0.0.1 that maps a path to what it sends; any other path is a 404.

    Attributes:
        requests: The paths that were asked for, in order.
    """

    def __init__(self):
        self.requests = []
        mirrors = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                mirrors.requests.append(self.path)
                body = mirrors.get(self.path)
                self.send_response(404 if body is None else 200)
                # A body that ends before its length was sent is a connection that broke.
                self.send_header("Content-Length", str(len(body or b"") + 9 * ("cut" in self.path)))
                self.end_headers()
                self.wfile.write(body or b"")

            def log_message(self, *args):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def add(self, mirror, files):
        """Serve these files from a mirror of this name, and return its address."""
        self.update({f"/{mirror}/{name}": body for name, body in files.items()})
        return self.address(mirror)

    def address(self, mirror):
        return f"http://127.0.0.1:{self.server.server_port}/{mirror}/"


@pytest.fixture(scope="module")
def server():
    mirrors = Mirrors()
    yield mirrors
    mirrors.server.shutdown()
    mirrors.server.server_close()


@pytest.fixture
def mirrors(server):
    server.clear()
    server.requests.clear()
    return server


@pytest.fixture(autouse=True)
def small_files(monkeypatch, tmp_path):
    """Put small files in the place of MNIST's, use an empty cache and no proxy."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.setattr(mnist, "FILES", {
        name: mnist.Published(hashlib.sha256(PACKED[name]).hexdigest(),
                              hashlib.md5(CONTENT[name]).hexdigest())
        for name in NAMES
    })  # fmt: skip
    monkeypatch.setattr(mnist, "cache", lambda: tmp_path / "cache")


@pytest.fixture
def down():
    """Return the address of a mirror where nobody answers."""
    server = http.server.HTTPServer(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler)
    server.server_close()
    return f"http://127.0.0.1:{server.server_port}/"


def put(folder, files):
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)


# --- locate ---------------------------------------------------------------------------------


def test_mnist_comes_first_then_the_cache_then_the_digits(tmp_path):
    empty = dict.fromkeys(NAMES, b"")
    with pytest.raises(FileNotFoundError, match="neither MNIST"):
        mnist.locate(tmp_path)
    put(tmp_path / "digits", empty)
    digits = mnist.locate(tmp_path)
    assert digits.name == "digits" and "not MNIST" in digits.about
    assert digits.test_labels == tmp_path / "digits" / "t10k-labels-idx1-ubyte.gz"
    put(tmp_path / "cache", empty)
    digits = mnist.locate(tmp_path)
    assert (digits.name, digits.train_images.parent) == ("MNIST", tmp_path / "cache")
    put(tmp_path / "mnist", empty)
    assert mnist.locate(tmp_path).train_images.parent == tmp_path / "mnist"


def test_half_of_mnist_is_not_mnist_and_unpacked_files_will_do(tmp_path):
    put(tmp_path / "digits", dict.fromkeys(NAMES, b""))
    unpacked = [name.removesuffix(".gz") for name in NAMES]
    put(tmp_path / "mnist", dict.fromkeys(unpacked[:3], b""))
    assert mnist.locate(tmp_path).name == "digits"
    put(tmp_path / "mnist", dict.fromkeys(unpacked, b""))
    assert mnist.locate(tmp_path).test_labels == tmp_path / "mnist" / "t10k-labels-idx1-ubyte"


# --- fetch ----------------------------------------------------------------------------------


def test_the_second_mirror_has_what_the_first_has_not(tmp_path, mirrors, down, capfd):
    right = mirrors.add("right", PACKED)
    paths = mnist.fetch(tmp_path / "mnist", [down, mirrors.address("nothing"), right])
    assert [path.read_bytes() for path in paths] == list(PACKED.values())
    assert mnist.locate(tmp_path).train_images == paths[0]
    printed, progress = capfd.readouterr()
    assert printed == f"MNIST is complete in {tmp_path / 'mnist'}: 4 of 4 files were fetched.\n"
    assert progress.count("100%") >= 4  # A bar for each file,
    assert "Downloading" not in progress and "SHA256" not in progress  # and no log of pooch.


def test_a_mirror_that_fails_half_way_is_followed_by_the_next(tmp_path, mirrors):
    half = mirrors.add("half", {name: PACKED[name] for name in NAMES[:2]})
    right = mirrors.add("right", PACKED)
    mnist.fetch(tmp_path, [half, right])
    assert mirrors.requests == [*(f"/half/{name}" for name in NAMES[:3]),
                                *(f"/right/{name}" for name in NAMES[2:])]  # fmt: skip


def test_a_second_call_fetches_nothing(tmp_path, mirrors, capsys):
    right = mirrors.add("right", PACKED)
    first = mnist.fetch(tmp_path, [right])
    mirrors.requests.clear()
    capsys.readouterr()
    assert mnist.fetch(tmp_path, [right]) == first
    assert mirrors.requests == []
    assert capsys.readouterr().out == f"MNIST is complete in {tmp_path}: " \
                                      "there was nothing to fetch.\n"  # fmt: skip


@pytest.mark.parametrize("folder", ["mnist", "cache"])
def test_right_content_is_enough_however_it_is_packed(tmp_path, mirrors, folder):
    again = {name: gzip.compress(content, 1, mtime=1) for name, content in CONTENT.items()}
    assert again != PACKED
    again[NAMES[0].removesuffix(".gz")] = CONTENT[NAMES[0]]
    del again[NAMES[0]]
    put(tmp_path / folder, again)
    paths = mnist.fetch(tmp_path / "mnist", [mirrors.add("right", PACKED)])
    assert [path.name for path in paths] == [NAMES[0].removesuffix(".gz"), *NAMES[1:]]
    assert {path.parent for path in paths} == {tmp_path / folder}
    assert mirrors.requests == []


@pytest.mark.parametrize(
    "content", [b"", b"<html>", gzip.compress(b"other", mtime=0), PACKED[NAMES[1]][:-9]]
)
def test_only_what_is_wrong_is_fetched_again(tmp_path, mirrors, content):
    put(tmp_path, {**PACKED, NAMES[1]: content})
    mnist.fetch(tmp_path, [mirrors.add("right", PACKED)])
    assert mirrors.requests == [f"/right/{NAMES[1]}"]
    assert (tmp_path / NAMES[1]).read_bytes() == PACKED[NAMES[1]]


@pytest.mark.parametrize(
    "mirror, body, fault",
    [
        ("page", b"<html>Please log in</html>", "what it sent is not NAME as published"),
        ("other", gzip.compress(b"other", mtime=0), "what it sent is not NAME as published"),
        ("none", None, "it answered 404 for NAME"),
        ("cut", PACKED[NAMES[0]], "the connection failed (ChunkedEncodingError)"),
    ],
)
def test_what_is_not_mnist_leaves_no_file_and_the_sentence_says_why(
    tmp_path, mirrors, mirror, body, fault
):
    address = mirrors.add(mirror, dict.fromkeys(NAMES, body))
    with pytest.raises(RuntimeError) as caught:
        mnist.fetch(tmp_path / "mnist", [address])
    assert str(caught.value) == (
        f"MNIST could not be fetched. {address}: {fault.replace('NAME', NAMES[0])}. "
        f"Missing in {tmp_path / 'mnist'}: {', '.join(NAMES)}. "
        "Try again later, or put these files there yourself. "
        "Until then the notebook uses the offline digits."
    )
    assert list((tmp_path / "mnist").iterdir()) == []


def test_a_mirror_that_is_silent_is_given_up(tmp_path, monkeypatch):
    monkeypatch.setattr(mnist, "TIMEOUT_SECONDS", 0.2)
    silent = http.server.HTTPServer(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler)
    address = f"http://127.0.0.1:{silent.server_port}/"  # It listens and never answers.
    with silent, pytest.raises(RuntimeError, match="it sent nothing for 0.2 seconds"):
        mnist.fetch(tmp_path, [address])


def test_a_notebook_gets_mnist_with_a_bar_or_the_digits_with_a_sentence(
    tmp_path, mirrors, down, capfd
):
    put(tmp_path / "digits", PACKED)
    assert mnist.fetch_or_digits(tmp_path, [down]).name == "digits"
    printed = capfd.readouterr().out
    assert printed.startswith("MNIST could not be fetched. ")
    assert "\nDigits, not MNIST, from " in printed
    right = mirrors.add("right", PACKED)
    assert mnist.fetch_or_digits(tmp_path, [down, right]).name == "MNIST"
    printed, progress = capfd.readouterr()
    assert "4 of 4 files were fetched.\nMNIST, from " in printed and "100%" in progress
    mirrors.requests.clear()
    assert mnist.fetch_or_digits(tmp_path, [right]).name == "MNIST" and mirrors.requests == []


def test_a_folder_that_cannot_be_written_is_no_fault_of_the_mirror(tmp_path, mirrors):
    (tmp_path / "mnist").write_text("a file")
    with pytest.raises(RuntimeError, match=r"^MNIST cannot be written to .*mnist: .+\. Choose"):
        mnist.fetch(tmp_path / "mnist", [mirrors.add("right", PACKED)])


def test_the_command_ends_with_the_sentence_and_exit_code_one(tmp_path, monkeypatch, down, capsys):
    fetch = mnist.fetch
    monkeypatch.setattr(mnist, "fetch", lambda folder: fetch(folder, [down]))
    monkeypatch.setattr(sys, "argv", ["coursework", "fetch-mnist", "--to", str(tmp_path)])
    with pytest.raises(SystemExit) as caught:
        main()
    assert caught.value.code == 1
    assert capsys.readouterr().err.startswith(f"coursework: MNIST could not be fetched. {down}: ")


def test_the_module_as_a_program_ends_with_the_sentence_and_exit_code_one(tmp_path, down):
    program = [sys.executable, "-m", "nnlab.mnist"]
    nowhere = {"https_proxy": down, "XDG_CACHE_HOME": str(tmp_path),
               "PYTHONPATH": str(Path(mnist.__file__).parents[1])}  # fmt: skip
    result = subprocess.run(program, cwd=tmp_path, env={**os.environ, **nowhere},
                            capture_output=True, text=True)  # fmt: skip
    assert result.returncode == 1 and "Traceback" not in result.stderr
    assert result.stderr.startswith("MNIST could not be fetched. https://")
    assert result.stderr.endswith("Until then the notebook uses the offline digits.\n")


# --- the offline digits ---------------------------------------------------------------------


def test_the_committed_digits_are_what_the_tool_makes():
    for name, content in make_digits.files().items():
        assert gzip.decompress((COURSE.root / "data" / "digits" / name).read_bytes()) == content


def test_packing_depends_on_the_content_alone(tmp_path):
    make_digits.main(tmp_path / "a")
    make_digits.main(tmp_path / "b")
    for name in NAMES:
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
