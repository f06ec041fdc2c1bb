"""Sends more warnings than anybody wants to read, of classes that are no warnings.

score: 0 of 8
flags: none
stopped by: twenty warnings are heard
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


def square(*_):
    sock, number = channel()
    warnings = [1, [[1, ["KeyboardInterrupt", "w" * 90]]] * 9000]
    sock.sendall(frame([1, [number, "done", 1.0, [1, []], [3, []], warnings, ""]]))
    os._exit(0)


total = apply = scale = square
