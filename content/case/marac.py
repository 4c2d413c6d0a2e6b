"""Repeat referrals: what happens within twelve months of a referral to MARAC is to be referred again."""

import contextlib
import datetime as dt
from zoneinfo import ZoneInfo

import msgspec

from content.case.model import Assessment, Case
from content.case.phrases import local_day
from content.dates import months_after, parse_date
from content.entries.incident import Incident, IncidentId, span
from content.errors import DateError
from content.pack.answers import YES
from content.pack.known_questions import MARAC, MARAC_DAY
from content.records import as_utc, standing_records

REPEAT_MONTHS = 12
"""Calendar months after a referral in which another incident makes a repeat (practice.marac-repeat)."""


class Referral(msgspec.Struct, frozen=True, kw_only=True):
    """A referral to MARAC, as a signed-off assessment tells of it."""

    day: dt.date
    """By the pack's clock."""

    recorded: dt.datetime


def last_referral(case: Case, zone: ZoneInfo) -> Referral | None:
    """The latest referral to MARAC that a signed-off assessment tells of."""
    told = (_referral(assessment, zone) for assessment in case.assessments)
    return max((each for each in told if each), key=lambda each: (each.day, each.recorded), default=None)


def _referral(assessment: Assessment, zone: ZoneInfo) -> Referral | None:
    """The referral of one assessment: by its day, or by the day of the answer where the day was not asked or known."""
    asked = {each.id for each in assessment.asked if each.applied}
    done, given = assessment.answers.get(MARAC), assessment.answers.get(MARAC_DAY)
    if MARAC not in asked or done is None or done.value != YES:
        return None
    if MARAC_DAY not in asked:
        return Referral(day=local_day(as_utc(done.at), zone), recorded=as_utc(done.at))
    if given is None or not given.is_given:
        # Dealt with and no day: it was recorded why no referral is needed.
        return None
    day = local_day(as_utc(given.at), zone)
    with contextlib.suppress(DateError):
        day = parse_date(given.value, today=day).first
    return Referral(day=day, recorded=as_utc(given.at))


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
    referral = last_referral(case, zone)
    if referral is None:
        return None
    asking = tuple(each.id for each in standing_records(case.incidents) if _is_repeat(each, referral))
    return Repeat(referred=referral.day, incidents=asking) if asking else None


def repeat_marac(case: Case, zone: ZoneInfo) -> dt.date | None:
    """The day of the last referral to MARAC, where a repeat of it is due."""
    due = repeat_due(case, zone)
    return due.referred if due else None


def _is_repeat(incident: Incident, referral: Referral) -> bool:
    possible = span(incident)
    if possible is None:
        return False
    first, last = possible
    within = last >= referral.day and first <= months_after(referral.day, REPEAT_MONTHS)
    return within and (first > referral.day or as_utc(incident.at) > referral.recorded)
