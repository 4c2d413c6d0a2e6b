"""Repeat referrals: what happens within twelve months of a referral to MARAC is to be referred again."""

import datetime as dt
from zoneinfo import ZoneInfo

import msgspec

from content.answers import YES, Answer
from content.cases import Case
from content.chronology import Incident, IncidentId, span, standing_incidents
from content.dates import months_after
from content.judgement import MARAC
from content.records import comparable
from content.wording import local_day

REPEAT_MONTHS = 12
"""Calendar months after a referral in which another incident makes a repeat (practice.marac-repeat)."""


def last_marac(case: Case) -> Answer | None:
    """The latest answer of a signed-off assessment that says that MARAC was dealt with."""
    said = (
        assessment.answers[MARAC]
        for assessment in case.assessments
        if MARAC in assessment.answers
        and assessment.answers[MARAC].value == YES
        and any(asked.id == MARAC and asked.applied for asked in assessment.asked)
    )
    return max(said, key=lambda answer: comparable(answer.at), default=None)


class Repeat(msgspec.Struct, frozen=True, kw_only=True):
    """A repeat referral that is due."""

    referred: dt.date
    """The day of the last referral, by the pack's clock."""

    incidents: tuple[IncidentId, ...]
    """What asks for it, in the order it was recorded in."""


def repeat_due(case: Case, zone: ZoneInfo) -> Repeat | None:
    """The repeat of a referral to MARAC that incidents within twelve months of it ask for; nothing where none do.

    It holds until a signed-off assessment records the next referral. An incident that can as well have happened before
    the referral, such as one of that very day or one known by its month, counts if it was recorded after it.
    """
    referral = last_marac(case)
    if referral is None:
        return None
    day = local_day(comparable(referral.at), zone)
    asking = tuple(each.id for each in standing_incidents(case.incidents) if _is_repeat(each, referral, day))
    return Repeat(referred=day, incidents=asking) if asking else None


def repeat_marac(case: Case, zone: ZoneInfo) -> dt.date | None:
    """The day of the last referral to MARAC, where a repeat of it is due."""
    due = repeat_due(case, zone)
    return due.referred if due else None


def _is_repeat(incident: Incident, referral: Answer, day: dt.date) -> bool:
    possible = span(incident)
    if possible is None:
        return False
    first, last = possible
    within = last >= day and first <= months_after(day, REPEAT_MONTHS)
    return within and (first > day or comparable(incident.at) > comparable(referral.at))
