"""Each kind of cell that students write behaves as in Jupyter's kernel, or is refused in words.

A row of the table is run through a real worker. `test_a_real_kernel_agrees` runs the same row in
ipykernel, so that the table can't drift away from what Jupyter does.
"""

# ruff: noqa: E501 - a row of the table reads best on one line

from __future__ import annotations

import ast
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import pytest

from autograder.sandbox.protocol.policy import Limits
from autograder.sandbox.trusted.names import Names
from autograder.sandbox.trusted.warden import Warden
from autograder.sandbox.trusted.worker_handle import WorkerHandle
from tools.kernel import run_notebook

LIMITS = Limits(cell_seconds=30, case_seconds=20, output=10_000)


@dataclass(frozen=True)
class Kind:
    """One kind of cell.

    Attributes:
        name: What the kind is called.
        cells: The sources of the cells, in order.
        expression: Evaluated in a last cell of its own.
        value: The value of `expression`. If it raises, the name of the exception's class.
        error: The class of the first error of `cells`, or "".
        words: What the student reads in the message of that error.
        in_kernel: `(value, error)` in Jupyter's kernel, if they differ from those here.
    """

    name: str
    cells: tuple[str, ...]
    expression: str
    value: Any
    error: str = ""
    words: str = ""
    in_kernel: tuple[Any, str] | None = None


def kind(name: str, *cells: str, see: str = "1", value: Any = 1, error: str = "", words: str = "",
         in_kernel: tuple[Any, str] | None = None) -> Kind:  # fmt: skip
    return Kind(name, cells, see, value, error, words, in_kernel)


PROGRAMS_WORDS = "Programs can't be started when a notebook is graded"
INLINE = "inline"
SHOWN = "import sys, io\nkept = sys.stderr\nsys.stderr = io.StringIO()"

KINDS = [
    # Magics of line and cell
    kind("pylab", "%pylab inline", see="float(tanh(0)), plt.__name__, np.__name__, len([figsize])",
         value=(0.0, "matplotlib.pyplot", "numpy", 1)),
    kind("pylab_without_import_all", "%pylab inline --no-import-all",
         see="plt.__name__, 'tanh' in globals()", value=("matplotlib.pyplot", False)),
    kind("matplotlib_inline", "%matplotlib inline\nimport matplotlib", see="matplotlib.get_backend()",
         value="inline"),
    kind("matplotlib_without_a_name", "%matplotlib\nimport matplotlib.pyplot as plt\nplt.plot([1])"),
    kind("matplotlib_widget", "%matplotlib widget\nimport matplotlib.pyplot as plt\nplt.plot([1])",
         "after = 2", see="after", value=2, in_kernel=(2, "RuntimeError")),
    kind("matplotlib_notebook", "%matplotlib notebook\nimport matplotlib.pyplot as plt\nplt.plot([1])"),
    kind("matplotlib_qt", "%matplotlib qt\nimport matplotlib.pyplot as plt", "fig = plt.figure()",
         see="fig.number", value=1, in_kernel=("NameError", "ImportError")),
    kind("matplotlib_tk", "%matplotlib tk\nimport matplotlib.pyplot as plt", "fig = plt.figure()",
         see="fig.number", value=1, in_kernel=("NameError", "ImportError")),
    kind("matplotlib_of_no_kind", "%matplotlib nothing", error="RuntimeError"),
    kind("matplotlib_list", "%matplotlib --list"),
    kind("config_inline", "%matplotlib inline\n%config InlineBackend.figure_format = 'retina'"),
    kind("config_inline_before_matplotlib", "%config InlineBackend.figure_format = 'retina'"),
    kind("config_shell", "%config InteractiveShell.ast_node_interactivity = 'all'",
         see="get_ipython().ast_node_interactivity", value="all"),
    kind("config_ipcompleter", "%config IPCompleter.use_jedi = False\n%config Completer.use_jedi = False"),
    kind("ast_node_interactivity", "from IPython.core.interactiveshell import InteractiveShell\n"
         "InteractiveShell.ast_node_interactivity = 'all'", "3\n4", see="_, __", value=(4, 3)),
    kind("load_ext_autoreload", "%load_ext autoreload\n%autoreload 2"),
    kind("load_ext_unknown", "%load_ext nothing_of_the_kind", error="ModuleNotFoundError"),
    kind("autoreload_alone", "%autoreload 2", error="UsageError", in_kernel=(1, "")),
    kind("time_line", "%time x = 6 * 7", see="x", value=42),
    kind("time_cell", "%%time\nx = 6 * 7", see="x", value=42),
    kind("time_cell_with_an_error", "%%time\nfrom fastprogress import progress_bar\nx = 1",
         see="'x' in globals()", value=False, error="ModuleNotFoundError", words="fastprogress"),
    kind("time_line_with_an_error", "%time 1 / 0\nx = 1", see="x", value=1,
         error="ZeroDivisionError", words="division by zero"),
    kind("timeit_line", "best = %timeit -o -q -n1 -r1 1 + 1", see="best.loops", value=1),
    kind("timeit_cell", "%%timeit -n1 -r1\nx = 1", see="'x' in globals()", value=False),
    kind("timeit_cell_with_an_error", "%%timeit -n1 -r1\n1 / 0", error="ZeroDivisionError"),
    kind("capture", "%%capture out\nprint('a')\ndisplay(1)\n2", see="out.stdout, len(out.outputs)",
         value=("a\n", 2)),
    kind("capture_with_an_error", "%%capture\nfrom fastprogress import progress_bar\nx = 1",
         see="'x' in globals()", value=False, error="ModuleNotFoundError", words="fastprogress"),
    kind("capture_with_an_await", "%%capture\nimport asyncio\nawait asyncio.sleep(0)\nx = 1",
         see="'x' in globals()", value=False, error="RuntimeError"),
    kind("prun", "%prun -q sum(range(10))"),
    kind("writefile", "%%writefile note.txt\nhello", see="open('note.txt').read()", value="hello\n"),
    kind("writefile_append", "%%writefile note.txt\na", "%%writefile -a note.txt\nb",
         see="open('note.txt').read()", value="a\nb\n"),
    kind("written_module", "%%writefile helper.py\nanswer = 42", "import helper",
         see="helper.answer", value=42),
    kind("written_module_before_site_packages", "%%writefile nbclient.py\nanswer = 42",
         "import nbclient", see="nbclient.answer", value=42),
    kind("run_script", "%%writefile part.py\nx = 6 * 7", "%run part.py", see="x", value=42),
    kind("run_script_in_the_namespace", "y = 2", "%%writefile part.py\nx = y * 7", "%run -i part.py",
         see="x", value=14),
    kind("run_script_with_an_error", "%%writefile part.py\nx = 1\n1 / 0", "%run part.py",
         see="'x' in globals()", value=True, error="ZeroDivisionError"),
    kind("run_missing_script", "%run nothing.py", error="Exception"),
    kind("load_script", "%%writefile part.py\nx = 6 * 7", "%load part.py"),
    kind("who", "a = 1\nb = 'x'", "%who\n%whos\nfound = %who_ls", see="found[:2]", value=["a", "b"]),
    kind("reset", "x = 1", "%reset -f", "y = 2", see="'x' in globals(), y", value=(False, 2)),
    kind("reset_selective", "xa = 1\nyb = 2", "%reset_selective -f xa",
         see="'xa' in globals(), yb", value=(False, 2)),
    kind("xmode", "%xmode Plain", "1 / 0", error="ZeroDivisionError"),
    kind("history", "x = 1", "%history", see="In[1]", value="x = 1"),
    kind("rerun", "n = 0", "n += 1", "%rerun 2", see="n", value=2),
    kind("macro", "x = 2", "%macro twice 1", "x = 5", "twice", see="x", value=2),
    kind("recall", "x = 2", "%recall 1"),
    kind("store", "x = 1", "%store x", "del x", "%store -r x", see="x", value=1, in_kernel=(None, "")),
    kind("html", "%%html\n<b>a</b>"),
    kind("javascript", "%%javascript\nalert(1)"),
    kind("js", "%%js\nalert(1)"),
    kind("latex", "%%latex\n$x$"),
    kind("markdown", "%%markdown\n# x"),
    kind("svg", "%%svg\n<svg></svg>"),
    kind("cell_magic_of_no_kind", "%%nothing\nx = 1", error="UsageError", in_kernel=(1, "")),
    kind("line_magic_of_no_kind", "%nothing", "x = 1", see="x", value=1, error="UsageError", in_kernel=(1, "")),
    kind("automagic", "pwd", "%automagic off"),
    kind("cd_and_pwd", "import os\nos.mkdir('sub')\n%cd -q sub", "here = %pwd",
         see="os.path.basename(here)", value="sub"),
    kind("env", "%env COURSE=nn\nimport os", see="os.environ['COURSE']", value="nn"),
    kind("precision", "%precision 3\nx = 1", see="x"),
    kind("lsmagic", "%lsmagic"),
    kind("psource", "def f(): pass", "%psource f\n%pdoc f\n%pinfo f\n%pfile f"),
    kind("question_mark", "def f(): 'doc'", "f?\n", "f??"),
    kind("alias", "%alias_magic t time\n%t x = 1", see="x"),
    kind("autosave", "%autosave 60"),
    kind("clear", "%clear"),
    kind("less", "%%writefile note.txt\na", "%less note.txt\n%more note.txt\n%pycat note.txt"),
    kind("edit", "%%writefile part.py\nx = 1", "%edit part.py"),
    kind("connect_info", "%connect_info"),
    kind("tb", "1 / 0", "%tb", "x = 1", see="x", error="ZeroDivisionError"),
    kind("logging_magics", "%logstop\n%logstate"),
    kind("colors", "%colors NoColor"),
    kind("doctest_mode", "%doctest_mode", "%pprint"),
    kind("gui", "%gui", "%gui asyncio"),
    # Commands to the system
    kind("bang", "!echo hello > made.txt\nx = 1", see="x"),
    kind("bang_assigned", "files = !echo a", see="list(files)", value=[], in_kernel=(["a"], "")),
    kind("bang_with_a_variable", "name = 'a'", "!echo {name} $name"),
    kind("pip_magic", "%pip --version", "x = 1", see="x"),
    kind("conda_magic", "%conda --version", "x = 1", see="x", in_kernel=(1, "ValueError")),
    kind("bash_cell", "%%bash\necho made > made.txt", "import os", see="os.path.exists('made.txt')",
         value=False, in_kernel=(True, "")),
    kind("sx", "x = %sx echo a", see="list(x)", value=[], in_kernel=(["a"], "")),
    kind("pip_by_subprocess", "import subprocess, sys\n"
         "code = subprocess.check_call([sys.executable, '-m', 'pip', '--version'])", see="code", value=0),
    kind("pip_by_subprocess_run", "import subprocess, sys\ndone = subprocess.run("
         "[sys.executable, '-m', 'pip', '--version'], check=True, capture_output=True, text=True)",
         see="done.returncode, type(done.stdout).__name__", value=(0, "str")),
    kind("pip_by_os_system", "import os\ncode = os.system('pip --version')", see="code", value=0),
    kind("shell_by_subprocess", "import subprocess\n"
         "done = subprocess.run('echo a', shell=True, capture_output=True)", see="done.returncode",
         value=127, in_kernel=(0, "")),
    kind("command_by_subprocess", "import subprocess\nsubprocess.run(['echo', 'a'])",
         error="PermissionError", words=PROGRAMS_WORDS, in_kernel=(1, "")),
    kind("command_that_is_not_there", "import subprocess\ntry:\n    subprocess.run(['nvidia-smi-of-nobody'])\n"
         "    x = 1\nexcept OSError:\n    x = 2", see="x", value=2),
    kind("command_by_os_system", "import os\ncode = os.system('true')", see="code", value=127 << 8,
         in_kernel=(0, "")),
    kind("command_by_popen", "import os\ntext = os.popen('echo a').read()", see="text", value="",
         in_kernel=("a\n", "")),
    kind("command_by_asyncio", "import asyncio\nprocess = await asyncio.create_subprocess_exec('true')\n"
         "code = await process.wait()", error="PermissionError", words=PROGRAMS_WORDS, in_kernel=(1, "")),
    kind("shell_by_asyncio", "import asyncio\nprocess = await asyncio.create_subprocess_shell('true')\n"
         "code = await process.wait()", error="PermissionError", words=PROGRAMS_WORDS, in_kernel=(1, "")),
    kind("command_by_posix_spawn", "import os\nos.waitpid(os.posix_spawn('/bin/true', ['true'], {}), 0)",
         error="PermissionError", words=PROGRAMS_WORDS, in_kernel=(1, "")),
    kind("command_by_spawn", "import os\ncode = os.spawnlp(os.P_WAIT, 'true', 'true')",
         error="PermissionError", words=PROGRAMS_WORDS, in_kernel=(1, "")),
    kind("command_by_execvp", "import os\nif not os.fork():\n    try:\n        os.execvp('true', ['true'])\n"
         "    except OSError as e:\n        with open('why.txt', 'w') as f: n = f.write(str(e))\n"
         "        os._exit(1)\npid, status = os.wait()",
         see="'can\\'t be started' in open('why.txt').read()", value=True, in_kernel=("FileNotFoundError", "")),
    kind("process_that_is_spawned", "import multiprocessing\n"
         "multiprocessing.get_context('spawn').Process(target=print).start()",
         error="PermissionError", words=PROGRAMS_WORDS, in_kernel=(1, "")),
    kind("command_by_exec", "import os\nif not os.fork():\n    os.execv('/bin/true', ['true'])"),
    # IPython's own functions
    kind("from_ipython_import_get_ipython", "from IPython import get_ipython\n"
         "get_ipython().run_line_magic('matplotlib', 'inline')", see="get_ipython() is not None", value=True),
    kind("get_ipython_in_a_module", "%%writefile part.py\nfrom IPython import get_ipython\nhere = get_ipython()",
         "import part", see="part.here is get_ipython()", value=True),
    kind("get_ipython_as_a_builtin", "%%writefile part.py\ndef f(): return get_ipython()", "import part",
         see="part.f() is get_ipython()", value=True),
    kind("class_of_the_shell", "name = type(get_ipython()).__name__",
         see="name, 'zmq' in str(type(get_ipython())).lower(), type(get_ipython()).__module__",
         value=("ZMQInteractiveShell", True, "ipykernel.zmqshell")),
    kind("notebook_or_terminal", "from IPython import get_ipython\ndef in_notebook():\n"
         "    return 'IPKernelApp' in get_ipython().config", see="in_notebook()", value=True),
    kind("kernel_of_the_shell", "kernel = get_ipython().kernel",
         see="kernel.implementation, kernel.shell is get_ipython()", value=("ipython", True)),
    kind("is_instance_of_interactive_shell", "from IPython.core.interactiveshell import InteractiveShell",
         see="isinstance(get_ipython(), InteractiveShell), InteractiveShell.initialized()",
         value=(True, True)),
    kind("dunder_ipython", "x = __IPYTHON__", see="x", value=True),
    kind("run_cell_of_the_shell", "get_ipython().run_cell('x = 5')", see="x", value=5),
    kind("magic_by_function", "get_ipython().run_line_magic('time', 'x = 1')", see="x"),
    kind("own_magic", "from IPython.core.magic import register_line_magic\n@register_line_magic\n"
         "def twice(line): return 2 * line", "x = %twice a", see="x", value="aa"),
    kind("event_of_the_shell", "seen = []\nget_ipython().events.register('post_run_cell', seen.append)",
         "1", see="len(seen) > 0", value=True),
    kind("events_after_each_cell", "import asyncio\nseen, events = [], get_ipython().events\n"
         "events.register('post_execute', lambda: seen.append(1))\n"
         "events.register('post_run_cell', lambda result: seen.append(result.result))", "5",
         "await asyncio.sleep(0, 6)", see="seen", value=[1, None, 1, 5, 1, 6]),
    kind("user_ns", "get_ipython().user_ns['x'] = 1\nget_ipython().push({'y': 2})", see="x, y", value=(1, 2)),
    kind("set_next_input", "get_ipython().set_next_input('x = 1')"),
    # Display
    kind("display_update", "h = display(1, display_id=True)\nh.update(2)", see="type(h).__name__",
         value="DisplayHandle"),
    kind("display_named_update", "from IPython.display import display, update_display\n"
         "display(1, display_id='a')\nupdate_display(2, display_id='a')"),
    kind("display_handle_of_its_own", "from IPython.display import DisplayHandle\nh = DisplayHandle()\n"
         "h.display(1)\nh.update(2)"),
    kind("display_objects", "from IPython.display import *\ndisplay(HTML('<b>'), Markdown('# a'), Math('x'),"
         " Latex('$x$'), JSON({}), SVG('<svg></svg>'), Javascript('1'), Code('x', language='python'))"),
    kind("clear_output", "from IPython.display import clear_output\nclear_output(wait=True)"),
    kind("rich_repr", "class A:\n    seen = 0\n    def _repr_html_(self):\n        A.seen += 1\n        return 'a'",
         "A()", "display(A())", see="A.seen", value=2),
    kind("rich_repr_that_raises", "class A:\n    def _repr_html_(self): 1 / 0", "A()\n", "x = 1", see="x",
         error="ZeroDivisionError"),
    kind("repr_that_raises", "class A:\n    def __repr__(self): 1 / 0", "A()", "x = 1", see="x",
         error="ZeroDivisionError"),
    kind("display_of_what_raises", "class A:\n    def _repr_html_(self): 1 / 0", "display(A())\nx = 1", see="x",
         error="ZeroDivisionError"),
    kind("formatter_for_a_type", "f = get_ipython().display_formatter.formatters['text/plain']\nseen = []\n"
         "def p(o, p, c): seen.append(o)\nf.for_type(complex, p)", "1j", see="seen", value=[1j]),
    kind("image_of_a_figure", "import matplotlib.pyplot as plt\nfig = plt.figure()", "fig", "display(fig)"),
    kind("pandas_table", "import pandas as pd\nt = pd.DataFrame({'a': [1]})", "t", "t.style", "display(t)"),
    kind("progress_bar", "from IPython.display import ProgressBar\nn = 0\nfor k in ProgressBar(3): n += k",
         see="n", value=3),
    kind("tqdm_auto", "from tqdm.auto import tqdm\nn = sum(tqdm(range(3)))", see="n", value=3),
    kind("tqdm_notebook", "from tqdm.notebook import tqdm\nn = sum(tqdm(range(3)))", see="n", value=3),
    kind("tqdm_plain", "from tqdm import tqdm\nn = sum(tqdm(range(3)))", see="n", value=3),
    kind("widgets", "from ipywidgets import interact, IntProgress, IntSlider\nseen = []\n"
         "@interact(width=(1, 5))\ndef draw(width=2):\n    seen.append(width)",
         "bar = IntProgress(max=3)\ndisplay(bar)\nbar.value += 1", "IntSlider()", see="seen, bar.value",
         value=([2], 1)),
    kind("output_widget", "from ipywidgets import Output\nout = Output()\nwith out:\n    print(1)\n    x = 1",
         see="x"),
    kind("interact_with_an_error", "from ipywidgets import interact\n@interact(n=(0, 2))\n"
         "def f(n=0): return 1 / n", "x = 1", see="x", error="ZeroDivisionError", in_kernel=(1, "")),
    # Values of earlier cells
    kind("underscores", "6 * 7", "8", "found = _, __, _1, _2, Out[1]", see="found", value=(8, 42, 42, 8, 42)),
    kind("semicolon", "6 * 7", "8;", "found = _", see="found", value=42),
    kind("inputs", "x = 1", "y = 2", "found = _i, _ii, _i1, In[2]", see="found",
         value=("y = 2", "x = 1", "x = 1", "y = 2")),
    kind("names_of_ones_own_that_hide_those_of_ipython", "exit = 5\nIn = 7\nopen = 3", see="exit, In, open",
         value=(5, 7, 3)),
    kind("dunder_names", "x = 1", see="[n for n in ('__name__', '__file__', '__doc__', '__builtins__', "
         "'__builtin__', '__spec__', '__loader__', '__package__', '_ih', '_oh', '_dh') if n in globals()]",
         value=["__name__", "__doc__", "__builtins__", "__builtin__", "__spec__", "__loader__", "__package__",
                "_ih", "_oh", "_dh"]),
    kind("name_of_the_module", "import sys", see="__name__, sys.modules['__main__'].__dict__ is globals()",
         value=("__main__", True)),
    kind("file_of_the_module", "__file__", error="NameError"),
    kind("pickle_of_ones_own_class", "import pickle\nclass P: x = 1", see="pickle.loads(pickle.dumps(P())).x"),
    kind("source_of_a_function", "import inspect\ndef f():\n    return 1", see="inspect.getsource(f)",
         value="def f():\n    return 1\n"),
    kind("futures", "from __future__ import annotations\ndef f(x: Nothing): return x", "def g(x: Nothing): return 1",
         see="g(1)"),
    kind("star_import", "from math import *", see="cos(0)", value=1.0),
    # Asynchronous code
    kind("await_at_the_top", "import asyncio\nawait asyncio.sleep(0)\nx = 1", see="x"),
    kind("await_with_an_error", "import asyncio\nawait asyncio.sleep(0)\n1 / 0", error="ZeroDivisionError"),
    kind("async_for_at_the_top", "async def g():\n    yield 1\n    yield 2\nx = [k async for k in g()]", see="x",
         value=[1, 2]),
    kind("asyncio_run", "import asyncio\nasync def f(): return 1", "asyncio.run(f())", error="RuntimeError",
         words="running event loop"),
    kind("run_until_complete", "import asyncio\nasync def f(): return 1\n"
         "asyncio.get_event_loop().run_until_complete(f())", error="RuntimeError", words="already running"),
    kind("running_loop", "import asyncio\nx = asyncio.get_running_loop() is asyncio.get_event_loop()",
         see="x, asyncio.get_running_loop().is_running()", value=(True, True)),
    kind("task_between_cells", "import asyncio\nasync def f(): return 1\nt = asyncio.create_task(f())", "pass",
         see="t.result()"),
    kind("gathered", "import asyncio\nasync def f(k): return k\nx = await asyncio.gather(f(1), f(2))", see="x",
         value=[1, 2]),
    kind("asyncio_in_a_thread", "import asyncio, threading\nseen = []\nasync def f(): seen.append(1)\n"
         "t = threading.Thread(target=lambda: asyncio.run(f()))\nt.start()\nt.join()", see="seen", value=[1]),
    # Input, output and debuggers
    kind("input", "x = input('name? ')", error="StdinNotImplementedError", words="input()"),
    kind("input_caught", "try:\n    input()\nexcept NotImplementedError:\n    x = 1", see="x"),
    kind("getpass", "import getpass\ngetpass.getpass()", error="StdinNotImplementedError", words="getpass"),
    kind("getpass_imported", "from getpass import getpass\ngetpass('? ')", error="StdinNotImplementedError"),
    kind("stdin", "import sys\nx = sys.stdin.readline()", see="x", value=""),
    kind("stdout_fileno", "import sys", see="callable(sys.stdout.fileno), callable(sys.stderr.fileno)",
         value=(True, True)),
    kind("stdout_attributes", "import sys", see="sys.stdout.encoding.lower(), sys.stdout.isatty(), "
         "sys.stdout.writable(), sys.stdout is sys.stderr, sys.stdout.name, sys.stderr.name",
         value=("utf-8", False, True, False, "stdout", "stderr")),
    kind("stdout_of_what_is_no_text", "import sys\nsys.stdout.write(1)", error="TypeError"),
    kind("stdout_written", "import sys\nn = sys.stdout.write('abc')\nsys.stdout.flush()", see="n", value=3),
    kind("redirected", "import io, contextlib\nwith contextlib.redirect_stdout(io.StringIO()) as text:\n"
         "    print('a')", see="text.getvalue()", value="a\n"),
    kind("faulthandler", "import faulthandler\nfaulthandler.enable()"),
    kind("breakpoint_in_a_cell", "x = 1\nbreakpoint()\nx = 2", see="x", value=2),
    kind("breakpoint_in_a_function", "def f():\n    breakpoint()\n    return 2\nx = f()", see="x", value=2),
    kind("pdb_set_trace", "import pdb\npdb.set_trace()\nx = 2", see="x", value=2,
         in_kernel=("NameError", "StdinNotImplementedError")),
    kind("ipython_set_trace", "from IPython.core.debugger import set_trace\nset_trace()\nx = 2", see="x", value=2,
         in_kernel=("NameError", "StdinNotImplementedError")),
    kind("pdb_run", "import pdb\nx = 1\npdb.run('x = 2', globals())", see="x", value=2,
         in_kernel=(1, "StdinNotImplementedError")),
    kind("debug_magic", "1 / 0", "%debug", "x = 1", see="x", error="ZeroDivisionError"),
    kind("pdb_magic", "%pdb on", "1 / 0", "x = 1", see="x", error="ZeroDivisionError"),
    kind("post_mortem", "import pdb\ntry:\n    1 / 0\nexcept ZeroDivisionError:\n    pdb.post_mortem()\nx = 1", see="x",
         in_kernel=("NameError", "StdinNotImplementedError")),
    kind("argv", "import sys", see="sys.argv[1]", value="-f"),
    kind("argparse", "import argparse\nargparse.ArgumentParser().parse_args()", error="SystemExit"),
    kind("logging", "import logging\nlogging.basicConfig(level='INFO')\nlogging.info('a')\nlogging.warning('b')"),
    kind("warnings", "import warnings\nwarnings.warn('a')\nwarnings.filterwarnings('ignore')\nwarnings.warn('b')"),
    kind("warnings_as_errors", "import warnings\nwarnings.simplefilter('error')\nwarnings.warn('a')",
         error="UserWarning"),
    # Ends and errors
    kind("sys_exit", "import sys\nsys.exit(0)", "x = 1", see="x", error="SystemExit"),
    kind("quit", "quit", "x = 1", see="x", in_kernel=None),
    kind("keyboard_interrupt", "raise KeyboardInterrupt", "x = 1", see="x", error="KeyboardInterrupt"),
    kind("syntax_error", "x = (1,", "x = 1", see="x", error="SyntaxError"),
    kind("indentation_error", "x = 1\n  y = 2", error="IndentationError"),
    kind("error_shown_by_hand", "try:\n    1 / 0\nexcept ZeroDivisionError:\n    get_ipython().showtraceback()\nx = 1",
         see="x", error="ZeroDivisionError"),
    kind("traceback_printed", "import traceback\ntry:\n    1 / 0\nexcept ZeroDivisionError:\n"
         "    traceback.print_exc()\nx = 1", see="x"),
    kind("custom_exception_handler", "def h(self, etype, value, tb, tb_offset=None): global seen; seen = 1\n"
         "get_ipython().set_custom_exc((KeyError,), h)", "raise KeyError", see="seen",
         error="KeyError", in_kernel=(1, "")),
    kind("last_error", "1 / 0", "import sys", see="sys.last_type.__name__", value="ZeroDivisionError",
         error="ZeroDivisionError"),
    *([kind("exception_group", "raise ExceptionGroup('a', [ValueError('b')])", error="ExceptionGroup", in_kernel=(1, ""))]
      if sys.version_info >= (3, 11) else []),
    kind("recursion", "def f(): return f()", "f()", "x = 1", see="x", error="RecursionError"),
    kind("surrogate_in_an_error", "raise ValueError('a\\ud800')", error="ValueError", in_kernel=(1, "")),
    # Matplotlib
    kind("use_tk", "import matplotlib\nmatplotlib.use('TkAgg')\nimport matplotlib.pyplot as plt\nx = 1",
         see="x, matplotlib.get_backend().lower()", value=(1, "tkagg")),
    kind("use_tk_and_plot", "import matplotlib\nmatplotlib.use('TkAgg')\nimport matplotlib.pyplot as plt",
         "line, = plt.plot([1, 2])\nplt.show()", see="len(line.get_xdata())", value=2,
         in_kernel=("NameError", "ImportError")),
    kind("use_qt_after_pyplot", "import matplotlib\nimport matplotlib.pyplot as plt\nplt.figure()\n"
         "matplotlib.use('QtAgg')\nx = 1", see="x", in_kernel=("NameError", "ImportError")),
    kind("use_agg", "import matplotlib\nmatplotlib.use('Agg')\nimport matplotlib.pyplot as plt",
         "fig = plt.figure()", see="matplotlib.get_backend().lower(), plt.get_fignums()", value=("agg", [1])),
    kind("use_svg", "import matplotlib\nmatplotlib.use('svg')\nimport matplotlib.pyplot as plt",
         "fig = plt.figure()", see="type(fig.canvas).__name__", value="FigureCanvasSVG"),
    kind("use_of_no_backend", "import matplotlib\nmatplotlib.use('nothing')", error="ValueError"),
    kind("switch_backend", "import matplotlib.pyplot as plt\nplt.switch_backend('TkAgg')\nx = 1", see="x",
         in_kernel=("NameError", "ImportError")),
    kind("pyplot_is_not_imported", "import sys", see="'matplotlib.pyplot' in sys.modules", value=False),
    kind("pyplot_is_no_attribute_before_its_import", "import matplotlib", see="hasattr(matplotlib, 'pyplot')",
         value=False),
    kind("pyplot_imported_in_four_ways", "import matplotlib.pyplot as a\nfrom matplotlib import pyplot as b\n"
         "import matplotlib\nc = matplotlib.pyplot\nimport importlib, sys\nd = importlib.import_module('matplotlib.pyplot')",
         see="a is b is c is d is sys.modules['matplotlib.pyplot'], a.__spec__.name",
         value=(True, "matplotlib.pyplot")),
    kind("pyplot_reloaded", "import importlib\nimport matplotlib.pyplot as plt\nimportlib.reload(plt)\nplt.plot([1])"),
    kind("backend_of_a_notebook", "import matplotlib\nimport matplotlib.pyplot as plt\nplt.figure()",
         see="matplotlib.get_backend()", value="module://matplotlib_inline.backend_inline"),
    kind("figures_close_after_a_cell", "import matplotlib.pyplot as plt\nplt.figure()\nn = plt.get_fignums()",
         see="n, plt.get_fignums()", value=([1], [])),
    kind("figures_kept_open", "%matplotlib inline\n%config InlineBackend.close_figures = False\n"
         "import matplotlib.pyplot as plt\nplt.plot([1])", see="plt.get_fignums()", value=[1]),
    kind("plt_show", "import matplotlib.pyplot as plt\nplt.plot([1])\nplt.show()\nn = plt.get_fignums()", see="n",
         value=[]),
    kind("plt_show_without_blocking", "import matplotlib.pyplot as plt\nplt.plot([1])\nplt.show(block=False)\nplt.pause(0.01)"),
    kind("figure_show", "import matplotlib.pyplot as plt\nfig, ax = plt.subplots()\nfig.show()"),
    kind("interactive_mode", "import matplotlib.pyplot as plt\nplt.ion()\nplt.plot([1])\nplt.ioff()\nplt.plot([1])"),
    kind("is_interactive", "%matplotlib inline\nimport matplotlib", see="matplotlib.is_interactive()", value=True),
    kind("is_interactive_without_magic", "import matplotlib\nimport matplotlib.pyplot as plt",
         see="matplotlib.is_interactive()", value=False),
    kind("savefig", "import matplotlib.pyplot as plt, os\nplt.plot([1])\nplt.savefig('a.png')\nplt.savefig('a.svg')\n"
         "plt.savefig('a.pdf')", see="[os.path.exists(f'a.{k}') for k in ('png', 'svg', 'pdf')]",
         value=[True, True, True]),
    kind("set_matplotlib_formats", "from matplotlib_inline.backend_inline import set_matplotlib_formats\n"
         "set_matplotlib_formats('svg')"),
    kind("default_size_of_figures", "%matplotlib inline\nimport matplotlib.pyplot as plt",
         see="list(plt.rcParams['figure.figsize']), plt.rcParams['figure.dpi']", value=([6.4, 4.8], 100.0)),
    kind("animation", "import matplotlib.pyplot as plt\nfrom matplotlib.animation import FuncAnimation\n"
         "fig, ax = plt.subplots()\nline, = ax.plot([1])\n"
         "a = FuncAnimation(fig, lambda k: [line], frames=2)\ntext = a.to_jshtml()", see="len(text) > 100", value=True),
    kind("title_that_cant_be_drawn", "import matplotlib.pyplot as plt\nplt.title('$\\\\nothing$')", "x = 1", see="x",
         in_kernel=(1, "ValueError")),
    # What a confined machine has not
    kind("network_by_name", "import urllib.request\nurllib.request.urlopen('http://nothing.invalid/data.csv')",
         error="URLError", words="no network"),
    kind("network_by_address", "import urllib.request\nurllib.request.urlretrieve('http://127.0.0.1:9/a.csv', 'a.csv')",
         error="URLError", words="no network"),
    kind("network_by_socket", "import socket\nsocket.create_connection(('127.0.0.1', 9))", error="PermissionError",
         words="no network", in_kernel=(1, "ConnectionRefusedError")),
    kind("network_by_requests", "import requests\nrequests.get('http://127.0.0.1:9/')", error="ConnectionError",
         words="no network"),
    kind("network_by_pandas", "import pandas as pd\npd.read_csv('http://127.0.0.1:9/a.csv')", error="URLError",
         words="no network"),
    kind("network_caught", "import urllib.request\ntry:\n    urllib.request.urlopen('http://127.0.0.1:9/')\n"
         "except OSError:\n    x = 1", see="x"),
    kind("pool_of_processes", "from multiprocessing import Pool\ndef twice(x): return 2 * x",
         "with Pool(2) as pool:\n    x = pool.map(twice, [1])", see="'x' in globals()", value=False,
         error="FileNotFoundError", words="multiprocessing", in_kernel=(True, "")),
    kind("process_executor", "from concurrent.futures import ProcessPoolExecutor\ndef twice(x): return 2 * x",
         "with ProcessPoolExecutor(2) as pool:\n    x = list(pool.map(twice, [1]))", see="'x' in globals()",
         value=False, error="FileNotFoundError", words="multiprocessing", in_kernel=(True, "")),
    kind("joblib", "from joblib import Parallel, delayed\nfrom math import sqrt\n"
         "x = Parallel(n_jobs=2)(delayed(sqrt)(k) for k in [4, 9])", see="x", value=[2.0, 3.0]),
    kind("cpu_count", "import os, multiprocessing\nx = os.cpu_count() > 0 and multiprocessing.cpu_count() > 0",
         see="x", value=True),
    kind("threads", "from concurrent.futures import ThreadPoolExecutor\nwith ThreadPoolExecutor(2) as pool:\n"
         "    x = list(pool.map(abs, [-1, -2]))", see="x", value=[1, 2]),
    kind("fork", "import os\npid = os.fork()\nif not pid: os._exit(3)\nx = os.waitpid(pid, 0)[1] >> 8", see="x", value=3),
    kind("colab", "from google.colab import drive", error="ModuleNotFoundError", words="Colab"),
    kind("colab_asked_for", "import sys\nif 'google.colab' in sys.modules:\n    x = 1\nelse:\n    x = 2\n"
         "try:\n    import google.colab\nexcept ImportError:\n    x = 3", see="x", value=3),
    kind("missing_module", "import nothing_of_the_kind", error="ModuleNotFoundError", words="nothing_of_the_kind"),
    kind("temporary_file", "import tempfile\nwith tempfile.TemporaryFile() as f:\n    n = f.write(b'ab')\n"
         "with tempfile.TemporaryDirectory() as d: pass", see="n", value=2),
    kind("home_of_the_user", "import os, pathlib\np = pathlib.Path.home() / f'coursework-{os.getpid()}.txt'\n"
         "p.write_text('a')\nx = p.read_text()\np.unlink()", see="x", value="a"),
    kind("platform", "import platform\nx = platform.platform(), platform.processor(), platform.system()",
         see="x[2]", value="Linux"),
]


@pytest.fixture(scope="module")
def warden(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warden]:
    with Warden(tmp_path_factory.mktemp("files"), LIMITS) as warden:
        yield warden


def outcome_here(worker: WorkerHandle, row: Kind) -> tuple[Any, str, str]:
    """Return the value of the row's expression, the class and the text of its first error."""
    first: dict[str, Any] = {}
    for number, source in enumerate(row.cells, start=1):
        error = worker.cell(source, number)
        first = first or error or {}
    last = worker.cell(f"outcome = __import__('builtins').repr(({row.expression}))", 99)
    if last is not None:
        return last["type"], first.get("type", ""), first.get("text", "")
    with worker.case(time.monotonic() + 20) as channel:
        value = ast.literal_eval(Names(channel, {})["outcome"])
    return value, first.get("type", ""), first.get("text", "")


def outcome_in_kernel(folder: Path, row: Kind) -> tuple[Any, str]:
    """Return the value of the row's expression and the class of its first error in ipykernel."""
    sources = [*row.cells, f"__import__('builtins').repr(({row.expression}))"]
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    notebook = nbformat.v4.new_notebook(cells=cells)
    run_notebook(notebook, folder, 60, allow_errors=True)
    *before, last = [
        [output for output in cell.outputs if output.output_type in ("error", "execute_result")]
        for cell in notebook.cells
    ]
    errors = [output.ename for found in before for output in found if output.output_type == "error"]
    if last[-1].output_type == "error":
        return last[-1].ename, (errors or [""])[0]
    text = ast.literal_eval(last[-1].data["text/plain"])
    return ast.literal_eval(text), (errors or [""])[0]


@pytest.mark.parametrize("row", KINDS, ids=lambda row: row.name)
def test_it_is_as_in_jupyter_or_said(warden: Warden, row: Kind) -> None:
    with warden.worker() as worker:
        value, error, text = outcome_here(worker, row)
    assert (value, error) == (row.value, row.error), text
    assert row.words in text


@pytest.mark.slow
@pytest.mark.parametrize("row", KINDS, ids=lambda row: row.name)
def test_a_real_kernel_agrees(tmp_path: Path, row: Kind) -> None:
    assert outcome_in_kernel(tmp_path, row) == (row.in_kernel or (row.value, row.error))


def test_each_kind_has_one_name() -> None:
    assert len({row.name for row in KINDS}) == len(KINDS) >= 67
