"""The limits of what people type, in characters, and the sentences about them.

They keep one person's text from filling a case, the memory or the screen. docs/security.md lists them.
"""

from collections.abc import Collection, Iterable, Mapping

import msgspec

from content.errors import RecordError

TEXT = 20_000
"""A note, an answer in words, and every field of an entry that has several lines: about seven pages."""

LINE = 1_000
"""Everything that is typed on one line: fields, dates, search words, replies to prompts, passphrases."""

ASSESSMENT = 400_000
"""All answers, notes and replies of one assessment together."""

INITIALS = 6
OWN_REFERENCE = 24
ACCOUNT_NAME = 40
PASSPHRASE = LINE

TEXT_FIELDS: Mapping[str, Collection[str]] = {
    "incident": {"what", "effect"},
    "note": {"text", "prompt_says"},
    "action": {"what", "concern", "outcome", "why"},
    "disclosure": {"what"},
    "correction": {"why"},
}
"""The fields of several lines, by kind of form; every other field has one line."""

_NEAR = 10
"""The room that is left is said from the last tenth on."""


def field_limit(kind: str, field: str) -> int:
    """The limit of a field in the form of a kind of entry."""
    return TEXT if field in TEXT_FIELDS[kind] else LINE


def room_left(length: int, limit: int) -> str:
    """How much more can be typed, in words; empty while the limit is far."""
    left = limit - length
    if left * _NEAR >= limit:
        return ""
    return f"{_characters(left)} left" if left > 0 else f"No room is left: {_characters(limit)} is the most here."


def not_taken(pasted: int, length: int, limit: int) -> str:
    """The sentence about a pasted text that does not fit."""
    room = max(0, limit - length)
    return (
        f"Nothing was pasted: it has {_characters(pasted)}, and {room:,} more fit here. "
        "What was typed before is still there."
    )


def too_long(length: int, limit: int) -> str:
    """The sentence about a text that is longer than its limit, worded to follow a colon."""
    return f"this has {_characters(length)}, and at most {limit:,} are kept: shorten it"


def check_typed(kind: str, typed: Mapping[str, str]) -> None:
    """Refuse a form with a field that is too long.

    Raises:
        RecordError: With the field, and the sentence to show beside it.
    """
    for field, text in typed.items():
        limit = field_limit(kind, field)
        if len(text) > limit:
            raise RecordError(field, too_long(len(text), limit))


def length_in(record: object) -> int:
    """The number of characters in all texts of a record together."""
    return sum(map(len, texts_in(record)))


def longest_in(record: object) -> int:
    """The number of characters in the longest text of a record."""
    return max(map(len, texts_in(record)), default=0)


def texts_in(value: object) -> Iterable[str]:
    """Every text in a record, and in all that it holds; keys are not counted."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, msgspec.Struct):
        for field in value.__struct_fields__:
            yield from texts_in(getattr(value, field))
    elif isinstance(value, Mapping | list | tuple):
        for each in value.values() if isinstance(value, Mapping) else value:
            yield from texts_in(each)


def _characters(count: int) -> str:
    return "1 character" if count == 1 else f"{count:,} characters"
