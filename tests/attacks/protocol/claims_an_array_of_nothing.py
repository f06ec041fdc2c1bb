"""Sends arrays whose shapes multiply to sizes that overflow, with axes of no length between.

score: 0 of 8
flags: tampering
stopped by: sizes are multiplied without overflow, and each array lies within what came
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


SHAPES = iter([[2**63, 2], [0, 2**62, 2**62], [-1], [2**32, 2**32], [1] * 64, [0, 2**40]])


def square(*_):
    sock, number = channel()
    several = [[6, ["<f8", shape]] for shape in SHAPES]
    sock.sendall(frame(done(number, [1, several])))
    os._exit(0)


total = apply = scale = square
