"""Prompts that stay open after sign-off, and the notes that answer them."""

import datetime as dt

import msgspec
import pytest

from content.case.model import Assessment, Case, PromptSnapshot
from content.case.open_prompts import open_prompts_of, replies_since, still_open, with_replies
from content.case.prompt_replies import Reply
from content.entries.note import PROMPT, PROMPT_SAYS, PROMPT_STATE, Note, note_in_words, read_note
from content.errors import NoteError
from tests.builders import LATER, NOW, a_case, a_note, an_assessment
from tests.entries import a_context

MUCH_LATER = NOW + dt.timedelta(days=1)
MET = {"risk.threats": "yes"}


def a_prompt(
    name: str = "ring-999", *, met: dict[str, str] | None = None, reply: Reply | None = None
) -> PromptSnapshot:
    return PromptSnapshot(id=name, urgency="now", says="Ring 999", source="4.5", met=met or MET, reply=reply)


def with_prompts(*prompts: PromptSnapshot, assessment: Assessment | None = None) -> Assessment:
    return msgspec.structs.replace(assessment or an_assessment(), prompts=prompts)


def a_reply(state: str = "done", *, name: str = "ring-999", at: dt.datetime = LATER, text: str = "Rang them") -> Note:
    return msgspec.structs.replace(a_note(text, at=at), prompt=name, prompt_state=state, prompt_says="NOW: Ring 999")


def ids(case: Case) -> list[str]:
    return [prompt.id for prompt in open_prompts_of(case)]


def test_prompts_without_a_reply_stay_open_on_the_case_after_sign_off() -> None:
    replied = Reply(state="done", met=MET, at=NOW, by="sam")

    assert ids(a_case(assessments=(with_prompts(a_prompt(), a_prompt("two", reply=replied)),))) == ["ring-999"]
    assert ids(a_case()) == []


@pytest.mark.parametrize("state", ["done", "not suitable"])
def test_a_note_closes_the_prompt_that_it_answers_and_the_assessment_stays_as_it_was(state: str) -> None:
    assessment = with_prompts(a_prompt(), a_prompt("two"))
    case = a_case(assessments=(assessment,), notes=(a_reply(state),))

    assert ids(case) == ["two"]
    assert case.latest == assessment
    assert replies_since(case, assessment) == {
        "ring-999": Reply(state=state, why="Rang them", met=MET, at=LATER, by="sam")  # type: ignore[arg-type]
    }


def test_a_note_before_the_sign_off_or_about_another_prompt_closes_nothing() -> None:
    before = a_reply(at=NOW - dt.timedelta(hours=1))

    assert ids(a_case(assessments=(with_prompts(a_prompt()),), notes=(before, a_reply(name="other")))) == ["ring-999"]


def test_a_reply_to_an_assessment_counts_for_its_correction_while_the_values_are_the_same() -> None:
    first = with_prompts(a_prompt())
    right = with_prompts(a_prompt(), assessment=an_assessment(id="right", signed_off=MUCH_LATER, corrects=first.id))
    other = with_prompts(a_prompt(met={"risk.threats": "not known"}), assessment=right)

    assert ids(a_case(assessments=(first, right), notes=(a_reply(),))) == []
    assert ids(a_case(assessments=(first, other), notes=(a_reply(),))) == ["ring-999"]


def test_a_reply_to_one_assessment_is_none_to_the_next() -> None:
    first = with_prompts(a_prompt())
    second = with_prompts(a_prompt(), assessment=an_assessment(id="two", signed_off=MUCH_LATER, follows=first.id))
    case = a_case(assessments=(first, second), notes=(a_reply(),))

    assert ids(case) == ["ring-999"]
    assert still_open(case, first) == ()


def test_the_next_reassessment_is_given_the_replies_since() -> None:
    assessment = with_prompts(a_prompt())

    (prompt,) = with_replies(a_case(assessments=(assessment,), notes=(a_reply(),)), assessment).prompts

    assert prompt.reply is not None
    assert (prompt.reply.state, prompt.reply.met) == ("done", MET)


ABOUT = {PROMPT: "ring-999", PROMPT_SAYS: "NOW: Ring 999"}


def test_a_reply_is_read_with_the_prompt_that_it_answers() -> None:
    note = read_note({"text": "Rang them"}, a_context(id="note-1", about={**ABOUT, PROMPT_STATE: "done"}))

    assert (note.prompt, note.prompt_state, note.prompt_says) == ("ring-999", "done", "NOW: Ring 999")
    assert note_in_words(note) == "PROMPT DONE: Rang them (sam). It said: NOW: Ring 999"
    assert read_note({}, a_context(id="note-1", about={**ABOUT, PROMPT_STATE: "done"})).text == ""


@pytest.mark.parametrize("text", ["", ".", "x", "not known"])
def test_why_a_prompt_is_not_suitable_is_asked_in_words(text: str) -> None:
    with pytest.raises(NoteError, match="in words"):
        read_note({"text": text}, a_context(id="note-1", about={**ABOUT, PROMPT_STATE: "not suitable"}))
