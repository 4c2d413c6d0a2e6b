"""The fields of a pack's entries in words, for what changed between two versions."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from content.dates import short
from content.pack.closed_days import ClosedDays, Closure
from content.pack.contact_model import Hours, Phone, contact_in_words
from content.pack.model import ConditionSet, Option, Pack
from content.pack.provenance import source_in_words
from content.pack.rendering import hours_in_words, phone_in_words
from content.pack.upkeep.condition_words import when_in_words
from content.text import one_line

NONE = "none"

_LABELS: Mapping[str, str] = {
    "base_version": "version of the national pack that it was written over",
    "closed_days": "bank holidays",
    "confirm_together": "may be confirmed together with others",
    "explain": "sign-off needs a sentence in reply",
    "hours": "opening hours",
    "idle_minutes": "minutes until the screen locks",
    "instead": "named in its place",
    "keeps_in": "words kept in one use",
    "last_verified": "last verified on",
    "letter": "letter of FOUR",
    "opens_when": "asked only if",
    "origin": "national or local",
    "phones": "telephone numbers",
    "plain_email": "remark on plain e-mail",
    "required": "belongs to the safety core",
    "retired": "no longer asked",
    "review_by": "review by",
    "review_days": "days to the next review",
    "says": "words",
    "short": "words in lists",
    "short_path": "one of the ten safety questions",
    "status_note": "remark on its status",
    "text": "words",
    "to_fill": "still to be filled in",
    "when": "speaks if",
    "when_old": "urgency if all of it is old",
}


def label_of(field: str) -> str:
    """What a field is called in words."""
    return _LABELS.get(field, field.replace("_", " "))


def field_in_words(pack: Pack, field: str, value: Any) -> str:  # a field of any entry
    """The value of a field in words; "none" if it is empty.

    Args:
        pack: The version of the pack that the entry is in.
        field: The field's name in the entry's struct.
        value: Its value.
    """
    if isinstance(value, bool):
        return "yes" if value else "no"
    if field == "origin":
        return one_line(value) or "national"
    if value is None or value in ("", ()) or value == {}:
        return NONE
    return one_line(_in_words(pack, field, value))


def _in_words(pack: Pack, field: str, value: Any) -> str:  # a field of any entry
    if field == "source":
        return f"{source_in_words(pack, value)} ({value})"
    if field in {"contact", "instead"}:
        found = next((each for each in pack.contacts if each.id == value), None)
        return f"{contact_in_words(found)}, entry {found.id}" if found else str(value)
    if isinstance(value, ConditionSet):
        return when_in_words(pack, value)
    return _plain(value)


def _plain(value: Any) -> str:  # a value that means the same in every field
    if isinstance(value, tuple):
        is_hours = all(isinstance(each, Hours) for each in value)
        return hours_in_words(value) if is_hours else "; ".join(_plain(each) for each in value)
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {_plain(each)}" for key, each in value.items())
    words = _WORDS.get(type(value), str)
    return words(value)


def _calendar(closed: ClosedDays) -> str:
    """The list of bank holidays without its days, which are entries of their own."""
    until, review_by = short(closed.until), short(closed.review_by)
    return f"listed until {until}; review by {review_by}; source {closed.source}"


_WORDS: Mapping[type, Callable[[Any], str]] = {
    dt.date: short,
    ClosedDays: _calendar,
    Closure: lambda closure: f"{short(closure.from_)} to {short(closure.to)}: {closure.why}",
    Option: lambda option: f"{option.name} ({option.id})",
    Phone: phone_in_words,
}
