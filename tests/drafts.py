"""Drafts and signed-off assessments for tests, on the checklist of edition 2026.2 unless another pack is given."""

import datetime as dt
from collections.abc import Mapping

import msgspec

from content.assessment import answering, sign_off
from content.assessment.conditions import checklist_state
from content.case.model import Assessment, Case, Draft
from content.pack.model import Pack, Question
from tests.builders import A_CASE_ID
from tests.packs import bexley, classic

NOON = dt.datetime(2026, 11, 24, 12, 0, tzinfo=dt.UTC)
"""A Tuesday."""

TODAY = NOON.date()

ANEW = {"start.safe-contact": "By text", "start.never-contact": "By post"}
"""What a reassessment asks again, whether it was asked before or not."""

JUDGED = {
    "start.safe-to-talk": "yes",
    "judgement.level": "medium",
    "judgement.view": "stalking",
    "judgement.rationale": "Seen and heard",
    "judgement.victim-view": "same",
    "judgement.review-date": "2026-12-24",
}
"""The rest of the fewest answers that an assessment can be signed off with."""

ENOUGH = {**ANEW, **JUDGED}
"""The fewest answers that any assessment can be signed off with."""


WHOLE = {
    "start.how-spoken": "face-to-face",
    "start.safe-to-talk": "yes",
    "start.danger-now": "no",
    "start.suspect-place": "elsewhere",
    "start.children-place": "none",
    "start.safe-contact": "Text before noon",
    "start.never-contact": "The landline",
    "start.referral": "made-consent",
    "judgement.level": "medium",
    "judgement.view": "stalking",
    "judgement.rationale": "Seen and heard",
    "judgement.victim-view": "same",
    "judgement.tonight": "At her sister's until Monday",
    "judgement.review-date": "2026-12-08",
    "judgement.no-actions": "The police have arrested him; nothing else is open",
}
"""The fewest answers that an assessment on the shipped checklist can be signed off with."""


def an_empty_case() -> Case:
    return Case(id=A_CASE_ID, initials="JD", created=NOON, by="sam")


def a_new_draft(case: Case | None = None, *, pack: Pack | None = None) -> Draft:
    case = case or an_empty_case()
    number = len(case.assessments)
    return answering.start_draft(case, pack or classic(), draft_id=f"draft-{number}", now=NOON, by="sam")


def answered(draft: Draft, values: Mapping[str, str]) -> Draft:
    for question, value in values.items():
        draft = answering.answer(draft, question, value, now=NOON, by="sam")
    return draft


def ready_to_sign(case: Case | None = None) -> Draft:
    """A draft on the shipped checklist with the fewest answers that it can be signed off with."""
    return answered(a_new_draft(case, pack=bexley()), WHOLE)


def signed_off_as_shipped(case: Case | None = None, values: Mapping[str, str] | None = None) -> tuple[Case, Assessment]:
    """As `signed_off`, on the shipped checklist."""
    return signed_off(case, {**WHOLE, **(values or {})}, pack=bexley())


def signed_off(
    case: Case | None = None, values: Mapping[str, str] | None = None, *, pack: Pack | None = None
) -> tuple[Case, Assessment]:
    """A case with one assessment more, in which every carried answer was confirmed unless it is given anew."""
    case, pack = case or an_empty_case(), pack or classic()
    draft = answered(a_new_draft(case, pack=pack), ENOUGH if values is None else {**ENOUGH, **values})
    for question in waiting(draft, case, pack):
        draft = answering.confirm(draft, case.assessments[-1], question.id, now=NOON, by="sam")
    at = NOON + dt.timedelta(days=len(case.assessments))
    done = sign_off.sign_off(draft, pack, case, now=at, today=TODAY, by="sam")
    return msgspec.structs.replace(case, assessments=(*case.assessments, done)), done


def waiting(draft: Draft, case: Case, pack: Pack) -> tuple[Question, ...]:
    """The questions still to be confirmed."""
    before = case.assessment(draft.follows)
    return answering.unconfirmed(pack.checklist, checklist_state(pack.checklist, draft.answers, before), before)
