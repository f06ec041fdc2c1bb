"""What to teach again, in three sentences."""

from __future__ import annotations

from autograder.wording import listed, one_line

from .statistics import Statistics

SAFE = 0.9  # A question needs no more time if this share of the answers is right on its own.
MUCH = 0.5  # A second question is named if it has this share of the worst one's trouble.


def three_sentences(facts: Statistics) -> list[str]:
    """Return three sentences: the question to begin with, the most frequent mistake, and what
    needs no more time. They are few and vague if nobody was graded."""
    count = len(facts.graded)
    if not count:
        return ["Nobody could be graded, so nothing is known of what the class has understood."]
    return [_question(facts, count), _mistake(facts, count), _no_more(facts, count)]


def _question(facts: Statistics, count: int) -> str:
    ranked = sorted(facts.questions, key=lambda q: (-q.not_solved, -q.blocks))
    if not ranked or not ranked[0].not_solved:
        return "Every question is right on its own in every notebook."
    worst, *others = ranked
    unwritten = f" ({worst.unwritten} gave no answer)" if worst.unwritten else ""
    blocks = ""
    if worst.blocks:
        answers = "answer fails" if worst.blocks == 1 else "answers fail"
        blocks = f", and {worst.blocks} later {answers} because of it"
    second = ""
    if others and others[0].not_solved >= MUCH * worst.not_solved:
        second = f"; then go on with {others[0].label}: {others[0].not_solved}"
    return (
        f"Begin with {worst.label}: {worst.not_solved} of {count} students have not solved "
        f"it{unwritten}{blocks}{second}."
    )


def _mistake(facts: Statistics, count: int) -> str:
    if not facts.misconceptions:
        return "No mistake of the catalogue was recognized, so read some wrong answers yourself."
    first, *others = facts.misconceptions
    sentence = (
        f"The most frequent mistake is in {first.question}: “{one_line(first.name)}” "
        f"({first.count} of {count} students)"
    )
    if others and others[0].count > 1:
        second = others[0]
        sentence += f"; next comes {second.question}: “{one_line(second.name)}” ({second.count})"
    return f"{sentence}."


def _no_more(facts: Statistics, count: int) -> str:
    """Say which questions nearly all have solved who answered them, if half of the class did.

    Who stops half way leaves the last questions blank, which says little about these."""
    often = [q for q in facts.questions if q.answered >= count / 2]
    if not often:
        return "Half of the class has answered no question, so nothing is known to be safe."
    well = [q.label for q in often if q.right_alone >= SAFE * q.answered]
    if well:
        noun = "needs" if len(well) == 1 else "need"
        return (
            f"{listed(well)} {noun} no more time: at least {100 * SAFE:.0f} % of the answers are "
            "right on their own."
        )
    best = max(often, key=lambda q: q.right_alone / q.answered)
    return (
        f"No question is safe yet: the best one, {best.label}, is right on its own in "
        f"{best.right_alone} of {best.answered} answers."
    )
