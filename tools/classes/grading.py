"""Grade a class: everybody gets a row, and nothing is graded twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from autograder.bundle.bundle import STAFF, Bundle, open_bundle
from autograder.errors import CourseworkError
from autograder.grading import stock_otter
from autograder.grading.batch import GradingJob, grade_class
from autograder.grading.failures import log_failure
from autograder.report.exports import report_path, write_feedback, write_grades, write_report
from autograder.report.result import Report, total
from autograder.submission.folders import mark_outputs, unique
from autograder.submission.intake import Submission, read_notebook
from autograder.submission.written import written_answers

from ..terminal import Say, counting, say
from .answers import answers_in
from .late import LatePolicy
from .layouts import find_class
from .record import Grades, Question, Record, Row, dated, write_record
from .store import FOLDER, Result, Store, grader_digest, key, parcel
from .students import Student, with_roster
from .unpacking import remove

MOST_REMARKS = 10  # Of the remarks on a class, so many are shown on the terminal.
ENDINGS = (".json", ".html", ".md")
NO_STAFF = (
    f"WARNING: {STAFF} is not beside {{bundle}}. So a question that fails only because of an "
    "earlier one loses its points, and written questions are left out. Keep the files of dist/NAME "
    "together."
)
Stream = Callable[[Sequence[Submission]], Iterator[Report]]


@dataclass(frozen=True)
class Order:
    """How a class is to be graded.

    Attributes:
        job: The bundle and how to grade with it.
        engine: "trusted", or "otter" for stock Otter.
        public: Grade the public tests alone; for stock Otter.
        roster: A table of all students, or None.
        best: The best attempt of a student counts, not the last one.
        again: Grade also what was graded before.
        only: The ids, numbers or names of the students to grade; all of them if there is none.
        late: The course's policy on lateness.
        release: The sources of the code cells of the students' notebook, if they are known.
        stream: Grades somewhere else; by default on this machine.
    """

    job: GradingJob
    engine: str = "trusted"
    public: bool = False
    roster: Path | None = None
    best: bool = False
    again: bool = False
    only: tuple[str, ...] = ()
    late: LatePolicy = LatePolicy()
    release: tuple[str, ...] = ()
    stream: Stream | None = None


def grade_all(order: Order, paths: list[Path], output: Path) -> Grades:
    """Grade what is handed in at `paths` and write reports, feedback pages and grades.csv.

    A result is stored as soon as it is there, and its pages are written then. So a grading that was
    killed goes on where it was if it is started again.

    Args:
        order: How to grade.
        paths: What was handed in; see `find_class`.
        output: The folder to write to.

    Raises:
        CourseworkError: The bundle or the roster can't be used, nobody handed in, or grades.csv
            can't be written.
    """
    scratch = output / FOLDER / "unpacked"
    try:
        with open_bundle(order.job.bundle) as bundle:
            handed_in = find_class(paths, bundle.assignment or bundle.name, scratch)
            if order.roster:
                handed_in = with_roster(handed_in, order.roster)
            say(f"{handed_in.layout}: {_in_words(handed_in.students)}")
            if bundle.native and bundle.reference is None:
                say(NO_STAFF.format(bundle=order.job.bundle.name))
            for remark in handed_in.remarks[:MOST_REMARKS]:
                say(remark)
            if left := len(handed_in.remarks[MOST_REMARKS:]):
                say(f"{left} more remarks of this kind are in the class's report.")
            possible = bundle.points_possible
            # Stock Otter leaves written questions out.
            written = list(bundle.written) if order.engine == "trusted" else []
            record = Record(
                bundle.name,
                total([bundle.points if possible is None else possible,
                       *(question.points for question in written)]),
                [*(Question(q.name, q.points, bundle.titles.get(q.name, ""))
                   for q in bundle.questions),
                 *(Question(q.name, q.points, q.title) for q in written)],
                handed_in.layout, handed_in.remarks, [], list(order.release),
                grader_digest(order.job, order.engine, order.public), written,
            )  # fmt: skip
            work = _Class(order, bundle, record, handed_in.students, output)
        return work.grade()
    finally:
        remove(scratch)


class _Class:
    """A class that is being graded."""

    def __init__(
        self, order: Order, bundle: Bundle, record: Record, students: list[Student], output: Path
    ) -> None:
        self.order, self.record, self.output = order, record, output
        self.assignment = bundle.assignment
        self.students = students
        self.store = Store(output)
        self.grades = Grades(record, output, self.store)
        # The results that each student waits for, and the students who wait for each result.
        self.keys: dict[str, list[str]] = {}
        self.waiting: dict[str, list[int]] = {}
        self.contents: dict[str, str] = {}
        self.unwritten: list[str] = []
        self.without_pages: dict[str, set[str]] = {}  # The ids of students, by the reason.

    def grade(self) -> Grades:
        chosen = self._chosen()
        to_grade = self._plan(chosen)
        names = [
            report_path(Report("", row.id, 0.0, 0.0), self.output, ending).name
            for row in self.record.rows
            for ending in ENDINGS
        ]
        try:
            mark_outputs(self.output, ["grades.csv", "report.html", *names])
            write_record(self.record, self.output)
        except OSError as error:
            raise _unwritable(self.output, error) from None
        before = sum(result in self.store for result in self.waiting if result not in to_grade)
        if before:
            hint = "" if self.order.again else "; --again grades them again"
            say(f"{before} of {len(self.waiting)} were graded before{hint}.")
        if to_grade:
            self._grade(to_grade)
        for number, row in enumerate(self.record.rows):
            if number not in self.done:
                self._finish(number, row)
        for why, ids in self.without_pages.items():
            say(f"WARNING: not all files of {len(ids)} of {len(self.record.rows)} students could "
                f"be written: {why}.")  # fmt: skip
        try:
            write_record(self.record, self.output)
            write_grades(self.grades, self.output)
        except OSError as error:
            raise _unwritable(self.output, error) from None
        isolations = (report.isolation for report in self.grades)
        for note in dict.fromkeys(isolation["note"] for isolation in isolations if isolation):
            say(note)
        if self.unwritten:
            say(
                f"WARNING: {len(self.unwritten)} results could not be stored "
                f"({self.unwritten[0]}). They are in grades.csv, and are graded again next time."
            )
        return self.grades

    def _chosen(self) -> set[int]:
        """Return the numbers of the students who are to be graded."""
        if not self.order.only:
            return set(range(len(self.students)))
        numbers: dict[str, set[int]] = {}
        for number, student in enumerate(self.students):
            for known in (student.id, student.number, student.name, student.email):
                numbers.setdefault(known.casefold(), set()).add(number)
        wanted = [name.strip().casefold() for name in self.order.only]
        if missing := [name for name in wanted if not name or name not in numbers]:
            raise CourseworkError(
                f"--only: no student has the id, number, name or address {', '.join(missing)}."
            )
        return set().union(*(numbers[name] for name in wanted))

    def _plan(self, chosen: set[int]) -> dict[str, Submission]:
        """Complete the rows, and return what has to be graded, by the key of its result."""
        self.done: set[int] = set()
        to_grade: dict[str, Submission] = {}
        ids: set[str] = set()
        for number, student in enumerate(self.students):
            attempts = student.attempts if self.order.best else student.attempts[-1:]
            keys = []
            for attempt in attempts:
                content = parcel(attempt.submission, self.assignment).digest
                result = key(content, self.record.grader)
                keys.append(result)
                self.contents[result] = content
                self.waiting.setdefault(result, []).append(number)
                fresh = self.store.read(result) is not None and not self.order.again
                if number in chosen and not fresh and result not in to_grade:
                    id = unique(student.id, ids)
                    to_grade[result] = replace(attempt.submission, id=id)
            self.keys[student.id] = keys
            self.record.rows.append(
                Row(student.id, student.name, student.number, student.email,
                    attempts=len(student.attempts))  # fmt: skip
            )
            self._choose(number)
        return to_grade

    def _grade(self, to_grade: dict[str, Submission]) -> None:
        key_of = {submission.id: result for result, submission in to_grade.items()}
        stream = self._stream()

        def work(progress: Say) -> None:
            for report in stream(list(to_grade.values())):
                self._keep(key_of[report.submission], report, to_grade)
                progress(report.submission)

        counting(f"grading {self.record.assignment}", len(to_grade), work)

    def _stream(self) -> Stream:
        job = self.order.job
        if self.order.stream:
            return self.order.stream
        if self.order.engine == "trusted":
            return lambda submissions: grade_class(job, submissions)
        seconds = job.seconds or stock_otter.SECONDS
        return lambda submissions: stock_otter.grade_class(
            job.bundle, submissions, seconds, job.jobs, self.order.public
        )

    def _keep(self, result: str, report: Report, to_grade: dict[str, Submission]) -> None:
        """Store a result, and write the pages of the students who wait for nothing else."""
        answers: dict[str, str] = {}
        written: dict[str, str] = {}
        with suppress(Exception):  # Whatever is wrong with the notebook, the report says it.
            notebook = read_notebook(to_grade[result], self.assignment)[0]
            names = [question.name for question in self.record.questions]
            answers = answers_in([cell.source for cell in notebook.cells], names)
            written = written_answers(notebook, self.record.written)
        why = self.store.write(result, Result(report, answers, written))
        if why:
            self.unwritten.append(why)
        for number in self.waiting[result]:
            self._choose(number)
            if all(other in self.store for other in self.keys[self.students[number].id]):
                self._finish(number, self.record.rows[number])

    def _choose(self, number: int) -> None:
        """Note in the row of a student which attempt counts: the last one, or the best one."""
        student = self.students[number]
        keys = self.keys[student.id]
        if not keys:
            return
        best = len(keys) - 1
        if self.order.best:
            results = [self.store.read(k) for k in keys]
            scores = [r.report.score if r else -1.0 for r in results]
            best = max(range(len(keys)), key=lambda k: (scores[k], k))
        place = len(student.attempts) - len(keys) + best
        attempt = student.attempts[place]
        row = replace(
            self.record.rows[number],
            handed_in=attempt.handed_in.isoformat() if attempt.handed_in else "",
            late=attempt.late,
            counts=place + 1,
            content=self.contents[keys[best]],
            file=_name(attempt.submission),
            key=keys[best],
        )
        self.record.rows[number] = dated(row, self.record.assignment, self.order.late)

    def _finish(self, number: int, row: Row) -> None:
        """Write the pages of a student. If one can't be written, that costs nobody else anything,
        and the score stays."""
        self.done.add(number)
        report = self.grades.result(row).report
        for write in (write_report, write_feedback):
            try:
                write(report, self.output)
            except OSError as error:
                why = error.strerror or type(error).__name__
                self.without_pages.setdefault(why, set()).add(row.id)
                self.grades.flags[row.id] = [f"not all its files could be written: {why}"]
            except Exception as error:
                sentence = log_failure(error, row.id, self.order.job.log)
                flag = f"not all its files could be written: {sentence}"
                self.grades.flags.setdefault(row.id, []).append(flag)
                say(f"WARNING: {row.id}: {flag}.")


def _in_words(students: Sequence[Student]) -> str:
    """Return how many students there are, and how many of them handed in nothing."""
    missing = sum(not student.attempts for student in students)
    nothing = f", of whom {missing} handed in nothing" if missing else ""
    return f"{len(students)} student{'' if len(students) == 1 else 's'}{nothing}"


def _name(submission: Submission) -> str:
    """Return the name of the file or the folder that was handed in, or ""."""
    content = submission.content
    first = content[0] if isinstance(content, tuple) else content
    return first.name if isinstance(first, Path) else ""


def _unwritable(output: Path, error: OSError) -> CourseworkError:
    return CourseworkError(
        f"{output} can't be written to: {error.strerror}. What was graded is kept where it could "
        "be stored; make room or choose another --output, and start again."
    )
