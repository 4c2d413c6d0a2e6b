"""Holds, which prevent a case from being erased."""

import datetime as dt
from collections.abc import Sequence

from content.access.accounts import AccountName
from content.pack.policy import ReasonId
from content.records import Record


class Hold(Record, frozen=True, kw_only=True):
    """The placing or lifting of a hold on a case; entries are only added, never changed."""

    is_placed: bool
    at: dt.datetime
    by: AccountName
    reason: ReasonId


def standing_hold(holds: Sequence[Hold]) -> Hold | None:
    """The hold in force, or None; the last entry decides."""
    return holds[-1] if holds and holds[-1].is_placed else None
