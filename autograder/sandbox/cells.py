"""Runs cells as Jupyter would, without a kernel: IPython's shell, quiet and off the machine."""

from __future__ import annotations

import builtins
import contextlib
import io
import re
import sys
import types
from typing import Any, NoReturn

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.text import SList
from traitlets import Type
from traitlets.config import Config

COMMANDS = ("bash", "sh", "script", "system", "sx", "pip", "conda", "mamba", "micromamba", "uv",
            "perl", "ruby", "python", "python2", "python3", "pypy", "javascript")  # fmt: skip
REFUSED = "Commands to the system (!, %pip, %%bash) are not run when a notebook is graded."
NO_INPUT = "input() gets no answer when a notebook is graded."


class Output(io.TextIOBase):
    """What is printed, up to a bound; what comes after it is dropped."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.kept: list[str] = []
        self.size = 0

    def write(self, text: str) -> int:
        room = self.most - self.size
        if room > 0:
            self.kept.append(text[:room])
            self.size += min(len(text), room)
        return len(text)

    def writable(self) -> bool:
        return True

    def take(self) -> str:
        text = "".join(self.kept)
        self.kept, self.size = [], 0
        return text


class _Silent(DisplayPublisher):
    def publish(self, *args: Any, **kwargs: Any) -> None:
        pass


class _Keep(DisplayHook):
    """Shows nothing; the last value is `_`, as ever."""

    def __call__(self, result: Any = None) -> None:
        if result is not None:
            self.shell.user_ns["_"] = result  # type: ignore[union-attr]


class _Quiet(InteractiveShell):
    display_pub_class = Type(_Silent)
    displayhook_class = Type(_Keep)

    def _showtraceback(self, etype: Any, evalue: Any, stb: Any) -> None:
        pass

    def system(self, cmd: str) -> None:  # type: ignore[override]
        print(REFUSED, file=sys.stderr)

    system_piped = system_raw = system  # type: ignore[assignment]

    def getoutput(self, cmd: str, split: bool = True, depth: int = 0) -> Any:
        self.system(cmd)
        return SList() if split else ""

    def ask_exit(self) -> None:
        pass

    def enable_gui(self, gui: Any = None) -> None:
        pass

    def enable_matplotlib(self, gui: Any = None) -> tuple[str, str]:
        return "agg", "agg"


class Shell:
    """A notebook's namespace and what its cells do to it."""

    def __init__(self, output: int) -> None:
        """Made in the zygote, where it costs; a worker calls `begin`."""
        self.output = Output(output)
        quiet = Config({"HistoryManager": {"enabled": False}})
        self.ipython = _Quiet(config=quiet, user_module=types.ModuleType("__main__"))
        self.ipython.compile.get_code_name = self._file_name  # type: ignore[method-assign]
        for name in COMMANDS:
            register = self.ipython.register_magic_function
            register(_refuse, "line_cell", name)  # type: ignore[arg-type]
        self.number = 0

    def begin(self) -> None:
        """Take over standard output and input."""
        sys.stdout = sys.stderr = self.output
        sys.modules["__main__"] = self.ipython.user_module
        sys.path.append("")  # last: what a cell writes hides nothing
        sys.modules["otter"] = _no_otter()
        builtins.input = _no_input

    @property
    def namespace(self) -> dict[str, Any]:
        return self.ipython.user_ns

    def names(self) -> list[str]:
        return [name for name in self.namespace if type(name) is str and self._is_its_own(name)]

    def value(self, name: str) -> Any:
        """What a name of the notebook's own stands for; KeyError where it has none such."""
        if not self._is_its_own(name):
            raise KeyError(name)
        return self.namespace[name]

    def _is_its_own(self, name: str) -> bool:
        return name not in self.ipython.user_ns_hidden and not name.startswith("_")

    def printed(self) -> str:
        return self.output.take()

    def run(self, source: str, number: int) -> dict[str, Any] | None:
        """Run one cell. Its error, if any: {"type", "text", "line"}."""
        self.number = number
        result = self.ipython.run_cell(source, store_history=False)
        pyplot = sys.modules.get("matplotlib.pyplot")
        if pyplot is not None:  # as after a cell in Jupyter
            with contextlib.suppress(Exception):
                pyplot.close("all")
        error = result.error_before_exec or result.error_in_exec
        return None if error is None else self._described(error)

    def _described(self, error: BaseException) -> dict[str, Any]:
        line, trace = 0, error.__traceback__
        while trace is not None:
            if trace.tb_frame.f_code.co_filename == f"<cell {self.number}>":
                line = trace.tb_lineno
                break
            trace = trace.tb_next
        if isinstance(error, SyntaxError):
            text, line = str(error.msg or "")[:2000], error.lineno or 0
        else:
            text = text_of(error)
        return {"type": type(error).__name__[:80], "text": text, "line": line}

    def _file_name(self, raw: str, code: str, number: int) -> str:
        return f"<cell {self.number}>"


def text_of(error: BaseException) -> str:
    """What an exception says, if it can."""
    try:
        return str(error)[:2000]
    except BaseException:
        return "(its text can't be shown)"


def cell_of(file_name: str) -> int:
    """The number of the cell that code belongs to, 0 for code of no cell."""
    found = re.fullmatch(r"<cell (\d+)>", file_name)
    return int(found.group(1)) if found else 0


def _refuse(line: str = "", cell: str | None = None) -> None:
    print(REFUSED, file=sys.stderr)


def _no_input(prompt: object = "") -> NoReturn:
    raise EOFError(NO_INPUT)


def _no_otter() -> types.ModuleType:
    """Stands in for Otter in a notebook: its own checks are not what is graded."""

    class Notebook:
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            pass

        def __getattr__(self, name: str) -> Any:
            return lambda *args, **kwargs: None

    module = types.ModuleType("otter")
    module.Notebook = Notebook  # type: ignore[attr-defined]
    return module
