"""Refuse a master that Otter Assign would turn into a wrong release without a message.

Each rule is a function of a master that raises a CourseworkError naming file, cell and line.
"""

from __future__ import annotations

import ast
import builtins
import difflib
import re

from .master import MARKERS, STUB, Case, Cell, Master, Question

QUESTION_KEYS = {"name", "points", "manual"}
TEST_KEYS = {"points", "hidden", "failure_message", "success_message"}
IN_CELL = {
    "BEGIN SOLUTION", "END SOLUTION", "SOLUTION", "SOLUTION NO PROMPT",
    "BEGIN SOLUTION NO PROMPT", "BEGIN PROMPT", "END PROMPT",
}  # fmt: skip
TEST_MARKERS = {"BEGIN TEST CONFIG", "END TEST CONFIG"}
COMMENT = re.compile(r"#\s*([A-Za-z]+(?: [A-Za-z]+)*)\s*$")


def lint(master: Master) -> None:
    """Raise a CourseworkError if the master would give a wrong release."""
    _markers(master)
    names: set[str] = set()
    for question in [*master.questions, *master.written]:
        if question.name in names:
            raise master.refuse(question.cell, f"there are two questions called {question.name}.")
        names.add(question.name)
        _keys(master, question)
    for question in master.written:
        _written(master, question)
    for question in master.questions:
        tests: set[str] = set()
        for case in question.cases:
            _case(master, question, case)
            if case.name in tests:
                raise master.refuse(
                    case.cell, f"two tests are called {case.name}; Otter would drop the first."
                )
            tests.add(case.name)
        _question(master, question)
    _points(master)


def _markers(master: Master) -> None:
    questions = [*master.questions, *master.written]
    answers = {cell.number for question in questions for cell in question.answer}
    tests = {case.cell.number for question in master.questions for case in question.cases}
    for cell in master.cells:
        if cell.kind == "raw":
            continue
        for offset, line in enumerate(cell.source.splitlines()):
            match = COMMENT.search(line)
            text = match.group(1) if match else ""
            if text in IN_CELL and cell.number not in answers:
                raise master.refuse(
                    cell,
                    f"the solution marker '# {text}' stands outside a question's solution, "
                    f"so the solution would reach the students.",
                    offset,
                )
            if text in TEST_MARKERS and cell.number not in tests:
                raise master.refuse(cell, f"'# {text}' stands outside a question's tests.", offset)
            if text not in IN_CELL | TEST_MARKERS and _looks_like_a_marker(text):
                raise master.refuse(
                    cell, f"'# {text}' looks like a mistyped marker; Otter would ignore it.", offset
                )


def _looks_like_a_marker(text: str) -> bool:
    known = IN_CELL | TEST_MARKERS | MARKERS
    return bool(difflib.get_close_matches(text.upper(), known, n=1, cutoff=0.8)) and (
        text.isupper() or text.upper() in known
    )


def _keys(master: Master, question: Question) -> None:
    unknown = set(question.config) - QUESTION_KEYS
    if unknown:
        raise master.refuse(
            question.cell,
            f"question {question.name} has an unknown key {sorted(unknown)[0]!r}; "
            f"it knows {', '.join(sorted(QUESTION_KEYS))}.",
        )


def _written(master: Master, question: Question) -> None:
    name, (solution, rubric) = question.name, question.model_answer
    if [cell.kind for cell in question.text] != ["markdown"]:
        raise master.refuse(question.cell, f"the written question {name} needs one Markdown cell "
                            "that asks it, and no other cell.")  # fmt: skip
    if [cell.kind for cell in question.answer] != ["markdown"] or not solution:
        raise master.refuse(
            question.cell,
            f"the written question {name} needs a solution of one Markdown cell: a line "
            "**SOLUTION** with the model answer below it.",
        )
    if question.points and not rubric:
        raise master.refuse(question.cell, f"the solution of {name} needs a line **RUBRIC** with "
                            "what gets how many points below it.")  # fmt: skip
    if question.cases:
        raise master.refuse(question.cases[0].cell, f"{name} has a test and is graded by a person; "
                            "Otter would count its points twice.")  # fmt: skip
    if not question.title:
        raise master.refuse(
            question.cell,
            f"{name} needs a heading such as '## Written question 1: why? (2 points)', or "
            "'## For yourself: why? (not graded)' if it has no points.",
        )


def _question(master: Master, question: Question) -> None:
    source = "\n".join(cell.source for cell in question.answer)
    stubs = STUB.findall(source)
    if not stubs:
        raise master.refuse(
            question.cell,
            f"question {question.name} has no stub: a prompt that raises "
            f'NotImplementedError("{master.chapter.short} {question.name}: function").',
        )
    for short, name, _ in stubs:
        if (short, name) != (master.chapter.short, question.name):
            raise master.refuse(
                question.answer[0], f"a stub of {question.name} calls itself '{short} {name}'."
            )
    for hidden in (False, True):
        if not any(case.hidden == hidden for case in question.cases):
            kind = "hidden" if hidden else "public"
            raise master.refuse(question.cell, f"question {question.name} has no {kind} test.")
    if [case.hidden for case in question.cases] != sorted(case.hidden for case in question.cases):
        raise master.refuse(
            question.cell,
            f"question {question.name} has a hidden test before a public one; Otter would give "
            f"the students' copy the wrong points.",
        )


def _case(master: Master, question: Question, case: Case) -> None:
    unknown = set(case.config) - TEST_KEYS
    if unknown:
        raise master.refuse(
            case.cell,
            f"the test has an unknown key {sorted(unknown)[0]!r}; "
            f"it knows {', '.join(sorted(TEST_KEYS))}.",
        )
    if case.function is None:
        raise master.refuse(case.cell, "a test cell holds exactly one function and one call of it.")
    if case.points <= 0:
        raise master.refuse(case.cell, f"test {case.name} carries no points.")
    if not case.covers:
        raise master.refuse(case.cell, f"test {case.name} has no failure_message: what it covers.")
    messages = f"{case.covers}{case.config.get('success_message', '')}"
    if any(mark in messages for mark in '"\\\n'):
        raise master.refuse(
            case.cell,
            "a message of the test holds a double quote, a backslash or a line break; "
            "Otter would write a test file that does not parse.",
        )
    free = _free_names(case.function)
    if free:
        raise master.refuse(
            case.cell,
            f"test {case.name} uses {sorted(free)[0]}, which it doesn't take as a parameter.",
            case.function.lineno - 1,
        )
    for node in ast.walk(case.function):
        why = _loose_comparison(node)
        if why:
            raise master.refuse(case.cell, why, node.lineno - 1)  # type: ignore[attr-defined]


def _free_names(function: ast.FunctionDef) -> set[str]:
    bound: set[str] = set()
    used: set[str] = set()
    for node in ast.walk(function):
        if isinstance(node, ast.arg):
            bound.add(node.arg)
        elif isinstance(node, ast.alias):
            bound.add((node.asname or node.name).split(".")[0])
        elif isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.ExceptHandler)):
            bound.add(node.name or "")
        elif isinstance(node, ast.Name):
            (used if isinstance(node.ctx, ast.Load) else bound).add(node.id)
    return used - bound - set(dir(builtins))


def _loose_comparison(node: ast.AST) -> str:
    if isinstance(node, ast.Call):
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        if name in {"allclose", "isclose", "array_equal", "assert_allclose"}:
            return f"{name} accepts an empty array in place of any other; use nnlab.checks.close."
    if isinstance(node, ast.Compare) and any(isinstance(op, ast.Eq) for op in node.ops):
        sides = [node.left, *node.comparators]
        if not any(_plain(side) for side in sides):
            return "== may compare arrays here; use nnlab.checks.close."
    return ""


def _plain(node: ast.AST) -> bool:
    """Return True if the expression is certainly not an array: a constant, a length, a shape."""
    if isinstance(node, (ast.Tuple, ast.List)):
        return all(_plain(item) for item in node.elts)
    if isinstance(node, ast.Call):
        return getattr(node.func, "id", "") in {"len", "type", "int", "str", "list", "set"}
    if isinstance(node, ast.Attribute):
        return node.attr in {"shape", "dtype", "ndim", "size", "kind"}
    return isinstance(node, ast.Constant)


def _points(master: Master) -> None:
    for question in master.questions:
        cases = sum(case.points for case in question.cases)
        if abs(cases - question.points) > 1e-9:
            raise master.refuse(
                question.cell,
                f"question {question.name} is worth {question.points:g} points, "
                f"its tests add up to {cases:g}.",
            )
    for question in [*master.questions, *(q for q in master.written if q.points)]:
        text = "\n".join(cell.source for cell in question.text)
        heading = re.search(r"\((\d+(?:\.\d+)?) points?\)", text)
        if heading is None or float(heading.group(1)) != question.points:
            raise master.refuse(
                question.cell,
                f"the heading of {question.name} doesn't say ({question.points:g} points).",
            )
    total = sum(question.points for question in master.questions)
    declared = master.config.get("generate", {}).get("points_possible")
    first: Cell = master.cells[0]
    if declared is None or abs(float(declared) - total) > 1e-9:
        raise master.refuse(
            first, f"points_possible is {declared}; the questions with tests add up to {total:g}."
        )
