"""The keys of `otter_config.json`, and what becomes of each when this project grades."""

from __future__ import annotations

from typing import Any, NamedTuple

from ..errors import CourseworkError
from ..wording import listed


class Key(NamedTuple):
    """What becomes of one key.

    Attributes:
        effect: "honored"; "ignored", because it changes no score; or "refused", because a bundle
            that uses it would be graded differently here.
        words: More about it.
    """

    effect: str
    words: str


_SHOWN = Key("ignored", "it changes what Otter shows, and no score")
_PDF = Key("ignored", "no PDF is made")
_UPLOAD = Key("ignored", "no PDF is uploaded")
_COMMAND = Key("ignored", "`otter run` sets it itself")

# All keys that Otter knows, and this project's own. Otter ignores other keys, and so does this
# project.
KEYS = {
    "assignment_name": Key("honored", "a notebook that names another assignment, or none, is not "
                           "graded; for a bundle of this project it may name none"),
    "autograder_dir": _COMMAND,
    "assignment_id": _UPLOAD,
    "course_id": _UPLOAD,
    "debug": _COMMAND,
    "filtering": _PDF,
    "force_public_test_summary": _SHOWN,
    "grade_from_log": Key("refused", "the notebook itself is graded, never a log of it"),
    "grading": Key("honored", "these are this project's own settings"),
    "lang": Key("honored", "a bundle for R is refused"),
    "log_level": _SHOWN,
    "logo": _SHOWN,
    "miniconda_path": Key("ignored", "the Python that runs this project grades"),
    "pagebreaks": _PDF,
    "pdf": _PDF,
    "pdf_via_html": _PDF,
    "plugins": Key("refused", "no plugin of Otter is run, and a plugin may change scores"),
    "points_possible": Key("honored", "the points count as a share of it"),
    "print_score": _SHOWN,
    "print_summary": _SHOWN,
    "score_threshold": Key("honored", "from this share of the points on a submission gets all "
                           "points, and below it none"),
    "seed": Key("honored", "it is set before each cell"),
    "seed_variable": Key("honored", "the variable is set to the seed before each cell instead"),
    "serialized_variables": Key("ignored", "it has a meaning only with `grade_from_log`"),
    "show_all_public": _SHOWN,
    "show_hidden": Key("ignored", "a student sees what a hidden case covers, never its source"),
    "show_stdout": Key("ignored", "no output of a submission is shown"),
    "submit_blank_pdf_on_export_failure": _PDF,
    "token": _UPLOAD,
    "use_submission_pdf": _PDF,
    "warn_missing_pdf": _PDF,
    "zips": Key("ignored", "a zip that holds one notebook is always read"),
}  # fmt: skip
# A key with one of these values says nothing.
QUIET: tuple[object, ...] = (None, False, "", [], {})


def check_config(config: dict[str, Any], bundle: str) -> None:
    """Refuse a bundle that would be graded differently here than by Otter.

    Args:
        config: The content of otter_config.json.
        bundle: The name of the bundle, as messages name it.

    Raises:
        CourseworkError: A key is refused, or has a value that Otter refuses.
    """
    language = config.get("lang", "python")
    if language != "python":
        raise CourseworkError(
            f"{bundle} is for notebooks in {language!s:.20}; only Python can be graded."
        )
    refused = [k for k, key in KEYS.items() if key.effect == "refused" and _says(config.get(k))]
    if refused:
        verb = "is" if len(refused) == 1 else "are"
        reasons = "; ".join(KEYS[key].words for key in refused)
        raise CourseworkError(
            f"{bundle} can't be graded as Otter would: its otter_config.json sets "
            f"{listed([f'`{key}`' for key in refused])}, which {verb} refused here ({reasons}). "
            "Remove it to grade without it."
        )
    seed, variable = config.get("seed"), config.get("seed_variable")
    if seed is not None and type(seed) is not int:
        raise CourseworkError(f"{bundle}: `seed` should be a whole number; it is {seed!r:.80}.")
    if variable is not None and not (type(variable) is str and variable.isidentifier()):
        raise CourseworkError(
            f"{bundle}: `seed_variable` should be the name of a variable; it is {variable!r:.80}."
        )


def settings_in_words(config: dict[str, Any]) -> list[str]:
    """Return a sentence for each key of otter_config.json that says something."""
    unknown = Key("ignored", "Otter does not know it either")
    return [
        f"`{name}` is {KEYS.get(name, unknown).effect}: {KEYS.get(name, unknown).words}."
        for name, value in config.items()
        if _says(value) and name not in ("assignment_name", "lang", "grading")
    ]


def table() -> str:
    """Return a Markdown table of all keys."""
    rows = [f"| `{name}` | {key.effect} | {key.words} |" for name, key in sorted(KEYS.items())]
    return "\n".join(["| key | effect | |", "| --- | --- | --- |", *rows]) + "\n"


def _says(value: Any) -> bool:
    return not any(value == quiet and type(value) is type(quiet) for quiet in QUIET)
