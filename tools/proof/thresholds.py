"""Where the thresholds of a training check go.

Let w be the worst of the correct runs and b the best of all broken ones. If w is not better than b,
the task is a lottery and is refused. Otherwise the gap between them is cut into three equal parts:

    w ---- 1/3 ---- public ---- 1/3 ---- graded ---- 1/3 ---- b

- The public check, in the notebook, is the stricter one. A run that passes it also passes at
  grading, even if another machine, another NumPy or the graded check's own seed moves the result by
  a third of the gap.
- A threshold at w itself would still refuse some correct runs: a 201st run is worse than the 200
  measured ones with probability 1/201, and after 200 runs without a refusal the rate is below 1.5 %
  with 95 % confidence (0.985 ** 200 = 0.05). This needs no assumption about the distribution of the
  runs. The third of the gap before `public`, and the two thirds before `graded`, are additional
  safety. How much they add needs an assumption: if the tail falls off exponentially, from 1/2 at
  the median to 1/200 at w, the rate falls by another factor of 100 for each such distance beyond
  w. With a gap as wide as the distance from median to w, that is 1 in 900 for `public` and 1 in
  4,300 for `graded`. Choose tasks with a wider gap.
- Broken runs vary, too, so a third of the gap is kept before b. That is less than what correct runs
  have before `graded`: to refuse right work is worse than to miss a mistake that other tests look
  for.
- Distances are ratios if w and b are positive and at least tenfold apart, and differences
  otherwise: losses span decades, and a third of the way from 1e-6 to 1e-1 is 5e-5, not 0.03.
- Each threshold is rounded to the fewest digits that leave it within a tenth of the gap from its
  place, so that a notebook can state it. So the two keep their order, and each stays at least a
  fifth of the gap away from w and from b.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from autograder.errors import CourseworkError

DECADE = 10.0  # If the two values are at least this ratio apart, distances are ratios.
TINY = 5e-324  # It stands for a loss of exactly 0, which has no logarithm.
ROUNDING = 0.1  # Rounding may move a threshold by this share of the gap.


class Thresholds(NamedTuple):
    """The thresholds of a training check.

    Attributes:
        public: The threshold of the notebook's check.
        graded: The threshold of the hidden test, which is easier to reach.
        margin: The gap that they lie in: a ratio if `scale` is "log", else a difference.
        scale: "log" or "linear".
    """

    public: float
    graded: float
    margin: float
    scale: str


def place(worst: float, best: float, better: str) -> Thresholds:
    """Return thresholds between the worst correct value and the best broken one.

    Args:
        worst: The worst value of a correct run.
        best: The best value of a broken run.
        better: "higher" or "lower".

    Raises:
        CourseworkError: The correct value is not better, or the broken one is not finite.
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
    return Thresholds(third(1), third(2), margin, "log" if log else "linear")


def distance(a: float, b: float, scale: str) -> float:
    """Return how far apart two values are on a scale, without sign."""
    if scale == "linear":
        return abs(a - b)
    return abs(math.log(max(a, TINY)) - math.log(max(b, TINY)))


def rounded(value: float, digits: int) -> float:
    """Return a value rounded to this number of significant digits."""
    return float(f"{value:.{digits - 1}e}")
