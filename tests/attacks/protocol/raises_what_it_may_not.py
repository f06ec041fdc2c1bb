"""Reports exceptions whose classes end processes, group others or need arguments, and numbers of
exceptions that the test never raised.

score: 0 of 8
flags: none
stopped by: an exception is rebuilt on a built-in class of Exception, or on Exception
"""

# %%
import os
import struct
import sys

from msgspec.msgpack import encode as pack


def channel():
    """The worker's end of the socket, and the number of the request that it is about to answer."""
    frame = sys._getframe()
    while type(frame.f_locals.get("self")).__name__ != "Worker" or "number" not in frame.f_locals:
        frame = frame.f_back
    return frame.f_locals["self"].sock, frame.f_locals["number"]


def frame(tree, bulk=b""):
    structure = pack(tree)
    return struct.pack("<4sIQ", b"NNC1", len(structure), len(bulk)) + structure + bulk


BASES = [
    "KeyboardInterrupt",
    "SystemExit",
    "ExceptionGroup",
    "UnicodeDecodeError",
    "__import__",
    "",
]


def square(*given):
    sock, number = channel()
    base = BASES[len(repr(given)) % len(BASES)]
    words = [
        "base",
        base,
        "type",
        "x" * 9,
        "text",
        "",
        "lines",
        [1, []],
        "inside",
        True,
        "token",
        2**60,
    ]
    sock.sendall(frame([1, [number, "raised", [3, words]]]))
    os._exit(0)


total = apply = scale = square
