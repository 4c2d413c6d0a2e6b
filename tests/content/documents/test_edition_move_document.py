"""The report of a draft's move to another edition, and what stays of it in the check and the signed assessment."""

import msgspec

from content.assessment.draft_state import open_now
from content.assessment.edition_moves import confirm_set_aside, moved
from content.case.model import Draft
from content.documents.assessment_document import assessment_document
from content.documents.case_document import case_document
from content.documents.check_document import check_document
from content.documents.document import Document, Line
from content.documents.edition_move_document import edition_move_document, is_worth_a_report
from content.documents.plain_text import paragraphs
from content.pack.model import Pack
from tests.content.assessment.test_edition_moves import FEAR, LATER, PLACE, edited, editor_of, question, signed, text
from tests.content.documents.every_document import LONDON
from tests.drafts import TODAY, WHOLE, a_new_draft, an_empty_case, answered
from tests.packs import bexley

NEW_FEAR = "Is the person afraid?"


def test_the_report_says_what_is_new_reworded_gone_and_no_longer_possible_and_what_cannot_wait() -> None:
    fewer = tuple(option for option in question(bexley(), PLACE).options if option.id != "elsewhere")
    pack = edited({FEAR: {"text": NEW_FEAR}, PLACE: {"options": fewer}, "victim.impact": {"retired": True}})
    draft = answered(a_new_draft(pack=bexley()), {FEAR: "yes", PLACE: "elsewhere", "start.danger-now": "yes"})
    draft = msgspec.structs.replace(draft, asked=tuple(each for each in draft.asked if each.id != "risk.strangulation"))

    document = reported(draft, pack)

    lead = lines(document, "moved")
    assert lead[0].startswith(f"This draft was on {bexley().edition}, and goes on with {pack.edition}.")
    assert (
        "1 question is new; 2 questions have other words or choices (1 answer to confirm, 1 answer to give again)"
        in lead[0]
    )
    assert any(line.startswith("NOW (NEW): ") for line in lines(document, "for now"))
    assert lines(document, "other words") == [f"{NEW_FEAR} WAS: {text(bexley(), FEAR)} ANSWERED: yes."]
    name = next(option.name for option in question(bexley(), PLACE).options if option.id == "elsewhere")
    assert lines(document, "no such answer") == [
        f"{text(bexley(), PLACE)} NO LONGER A CHOICE: {name}. ANSWERED: {name}."
    ]
    assert lines(document, "new") == [f"- {text(bexley(), 'risk.strangulation')}"]
    assert lines(document, "gone") == []


def test_the_report_names_the_other_organisation_first() -> None:
    policy = msgspec.structs.replace(bexley().policy, id="heath", name="Heath stalking briefing")
    draft = answered(a_new_draft(pack=bexley()), {FEAR: "yes"})

    document = reported(draft, msgspec.structs.replace(bexley(), policy=policy))

    assert lines(document, "moved")[0].startswith(
        f"THIS DRAFT WAS BEGUN UNDER ANOTHER ORGANISATION'S PACK: {bexley().policy.name} ({bexley().edition}). "
        "This is Heath stalking briefing. It was begun by sam on 24 Nov 2026."
    )


def test_the_report_says_that_the_pack_is_older() -> None:
    newer = edited({}, version="2999.1")

    document = reported(answered(a_new_draft(pack=newer), {FEAR: "yes"}), bexley())

    assert lines(document, "moved")[0].startswith("THIS PACK IS OLDER")


def test_an_answer_to_a_question_that_is_gone_is_told_in_its_words() -> None:
    pack = edited({FEAR: {"retired": True}})

    document = reported(answered(a_new_draft(pack=bexley()), {FEAR: "yes"}), pack)

    assert lines(document, "gone") == [f"- {text(bexley(), FEAR)} ANSWERED: yes."]


def test_a_new_version_without_other_words_is_not_worth_a_report() -> None:
    draft = answered(a_new_draft(pack=bexley()), {FEAR: "yes"})

    assert not is_worth_a_report(moved(draft, edited({}), now=LATER, by="kim").moves[0])
    assert is_worth_a_report(moved(draft, edited({FEAR: {"text": NEW_FEAR}}), now=LATER, by="kim").moves[0])
    other = edited({"victim.effect": {"text": "What does it do to them?"}})
    assert is_worth_a_report(moved(draft, other, now=LATER, by="kim").moves[0])


def test_the_case_does_not_count_an_answer_in_other_words_before_the_draft_is_resumed() -> None:
    draft = answered(a_new_draft(pack=bexley()), {FEAR: "yes"})
    case = msgspec.structs.replace(an_empty_case(), draft=draft)

    counts = [
        [line for line in paragraphs(case_document(case, pack, LONDON, TODAY).sections) if "Draft to resume" in line]
        for pack in (bexley(), edited({FEAR: {"text": NEW_FEAR}}))
    ]

    assert [("1 of" in line, "0 of" in line) for (line,) in counts] == [(True, False), (False, True)]


def test_the_check_keeps_the_report_with_what_became_of_each_answer() -> None:
    pack = edited({FEAR: {"text": NEW_FEAR}})
    draft = moved(answered(a_new_draft(pack=bexley()), {FEAR: "yes"}), pack, now=LATER, by="kim")

    before, after = (
        check_document(editor_of(each, pack), {}).section("moved")
        for each in (draft, confirm_set_aside(draft, FEAR, now=LATER, by="kim"))
    )

    assert before.heading == f"Moved from {bexley().edition} to {pack.edition} on 24 Nov 2026 by kim"
    (told,) = (each for each in before.blocks if isinstance(each, Line) and FEAR in each.anchor)
    assert told.text == f"{text(bexley(), FEAR)} ANSWERED: yes. Now: not confirmed"
    assert any("Now: confirmed" in line for line in paragraphs([after]))


def test_a_signed_assessment_keeps_the_report_and_the_words_that_are_gone() -> None:
    pack = edited({FEAR: {"retired": True}})
    draft = moved(answered(a_new_draft(pack=bexley()), {**WHOLE, FEAR: "yes"}), pack, now=LATER, by="kim")

    section = assessment_document(signed(draft, pack), pack, LONDON).section("moved")

    assert section.heading == f"Moved from {bexley().edition} to {pack.edition} on 24 Nov 2026 by kim"
    assert [each for each in paragraphs([section]) if FEAR_WORDS in each] == [
        f"{FEAR_WORDS} ANSWERED: yes. Now: no longer asked."
    ]


FEAR_WORDS = text(bexley(), FEAR)


def reported(draft: Draft, pack: Pack) -> Document:
    after = moved(draft, pack, now=LATER, by="kim")
    prompts = open_now(an_empty_case(), after, pack, today=TODAY)
    return edition_move_document(after, begun_by=draft.by, prompts=prompts, known=draft.open_now, zone=LONDON)


def lines(document: Document, name: str) -> list[str]:
    return [each.text for each in document.section(name).blocks if isinstance(each, Line)]
