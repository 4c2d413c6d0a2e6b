"""The entries of the made-up cases, with their ages counted back from now."""

import datetime as dt
from collections.abc import Callable, Sequence

import msgspec

from content.case.model import Case
from content.dates import Date, written
from content.entries.action import Action
from content.entries.disclosure import Disclosure
from content.entries.incident import Incident
from content.entries.note import Note
from content.pack.model import Pack
from content.training.scenarios import RECORDED, Disclosed, Happened, Noted, Planned, Recorded


def recorded(case: Case, pack: Pack, *, number: int, now: dt.datetime, today: dt.date, staff: Sequence[str]) -> Case:
    """A made-up case with what is recorded on it, each kind in the order it was recorded in.

    Args:
        case: The case, with its assessments.
        pack: The pack that triggers are named by; one that it does not know is left out.
        number: The case's place among the made-up ones, which ids are made from.
        now: The moment that ages count back from.
        today: The day of it, by the pack's clock.
        staff: Who recorded it, in turns.
    """
    told = RECORDED.get(case.initials, Recorded())

    def hand(turn: int, days_ago: int) -> tuple[dt.datetime, str]:
        return now - dt.timedelta(days=days_ago), staff[turn % len(staff)]

    by_age = sorted(told.incidents, key=_recorded_days_ago, reverse=True)
    start = f"training-{number}"
    return msgspec.structs.replace(
        case,
        incidents=tuple(
            _incident(each, f"{start}-incident-{turn}", today, hand, turn) for turn, each in enumerate(by_age)
        ),
        actions=tuple(
            action
            for turn, each in enumerate(told.actions)
            for action in _versions(each, f"{start}-action-{turn}", today, hand, turn)
        ),
        notes=tuple(_note(each, f"{start}-note-{turn}", pack, hand, turn) for turn, each in enumerate(told.notes)),
        disclosures=tuple(
            disclosure
            for turn, each in enumerate(told.disclosures)
            for disclosure in _disclosures(each, f"{start}-disclosure-{turn}", today, hand, turn)
        ),
    )


_Hand = Callable[[int, int], tuple[dt.datetime, str]]


def _recorded_days_ago(each: Happened) -> int:
    return each.days_ago if each.told_days_ago < 0 else each.told_days_ago


def _incident(each: Happened, incident_id: str, today: dt.date, hand: _Hand, turn: int) -> Incident:
    day = today - dt.timedelta(days=each.days_ago)
    at, by = hand(turn, _recorded_days_ago(each))
    return Incident(
        id=incident_id,
        happened=written(Date(year=day.year, month=day.month, day=None if each.is_by_month else day.day)),
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


def _versions(each: Planned, action_id: str, today: dt.date, hand: _Hand, turn: int) -> tuple[Action, ...]:
    at, by = hand(turn, each.days_ago)
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
    ended_at, ended_by = hand(turn + 1, -each.due_in)
    ended = msgspec.structs.replace(first, version=2, state=each.state, outcome=each.outcome, at=ended_at, by=ended_by)
    return (first, ended)


def _note(each: Noted, note_id: str, pack: Pack, hand: _Hand, turn: int) -> Note:
    at, by = hand(turn, each.days_ago)
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


def _disclosures(each: Disclosed, disclosure_id: str, today: dt.date, hand: _Hand, turn: int) -> tuple[Disclosure, ...]:
    at, by = hand(turn, each.days_ago)
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
    at, by = hand(turn + 1, each.put_right.days_ago)
    right = msgspec.structs.replace(
        first,
        id=f"{disclosure_id}-right",
        what=each.put_right.what,
        at=at,
        by=by,
        corrects=first.id,
        why_corrected=each.put_right.why,
        error_told=each.put_right.error_told,
    )
    return (first, right)
