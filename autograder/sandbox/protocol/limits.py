"""Fixed bounds of the protocol. Both sides use them, and no assignment can change them.

The limits that an assignment can change are in `policy.Limits`.
"""

from __future__ import annotations

MIB = 2**20

# This many bytes are more than any message can have: it stands for "no bound".
NO_BOUND = 1 << 62
# A worker's use of disk space is reported as this many bytes if it can't be measured.
UNCOUNTED = 1 << 62

# --- values (wire.py) ---

# A value may be nested this many levels deep.
MAX_DEPTH = 32
# A message may have this many keys that are not text. A submission can choose such keys so that
# their hashes collide, and each key then takes as long to insert as all keys before it.
MAX_HASHED_KEYS = 8192
# A message may have this many floats in lists. In memory each takes 4 times its bytes on the wire.
MAX_LISTED_FLOATS = 1 << 20
# An empty array has a 0 in its shape. With each 0 counted as a 1, the product of its shape may be
# at most this.
MAX_EMPTY_SHAPE = 1 << 20
# An array may have this many axes.
MAX_AXES = 16
# An int beyond 64 bits may have this many hexadecimal digits.
MAX_INT_DIGITS = 1024
# The name of a type is cut after this many characters.
MAX_TYPE_NAME = 80

# --- calls and errors (channel.py, worker.py) ---

# The trusted side may hold this many objects of a worker.
MAX_HANDLES = 1 << 16
# Of what one call prints, this many characters are passed on.
MAX_PRINTED = 1 << 16
# Of the warnings of one call, this many are passed on.
MAX_WARNINGS = 20
# The text of a warning is cut after this many characters.
MAX_WARNING_TEXT = 500
# The text of an exception is cut after this many characters.
MAX_ERROR_TEXT = 2000
# Of an exception's traceback, this many lines of cells are passed on.
MAX_TRACEBACK_LINES = 5

# --- processes (warden.py, zygote.py) ---

# A worker has at most this many copies at a time: the copy of the previous case, which is exiting;
# the copy of the current case; and the copy for the next case, which is forked in advance.
MAX_COPIES = 3
# A worker's files are counted up to this number of files and this depth of folders.
MAX_FILES, MAX_FOLDER_DEPTH = 20_000, 100
# A message between the warden and the zygote has at most this many bytes.
MAX_CONTROL_MESSAGE = 1 << 20
