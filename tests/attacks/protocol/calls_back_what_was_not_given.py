"""Calls functions of the test by numbers that no test has given out, among them negative ones.

score: 0 of 8
flags: tampering
stopped by: a callback's number is checked against what this case was given
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


def square(*given):
    sock, _ = channel()
    number = -1 if type(given[0]) is list else 2**40 if len(given) > 1 else 7
    sock.sendall(frame([1, [0, "callback", number, [1, []], [3, []]]]))
    os._exit(0)


total = apply = scale = square
