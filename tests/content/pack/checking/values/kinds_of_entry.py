"""A made-up kind of entry, with a key of each type that a pack has, and a file of two entries."""

import datetime as dt
from typing import Annotated, Literal

import msgspec

from content.pack.checking.values.toml_lines.reader import read_toml
from content.pack.checking.values.value_faults import place_in_words, value_faults

FILE = """\
# Services
[[services]]
id = "999"
name = "Emergency services"
phones = [
    { number = "999", note = "Free" },
    { number = "18000" },
]
hours = [{ days = ["Mon", "Tue"], opens = 12:30, closes = 13:00 }]
emergency = true
review_days = 28
last_verified = 2026-11-22

[[services]]
id = "solace"
name = "Solace"
phones = [{ number = "0203 198 4659" }]
"""


class Entry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The base of the kinds of entry below."""


class Hours(Entry, frozen=True, kw_only=True):
    days: tuple[Literal["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"], ...]
    opens: dt.time
    closes: dt.time


class Phone(Entry, frozen=True, kw_only=True):
    number: Annotated[str, msgspec.Meta(min_length=1)]
    note: str = ""


class Service(Entry, frozen=True, kw_only=True):
    id: Annotated[str, msgspec.Meta(pattern="^[a-z0-9-]+$", description="small letters, digits and hyphens only")]
    name: Annotated[str, msgspec.Meta(min_length=1)]
    status: Literal["verified", "unverified"] = "unverified"
    phones: tuple[Phone, ...]
    hours: tuple[Hours, ...] = ()
    changelog: tuple[str, ...] = ()
    emergency: bool = False
    review_days: Annotated[int, msgspec.Meta(ge=1, le=366)] | None = None
    last_verified: dt.date | None = None
    origin: str = ""
    """Set by the program, never by a file."""


class Services(Entry, frozen=True, kw_only=True):
    services: tuple[Service, ...]


def check(data: bytes) -> list[str]:
    """Every fault of a file, as "line: key: what is wrong", by line."""
    file = read_toml(data)
    found = [(fault.line, f"{fault.line}: {fault.says}") for fault in file.faults]
    for fault in value_faults(file.table, Services, hidden=frozenset({"origin"})):
        if not file.is_misread(fault.path):
            line = file.line_of(fault.path)
            place = place_in_words(fault.path[2:] or fault.path)
            found.append((line, f"{line}: {place}: {fault.says}"))
    return [says for _, says in sorted(found, key=lambda each: each[0])]
