"""The check before sign-off as a document."""

import datetime as dt
from zoneinfo import ZoneInfo

import msgspec

from content.assessment.answering import set_note
from content.assessment.draft_editor import DraftEditor
from content.case.model import Case, Draft
from content.documents.check_document import check_document, sign_off_warning
from content.documents.document import Line, QuestionLine
from tests.builders import an_action, an_incident
from tests.drafts import ENOUGH, NOON, a_new_draft, an_empty_case, answered, signed_off
from tests.packs import classic

LONDON = ZoneInfo("Europe/London")
LATER = NOON + dt.timedelta(days=1)


def editing(case: Case, draft: Draft) -> DraftEditor:
    return DraftEditor(classic(), case, draft, now=lambda: LATER, by="sam", zone=LONDON, changed=lambda _: None)


def test_a_draft_that_can_be_signed_off_says_that_nothing_blocks_it() -> None:
    case = an_empty_case()

    document = check_document(editing(case, answered(a_new_draft(case), ENOUGH)), {})

    assert document.section("problems").blocks == (Line(text="Nothing blocks sign-off.", tone="heading"),)
    names = [section.name for section in document.sections[:5]]
    assert names == ["problems", "four", "pointing", "open prompts", "start"]


def test_each_problem_leads_to_its_question_or_its_action() -> None:
    case, _ = signed_off()
    case = msgspec.structs.replace(case, actions=(an_action(at=NOON - dt.timedelta(days=1)),))
    editor = editing(case, a_new_draft(case))

    summary, action, question = check_document(editor, {}).section("problems").blocks[:3]

    assert summary == Line(text="There is a problem (9 to correct before signing off)", tone="warning")
    assert isinstance(action, Line)
    assert (action.anchor, action.number) == ("action action-1", 0)
    assert question == Line(
        text="Is it safe for the person to talk here and now? Needed to sign off, and not answered.",
        anchor="problem start.safe-to-talk",
        number=1,
        tone="warning",
    )


def test_a_front_end_says_its_own_words_for_a_reason_that_it_has_a_key_for() -> None:
    case, _ = signed_off()
    editor = editing(case, a_new_draft(case))

    section = check_document(editor, {"not confirmed": "confirm it with F5"}).section("problems")

    texts = [block.text for block in section.blocks if isinstance(block, Line)]
    assert "What are the safe ways, times and numbers to make contact? Confirm it with F5." in texts


def test_what_was_recorded_since_the_last_assessment_is_listed() -> None:
    case, _ = signed_off()
    case = msgspec.structs.replace(case, incidents=(an_incident(at=LATER),))

    section = check_document(editing(case, a_new_draft(case)), {}).section("incidents")

    assert section.heading == "Incidents recorded since 24 Nov 2026: 1"
    assert section.blocks == (Line(text="Sun 15 Nov 2026: Waited outside her work (in person, at work)"),)


def test_a_question_has_one_number_and_its_own_anchor_wherever_it_is_mentioned() -> None:
    case, _ = signed_off(values={"suspect.fixated": "yes"})
    draft = set_note(
        answered(a_new_draft(case), {"suspect.fixated": "yes"}),
        "suspect.fixated",
        "He said so",
        None,
        now=LATER,
        by="sam",
    )

    document = check_document(editing(case, draft), {})

    mentions = [
        block
        for section in document.sections
        for block in section.blocks
        if isinstance(block, QuestionLine) and block.question.startswith("Fixated")
    ]
    assert [line.anchor for line in mentions] == [
        "four suspect.fixated",
        "since suspect.fixated",
        "answer suspect.fixated",
    ]
    assert len({line.number for line in mentions}) == 1
    assert [line.note for line in mentions] == ["", "", "Note (basis not said): He said so"]


def test_what_the_answers_point_to_is_listed_by_name_with_no_total() -> None:
    case = an_empty_case()
    draft = answered(a_new_draft(case), {"suspect.fixated": "yes", "risk.threats": "not known"})

    section = check_document(editing(case, draft), {}).section("pointing")

    assert [line.text for line in section.blocks if isinstance(line, Line)] == [
        "To danger:",
        "- Is there a threat to anyone, a weapon, or another sign of danger? (not known)",
        "To stalking:",
        "- Fixated: is the suspect's attention fixed on this one person?",
        "To harassment: none answered so",
    ]


def test_before_sign_off_open_prompts_and_unasked_questions_are_shown() -> None:
    case = an_empty_case()
    editor = editing(case, answered(a_new_draft(case), {**ENOUGH, "risk.threats": "yes", "victim.fear": "yes"}))
    now = [prompt for prompt in editor.prompts if prompt.rule.urgency == "now"]
    left = len(editor.state.open) - len(editor.state.counted)

    warning = sign_off_warning(editor)

    assert warning[0] == f"Prompts still open: {len(editor.prompts)}."
    assert len(now) == 1
    assert warning[1].startswith(f"NOW: {now[0].says}")
    assert warning[2] == f"Questions not asked: {left}."
    assert warning[3].startswith("Not asked, about danger and safety: ")
    asked = next(each for each in classic().checklist.questions if each.id == "risk.escalation")
    assert asked.label in warning[3]
    assert "Is there a threat to anyone" not in warning[3]


def test_nothing_open_and_nothing_left_out_is_said_too() -> None:
    case = an_empty_case()
    everything = {each.id: "not known" for each in classic().checklist.questions}
    editor = editing(case, answered(a_new_draft(case), everything))
    for prompt in editor.prompts:
        editor.reply(prompt.rule.id, "done", "Rang them")

    assert sign_off_warning(editor) == ("No prompt is open.", "Every question was asked.")
