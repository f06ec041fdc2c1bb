"""Sends what only the trusted side may send: files, tensors, generators; and codes that do not
exist.

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


CODES = iter([[25, ["tests/q1.py", b""]], [24, ["PCG64", [3, []]]], [23, ["<f8", [0]]], [99, 0]])


def square(*given):
    sock, number = channel()
    for code in CODES:
        if len(given) > 1 or type(given[0]) is list:
            break
    sock.sendall(frame(done(number, code)))
    os._exit(0)


total = apply = scale = square
