"""Sends what only the trusted side may send: files, tensors, generators, objects of another worker;
and codes that do not exist.

score: 0 of 8
flags: tampering
stopped by: the trusted reader builds plain values, and knows no other code
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


def answering(*codes):
    """A function whose calls are answered with one of `codes`, in turn by the request's number."""

    def function(*given):
        sock, number = channel()
        sock.sendall(frame(done(number, codes[number % len(codes)])))
        os._exit(0)

    return function


square = answering([99, 0], [23, ["<f8", [0]]])
total = answering([25, ["tests/q1.py", b""]])
apply = answering([24, ["PCG64", [3, []]]])
scale = answering([28, 0])
