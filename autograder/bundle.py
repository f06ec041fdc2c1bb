"""Read a grading bundle: Otter's zip of tests, files and settings."""

from __future__ import annotations

import ast
import contextlib
import hashlib
import importlib.util
import json
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from .errors import CourseworkError
from .hints import Known, read_known
from .settings import Settings, read_settings
from .testfiles import Question, read_tests

STAFF = "staff.json"
TORCH_ADDRESSES = 8 << 30  # bytes of address space that PyTorch maps without using them


@dataclass(frozen=True)
class TestCase:
    """One case of a bundle's test file; `covers` says in words what it looks at.

    `needs_torch`: where PyTorch is missing the case passes unjudged (nnlab.checks.torch_missing).
    """

    __test__ = False

    name: str
    points: float
    hidden: bool
    covers: str
    needs_torch: bool = False


@dataclass(frozen=True)
class Reference:
    """The instructor's answers: `cells` are the sources of the solved notebook, `functions` the
    names that each question defines."""

    cells: tuple[str, ...]
    functions: dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Bundle:
    """An opened grading bundle.

    `files` is the folder with what ships beside the notebook; `secrets` are the files that no
    submission may read; `unjudged` are the questions that can't be judged without PyTorch;
    `known` are the mistakes of each question that are recognized.
    """

    name: str
    questions: list[Question]
    files: Path
    settings: Settings
    seed: int
    secrets: tuple[Path, ...]
    unjudged: tuple[str, ...] = ()
    reference: Reference | None = None
    known: dict[str, Known] = field(default_factory=dict)

    @property
    def points(self) -> float:
        return sum(case.points for question in self.questions for case in question.cases)


@contextlib.contextmanager
def open_bundle(path: Path) -> Iterator[Bundle]:
    """Open an Otter autograder zip, with the reference from the staff's file beside it if there is
    one. A zip that is no bundle is a CourseworkError."""
    tests = load_tests(path)
    with tempfile.TemporaryDirectory(prefix="coursework-bundle-") as folder:
        root = Path(folder)
        with zipfile.ZipFile(path) as archive:
            archive.extractall(root)
        (root / "files").mkdir(exist_ok=True)
        config = json.loads((root / "otter_config.json").read_text(encoding="utf-8"))
        staff_file = path.parent / STAFF
        staff = _staff(staff_file) if staff_file.exists() else {}
        torch_is_here = importlib.util.find_spec("torch") is not None
        settings = read_settings(config.get("grading", {}), f"{path.name}, otter_config.json")
        if torch_is_here and b"torch" in b"".join(p.read_bytes() for p in root.glob("tests/*.py")):
            settings = _with_torch(settings)
        unjudged = [name for name, cases in tests.items() if any(c.needs_torch for c in cases)]
        content = hashlib.sha256(path.read_bytes()).digest()
        yield Bundle(
            name=str(config.get("assignment_name") or path.stem),
            questions=read_tests(root / "tests"),
            files=root / "files",
            settings=settings,
            seed=int(staff.get("seed", int.from_bytes(content[:6], "big"))),
            secrets=(path, *([staff_file] if staff else []), *sorted(root.glob("tests/*.py"))),
            unjudged=() if torch_is_here else tuple(unjudged),
            reference=_reference(staff),
            known=read_known(staff.get("known", {})),
        )


def _staff(path: Path) -> dict[str, Any]:
    try:
        return dict(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise CourseworkError(
            f"{path} can't be read ({error}). Build it again with `coursework release`."
        ) from error


def _reference(staff: dict[str, Any]) -> Reference | None:
    if "reference" not in staff:
        return None
    functions = {name: tuple(names) for name, names in staff["functions"].items()}
    return Reference(tuple(staff["reference"]), functions)


def _with_torch(settings: Settings) -> Settings:
    limits = settings.limits
    return replace(
        settings,
        warm=tuple(dict.fromkeys([*settings.warm, "torch"])),
        limits=replace(limits, memory=limits.memory + TORCH_ADDRESSES),
    )


def load_tests(bundle: Path) -> dict[str, list[TestCase]]:
    """The cases of each question, read from the source of the bundle's test files.

    A bundle that is no Otter bundle, or a test file that does not parse, is a CourseworkError.
    """
    try:
        with zipfile.ZipFile(bundle) as archive:
            json.loads(archive.read("otter_config.json"))
            names = sorted(n for n in archive.namelist() if n.startswith("tests/q"))
            return {
                Path(name).stem: _cases(name, archive.read(name).decode("utf-8"))
                for name in names
                if name.endswith(".py")
            }
    except (OSError, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise CourseworkError(
            f"{bundle} is not a grading bundle ({error}). Build one with `coursework release`."
        ) from error


def bundle_name(bundle: Path) -> str:
    """The assignment's name, as its bundle says, else as the zip is called."""
    with zipfile.ZipFile(bundle) as archive:
        config = json.loads(archive.read("otter_config.json"))
    return str(config.get("assignment_name") or bundle.stem)


def public_part(bundle: Path, folder: Path) -> Path:
    """Write a copy of the bundle without its hidden tests into `folder`."""
    target = folder / bundle.name
    with zipfile.ZipFile(bundle) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.startswith("tests/") and name.endswith(".py"):
                content = _without_hidden(content.decode("utf-8")).encode()
            new.writestr(name, content)
    return target


def _without_hidden(source: str) -> str:
    tree = ast.parse(source)
    tree.body = [
        node
        for node in tree.body
        if not (isinstance(node, ast.FunctionDef) and _given(node).get("hidden"))
    ]
    return ast.unparse(tree)


def _given(node: ast.FunctionDef) -> dict[str, Any]:
    """What a test's decorator says: name, points, hidden, failure_message."""
    for decorator in node.decorator_list:
        if isinstance(decorator, ast.Call) and getattr(decorator.func, "id", "") == "test_case":
            return {str(k.arg): ast.literal_eval(k.value) for k in decorator.keywords}
    return {}


def _cases(name: str, source: str) -> list[TestCase]:
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        raise CourseworkError(f"{name} of the bundle does not parse: {error}") from error
    cases = []
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.decorator_list:
            given = _given(node)
            cases.append(
                TestCase(
                    given.get("name") or node.name,
                    float(given.get("points") or 0),
                    bool(given.get("hidden")),
                    str(given.get("failure_message") or ""),
                    "torch_missing" in ast.unparse(node),
                )
            )
    return cases
