"""Goes up from its folder to those of others: the reference's worker lives in one beside it.

score: 0 of 8
flags: none
stopped by: the jail, Landlock and a user of its own for every worker
"""

# %%
import os

FOUND = []
for start in (os.getcwd(), os.environ["HOME"], os.path.realpath("nnlab")):
    folder = start
    while folder != "/":
        folder = os.path.dirname(folder)
        for root, folders, names in os.walk(folder):
            if root.count("/") > 4 or root.startswith(("/usr", "/proc", "/sys")):
                folders.clear()
                continue
            for name in names:
                try:
                    text = open(os.path.join(root, name), "rb").read(2**16)
                except OSError:
                    continue
                if b"_of_the_staff" in text or b"OK_FORMAT" in text:
                    FOUND.append(text[-1500:])


# %%
def square(*_):
    raise ValueError(FOUND)


total = apply = scale = square
