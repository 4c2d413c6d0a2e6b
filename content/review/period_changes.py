"""The records made between two assessments of a case, and which of its assessments can be compared."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Literal, TypeVar

import msgspec

from content.case.incidents import by_when
from content.case.model import Assessment, AssessmentId, Case
from content.entries.action import Action, ActionId
from content.entries.disclosure import Disclosure
from content.entries.incident import Incident
from content.entries.note import Note
from content.records import as_utc, correction_of, uncorrected_records

Corrected = TypeVar("Corrected", Incident, Disclosure)

PlanChangeKind = Literal["new", "done", "no longer suitable", "still needed", "changed", "open again"]


class AssessmentEvent(msgspec.Struct, frozen=True, kw_only=True):
    """One assessment of the person's situation, with its corrections.

    A correction takes nothing into account that came after the assessment that it corrects, so it is not an event of
    its own. It replaces that assessment, at the time of the original.
    """

    assessments: tuple[Assessment, ...]
    """The original assessment, then its corrections, each of which replaces the one before."""

    @property
    def first(self) -> Assessment:
        """The original assessment."""
        return self.assessments[0]

    @property
    def standing(self) -> Assessment:
        """The current assessment: the last correction, or the original if there is none."""
        return self.assessments[-1]

    @property
    def at(self) -> dt.datetime:
        """When the person's situation was assessed: the sign-off of the original, as in `Case.assessed`."""
        return self.first.signed_off

    def holds(self, wanted: AssessmentId | None) -> bool:
        """Whether an assessment, corrected or current, belongs to this event."""
        return any(assessment.id == wanted for assessment in self.assessments)


class PlanChange(msgspec.Struct, frozen=True, kw_only=True):
    """One version of an action, and the version before it."""

    action: Action
    before: Action | None = None

    @property
    def kind(self) -> PlanChangeKind:
        """What happened to the action in this version."""
        if self.action.state != "open":
            return self.action.state
        if self.before is None:
            return "new"
        if self.before.state != "open":
            return "open again"
        return "still needed" if _terms(self.before) == _terms(self.action) else "changed"


class PeriodChanges(msgspec.Struct, frozen=True, kw_only=True):
    """The records made on a case in a period."""

    incidents: tuple[Incident, ...]
    """The incidents not corrected by the end of the period, in the order in which they happened."""

    notes: tuple[Note, ...]
    """In the order in which they were recorded."""

    changes: tuple[PlanChange, ...]
    """Every version of an action, in the order in which they were recorded."""

    disclosures: tuple[Disclosure, ...]
    """The disclosures not corrected by the end of the period, in the order in which they were recorded."""


def assessment_events(case: Case) -> tuple[AssessmentEvent, ...]:
    """Group the finished assessments of a case into events, oldest first.

    An unfinished one is no event: it is not compared. A correction of an assessment that is not in the case, or that
    comes later, is an event of its own.
    """
    groups: list[list[Assessment]] = []
    group_of: dict[AssessmentId, list[Assessment]] = {}
    for assessment in case.finished:
        group = group_of.get(assessment.corrects or "")
        if group is None:
            group = []
            groups.append(group)
        group.append(assessment)
        group_of[assessment.id] = group
    events = (AssessmentEvent(assessments=tuple(group)) for group in groups)
    return tuple(sorted(events, key=lambda event: as_utc(event.at)))


def assessment_event(held: Sequence[AssessmentEvent], assessment: Assessment) -> AssessmentEvent:
    """The event that an assessment belongs to."""
    return held[_place(held, assessment.id)]


def pair(held: Sequence[AssessmentEvent], wanted: AssessmentId | None) -> tuple[Assessment, Assessment]:
    """The two assessments to compare by default.

    A current assessment is compared with the current assessment of the event before it, because a correction is not a
    reassessment. A corrected assessment is compared with the one that replaced it. If there is only one event, its
    last two assessments are compared.

    Args:
        held: The events of a case that has at least two finished assessments.
        wanted: The later assessment; the latest one if this is None or unknown.
    """
    place = _place(held, wanted)
    event = held[place]
    for corrected in event.assessments[:-1]:
        if corrected.id == wanted:
            return corrected, event.standing
    if len(held) == 1:
        return event.assessments[-2], event.standing
    place = max(1, place)
    return held[place - 1].standing, held[place].standing


def earlier_choices(held: Sequence[AssessmentEvent], later: Assessment) -> tuple[Assessment, ...]:
    """The earlier assessments to compare one with: the current ones of earlier events, then those that it corrects."""
    place = _place(held, later.id)
    return (*(event.standing for event in held[:place]), *held[place].assessments[:-1])


def later_choices(held: Sequence[AssessmentEvent], earlier: Assessment) -> tuple[Assessment, ...]:
    """The later assessments to compare one with: the current ones of later events, and its own correction if any."""
    place = _place(held, earlier.id)
    is_standing = held[place].standing.id == earlier.id
    return tuple(event.standing for event in held[place + is_standing :])


def recorded_between(case: Case, after: dt.datetime | None, until: dt.datetime | None) -> PeriodChanges:
    """The records made on a case in the period after one moment, up to and including another.

    The time of recording decides, not the time of the event, as in `content.case.incidents.new_since`. A record made at
    the moment of a sign-off was visible to the practitioner, so it belongs to the period that ends with that sign-off.

    An incident or disclosure that was corrected after the period is included, because it was a reason for the judgement
    at that time. One that was corrected within the period is represented by its correction only.

    Args:
        case: The case.
        after: The start of the period, exclusive; None for the beginning of the case.
        until: The end of the period, inclusive; None for now.
    """
    start = as_utc(after) if after else None
    end = as_utc(until) if until else None

    def is_in_period(at: dt.datetime) -> bool:
        moment = as_utc(at)
        return (start is None or moment > start) and (end is None or moment <= end)

    def uncorrected(records: Sequence[Corrected]) -> Iterator[Corrected]:
        known = [each for each in records if end is None or as_utc(each.at) <= end]
        return (each for each in uncorrected_records(known) if is_in_period(each.at))

    notes = (note for note in case.notes if is_in_period(note.at))
    changes = (change for change in _changes(case.actions) if is_in_period(change.action.at))
    return PeriodChanges(
        incidents=by_when(uncorrected(case.incidents)),
        notes=tuple(sorted(notes, key=lambda note: as_utc(note.at))),
        changes=tuple(sorted(changes, key=lambda change: as_utc(change.action.at))),
        disclosures=tuple(sorted(uncorrected(case.disclosures), key=lambda disclosure: as_utc(disclosure.at))),
    )


def correcting_incident(case: Case, incident: Incident) -> Incident | None:
    """The entry that corrects an incident, or None."""
    return correction_of(case.incidents, incident.id)


def corrected_incident(case: Case, incident: Incident) -> Incident | None:
    """The entry that an incident corrects, or None."""
    return next((each for each in case.incidents if each.id == incident.corrects), None)


def _changes(actions: Sequence[Action]) -> list[PlanChange]:
    by_version: dict[ActionId, list[Action]] = {}
    for action in sorted(actions, key=lambda each: each.version):
        by_version.setdefault(action.id, []).append(action)
    return [
        PlanChange(action=action, before=before)
        for versions in by_version.values()
        for before, action in zip((None, *versions), versions, strict=False)
    ]


def _terms(action: Action) -> tuple[str, str, str, str]:
    """The terms of an action: everything but its state, dates and reasons."""
    return action.what, action.owner, action.agreed, action.concern


def _place(held: Sequence[AssessmentEvent], wanted: AssessmentId | None) -> int:
    """The index of the event that an assessment belongs to; the last one if it belongs to none."""
    return next((place for place, event in enumerate(held) if event.holds(wanted)), len(held) - 1)
