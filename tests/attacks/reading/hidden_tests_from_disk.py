"""Looks for the tests on the disk, told where they are, and says them in an error's text.

score: 0 of 8
flags: none
stopped by: the jail, Landlock and the user of its own
"""

# %%
import os
import zipfile

FOUND = []
for path in (TOLD["bundle"], TOLD["staff"], "/autograder/source/tests/q1.py"):
    try:
        FOUND.append(open(path, "rb").read())
        FOUND += [zipfile.ZipFile(path).read(f"tests/q{n}.py") for n in range(1, 5)]
    except (OSError, zipfile.BadZipFile):
        pass
for root in ("/tmp", "/var/tmp", "/dev/shm", "/autograder", os.path.dirname(TOLD["bundle"])):
    for folder, _, names in os.walk(root):
        for name in names:
            try:
                FOUND.append(open(os.path.join(folder, name), "rb").read(1 << 16))
            except OSError:
                pass


# %%
def square(x):
    raise ValueError(FOUND)


total = apply = scale = square
