"""Situations in which a condition of a prompt rule holds, and the nearest ones in which it does not."""

import datetime as dt
from collections.abc import Iterable, Mapping

import msgspec

from content.assessment import answering
from content.assessment.problems import sign_off_state
from content.assessment.prompts import Prompt
from content.case.model import Assessment, Case
from content.case.question_snapshot import snapshot_questions
from content.pack.answers import NO, NOT_KNOWN, YES, Answer, Since, allowed_values
from content.pack.known_questions import (
    AFTER_SAFETY_FIRST,
    CHANGED,
    CONTACT_DOUBTFUL,
    DISPUTE,
    DISPUTE_ONLY,
    FACTS,
    FIXATED,
    HARASSMENT,
    HIGHEST,
    IN_CUSTODY,
    INCIDENT_SINCE,
    IS_REPEAT_DUE,
    LAST_TIME,
    LEVEL,
    LOWER_ON_SILENCE,
    LOWERED,
    LOWEST,
    MARAC,
    MARAC_DAY,
    NOT_ASKED,
    REFERRED,
    REVIEW_DATE,
    REVIEW_TOO_LATE,
    SAFE_CONTACT,
    SUSPECT_PLACE,
    TRIGGER,
    VIEW,
    WITHDRAWN,
)
from content.pack.model import Condition, PromptRule, Question
from tests.builders import A_CASE_ID, an_incident
from tests.packs import bexley

PACK = bexley()
LEVELS = tuple(level.id for level in PACK.policy.levels)
NOON = dt.datetime(2026, 11, 24, 12, 0, tzinfo=dt.UTC)
TODAY = NOON.date()
LAST_WEEK = NOON - dt.timedelta(days=7)
YESTERDAY = NOON - dt.timedelta(days=1)


ABOUT_ANSWERS = frozenset({REVIEW_TOO_LATE, DISPUTE_ONLY})
"""The facts that rest on the answers of this time alone."""


def _review(days_late: int) -> str:
    """A day that is later by some days than the policy for the lowest level."""
    return (TODAY + dt.timedelta(days=PACK.policy.levels[0].review_days + days_late)).isoformat()


LAST_TIME_WITH: Mapping[Condition, Mapping[str, str]] = {
    IS_REPEAT_DUE: {MARAC: REFERRED, MARAC_DAY: "2026-06-01"},
    CONTACT_DOUBTFUL: {SAFE_CONTACT: "By text"},
    WITHDRAWN: {"risk.violence": YES},
}
"""The answers of the assessment before that a fact rests on."""

ANSWERS_WITH: Mapping[Condition, Mapping[str, str]] = {
    CONTACT_DOUBTFUL: {SAFE_CONTACT: "By text"},
    LOWER_ON_SILENCE: {LEVEL: LEVELS[0]},
    REVIEW_TOO_LATE: {LEVEL: LEVELS[0], REVIEW_DATE: _review(1)},
    DISPUTE_ONLY: {DISPUTE: YES, VIEW: HARASSMENT},
    WITHDRAWN: {"risk.violence": NO},
}
"""The answers that a fact rests on."""


class Situation(msgspec.Struct, frozen=True, kw_only=True):
    """A draft at the check, and what the case holds besides."""

    values: Mapping[str, str] = {}
    """The answers of the draft."""

    since: Mapping[str, Since] = {}
    last: Mapping[str, str] | None = None
    """The answers of the assessment before; None for a first assessment."""

    level_before: int = 3
    trigger: str = ""
    has_incident: bool = False
    """Whether an incident was recorded since the assessment before."""

    is_after_safety_first: bool = False


def prompts_in(situation: Situation) -> tuple[Prompt, ...]:
    """The prompts that speak."""
    case = _case(situation)
    draft = answering.start_draft(
        case, PACK, draft_id="draft-2", now=NOON, by="sam", trigger=PACK.trigger(situation.trigger)
    )
    for question, value in situation.values.items():
        draft = answering.answer(draft, question, value, now=NOON, by="sam")
    for question, since in situation.since.items():
        draft = answering.set_since(draft, question, since, now=NOON, by="sam")
    return sign_off_state(draft, PACK, case, today=TODAY).prompts


def fires(rule: PromptRule, situation: Situation) -> bool:
    """Whether a rule speaks."""
    return any(prompt.rule.id == rule.id for prompt in prompts_in(situation))


def _case(situation: Situation) -> Case:
    before = () if situation.last is None else (_before(situation, situation.last),)
    incidents = (an_incident(YESTERDAY.date().isoformat(), at=YESTERDAY),) if situation.has_incident else ()
    return Case(id=A_CASE_ID, initials="JD", created=LAST_WEEK, by="sam", assessments=before, incidents=incidents)


def _before(situation: Situation, last: Mapping[str, str]) -> Assessment:
    level = LEVELS[situation.level_before - 1]
    return Assessment(
        id="draft-1",
        case=A_CASE_ID,
        started=LAST_WEEK,
        signed_off=LAST_WEEK,
        by="sam",
        pack="bexley",
        edition=PACK.checklist.edition,
        asked=snapshot_questions(PACK.checklist, frozenset(question.id for question in PACK.checklist.questions)),
        answers={question: Answer(value=value, at=LAST_WEEK, by="sam") for question, value in last.items()},
        level=level,
        level_name=level,
        level_rank=situation.level_before,
        level_ranks=len(LEVELS),
        review_date=TODAY,
        unfinished=situation.is_after_safety_first,
    )


def nearest(rule: PromptRule, needed: Iterable[Condition]) -> Situation:
    """The situation in which just these conditions of a rule hold."""
    wanted = tuple(needed)
    found = Situation()
    for condition in rule.when.any:
        if condition not in wanted:
            found = without(condition, found, rule)
    for condition in wanted:
        found = with_(condition, found)
    return found


def with_(condition: Condition, at: Situation) -> Situation:
    """The situation changed so that a condition holds."""
    if condition in FACTS:
        return _with_fact(condition, at)
    if condition.question == TRIGGER:
        return msgspec.structs.replace(at, trigger=condition.is_, last=at.last or {})
    if condition.question.startswith(LAST_TIME):
        return _last_time(at, condition.question.removeprefix(LAST_TIME), condition.is_)
    at = _opened(condition.question, at)
    if condition.is_ == NOT_ASKED:
        kept = {question: value for question, value in at.values.items() if question != condition.question}
        return msgspec.structs.replace(at, values=kept)
    if condition.is_ == CHANGED:
        return _answered(_last_time(at, condition.question, "By post"), condition.question, "By text")
    return _answered(_level_before(condition, at), condition.question, _value(condition))


def _level_before(condition: Condition, at: Situation) -> Situation:
    return msgspec.structs.replace(at, last=at.last or {}) if condition.is_ == LOWERED else at


def _value(condition: Condition) -> str:
    if condition.last_days is not None:
        return (TODAY - dt.timedelta(days=condition.last_days)).isoformat()
    if condition.next_days is not None:
        return (TODAY + dt.timedelta(days=condition.next_days)).isoformat()
    return {LOWEST: LEVELS[0], LOWERED: LEVELS[0], HIGHEST: LEVELS[-1]}.get(condition.is_, condition.is_)


def _with_fact(condition: Condition, at: Situation) -> Situation:
    at = msgspec.structs.replace(
        at,
        last=at.last if condition in ABOUT_ANSWERS else {**(at.last or {}), **LAST_TIME_WITH.get(condition, {})},
        has_incident=at.has_incident or condition in {IS_REPEAT_DUE, CONTACT_DOUBTFUL, INCIDENT_SINCE},
        is_after_safety_first=at.is_after_safety_first or condition == AFTER_SAFETY_FIRST,
    )
    return msgspec.structs.replace(at, values={**at.values, **ANSWERS_WITH.get(condition, {})})


def without(condition: Condition, at: Situation, rule: PromptRule) -> Situation:
    """The situation with one change, after which a condition of a rule does not hold."""
    if condition in FACTS:
        return _without_fact(condition, at)
    if condition.question == TRIGGER:
        return msgspec.structs.replace(at, trigger="planned-review")
    if condition.question.startswith(LAST_TIME):
        question = condition.question.removeprefix(LAST_TIME)
        return _last_time(at, question, _another(question, {condition.is_}))
    if condition.is_ == CHANGED:
        return _last_time(at, condition.question, at.values[condition.question]) if at.last else at
    return _answered_otherwise(condition, at, rule)


def _answered_otherwise(condition: Condition, at: Situation, rule: PromptRule) -> Situation:
    if condition.is_about_date:
        days = 1 if condition.next_days is not None else -1
        day = dt.date.fromisoformat(_value(condition)) + dt.timedelta(days=days)
        return _answered(at, condition.question, day.isoformat())
    taken = {each.is_ for each in (*rule.when.conditions, *rule.when.unless) if each.question == condition.question}
    if condition.question == LEVEL:
        return _answered(at, LEVEL, LEVELS[0] if condition.is_ == HIGHEST else LEVELS[-1])
    return _answered(at, condition.question, _another(condition.question, taken))


def _without_fact(condition: Condition, at: Situation) -> Situation:
    if condition == LOWER_ON_SILENCE:
        return _answered(at, SUSPECT_PLACE, IN_CUSTODY)
    if condition == REVIEW_TOO_LATE:
        return _answered(at, REVIEW_DATE, _review(0))
    if condition == WITHDRAWN:
        return _answered(at, "risk.violence", NOT_KNOWN)
    if condition == DISPUTE_ONLY:
        return _answered(at, FIXATED, YES)
    if condition == AFTER_SAFETY_FIRST:
        return msgspec.structs.replace(at, is_after_safety_first=False)
    return msgspec.structs.replace(at, has_incident=False)


def _another(wanted: str, taken: set[str]) -> str:
    """An answer to a question other than these."""
    question = _question(wanted)
    if question.kind == "text":
        return "In words"
    if question.kind == "date":
        return "2027-01-31"
    return next(value for value in allowed_values(question) if value not in taken)


def _question(wanted: str) -> Question:
    question = PACK.checklist.question(wanted)
    assert question
    return question


def _opened(wanted: str, at: Situation) -> Situation:
    """The situation with the answers after which a question applies."""
    when = _question(wanted).opens_when
    if when is None:
        return at
    is_open = any(at.values.get(condition.question) == condition.is_ for condition in when.any)
    for condition in (*when.all, *(() if is_open else when.any[:1])):
        at = with_(condition, at)
    return at


def _answered(at: Situation, question: str, value: str) -> Situation:
    return msgspec.structs.replace(at, values={**at.values, question: value})


def _last_time(at: Situation, question: str, value: str) -> Situation:
    return msgspec.structs.replace(at, last={**(at.last or {}), question: value})
