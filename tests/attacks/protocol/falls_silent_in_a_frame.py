"""Sends half a frame and then nothing, for a reader whose time starts anew with each piece.

score: 0 of 8
flags: none
stopped by: one deadline holds over all pieces of a message
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


def square(x):
    if len(x) == 5 or isinstance(x, list):
        sock, number = channel()
        sock.sendall(frame(done(number, [2, [1.0] * 9]))[:-5])
        os.read(os.pipe()[0], 1)


total = apply = scale = square
