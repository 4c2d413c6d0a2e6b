"""Where the person stands, in a few sentences: what whoever picks the case up must see first."""

import datetime as dt
from zoneinfo import ZoneInfo

from content.answers import NOT_KNOWN, Answer
from content.cases import Assessment, Case, summary
from content.chronology import new_since, recent_line, silence_line, standing_incidents
from content.comparison import victim_view_in_words, view_in_words
from content.dates import in_words
from content.diary import due
from content.judgement import NEVER_CONTACT, RATIONALE, SAFE_CONTACT, VICTIM_VIEW, WHY_BELOW_VIEW, value
from content.notes import Note
from content.packs import QuestionId, TriggerId
from content.plan import open_actions, overdue
from content.records import comparable
from content.repeats import repeat_marac
from content.text import one_line
from content.wording import day, local_day, review_in_words

CONTACT_NOT_SAFE: TriggerId = "contact-not-safe"
"""The trigger that says that a way of contact is no longer safe; a pack for elsewhere may not have it."""

SAME = "same"
NOT_OBTAINED = "not-obtained"


def contact_lines(case: Case, zone: ZoneInfo) -> list[str]:
    """The safe ways of contact, when they were last confirmed, and what has been noted against them since."""
    warning = _contact_warning(case)
    warned = []
    if warning:
        what = f": {one_line(warning.text)}" if warning.text else ""
        warned = [
            f"NO LONGER SAFE, noted {day(warning.at, zone)} by {one_line(warning.by)}{what}. "
            "Use no way of contact before asking."
        ]
    latest = case.latest
    if latest is None:
        return [*warned, "Safe contact: not signed off yet; ask before using any number."]
    return [
        *warned,
        f"Safe contact{_confirmed(latest, SAFE_CONTACT, zone)}: {_ways(latest, SAFE_CONTACT)}",
        f"Never use{_confirmed(latest, NEVER_CONTACT, zone)}: {_ways(latest, NEVER_CONTACT)}",
    ]


def judged_line(case: Case, today: dt.date, zone: ZoneInfo) -> str:
    """The level, the view, and when the next review is due and why then."""
    latest = case.latest
    found = due(summary(case), zone)
    if latest is None:
        return "Not assessed yet." + (f" A reason to assess: {one_line(found.why)}." if found else "")
    review = review_in_words(found.date if found else None, today)
    brought = ""
    if found and found.date != latest.review_date:
        brought = f", brought forward on {in_words(found.date)} by: {one_line(found.why)}"
    return f"Level {latest.level_name}, view {view_in_words(latest).lower()}; {review}{brought}."


def own_view_line(case: Case) -> str:
    """The person's own view beside the level; where they part, that they do, and why the level stays."""
    latest = case.latest
    if latest is None:
        return ""
    view = value(latest.answers, VICTIM_VIEW)
    words = victim_view_in_words(latest).lower()
    if view in {"", NOT_KNOWN, SAME, NOT_OBTAINED}:
        return f"Their own view of the risk: {words}."
    why = value(latest.answers, WHY_BELOW_VIEW) or value(latest.answers, RATIONALE)
    return f"Their own view of the risk PARTS from the level: {words}. Why the level stands: {one_line(why)}"


def incidents_line(case: Case, today: dt.date) -> str:
    """What was recorded of late, as facts with no conclusion; empty where nothing was."""
    if not case.incidents:
        return ""
    new = len(new_since(case.incidents, case.assessed)) if case.assessed else 0
    told = (
        f"Incidents: {recent_line(case.incidents, today)}",
        silence_line(case.incidents, today),
        f"{new} NEW since the last assessment" if new else "",
        "" if standing_incidents(case.incidents) else "all corrected",
    )
    return "; ".join(part for part in told if part) + "."


def plan_line(case: Case, today: dt.date) -> str:
    """How many actions are open, and how many of them overdue; empty where there is no plan."""
    if not case.actions:
        return ""
    still_open = open_actions(case.actions)
    late = len(overdue(case.actions, today))
    told = f"Plan: {len(still_open)} open action{'' if len(still_open) == 1 else 's'}"
    if late:
        return f"{told}, {late} OVERDUE."
    return f"{told}, the next due {in_words(still_open[0].due)}." if still_open else f"{told}."


def repeat_line(case: Case, zone: ZoneInfo) -> str:
    """That a repeat referral to MARAC is due, and of which one; empty where none is."""
    referred = repeat_marac(case, zone)
    if referred is None:
        return ""
    return (
        f"REPEAT REFERRAL TO MARAC DUE: referred {in_words(referred)}, and an incident within 12 months of it "
        "(practice: MARAC repeat). Refer again, and record it at the reassessment."
    )


def _contact_warning(case: Case) -> Note | None:
    """The latest note, since the last assessment, that a way of contact is no longer safe."""
    assessed = case.assessed
    return next(
        (
            note
            for note in reversed(case.notes)
            if note.trigger == CONTACT_NOT_SAFE and (assessed is None or comparable(note.at) > comparable(assessed))
        ),
        None,
    )


def _confirmed(assessment: Assessment, question: QuestionId, zone: ZoneInfo) -> str:
    given = _given(assessment, question)
    return f" (confirmed {in_words(local_day(comparable(given.at), zone))})" if given else ""


def _ways(assessment: Assessment, question: QuestionId) -> str:
    given = _given(assessment, question)
    if given is None:
        return "NOT ASKED; ask before using any"
    return "NOT KNOWN; ask before using any" if given.value == NOT_KNOWN else one_line(given.value)


def _given(assessment: Assessment, question: QuestionId) -> Answer | None:
    given = assessment.answers.get(question)
    return given if given and given.is_given else None
