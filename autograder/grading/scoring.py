"""The result of a question, from the outcomes of its cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..bundle.bundle import Bundle
from ..bundle.testfiles import Question
from ..diagnosis.answers import Answers
from ..diagnosis.hints import MOST, Hint, hints
from ..report.result import CaseResult, QuestionResult, total
from ..wording import listed
from .case import Outcome

# What is said of a question of which a case took too long, after the other hints.
TOO_SLOW = (
    "A test did not end in its time, which is at most {seconds:.3g} s of computing. The answer "
    "may be right, but it is too slow for this test."
)


def question_result(
    bundle: Bundle, question: Question, outcomes: Sequence[Outcome], culprits: Sequence[str]
) -> QuestionResult:
    """Return the result of a question: points, and who is to blame.

    Args:
        bundle: The bundle of the question.
        question: The question.
        outcomes: The outcomes of its cases, in their order.
        culprits: The questions that can be to blame; see `to_blame`.
    """
    credit = bundle.settings.own_credit
    rows = [
        CaseResult(
            name=case.name,
            hidden=case.hidden,
            state=outcome.state,
            points=case.points,
            message="" if outcome.state != "failed" else
                    case.covers if case.hidden else outcome.message,
            covers=case.covers,
            reason=outcome.reason,
            judged="beside" if outcome.beside else "apart",
        )
        for case, outcome in zip(question.cases, outcomes)
    ]  # fmt: skip
    title = bundle.titles.get(question.name, "")
    failed = [outcome for outcome in outcomes if outcome.state == "failed"]
    slow = bool(failed) and all(outcome.timed_out for outcome in failed)
    result = QuestionResult(question.name, 0.0, question.points, rows, title=title, slow=slow)
    shares = [1.0 if o.state == "passed" else credit if o.passes_alone else 0.0 for o in outcomes]
    score = sum(case.points * share for case, share in zip(question.cases, shares))
    missed = any(o.state == "failed" and share < 1 for o, share in zip(outcomes, shares))
    if not (question.all_or_nothing and missed):
        result.score = total([score])
    _add_blame(result, bundle, outcomes, culprits)
    return result


def to_blame(
    questions: Sequence[Question], outcomes: Mapping[str, Sequence[Outcome]]
) -> list[str]:
    """Return the names of the questions whose answers are wrong by themselves.

    Args:
        questions: The questions that were graded.
        outcomes: The outcomes of the cases of each question.
    """
    return [q.name for q in questions if any(_fails_itself(o) for o in outcomes[q.name])]


def answers_by_case(question: Question, outcomes: Sequence[Outcome]) -> dict[str, Answers]:
    """Return what the submission answered to each case of a question."""
    return {case.name: outcome.answers for case, outcome in zip(question.cases, outcomes)}


def _add_blame(
    result: QuestionResult, bundle: Bundle, outcomes: Sequence[Outcome], culprits: Sequence[str]
) -> None:
    """Name the earlier questions because of which this one fails, if it passes alone.

    These are the earlier questions of which a case fails, and not those whose functions were called
    instead of the submission's: a submission chooses what it calls, and could spell a hidden input
    that way. If the question only takes too long, and no case of an earlier one fails, all of them
    may be right.
    """
    alone = [outcome for outcome in outcomes if outcome.passes_alone]
    if not alone:
        return
    order = [question.name for question in bundle.questions]
    earlier = order[: order.index(result.name)]
    result.blamed_on = [name for name in earlier if name in culprits]
    is_late = all(outcome.timed_out for outcome in alone)
    if not (result.blamed_on or is_late):
        result.blamed_on = earlier
    others, credit = listed(result.blamed_on), bundle.settings.own_credit
    why = f"it fails because of {others}"
    if is_late:
        why = f"with your own {others or 'answers to earlier questions'} it takes too long"
    result.note = f"Your {result.name} is right by itself; {why}."
    if credit != 1:
        worth = f"{credit:.0%} of its points" if credit else "no points until then"
        result.note += f" By itself it gets {worth}."


def add_hints(
    result: QuestionResult, bundle: Bundle, question: Question, outcomes: Sequence[Outcome]
) -> None:
    """Name the mistakes behind the answers, or say how the answers differ from the right ones.

    The answers to hidden cases count here, so every sentence is one of a fixed list: a hint of the
    catalogue, a property, or that a test took too long. Of a case that took too long nothing else
    is said, because the answer may be right.
    """
    recognized = _recognized(bundle, question, outcomes)
    if any(_fails_itself(outcome) and outcome.timed_out for outcome in outcomes):
        words = TOO_SLOW.format(seconds=bundle.settings.limits.case_seconds)
        recognized = [*recognized[: MOST - 1], Hint("too slow", words, is_known=False)]
    result.misconceptions = [hint.name for hint in recognized if hint.is_known]
    if bundle.settings.policy.hints != "never":
        result.hints = [hint.text for hint in recognized]


def _recognized(bundle: Bundle, question: Question, outcomes: Sequence[Outcome]) -> list[Hint]:
    """Return what can be said of the answers to the cases that ended in time."""
    table = bundle.answer_tables.get(question.name)
    ended = [(c, o) for c, o in zip(question.cases, outcomes) if not o.timed_out]
    failed = [case.name for case, outcome in ended if _fails_itself(outcome)]
    if table is None or not failed:
        return []
    return hints(table, {case.name: outcome.answers for case, outcome in ended}, failed)


def _fails_itself(outcome: Outcome) -> bool:
    return outcome.state == "failed" and not outcome.passes_alone
