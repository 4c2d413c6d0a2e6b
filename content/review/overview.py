"""The overview of a case in a few sentences: safe contact, level and views, incidents, plan, disclosures."""

import datetime as dt
import textwrap
from zoneinfo import ZoneInfo

from content.case.case_summary import summary
from content.case.disclosures import earlier_recipients
from content.case.incidents import new_since, recent_line, silence_line
from content.case.marac import day_of_repeated_referral
from content.case.model import Assessment, Case
from content.case.phrases import day, local_day, note_in_words, review_in_words
from content.case.plan import open_actions, overdue
from content.dates import day_in_words
from content.entries.disclosure import Disclosure, recipient_in_words, still_to_tell
from content.pack.answers import NOT_KNOWN, Answer
from content.pack.known_questions import (
    NEVER_CONTACT,
    RATIONALE,
    SAFE_CONTACT,
    VICTIM_VIEW,
    VICTIM_VIEW_WHY,
    VIEW,
    WHY_BELOW_VIEW,
    value,
)
from content.pack.model import QuestionId
from content.pack.policy import TriggerId
from content.records import as_utc, uncorrected_records
from content.review.comparison import victim_view_in_words, view_in_words
from content.review.diary import review_due
from content.text import one_line

CONTACT_NOT_SAFE: TriggerId = "contact-not-safe"
"""The trigger for a way of contact that is no longer safe; not every pack has it."""

HIGHER = "higher"
SAME = "same"
NOT_OBTAINED = "not-obtained"

MAX_REASON_LENGTH = 120
"""The length in characters to which a reason is cut, with a pointer to the rest."""


def safe_contact_lines(case: Case, zone: ZoneInfo) -> list[str]:
    """The safe ways of contact, when they were confirmed, and warnings noted since."""
    lines = _contact_warning(case, zone)
    if _is_drafted(case):
        lines.append("The draft says more about contact: read it before using any.")
    latest = case.latest
    if latest is None:
        return [*lines, "Safe contact: NOT KNOWN, no assessment is signed off; ask before using any."]
    return [
        *lines,
        f"Safe contact{_confirmed(latest, SAFE_CONTACT, zone)}: {_ways(latest, SAFE_CONTACT)}",
        f"Never use{_confirmed(latest, NEVER_CONTACT, zone)}: {_ways(latest, NEVER_CONTACT)}",
    ]


def level_line(case: Case, today: dt.date, zone: ZoneInfo) -> str:
    """The level and the view, by whom and when, and the next review with its reason."""
    latest = case.latest
    found = review_due(summary(case), zone)
    if latest is None:
        reason = f" A reason to assess, noted {day_in_words(found.date)}: {_sentence(found.why)}" if found else ""
        return f"Not assessed yet.{reason}"
    review = review_in_words(found.date if found else None, today)
    brought = ""
    if found and found.date != latest.review_date:
        brought = f", brought forward on {day_in_words(found.date)} by: {found.why}"
    judged = f"judged by {one_line(latest.by)} on {day(as_utc(latest.signed_off), zone)}"
    view = view_in_words(latest).lower() if value(latest.answers, VIEW) else "not recorded"
    return f"Level {latest.level_name}, {judged}, view {view}; {_sentence(review + brought)}"


def own_view_line(case: Case) -> str:
    """The person's own view of the risk; if it differs from the level, with the reasons for both."""
    latest = case.latest
    if latest is None:
        return ""
    answers = latest.answers
    view = value(answers, VICTIM_VIEW)
    words = "the same as the level" if view == SAME else victim_view_in_words(latest).lower()
    theirs = _reason(value(answers, VICTIM_VIEW_WHY))
    if view in {"", NOT_KNOWN, SAME}:
        return f"The person's own view of the risk: {words}."
    if view == NOT_OBTAINED:
        return f"The person's own view of the risk: {_sentence(f'{words}: {theirs}' if theirs else words)}"
    # The reason for a higher view stays in the record after the view is changed to lower.
    below = value(answers, WHY_BELOW_VIEW) if view == HIGHER else ""
    return (
        f"The person's own view of the risk DIFFERS from the level: {words}. "
        f"Why they think so: {_sentence(theirs or 'not recorded')} "
        f"Why the level stands: {_sentence(_reason(below or value(answers, RATIONALE)) or 'not recorded')}"
    )


def incidents_line(case: Case, today: dt.date) -> str:
    """Counts of recent incidents, with no conclusion; empty if there are no incidents."""
    if not case.incidents:
        return ""
    new = len(new_since(case.incidents, case.assessed)) if case.assessed else 0
    parts = (
        f"Incidents: {recent_line(case.incidents, today)}",
        silence_line(case.incidents, today),
        f"{new} NEW since the last assessment" if new else "",
    )
    return "; ".join(part for part in parts if part) + "."


def plan_line(case: Case, today: dt.date) -> str:
    """How many actions are open and overdue; empty if there is no plan."""
    if not case.actions:
        return ""
    still_open = open_actions(case.actions)
    late = len(overdue(case.actions, today))
    counted = f"Plan: {len(still_open)} open action{'' if len(still_open) == 1 else 's'}"
    if late:
        return f"{counted}, {late} OVERDUE."
    return f"{counted}, the next due {day_in_words(still_open[0].due)}." if still_open else f"{counted}."


def disclosures_line(case: Case) -> str:
    """How many disclosures there are, the latest, and how many recipients are not yet told of an error."""
    found = uncorrected_records(case.disclosures)
    if not found:
        return ""
    last = max(found, key=lambda each: (each.day, as_utc(each.at)))
    counted = f"Disclosures: {len(found)}, the latest to {recipient_in_words(last)} on {day_in_words(last.day)}"
    waiting = len(still_to_tell(case.disclosures))
    return f"{counted}; {waiting} NOT YET TOLD of an error." if waiting else f"{counted}."


def error_notice_line(case: Case, correction: Disclosure, zone: ZoneInfo) -> str:
    """A warning that a recipient is not yet told of an error."""
    return (
        f"NOT YET TOLD OF AN ERROR: {earlier_recipients(case.disclosures, correction)}. What they were given was "
        f"corrected on {day(as_utc(correction.at), zone)}: {_sentence(_reason(correction.why_corrected))}"
    )


def repeat_line(case: Case, zone: ZoneInfo) -> str:
    """A warning that an incident may call for a repeat referral to MARAC; empty if none does.

    An incident does not name who did it, so the line states what is recorded and leaves the judgement to the reader.
    """
    referred = day_of_repeated_referral(case, zone)
    if referred is None:
        return ""
    return (
        f"MARAC REPEAT: the last referral on record was on {day_in_words(referred)}, and an incident within 12 months "
        "of it is recorded. If this is abuse by the same person, refer again (practice: MARAC repeat), and record it "
        "at the reassessment."
    )


def _contact_warning(case: Case, zone: ZoneInfo) -> list[str]:
    """A warning for notes since the last confirmation that a way of contact is not safe."""
    since = _contact_confirmed(case)
    against = [
        note for note in case.notes if note.trigger == CONTACT_NOT_SAFE and (since is None or as_utc(note.at) > since)
    ]
    if not against:
        return []
    latest = max(against, key=lambda note: as_utc(note.at))
    noted_by = f"noted {day(as_utc(latest.at), zone)} by {one_line(latest.by)}"
    what = f"{noted_by}: {one_line(latest.text)}" if latest.text.strip() else noted_by
    times = f" Noted {len(against)} times: read each in the chronology." if len(against) > 1 else ""
    return [
        f"A WAY OF CONTACT IS NO LONGER SAFE, {_sentence(what)}{times} Use none until it is known to be safe.",
    ]


def _contact_confirmed(case: Case) -> dt.datetime | None:
    """The moment after which a note that contact is not safe counts; None before the first sign-off.

    A way can be confirmed and then noted as unsafe before the same draft is signed off: the sign-off does not make it
    safe again. A correction ignores everything after the assessment that it corrects.
    """
    if case.latest is None or case.assessed is None:
        return None
    assessed = as_utc(case.assessed)
    given = _given(case.latest, SAFE_CONTACT)
    return min(assessed, as_utc(given.at)) if given else assessed


def _is_drafted(case: Case) -> bool:
    """Whether a draft has an answer about contact that differs from the signed-off one."""
    said = case.latest.answers if case.latest else {}
    return case.draft is not None and any(
        value(case.draft.answers, question) not in {"", value(said, question)}
        for question in (SAFE_CONTACT, NEVER_CONTACT)
    )


def _confirmed(assessment: Assessment, question: QuestionId, zone: ZoneInfo) -> str:
    given = _given(assessment, question)
    if given is None:
        return ""
    # "Not known" is no confirmation.
    verb = "asked" if given.value == NOT_KNOWN else "confirmed"
    return f" ({verb} {day_in_words(local_day(as_utc(given.at), zone))})"


def _ways(assessment: Assessment, question: QuestionId) -> str:
    given = _given(assessment, question)
    if given is None:
        ways = "NOT ASKED; ask before using any"
    else:
        ways = "NOT KNOWN; ask before using any" if given.value == NOT_KNOWN else one_line(given.value)
    note = note_in_words(assessment.answers.get(question))
    return f"{_sentence(ways)} {note}" if note else ways


def _given(assessment: Assessment, question: QuestionId) -> Answer | None:
    given = assessment.answers.get(question)
    return given if given and given.value.strip() else None


def _reason(text: str) -> str:
    return textwrap.shorten(one_line(text), MAX_REASON_LENGTH, placeholder=" ... (more in the assessment)")


def _sentence(text: str) -> str:
    """A text on one line, ended by a full stop if nothing ends it."""
    words = one_line(text)
    return words if words.endswith((".", "!", "?")) else f"{words}."
