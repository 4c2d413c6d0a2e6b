"""What everything that is remembered has in common."""

import datetime as dt

import msgspec


class Record(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The base of everything that is remembered."""


def comparable(moment: dt.datetime) -> dt.datetime:
    """A moment that can be put in order with any other; one that was kept without a zone is taken for UTC."""
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
