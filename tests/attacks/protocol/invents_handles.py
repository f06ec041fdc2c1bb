"""Answers with handles that were never given out, with numbers of every size and with names
that are code.

score: 0 of 8
flags: none
stopped by: a handle is a number that only its own worker looks up
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


def done(number, result):
    return [1, [number, "done", result, [1, []], [3, []], [1, []], ""]]


HANDLES = [-1, 0, 2**63 - 1, -(2**63)]


def square(*_):
    sock, number = channel()
    several = [[20, [n, "ndarray", True, "__import__('os').abort()"]] for n in HANDLES]
    sock.sendall(frame(done(number, [1, several])))
    os._exit(0)


total = apply = scale = square
