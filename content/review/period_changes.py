"""What was recorded between two assessments of a case, and which of its assessments can be compared."""

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
from content.records import as_utc, correction_of, standing_records

PlanChangeKind = TypeVar("PlanChangeKind", Incident, Disclosure)

Kind = Literal["new", "done", "no longer suitable", "still needed", "changed", "open again"]


class AssessmentEvent(msgspec.Struct, frozen=True, kw_only=True):
    """One time that the person's situation was assessed.

    A correction looks at nothing that came after the assessment that it puts right, so it is no occasion of its own: it
    stands in that one's place, at that one's moment.
    """

    assessments: tuple[Assessment, ...]
    """What was signed off then, and after it what put it right, each in the place of the one before."""

    @property
    def first(self) -> Assessment:
        """What was signed off on the occasion itself."""
        return self.assessments[0]

    @property
    def standing(self) -> Assessment:
        """What stands: the last correction, or the assessment itself."""
        return self.assessments[-1]

    @property
    def at(self) -> dt.datetime:
        """When the person's situation was assessed: `Case.assessed` as it was after this occasion."""
        return self.first.signed_off

    def holds(self, wanted: AssessmentId | None) -> bool:
        """Whether an assessment, corrected or standing, is of this occasion."""
        return any(assessment.id == wanted for assessment in self.assessments)


class PlanChange(msgspec.Struct, frozen=True, kw_only=True):
    """One version of an action, and the one that it changed."""

    action: Action
    before: Action | None = None

    @property
    def kind(self) -> Kind:
        """What became of the action."""
        if self.action.state != "open":
            return self.action.state
        if self.before is None:
            return "new"
        if self.before.state != "open":
            return "open again"
        return "still needed" if _terms(self.before) == _terms(self.action) else "changed"


class PeriodChanges(msgspec.Struct, frozen=True, kw_only=True):
    """What was recorded on a case in a stretch of time."""

    incidents: tuple[Incident, ...]
    """Those that stood at its end, in the order they happened in; what is put right only later is among them."""

    notes: tuple[Note, ...]
    """In the order they were recorded in."""

    changes: tuple[PlanChange, ...]
    """Every version of an action, in the order they were recorded in."""

    disclosures: tuple[Disclosure, ...]
    """Those that stood at its end, in the order they were recorded in."""


def assessment_events(case: Case) -> tuple[AssessmentEvent, ...]:
    """The times that the person's situation was assessed, the first one first; their standing assessments are compared.

    An assessment that names one to correct which was not signed off before it is an occasion of its own.
    """
    seats: list[list[Assessment]] = []
    seat_of: dict[AssessmentId, list[Assessment]] = {}
    for assessment in case.assessments:
        seat = seat_of.get(assessment.corrects or "")
        if seat is None:
            seat = []
            seats.append(seat)
        seat.append(assessment)
        seat_of[assessment.id] = seat
    held = (AssessmentEvent(assessments=tuple(seat)) for seat in seats)
    return tuple(sorted(held, key=lambda occasion: as_utc(occasion.at)))


def assessment_event(held: Sequence[AssessmentEvent], assessment: Assessment) -> AssessmentEvent:
    """The occasion that an assessment is of."""
    return held[_place(held, assessment.id)]


def pair(held: Sequence[AssessmentEvent], wanted: AssessmentId | None) -> tuple[Assessment, Assessment]:
    """The two assessments to compare first.

    The standing one with the standing one before it, since a correction is no reassessment; only a corrected one is
    compared with what stands in its place, and so are the two where the case was assessed on one occasion only.

    Args:
        held: The occasions of a case with two assessments or more.
        wanted: The later of the two; the latest where it is not given or not there.
    """
    place = _place(held, wanted)
    occasion = held[place]
    for corrected in occasion.assessments[:-1]:
        if corrected.id == wanted:
            return corrected, occasion.standing
    if len(held) == 1:
        return occasion.assessments[-2], occasion.standing
    place = max(1, place)
    return held[place - 1].standing, held[place].standing


def earlier_choices(held: Sequence[AssessmentEvent], later: Assessment) -> tuple[Assessment, ...]:
    """What an assessment can be compared with: the standing ones before it, then those that it puts right."""
    place = _place(held, later.id)
    return (*(occasion.standing for occasion in held[:place]), *held[place].assessments[:-1])


def later_choices(held: Sequence[AssessmentEvent], earlier: Assessment) -> tuple[Assessment, ...]:
    """What an assessment can be compared with: the standing ones after it; for a corrected one, its correction too."""
    place = _place(held, earlier.id)
    is_standing = held[place].standing.id == earlier.id
    return tuple(occasion.standing for occasion in held[place + is_standing :])


def recorded_between(case: Case, after: dt.datetime | None, until: dt.datetime | None) -> PeriodChanges:
    """What was recorded on a case after one moment and up to another.

    When it was recorded decides, and not when it happened, as it does for `chronology.new_since`: what is recorded at
    the very moment of a sign-off was there to be seen, and belongs to the stretch that ends with it.

    An incident is told with the stretch that it was recorded in even where it was put right after that: it was a reason
    for what was judged then. One that was put right within the stretch is told by what put it right alone. So too a
    disclosure.

    Args:
        case: The case.
        after: When the stretch starts; nothing for the beginning of the case.
        until: When it ends; nothing for now.
    """
    start = as_utc(after) if after else None
    end = as_utc(until) if until else None

    def is_in(at: dt.datetime) -> bool:
        moment = as_utc(at)
        return (start is None or moment > start) and (end is None or moment <= end)

    def stood(records: Sequence[PlanChangeKind]) -> Iterator[PlanChangeKind]:
        known = [each for each in records if end is None or as_utc(each.at) <= end]
        return (each for each in standing_records(known) if is_in(each.at))

    notes = (note for note in case.notes if is_in(note.at))
    changes = (change for change in _changes(case.actions) if is_in(change.action.at))
    return PeriodChanges(
        incidents=by_when(stood(case.incidents)),
        notes=tuple(sorted(notes, key=lambda note: as_utc(note.at))),
        changes=tuple(sorted(changes, key=lambda change: as_utc(change.action.at))),
        disclosures=tuple(sorted(stood(case.disclosures), key=lambda disclosure: as_utc(disclosure.at))),
    )


def put_right_by(case: Case, incident: Incident) -> Incident | None:
    """The entry that has put an incident right since it was recorded, if there is one."""
    return correction_of(case.incidents, incident.id)


def puts_right(case: Case, incident: Incident) -> Incident | None:
    """The entry that an incident puts right, if it is there."""
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
    """What an action is besides its state, its dates and its reasons."""
    return action.what, action.owner, action.agreed, action.concern


def _place(held: Sequence[AssessmentEvent], wanted: AssessmentId | None) -> int:
    """Which occasion an assessment is of; the last where it is of none."""
    return next((place for place, occasion in enumerate(held) if occasion.holds(wanted)), len(held) - 1)
