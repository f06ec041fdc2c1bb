"""The feedback page as HTML: one file that loads nothing else."""

from __future__ import annotations

from functools import cache

import jinja2

from ..wording import number
from .page import feedback
from .result import Report


def html(report: Report) -> str:
    """Return the feedback page, for a screen, a phone, paper or a screen reader."""
    return _template().render(page=feedback(report))


def templates(package: str) -> jinja2.Environment:
    """Return what reads the HTML templates of a package. What is filled in is escaped."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader(package),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(number=number)
    return environment


@cache
def _template() -> jinja2.Template:
    return templates("autograder.report").get_template("feedback.html.j2")
