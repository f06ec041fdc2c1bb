"""Run one test case against a copy of the submission's worker."""

from __future__ import annotations

import contextlib
import random
import traceback
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from .. import wording
from ..bundle.bundle import Bundle
from ..bundle.testfiles import Case, NotHere, Question, quietly
from ..diagnosis.answers import AnswerDigest, Answers, digest
from ..report.result import NO_TORCH, NOT_HELD, State
from ..sandbox.trusted.answers import Answer, AnswerRecord
from ..sandbox.trusted.budget import Budget
from ..sandbox.trusted.channel import TOO_LARGE, Channel
from ..sandbox.trusted.errors import Lost, StudentError, Tampering, TimedOut
from ..sandbox.trusted.names import Names
from .clock import ends_after
from .leaderboard import take_entries
from .memory import at_most
from .one_process import one_process
from .tools import Doubtful, Tools

GRACE = 2.0  # A test may run this many seconds longer than the submission's time for the case.

# The whole reason why a hidden case is not judged if that is found out while it runs. A longer one
# could have words that the submission chooses after it has met the test's inputs.
CANNOT_ASK = "the trusted grader can't ask this of an object that stays with the submission"
# The form of an answer that could not be looked at. It is like no other answer.
NO_DIGEST = "an answer that could not be looked at"


@dataclass
class Outcome:
    """The outcome of one case.

    Attributes:
        state: "passed", "failed" or "not judged".
        message: Why the case failed, or "".
        reason: Why the case was not judged, or "".
        timed_out: True if the case failed only because its time was over.
        retry: True if the case is to be run once more with the reference's functions for earlier
            questions.
        passes_alone: True if the retry passed and used the reference.
        used: The questions whose reference the retry used.
        offers: Entries for the leaderboard.
        answers: What the submission answered to the test.
        flags: Remarks for the staff.
        can_be_beside: True if the case was not judged, and could be beside the submission.
        beside: True if the case was judged beside the submission.
        changed: The names of the notebook whose values the case has changed in its own copies.
    """

    state: State
    message: str = ""
    reason: str = ""
    timed_out: bool = False
    retry: bool = False
    passes_alone: bool = False
    used: tuple[str, ...] = ()
    offers: tuple[dict[str, Any], ...] = ()
    answers: Answers = field(default_factory=list)
    flags: tuple[str, ...] = ()
    can_be_beside: bool = False
    beside: bool = False
    changed: frozenset[str] = frozenset()


def not_judged(question: Question, case: Case, bundle: Bundle, runs_hidden: bool) -> Outcome | None:
    """Return the outcome of a case that can't be judged here, or None if it can be run."""
    if case.hidden and not runs_hidden:
        return Outcome("not judged", reason=NOT_HELD)
    if case.needs_torch and question.name in bundle.unjudged:
        return Outcome("not judged", reason=NO_TORCH)
    if case.refusal:
        return _refused(case, case.refusal)
    return None


def run_case(
    case: Case, channel: Channel, bundle: Bundle, budget: Budget, tools: Tools | None = None
) -> Outcome:
    """Run a case against the names of the worker at the other end of the channel.

    The time and the memory that the test takes in this process are bounded, because a submission
    can make it take as much as it likes.

    Args:
        case: The case.
        channel: The channel to a copy of the worker.
        bundle: The bundle of the case.
        budget: The time that the case may use.
        tools: What the tests of another course have in common with the notebook, or None for a
            test that is written for two processes.
    """
    channel.answers = AnswerRecord(_digest)
    error: Exception | None = None
    source_line = ""
    can_be_beside = True
    instead: dict[str, Any] = {}
    names = Names(channel, bundle.settings.inplace, tools.value if tools else None)
    with contextlib.ExitStack() as bounds:
        try:
            _seed(bundle.seed, case.name)
            take_entries()
            if tools is not None:
                instead = tools.check(case, names)
                bounds.enter_context(one_process(bundle.judging, channel))
                channel.share_process()
            bounds.enter_context(quietly())
            bounds.enter_context(at_most(bundle.settings.limits.judging))
            bounds.enter_context(ends_after(budget.seconds + GRACE, budget.wall_end + GRACE))
            case.run(names, instead)
        except (Doubtful, NotHere) as doubt:
            channel.refuse(str(doubt))
            can_be_beside = False  # There, the notebook itself might say that it is right.
        except Exception as raised:
            judged = tools is None or channel.lost
            if reason := "" if judged else _lost_on_the_way(channel, raised):
                channel.refuse(reason)
            bare = type(raised) is AssertionError and not str(raised)
            source_line = _line_of(raised) if bare else ""
            # The frames of the traceback hold what the test has in memory.
            error = raised.with_traceback(None)
            error.__context__ = error.__cause__ = None
    outcome = _outcome(case, channel, error, source_line)
    outcome.answers = list(channel.answers)
    outcome.can_be_beside &= can_be_beside
    if tools is not None:
        outcome.changed = frozenset(names.changed_copies())
    return outcome


def _digest(answer: Answer) -> AnswerDigest:
    """Return the digest of an answer. It is for hints only, so nothing that goes wrong here may
    decide whether the case passes."""
    try:
        return digest(answer)
    except Lost:  # The time of the case is over.
        raise
    except Exception:
        return AnswerDigest(answer.name, NO_DIGEST)


def _outcome(
    case: Case, channel: Channel, error: Exception | None, source_line: str
) -> Outcome:
    """Return the outcome of a case whose test has ended, with an error or without.

    A worker that is gone, or a request without meaning across the boundary, decides the outcome
    even if the test has caught the error.

    Args:
        case: The case.
        channel: The channel on which the test ran.
        error: The error with which it ended, or None.
        source_line: The line of an assertion without a text, or "".
    """
    if channel.lost:
        late = isinstance(channel.lost, TimedOut)
        outcome = Outcome("failed", str(channel.lost), timed_out=late, retry=True)
        if isinstance(channel.lost, Tampering):
            outcome.flags = (f"tampering, {case.name}: {channel.lost}",)
        return outcome
    if channel.not_across:
        refused = _refused(case, channel.not_across, "here")
        if case.hidden:
            refused.reason = CANNOT_ASK
        return refused
    if isinstance(error, MemoryError) and not isinstance(error, StudentError):
        return Outcome("failed", TOO_LARGE, retry=True)
    if isinstance(error, Lost):
        late = isinstance(error, TimedOut)
        return Outcome("failed", str(error), timed_out=late, retry=True)
    if error is not None:
        type_name = getattr(error, "type_name", "") or type(error).__name__
        words = wording.of_error(type_name, str(error) or source_line)
        return Outcome("failed", getattr(error, "place", "") or words, retry=True)
    return Outcome("passed", offers=take_entries() if case.hidden else ())


def _lost_on_the_way(channel: Channel, error: Exception) -> str:
    """Say what the submission may not be to blame for in an error of a test, or return "".

    Args:
        channel: The channel on which the test ran.
        error: The error with which it ended.
    """
    cause = error.__cause__ or error
    if isinstance(cause, StudentError):
        return ""
    if isinstance(cause, FileNotFoundError):
        return "it reads a file that the notebook writes"
    if channel.reduced:
        return "an answer is of a class that only the notebook knows"
    if isinstance(cause, (TypeError, AttributeError)) and channel.special_values.handles:
        return "it does something with an object that can't be done from outside"
    return ""


def _line_of(error: Exception) -> str:
    """Return the line of a test file that raised an error, with its number."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if Path(frame.filename).parent.name == "tests" and frame.line:
            return f"line {frame.lineno}: {frame.line}"
    return ""


def _refused(case: Case, why: str, where: str = "") -> Outcome:
    cannot = f"can't be run {where}".rstrip()
    return Outcome(
        "not judged",
        reason=f"this test {cannot}: {why}",
        flags=(f"{case.name} {cannot}: {why}",),
        can_be_beside=True,
    )


def _seed(seed: int, case: str) -> None:
    """Seed the global generators of Python and NumPy, from which a test may draw.

    The seed depends on the staff's seed and on the case, so that a case draws the same numbers for
    every submission.
    """
    random.seed(f"{seed} {case}")
    np.random.seed(random.getrandbits(32))
