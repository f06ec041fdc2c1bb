"""Answers and raises with names and texts of hundreds of megabytes, and with texts that never end.

score: 0 of 8
flags: none
stopped by: words are cut short on both sides
"""

# %%
NAME = "N" * 5_000_000
Named = type(NAME, (), {"__repr__": lambda self: "r" * 30_000_000})


class Endless(Exception):
    def __str__(self):
        while True:
            pass


def square(*_):
    return Named()


def total(*_):
    raise type(NAME, (Exception,), {})("t" * 10_000_000)


def apply(f, x):
    if isinstance(x, float):
        raise Endless


def scale(*_):
    return "s" * 900_000
