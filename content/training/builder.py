"""Builds the records of the made-up cases, with dates counted back from now."""

import datetime as dt
from collections.abc import Callable, Sequence

import msgspec

from content.case.model import Case
from content.dates import Date, format_stored
from content.entries.action import Action
from content.entries.disclosure import Disclosure
from content.entries.incident import Incident
from content.entries.note import Note
from content.pack.model import Pack
from content.training.scenarios import RECORDS, MadeAction, MadeDisclosure, MadeIncident, MadeNote, MadeRecords


def with_records(
    case: Case, pack: Pack, *, number: int, now: dt.datetime, today: dt.date, staff: Sequence[str]
) -> Case:
    """Add the made-up records to a case, each kind in the order in which it was recorded.

    Args:
        case: The case, with its assessments.
        pack: The pack that defines the triggers; a trigger that it does not have is left out.
        number: The index of the made-up case, used in record ids.
        now: The time that ages count back from.
        today: The day of `now`, in the pack's time zone.
        staff: The authors of the records, in turn.
    """
    records = RECORDS.get(case.initials, MadeRecords())

    def author(turn: int, days_ago: int) -> tuple[dt.datetime, str]:
        return now - dt.timedelta(days=days_ago), staff[turn % len(staff)]

    by_age = sorted(records.incidents, key=_recorded_days_ago, reverse=True)
    start = f"training-{number}"
    return msgspec.structs.replace(
        case,
        incidents=tuple(
            _incident(each, f"{start}-incident-{turn}", today, author, turn) for turn, each in enumerate(by_age)
        ),
        actions=tuple(
            action
            for turn, each in enumerate(records.actions)
            for action in _versions(each, f"{start}-action-{turn}", today, author, turn)
        ),
        notes=tuple(_note(each, f"{start}-note-{turn}", pack, author, turn) for turn, each in enumerate(records.notes)),
        disclosures=tuple(
            disclosure
            for turn, each in enumerate(records.disclosures)
            for disclosure in _disclosures(each, f"{start}-disclosure-{turn}", today, author, turn)
        ),
    )


_Author = Callable[[int, int], tuple[dt.datetime, str]]


def _recorded_days_ago(each: MadeIncident) -> int:
    return each.days_ago if each.recorded_days_ago < 0 else each.recorded_days_ago


def _incident(each: MadeIncident, incident_id: str, today: dt.date, author: _Author, turn: int) -> Incident:
    day = today - dt.timedelta(days=each.days_ago)
    at, by = author(turn, _recorded_days_ago(each))
    return Incident(
        id=incident_id,
        happened=format_stored(Date(year=day.year, month=day.month, day=None if each.is_by_month else day.day)),
        what=each.what,
        how=each.how,
        where=each.where,
        effect=each.effect,
        reported=each.reported,
        evidence=each.evidence,
        evidence_where=each.evidence_where,
        at=at,
        by=by,
    )


def _versions(each: MadeAction, action_id: str, today: dt.date, author: _Author, turn: int) -> tuple[Action, ...]:
    at, by = author(turn, each.days_ago)
    first = Action(
        id=action_id,
        concern=each.concern,
        what=each.what,
        owner=each.owner,
        due=today + dt.timedelta(days=each.due_in),
        agreed=each.agreed,
        at=at,
        by=by,
    )
    if each.state == "open":
        return (first,)
    ended_at, ended_by = author(turn + 1, -each.due_in)
    ended = msgspec.structs.replace(first, version=2, state=each.state, outcome=each.outcome, at=ended_at, by=ended_by)
    return (first, ended)


def _note(each: MadeNote, note_id: str, pack: Pack, author: _Author, turn: int) -> Note:
    at, by = author(turn, each.days_ago)
    trigger = pack.trigger(each.trigger)
    return Note(
        id=note_id,
        text=each.text,
        basis=each.basis,
        at=at,
        by=by,
        trigger=trigger.id if trigger else None,
        trigger_name=trigger.name if trigger else "",
    )


def _disclosures(
    each: MadeDisclosure, disclosure_id: str, today: dt.date, author: _Author, turn: int
) -> tuple[Disclosure, ...]:
    at, by = author(turn, each.days_ago)
    first = Disclosure(
        id=disclosure_id,
        to=each.to,
        agency=each.agency,
        what=each.what,
        basis=each.basis,
        why=each.why,
        told=each.told,
        decided_by=by,
        sent=each.sent,
        day=today - dt.timedelta(days=each.days_ago),
        at=at,
        by=by,
    )
    if each.put_right is None:
        return (first,)
    at, by = author(turn + 1, each.put_right.days_ago)
    correction = msgspec.structs.replace(
        first,
        id=f"{disclosure_id}-right",
        what=each.put_right.what,
        at=at,
        by=by,
        corrects=first.id,
        why_corrected=each.put_right.why,
        error_told=each.put_right.error_told,
    )
    return (first, correction)
