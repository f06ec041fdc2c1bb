"""The results.json that a student gets if the grader itself broke."""

from __future__ import annotations

from typing import Any

SENTENCE = (
    "The grader itself broke on this submission: this says nothing about your work, and your "
    "notebook is safe. Please tell the course staff. They see the details here, and can run the "
    "grader again."
)


def failed() -> dict[str, Any]:
    """Return the content of a results.json that says so."""
    return {
        "score": 0.0,
        "output": SENTENCE,
        "output_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "extra_data": {"grader_broke": True},
        "tests": [],
    }
