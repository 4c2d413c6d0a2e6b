"""The summary of a case for the list of cases, and the limits of what the list shows."""

import datetime as dt

from content.case.incidents import last_day, new_since
from content.case.model import Case
from content.case.notes import first_trigger
from content.case.open_prompts import open_prompts_of
from content.case.plan import open_actions
from content.case.reference import CaseId
from content.entries.disclosure import still_to_tell
from content.limits import INITIALS, OWN_REFERENCE
from content.records import Record, as_utc, uncorrected_records


class CaseSummary(Record, frozen=True, kw_only=True, gc=False):
    """The summary of a case for lists; it never contains a name."""

    id: CaseId
    initials: str
    own_reference: str
    created: dt.datetime
    assessments: int
    """The number of assessments, without those that are "safety first, unfinished"."""

    unfinished: bool = False
    """Whether the latest assessment is "safety first, unfinished" and is to be completed."""

    level_name: str = ""
    level_rank: int = 0
    """The rank of the level, 1 for the lowest; 0 for none."""

    signed_off: dt.datetime | None = None
    review_date: dt.date | None = None
    draft_started: dt.datetime | None = None
    draft_changed: dt.datetime | None = None
    draft_by: str = ""
    draft_now: bool = False
    """Whether a NOW prompt of the draft was open when it was saved."""

    now_since: dt.datetime | None = None
    """When the latest assessment was signed off, if it still has an open prompt for now."""

    incidents: int = 0
    """The number of incidents, without corrected ones."""

    incidents_new: int = 0
    """The number of incidents recorded since the last assessment."""

    last_incident: dt.date | None = None
    """The latest exact day of an incident."""

    action_due: dt.date | None = None
    """The earliest due date of an open action."""

    trigger_name: str = ""
    """The first trigger noted since the case was last assessed."""

    trigger_at: dt.datetime | None = None
    error_at: dt.datetime | None = None
    """When the earliest error was recorded whose recipient has not been informed yet."""


def summary(case: Case) -> CaseSummary:
    """Make the summary of a case."""
    latest, draft, assessed = case.latest, case.draft, case.assessed
    still_open = open_actions(case.actions)
    trigger = first_trigger(case.notes, assessed)
    return CaseSummary(
        id=case.id,
        initials=case.initials,
        own_reference=case.own_reference,
        created=case.created,
        assessments=len(case.finished),
        unfinished=latest is not None and latest.unfinished,
        level_name=latest.level_name if latest else "",
        level_rank=latest.level_rank if latest else 0,
        signed_off=latest.signed_off if latest else None,
        review_date=latest.review_date if latest else None,
        draft_started=draft.started if draft else None,
        draft_changed=draft.changed if draft else None,
        draft_by=draft.by if draft else "",
        draft_now=draft is not None and draft.now_open,
        now_since=_now_since(case),
        incidents=len(uncorrected_records(case.incidents)),
        incidents_new=len(new_since(case.incidents, assessed)),
        last_incident=last_day(case.incidents),
        action_due=still_open[0].due if still_open else None,
        trigger_name=(trigger.trigger_name or trigger.trigger or "") if trigger else "",
        trigger_at=trigger.at if trigger else None,
        error_at=min((each.at for each in still_to_tell(case.disclosures)), key=as_utc, default=None),
    )


def _now_since(case: Case) -> dt.datetime | None:
    is_open = any(prompt.urgency == "now" for prompt in open_prompts_of(case))
    return case.latest.signed_off if case.latest and is_open else None


def listing_problem(initials: str, own_reference: str) -> str:
    """Validate the initials and own reference of a new case; return the problem as a sentence, or an empty string."""
    if len(initials) > INITIALS:
        return f"Initials are at most {INITIALS} letters: a name does not belong in a list."
    if len(own_reference) > OWN_REFERENCE:
        return f"Your own reference is at most {OWN_REFERENCE} characters long."
    return ""
