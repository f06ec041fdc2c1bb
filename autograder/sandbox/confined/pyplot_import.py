"""Matplotlib as a kernel has it before the first cell: pyplot is warm, but looks unimported.

Then `matplotlib.use(...)` in a first cell takes effect, whatever backend it names. A backend with
windows is replaced by Agg, for there is no screen.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import sys
import types
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from typing import Any

import matplotlib
import matplotlib.pyplot
from matplotlib.figure import Figure as Figure

NAME = "matplotlib.pyplot"
INLINE = "module://matplotlib_inline.backend_inline"
WIDGETS = ("widget", "ipympl", "module://ipympl.backend_nbagg")


def prepare() -> None:
    """Set the backend of notebooks, hide pyplot, and have windows replaced. For the zygote."""
    pyplot: Any = matplotlib.pyplot
    importlib.import_module("matplotlib_inline.backend_inline")
    matplotlib.rcParams["backend"] = INLINE
    for defaults in ("rcParamsDefault", "rcParamsOrig"):
        getattr(matplotlib, defaults)["backend"] = INLINE
    pyplot._backend_mod = None  # it is chosen at the first figure
    pyplot.install_repl_displayhook = _draw_nothing  # which draws all figures after each cell
    with contextlib.suppress(ImportError):  # Matplotlib before 3.9
        _replace_windows()
    del sys.modules[NAME], matplotlib.pyplot
    sys.meta_path.insert(0, _Pyplot(pyplot))


def begin() -> None:
    """Tell libraries of the backend as a kernel does. For a worker."""
    os.environ["MPLBACKEND"] = INLINE


def _draw_nothing() -> None:
    """Leave figures undrawn: nobody sees them."""


class _Pyplot(MetaPathFinder, Loader):
    """Gives out the module of the zygote when it is first imported, and then leaves."""

    def __init__(self, module: types.ModuleType) -> None:
        self.module, self.spec = module, module.__spec__

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        return ModuleSpec(name, self) if name == NAME else None

    def create_module(self, spec: ModuleSpec) -> types.ModuleType:
        return self.module

    def exec_module(self, module: types.ModuleType) -> None:
        module.__spec__ = self.spec
        sys.meta_path.remove(self)


def _replace_windows() -> None:
    """Have Matplotlib load Agg for each backend that needs a screen or a browser."""
    from matplotlib.backends import backend_agg
    from matplotlib.backends.registry import BackendFilter, backend_registry

    load = backend_registry.load_backend_module
    windows = {name.lower() for name in backend_registry.list_builtin(BackendFilter.INTERACTIVE)}

    def load_backend_module(backend: str) -> types.ModuleType:
        if backend.lower() in windows:
            return backend_agg
        try:
            module = load(backend)
        except ImportError:
            if backend not in WIDGETS:
                raise
            return backend_agg
        if module.__name__ == "matplotlib_inline.backend_inline":
            _integrate(module)
        return module

    backend_registry.load_backend_module = load_backend_module  # type: ignore[method-assign]


_integrated = False


def _integrate(inline: types.ModuleType) -> None:
    """Do, when the first figure needs it, what importing this backend does in a kernel."""
    global _integrated
    if not _integrated:
        _integrated = True
        inline._enable_matplotlib_integration()
