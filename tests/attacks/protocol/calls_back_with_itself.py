"""Gives the test's function an object whose every use calls that function again, until the trusted
side has no stack left.

score: 0 of 8
flags: none
stopped by: callbacks are counted, and a recursion that is too deep is an error like others
"""


# %%
def apply(f, x):
    class Endless:
        def __len__(self):
            return f(self)

        def __iter__(self):
            return iter([f(self)])

        def __getitem__(self, key):
            return f(self)

        def __call__(self, *_):
            return f(self)

        def __getattr__(self, name):
            return f(self)

    return f(Endless())
