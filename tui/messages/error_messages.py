"""Sentences for errors, with times in the pack's time zone."""

import datetime as dt
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from content.case.model import Draft
from content.case.phrases import day
from content.errors import AccountInputError
from content.text import one_line
from store.errors import CaseInUseError, DraftChangedError, DraftExistsError, FormDraftChangedError, StoreError

if TYPE_CHECKING:
    # Loaded with the cases.
    from store.cases.listing import Listing

NEW_ENTRIES = "Something was recorded on the case meanwhile"
DRAFT_GONE = "Another session has signed off this draft."


def error_message(error: StoreError | OSError, zone: ZoneInfo) -> str:
    """Describe an error of the store: who, where and when, in the pack's time zone."""
    if isinstance(error, CaseInUseError):
        if error.holder is None:
            return "This case is being edited in another session."
        holder = error.holder
        since = _moment(holder.since, zone)
        saved = f"last saved {_moment(holder.last_save, zone)}" if holder.last_save else "nothing saved yet"
        suspended = "; that session is suspended" if holder.is_suspended else ""
        who = f"{one_line(holder.who)} at {one_line(holder.where)}"
        return f"This case is being edited by {who} since {since}; {saved}{suspended}."
    if isinstance(error, DraftChangedError) and error.by and error.at:
        what = "signed this draft off" if error.is_signed_off else "saved a newer version of this draft"
        return f"{one_line(error.by)} {what} at {_moment(error.at, zone)}; yours is kept beside it, on the case."
    if isinstance(error, FormDraftChangedError):
        since = _moment(error.at, zone)
        return (
            f"{one_line(error.by)} has been editing this entry in another session since {since}; "
            "what you type here is kept as an entry of its own."
        )
    if isinstance(error, DraftExistsError):
        return f"{one_line(error.by)} began a draft of this case at {_moment(error.started, zone)}: resume that one."
    return one_line((isinstance(error, OSError) and error.strerror) or str(error))


def problem_message(error: AccountInputError) -> str:
    """Say why a field is not accepted."""
    return f"There is a problem: {error}."


def not_editable_message(error: StoreError, zone: ZoneInfo) -> str:
    """Say why a case cannot be edited now; it can still be read."""
    if isinstance(error, CaseInUseError):
        return f"{error_message(error, zone)} You can read it."
    # No "You can read it" here: the error may also prevent reading.
    return f"It cannot be edited now: {error_message(error, zone)}"


def not_signed_off_message(error: StoreError, zone: ZoneInfo) -> str:
    """Say why an assessment was not signed off."""
    return f"Not signed off: {error_message(error, zone)}"


def taken_over_message(draft: Draft, zone: ZoneInfo) -> str:
    """Say who worked on a draft before, and when they last saved it."""
    return f"This draft was begun by {one_line(draft.by)}, last saved {_moment(draft.changed, zone)}."


def warnings(listing: "Listing") -> list[str]:
    """Describe the files that are left out of the list of cases."""
    said = [
        f"Case {each.case} was damaged ({each.reason}) and is kept as quarantine/{each.name}: tell your supervisor."
        for each in listing.quarantined
    ]
    if listing.newer:
        said.append(f"Stored by a newer version of Fourfold and left alone: {', '.join(listing.newer)}.")
    if listing.older:
        said.append(f"Stored by an older version of Fourfold and left alone: {', '.join(listing.older)}.")
    if listing.plain:
        said.append(
            f"Not sealed, so not written by Fourfold here, and not opened: {', '.join(listing.plain)}. "
            "Tell your supervisor."
        )
    if listing.exposed:
        said.append(
            f"Open to other accounts, so not read: {', '.join(listing.exposed)}. "
            "Your system administrator can correct it: 'fourfold verify' says how."
        )
    if listing.unreadable:
        said.append(f"Could not be read just now: {', '.join(listing.unreadable)}.")
    return [one_line(sentence) for sentence in said]


def _moment(at: dt.datetime, zone: ZoneInfo) -> str:
    local = at.astimezone(zone)
    return f"{local:%H:%M} on {day(at, zone)}"
