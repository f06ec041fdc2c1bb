"""Runs cells as Jupyter would, but without a kernel: IPython's shell, which displays nothing and
runs no commands of the system."""

from __future__ import annotations

import asyncio
import builtins
import contextlib
import fnmatch
import getpass
import importlib.util
import io
import pdb
import re
import signal
import sys
import types
from importlib.metadata import version
from typing import Any, NoReturn

from IPython.core import debugger, page
from IPython.core.autocall import ExitAutocall, ZMQExitAutocall
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.error import StdinNotImplementedError
from IPython.core.formatters import DisplayFormatter
from IPython.core.interactiveshell import ExecutionResult, InteractiveShell
from IPython.utils.text import SList
from traitlets import Type, default
from traitlets.config import Config

from ..protocol.lacks import NO_COMMANDS
from ..protocol.limits import MAX_ERROR_TEXT, MAX_TYPE_NAME
from . import pyplot_import, unavailable

COMMANDS = ("bash", "sh", "script", "pip", "conda", "mamba", "micromamba", "uv",
            "perl", "ruby", "python", "python2", "python3", "pypy", "man")  # fmt: skip
OF_A_FRONTEND = ("autosave", "clear", "less", "more", "edit", "ed", "connect_info", "qtconsole",
                 "subshell")  # fmt: skip
NO_INPUT = "input() gets no answer when a notebook is graded."
NO_PASSWORD = "getpass() gets no answer when a notebook is graded."
NO_DEBUGGER = "The debugger (breakpoint(), pdb, %debug) is not available when a notebook is graded."
ARGUMENTS = ("ipykernel_launcher.py", "-f", "kernel.json")  # of the kernel's process
# Names that IPython binds while it runs cells, such as the last results.
OF_IPYTHON = re.compile(r"_+|_(\d+|i+|i\d+|ih|oh|dh|exit_code)|__\w+__")
TURNS = 3  # of the event loop after a cell, for the tasks that it has begun


class Output:
    """What a notebook prints, up to a bound. Everything after that is dropped.

    Attributes:
        max_size: The number of characters to keep.
        pieces: What was kept.
        size: The number of characters in `pieces`.
    """

    def __init__(self, max_size: int) -> None:
        self.max_size = max_size
        self.pieces: list[str] = []
        self.size = 0

    def add(self, text: str) -> None:
        left = self.max_size - self.size
        if left > 0:
            self.pieces.append(text[:left])
            self.size += min(len(text), left)

    def take(self) -> str:
        """Return what was kept, and start again from nothing."""
        text = "".join(self.pieces)
        self.pieces, self.size = [], 0
        return text


class Stream(io.TextIOBase):
    """Standard output or standard error of a notebook."""

    encoding = "UTF-8"
    errors = "strict"

    def __init__(self, output: Output, name: str, descriptor: int) -> None:
        self.output, self.name, self.descriptor = output, name, descriptor

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text)}")
        self.output.add(text)
        return len(text)

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self.descriptor


class _Publisher(DisplayPublisher):
    """Takes what a notebook displays, and drops it."""

    def publish(self, *args: Any, **kwargs: Any) -> None:
        pass

    def clear_output(self, wait: bool = False) -> None:
        pass


class _DisplayHook(DisplayHook):
    """Keeps the last value of a cell as `_` and in `Out`, and prints nothing."""

    def write_output_prompt(self) -> None:
        pass

    def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
        pass

    def finish_displayhook(self) -> None:
        pass


class _Formatter(DisplayFormatter):
    """Forms what is displayed, but draws no figure: nobody sees it, and it takes long."""

    def format(self, obj: Any, include: Any = None, exclude: Any = None) -> Any:
        if isinstance(obj, pyplot_import.Figure):
            return {"text/plain": "<Figure>"}, {}
        return super().format(obj, include, exclude)


class _Database(dict[str, Any]):
    """Keeps in memory what IPython keeps in files between sessions, as for %store."""

    def keys(self, pattern: str = "*") -> Any:
        return fnmatch.filter(self, pattern)


class IPythonKernel:
    """Stands in for the kernel, as far as libraries look at it."""

    __module__ = "ipykernel.ipkernel"
    implementation = "ipython"
    language = "python"

    def __init__(self, shell: InteractiveShell) -> None:
        self.shell = shell

    def get_parent(self) -> dict[str, Any]:
        return {}


class ZMQInteractiveShell(InteractiveShell):
    """IPython's shell under the name of the kernel's, by which libraries know a notebook.

    Attributes:
        first_shown: The first error that the shell was asked to show since it was last None.
    """

    __module__ = "ipykernel.zmqshell"
    display_pub_class = Type(_Publisher)
    displayhook_class = Type(_DisplayHook)
    first_shown: BaseException | None = None
    keepkernel_on_exit: bool | None = None

    @default("exiter")
    def _default_exiter(self) -> ExitAutocall:
        return ZMQExitAutocall(self)

    def init_display_formatter(self) -> None:
        self.display_formatter = _Formatter(parent=self)
        self.configurables.append(self.display_formatter)  # type: ignore[arg-type]

    def init_hooks(self) -> None:
        super().init_hooks()
        self.set_hook("show_in_pager", page.as_hook(lambda *args, **kwargs: None), 99)

    def showtraceback(self, exc_tuple: Any = None, *args: Any, **kwargs: Any) -> None:
        """Note an error, also one that a magic keeps to itself. Nothing is formatted."""
        with contextlib.suppress(ValueError):
            error = self._get_exc_info(exc_tuple)[1]
            self.first_shown = self.first_shown or error

    def showsyntaxerror(self, *args: Any, **kwargs: Any) -> None:
        self.showtraceback()

    def system(self, cmd: str) -> None:  # type: ignore[override]
        self.user_ns["_exit_code"] = unavailable.exit_code(cmd)
        print(NO_COMMANDS, file=sys.stderr)

    system_piped = system_raw = system  # type: ignore[assignment]

    def getoutput(self, cmd: str, split: bool = True, depth: int = 0) -> Any:
        self.system(cmd)
        return SList() if split else ""

    def ask_exit(self) -> None:
        pass

    def set_next_input(self, s: str, replace: bool = False) -> None:
        pass

    def enable_gui(self, gui: Any = None) -> None:
        pass

    def enable_matplotlib(self, gui: Any = None) -> Any:
        try:
            return super().enable_matplotlib(gui)
        except RuntimeError:  # ipympl is not installed here
            if gui not in ("widget", "ipympl"):
                raise
            return super().enable_matplotlib("inline")


class Shell:
    """The namespace of a notebook, and what runs its cells.

    It takes long to make a shell. So the zygote makes it once, and a worker only calls `begin`.
    """

    def __init__(self, output: int) -> None:
        """Make the shell. `output` is the number of characters that are kept of what is printed."""
        self.output = Output(output)
        config = Config({"HistoryManager": {"enabled": False}})
        config.IPKernelApp.parent_appname = "ipykernel"  # tells tqdm that this is a notebook
        module = types.ModuleType("__main__")
        shell: Any = ZMQInteractiveShell.instance(config=config, user_module=module)
        self.ipython = shell
        self.ipython.kernel = IPythonKernel(self.ipython)
        self.ipython.db = _Database()
        self.ipython.compile.get_code_name = self._file_name
        self.ipython.extension_manager.load_extension("storemagic")
        for names, function in ((COMMANDS, _refuse), (OF_A_FRONTEND, _ignore)):
            for name in names:
                self.ipython.register_magic_function(function, "line_cell", name)
        self.names_of_ipython = dict(self.namespace)
        self.number = 0
        self.ipython.transform_cell("x = 1\n")  # It compiles its patterns at its first use.
        pyplot_import.prepare()

    def begin(self) -> None:
        """Take over standard output and input, and all else that a kernel's process has."""
        sys.stdout = Stream(self.output, "stdout", 1)
        sys.stderr = Stream(self.output, "stderr", 2)
        sys.argv = list(ARGUMENTS)
        sys.modules["__main__"] = self.ipython.user_module
        sys.modules["otter"] = _no_otter()
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        _add_working_directory(sys.path)
        builtins.input = _no_input
        getpass.getpass = _no_getpass
        pdb.Pdb.interaction = debugger.Pdb.interaction = _no_debugger  # type: ignore
        unavailable.refuse_commands()
        pyplot_import.begin()
        self.ipython.builtin_trap.__enter__()  # get_ipython is a builtin in the tests, too
        self._new_loop()

    def _new_loop(self) -> None:
        self.loop = asyncio.new_event_loop()
        asyncio.set_event_loop(self.loop)

    @property
    def namespace(self) -> dict[str, Any]:
        """All names, those of IPython too."""
        return self.ipython.user_ns

    def names(self) -> list[str]:
        """Return the names that the notebook has defined."""
        return [name for name in self.namespace if type(name) is str and self._is_its_own(name)]

    def value(self, name: str) -> Any:
        """Return the value of a name that the notebook has defined. Raise KeyError for others."""
        if not self._is_its_own(name):
            raise KeyError(name)
        return self.namespace[name]

    def _is_its_own(self, name: str) -> bool:
        """Tell a name of the notebook from those that IPython begins with.

        `user_ns_hidden` does not tell: %pylab hides there what it defines for the notebook.
        """
        nothing = object()
        before = self.names_of_ipython.get(name, nothing)
        return not OF_IPYTHON.fullmatch(name) and self.namespace.get(name) is not before

    def printed(self) -> str:
        """Return what was printed since this was last called."""
        return self.output.take()

    def run(self, source: str, number: int) -> dict[str, Any] | None:
        """Run one cell.

        Args:
            source: The source of the cell.
            number: The number of the cell, for error messages.

        Returns:
            The exception of the cell as {"type", "text", "line"}, or None if there was none. An
            error that a magic such as %%time or %%capture swallows counts, too.
        """
        self.number, self.ipython.first_shown = number, None
        if self.loop.is_closed():
            self._new_loop()
        # As in ipykernel, only a cell can be interrupted, and a cell's own handler ends with it.
        signal.signal(signal.SIGINT, signal.default_int_handler)
        try:
            error = self._error_of(source)
        finally:
            signal.signal(signal.SIGINT, signal.SIG_IGN)
        error = self.ipython.first_shown or error
        return None if error is None else self._described(error)

    def _error_of(self, source: str) -> Any:
        """Run a cell and return its exception, or None."""
        task = self.loop.create_task(self._run(source))
        try:
            result = self.loop.run_until_complete(task)
            return result.error_before_exec or result.error_in_exec
        except BaseException as escaped:  # of a task of an earlier cell, or while this one waited
            if isinstance(escaped, KeyboardInterrupt) and not task.done():
                task.cancel()
                with contextlib.suppress(BaseException):
                    self.loop.run_until_complete(asyncio.wait([task], timeout=1))
            return escaped

    async def _run(self, source: str) -> ExecutionResult:
        """Run a cell as ipykernel does: in a running event loop, whether it awaits or not.

        Unlike `run_cell` of IPython, this transforms the cell once.
        """
        shell, problem, result = self.ipython, None, None
        try:
            transformed = shell.transform_cell(source)
        except Exception:
            transformed, problem = source, sys.exc_info()
        try:
            result = await shell.run_cell_async(
                source, store_history=True, transformed_cell=transformed,
                preprocessing_exc_tuple=problem,
            )  # fmt: skip
        finally:
            shell.events.trigger("post_execute")
            shell.events.trigger("post_run_cell", result)
        for _ in range(TURNS):
            await asyncio.sleep(0)
        return result

    def _described(self, error: BaseException) -> dict[str, Any]:
        line, trace = 0, error.__traceback__
        while trace is not None:
            if trace.tb_frame.f_code.co_filename == f"<cell {self.number}>":
                line = trace.tb_lineno
                break
            trace = trace.tb_next
        if isinstance(error, SyntaxError):
            text, line = str(error.msg or "")[:MAX_ERROR_TEXT], error.lineno or 0
        else:
            text = text_of(error)
        return {"type": type(error).__name__[:MAX_TYPE_NAME], "text": text, "line": line}

    def _file_name(self, raw: str, code: str, number: int) -> str:
        return f"<cell {self.number}>"


def text_of(error: BaseException) -> str:
    """Return the text of an exception, after a sentence on what this machine lacks."""
    try:
        return ": ".join(filter(None, (unavailable.cause(error), str(error))))[:MAX_ERROR_TEXT]
    except BaseException:
        return "(its text can't be shown)"


def cell_of(file_name: str) -> int:
    """Return the number of the cell that code belongs to, or 0 if it belongs to no cell."""
    match = re.fullmatch(r"<cell (\d+)>", file_name)
    return int(match.group(1)) if match else 0


def _add_working_directory(path: list[str]) -> None:
    """Put the working directory where IPython does: after the standard library's folders."""
    installed = (n for n, folder in enumerate(path) if "site-packages" in folder)
    path.insert(next(installed, len(path)), "")


def _refuse(line: str = "", cell: str | None = None) -> None:
    print(NO_COMMANDS, file=sys.stderr)


def _ignore(line: str = "", cell: str | None = None) -> None:
    """Do nothing: what the magic asks for is up to the program that shows the notebook."""


def _no_input(prompt: object = "") -> NoReturn:
    raise StdinNotImplementedError(NO_INPUT)


def _no_getpass(prompt: object = "", stream: object = None, **kwargs: object) -> NoReturn:
    raise StdinNotImplementedError(NO_PASSWORD)


def _no_debugger(self: pdb.Pdb, *args: object, **kwargs: object) -> None:
    """Go on where the debugger would begin to ask."""
    print(NO_DEBUGGER, file=sys.stderr)
    self.set_continue()


def _no_otter() -> types.ModuleType:
    """Return a module that stands for Otter in a notebook. Its checks do nothing, because the
    grader runs its own tests. Its other modules are Otter's, if it is installed."""

    class Notebook:
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            pass

        def __getattr__(self, name: str) -> Any:
            return lambda *args, **kwargs: None

    module = types.ModuleType("otter")
    spec = importlib.util.find_spec("otter")
    module.__path__ = list(spec.submodule_search_locations or []) if spec else []

    def attribute(name: str) -> str:
        if name == "__version__" and spec:
            return version("otter-grader")
        raise AttributeError(f"module 'otter' has no attribute {name!r}")

    module.__getattr__ = attribute  # type: ignore[method-assign]
    module.Notebook = Notebook  # type: ignore[attr-defined]
    return module
