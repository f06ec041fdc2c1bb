"""Answers with objects that have any length asked for and whose items never end.

score: 0 of 8
flags: none
stopped by: items are taken in pieces, up to a bound; a handle is no array
"""


# %%
class Endless:
    def __len__(self):
        return 2**62

    def __getitem__(self, key):
        return 1.0

    def __iter__(self):
        while True:
            yield 1.0


def square(*_):
    return Endless()


def total(*_):
    return iter(Endless())


def apply(f, x):
    return f(Endless())


def scale(*_):
    return (1.0 for _ in Endless())
