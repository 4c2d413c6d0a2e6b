"""What is typed and what is said line by line: properties that hold for any text."""

import datetime as dt
import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from content.case.reference import new_case_id, parse_case_id
from content.pack.model import Question
from tests.drafts import TODAY
from tests.packs import classic
from tui.plain.command_parser import NotUnderstoodError, is_slip, read, read_value
from tui.plain.dialogue import Dialogue

QUESTIONS = {question.id: question for question in classic().checklist.questions}


def value(question: str, typed: str) -> str:
    return read_value(QUESTIONS[question], typed, today=TODAY, usual=dt.date(2026, 12, 1))[0]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(), encoding=st.sampled_from(["utf-8", "ascii"]))
def test_no_text_says_anything_but_printable_lines(text: str, encoding: str, capfd: pytest.CaptureFixture[str]) -> None:
    Dialogue(encoding=encoding).say(text, f"before {text} after")

    said = capfd.readouterr().out
    assert [char for char in said if char != "\n" and unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"}] == []
    assert encoding == "utf-8" or said.isascii()
    assert all(len(line) < 80 for line in said.split("\n"))


@given(typed=st.text().filter(lambda text: not text.startswith("/")))
def test_whatever_is_typed_as_a_text_without_a_slash_is_that_text(typed: str) -> None:
    assert read(typed, is_text=True) == typed
    assert read(f"//{typed}", is_text=True) == f"/{typed}"


@given(bits=st.integers(min_value=0, max_value=2**40 - 1))
def test_a_reference_is_understood_however_it_is_read(bits: int) -> None:
    reference = new_case_id(bits)
    read_aloud = reference.lower().replace("-", " ").replace("0", "o").replace("1", "l")

    assert parse_case_id(reference) == reference
    assert parse_case_id(read_aloud) == reference
    assert parse_case_id(f"{reference}Z") == ""


@pytest.mark.parametrize(
    ("question", "typed", "understood"),
    [
        ("victim.fear", "Y", "yes"),
        ("victim.fear", "No", "no"),
        ("victim.fear", "not known", "not known"),
        ("victim.order-explained", "u", "not safe"),
        ("victim.order-explained", "not safe to", "not safe"),
        ("digital.told-block", "u", "not known"),
        ("start.relationship", "2", "ex-partner"),
        ("start.relationship", "ex-PARTNER", "ex-partner"),
        ("start.relationship", "u", "not known"),
        ("support.marac-day", "about Dec 2025", "about 2025-12"),
        ("judgement.review-date", "in 7 days", "2026-12-01"),
        ("judgement.review-date", "usual", "2026-12-01"),
        ("start.how-long", "\x1b[2J", "\u241b[2J"),
    ],
)
def test_an_answer_is_kept_as_the_interface_keeps_it(question: str, typed: str, understood: str) -> None:
    assert value(question, typed) == understood


@pytest.mark.parametrize(
    ("question", "typed"),
    [
        ("victim.order-explained", "not known"),
        ("victim.fear", "not safe"),
        ("start.relationship", "0"),
        ("start.relationship", "\u00b2"),
        ("judgement.review-date", "yesterday"),
        ("support.marac-day", "usual"),
    ],
)
def test_what_the_question_cannot_take_is_no_answer(question: str, typed: str) -> None:
    with pytest.raises(NotUnderstoodError):
        value(question, typed)


def test_every_kind_of_question_takes_not_known_or_not_safe_to() -> None:
    taken = {kind: value(_of_kind(kind).id, "u") for kind in ("yes-no", "avoid", "done", "choice", "date")}

    assert taken == dict.fromkeys(("yes-no", "avoid", "choice", "date"), "not known") | {"done": "not safe"}


def _of_kind(kind: str) -> Question:
    return next(question for question in QUESTIONS.values() if question.kind == kind)


@pytest.mark.parametrize("typed", ["go 5", "list 3", "sign off", "not known", "save", "y", "n", "12", "u"])
def test_a_command_with_its_number_and_one_or_two_letters_are_asked_about_before_they_are_a_text(typed: str) -> None:
    question = classic().checklist.question("start.safe-contact")
    assert question

    assert is_slip(question, typed)


@pytest.mark.parametrize("typed", ["go to her sister", "Text before noon", "sign language only", "back door"])
def test_an_answer_that_begins_with_the_word_of_a_command_is_an_answer(typed: str) -> None:
    question = classic().checklist.question("start.safe-contact")
    assert question

    assert not is_slip(question, typed)
