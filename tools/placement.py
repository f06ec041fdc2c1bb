"""Where the thresholds of a training check go.

Let w be the worst of the correct runs and b the best of all broken ones. If w is not better than b
the task is a lottery and is refused; else the gap between them is cut in three:

    w ---- 1/3 ---- public ---- 1/3 ---- graded ---- 1/3 ---- b

- The public check, in the notebook, is the stricter. What passes there passes at grading even if
  another machine, another NumPy or the graded check's own seed moves it by a third of the gap.
- A threshold at w itself would still refuse some correct runs: a 201st is worse than the 200 with
  probability 1/201, and after 200 without a refusal the rate is below 1.5 % with 95 % confidence
  (0.985 ** 200 = 0.05). That needs no assumption on how the runs are distributed. The third of the
  gap before `public` and the two before `graded` are safety on top, of which only an assumption
  gives a figure: where the tail falls off exponentially, from 1/2 at the median to 1/200 at w, the
  rate falls by another factor of 100 for each such distance beyond w. With a gap as wide as median
  to w that is 1 in 900 for `public` and 1 in 4,300 for `graded`; choose tasks with a wider one.
- Broken runs vary, too, so a third is kept before b. It is less than what correct runs have before
  `graded`: refusing right work is worse than missing a mistake that other tests look for.
- Distances are differences, or, where w and b are positive and at least tenfold apart, ratios:
  losses span decades, and a third of the way from 1e-6 to 1e-1 is 5e-5, not 0.03.
- Each is rounded to as few digits as leave it within a tenth of the gap from its place, so that a
  notebook can state it. So the two keep their order, and a fifth of the gap from w and from b.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from autograder.errors import CourseworkError

DECADE = 10.0  # from this ratio on, distances are ratios
TINY = 5e-324  # a loss of exactly 0 has no logarithm
ROUNDING = 0.1  # of the gap: how far rounding may move a threshold


class Placed(NamedTuple):
    """Thresholds in a gap; `margin` is the gap: a ratio on the scale "log", else a difference."""

    public: float
    graded: float
    margin: float
    scale: str


def place(worst: float, best: float, better: str) -> Placed:
    """Thresholds between the worst correct value and the best broken one.

    Raises:
        CourseworkError: the correct one isn't better, or the broken one is no finite number.
    """
    if not (worst > best if better == "higher" else worst < best):
        raise CourseworkError(
            f"the worst correct run, {worst:g}, is not better than the best broken one, {best:g}. "
            f"Such a task is a lottery: choose another size, start or number of steps."
        )
    if not math.isfinite(best):
        raise CourseworkError(
            "no broken run gives a finite number, so there is nothing to put a threshold before. "
            "Add a mistake that trains."
        )
    log = min(worst, best) > 0 and max(worst, best) >= DECADE * min(worst, best)
    to, back = (math.log, math.exp) if log else (float, float)
    gap = to(best) - to(worst)

    def third(k: int) -> float:
        exact = back(to(worst) + k / 3 * gap)
        for digits in range(1, 16):
            short = rounded(exact, digits)
            if (short > 0 or not log) and abs(to(short) - to(exact)) <= ROUNDING * abs(gap):
                return short
        return exact

    margin = rounded(back(abs(gap)), 3)
    return Placed(third(1), third(2), margin, "log" if log else "linear")


def distance(a: float, b: float, scale: str) -> float:
    """How far apart two values are on a scale, without sign."""
    if scale == "linear":
        return abs(a - b)
    return abs(math.log(max(a, TINY)) - math.log(max(b, TINY)))


def rounded(value: float, digits: int) -> float:
    """`value` to so many significant digits."""
    return float(f"{value:.{digits - 1}e}")
