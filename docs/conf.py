"""The settings of the documentation's site, which `make docs` builds without a network.

The pages are Markdown files of the checkout that can be read on GitHub, too. So the folder that
Sphinx reads is the checkout, and the links between the pages are the same in both places.
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import Any

from docutils.utils.math.latex2mathml import tex2mathml
from pygments.lexers.special import TextLexer

CHECKOUT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(CHECKOUT), str(CHECKOUT / "assignments")]

from autograder.bundle.settings import table  # noqa: E402
from tools.course_file import CourseSettings  # noqa: E402

# Files that are no pages are links to the repository: to REPOSITORY, or to this checkout.
REPOSITORY = os.environ.get("REPOSITORY", CHECKOUT.as_uri())
LINK = re.compile(r"(?<=\]\()(?!\w+:)([^)\s#]+)(?=[)#])")
PAGES = ("docs/**.md", "assignments/*.md", "benchmarks/README.md", "CONTRIBUTING.md")

project = "Neural networks from scratch: coursework"
author = copyright = "the authors of the course"
extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx_click",
    "sphinxarg.ext",
]
root_doc = "docs/index"
include_patterns = list(PAGES)
exclude_patterns = [".venv", "dist", "assignments/data"]
html_theme = "furo"
html_title = "Coursework"
html_extra_path = ["site"]  # The page that leads from the site's address to its first page.
html_copy_source = False
smartquotes = False  # Options begin with two hyphens.
myst_enable_extensions = ["dollarmath", "html_image", "substitution"]
myst_heading_anchors = 4
myst_url_schemes = {"http": None, "https": None, "checkout": REPOSITORY + "/{{path}}"}
myst_substitutions = {"settings": table(CourseSettings())}
html_math_renderer = "mathml"
autodoc_member_order = "bysource"
autodoc_typehints_format = "short"
napoleon_use_ivar = True
default_role = "code"  # Docstrings have code between single backquotes.


def lead_to_repository(app: Any, page: str, source: list[str]) -> None:
    """Replace links to files of the checkout that are no pages."""
    folder = (CHECKOUT / page).parent

    def address(match: re.Match[str]) -> str:
        target = Path(os.path.normpath(folder / match[1]))
        inside = target.relative_to(CHECKOUT).as_posix()
        is_page = inside.removesuffix(".md") in app.env.found_docs and inside.endswith(".md")
        is_picture = target.suffix in (".png", ".svg")
        return match[1] if is_page or is_picture else f"checkout:{inside}"

    source[0] = LINK.sub(address, source[0])


def keep_bars(app: Any, kind: str, name: str, value: Any, options: Any, lines: list[str]) -> None:
    """Keep the bars of absolute values, as in |a - b|: docstrings are plain text."""
    lines[:] = [line.replace("|", r"\|") for line in lines]


def mathml(formula: str, as_block: bool) -> str:
    """Return a formula of LaTeX as MathML."""
    markup: str = tex2mathml(formula.replace(r"\dots", r"\ldots"), as_block=as_block)
    return markup


def inline_math(translator: Any, node: Any) -> None:
    """Write a formula within a sentence as MathML, which browsers show by themselves."""
    translator.body.append(mathml(node.astext(), as_block=False))


def block_math(translator: Any, node: Any) -> None:
    """Write a formula on a line of its own as MathML."""
    translator.body.append(mathml(node.astext(), as_block=True))


def setup(app: Any) -> None:
    app.connect("source-read", lead_to_repository)
    app.connect("autodoc-process-docstring", keep_bars)
    app.add_html_math_renderer(
        "mathml", inline_renderers=(inline_math, None), block_renderers=(block_math, None)
    )
    app.add_lexer("mermaid", TextLexer)  # GitHub draws these diagrams; here they are read as text.
