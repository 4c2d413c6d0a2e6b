"""The facts of a case, beyond the answers of a draft, that prompts depend on."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from zoneinfo import ZoneInfo

import msgspec

from content.assessment.conditions import ChecklistState, review_date
from content.case.baseline import baseline_of
from content.case.incidents import new_since
from content.case.marac import recent_referral_day, repeat_due
from content.case.model import Assessment, Case, Draft
from content.entries.note import Note
from content.pack.answers import NO, SINCE_LAST, YES
from content.pack.known_questions import (
    AFTER_SAFETY_FIRST,
    CONTACT_DOUBTFUL,
    DISPUTE,
    DISPUTE_ONLY,
    FIXATED,
    HARASSMENT,
    IN_CUSTODY,
    INCIDENT_SINCE,
    IS_HIGHEST,
    IS_LOWERED,
    IS_REPEAT_DUE,
    LEVEL,
    LOWER_ON_SILENCE,
    OBSESSIVE,
    REVIEW_DATE,
    REVIEW_TOO_LATE,
    SAFE_CONTACT,
    SUSPECT_PLACE,
    TRIGGER,
    VIEW,
    WITHDRAWN,
    value,
)
from content.pack.model import Condition, Pack, Question, QuestionId
from content.pack.policy import LevelId, TriggerId
from content.records import as_utc
from content.text import one_line

REPEAT_TRIGGERS: tuple[TriggerId, ...] = ("new-incident", "breach")
"""The triggers for events that can make a repeat referral to MARAC due."""


class CaseFacts(msgspec.Struct, frozen=True, kw_only=True):
    """The facts of a case, beyond the answers of its draft, that prompts depend on."""

    triggers: Mapping[TriggerId, str] = {}
    """The triggers that apply, each with the records that name it."""

    incidents: str = ""
    """The incidents recorded since the last assessment; a new one reopens the prompts that depend on it."""

    follows_safety_first: bool = False
    """Whether the last assessment took the short path."""

    referred: dt.date | None = None
    """The day of the last referral to MARAC if a repeat is due, or would be after any incident; else None."""

    repeat: str = ""
    """The referral and incidents that make a repeat due; a new incident changes it, which reopens the prompt."""

    was_yes: Mapping[QuestionId, str] = {}
    """The names of the lasting concerns whose last known answer is yes."""

    review_days: Mapping[LevelId, int] = {}
    """The pack's policy: days to the next review, by level."""


def case_as_seen_by(case: Case, draft: Draft) -> Case:
    """The part of the case that a draft takes into account.

    This is the whole case unless the draft is a correction. A correction sees only what was known when the assessment
    that it corrects was signed off: the assessments before it, and the records up to that moment.
    """
    if draft.corrects is None or case.assessed is None:
        return case
    until = as_utc(case.assessed)
    ids = [assessment.id for assessment in case.assessments]
    followed = ids.index(draft.follows) + 1 if draft.follows in ids else 0
    return msgspec.structs.replace(
        case,
        assessments=case.assessments[:followed],
        incidents=tuple(incident for incident in case.incidents if as_utc(incident.at) <= until),
        notes=tuple(note for note in case.notes if as_utc(note.at) <= until),
        disclosures=tuple(disclosure for disclosure in case.disclosures if as_utc(disclosure.at) <= until),
    )


def case_facts(case: Case, draft: Draft, pack: Pack, *, today: dt.date) -> CaseFacts:
    """The facts of the case that prompts depend on.

    A trigger counts if the reassessment was started for it, or if a note has named it since the person's situation was
    last assessed.

    Args:
        case: The case.
        draft: The draft that the prompts are for.
        pack: The pack, for its time zone and its policy.
        today: The day, in the pack's time zone.
    """
    zone = ZoneInfo(pack.policy.time_zone)
    seen = case_as_seen_by(case, draft)
    before = baseline_of(seen, draft.follows)
    triggers: dict[TriggerId, str] = {}
    if draft.trigger:
        triggers[draft.trigger] = f"the reassessment of {draft.follows}"
    for note in _since(seen.notes, seen.assessed):
        recorded = triggers.get(note.trigger or "")
        triggers[note.trigger or ""] = f"{recorded}, {note.id}" if recorded else note.id
    due = repeat_due(seen, zone)
    return CaseFacts(
        triggers=triggers,
        incidents=", ".join(each.id for each in new_since(seen.incidents, seen.assessed)) if before else "",
        follows_safety_first=before is not None and before.unfinished,
        referred=due.referred if due else recent_referral_day(seen, zone, today),
        repeat=f"{due.referred.isoformat()}: {len(due.incidents)}, the last {due.incidents[-1]}" if due else "",
        was_yes=_was_yes(seen, draft, pack),
        review_days={level.id: level.review_days for level in pack.policy.levels},
    )


def _was_yes(case: Case, draft: Draft, pack: Pack) -> Mapping[QuestionId, str]:
    """The lasting concerns whose last known answer is yes; a "not known" since then does not hide them.

    Questions about this moment are left out: their answers can change from one day to the next.
    """
    found: dict[QuestionId, str] = {}
    lasting = {question.id: question.label for question in pack.checklist.questions if _is_lasting(question)}
    known: set[QuestionId] = set()
    assessment, seen = case.assessment(draft.follows), set[str]()
    while assessment is not None and assessment.id not in seen:
        seen.add(assessment.id)
        for name, answer in assessment.answers.items():
            if name in lasting and name not in known and answer.value in {YES, NO}:
                known.add(name)
                if answer.value == YES:
                    found[name] = lasting[name]
        assessment = case.assessment(assessment.follows)
    return found


def _is_lasting(question: Question) -> bool:
    is_about_now = question.short_path or NO in question.worse_when
    return question.points_to in {"stalking", "danger"} and YES in question.worse_when and not is_about_now


def _since(notes: Iterable[Note], assessed: dt.datetime | None) -> tuple[Note, ...]:
    return tuple(note for note in notes if note.trigger and (assessed is None or as_utc(note.at) > as_utc(assessed)))


def with_facts(now: ChecklistState, facts: CaseFacts, before: Assessment | None) -> ChecklistState:
    """The state with the conditions that depend on facts of the case, or on facts and answers together."""
    return msgspec.structs.replace(now, derived={**now.derived, **dict(_fact_conditions(now, facts, before))})


def _fact_conditions(
    now: ChecklistState, facts: CaseFacts, before: Assessment | None
) -> Iterator[tuple[Condition, str]]:
    for trigger, where in facts.triggers.items():
        yield Condition(question=TRIGGER, is_=trigger), where
    if facts.incidents:
        yield INCIDENT_SINCE, facts.incidents
    if facts.follows_safety_first:
        yield AFTER_SAFETY_FIRST, "yes"
    if repeat := facts.repeat or _why_repeat(now, facts):
        yield IS_REPEAT_DUE, repeat
    yield from _judgement_conditions(now, facts)
    if before and facts.incidents and _is_as_last_time(now, before):
        yield CONTACT_DOUBTFUL, facts.incidents


def _judgement_conditions(now: ChecklistState, facts: CaseFacts) -> Iterator[tuple[Condition, str]]:
    """Conditions on the level, the view and the review date."""
    if review := _late_review(now, facts):
        yield REVIEW_TOO_LATE, review
    if _is_lower_on_silence(now, facts):
        yield LOWER_ON_SILENCE, now.counted[LEVEL].value
    withdrawn = [label for name, label in facts.was_yes.items() if value(now.counted, name) == NO]
    if withdrawn:
        yield WITHDRAWN, "; ".join(label.rstrip("?") for label in withdrawn)
    if _is_dispute_only(now):
        yield DISPUTE_ONLY, YES


def _why_repeat(now: ChecklistState, facts: CaseFacts) -> str:
    """What happened since the last referral, according to the triggers and answers; empty if nothing did."""
    if facts.referred is None:
        return ""
    why = [trigger for trigger in REPEAT_TRIGGERS if trigger in facts.triggers]
    why += [question for question, answer in now.counted.items() if answer.since == SINCE_LAST and answer.value == YES]
    return f"{facts.referred}: {', '.join(why)}" if why else ""


def _late_review(now: ChecklistState, facts: CaseFacts) -> str:
    """The review date if it is later than the policy for the level; empty if it is not, or is no date."""
    review, days = review_date(now), facts.review_days.get(value(now.counted, LEVEL))
    is_late = review is not None and now.today is not None and days is not None and (review - now.today).days > days
    return now.counted[REVIEW_DATE].value if is_late else ""


def _is_as_last_time(now: ChecklistState, before: Assessment) -> bool:
    """Whether the answer about safe contact has the same words as last time."""
    given, earlier = now.counted.get(SAFE_CONTACT), before.answers.get(SAFE_CONTACT)
    return given is not None and earlier is not None and one_line(given.value) == one_line(earlier.value)


def _is_dispute_only(now: ChecklistState) -> bool:
    """Whether the answers say that this is a dispute and nothing more."""
    is_high = IS_HIGHEST in now.derived
    is_about_person = YES in {value(now.counted, FIXATED), value(now.counted, OBSESSIVE)}
    is_dispute = value(now.counted, DISPUTE) == YES and value(now.counted, VIEW) == HARASSMENT
    return is_dispute and not is_about_person and not is_high


def _is_lower_on_silence(now: ChecklistState, facts: CaseFacts) -> bool:
    """Whether the level fell only because nothing was recorded: no incident, and no yes since last time."""
    if IS_LOWERED not in now.derived or facts.incidents:
        return False
    is_explained = value(now.counted, SUSPECT_PLACE) == IN_CUSTODY
    return not is_explained and all(answer.since != SINCE_LAST for answer in now.counted.values())
