"""Sends dicts whose keys all have one hash, so that reading them takes time without end.

score: 0 of 8
flags: none
stopped by: the keys of a message that others can make collide are few
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


PRIME = 2**61 - 1
NUMBERS = [n * PRIME for n in range(8, 4008)]
KEYS = [part for n in NUMBERS for part in ([11, f"{n:x}"], 7)]


def square(*_):
    sock, number = channel()
    sock.sendall(frame(done(number, [1, [[3, KEYS]] * 2])))
    os._exit(0)


total = apply = scale = square
