"""Grade a class with a grader that takes a few milliseconds; a process that tests kill.

    python killed_class.py FOLDER PAUSE

Before a submission is graded, its id is appended to FOLDER/diary.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[k]) for k in (1, 2)]

from classes.small_class import Diary, judge, order  # noqa: E402

from autograder.report.result import Report  # noqa: E402
from autograder.submission.intake import Submission  # noqa: E402
from tools.classes.grading import grade_all  # noqa: E402

if __name__ == "__main__":
    folder, pause = Path(sys.argv[1]), float(sys.argv[2])

    def slowly(submission: Submission) -> Report:
        with open(folder / "diary", "a") as file:
            file.write(f"{submission.id}\n")
        time.sleep(pause)
        return judge(submission)

    grade_all(order(folder, Diary(slowly)), [folder / "handed_in"], folder / "out")
    (folder / "finished").touch()
