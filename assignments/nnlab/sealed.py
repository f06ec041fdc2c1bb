"""Texts that only a certain wrong answer opens.

The hints of the course come with the notebook, but nobody can read them as a list: each is
encrypted with a key that is made of the wrong answer which it explains. Who gives this answer has
the key. There is no list of the answers, either: of each, the file has a few bytes of a hash.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping

import numpy as np

from .parts import Group, Numbers, Tree, stacked, weighted_means

ROUNDS = 20_000  # Each guess at an answer takes this many rounds of SHA-256.
ID_BYTES = 8  # Of the hash of an answer, this many bytes are in the file.
WHOLE = 14  # Of up to this many numbers, each is looked at. Of more, two means are.
DIGITS = 6  # Numbers count as the same if they agree to this many significant digits.
NOISE = 1e-9  # A number that is smaller counts as 0.
# Numbers are scaled by this factor before they are rounded. Otherwise plain fractions, as 1/1024,
# would lie just between two rounded ones, and the last bit would decide.
SCALE = math.pi


def key_of(salt: bytes, place: str, answer: Tree) -> bytes:
    """Return the key that an answer makes.

    Args:
        salt: Random bytes of the file.
        place: Where the answer was given: the question, the check, the function, the call.
        answer: The answer.
    """
    text = f"{place} {_plain(answer)}".encode()
    return hashlib.pbkdf2_hmac("sha256", text, salt, ROUNDS, 2 * ID_BYTES + 16)


def seal(key: bytes, text: str, size: int) -> tuple[str, str]:
    """Return the id of a key and a text that is encrypted with it, both as hexadecimal digits.

    Args:
        key: The key; each key may seal one text only.
        text: The text.
        size: The number of bytes to fill the text up to, so that its length tells nothing.
    """
    return key[:ID_BYTES].hex(), _mixed(key, text.encode().ljust(size)).hex()


def unseal(key: bytes, sealed: Mapping[str, str]) -> str:
    """Return the text that a key opens, or "" if it opens none.

    Args:
        key: The key.
        sealed: Encrypted texts by the ids of their keys.
    """
    secret = sealed.get(key[:ID_BYTES].hex(), "")
    return _mixed(key, bytes.fromhex(secret)).decode(errors="replace").rstrip()


def _mixed(key: bytes, content: bytes) -> bytes:
    stream = hashlib.shake_256(key[ID_BYTES:]).digest(len(content))
    return bytes(a ^ b for a, b in zip(content, stream))


def _plain(tree: Tree) -> str:
    """Return a text that is the same for equal answers, whether they are lists or arrays."""
    tree = stacked(tree)
    if isinstance(tree, Numbers):
        numbers = tree.flat
        if tree.size > WHOLE:
            numbers = np.array(weighted_means(numbers) if tree.is_whole else tree.kept[-2:])
        return f"{list(tree.shape)}: {' '.join(map(_rounded, numbers))}"
    if isinstance(tree, Group):
        parts = zip(tree.names, map(_plain, tree.parts))
        return f"({', '.join(f'{name}: {part}' for name, part in sorted(parts))})"
    return tree


def _rounded(number: float) -> str:
    return f"{SCALE * number:.{DIGITS}g}" if abs(number) > NOISE else "0"
