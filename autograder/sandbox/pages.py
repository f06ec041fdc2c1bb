"""Large pages for the zygote: a fork copies one entry for each, in place of 512."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator

LARGE = 2 << 20  # bytes
MADV_COLLAPSE = 25  # Linux 6.1; an older kernel refuses it, and nothing is lost


def enlarge() -> None:
    """Put this process's own memory on large pages, where the kernel can."""
    madvise = ctypes.CDLL(None).madvise
    for start in _blocks():
        madvise(ctypes.c_void_p(start), ctypes.c_size_t(LARGE), MADV_COLLAPSE)


def _blocks() -> Iterator[int]:
    """Addresses of the large pages that lie wholly within private memory without a file."""
    with open("/proc/self/maps", encoding="utf-8") as file:
        lines = file.read().splitlines()
    for line in lines:
        addresses, rights, *_, name = (line.split(maxsplit=5) + [""])[:6]
        if rights.startswith("rw") and name in ("", "[heap]"):
            first, end = (int(address, 16) for address in addresses.split("-"))
            aligned = -(-first // LARGE) * LARGE
            yield from range(aligned, end - LARGE + 1, LARGE)
