"""Holds: what must be kept for now, and so is not erased."""

import datetime as dt
from collections.abc import Sequence

from content.events import Reason
from content.people import AccountName
from content.records import Record


class Hold(Record, frozen=True, kw_only=True):
    """A hold that was placed on a case or lifted from it; neither is ever edited."""

    is_placed: bool
    at: dt.datetime
    by: AccountName
    reason: Reason


def standing_hold(holds: Sequence[Hold]) -> Hold | None:
    """The hold that a case is under, if it is under one: the last word counts."""
    return holds[-1] if holds and holds[-1].is_placed else None


ERASURE_REASONS: tuple[tuple[Reason, str], ...] = (
    ("kept-long-enough", "It was kept as long as it may be"),
    ("person-asked", "The person asked for it, and nothing stands against it"),
    ("recorded-by-mistake", "It was recorded by mistake, or to try things out"),
    ("ordered", "A court or the Information Commissioner ordered it"),
)
"""Why a case can be erased: the code that the record keeps, and its words."""

HOLD_REASONS: tuple[tuple[Reason, str], ...] = (
    ("criminal-case", "A criminal case"),
    ("civil-case", "A case in another court, or an inquest"),
    ("complaint", "A complaint or a review"),
    ("access-request", "Somebody asked for what is held on them"),
)
"""Why a case can be kept from being erased."""
