"""Let the tests import the modules that ship beside the notebook."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def first_on_path(folder: Path) -> Iterator[None]:
    """Put `folder` first on the import path.

    Modules of the same name that are already loaded are set aside and come back afterwards; the
    modules that were loaded from `folder` are forgotten.
    """
    sys.path.insert(0, str(folder))
    set_aside = {name: module for name, module in sys.modules.items() if _is_in(folder, name)}
    for name in set_aside:
        del sys.modules[name]
    try:
        yield
    finally:
        with contextlib.suppress(ValueError):
            sys.path.remove(str(folder))
        for name in [name for name in sys.modules if _is_in(folder, name)]:
            del sys.modules[name]
        sys.modules.update(set_aside)


def _is_in(folder: Path, module: str) -> bool:
    top = module.partition(".")[0]
    return (folder / top).is_dir() or (folder / f"{top}.py").is_file()
