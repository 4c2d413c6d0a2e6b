"""Repeat referrals to MARAC: an incident within twelve months of a referral is referred again."""

import contextlib
import datetime as dt
from typing import TypeGuard
from zoneinfo import ZoneInfo

import msgspec

from content.case.model import Assessment, Case
from content.case.phrases import local_day
from content.dates import months_after, parse_date
from content.entries.incident import Incident, IncidentId, span
from content.errors import DateError
from content.pack.answers import YES, Answer
from content.pack.known_questions import MARAC, MARAC_DAY, OLD_MARAC, REFERRED
from content.pack.model import QuestionId
from content.records import as_utc, uncorrected_records

REPEAT_MONTHS = 12
"""The number of calendar months after a referral in which an incident makes a repeat due (practice.marac-repeat)."""


class Referral(msgspec.Struct, frozen=True, kw_only=True):
    """A referral to MARAC, as recorded in a signed-off assessment."""

    day: dt.date
    """The day of the referral, in the pack's time zone."""

    recorded: dt.datetime


def last_referral(case: Case, zone: ZoneInfo) -> Referral | None:
    """The latest referral to MARAC recorded in a signed-off assessment, or None."""
    referrals = (_referral(assessment, zone) for assessment in case.assessments)
    return max((each for each in referrals if each), key=lambda each: (each.day, each.recorded), default=None)


def _referral(assessment: Assessment, zone: ZoneInfo) -> Referral | None:
    """The referral recorded in one assessment; its day is the day of the answer if no day was given.

    In old editions a yes without a day could also mean that no referral was needed. It counts as one: a prompt too many
    is better than a repeat that nobody refers. So does one that was answered in words that the pack no longer has.
    """
    asked = {each.id for each in assessment.asked if each.applied}
    aside = {each.asked.id: each.answer for move in assessment.moves for each in move.set_aside}
    found = [
        *map(assessment.answers.get, asked & {MARAC, OLD_MARAC}),
        *(given for name, given in aside.items() if name in {MARAC, OLD_MARAC} and not _is_answered(assessment, name)),
    ]
    made = next((given for given in found if _is_referral(given)), None)
    if made is None:
        return None
    recorded = as_utc(made.at)
    day = local_day(recorded, zone)
    given = assessment.answers.get(MARAC_DAY) if MARAC_DAY in asked else aside.get(MARAC_DAY)
    if given is not None and given.is_given:
        recorded = as_utc(given.at)
        day = local_day(recorded, zone)
        with contextlib.suppress(DateError):
            day = parse_date(given.value, today=day).first
    return Referral(day=day, recorded=recorded)


def _is_answered(assessment: Assessment, question: QuestionId) -> bool:
    given = assessment.answers.get(question)
    return given is not None and given.is_given


def _is_referral(given: Answer | None) -> TypeGuard[Answer]:
    return given is not None and given.value in {REFERRED, YES}


class Repeat(msgspec.Struct, frozen=True, kw_only=True):
    """A repeat referral that is due."""

    referred: dt.date
    """The day of the last referral, in the pack's time zone."""

    incidents: tuple[IncidentId, ...]
    """The incidents that make the repeat due, in the order in which they were recorded."""


def repeat_due(case: Case, zone: ZoneInfo) -> Repeat | None:
    """The repeat referral to MARAC that is due because of incidents within 12 months of a referral, or None.

    It is due until a signed-off assessment records the next referral. An incident that may have happened before the
    referral, such as one on the same day or one with only a month, counts if it was recorded after the referral.
    """
    referral = last_referral(case, zone)
    if referral is None:
        return None
    repeats = tuple(each.id for each in uncorrected_records(case.incidents) if _is_repeat(each, referral))
    return Repeat(referred=referral.day, incidents=repeats) if repeats else None


def recent_referral_day(case: Case, zone: ZoneInfo, today: dt.date) -> dt.date | None:
    """The day of the last referral to MARAC if it lies within the months in which anything makes a repeat due."""
    referral = last_referral(case, zone)
    return referral.day if referral and today <= months_after(referral.day, REPEAT_MONTHS) else None


def day_of_repeated_referral(case: Case, zone: ZoneInfo) -> dt.date | None:
    """The day of the last referral to MARAC if a repeat is due, else None."""
    due = repeat_due(case, zone)
    return due.referred if due else None


def _is_repeat(incident: Incident, referral: Referral) -> bool:
    possible = span(incident)
    if possible is None:
        return False
    first, last = possible
    within = last >= referral.day and first <= months_after(referral.day, REPEAT_MONTHS)
    return within and (first > referral.day or as_utc(incident.at) > referral.recorded)
