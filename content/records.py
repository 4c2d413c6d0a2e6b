"""The base class of stored records, and corrections among them."""

import datetime as dt
from collections.abc import Sequence
from typing import Protocol, TypeVar

import msgspec


class Record(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The base class of everything that is stored."""


def as_utc(moment: dt.datetime) -> dt.datetime:
    """A moment with a time zone, to compare with others; one stored without a time zone is taken as UTC."""
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


class Identified(Protocol):
    """A record with an id."""

    @property
    def id(self) -> str:
        """The id of the record, unique within its kind."""


class Correctable(Identified, Protocol):
    """A record that is never changed, and is corrected by a later record of its kind that names it."""

    @property
    def corrects(self) -> str | None:
        """The id of the record that this one corrects, or None."""


CorrectableT = TypeVar("CorrectableT", bound=Correctable)


def uncorrected_records(records: Sequence[CorrectableT]) -> tuple[CorrectableT, ...]:
    """The records that no later one corrects, in the order given.

    Corrected records stay in the case and can be read, but are not counted.

    Args:
        records: The records in the order in which they were recorded.
    """
    corrected: set[str] = set()
    found: list[CorrectableT] = []
    for record in reversed(records):
        if record.id not in corrected:
            found.append(record)
        if record.corrects is not None:
            corrected.add(record.corrects)
    return tuple(reversed(found))


def correction_of(records: Sequence[CorrectableT], wanted: str) -> CorrectableT | None:
    """The record that corrects the one with the id `wanted`, or None."""
    return next((found for found in reversed(records) if found.corrects == wanted), None)
