"""Answers and raises with names and texts of hundreds of megabytes, and with texts that never end.

score: 0 of 8
flags: none
stopped by: words are cut short on both sides
"""

# %%
NAME = "N" * 50_000_000
Named = type(NAME, (), {"__repr__": lambda self: "r" * 300_000_000})


class Endless(Exception):
    def __str__(self):
        while True:
            pass


def square(*_):
    return Named()


def total(*_):
    raise type(NAME, (Exception,), {})("t" * 100_000_000)


def apply(*_):
    raise Endless


def scale(*_):
    return "s" * 900_000
