"""Sign-off: the problems that block it, and the assessment made from a draft."""

import datetime as dt
from collections.abc import Iterator
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec

from content.assessment.answering import confirmed_against, unconfirmed
from content.assessment.conditions import checklist_state
from content.assessment.prompts import case_facts, met_prompts, snapshot_prompts
from content.case.model import Assessment, Case, Draft, snapshot_questions
from content.case.plan import unresolved
from content.dates import day_in_words, parse_review_date
from content.entries.action import Action, ActionId
from content.errors import ContentError, DateError
from content.pack.answers import Answer
from content.pack.known_questions import ASKED_EVERY_TIME, LEVEL, REQUIRED, REVIEW_DATE
from content.pack.model import Checklist, Pack, Question, QuestionId
from content.text import one_line

ProblemReason = Literal["action not resolved", "not confirmed", "not asked again", "not answered", "not valid"]


class NotReadyError(ContentError):
    """The draft cannot be signed off yet; `problems` lists the reasons."""


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """One problem that blocks sign-off, with the question or action at which to fix it."""

    question: QuestionId = ""
    """Empty if the problem is about an action."""

    action: ActionId = ""
    reason: ProblemReason
    says: str
    """What is wrong and what resolves it, in words; a front end that has a key for that may say its own."""


def problems(draft: Draft, checklist: Checklist, case: Case, *, today: dt.date) -> tuple[Problem, ...]:
    """The problems that block sign-off: actions still to be resolved, then answers in checklist order.

    Args:
        draft: The draft to be signed off.
        checklist: The pack's checklist.
        case: The case, for its actions and for the assessment that the draft follows.
        today: The day of the sign-off, in the pack's time zone.
    """
    before = confirmed_against(draft, case)
    now = checklist_state(checklist, draft.answers, case.assessment(draft.follows))
    waiting = {question.id for question in unconfirmed(checklist, now, before)}
    found = [_unresolved(action) for action in unresolved(case.actions, draft.started)] if before else []
    for question in checklist.questions:
        if question.id not in now.open:
            continue
        if question.id in waiting:
            says = "carried from last time: confirm it, or change it"
            found.append(Problem(question=question.id, reason="not confirmed", says=says))
        else:
            given = now.counted.get(question.id)
            found += _answer_problems(question, given, today, is_reassessment=before is not None)
    return tuple(found)


def _unresolved(action: Action) -> Problem:
    what, owner = one_line(action.what), one_line(action.owner)
    return Problem(
        action=action.id,
        reason="action not resolved",
        says=f"{what} ({owner}, by {day_in_words(action.due)}): say if it is done, still needed, or no longer suitable",
    )


def _answer_problems(
    question: Question, given: Answer | None, today: dt.date, *, is_reassessment: bool
) -> Iterator[Problem]:
    if given is None or not given.value.strip():
        if is_reassessment and question.id in ASKED_EVERY_TIME:
            says = "must be asked again at each reassessment: no answer does not mean that it is safe"
            yield Problem(question=question.id, reason="not asked again", says=says)
        elif question.id in REQUIRED:
            yield Problem(question=question.id, reason="not answered", says="needed to sign off, and not answered")
    elif question.id in REQUIRED and (fault := _fault(question, given, today)):
        yield Problem(question=question.id, reason="not valid", says=fault)


def _fault(question: Question, given: Answer, today: dt.date) -> str:
    """What is wrong with an answer that sign-off needs; empty if nothing is."""
    if question.id == REVIEW_DATE:
        try:
            parse_review_date(given.value, today=today)
        except DateError as error:
            return str(error)
    elif question.kind == "choice" and all(option.id != given.value for option in question.options):
        return "needed to sign off: choose one of the answers"
    return ""


def sign_off(draft: Draft, pack: Pack, case: Case, *, now: dt.datetime, today: dt.date, by: str) -> Assessment:
    """Sign off a draft: the resulting assessment, with a snapshot of the questions as worded now.

    Args:
        draft: The draft.
        pack: The current pack.
        case: The current case, including what was recorded while the draft was open.
        now: The time of the sign-off.
        today: The day of the sign-off, in the pack's time zone.
        by: Who signs it off.

    Raises:
        NotReadyError: If anything blocks sign-off.
    """
    blocking = problems(draft, pack.checklist, case, today=today)
    if blocking:
        raise NotReadyError(f"{len(blocking)} problems must be corrected before signing off")
    before = case.assessment(draft.follows)
    state = checklist_state(pack.checklist, draft.answers, before)
    facts = case_facts(case, draft, ZoneInfo(pack.policy.time_zone))
    prompts = met_prompts(pack.prompts, state, facts=facts, replies=draft.replies, before=before)
    level_id = state.counted[LEVEL].value
    ids = [level.id for level in pack.policy.levels]
    rank = ids.index(level_id)
    return Assessment(
        id=draft.id,
        case=draft.case,
        started=draft.started,
        signed_off=now,
        by=by,
        pack=f"{pack.policy.id} {pack.policy.version}",
        edition=pack.checklist.edition,
        asked=snapshot_questions(pack.checklist, state.open),
        answers=draft.answers,
        prompts=snapshot_prompts(pack.prompts, prompts, draft.replies),
        follows=draft.follows,
        trigger=draft.trigger,
        trigger_name=draft.trigger_name,
        level=level_id,
        level_name=pack.policy.levels[rank].name,
        level_rank=rank + 1,
        level_ranks=len(ids),
        review_date=parse_review_date(state.counted[REVIEW_DATE].value, today=today),
        corrects=draft.corrects,
        why_corrected=draft.why_corrected,
    )
