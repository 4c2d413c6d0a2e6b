"""A signed-off assessment and a draft as documents."""

from zoneinfo import ZoneInfo

import msgspec

from content.assessment.answering import EditionChanges
from content.case.model import PromptSnapshot
from content.case.prompt_replies import Reply
from content.documents.assessment_document import assessment_document, draft_document, edition_changes_document
from content.documents.document import Line, QuestionLine
from tests.builders import LATER, NOW, a_case, a_draft, a_note, an_answer, an_asked, an_assessment
from tests.packs import classic

LONDON = ZoneInfo("Europe/London")


def test_questions_are_worded_as_they_were_and_unasked_ones_are_left_out() -> None:
    closed = msgspec.structs.replace(an_asked("closed"), applied=False)
    kept = msgspec.structs.replace(an_asked("kept", text="Was it kept?"), applied=False)
    answers = {"fixated": an_answer(note="He said so"), "kept": an_answer("no"), "gone": an_answer("no")}
    assessment = an_assessment(asked=(an_asked(text="Fixed on her?"), closed, kept), answers=answers)

    sections = assessment_document(assessment, classic(), LONDON).sections

    pointing = "What the answers point to; no conclusion is drawn here"
    assert [section.heading for section in sections] == [
        "",
        "Prompts still open: 0",
        pointing,
        "The suspect: FOUR",
        "",
    ]
    assert sections[3].blocks == (
        QuestionLine(
            question="Fixed on her?", answer="yes", note="Note (basis not said): He said so", anchor="fixated"
        ),
        QuestionLine(question="Was it kept?", answer="no longer applied: no", anchor="kept"),
    )
    assert sections[4].blocks == (
        QuestionLine(question="(no longer asked at sign-off: gone)", answer="no", anchor="gone"),
    )


def test_open_and_answered_prompts_are_listed_separately() -> None:
    reply = Reply(state="done", why="rang them", met={}, at=NOW, by="sam")
    still_open = PromptSnapshot(id="one", urgency="now", says="Ring 999", source="4.5")
    answered = msgspec.structs.replace(still_open, id="two", reply=reply)
    assessment = msgspec.structs.replace(an_assessment(), prompts=(still_open, answered))

    document = assessment_document(assessment, classic(), LONDON)

    assert document.section("open prompts").blocks == (
        Line(text="NOW: Ring 999 (briefing 4.5)", anchor="open-prompt one", tone="warning"),
    )
    assert document.section("answered prompts").blocks == (
        Line(text="Done, sam 20 Nov 2026: rang them. NOW: Ring 999 (briefing 4.5)"),
    )


def test_a_draft_has_its_answers_and_the_replies_to_prompts() -> None:
    reply = Reply(state="done", why="", met={}, says="Ring 999", at=NOW, by="sam")
    draft = msgspec.structs.replace(a_draft(), replies={"withdrawn": reply})

    answers, replies = draft_document(draft, LONDON).sections

    assert answers.heading == "Draft by sam, last saved 20 Nov 2026"
    assert [line.answer for line in answers.blocks if isinstance(line, QuestionLine)] == ["yes"]
    assert replies.blocks == (Line(text="Done, sam 20 Nov 2026. Ring 999"),)


def test_changes_of_the_checklist_are_listed_by_kind() -> None:
    (section,) = edition_changes_document(EditionChanges(new=("Is it new?", "And this?"))).sections

    assert section.heading == "New questions: 2"
    assert section.blocks == (Line(text="- Is it new?"), Line(text="- And this?"))


def test_a_prompt_answered_by_a_later_note_is_shown_with_its_reply() -> None:
    prompt = PromptSnapshot(id="one", urgency="now", says="Ring 999", source="4.5")
    assessment = msgspec.structs.replace(an_assessment(), prompts=(prompt,))
    note = msgspec.structs.replace(a_note("Rang them", at=LATER), prompt="one", prompt_state="done")
    case = a_case(assessments=(assessment,), notes=(note,))

    document = assessment_document(assessment, classic(), LONDON, case=case)

    assert document.section("open prompts").heading == "Prompts still open: 0"
    assert document.section("answered prompts").blocks == (
        Line(text="Done, sam 20 Nov 2026: Rang them. NOW: Ring 999 (briefing 4.5)"),
    )


def test_how_recent_an_answer_is_and_how_it_was_confirmed_stand_with_it() -> None:
    given = msgspec.structs.replace(an_answer(), since="earlier", last="2026-03-02", together=True)
    assessment = an_assessment(asked=(an_asked(),), answers={"fixated": given})

    sections = assessment_document(assessment, classic(), LONDON).sections

    answers = [block.answer for block in sections[-1].blocks if isinstance(block, QuestionLine)]
    assert answers == ["yes, earlier, last happened Mon 2 Mar 2026, confirmed together"]
