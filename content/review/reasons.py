"""The reasons for an assessment's judgement, and the records that precede it, as plain lines."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from content.case.model import Assessment, Case
from content.case.phrases import day, local_day
from content.dates import day_in_words
from content.entries.action import Action
from content.entries.disclosure import Disclosure, basis_in_words, recipient_in_words, told_in_words
from content.entries.incident import Incident, day_of, happened_in_words
from content.entries.note import Note
from content.pack.known_questions import RATIONALE, VICTIM_VIEW_WHY, WHY_BELOW_VIEW, WHY_LOWER, WHY_NOT_STALKING
from content.pack.model import QuestionId
from content.records import correction_of
from content.review.comparison import view_in_words
from content.review.period_changes import PeriodChanges, PlanChange, corrected_incident, correcting_incident
from content.text import one_line

REASONS: tuple[tuple[QuestionId, str], ...] = (
    (RATIONALE, "Rationale"),
    (WHY_LOWER, "Why the level is lower"),
    (WHY_NOT_STALKING, "Why harassment and not stalking"),
    (VICTIM_VIEW_WHY, "The person's own reasons"),
    (WHY_BELOW_VIEW, "Why the level is below the person's own view"),
)
"""The questions whose answers are reasons, with their labels, in display order."""


def reason_lines(assessment: Assessment) -> Iterator[str]:
    """The trigger of an assessment and the reasons given for its judgement."""
    trigger = one_line(assessment.trigger_name) or assessment.trigger
    if trigger:
        yield f"Trigger: {_sentence(trigger)}"
    # A reason whose question no longer applied at sign-off does not belong to this judgement.
    dropped = {asked.id for asked in assessment.asked if not asked.applied}
    for question, name in REASONS:
        given = assessment.answers.get(question)
        if given and given.value.strip() and question not in dropped:
            yield f"{name}: {_sentence(given.value)}"


def counts_in_words(between: PeriodChanges, assessments: int) -> str:
    """The number of records in a period: `3 incidents, 1 note, 2 changes of the plan`; empty if there are none."""
    counts = (
        (assessments, "other assessment", "other assessments"),
        (len(between.incidents), "incident", "incidents"),
        (len(between.notes), "note", "notes"),
        (len(between.changes), "change of the plan", "changes of the plan"),
        (len(between.disclosures), "disclosure", "disclosures"),
    )
    return ", ".join(f"{count} {one if count == 1 else many}" for count, one, many in counts if count)


def assessment_line(assessment: Assessment, zone: ZoneInfo) -> str:
    """An assessment between the two that are compared, with its rationale."""
    rationale = assessment.answers.get(RATIONALE)
    return _joined(
        f"Assessment, {day_in_words(local_day(assessment.signed_off, zone))}: level {one_line(assessment.level_name)}, "
        f"view {one_line(view_in_words(assessment))}.",
        _sentence(rationale.value) if rationale else "",
        f"By {one_line(assessment.by)}.",
    )


def incident_line(case: Case, incident: Incident, zone: ZoneInfo) -> str:
    """An incident: when and what happened, its effect, its corrections, and who recorded it.

    The day of recording is included if it differs from the day of the incident.

    Args:
        case: The case, for corrections among its incidents.
        incident: One of its incidents.
        zone: The pack's time zone.
    """
    recorded = local_day(incident.at, zone)
    is_late = day_of(incident) != recorded
    return _joined(
        f"Incident, {happened_in_words(incident)}:",
        _sentence(incident.what),
        f"Effect: {_sentence(incident.effect)}" if incident.effect.strip() else "",
        _corrections(case, incident, zone),
        f"Recorded {f'{day_in_words(recorded)} ' if is_late else ''}by {one_line(incident.by)}.",
    )


def note_line(note: Note, zone: ZoneInfo) -> str:
    """A note: when it was written, its text, basis and trigger, and its author."""
    trigger = one_line(note.trigger_name) or note.trigger
    return _joined(
        f"Note, {day_in_words(local_day(note.at, zone))}:",
        f"Prompt {note.prompt_state}: {_sentence(note.prompt_says)}" if note.prompt else "",
        _sentence(note.text),
        f"Basis: {note.basis}." if note.basis else "",
        f"Trigger: {_sentence(trigger)}" if trigger else "",
        f"By {one_line(note.by)}.",
    )


def change_line(change: PlanChange, zone: ZoneInfo) -> str:
    """A change of the plan: when, which action, what changed, its outcome or reason, and its author."""
    action, before = change.action, change.before
    # Later versions of an action repeat its outcome, so it is shown only with the version that set it.
    has_outcome = action.outcome.strip() and (before is None or before.outcome != action.outcome)
    return _joined(
        f"Plan, {day_in_words(local_day(action.at, zone))}, {change.kind}:",
        _sentence(action.what),
        _terms(action, before),
        f"Outcome: {_sentence(action.outcome)}" if has_outcome else "",
        f"Why: {_sentence(action.why)}" if action.why.strip() else "",
        f"By {one_line(action.by)}.",
    )


def disclosure_line(case: Case, disclosure: Disclosure, zone: ZoneInfo) -> str:
    """A disclosure: when, to whom, what, on what basis, its corrections, who decided, and who recorded it.

    Args:
        case: The case, for corrections among its disclosures.
        disclosure: One of them.
        zone: The pack's time zone.
    """
    correction = correction_of(case.disclosures, disclosure.id)
    recorded = local_day(disclosure.at, zone)
    is_late = disclosure.day != recorded
    return _joined(
        f"Disclosure, {day_in_words(disclosure.day)}, to {recipient_in_words(disclosure)}:",
        _sentence(disclosure.what),
        f"Basis: {_sentence(basis_in_words(disclosure))}",
        f"The person was told: {_sentence(told_in_words(disclosure))}",
        f"CORRECTION: {_sentence(disclosure.why_corrected)}" if disclosure.corrects is not None else "",
        f"CORRECTED since, on {day(correction.at, zone)}: {_sentence(correction.why_corrected)}" if correction else "",
        f"Decided by {one_line(disclosure.decided_by)}, "
        f"recorded {f'{day_in_words(recorded)} ' if is_late else ''}by {one_line(disclosure.by)}.",
    )


def _corrections(case: Case, incident: Incident, zone: ZoneInfo) -> str:
    sentences = []
    if incident.corrects is not None:
        corrected = corrected_incident(case, incident)
        what = f"what was recorded on {day(corrected.at, zone)}" if corrected else "an entry that is not here"
        sentences += [f"CORRECTION of {what}.", _sentence(incident.why_corrected)]
    correction = correcting_incident(case, incident)
    if correction:
        sentences += [f"CORRECTED since, on {day(correction.at, zone)}:", _sentence(correction.why_corrected)]
    return _joined(*sentences)


def _terms(action: Action, before: Action | None) -> str:
    """The terms of a new action; for a later version, only the terms that changed, with their old values."""
    if before is None:
        agreed = f"agreed with the person: {action.agreed}"
        return f"Owner {one_line(action.owner)}, due {day_in_words(action.due)}, {agreed}."
    terms = (
        ("Action", before.what, action.what),
        ("Concern", before.concern, action.concern),
        ("Owner", before.owner, action.owner),
        ("Due", day_in_words(before.due), day_in_words(action.due)),
        ("Agreed", before.agreed, action.agreed),
    )
    return " ".join(
        f"{name} was {one_line(was) or 'not given'}, now {_sentence(one_line(now) or 'not given')}"
        for name, was, now in terms
        if was != now
    )


def _sentence(text: str) -> str:
    """A typed text on one line, with a full stop added if it has no final punctuation."""
    line = one_line(text)
    return line if not line or line[-1] in ".!?" else f"{line}."


def _joined(*sentences: str) -> str:
    return " ".join(sentence for sentence in sentences if sentence)
