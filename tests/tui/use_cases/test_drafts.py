"""Drafts: start an assessment, a reassessment or a correction, resume a draft, save it."""

import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
import pytest

from content.assessment.draft_editor import DraftEditor
from content.assessment.draft_state import open_now
from content.assessment.problems import sign_off_state
from content.assessment.prompts import open_prompts
from content.case.model import Case
from content.entries.note import Note
from content.errors import CorrectionError
from store.errors import DraftChangedError, DraftExistsError
from tests.builders import A_CASE_ID, an_incident
from tests.drafts import NOON, TODAY, a_new_draft, an_empty_case, answered, signed_off
from tests.packs import classic
from tests.store.people import KIM, SAM, kinds
from tests.tui.use_cases.sessions import now, practitioner, supervisor
from tui.session.session import Session
from tui.use_cases import drafts
from tui.use_cases.errors import DraftGoneError

HOUR = dt.timedelta(hours=1)
NOW_PROMPT = {"risk.threats": "yes"}
"""An answer that a NOW prompt rests on."""


def test_the_first_assessment_starts_empty_under_the_practitioners_name(tmp_path: Path) -> None:
    session = stored(tmp_path, an_empty_case())

    started = drafts.start(session, an_empty_case(), None)

    assert started.draft == session.store.case(A_CASE_ID).draft == started.case.draft
    assert (started.draft.by, started.draft.started, started.draft.follows) == (KIM, now(), None)
    assert (started.changes, started.new_incidents, started.taken_over) == (None, (), None)


def test_a_reassessment_follows_the_latest_with_its_trigger_and_the_incidents_since(tmp_path: Path) -> None:
    case, before = signed_off()
    later, earlier = (
        an_incident(happened, id=incident, at=NOON + dt.timedelta(days=1))
        for incident, happened in (("later", "2026-11-25"), ("earlier", "2026-11-20"))
    )
    case = msgspec.structs.replace(case, incidents=(later, earlier))
    session = stored(tmp_path, case)
    trigger = classic().policy.triggers[0]

    started = drafts.start(session, case, trigger)

    assert (started.draft.follows, started.draft.trigger) == (before.id, trigger.id)
    assert started.new_incidents == (earlier, later)
    with pytest.raises(DraftExistsError):
        drafts.start(session, case, trigger)


def test_a_draft_is_resumed_as_the_practitioners_own_and_handed_over_when_it_is_saved(tmp_path: Path) -> None:
    session = stored(tmp_path, an_empty_case())
    other, _ = supervisor(tmp_path)
    theirs = drafts.start(other, an_empty_case(), None).draft

    resumed = drafts.resume(session, A_CASE_ID)
    before = kinds(tmp_path)
    drafts.save(session, answered(resumed.draft, {"start.safe-to-talk": "yes"}))

    assert resumed.taken_over == theirs
    assert theirs.by == SAM
    assert resumed.draft.by == KIM
    assert ("handover", "draft") not in before
    assert ("handover", "draft") in kinds(tmp_path)
    assert drafts.resume(session, A_CASE_ID).taken_over is None


def test_a_reassessment_says_what_has_changed_since_the_assessment_before(tmp_path: Path) -> None:
    case, before = signed_off()
    asked = tuple(msgspec.structs.replace(each, text=f"{each.text} now") for each in before.asked[:1])
    older = msgspec.structs.replace(before, asked=(*asked, *before.asked[1:]))
    session = stored(tmp_path, msgspec.structs.replace(case, assessments=(older,)))

    started = drafts.start(session, session.store.case(A_CASE_ID), classic().policy.triggers[0])
    resumed = drafts.resume(session, A_CASE_ID)

    assert started.changes
    assert (resumed.changes, resumed.report) == (None, None)


def test_a_draft_that_was_signed_off_meanwhile_is_not_resumed(tmp_path: Path) -> None:
    case, _ = signed_off()
    session = stored(tmp_path, case)

    with pytest.raises(DraftGoneError) as refused:
        drafts.resume(session, A_CASE_ID)

    assert refused.value.case == case


def test_a_correction_starts_from_the_answers_it_corrects(tmp_path: Path) -> None:
    case, wrong = signed_off()
    session = stored(tmp_path, case)

    with pytest.raises(CorrectionError):
        drafts.start_correction(session, A_CASE_ID, " ")
    started = drafts.start_correction(session, A_CASE_ID, "Wrong level")

    assert session.store.case(A_CASE_ID).draft == started.draft
    assert (started.draft.corrects, started.draft.why_corrected) == (wrong.id, "Wrong level")
    assert started.draft.answers == wrong.answers


def test_a_save_against_an_older_version_is_refused(tmp_path: Path) -> None:
    session = stored(tmp_path, an_empty_case())
    draft = drafts.start(session, an_empty_case(), None).draft
    saved = drafts.save(session, answered(draft, {"start.safe-to-talk": "yes"}))

    with pytest.raises(DraftChangedError):
        drafts.save(session, answered(draft, {"start.safe-to-talk": "no"}))

    assert session.store.case(A_CASE_ID).draft == saved


def stored(data: Path, case: Case) -> Session:
    """A practitioner's session on a store that has this case."""
    session, _ = practitioner(data)
    session.store.create(case)
    return session


def test_a_draft_says_whether_a_now_prompt_of_it_is_open_from_its_start_and_after_each_change(tmp_path: Path) -> None:
    session = stored(tmp_path, an_empty_case())
    started = drafts.start(session, an_empty_case(), None)
    editor = DraftEditor(
        classic(), started.case, started.draft, now=lambda: NOON, by="sam", zone=session.zone, changed=lambda _: None
    )
    assert not started.draft.now_open

    for question, value in NOW_PROMPT.items():
        editor.go_to(question)
        editor.answer(value)
    urgent = drafts.save(session, editor.draft)
    assert session.store.case(A_CASE_ID).draft == urgent
    assert urgent.now_open

    for prompt in open_prompts(editor.prompts):
        editor.reply(prompt.rule.id, "done", "Rang them")
    assert not editor.draft.now_open


def test_a_reassessment_for_a_trigger_that_cannot_wait_starts_with_a_now_prompt_open(tmp_path: Path) -> None:
    case, _ = signed_off()
    session = stored(tmp_path, case)

    assert drafts.start(session, case, classic().trigger("breach")).draft.now_open


def test_a_reply_recorded_on_the_case_since_counts_for_the_next_draft() -> None:
    case, assessment = signed_off(values=NOW_PROMPT)
    (prompt,) = (each for each in assessment.prompts if each.urgency == "now")
    note = Note(id="note", text="Rang", prompt=prompt.id, prompt_state="done", at=NOON + HOUR, by="sam")
    replied = msgspec.structs.replace(case, notes=(note,))

    before, after = (
        open_now(each, answered(a_new_draft(each), NOW_PROMPT), classic(), today=TODAY) for each in (case, replied)
    )

    assert [each.rule.id for each in before] == [prompt.id]
    assert after == ()

    draft = answered(a_new_draft(replied), NOW_PROMPT)
    editor = DraftEditor(
        classic(), replied, draft, now=lambda: NOON, by="sam", zone=ZoneInfo("UTC"), changed=lambda _: None
    )
    state = sign_off_state(draft, classic(), replied, today=TODAY)
    assert [each.rule.id for each in open_prompts(editor.prompts) if each.rule.urgency == "now"] == []
    assert [each.rule.id for each in open_prompts(state.prompts) if each.rule.urgency == "now"] == []
