"""What everything that is remembered has in common."""

import datetime as dt
from collections.abc import Sequence
from typing import Protocol, TypeVar

import msgspec


class Record(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The base of everything that is remembered."""


def as_utc(moment: dt.datetime) -> dt.datetime:
    """A moment that can be put in order with any other; one that was kept without a zone is taken for UTC."""
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


class Identified(Protocol):
    """What has an id among the records of its kind."""

    @property
    def id(self) -> str:
        """Its id."""


class Correctable(Identified, Protocol):
    """A record that is never changed: a later record of its kind corrects it, and names it."""

    @property
    def corrects(self) -> str | None:
        """The record that it corrects."""


Put = TypeVar("Put", bound=Correctable)


def standing_records(records: Sequence[Put]) -> tuple[Put, ...]:
    """The records that no later one corrects, in the order given, which is the order they were recorded in.

    Those corrected stay, to be read, and are not counted.
    """
    corrected: set[str] = set()
    found: list[Put] = []
    for record in reversed(records):
        if record.id not in corrected:
            found.append(record)
        if record.corrects is not None:
            corrected.add(record.corrects)
    return tuple(reversed(found))


def correction_of(records: Sequence[Put], wanted: str) -> Put | None:
    """The record that corrects another, if there is one."""
    return next((found for found in reversed(records) if found.corrects == wanted), None)
