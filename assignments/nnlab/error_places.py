"""Say where an error in a notebook was raised, and what is wrong there, in words.

NumPy says "matmul: Input operand 1 has a mismatch in its core dimension 0". A student needs the
line, and the shapes of what stands in it. Both are still in the frame of the error.
"""

from __future__ import annotations

import ast
import builtins
import difflib
import linecache
import re
import textwrap
import types
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

MAX_LINE = 100  # A line of code is cut after this many characters.
MAX_TEXT = 300  # The text of an error is cut after this many characters.
MAX_KEYS = 12  # At most this many keys of a dict are listed.

SIGNS: dict[type[ast.operator], str] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//", ast.Mod: "%",
    ast.Pow: "**", ast.MatMult: "@",
}  # fmt: skip
IMPORTED = {"np": "numpy", "plt": "matplotlib.pyplot"}  # What notebooks call modules.
PRODUCTS = ("dot", "matmul")  # Functions and methods that multiply matrices.
# Methods and functions of NumPy that change nothing, so that it is safe to call them once more.
HARMLESS = {
    "abs", "arange", "array", "asarray", "astype", "copy", "cos", "cumsum", "diag", "dot", "exp",
    "expand_dims", "eye", "flatten", "full", "log", "matmul", "max", "maximum", "mean", "min",
    "minimum", "ones", "ones_like", "outer", "ravel", "reshape", "sin", "sqrt", "square", "squeeze",
    "std", "sum", "swapaxes", "tanh", "transpose", "where", "zeros", "zeros_like",
}  # fmt: skip
# What an expression may consist of, so that it can be evaluated once more without any effect.
PLAIN = (
    ast.Name, ast.Attribute, ast.Constant, ast.Subscript, ast.Slice, ast.Tuple, ast.List,
    ast.Dict, ast.BinOp, ast.UnaryOp, ast.keyword, ast.Call, ast.expr_context, ast.operator,
    ast.unaryop,
)  # fmt: skip


def describe(error: BaseException) -> str:
    """Return where an error was raised in the notebook, and what is wrong there.

    The line is the innermost one of the notebook's own code, with its number in the cell. Python's
    and NumPy's own sentences are replaced if the shapes or values of that line say more.

    Args:
        error: An error that was caught, with its traceback.

    Returns:
        Sentences such as "forward, line 3: `z = W @ x`: (2, 3) @ (4,): the inner sizes 3 and 4
        differ.", or "" if no line of a notebook is in the traceback, or if an unwritten stub
        raised the error.
    """
    frame, number = _innermost(error)
    if frame is None or isinstance(error, NotImplementedError):
        return ""
    source = "".join(linecache.getlines(frame.f_code.co_filename))
    text = source.splitlines()[number - 1].strip()[:MAX_LINE]
    statement, function = _around(source, number)
    name = function.name if function else "the cell"
    place = f"{name}, line {number}: `{text}`"
    try:
        words = _in_words(error, _Scene(frame, number, statement, function))
    except Exception:  # A value of the notebook may raise anything when it is looked at.
        words = ""
    return f"{place}: {words or _own_words(error)}"


class _Scene:
    """A line of a notebook at which an error was raised.

    Attributes:
        frame: The frame, which has the values.
        nodes: The parts of the statement that stand on this line, in the order of evaluation.
        function: The function that the line is in, or None.
    """

    def __init__(
        self, frame: types.FrameType, number: int, statement: ast.stmt | None,
        function: ast.FunctionDef | None,
    ) -> None:  # fmt: skip
        self.frame, self.function = frame, function
        self.nodes = [
            node for node in _in_order(statement)
            if node.lineno <= number <= (node.end_lineno or node.lineno)
        ] if statement else []  # fmt: skip

    def names(self) -> set[str]:
        return {*self.frame.f_locals, *self.frame.f_globals, *vars(builtins)}

    def named(self, name: str) -> Any:
        return self.frame.f_locals.get(name, self.frame.f_globals.get(name))

    def value(self, node: ast.expr) -> Any:
        """Return the value of an expression. Raise ValueError if that could have an effect."""
        for part in ast.walk(node):
            if not isinstance(part, PLAIN) or (
                isinstance(part, ast.Call) and not self._is_harmless(part.func)
            ):
                raise ValueError("it can't be evaluated once more")
        code = compile(ast.Expression(node), "<shape>", "eval")
        return eval(code, self.frame.f_globals, self.frame.f_locals)

    def _is_harmless(self, function: ast.expr) -> bool:
        if not isinstance(function, ast.Attribute) or function.attr not in HARMLESS:
            return False
        owner = self.value(function.value)
        return owner is np or isinstance(owner, np.ndarray)


def _innermost(error: BaseException) -> tuple[types.FrameType | None, int]:
    """Return the innermost frame of the notebook, and its line."""
    trace, innermost = error.__traceback__, None
    while trace is not None:
        frame = trace.tb_frame
        if frame.f_globals.get("__name__") == "__main__":
            lines = linecache.getlines(frame.f_code.co_filename)
            if 0 < trace.tb_lineno <= len(lines):
                innermost = trace
        trace = trace.tb_next
    return (innermost.tb_frame, innermost.tb_lineno) if innermost else (None, 0)


def _around(source: str, number: int) -> tuple[ast.stmt | None, ast.FunctionDef | None]:
    """Return the innermost statement and the innermost function that a line is in."""
    statement, function = None, None
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return None, None
    for node in ast.walk(tree):  # Outer nodes come before inner ones.
        if isinstance(node, ast.stmt) and node.lineno <= number <= (node.end_lineno or 0):
            statement = node
            if isinstance(node, ast.FunctionDef):
                function = node
    return statement, function


def _in_order(statement: ast.AST) -> Iterator[Any]:
    """Yield the expressions and assignments of a statement, operands before their operator."""
    for child in ast.iter_child_nodes(statement):
        yield from _in_order(child)
    if isinstance(statement, (ast.expr, ast.AugAssign)):
        yield statement


# --- what is wrong ---


def _in_words(error: BaseException, scene: _Scene) -> str:
    """Return a sentence that says more than the error itself, or ""."""
    if isinstance(error, UnboundLocalError):
        return _unbound(error)
    if isinstance(error, NameError):
        return _undefined(error, scene)
    if isinstance(error, (KeyError, IndexError)):
        return _each(scene, _bad_index)
    if isinstance(error, ValueError):
        return _each(scene, _bad_shapes)
    if isinstance(error, (TypeError, AttributeError)):
        if "NoneType" in str(error):
            return _none(scene)
        return _bad_call(str(error), scene)
    return ""


def _each(scene: _Scene, look: Callable[[Any, _Scene], str]) -> str:
    """Return the first sentence that is found, in the order of evaluation."""
    for node in scene.nodes:
        try:
            words = look(node, scene)
        except Exception:  # The operands of this one can't be had.
            continue
        if words:
            return words
    return ""


def _undefined(error: NameError, scene: _Scene) -> str:
    match = re.search(r"name '(\w+)'", str(error))
    if match is None:
        return ""
    words = f"{match[1]} is not defined."
    if match[1] in ("self", "cls"):
        return f"{words} A method gets it as its first argument: is it in the line with `def`?"
    if match[1] in IMPORTED:
        return (f"{words} The cell with `import {IMPORTED[match[1]]} as {match[1]}` has not been "
                f"run, or it ended with an error before that line.")  # fmt: skip
    known = {name for name in scene.names() if not name.startswith("_")}
    near = difflib.get_close_matches(match[1], sorted(known), 1, 0.75)
    return f"{words} Did you mean {near[0]}?" if near else (
        f"{words} Is it spelled as above, and has the cell that defines it been run?"
    )


def _unbound(error: UnboundLocalError) -> str:
    match = re.search(r"variable '(\w+)'", str(error))
    if match is None:
        return ""
    return (
        f"{match[1]} has no value yet. The function assigns it further down, or in a branch or a "
        f"loop that was not entered."
    )


def _bad_shapes(node: Any, scene: _Scene) -> str:
    if isinstance(node, (ast.BinOp, ast.AugAssign)):
        pair = (node.left, node.right) if isinstance(node, ast.BinOp) else (_read(node.target),
                                                                            node.value)
        left, right = (np.shape(scene.value(part)) for part in pair)
        sign = SIGNS.get(type(node.op), "")
        if isinstance(node.op, ast.MatMult):
            return _product(left, right)
        return _broadcast(left, right, sign) if sign else ""
    if (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
            and node.func.attr in PRODUCTS):  # fmt: skip
        owner = scene.value(node.func.value)
        parts = [scene.value(part) for part in node.args]
        left, right = (np.shape(p) for p in (parts if owner is np else [owner, *parts])[:2])
        return _product(left, right)
    return ""


def _product(left: tuple[int, ...], right: tuple[int, ...]) -> str:
    """Say why two shapes can't be multiplied as matrices, or return "" if they can."""
    pair = f"{left} @ {right}"
    if not left or not right:
        return f"{pair}: a single number has no matrix product; `*` multiplies by it."
    inner = left[-1], right[-2] if len(right) > 1 else right[0]
    if inner[0] == inner[1]:
        return ""
    words = f"{pair}: the inner sizes {inner[0]} and {inner[1]} differ."
    return words + _of_a_square(left, right)


def _broadcast(left: tuple[int, ...], right: tuple[int, ...], sign: str) -> str:
    """Say why two shapes don't fit entry by entry, or return "" if they do."""
    pairs = zip(reversed(left), reversed(right))
    differ = next(((a, b) for a, b in pairs if a != b and 1 not in (a, b)), None)
    if differ is None:
        return ""
    words = f"{left} {sign} {right}: "
    if len(left) == len(right) == 1:
        words += f"the lengths {left[0]} and {right[0]} differ."
    else:
        words += (
            f"shapes are compared from the right, and there {differ[0]} and {differ[1]} differ."
        )
    return words + _of_a_square(left, right)


def _of_a_square(left: tuple[int, ...], right: tuple[int, ...]) -> str:
    """Say where a square that fits nothing may come from."""
    squares = [s for s in (left, right) if len(s) == 2 and s[0] == s[1] > 2]
    if len(squares) == 1:
        return " An (N, 1) array minus an (N,) one is (N, N): is one of your arrays such a square?"
    return ""


def _bad_index(node: Any, scene: _Scene) -> str:
    if not isinstance(node, ast.Subscript):
        return ""
    owner, key = scene.value(node.value), scene.value(node.slice)
    name = ast.unparse(node.value)
    if isinstance(owner, dict):
        if key in owner:
            return ""
        keys = ", ".join(map(repr, list(owner)[:MAX_KEYS]))
        more = ", ..." if len(owner) > MAX_KEYS else ""
        return f"{name} has no key {key!r}. Its keys are {keys}{more}." if owner else (
            f"{name} is an empty dict."
        )
    shape = np.shape(owner) if isinstance(owner, np.ndarray) else (len(owner),)
    keys = key if isinstance(key, tuple) else (key,)
    if len(keys) > len(shape):
        return f"{name} has the shape {shape}, so it takes {len(shape)} index, not {len(keys)}."
    for axis, (k, size) in enumerate(zip(keys, shape)):
        if isinstance(k, (int, np.integer)) and not -size <= k < size:
            where = f" of axis {axis}" if len(shape) > 1 else ""
            if isinstance(owner, np.ndarray):
                what = f"{name} has the shape {shape}"
            else:
                what = f"{name} has {size} {'entry' if size == 1 else 'entries'}"
            last = f"the last index{where} is {size - 1}" if size else "there is no index at all"
            return f"{what}: {last}, and here it is {int(k)}."
    return ""


def _none(scene: _Scene) -> str:
    """Say what is None, and which function may have returned it."""
    for node in scene.nodes:
        is_read = isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
        if is_read and node.id in scene.names() and scene.named(node.id) is None:
            return f"{node.id} is None. {_origin(node.id, scene)}".rstrip()
    calls = [node for node in scene.nodes if isinstance(node, ast.Call)]
    own = [
        node.func.id for node in calls
        if isinstance(node.func, ast.Name) and is_of_the_notebook(scene.named(node.func.id))
    ]  # fmt: skip
    if len(set(own)) == 1:
        return f"{own[0]}(...) returned None. {_ends_without_return(own[0])}"
    return ""


def _origin(name: str, scene: _Scene) -> str:
    """Say which call a name that is None was assigned from."""
    calls = [
        ast.unparse(node.value.func)
        for node in ast.walk(scene.function or ast.Module([], []))
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call)
        and any(isinstance(t, ast.Name) and t.id == name for t in node.targets)
    ]  # fmt: skip
    if len(calls) != 1:
        return ""
    if not is_of_the_notebook(scene.named(calls[0])):
        return f"It is what {calls[0]}(...) returned."
    return f"It is what {calls[0]}(...) returned. {_ends_without_return(calls[0])}"


def _ends_without_return(name: str) -> str:
    return f"Does every branch of {name} end with a `return`?"


def is_of_the_notebook(value: Any) -> bool:
    """Return True if a value is a function that a cell defines."""
    return isinstance(value, types.FunctionType) and value.__module__ == "__main__"


def _bad_call(text: str, scene: _Scene) -> str:
    """Say which argument a call of the notebook's own function lacks, or has too many."""
    match = re.match(r"(?:\w+\.)*(\w+)\(\) (missing|takes|got) ", text)
    if match is None:
        return ""
    name = match[1]
    if match[2] == "missing":
        lacking = re.findall(r"'(\w+)'", text)
        if not lacking:
            return ""
        if lacking[0] in ("self", "cls"):
            return f"{name} is called on the class. Call it on an object: make one first."
        noun = "argument" if len(lacking) == 1 else "arguments"
        return f"{name} needs the {noun} {_listed(lacking)}, which this call does not give."
    counts = re.search(r"takes (?:from \d+ to )?(\d+) positional arguments? but (\d+)", text)
    if counts is None:
        return ""
    takes, given = int(counts[1]), int(counts[2])
    if "." in text.split("(")[0] and given == takes + 1:
        return (
            f"{name} takes {takes} and gets {given}: a method also gets the object itself. Is "
            f"`self` the first argument in its line with `def`?"
        )
    return f"{name} takes {takes} {'argument' if takes == 1 else 'arguments'}; it is given {given}."


def _listed(names: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _read(target: ast.expr) -> ast.expr:
    """Return the expression that reads what an assignment writes to."""
    return ast.parse(textwrap.dedent(ast.unparse(target)), mode="eval").body


def _own_words(error: BaseException) -> str:
    """Return the name of an error and its text."""
    text = " ".join(str(error).split())[:MAX_TEXT]
    return f"{type(error).__name__}: {text}" if text else f"{type(error).__name__}."
