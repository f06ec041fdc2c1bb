"""Sends as many empty lists as a message holds: three bytes each there, hundreds in memory.

score: 0 of 8
flags: none
stopped by: a structure has a bound that its copies in memory stay small under
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


def square(*_):
    sock, number = channel()
    empty = [1, []]
    sock.sendall(frame(done(number, [1, [empty] * 340_000])))
    os._exit(0)


def total(*_):
    return None


apply = scale = total
