"""Name what is behind wrong answers: known mistakes, properties, and pairs of them.

`coursework mutation` puts every mistake of the catalogue into the reference in turn and stores what
the question's tests receive then. If a question of a submission fails, each wrong part of an answer
is evidence for the mistakes that give the same there, and against those that give something else.
What is named is the smallest set of mistakes and properties that explains what is wrong.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nnlab.conditions import Call
from nnlab.parts import Group, Tree, same
from nnlab.properties import FACTORS, are_combined, of_part, on_top, shapes_exchanged

from ..sandbox.trusted.answers import GETS
from .answers import RAISES, Answers, from_json
from .differences import about_calls, is_choice, on_all_parts, sentences
from .evidence import (
    AnswersByName,
    Place,
    Wrong,
    differing,
    entries_alike,
    is_guess,
    is_telling,
    part_at,
    same_inputs,
    telling,
    wrong_parts,
)

UNANSWERED = f"{RAISES}NotImplementedError"  # The answer of an unwritten stub.
NO_ANSWERS = AnswersByName([])
AS_RIGHT = "="  # In the stored answers of a mistake: the reference's answer.
MOST = 2  # At most this many hints are given.
OF_CASE = 16  # Of one case, at most this many wrong parts are explained.
NOTHING = "no answer"  # The name of what is wrong with a case of which all answers are right.
# A mistake that explains a part of the wrong numbers gives so many different ones, and this share.
FEWEST, LEAST_SHARE = 2, 0.2
NOT_ALL = "That explains a part of what is wrong, and something else is wrong, too."
ENOUGH = 3  # A mistake that other evidence speaks against needs this many telling numbers.


@dataclass(frozen=True)
class Hint:
    """A hint.

    Attributes:
        name: The name of the mistake, or a property, for the staff.
        text: What a student reads.
        is_known: True if the catalogue has the mistake.
    """

    name: str
    text: str
    is_known: bool = True


@dataclass(frozen=True)
class Mistake:
    """A known mistake in a question.

    Attributes:
        hint: Its name and its hint.
        functions: The names whose answers it spoils.
        cases: For each case whose answers differ from the reference's, the answers of these
            functions.
        fails: The cases that fail because of it.
    """

    hint: Hint
    functions: frozenset[str]
    cases: Mapping[str, AnswersByName]
    fails: frozenset[str]


@dataclass(frozen=True)
class AnswerTable:
    """The stored answers to the tests of a question.

    Attributes:
        right: What the reference answers to each case.
        mistakes: The known mistakes.
        free: For each case the names of the answers in which right answers differ from the
            reference's, as in numbers that are drawn.
        parameters: The names of the parameters of the question's functions.
    """

    right: Mapping[str, AnswersByName]
    mistakes: tuple[Mistake, ...]
    free: Mapping[str, Collection[str]]
    parameters: Mapping[str, Sequence[str]]

    def free_of(self, case: str) -> Collection[str]:
        """Return the names of the answers to a case in which right answers differ."""
        return self.free.get(case, ())

    def right_of(self, case: str) -> AnswersByName:
        """Return what the reference answers to a case, which is nothing if none is stored."""
        return self.right.get(case, NO_ANSWERS)


@dataclass(frozen=True)
class Explanation:
    """A hint, with what it explains.

    Attributes:
        hint: The hint.
        places: The wrong places that it explains.
        telling: How many telling numbers of the answers speak for it.
        guesses: Those of the places where many mistakes would give the same.
        against: How many places speak against it.
        agreeing: In how many places the answers are those of the mistake, wrong or right.
        in_words: True if the answers that it explains are words of a few, as "high" and "low".
        mistakes: The names of the known mistakes of which the hint tells.
    """

    hint: Hint
    places: frozenset[Place]
    telling: int = 0
    guesses: frozenset[Place] = frozenset()
    against: int = 0
    agreeing: int = 0
    in_words: bool = False
    mistakes: frozenset[str] = frozenset()


def read_answer_tables(data: Mapping[str, Any]) -> dict[str, AnswerTable]:
    """Return the answer table of each question, from the content of answers.json."""
    return {question: _table(stored) for question, stored in data.items()}


def _table(stored: Mapping[str, Any]) -> AnswerTable:
    right = {case: AnswersByName(from_json(answers)) for case, answers in stored["right"].items()}
    mistakes = tuple(
        Mistake(
            Hint(mistake["name"], mistake["hint"]),
            frozenset(mistake["functions"]),
            {
                case: AnswersByName(_filled_in(from_json(answers), right.get(case, NO_ANSWERS)))
                for case, answers in mistake["cases"].items()
            },
            frozenset(mistake["fails"]),
        )
        for mistake in stored["mistakes"]
    )
    return AnswerTable(right, mistakes, stored.get("free", {}), stored.get("parameters", {}))


def _filled_in(answers: Answers, right: AnswersByName) -> Answers:
    """Return stored answers with the reference's where the file has only a mark."""
    counts: dict[str, int] = {}
    filled = []
    for answer in answers:
        number = counts.get(answer.name, 0)
        counts[answer.name] = number + 1
        if answer.tree == AS_RIGHT:
            answer = type(answer)(answer.name, right.of(answer.name)[number])
        filled.append(answer)
    return filled


def hints(
    table: AnswerTable, answers: Mapping[str, Answers], failed: Collection[str]
) -> list[Hint]:
    """Return the smallest set of hints that explains what is wrong, the most telling one first.

    Args:
        table: The stored answers of the question.
        answers: What the submission answered to each case of the question.
        failed: The cases that failed.

    Returns:
        At most two hints. None if something is not answered yet, or nothing can be said.
    """
    if any(a.tree == UNANSWERED for of_case in answers.values() for a in of_case):
        return []
    received = {case: AnswersByName(of_case) for case, of_case in answers.items()}
    return [one.hint for one in _Diagnosis(table, received, failed).explanations()]


class _Diagnosis:
    """The search for what explains the answers of one submission to one question."""

    def __init__(
        self, table: AnswerTable, received: Mapping[str, AnswersByName], failed: Collection[str]
    ) -> None:
        self.table, self.received, self.failed = table, received, failed
        self.wrong: list[Wrong] = []
        for case in failed:
            wrong = []
            if case in received:
                wrong = wrong_parts(case, received[case], table.right_of(case), table.free_of(case))
            # A test may fail by something else than an answer, as by what was printed.
            self.wrong += wrong[:OF_CASE] or [Wrong(Place(case, NOTHING, 0), "", None)]
        self.places = frozenset(wrong.place for wrong in self.wrong)

    def explanations(self) -> list[Explanation]:
        """Return the smallest set that explains all places, or as many as can be explained."""
        known = [one for m in self.table.mistakes if (one := self._by_mistake(m)) is not None]
        consistent = [one for one in known if not one.against]
        chosen = _cover(consistent, self.places)
        if chosen:
            return chosen
        properties = list(self._by_properties())
        composed = [one for m in self.table.mistakes for one in self._composed(m)]
        composed += self._pairs()
        composed += [one for m in self.table.mistakes if (one := self._partly(m)) is not None]
        doubtful = [one for one in known if one.against and one.telling >= ENOUGH]
        clear = [one for one in consistent if _is_clear(one, consistent)]
        return _greedy([*clear, *composed, *properties, *doubtful], self.places)

    def _by_mistake(self, mistake: Mistake) -> Explanation | None:
        """Return what a mistake explains, or None if it explains nothing or a case excludes it."""
        if any(case not in self.failed for case in mistake.fails if case in self.received):
            return None
        explained = [wrong for wrong in self.wrong if self._explains(mistake, wrong)]
        if all(wrong.digits_only for wrong in explained):
            return None
        numbers = [x for wrong in explained for x in telling(wrong.given, wrong.right)]
        count = len(numbers) if any(map(is_telling, numbers)) else 0
        guesses = frozenset(w.place for w in explained if is_guess(w.given, w.right))
        return Explanation(
            mistake.hint, frozenset(w.place for w in explained), count, guesses,
            self._against(mistake), self._agreeing(mistake),
            any(isinstance(w.given, str) for w in explained), frozenset({mistake.hint.name}),
        )  # fmt: skip

    def _explains(self, mistake: Mistake, wrong: Wrong) -> bool:
        case, name, number, path = wrong.place
        if name == NOTHING:
            return case in mistake.fails and case not in mistake.cases
        if name not in mistake.functions:
            return False
        if wrong.digits_only:  # Stored numbers don't show it, but the mistake fails here, too.
            stopped = (mistake.cases.get(case) or self.table.right_of(case)).of(name)
            return case in mistake.fails and len(stopped) == number + 1
        if case not in mistake.cases:
            return False
        predicted = mistake.cases[case].of(name)
        if number >= len(predicted):
            return False
        if wrong.is_free:  # A part of it may be another right answer.
            return same(self.received[case].of(name)[number], predicted[number], loosely=True)
        part = part_at(predicted[number], path)
        loosely = not wrong.form_only
        return (
            part is not None
            and same(wrong.given, part, loosely)
            and (wrong.right is None or not same(part, wrong.right, loosely))
        )

    def _against(self, mistake: Mistake) -> int:
        """Count the places in failed cases where the mistake gives something else."""
        count = 0
        for case, name, number, predicted in self._predictions(mistake):
            if case not in self.failed or name in self.table.free_of(case):
                continue
            given = self.received[case].of(name)[number]
            right = self.table.right_of(case).of(name)
            if predicted is None:
                count += case in mistake.fails
                continue
            if number >= len(right):
                count += not same(given, predicted, loosely=True)
                continue
            for path, part, due in differing(predicted, right[number]):
                if same(part, due, loosely=True):
                    continue
                ours = part_at(given, path)
                count += ours is None or not same(ours, part, loosely=True)
        return count

    def _agreeing(self, mistake: Mistake) -> int:
        return sum(
            predicted is not None and same(self.received[case].of(name)[number], predicted)
            for case, name, number, predicted in self._predictions(mistake)
        )

    def _predictions(self, mistake: Mistake) -> Iterator[tuple[str, str, int, Tree | None]]:
        """Yield what the mistake gives for each answer of its functions that was received."""
        for case, received in self.received.items():
            source = mistake.cases.get(case) or self.table.right_of(case)
            for name in mistake.functions:
                predicted = source.of(name)
                for number in range(len(received.of(name))):
                    part = predicted[number] if number < len(predicted) else None
                    yield case, name, number, part

    def _composed(self, mistake: Mistake) -> Iterator[Explanation]:
        """Yield what a mistake explains together with a property of what is left then."""
        if any(case not in self.failed for case in mistake.fails if case in self.received):
            return
        explained: dict[str, set[Place]] = {}
        numbers: dict[str, int] = {}
        for wrong in self.wrong:
            part = self._predicted(mistake, wrong.place)
            telling_numbers = len(telling(wrong.given, wrong.right))
            if part is None or wrong.right is None or telling_numbers == 0:
                continue
            # Where the mistake gives a plain multiple itself, the answer is one of the right one.
            is_plain = same(part, wrong.right, loosely=True) or any(
                words in FACTORS.values() for words in on_top(part, wrong.right)
            )
            phrases = [] if is_plain else list(on_top(wrong.given, part))
            whole = wrong.place._replace(path=())
            predicted = self._predicted(mistake, whole)
            if wrong.place.path and predicted is not None:
                given = self.received[whole.case].of(whole.name)[whole.number]
                due = self.table.right_of(whole.case).of(whole.name)[whole.number]
                if not same(predicted, due, loosely=True):
                    phrases += on_top(given, predicted)
            for words in dict.fromkeys(phrases):
                explained.setdefault(words, set()).add(wrong.place)
                numbers[words] = numbers.get(words, 0) + telling_numbers
        for words, places in explained.items():
            if numbers[words] < ENOUGH:
                continue
            text = f"{mistake.hint.text} Besides, the result {words} even then."
            hint = Hint(f"{mistake.hint.name}; {words}", text)
            yield Explanation(hint, frozenset(places), numbers[words], against=1,
                              mistakes=frozenset({mistake.hint.name}))  # fmt: skip

    def _partly(self, mistake: Mistake) -> Explanation | None:
        """Return what a mistake explains if it gives a part of the wrong numbers, or None."""
        if any(case not in self.failed for case in mistake.fails if case in self.received):
            return None
        places, numbers, alike, total = set(), set(), 0, 0
        for wrong in self.wrong:
            predicted = self._predicted(mistake, wrong.place)
            if predicted is None or wrong.is_free:
                continue
            own, count, entries = entries_alike(wrong.given, predicted, wrong.right)
            numbers |= own
            alike, total = alike + count, total + entries
            places |= {wrong.place} if own or self._explains(mistake, wrong) else set()
        if len(numbers) < FEWEST or not any(map(is_telling, numbers)):
            return None
        if alike < LEAST_SHARE * total:
            return None
        hint = Hint(f"{mistake.hint.name}; not that alone", f"{mistake.hint.text} {NOT_ALL}")
        return Explanation(hint, frozenset(places), len(numbers), against=1,
                           mistakes=frozenset({mistake.hint.name}))  # fmt: skip

    def _pairs(self) -> Iterator[Explanation]:
        """Yield what two mistakes explain together, if each adds to the result, or multiplies it,
        as it does alone."""
        for one, other in itertools.combinations(self.table.mistakes, 2):
            if not one.functions & other.functions:
                continue
            functions = one.functions | other.functions
            of_them = [wrong for wrong in self.wrong if wrong.place.name in functions]
            numbers = sum(len(telling(wrong.given, wrong.right)) for wrong in of_them)
            if numbers >= ENOUGH and all(self._are_combined(one, other, w) for w in of_them):
                hint = Hint(f"{one.hint.name}; {other.hint.name}",
                            f"{one.hint.text} Besides: {other.hint.text}")  # fmt: skip
                places = frozenset(wrong.place for wrong in of_them)
                yield Explanation(hint, places, numbers, against=1,
                                  mistakes=frozenset({one.hint.name, other.hint.name}))  # fmt: skip

    def _are_combined(self, one: Mistake, other: Mistake, wrong: Wrong) -> bool:
        """Return True if a wrong part is what two mistakes give together."""
        parts = [self._predicted(mistake, wrong.place) for mistake in (one, other)]
        if wrong.right is None or parts[0] is None or parts[1] is None:
            return False
        return are_combined(wrong.given, wrong.right, parts[0], parts[1])

    def _predicted(self, mistake: Mistake, place: Place) -> Tree | None:
        """Return what a mistake gives at a place of the functions that it spoils, or None."""
        case, name, number, path = place
        if name not in mistake.functions or case not in mistake.cases:
            return None
        predicted = mistake.cases[case].of(name)
        return part_at(predicted[number], path) if number < len(predicted) else None

    def _by_properties(self) -> Iterator[Explanation]:
        """Yield each sentence on a wrong part, with the places of which it is true."""
        places: dict[str, set[Place]] = {}
        for wrong in self.wrong:
            case = wrong.place.case
            if wrong.place.name == NOTHING:
                continue
            for sentence in sentences(wrong, self.table.right_of(case), self.received[case]):
                places.setdefault(sentence, set()).add(wrong.place)
        answers: dict[Place, list[Wrong]] = {}
        for wrong in self.wrong:
            if wrong.right is None or wrong.is_free:
                continue
            if wrong.comparable and not is_choice(wrong.right):
                answers.setdefault(wrong.place._replace(path=()), []).append(wrong)
        for place, parts in answers.items():
            due = self.table.right_of(place.case).of(place.name)[place.number]
            if shapes_exchanged(self.received[place.case].of(place.name)[place.number], due):
                continue  # Each part would be called transposed, or of another shape.
            phrases = [list(of_part(one.given, one.right)) for one in parts if one.right]
            for sentence in on_all_parts(place.name, phrases):
                places.setdefault(sentence, set()).update(one.place for one in parts)
        for name in sorted({wrong.place.name for wrong in self.wrong}):
            of_name = {w.place for w in self.wrong if w.place.name == name and w.comparable}
            for sentence in about_calls(name, self._calls(name)):
                places.setdefault(sentence, set()).update(of_name)
        for sentence, of_sentence in places.items():
            yield Explanation(Hint(sentence, sentence, False), frozenset(of_sentence))

    def _calls(self, name: str) -> list[Call]:
        """Return the calls of a function whose arguments are those of the reference's calls."""
        wrong = {wrong.place[:3] for wrong in self.wrong}
        calls = []
        for case, received in self.received.items():
            right = self.table.right_of(case)
            if name in self.table.free_of(case):
                continue
            for number, pair in enumerate(zip(received.of(name), right.of(name))):
                arguments = right.of(name + GETS)
                if number < len(arguments) and same_inputs(name, number, received, right):
                    group = arguments[number]
                    assert isinstance(group, Group)
                    names = self.table.parameters.get(name, ())
                    keys = [_named(key, names) for key in group.names]
                    by_name = dict(zip(keys, group.parts))
                    calls.append(Call(by_name, *pair, (case, name, number) not in wrong))
        return calls


def _is_clear(one: Explanation, candidates: Sequence[Explanation]) -> bool:
    """Return True if answers that many mistakes would give are not all that speaks for one."""
    if one.telling or one.places > one.guesses:
        return True
    rivals = [rival for rival in candidates if rival.places >= one.places]
    return len(rivals) == 1 and not one.in_words


def _named(key: str, parameters: Sequence[str]) -> str:
    """Return the name of an argument that is given by its position, if it is known."""
    return parameters[int(key)] if key.isdigit() and int(key) < len(parameters) else key


def _cover(candidates: Sequence[Explanation], places: frozenset[Place]) -> list[Explanation]:
    """Return the fewest candidates that explain all places together, or nothing."""
    order = sorted(candidates, key=lambda one: (-one.agreeing, -one.telling))
    for one in order:
        if one.places >= places:
            return [one]
    for pair in itertools.combinations(order, 2):
        if pair[0].places | pair[1].places >= places and all(
            _is_sure(one, other, order) for one, other in (pair, pair[::-1])
        ):
            return sorted(pair, key=lambda one: -len(one.places))
    return []


def _is_sure(one: Explanation, other: Explanation, candidates: Sequence[Explanation]) -> bool:
    """Return True if what one mistake explains beside another one speaks for it alone."""
    own = one.places - other.places
    rivals = [rival for rival in candidates if rival.places >= own]
    return one.telling > 0 or (len(rivals) == 1 and bool(own - one.guesses))


def _greedy(candidates: Sequence[Explanation], places: frozenset[Place]) -> list[Explanation]:
    """Choose what explains most of the places that are left, again and again."""
    chosen: list[Explanation] = []
    left = set(places)
    while left and len(chosen) < MOST:
        best = max(candidates, key=lambda one: _gain(one, left), default=None)
        if best is None or not best.places & left:
            break
        chosen.append(best)
        left -= best.places
        # No mistake is told of twice.
        candidates = [one for one in candidates if not one.mistakes & best.mistakes]
    return chosen


def _gain(one: Explanation, left: set[Place]) -> tuple[Any, ...]:
    covered = len(one.places & left)
    received = one.telling > 0 or one.places > one.guesses
    certain = one.hint.is_known and not one.against and received
    return covered > 0, certain, covered, one.hint.is_known, one.telling, -one.against
