"""Builds a dozen made-up cases to practise on, with their drafts and assessments."""

import datetime as dt
from collections.abc import Sequence
from zoneinfo import ZoneInfo

import msgspec

from content.assessment.answering import answer, asks_since, set_note, set_since, start_draft
from content.assessment.conditions import checklist_state
from content.assessment.problems import sign_off_state
from content.assessment.prompts import reply_to
from content.assessment.sign_off import sign_off
from content.case.model import Assessment, Case, Draft
from content.case.phrases import local_day
from content.case.reference import new_case_id
from content.pack.answers import EARLIER, NO, NOT_KNOWN, SINCE_LAST, YES, allowed_values
from content.pack.known_questions import LEVEL, REVIEW_DATE
from content.pack.model import Pack, Question
from content.training.assessments import DAYS_AGO, FOUR, MADE_UP, USUAL, MadeAssessment
from content.training.builder import with_records

EXPLANATION = "Looked at both again with the supervisor: what was answered stands, and the reasons say why"
"""The reply to each prompt on answers that contradict one another."""

STAFF = ("Sam Training", "Kit Training")


def made_up_cases(pack: Pack, *, now: dt.datetime) -> tuple[Case, ...]:
    """Build the made-up cases; answers to questions that the pack does not have are left out.

    Args:
        pack: The pack whose checklist the cases answer.
        now: The time that their ages count back from.
    """
    return tuple(
        _case(pack, number, initials, own_reference, made, now=now)
        for number, (initials, own_reference, made) in enumerate(MADE_UP)
    )


def _case(
    pack: Pack, number: int, initials: str, own_reference: str, all_made: Sequence[MadeAssessment], *, now: dt.datetime
) -> Case:
    first = now - dt.timedelta(days=all_made[0].days_ago, hours=1)
    # References are constant from day to day, and unlikely to equal a random one.
    case = Case(
        id=new_case_id((0x7A << 32) + (number + 1) * 7_654_321),
        initials=initials,
        own_reference=own_reference,
        created=first,
        by=STAFF[0],
    )
    for turn, made in enumerate(all_made):
        at, by = now - dt.timedelta(days=made.days_ago), STAFF[turn % len(STAFF)]
        draft = _draft(pack, case, made, draft_id=f"training-{number}-{turn}", at=at, by=by)
        case = msgspec.structs.replace(case, draft=draft)
        if not made.draft_only:
            signed = _signed(pack, case, draft, at=at, by=by)
            case = msgspec.structs.replace(case, assessments=(*case.assessments, signed), draft=None)
    today = local_day(now, ZoneInfo(pack.policy.time_zone))
    return with_records(case, pack, number=number, now=now, today=today, staff=STAFF)


def _draft(pack: Pack, case: Case, made: MadeAssessment, *, draft_id: str, at: dt.datetime, by: str) -> Draft:
    draft = start_draft(case, pack, draft_id=draft_id, now=at, by=by, trigger=pack.trigger(made.trigger))
    answered = 0
    for question in pack.checklist.questions:
        if question.id not in checklist_state(pack.checklist, draft.answers, case.latest).open:
            continue
        if made.draft_only and answered == made.draft_only:
            break
        draft = _answered(draft, question, _value(pack, question, made, at), case.latest, at=at, by=by)
        answered += 1
    return draft


def _answered(
    draft: Draft, question: Question, value: str, before: Assessment | None, *, at: dt.datetime, by: str
) -> Draft:
    draft = answer(draft, question.id, value, now=at, by=by)
    if before and asks_since(question, draft.answers[question.id]):
        earlier = before.answers.get(question.id)
        since = EARLIER if earlier and earlier.value == YES and question.id not in FOUR else SINCE_LAST
        draft = set_since(draft, question.id, since, now=at, by=by)
    if question.id == "victim.fear" and value == YES:
        draft = set_note(draft, question.id, "Sleeps at her sister's on Fridays", "victim's account", now=at, by=by)
    return draft


def _value(pack: Pack, question: Question, made: MadeAssessment, at: dt.datetime) -> str:
    if question.id == LEVEL:
        return pack.policy.levels[min(made.level, len(pack.policy.levels)) - 1].id
    day = local_day(at, ZoneInfo(pack.policy.time_zone))
    if question.id == REVIEW_DATE:
        return (day + dt.timedelta(days=made.review_after)).isoformat()
    if question.id in DAYS_AGO:
        return (day - dt.timedelta(days=DAYS_AGO[question.id])).isoformat()
    wanted = made.said.get(question.id) or (YES if question.id in made.yes else USUAL.get(question.id, ""))
    if question.kind in {"text", "date"}:
        return wanted or NOT_KNOWN
    if wanted in allowed_values(question):
        return wanted
    return YES if question.kind == "done" else NO if question.kind != "choice" else question.options[0].id


def _signed(pack: Pack, case: Case, draft: Draft, *, at: dt.datetime, by: str) -> Assessment:
    today = local_day(at, ZoneInfo(pack.policy.time_zone))
    for prompt in sign_off_state(draft, pack, case, today=today).prompts:
        if prompt.rule.explain:
            draft = reply_to(draft, prompt, "done", EXPLANATION, now=at, by=by)
    return sign_off(draft, pack, case, now=at, today=today, by=by)
