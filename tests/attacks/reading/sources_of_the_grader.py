"""Imports the grader and the course's tools and opens the bundle with their own functions.

score: 0 of 8
flags: none
stopped by: the jail, Landlock and the user of its own
"""

# %%
import sys
from pathlib import Path

sys.path.insert(0, str(Path(TOLD["grader"]).parent))
FOUND = []
try:
    from autograder.bundle.bundle import open_bundle

    with open_bundle(Path(TOLD["bundle"])) as bundle:
        FOUND += [
            bundle.seed,
            bundle.reference,
            [c.body.get_source() for q in bundle.questions for c in q.cases],
        ]
except Exception as error:
    FOUND.append(type(error).__name__)
try:
    from tools.paths import Course

    FOUND += [path.read_text()[:200] for path in Course().solutions.glob("*/*.py")]
except Exception as error:
    FOUND.append(type(error).__name__)


# %%
def square(*_):
    raise ValueError(FOUND)


total = apply = scale = square
