"""Put the zygote's memory on large pages. A fork then copies one page table entry for each large
page, and not 512 for small ones."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator

# A large page has this many bytes.
LARGE = 2 << 20
# Since Linux 6.1. An older kernel refuses it, and forks are only slower.
MADV_COLLAPSE = 25


def use_large_pages() -> None:
    """Put this process's own memory on large pages, as far as the kernel can."""
    madvise = ctypes.CDLL(None).madvise
    for start in _blocks():
        madvise(ctypes.c_void_p(start), ctypes.c_size_t(LARGE), MADV_COLLAPSE)


def _blocks() -> Iterator[int]:
    """Return the addresses where a large page fits into private memory that belongs to no file."""
    with open("/proc/self/maps", encoding="utf-8") as file:
        lines = file.read().splitlines()
    for line in lines:
        addresses, rights, *_, name = (line.split(maxsplit=5) + [""])[:6]
        if rights.startswith("rw") and name in ("", "[heap]"):
            first, end = (int(address, 16) for address in addresses.split("-"))
            aligned = -(-first // LARGE) * LARGE
            yield from range(aligned, end - LARGE + 1, LARGE)
