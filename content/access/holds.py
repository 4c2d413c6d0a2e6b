"""Holds: what must be kept for now, and so is not erased."""

import datetime as dt
from collections.abc import Sequence

from content.access.accounts import AccountName
from content.pack.model import ReasonId
from content.records import Record


class Hold(Record, frozen=True, kw_only=True):
    """A hold that was placed on a case or lifted from it; neither is ever edited."""

    is_placed: bool
    at: dt.datetime
    by: AccountName
    reason: ReasonId


def standing_hold(holds: Sequence[Hold]) -> Hold | None:
    """The hold that a case is under, if it is under one: the last word counts."""
    return holds[-1] if holds and holds[-1].is_placed else None
