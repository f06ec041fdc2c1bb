"""The files made from a report: a student's text can lose, hide or forge nothing in them."""

import copy
import csv
import itertools
import json
import math
import os
import re
import stat
import unicodedata
from html.parser import HTMLParser
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

import autograder
from autograder import wording
from autograder.bundle.settings import Policy
from autograder.gradescope.attempt import Attempt
from autograder.gradescope.results import results, write_results
from autograder.report.exports import report_path, write_feedback, write_grades, write_report
from autograder.report.html_page import html
from autograder.report.markdown_page import markdown
from autograder.report.result import (
    BY_PERSON,
    NO_TORCH,
    NOT_HELD,
    CaseResult,
    QuestionResult,
    Report,
    total,
    written_result,
)
from tools.grading.tables import scores, warnings

SCHEMA = json.loads(
    (Path(autograder.__file__).parent / "gradescope" / "results.schema.json").read_text()
)
VOID = {"meta", "link", "img", "br", "hr", "input", "rect", "path"}
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
HOSTILE = [
    "</script><script>alert(1)</script>", "</p></section><h1>mine</h1>", "<!--", "-->",
    "<![CDATA[", "<img src=x onerror=alert(1)>", '" onmouseover="alert(1)', "{{ 7 * 7 }}",
    "{% raw %}", "&lt;b&gt;", "]](javascript:alert(1))", "[a](javascript:alert(1))",
    "![a](https://x.example/p.png)", "<https://x.example>",
    "https://x.example www.x.example a@x.example", "[a]: https://x.example", "```\n# mine\n```",
    "~~~", "`", "``a```b", "`x", "x`", "| a | b |\n| - | - |", "a | b", "\n# mine\n", "# mine",
    "mine\n===", "mine\n---", "---", "> mine", "- mine", "1. mine", "12) mine", "    mine",
    "**mine", "_mine_", "__a _b_ c__", "a_b_", "~~x~~", "&copy; &#35;", "$x$", " ", "x\\",
    "\\", "*", ":", "\0", "\x1b[31mred\x1b[0m", "\u202egnp", "\u2066x", "\u200b", "\ufeff",
    "\ud800", "\udfff\ud800", "a\r\nb", "a\rb", "a\x0bb\x0cc\x85d\u2028e\u2029f", "\t# x",
    "x" * 10_000, "`" * 3_000,
]  # fmt: skip
texts = st.one_of(
    st.sampled_from(HOSTILE),
    st.lists(st.sampled_from(HOSTILE), max_size=3).map("".join),
    st.text(alphabet=st.characters(), max_size=30),
    st.text(alphabet="`#*_[]()<>!|\\&$~=+-:1. \nax", max_size=30),
)
quarters = st.integers(0, 12).map(lambda n: n / 4)
states = st.sampled_from(["passed", "failed", "not judged"])


@st.composite
def cases(draw):
    state = draw(states)
    reason = draw(texts) if state == "not judged" else ""
    hidden, points = draw(st.booleans()), draw(quarters)
    return CaseResult(draw(texts), hidden, state, points, draw(texts), draw(texts), reason)


@st.composite
def questions(draw):
    of = draw(st.lists(cases(), max_size=4))
    most = total(case.points for case in of)
    judged = total(case.points for case in of if case.state != "not judged")
    usual = total(case.points for case in of if case.state == "passed")
    score = draw(st.sampled_from([usual, judged, 0.0, total([judged / 3])]))
    blamed = draw(st.lists(texts, max_size=2))
    hints = draw(st.lists(texts, max_size=2))
    return QuestionResult(draw(texts), score, most, of, blamed, draw(texts), hints)


@st.composite
def reports(draw):
    of = draw(st.lists(questions(), max_size=3))
    return Report(
        draw(texts), draw(texts), total(q.score for q in of), total(q.max_score for q in of), of,
        draw(st.lists(texts, max_size=2)), draw(st.sampled_from(["", "no JSON"])), draw(texts),
        draw(st.floats(0, 600)), {"layers": ["uid"], "held": True, "note": draw(texts)},
        draw(st.lists(st.fixed_dictionaries({
            "name": texts, "value": st.one_of(st.floats(), st.integers(), texts),
            "order": st.sampled_from(["asc", "desc"]),
        }), max_size=2)),
    )  # fmt: skip


def small():
    """Return a report of two questions; the second fails because of the first and has its points.
    """
    return Report(
        "hw1", "ada", 2.3, 3.0,
        [
            QuestionResult("q1", 0.3, 1.0, [
                CaseResult("a", False, "passed", 0.1, "", "the miniature"),
                CaseResult("b", True, "passed", 0.2, "", "a batch of one"),
                CaseResult("c", True, "failed", 0.7, "SECRET 4711", "large inputs"),
            ]),
            QuestionResult("q2", 2.0, 2.0, [
                CaseResult("d", False, "failed", 1.0, "backward should be 3; it is 4.",
                           "one layer"),
                CaseResult("e", True, "failed", 1.0, "two layers", "two layers"),
            ], ["q1"], "Your backward is right; it fails because of your forward (q1)."),
        ],
        ["opened a socket"], isolation={"layers": ["uid"], "held": True, "note": "Held by: uid."},
    )  # fmt: skip


# A harmless twin is the same report with a word of letters for each text. The pages of a report
# and of its twin may differ in text only, never in markup.


def harmless(report):
    twin = copy.deepcopy(report)
    twin.assignment, twin.submission = _letter(twin.assignment), _letter(twin.submission)
    twin.reason, twin.isolation["note"] = _letter(twin.reason), _letter(twin.isolation["note"])
    for question in twin.questions:
        question.name, question.note = _letter(question.name), _letter(question.note)
        question.blamed_on = [_letter(name) for name in question.blamed_on]
        question.hints = [_letter(hint) for hint in question.hints]
        for case in question.cases:
            case.name, case.message = _letter(case.name), _letter(case.message)
            case.covers = _letter(case.covers)
            case.reason = _own_letters(case.reason, report)
    return twin


def _letter(text):
    return "x" if wording.safe_text(text).strip() else ""


def _own_letters(reason, report):
    """Return letters that stand for this reason alone, because pages group cases by reason."""
    of_report = [case.reason for question in report.questions for case in question.cases]
    lines = list(dict.fromkeys(wording.one_line(text) for text in of_report))
    line = wording.one_line(reason)
    return "x" * (1 + lines.index(line)) if line else ""


class Skeleton(HTMLParser):
    """Collects the markup of a page and its text."""

    def __init__(self):
        super().__init__()
        self.parts, self.open, self.said = [], [], []

    def handle_starttag(self, tag, attrs):
        self.parts.append((tag, attrs))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.parts.append((tag, attrs))

    def handle_endtag(self, tag):
        self.parts.append(f"/{tag}")
        assert self.open.pop() == tag

    def handle_comment(self, data):
        self.parts.append("comment")

    def handle_decl(self, decl):
        self.parts.append(decl)

    def unknown_decl(self, data):
        self.parts.append("declaration")

    def handle_pi(self, data):
        self.parts.append("instruction")

    def handle_data(self, data):
        if "style" not in self.open:
            self.said.append(data)


def skeleton(page):
    parser = Skeleton()
    parser.feed(page)
    parser.close()
    assert not parser.open
    return parser


def blocks(text):
    """Return types, tags and attributes of Markdown's tokens, with raw HTML and GitHub's tables."""
    tokens = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(text)
    kinds = []
    for token in tokens:
        kinds.append((token.type, token.tag, token.attrs, token.info))
        inside = [(t.type, t.tag, t.attrs) for t in token.children or []]
        plain = [kind for kind in inside if kind[0] not in {"text", "text_special"}]
        kinds += plain
    return kinds


@settings(max_examples=300, deadline=None)
@given(reports())
def test_a_submission_adds_no_element_to_its_page(report):
    mine, twin = skeleton(html(report)), skeleton(html(harmless(report)))
    assert mine.parts == twin.parts
    assert _seen("".join(mine.said))


@settings(max_examples=300, deadline=None)
@given(reports())
def test_a_submission_adds_no_markup_to_its_markdown(report):
    text = markdown(report)
    assert blocks(text) == blocks(markdown(harmless(report)))
    assert _seen(text)


def _seen(text):
    """Return True if the text has no control, format or surrogate character.

    Newlines are allowed, and the zero-width joiners that some scripts need.
    """
    odd = {c for c in text if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"}}
    return odd <= {"\n", "\u200c", "\u200d"}


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:20]))
def test_hostile_words_come_out_as_they_are(text):
    report = small()
    report.assignment = report.submission = report.reason = text
    for question in report.questions:
        question.name = question.note = text
        question.hints = [text]
        for case in question.cases:
            case.covers = case.message = text
    twin = harmless(report)
    page = skeleton(html(report))
    assert page.parts == skeleton(html(twin)).parts
    if text.strip():
        assert wording.safe_text(text) in page.said
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown(report))
    assert blocks(markdown(report)) == blocks(markdown(twin))
    inline = ["".join(t.content for t in token.children) for token in tokens if token.children]
    line = wording.one_line(text)
    assert inline[0] == f"{line}: 2.3 of 3 points".strip()
    assert inline[1].removeprefix("Feedback for ").removesuffix(".") == line
    if line:
        assert inline.count(line) == 5  # two rows, a check that passes, two notes
        assert inline.count(f"Hint: {line}") == 2
        assert inline.count(f"Fails: {line}") == 1 and inline.count(f"{line} (hidden test)") == 1
    fences = [token.content for token in tokens if token.type == "fence"]
    assert set(fences) == ({wording.safe_text(text) + "\n"} if text.strip() else set())


@settings(max_examples=300, deadline=None)
@given(
    reports(),
    st.builds(Policy, hidden=..., hints=..., hints_from_try=st.integers(1, 3)),
    st.integers(1, 3),
)
def test_results_follow_gradescopes_schema_and_add_up(report, policy, number):
    made = json.loads(json.dumps(results(report, policy, Attempt(number)), allow_nan=False))
    jsonschema.validate(made, SCHEMA, jsonschema.Draft202012Validator)
    for entry in made["tests"]:
        assert _seen(entry["name"] + entry["output"]) and entry["output_format"] == "md"
        assert ("score" in entry) == ("not judged" not in entry["name"][-10:])
        assert "status" not in entry or "score" in entry
    judged = [entry for entry in made["tests"] if "score" in entry]
    assert all(0 <= entry["score"] <= entry["max_score"] for entry in judged)
    if report.graded:
        assert total(entry["score"] for entry in judged) == report.score == made["score"]
        assert total(entry["max_score"] for entry in judged) == report.judged
    else:
        assert made["tests"] == [] and "could not be graded" in made["output"]
    by_question = itertools.groupby(made["tests"], lambda entry: entry["number"].split(".")[0])
    for question, (_, entries) in zip(report.questions, by_question):
        assert total(entry.get("score", 0) for entry in entries) == question.score


@settings(max_examples=300, deadline=None)
@given(reports())
def test_a_submission_adds_no_markup_to_its_results(report):
    mine, twin = results(report), results(harmless(report))
    pairs = [(mine["output"], twin["output"])]
    pairs += [(m["output"], t["output"]) for m, t in zip(mine["tests"], twin["tests"])]
    for text, other in pairs:
        assert blocks(text) == blocks(other)


@pytest.mark.parametrize(
    "policy, number, shown",
    [
        (Policy(), 1, ("visible", "Hint:")),
        (Policy(hints_from_try=3), 2, ("visible", "There is a hint from try 3 on; this is try 2.")),
        (Policy(hints_from_try=3), 3, ("visible", "Hint:")),
        (Policy(hints="never"), 1, None),
        (Policy(hints="after_due_date"), 1, ("after_due_date", "Hint:")),
    ],
)
def test_hints_come_when_the_policy_says(policy, number, shown):
    report = small()
    report.questions[0].hints = ["Is the <b>sum</b> a mean?"]
    made = results(report, policy, Attempt(number))
    told = [entry for entry in made["tests"] if "int" in entry["output"]]
    found = [(entry["visibility"], entry["output"]) for entry in told] or [None]
    assert len(found) == 1
    if shown is None:
        assert found == [None]
    else:
        visibility, output = found[0]
        assert visibility == shown[0] and shown[1] in output
        assert "<b>" not in output.replace("\\<", "")
    assert total(entry["max_score"] for entry in made["tests"]) == 3.0


@settings(max_examples=200, deadline=None)
@given(st.lists(reports(), max_size=3))
def test_grades_keep_every_row_and_hold_no_formula(tmp_path_factory, given_reports):
    path = write_grades(given_reports, tmp_path_factory.mktemp("grades"))
    text = path.read_bytes().decode("utf-8")
    for separator in (",", ";"):
        rows = list(csv.reader(text.splitlines(keepends=True), delimiter=separator))
        assert len(rows) == len(given_reports) + 1
        for cell in itertools.chain(*rows):
            assert not cell.lstrip(" ").startswith(FORMULA)


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@a", "\t=1", "\r=1", "\n=1", " =1", "a;=1", "a;\t@b", "＝1", "\ufeff=1"],
)
def test_no_text_becomes_a_formula(tmp_path, text):
    question = QuestionResult(text, 0.0, 1.0, misconceptions=[text])
    report = Report("hw", text, 0.0, 1.0, [question], [text], reason=text)
    rows = list(csv.reader(write_grades([report], tmp_path).open(newline="", encoding="utf-8")))
    for cell in rows[1][0], rows[0][3], *rows[1][-3:]:
        assert not re.search(r"(^|;)\s*[=+\-@＝]", cell), cell


def test_a_recognized_mistake_stands_in_the_table_with_its_question(tmp_path):
    question = QuestionResult("q2", 0.0, 1.0, misconceptions=["the bias is forgotten"])
    report = Report("hw", "ada", 0.0, 1.0, [QuestionResult("q1", 0.0, 0.0), question])
    [row] = csv.DictReader(write_grades([report], tmp_path).open(encoding="utf-8"))
    assert row["mistakes"] == "q2: the bias is forgotten"


def test_totals_are_exact():
    assert total([0.1, 0.2]) == 0.3 and total([0.7] * 3) == 2.1 and total([]) == 0


def test_the_json_keeps_its_fields_in_order(tmp_path):
    report = small()
    report.score = 0.1 + 0.2
    report.leaderboard = [{"name": "loss", "value": math.nan, "order": "asc"}]
    path = write_report(report, tmp_path)
    kept = json.loads(path.read_text(), parse_constant=pytest.fail)
    assert path.name == "ada.json" and kept["score"] == 0.3
    assert list(kept) == ["assignment", "submission", "score", "max_score", "questions", "flags",
                          "not_graded", "reason", "seconds", "isolation", "leaderboard",
                          "judged", "remarks"]  # fmt: skip
    assert list(kept["questions"][1]) == [
        "name",
        "score",
        "max_score",
        "cases",
        "blamed_on",
        "note",
        "hints",
        "misconceptions",
        "judged",
        "title",
        "slow",
        "written",
    ]
    assert list(kept["questions"][1]["cases"][0]) == ["name", "hidden", "state", "points",
                                                      "message", "covers", "reason", "judged",
                                                      "passed"]  # fmt: skip


@pytest.mark.parametrize("odd", ["../x", "a/b", "..", "", "x" * 300, "\ud800", "a\0b", "ä"])
def test_an_odd_id_stays_in_its_folder_and_stays_apart(tmp_path, odd):
    report = Report("hw", odd, 0.0, 1.0)
    paths = [write_report(report, tmp_path), *write_feedback(report, tmp_path)]
    assert sorted(tmp_path.iterdir()) == sorted(paths)
    assert all(path.suffix and not path.name.startswith(".") for path in paths)
    other = Report("hw", odd + "x", 0.0, 1.0)
    assert report_path(other, tmp_path, ".json") not in paths


def test_one_formula_and_one_surrogate_cost_nobody_a_row(tmp_path):
    reports_ = [Report("hw", "ada", 3.0, 4.0), Report("hw", "bob", 0.0, 4.0, reason="=\ud800()")]
    rows = list(csv.DictReader(write_grades(reports_, tmp_path).open(encoding="utf-8")))
    assert [row["submission"] for row in rows] == ["ada", "bob"]
    assert rows[1]["reason"] == "'=\ufffd()"


@pytest.mark.parametrize("made", [html, markdown, lambda r: results(r)["tests"].__repr__()])
def test_a_hidden_test_shows_what_it_covers_and_no_more(made):
    page = made(small())
    assert "large inputs" in page and "4711" not in page


def without_torch():
    """Return a report in which the hidden cases of q1 and all of q2 were not judged."""
    report = small()
    unjudged = [case for case in report.questions[0].cases if case.hidden]
    unjudged += report.questions[1].cases
    for case in unjudged:
        case.state, case.message, case.reason = "not judged", "", NO_TORCH
    report.questions[0].score, report.questions[1].score = 0.1, 0.0
    report.questions[1].blamed_on, report.questions[1].note = [], ""
    report.score = 0.1
    return report


@pytest.mark.parametrize("made", [html, markdown])
def test_a_question_that_was_not_judged_neither_passes_nor_fails(made):
    page = made(without_torch())
    assert f"Not judged: {NO_TORCH}" in page
    assert "of 0.1 judged points (3 in all)" in page.replace("</b>", "")
    assert "Every check that was judged passes." in page
    q2 = page[page.rindex("q2") :]
    assert "not judged" in q2 and NO_TORCH in q2
    assert "Passes" not in q2 and "Fails" not in q2 and "0 of" not in q2


def test_on_gradescope_what_was_not_judged_has_no_points_and_no_status():
    made = results(without_torch())
    jsonschema.validate(made, SCHEMA, jsonschema.Draft202012Validator)
    entries = {entry["name"]: entry for entry in made["tests"]}
    assert list(entries) == [
        "q1: checks of the notebook",
        "q1: hidden tests, not judged",
        "q2: checks of the notebook, not judged",
        "q2: hidden tests, not judged",
    ]
    for name, entry in entries.items():
        assert ("not judged" in name) == ("status" not in entry) == ("score" not in entry)
        assert ("not judged" in name) == (NO_TORCH in entry["output"])
    assert made["score"] == 0.1 and NO_TORCH in made["output"]


def test_who_has_no_score_has_an_empty_cell(tmp_path):
    open_ = written_result("w1", 2.0, "", BY_PERSON)
    part = QuestionResult("q1", 0.0, 3.0, [CaseResult("a", False, "failed", 3.0, "", "")])
    reports_ = [
        Report("hw", "unreadable", 0.0, 3.0, not_graded="This file is empty."),
        Report("hw", "open", 0.0, 0.0, [open_]),
        Report("hw", "zero", 0.0, 3.0, [part, open_]),
    ]
    rows = list(csv.DictReader(write_grades(reports_, tmp_path).open(encoding="utf-8")))
    assert [row["score"] for row in rows] == ["", "", "0.0"]
    assert rows[1]["reason"] == f"nothing was judged yet: {BY_PERSON}"


def test_what_was_not_judged_is_marked_in_the_table_and_in_the_json(tmp_path):
    report = without_torch()
    [row] = csv.DictReader(write_grades([report], tmp_path).open(encoding="utf-8"))
    assert (row["score"], row["judged"], row["max_score"]) == ("0.1", "0.1", "3.0")
    assert (row["q1"], row["q2"], row["not_judged"]) == ("0.1", "", "q1; q2")
    kept = json.loads(write_report(report, tmp_path).read_text())
    assert kept["judged"] == 0.1 and [q["judged"] for q in kept["questions"]] == [0.1, 0.0]
    for case in kept["questions"][1]["cases"]:
        assert case["passed"] is False and case["message"].startswith(f"not judged: {NO_TORCH}")


def test_a_class_ends_with_a_warning_that_says_what_was_not_judged_and_how_to_mend_it():
    assert warnings([small()]) == []
    held, broken = without_torch(), Report("hw1", "eve", 0.0, 3.0, not_graded="No JSON.")
    held.questions[0].cases[1].reason = NOT_HELD
    sandbox, torch = warnings([held, without_torch(), broken])
    assert "q1 and q2" in torch and "in 2 submissions" in torch and "make torch" in torch
    assert "q1 were" in sandbox and "in 1 submission:" in sandbox
    assert "docs/security.md" in sandbox
    shown = list(scores([small(), held, broken]).columns[2].cells)
    assert shown == ["2.3 / 3", "0.1 / 0.1 judged", "0 / 3"]


@pytest.mark.parametrize("made", [html, markdown])
def test_a_page_begins_with_the_one_thing_to_do_first(made):
    def beginning(report):
        page = made(report).replace("<b>", "").replace("</b>", "").replace("**", "")
        return page[page.find("<body>") :] if made is html else page

    report = small()
    report.questions[0].title, report.questions[0].hints = "the sum", ["Is it a mean?"]
    page = beginning(report)
    assert page.find("Do this first: Mend q1 (the sum): Is it a mean?") < page.find("have full")
    assert page.count("q1: the sum") == 2  # in the table, and above its checks
    report.questions[0].hints = []
    hidden = "A hidden test fails. It covers: large inputs."
    assert f"Do this first: Mend q1 (the sum): {hidden}" in beginning(report)
    report.questions[0].cases[0].state = "failed"
    report.questions[0].cases[0].message = "not written yet (hw1 q1: total)"
    assert "Do this first: Write q1 (the sum), which is not written yet." in beginning(report)
    report.reason = "cell 3: NameError"
    assert "Do this first: Mend the first error in your notebook: cell 3" in beginning(report)
    report.not_graded = "No JSON."
    assert "Do this first" not in beginning(report)
    assert "Do this first" not in beginning(Report("hw1", "ada", 3.0, 3.0))


@pytest.mark.parametrize("made", [html, markdown])
def test_the_page_says_things_in_order(made):
    report = small()
    report.reason = "cell 3: NameError: no name"
    report.questions[1].hints = ["Is the sum a mean?"]
    page = made(report).replace("<b>", "").replace("</b>", "").replace("**", "")
    order = ["2.3", "of 3 points", "q2 fails because of q1.", "0.3 of 1",
             "NameError: no name", "the miniature", "large inputs", "one layer",
             "backward should be 3; it is 4.",
             "Is the sum a mean?", "it fails because of your forward (q1)."]  # fmt: skip
    at = -1
    for part in order:
        at = page.find(part, at + 1)
        assert at >= 0, part
    assert "opened a socket" not in page


def test_a_case_without_words_is_still_named_and_a_blame_without_a_note_still_said():
    report = small()
    for case in report.questions[0].cases:
        case.covers, case.message = " ", ""
    report.questions[1].note = " "
    for page in html(report), markdown(report), results(report)["tests"].__repr__():
        assert "one more test" in page and "It fails because of q1." in page


def test_what_could_not_be_graded_says_why_and_nothing_else():
    report = Report("hw1", "ada", 0.0, 3.0, small().questions, not_graded="No JSON.")
    for page in html(report), markdown(report), results(report)["output"]:
        assert "could not be graded" in page and "No JSON." in page
        assert "Fails" not in page and "first error" not in page
    assert results(report)["tests"] == []


def test_the_page_loads_nothing_and_can_be_read_aloud():
    page = html(small())
    parts = [part for part in skeleton(page).parts if isinstance(part, tuple)]
    names = {name for _, attributes in parts for name, _ in attributes}
    assert not names & {"src", "style", "srcset", "action", "onload"}
    links = [dict(attributes)["href"] for tag, attributes in parts if tag == "a"]
    ids = {dict(attributes).get("id") for _, attributes in parts}
    assert links and {link.removeprefix("#") for link in links} <= ids
    assert "url(" not in page and "@import" not in page
    assert ("html", [("lang", "en")]) in parts
    levels = [tag for tag, _ in parts if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == "h1" and set(levels[1:]) == {"h2"}
    assert all(("aria-hidden", "true") in attributes for tag, attributes in parts if tag == "svg")


@pytest.mark.parametrize("scheme", [0, 1])
def test_every_colour_of_text_stands_out_from_its_ground(scheme):
    sheets = re.findall(r":root \{(.*?)\}", html(small()), re.DOTALL)
    colours = dict(re.findall(r"--(\w+): (#\w+);", sheets[scheme]))
    for text, ground in itertools.product(
        ["ink", "soft", "full", "part", "none"], ["paper", "card", "said"]
    ):
        assert _contrast(colours[text], colours[ground]) >= 4.5, (text, ground)


def _contrast(one, other):
    """Return WCAG 2's contrast ratio of two colours, from 1 to 21."""
    low, high = sorted([_luminance(one), _luminance(other)])
    return (high + 0.05) / (low + 0.05)


def _luminance(colour):
    digits = colour[1:] if len(colour) == 7 else "".join(c * 2 for c in colour[1:])
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in (int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4))
    ]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear))


def test_gradescope_shows_each_kind_with_its_points():
    made = results(small(), Policy(hidden="after_due_date"))
    seen = [(e["number"], e["score"], e["max_score"], e["status"], e["visibility"])
            for e in made["tests"]]  # fmt: skip
    assert seen == [
        ("1.1", 0.1, 0.1, "passed", "visible"),
        ("1.2", 0.2, 0.9, "failed", "after_due_date"),
        ("2.1", 1.0, 1.0, "passed", "visible"),
        ("2.2", 1.0, 1.0, "passed", "after_due_date"),
    ]
    assert [("because of your forward" in e["output"]) for e in made["tests"]] == [
        False, False, False, True
    ]  # fmt: skip
    assert made["score"] == 2.3 and made["output"] == "Held by: uid."
    assert made["extra_data"]["flags"] == ["opened a socket"]
    assert "leaderboard" not in made and made["stdout_visibility"] == "hidden"


def test_partial_credit_and_a_penalty_are_shared_between_the_kinds():
    [question] = small().questions[1:]
    question.score = 1.0
    report = Report("hw1", "ada", 1.0, 2.0, [question])
    assert [e["score"] for e in results(report)["tests"]] == [0.5, 0.5]
    assert {e["status"] for e in results(report)["tests"]} == {"failed"}
    for case in question.cases:
        case.state = "passed"
    question.score = report.score = 0.0
    assert "Every check passes" not in markdown(report)
    assert [e["score"] for e in results(report)["tests"]] == [0.0, 0.0]
    assert {e["status"] for e in results(report)["tests"]} == {"failed"}


def test_the_leaderboard_ranks_what_can_be_ranked():
    report = small()
    report.leaderboard = [
        {"name": "loss", "value": 0.01, "order": "asc"},
        {"name": "error", "value": math.inf, "order": "asc"},
    ]
    assert results(report)["leaderboard"] == report.leaderboard[:1]
    report.leaderboard[0]["name"] = "lo\u202ess"
    assert results(report)["leaderboard"][0]["name"] == "lo[U+202E]ss"


def test_results_are_closed_until_they_are_whole(tmp_path, monkeypatch):
    path = tmp_path / "results.json"
    path.with_name("results.json.part").write_text("left over")
    modes = []
    rename = os.replace
    monkeypatch.setattr(
        os, "replace", lambda a, b: (modes.append(stat.S_IMODE(os.stat(a).st_mode)), rename(a, b))
    )
    assert json.loads(write_results(small(), path).read_text())["score"] == 2.3
    assert modes == [0o600] and stat.S_IMODE(path.stat().st_mode) == 0o644
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("made", [html, markdown, lambda r: json.dumps(results(r))])
def test_a_megabyte_of_message_makes_no_megabyte_of_page(made):
    report = small()
    report.questions[1].cases[0].message = report.reason = "<`|" * 350_000
    page = made(report)
    assert len(page) < 60_000 and "more" in page and "characters]" in page


@pytest.mark.parametrize(
    "text, shown",
    [
        ("a\r\nb", "a\nb"),
        ("a\rb\0", "a␍b␀"),
        ("\x1b[1m", "␛[1m"),
        ("\u202ex\ufeff", "[U+202E]x[U+FEFF]"),
        ("\ud800", "\ufffd"),
        ("a\u2028b\u2029c", "a[U+2028]b[U+2029]c"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("x" * 2001, "x" * 2000 + " [and 1 more characters]"),
    ],
)
def test_what_cannot_be_seen_is_shown(text, shown):
    assert wording.safe_text(text) == shown


def test_numbers_read_well():
    assert [wording.counted(n) for n in (1, 2.5, 1 / 3, 0)] == [
        "1 point", "2.5 points", "0.33 points", "0 points"
    ]  # fmt: skip
    assert wording.listed(["q1", "q2", "q3"]) == "q1, q2 and q3"
    assert wording.listed(["q1"]) == "q1"


def test_a_cell_that_ends_in_the_middle_is_told_in_plain_words():
    said = wording.of_cell(3, "def f(x):\n", "SyntaxError", "incomplete input", 1)
    assert "SyntaxError in its line 1: the code ends in the middle: a bracket or" in said
