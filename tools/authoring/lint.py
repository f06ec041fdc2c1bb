"""Refuse a master that Otter Assign would turn into a wrong release without a message, and one that
is not in the style of its course (`course.toml`).

Each rule is a function that yields a fault for each place where a master breaks it. Cells that
could not be read have a fault already, so no rule judges what depends on it.
"""

from __future__ import annotations

import ast
import builtins
import difflib
import re
from collections.abc import Callable, Iterator

from ..course_file import Style
from ..faults import Fault
from .master import MARKERS, OWN_KEYS, STUB, Case, Cell, Master, Question

IN_CELL = {
    "BEGIN SOLUTION", "END SOLUTION", "SOLUTION", "SOLUTION NO PROMPT",
    "BEGIN SOLUTION NO PROMPT", "BEGIN PROMPT", "END PROMPT",
}  # fmt: skip
TEST_MARKERS = {"BEGIN TEST CONFIG", "END TEST CONFIG"}
COMMENT = re.compile(r"#\s*([A-Za-z]+(?: [A-Za-z]+)*)\s*$")


def lint(master: Master, style: Style) -> list[Fault]:
    """Return what would give a wrong release, what is not in the style of the course, and what
    could not be read."""
    rules = [*RULES, *(rule for name, rule in STYLE_RULES.items() if getattr(style, name))]
    return [*master.faults, *(fault for rule in rules for fault in rule(master))]


def _has_fault(master: Master, cell: Cell) -> bool:
    return any(fault.cell == cell.number for fault in master.faults)


def _is_known(master: Master, part: Question | Case, key: str) -> bool:
    """Return False if a key is missing from settings with a fault, which may be about this key."""
    return key in part.config or not _has_fault(master, part.cell)


def _sources(master: Master) -> Iterator[Fault]:
    tests = {case.cell.number for question in master.questions for case in question.cases}
    for cell in master.cells:
        if cell.kind == "code" and cell.number not in tests:
            try:
                ast.parse(cell.source)
            except SyntaxError as error:
                line = (error.lineno or 1) - 1
                text = cell.source.splitlines()[line].strip()
                if text.startswith(("%", "!")):
                    why = f"a master holds plain Python, and {text!r} is a command of IPython. " \
                          "Delete it; pictures are shown without %matplotlib."  # fmt: skip
                else:
                    why = f"this is not Python: {error.msg}."
                yield master.fault(cell, why, line)


def _markers(master: Master) -> Iterator[Fault]:
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
                yield master.fault(
                    cell,
                    f"the solution marker '# {text}' stands outside a question's solution, "
                    f"so the solution would reach the students. Put the cell between raw cells "
                    f"# BEGIN SOLUTION and # END SOLUTION of a question.",
                    offset,
                )
            if text in TEST_MARKERS and cell.number not in tests:
                yield master.fault(
                    cell,
                    f"'# {text}' stands outside a question's tests. Put the cell between raw "
                    "cells # BEGIN TESTS and # END TESTS of a question.",
                    offset,
                )
            meant = _marker_like(text)
            if text not in IN_CELL | TEST_MARKERS and meant:
                yield master.fault(
                    cell,
                    f"'# {text}' looks like a mistyped marker; Otter would ignore it. Write "
                    f"# {meant}.",
                    offset,
                )


def _marker_like(text: str) -> str:
    """Return the marker that a comment seems to be meant as, or ""."""
    known = IN_CELL | TEST_MARKERS | MARKERS
    similar = difflib.get_close_matches(text.upper(), known, n=1, cutoff=0.8)
    return similar[0] if similar and (text.isupper() or text.upper() in known) else ""


def _assignment(master: Master) -> Iterator[Fault]:
    """Otter ignores keys that it does not know."""
    import fica
    from otter.assign.assignment import Assignment
    from otter.run.run_autograder.autograder_config import AutograderConfig

    places = [cell for cell in master.cells if cell.marker == "ASSIGNMENT CONFIG"]
    if master.cells and (len(places) > 1 or not (places or master.config)):
        yield master.fault(
            (places or master.cells)[-1],
            f"a master has one raw cell # ASSIGNMENT CONFIG; this one has {len(places)}. "
            "Copy it from a chapter that `coursework new` writes.",
        )
        return
    for cell in places:
        name = master.config.get("name", master.name)
        if name != master.name:
            yield master.fault(cell, f"the name is {name}, but the folder is called {master.name}. "
                               f"Write name: {master.name}.")  # fmt: skip
        tests = master.config.get("tests")
        if not (isinstance(tests, dict) and tests.get("ok_format") is False):
            yield master.fault(cell, "tests are functions here, and Otter has to be told so. Write "
                               "these lines:\n# tests:\n#   ok_format: false")  # fmt: skip
        for kind, prefix, own in (
            (Assignment, "", OWN_KEYS), (AutograderConfig, "generate.", set[str]()),
        ):  # fmt: skip
            known = own | {key for key, value in vars(kind).items() if isinstance(value, fica.Key)}
            section = master.config.get("generate", {}) if prefix else master.config
            for key in section.keys() - known:
                similar = _did_you_mean(key, known)
                yield master.fault(cell, f"there is no key {prefix}{key}. {similar}")


def _did_you_mean(name: object, known: set[str]) -> str:
    similar = difflib.get_close_matches(str(name), known, 1)
    return f"Did you mean {similar[0]}?" if similar else f"Keys: {', '.join(sorted(known))}."


def _names(master: Master) -> Iterator[Fault]:
    names: set[str] = set()
    for question in [*master.questions, *master.written]:
        if not question.name and _is_known(master, question, "name"):
            yield master.fault(question.cell, "a question needs a name. Write name: q1.")
        elif question.name in names:
            yield master.fault(
                question.cell,
                f"there are two questions called {question.name}. Choose another name.",
            )
        names.add(question.name)
    for question in master.questions:
        tests: set[str] = set()
        for case in question.cases:
            if case.name in tests:
                yield master.fault(
                    case.cell,
                    f"two tests are called {case.name}; Otter would drop the first. "
                    "Choose another name.",
                )
            tests.update(filter(None, [case.name]))


def _written(master: Master) -> Iterator[Fault]:
    for question in master.written:
        name, (solution, rubric) = question.name, question.model_answer
        if [cell.kind for cell in question.text] != ["markdown"]:
            yield master.fault(
                question.cell,
                f"the written question {name} needs one Markdown cell that asks it, and no other "
                "cell.",
            )
        if [cell.kind for cell in question.answer] != ["markdown"] or not solution:
            yield master.fault(
                question.cell,
                f"the written question {name} needs a solution of one Markdown cell: a line "
                "**SOLUTION** with the model answer below it.",
            )
        elif question.points and not rubric:
            yield master.fault(question.cell, f"the solution of {name} needs a line **RUBRIC** "
                               "with what gets how many points below it.")  # fmt: skip
        if question.cases:
            yield master.fault(
                question.cases[0].cell,
                f"{name} has a test and is graded by a person; Otter would count its points twice. "
                "Delete the test, or the line manual: true.",
            )
        if not question.title:
            yield master.fault(
                question.cell,
                f"{name} needs a heading such as '## Written question 1: why? (2 points)', or "
                "'## For yourself: why? (not graded)' if it has no points.",
            )


def _stubs(master: Master) -> Iterator[Fault]:
    for question in master.questions:
        stubs = STUB.findall("\n".join(cell.source for cell in question.answer))
        if not stubs:
            function = ([*_defined(question), "function"])[0]
            prompt = (
                '    """ # BEGIN PROMPT\n    raise NotImplementedError("'
                f'{master.chapter.short} {question.name}: {function}")\n    """ # END PROMPT'
            )
            yield master.fault(
                (question.answer or [question.cell])[0],
                f"question {question.name} has no stub, which students replace. Write these lines "
                f"below the docstring, above # BEGIN SOLUTION NO PROMPT:\n{prompt}",
            )
        for short, name, function in stubs:
            if question.name and (short, name) != (master.chapter.short, question.name):
                yield master.fault(
                    question.answer[0],
                    f"a stub of {question.name} calls itself '{short} {name}'. Write "
                    f"'{master.chapter.short} {question.name}: {function}'.",
                )


def _calls(master: Master) -> Iterator[Fault]:
    """A student notebook that calls no answer can't be proven to run up to its first stub."""
    names = [name for question in master.questions for name in _defined(question)]
    own = {cell.number for q in master.questions for cell in q.answer}
    own |= {case.cell.number for q in master.questions for case in q.cases}
    others = "\n".join(c.source for c in master.cells if c.kind == "code" and c.number not in own)
    if names and not any(re.search(rf"\b{name}\b", others) for name in names):
        yield master.fault(
            master.questions[0].cell,
            f"no cell calls what students write. Write a code cell below # END QUESTION that shows "
            f"what {names[0]} returns.",
        )


def _defined(question: Question) -> list[str]:
    """Return the functions and classes that the answer to a question defines."""
    source = "\n".join(cell.source for cell in question.answer)
    return re.findall(r"(?m)^(?:def|class) (\w+)", source)


def _order(master: Master) -> Iterator[Fault]:
    for question in master.questions:
        order = [case.hidden for case in question.cases]
        if _kinds_are_known(master, question) and order != sorted(order):
            yield master.fault(
                question.cell,
                f"question {question.name} has a hidden test before a public one; Otter would "
                f"give the students' copy the wrong points. Move the public tests to the top.",
            )


def _both_kinds(master: Master) -> Iterator[Fault]:
    for question in (q for q in master.questions if _kinds_are_known(master, q)):
        for hidden in (False, True):
            if not any(case.hidden == hidden for case in question.cases):
                yield master.fault(
                    question.cell,
                    f"question {question.name} has no {'hidden' if hidden else 'public'} test. "
                    f"Write one {'with' if hidden else 'without'} hidden: true in its settings.",
                )


def _kinds_are_known(master: Master, question: Question) -> bool:
    return all(_is_known(master, case, "hidden") for case in question.cases)


def _cases(master: Master) -> Iterator[Fault]:
    for case in (case for question in master.questions for case in question.cases):
        name = case.name or "of this cell"
        if case.points <= 0 and _is_known(master, case, "points"):
            yield master.fault(case.cell, f"test {name} carries no points. Write points: 1 in its "
                               "settings.")  # fmt: skip
        messages = f"{case.covers}{case.config.get('success_message', '')}"
        if any(mark in messages for mark in '"\\\n'):
            yield master.fault(
                case.cell,
                "a message of the test holds a double quote, a backslash or a line break; Otter "
                "would write a test file that does not parse. Write single quotes.",
            )
        yield from _function(master, case)


def _function(master: Master, case: Case) -> Iterator[Fault]:
    if case.function is None:
        if not _has_fault(master, case.cell):
            yield master.fault(case.cell, "a test cell holds exactly one function and one call of "
                               "it. Make a cell of each test.")  # fmt: skip
        return
    for name in sorted(_free_names(case.function)):
        yield master.fault(
            case.cell,
            f"test {case.name} uses {name}, which it doesn't take as a parameter. Make it a "
            "parameter, or import it within the test.",
            case.function.lineno - 1,
        )


def _covers(master: Master) -> Iterator[Fault]:
    for case in (case for question in master.questions for case in question.cases):
        if not case.covers and _is_known(master, case, "failure_message"):
            yield master.fault(
                case.cell,
                f"test {case.name or 'of this cell'} has no failure_message: what it covers, in "
                "words for students.",
            )


def _comparisons(master: Master) -> Iterator[Fault]:
    for case in (case for question in master.questions for case in question.cases):
        for node in ast.walk(case.function) if case.function else ():
            if why := _loose_comparison(node):
                yield master.fault(case.cell, why, node.lineno - 1)  # type: ignore[attr-defined]


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


def _points(master: Master) -> Iterator[Fault]:
    for question in master.questions:
        parts: list[Question | Case] = [question, *question.cases]
        cases = sum(case.points for case in question.cases)
        known = all(_is_known(master, part, "points") for part in parts)
        if known and abs(cases - question.points) > 1e-9:
            yield master.fault(
                question.cell,
                f"question {question.name} is worth {question.points:g} points, but its tests add "
                f"up to {cases:g}. Make them equal.",
            )
    total = sum(question.points for question in master.questions)
    declared = master.config.get("generate", {}).get("points_possible")
    known = all(_is_known(master, question, "points") for question in master.questions)
    for cell in (cell for cell in master.cells if cell.marker == "ASSIGNMENT CONFIG"):
        known = known and ("generate" in master.config or not _has_fault(master, cell))
        if known and declared != total:
            yield master.fault(
                cell,
                f"points_possible is {declared}, but the questions with tests add up to {total:g}. "
                f"Write points_possible: {total:g} below generate.",
            )


def _headings(master: Master) -> Iterator[Fault]:
    for question in [*master.questions, *(q for q in master.written if q.points)]:
        text = "\n".join(cell.source for cell in question.text)
        heading = re.search(r"\((\d+(?:\.\d+)?) points?\)", text)
        if _is_known(master, question, "points") and (
            heading is None or float(heading.group(1)) != question.points
        ):
            yield master.fault(
                question.cell,
                f"the heading of {question.name} doesn't say ({question.points:g} points).",
            )


Rule = Callable[[Master], Iterator[Fault]]
RULES: tuple[Rule, ...] = (
    _assignment, _names, _sources, _markers, _written, _stubs, _calls, _order, _cases, _points,
)  # fmt: skip
STYLE_RULES: dict[str, Rule] = {  # By the switch of the course.
    "points_in_headings": _headings,
    "public_and_hidden_tests": _both_kinds,
    "failure_messages": _covers,
    "strict_comparisons": _comparisons,
}
