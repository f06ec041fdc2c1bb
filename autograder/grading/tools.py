"""The tools of a test, such as `np`: the grader's own, never what a notebook has put there.

A test that runs in the notebook's own process finds NumPy by the notebook's import. A notebook may
put anything there, and whatever a test calls as a tool would then judge as the notebook likes.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from ..bundle.testfiles import Case
from ..sandbox.trusted.names import NOTHING
from ..submission.bindings import Bindings

# Names that stand for one module in everybody's notebooks.
CONVENTIONAL = {
    "np": "numpy", "pd": "pandas", "plt": "matplotlib.pyplot", "mpl": "matplotlib",
    "sns": "seaborn", "sp": "scipy", "nx": "networkx",
}  # fmt: skip
# Packages whose modules are imported here for a test. A notebook only chooses the name.
PACKAGES = (
    "numpy", "pandas", "matplotlib", "scipy", "sklearn", "seaborn", "networkx", "sympy", "torch",
    "math", "cmath", "random", "statistics", "itertools", "functools", "collections", "datetime",
    "decimal", "fractions", "re", "string", "json", "copy", "operator", "typing", "dataclasses",
    "enum", "time", "os", "sys", "io", "inspect", "textwrap", "contextlib", "calendar",
)  # fmt: skip
# Modules whose functions a notebook may have a test call here: they touch no file.
PURE = (
    "math", "cmath", "statistics", "itertools", "functools", "collections", "datetime", "decimal",
    "fractions", "string", "copy", "operator", "typing", "enum", "dataclasses", "random",
    "numpy", "numpy.linalg", "numpy.random", "numpy.testing",
)  # fmt: skip
# Names of NumPy that read or write files.
OF_FILES = {"load", "loadtxt", "genfromtxt", "fromfile", "fromregex", "memmap", "save", "savez",
            "savez_compressed", "savetxt", "DataSource"}  # fmt: skip


# Types of values that can't be called and so can't judge.
PLAIN = {bool, int, float, complex, str, bytes, list, tuple, dict, set, type(None), type(...),
         np.ndarray}  # fmt: skip


class Doubtful(Exception):
    """It can't be told whether a name is a tool. The text says why."""


class Tools:
    """The tools that a notebook imports.

    Attributes:
        bindings: What the names of the notebook are bound to.
        files: The folder of the bundle's files, whose modules are tools too.
    """

    def __init__(self, sources: Iterable[str], files: Path) -> None:
        self.bindings, self.files = Bindings(sources), files

    def value(self, name: str) -> Any:
        """Return the grader's own value of a name, or NOTHING if it is the notebook's.

        Raises:
            Doubtful: The name stands for a tool, and the notebook binds it to something else too.
        """
        imports, is_other = self.bindings.imports.get(name, set()), name in self.bindings.others
        known = CONVENTIONAL.get(name) or (name if name in PACKAGES else "")
        if is_other and (imports or name in CONVENTIONAL):
            raise Doubtful(f"{name} is a tool of this test, and the notebook binds it anew")
        if is_other:
            return NOTHING
        if known and (known not in ("os", "sys") or imports):
            expected = known.rpartition(".")[::2]
            if not imports <= {(known, ""), (expected[0], expected[1])}:
                raise Doubtful(f"{name} is a tool of this test, and the notebook imports it from "
                               "somewhere else")  # fmt: skip
            return _imported(known, "")
        if len(imports) != 1:
            if imports:
                raise Doubtful(f"the notebook imports {name} from several modules")
            return NOTHING
        [(module, attribute)] = imports
        if self._is_tool(name, module, attribute):
            return _imported(module, attribute)
        if not attribute and module.partition(".")[0] in sys.stdlib_module_names:
            raise Doubtful(f"{name} is a module that a test can't be given")
        return NOTHING

    def check(self, case: Case, names: Mapping[str, Any]) -> dict[str, Any]:
        """Return what a case finds in place of builtins: values of the notebook that judge nothing.

        Args:
            case: The case.
            names: The names of the notebook.

        Raises:
            Doubtful: The notebook has replaced something by which the case judges.
        """
        instead = {n: names[n] for n in case.builtins if self.rebinds(n) and n in names}
        for name, value in instead.items():
            if type(value) not in PLAIN:
                raise Doubtful(f"it uses {name}(), which the notebook binds anew")
        for name, others in case.judges:
            is_own = self.value(name) is NOTHING
            if is_own and any(self.value(other) is NOTHING for other in others):
                raise Doubtful(f"{name}(), which the notebook defines, says if the answer is right")
        return instead

    def rebinds(self, name: str) -> bool:
        """Return True if the notebook binds a name anew, in whatever way."""
        return name in self.bindings.others or name in self.bindings.imports

    def _is_tool(self, name: str, module: str, attribute: str) -> bool:
        top = module.partition(".")[0]
        of_bundle = (self.files / top).is_dir() or (self.files / f"{top}.py").is_file()
        if not attribute:
            return of_bundle or top in PACKAGES
        if name != attribute or attribute in OF_FILES:
            return False
        return of_bundle or module in PURE


def _imported(module: str, attribute: str) -> Any:
    try:
        value = importlib.import_module(module)
        return getattr(value, attribute) if attribute else value
    except (ImportError, AttributeError):
        return NOTHING
