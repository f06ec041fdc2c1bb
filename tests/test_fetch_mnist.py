"""Whatever a mirror sends, only the right bytes end up under a file's name."""

import gzip
import hashlib
import io
import random
import socket
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import platformdirs
import pytest
from click.testing import CliRunner
from rich.console import Console

from autograder.errors import CourseworkError
from tools import cli, fetch_mnist, places
from tools.fetch_mnist import FILES, FetchError, File
from tools.fetch_mnist import fetch_mnist as fetch

SIZES = {"one.gz": 9000, "two.gz": 6000}
CONTENT = {name: random.Random(name).randbytes(size) for name, size in SIZES.items()}
GOOD = {name: gzip.compress(data, mtime=0) for name, data in CONTENT.items()}
FAKES = [File(name, hashlib.md5(data).hexdigest(), len(data)) for name, data in CONTENT.items()]
ONE, TWO = FAKES


class Mirror:
    """A server that answers each name with bytes, a status, or a function of the handler."""

    def __init__(self, answers, length=None):
        self.asked, self.closing = [], threading.Event()
        mirror = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                mirror.asked.append(self.path.removeprefix("/mnist/"))
                answer = answers.get(mirror.asked[-1], 404)
                if callable(answer):
                    return answer(self, mirror.closing)
                if isinstance(answer, int):
                    return self.send_error(answer)
                self.send_response(200)
                self.send_header("Content-Length", str(length or len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}/mnist/"
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def close(self):
        self.closing.set()
        self.server.shutdown()
        self.server.server_close()


def drip(where):
    """An answer whose headers or body come one byte at a time, for three seconds."""

    def answer(handler, closing):
        if where == "body":
            handler.send_response(200)
            handler.end_headers()
        else:
            handler.wfile.write(b"HTTP/1.0 200 OK\r\nX-Slow: ")
        try:
            for _ in range(150):
                if closing.wait(0.02):
                    break
                handler.wfile.write(b"\x1f")
        except OSError:
            pass

    return answer


def endless(start):
    """An answer that begins with `start` and goes on as fast as it can."""

    def answer(handler, closing):
        handler.send_response(200)
        handler.end_headers()
        try:
            handler.wfile.write(start)
            while not closing.is_set():
                handler.wfile.write(bytes(1 << 16))
        except OSError:
            pass

    return answer


@pytest.fixture(autouse=True)
def surroundings(monkeypatch, tmp_path):
    """No proxy, no address of an instructor, and a cache of its own for each test."""
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.delenv(fetch_mnist.URL_VARIABLE, raising=False)
    monkeypatch.setattr(platformdirs, "user_cache_dir", lambda project: str(tmp_path / "cache"))


@pytest.fixture
def serve():
    mirrors = []

    def start(answers, **options):
        mirrors.append(Mirror(answers, **options))
        return mirrors[-1]

    yield start
    for mirror in mirrors:
        mirror.close()


@pytest.fixture
def run(tmp_path):
    """Fetch the fakes to tmp_path/to; what was said is in `run.said()`."""
    console = Console(record=True, file=io.StringIO())

    def call(*mirrors, files=FAKES, deadline=5.0):
        urls = [getattr(mirror, "url", mirror) for mirror in mirrors]
        return fetch(tmp_path / "to", mirrors=urls, files=files, console=console, deadline=deadline)

    call.said = console.export_text
    return call


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def closed_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}/"


BOMB = gzip.compress(bytes(3_000_000))
SHORT = gzip.compress(CONTENT["one.gz"][:-100])
FAULTY = {
    "403": (403, "it answered 403 (Forbidden)"),
    "page": (b"\n<!DOCTYPE html><title>Sign in</title>", "it sent a web page, not the file"),
    "huge page": (endless(b"<html>"), "it sent a web page, not the file"),
    "text": (b"quota exceeded", "it sent something else, not the file"),
    "nothing": (b"", "it sent nothing"),
    "stored truncated": (GOOD["one.gz"][:4000], "truncated: it unpacks to "),
    "too short": (SHORT, "truncated: it unpacks to 8900 bytes of 9000"),
    "damaged": (GOOD["one.gz"][:10] + b"\xff" * 4000, "it is damaged and cannot be unpacked"),
    "bad checksum": (GOOD["one.gz"][:-8] + bytes(8), "it is damaged and cannot be unpacked"),
    "wrong hash": (gzip.compress(bytes(9000)), "its hash differs"),
    "bomb": (BOMB, "it unpacks to more than 9000 bytes"),
    "endless": (endless(b"\x1f\x8b"), "it sent more than the 10114 bytes"),
}


@pytest.mark.parametrize("kind", FAULTY)
def test_a_bad_copy_is_named_and_the_next_mirror_is_asked(kind, serve, run, tmp_path):
    answer, reason = FAULTY[kind]
    bad, good = serve({"one.gz": answer}), serve(GOOD)
    with pytest.raises(FetchError) as caught:
        run(bad, files=[ONE])
    assert f"{bad.url}: {reason}" in str(caught.value)
    assert names(tmp_path / "to") == []
    assert run(bad, good, files=[ONE]) == [tmp_path / "to" / "one.gz"]
    assert reason in run.said()
    assert (tmp_path / "to" / "one.gz").read_bytes() == GOOD["one.gz"]


def test_a_transfer_that_breaks_off_says_how_far_it_came(serve, run, tmp_path):
    cut = serve({"one.gz": GOOD["one.gz"][:4000]}, length=len(GOOD["one.gz"]))
    with pytest.raises(FetchError, match=f"truncated: 4000 bytes of {len(GOOD['one.gz'])}"):
        run(cut, files=[ONE])
    assert names(tmp_path / "to") == []


def test_a_bomb_is_not_unpacked():
    class Counted(gzip.GzipFile):
        total = 0

        def read(self, size=-1):
            data = super().read(size)
            Counted.total += len(data)
            return data

    with pytest.MonkeyPatch.context() as patch, pytest.raises(fetch_mnist.Fault):
        patch.setattr(gzip, "GzipFile", Counted)
        fetch_mnist.check(io.BytesIO(BOMB), ONE)
    assert Counted.total == ONE.size + 1


@pytest.mark.parametrize("where", ["headers", "body"])
def test_a_mirror_that_drips_is_left_for_the_next_and_not_asked_again(where, serve, run, tmp_path):
    slow, good = serve(dict.fromkeys(GOOD, drip(where))), serve(GOOD)
    start = time.monotonic()
    run(slow, good, deadline=0.3)
    assert time.monotonic() - start < 1.5
    assert names(tmp_path / "to") == ["one.gz", "two.gz"]
    assert slow.asked == ["one.gz"]
    assert "too slow: not here after 0.3 s" in run.said()


def test_a_silent_mirror_is_left_before_the_deadline(monkeypatch, serve, run):
    monkeypatch.setattr(fetch_mnist, "READ_SECONDS", 0.2)
    silent = serve({"one.gz": lambda handler, closing: closing.wait(3)})
    with pytest.raises(FetchError, match="too slow: silent for 0.2 s"):
        run(silent, files=[ONE])


def test_a_mirror_that_cannot_be_reached_is_asked_once(serve, run):
    dead = closed_port()
    run(dead, serve(GOOD))
    assert run.said().count("no connection") == 1


def test_an_address_that_is_none_is_a_sentence(run):
    with pytest.raises(FetchError, match="nowhere: its address cannot be used"):
        run("nowhere")


def test_a_recompressed_copy_is_accepted(serve, run, tmp_path):
    half = len(CONTENT["one.gz"]) // 2
    first, second = CONTENT["one.gz"][:half], CONTENT["one.gz"][half:]
    copy = gzip.compress(first, 1) + gzip.compress(second, 0)
    assert copy != GOOD["one.gz"]
    run(serve({"one.gz": copy}), files=[ONE])
    assert (tmp_path / "to" / "one.gz").read_bytes() == copy


def test_content_encoding_does_not_unpack_the_file(serve, run, tmp_path):
    def answer(handler, closing):
        handler.send_response(200)
        handler.send_header("Content-Encoding", "gzip")
        handler.end_headers()
        handler.wfile.write(GOOD["one.gz"])

    run(serve({"one.gz": answer}), files=[ONE])
    assert (tmp_path / "to" / "one.gz").read_bytes() == GOOD["one.gz"]


def test_without_any_mirror_the_message_names_what_to_do(run, tmp_path):
    with pytest.raises(FetchError) as caught:
        run()
    assert issubclass(FetchError, CourseworkError)
    for words in ("no mirror", "NNLAB_MNIST_URL", str(tmp_path / "to"), "digits, not MNIST", "hw6"):
        assert words in str(caught.value)


def test_every_mirror_is_listed_with_its_own_reason(serve, run):
    first, second = serve(dict.fromkeys(GOOD, 403)), serve({"one.gz": BOMB})
    with pytest.raises(FetchError) as caught:
        run(first, second, closed_port())
    text = str(caught.value)
    assert f"{first.url}: it answered 403 (Forbidden) (one.gz, two.gz)" in text
    assert f"{second.url}: it unpacks to more than 9000 bytes (one.gz)" in text
    assert f"{second.url}: it answered 404 (Not Found) (two.gz)" in text
    assert "/: no connection (one.gz)" in text


def test_a_password_in_an_address_is_not_shown(serve, run):
    mirror = serve({"one.gz": GOOD["one.gz"]})
    with pytest.raises(FetchError) as caught:
        run(mirror.url.replace("//", "//me:secret@"))
    assert "secret" not in str(caught.value) + run.said()
    assert mirror.url in str(caught.value)


def test_a_second_call_does_nothing_and_says_so(serve, run):
    mirror = serve(GOOD)
    paths = run(mirror)
    mirror.asked.clear()
    times = [path.stat().st_mtime_ns for path in paths]
    assert run(mirror) == paths
    assert mirror.asked == []
    assert [path.stat().st_mtime_ns for path in paths] == times
    assert "nothing to do" in run.said()


def test_what_is_right_is_kept_and_only_the_rest_is_asked_for(serve, run, tmp_path):
    half = serve({"two.gz": GOOD["two.gz"]})
    with pytest.raises(FetchError, match="missing: one.gz."):
        run(half)
    assert names(tmp_path / "to") == ["two.gz"]
    whole = serve(GOOD)
    run(whole)
    assert whole.asked == ["one.gz"]


def test_a_wrong_file_is_replaced_and_stays_until_then(serve, run, tmp_path):
    path = tmp_path / "to" / "one.gz"
    path.parent.mkdir()
    path.write_bytes(BOMB)
    with pytest.raises(FetchError):
        run(serve({}), files=[ONE])
    assert path.read_bytes() == BOMB
    run(serve(GOOD), files=[ONE])
    assert path.read_bytes() == GOOD["one.gz"]


def test_the_cache_is_filled_and_then_serves_without_network(serve, run, tmp_path):
    run(serve(GOOD))
    for path in (tmp_path / "to").iterdir():
        path.unlink()
    run()
    assert names(tmp_path / "to") == ["one.gz", "two.gz"]


def test_a_wrong_file_in_the_cache_is_passed_over_and_mended(serve, run, tmp_path):
    cached = tmp_path / "cache" / "mnist" / "one.gz"
    cached.parent.mkdir(parents=True)
    cached.write_bytes(SHORT)
    run(serve(GOOD), files=[ONE])
    assert (tmp_path / "to" / "one.gz").read_bytes() == GOOD["one.gz"]
    assert cached.read_bytes() == GOOD["one.gz"]


def test_a_cache_that_cannot_be_written_does_no_harm(serve, run, tmp_path):
    (tmp_path / "cache").write_text("a file")
    run(serve(GOOD))
    assert names(tmp_path / "to") == ["one.gz", "two.gz"]


def test_the_cache_can_be_named(serve, tmp_path):
    fetch(tmp_path / "to", [serve(GOOD).url], FAKES, tmp_path / "mine")
    assert names(tmp_path / "mine") == ["one.gz", "two.gz"]
    assert not (tmp_path / "cache").exists()


def test_the_instructors_address_comes_before_the_mirrors(monkeypatch, serve, tmp_path):
    own, public = serve({"one.gz": GOOD["one.gz"]}), serve(GOOD)
    monkeypatch.setenv("NNLAB_MNIST_URL", own.url.rstrip("/"))
    monkeypatch.setattr(fetch_mnist, "MIRRORS", (public.url,))
    fetch(tmp_path / "to", files=FAKES)
    assert own.asked == ["one.gz", "two.gz"]
    assert public.asked == ["two.gz"]


@pytest.mark.parametrize("fails", ["write", "replace"])
def test_a_write_that_fails_is_a_sentence_and_leaves_nothing(
    fails, monkeypatch, serve, run, tmp_path
):
    def full(*args):
        if fails == "write":
            with open(args[0], "wb") as stream:
                stream.write(b"half")
        raise OSError(28, "No space left on device")

    target = (fetch_mnist.Path, "write_bytes") if fails == "write" else (fetch_mnist.os, "replace")
    monkeypatch.setattr(*target, full)
    with pytest.raises(FetchError, match="cannot be written to .*No space left on device"):
        run(serve(GOOD))
    assert names(tmp_path / "to") == names(tmp_path / "cache" / "mnist") == []


def test_a_file_in_place_of_the_folder_is_a_sentence(serve, run, tmp_path):
    (tmp_path / "to").write_text("mine")
    with pytest.raises(FetchError, match="it is a file, not a folder"):
        run(serve(GOOD))
    assert (tmp_path / "to").read_text() == "mine"


def test_a_terminal_gets_a_bar_and_a_log_gets_lines(serve, tmp_path):
    mirror = serve(GOOD)
    shown = {}
    for terminal in (True, False):
        console = Console(force_terminal=terminal, file=io.StringIO(), width=100)
        fetch(tmp_path / str(terminal), [mirror.url], FAKES, tmp_path / f"c{terminal}", console)
        shown[terminal] = console.file.getvalue()
    assert "\x1b[" in shown[True]
    assert shown[False].splitlines() == [f"{n}: right, from {mirror.url}" for n in GOOD]


@pytest.fixture
def public(monkeypatch, serve):
    mirror = serve(dict(GOOD))
    monkeypatch.setattr(fetch_mnist, "MIRRORS", (mirror.url,))
    monkeypatch.setattr(fetch_mnist, "FILES", tuple(FAKES))
    return mirror


def test_the_command_takes_a_folder(public, tmp_path):
    for said in ("right, from", "nothing to do"):
        done = CliRunner().invoke(cli.coursework, ["fetch-mnist", "--to", str(tmp_path / "a")])
        assert done.exit_code == 0, done.output
        assert said in done.output
    assert names(tmp_path / "a") == ["one.gz", "two.gz"]


def test_the_command_fails_with_a_sentence(public, monkeypatch, tmp_path, capsys):
    (tmp_path / "a").write_text("a file")
    arguments = ["fetch-mnist", "--to", str(tmp_path / "a")]
    done = CliRunner().invoke(cli.coursework, arguments)
    assert done.exit_code != 0
    assert isinstance(done.exception, CourseworkError)
    monkeypatch.setattr(sys, "argv", ["coursework", *arguments])
    with pytest.raises(SystemExit) as left:
        cli.main()
    assert left.value.code == 1
    error = capsys.readouterr().err
    assert error.startswith("coursework: The MNIST files cannot be written")
    assert "Traceback" not in error


@pytest.mark.parametrize("file", FILES[1:], ids=lambda file: file.name)
def test_the_real_files_are_what_is_asked_for(file):
    """Of all but the training images, of which a copy for development may be a rebuilt one."""
    path = places.DATA / "mnist" / file.name
    if not path.exists():
        pytest.skip("MNIST is not here: `coursework fetch-mnist` gets it")
    with path.open("rb") as stream:
        fetch_mnist.check(stream, file)
