"""Disclosures: what left the organisation, to whom, on what basis, and whether an error in it was reported."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, cast, get_args
from zoneinfo import ZoneInfo

import msgspec

from content.dates import HINT_DAY, day_in_words, parse_day_past, short
from content.entries.kind import (
    EntryKind,
    EntryLine,
    EntryView,
    corrected_parts,
    correction_mark,
    correction_parts,
    is_correction,
    recorded_on,
)
from content.entries.typed_fields import EntryContext, Typed, date_problem, one_of, text_of
from content.errors import DateError, DisclosureError
from content.records import Record, uncorrected_records
from content.text import one_line

DisclosureId = str

GIVEN_DAY = "the day it was given"

DisclosureBasis = Literal["consent", "without consent", "not safe to ask", ""]
DISCLOSURE_BASES: tuple[DisclosureBasis, ...] = ("consent", "without consent", "not safe to ask")

Told = Literal["yes", "no", "not safe to", ""]
TOLD: tuple[Told, ...] = ("yes", "no", "not safe to")

Way = Literal[
    "in person", "phone", "secure e-mail", "plain e-mail", "agency's portal", "post", "text message", "another way", ""
]
WAYS: tuple[Way, ...] = get_args(Way)[:-1]
"""Every way, without the empty choice."""

ErrorTold = Literal["yes", "not yet", "not needed", ""]
ERROR_TOLD: tuple[ErrorTold, ...] = ("yes", "not yet", "not needed")
"""Whether the recipient was told of the error; not needed if only the record of the disclosure was wrong."""


class Disclosure(Record, frozen=True, kw_only=True):
    """One disclosure as it was recorded; it never changes. `check_disclosure` rejects an empty choice."""

    id: DisclosureId
    to: str = ""
    """The person it was given to, by name or role."""

    agency: str = ""
    what: str
    """A description of what was given; never the thing itself."""

    basis: DisclosureBasis
    why: str = ""
    """Why it was given without consent, or why it was not safe to ask."""

    told: Told
    """Whether the person it is about was told."""

    why_not_told: str = ""
    decided_by: str
    sent: Way
    day: dt.date
    """When it was given."""

    at: dt.datetime
    """When it was recorded."""

    by: str
    corrects: DisclosureId | None = None
    """The disclosure that this one corrects."""

    why_corrected: str = ""
    error_told: ErrorTold = ""
    """For a correction: whether the recipient of the earlier disclosure was told of the error."""


def check_disclosure(disclosure: Disclosure, *, today: dt.date) -> None:
    """Validate a disclosure, and report the first field of the form that is wrong.

    Args:
        disclosure: The disclosure to record.
        today: The latest day on which something can have been given, in the pack's time zone.

    Raises:
        DisclosureError: With the sentence to show beside the field.
    """
    for field, is_wrong, says in _refusals(disclosure, today):
        if is_wrong:
            raise DisclosureError(field, says)


def _refusals(disclosure: Disclosure, today: dt.date) -> Iterator[tuple[str, bool, str]]:
    """Each field with whether it is wrong and the sentence for that, in the order of the form."""
    blank = {field for field in Disclosure.__struct_fields__ if not str(getattr(disclosure, field) or "").strip()}
    corrects = disclosure.corrects is not None
    yield "why_corrected", corrects and "why_corrected" in blank, "why the earlier entry is corrected is needed"
    yield (
        "error_told",
        corrects and not disclosure.error_told,
        "say whether the earlier recipient was told of the error: yes, not yet, or not needed if no error reached them",
    )
    yield "to", {"to", "agency"} <= blank, "to whom it was given is needed: a person, an agency, or both"
    yield "what", "what" in blank, "what was given is needed, in a few words"
    yield "basis", not disclosure.basis, "the basis is needed: consent, without consent, or not safe to ask"
    yield "why", disclosure.basis != "consent" and "why" in blank, "why it was given without consent is needed"
    yield "told", not disclosure.told, "say whether the person was told: yes, no, or not safe to"
    yield "why_not_told", disclosure.told == "no" and "why_not_told" in blank, "why the person was not told is needed"
    yield "decided_by", "decided_by" in blank, "who decided to give it is needed"
    yield "sent", not disclosure.sent, "how it was sent is needed"
    ahead = f"{day_in_words(disclosure.day)} is ahead: write when it was given"
    yield "day", disclosure.day > today, ahead


def recipient_in_words(disclosure: Disclosure) -> str:
    """The recipient: `Ann Lee, Solace`."""
    return ", ".join(each for each in (one_line(disclosure.to), one_line(disclosure.agency)) if each)


def basis_in_words(disclosure: Disclosure) -> str:
    """The basis, and the reason if it was given without consent."""
    words = "with consent" if disclosure.basis == "consent" else disclosure.basis
    why = one_line(disclosure.why)
    return f"{words}: {why}" if why else words


def told_in_words(disclosure: Disclosure) -> str:
    """Whether the person it is about was told, or why not."""
    words = {"yes": "yes", "no": "NOT told", "not safe to": "not safe to tell"}.get(disclosure.told, "not said")
    why = one_line(disclosure.why_not_told)
    return f"{words}: {why}" if why else words


def still_to_tell(disclosures: Sequence[Disclosure]) -> tuple[Disclosure, ...]:
    """The latest corrections whose earlier recipient is not told of the error (Data Protection Act 2018, s. 38).

    Once the recipient is told, another correction records that.
    """
    return tuple(each for each in uncorrected_records(disclosures) if each.error_told == "not yet")


def read_disclosure(typed: Typed, context: EntryContext[Disclosure]) -> Disclosure:
    """Make the disclosure that was typed.

    Raises:
        DisclosureError: With the sentence to show beside the field.
    """
    disclosure = Disclosure(
        id=context.id,
        to=text_of(typed, "to"),
        agency=text_of(typed, "agency"),
        what=text_of(typed, "what"),
        basis=cast("DisclosureBasis", one_of(typed, "basis", DISCLOSURE_BASES)),
        why=text_of(typed, "why"),
        told=cast("Told", one_of(typed, "told", TOLD)),
        why_not_told=text_of(typed, "why_not_told"),
        decided_by=text_of(typed, "decided_by"),
        sent=cast("Way", one_of(typed, "sent", WAYS)),
        day=context.today,
        at=context.now,
        by=context.by,
        corrects=context.earlier.id if context.earlier else None,
        why_corrected=text_of(typed, "why_corrected"),
        error_told=cast("ErrorTold", one_of(typed, "error_told", ERROR_TOLD)),
    )
    check_disclosure(disclosure, today=context.today)
    text = typed.get("day", "")
    if not text.strip():
        raise DisclosureError("day", f"{GIVEN_DAY} is needed")
    try:
        return msgspec.structs.replace(disclosure, day=parse_day_past(text, today=context.today, what=GIVEN_DAY))
    except DateError as error:
        raise DisclosureError("day", str(error)) from error


def typed_disclosure(disclosure: Disclosure) -> dict[str, str]:
    """A disclosure as typed text, to start its correction from; the reason of the correction is asked again."""
    same = ("to", "agency", "what", "basis", "why", "told", "why_not_told", "decided_by", "sent", "error_told")
    return {**{field: getattr(disclosure, field) for field in same}, "day": day_in_words(disclosure.day)}


def _initial(context: EntryContext[Disclosure]) -> Mapping[str, str]:
    return typed_disclosure(context.earlier) if context.earlier else {}


def _echo(field: str, text: str, context: EntryContext[Disclosure]) -> str:
    says = {
        ("sent", "plain e-mail"): context.pack.policy.plain_email,
        ("sent", "another way"): "Say which under What was given.",
        ("error_told", "not yet"): "The case waits for it until they are: then correct this entry, and say so.",
        ("error_told", "not needed"): "Only where nothing wrong reached them: the record of it alone was wrong.",
    }
    if field != "day" or not text.strip():
        return says.get((field, text), "")
    try:
        read_back = day_in_words(parse_day_past(text, today=context.today, what=GIVEN_DAY))
    except DateError as error:
        return date_problem(error, HINT_DAY)
    return "" if read_back == text.strip() else read_back


def _line(disclosure: Disclosure, recorded: Sequence[Disclosure], _zone: ZoneInfo) -> EntryLine:
    words = f"{recipient_in_words(disclosure)}: {one_line(disclosure.what)} ({disclosure.basis}; {disclosure.sent})"
    mark, tone = correction_mark(disclosure, recorded)
    if disclosure in still_to_tell(recorded):
        mark, tone = f"{mark}RECIPIENT NOT YET TOLD OF THE ERROR: ", "warning"
    return EntryLine(short(disclosure.day), mark + words, tone)


def _parts(disclosure: Disclosure, recorded: Sequence[Disclosure], zone: ZoneInfo) -> Iterator[tuple[str, str]]:
    def named(other: Disclosure) -> str:
        written = f"recorded {short(recorded_on(other, zone))} by {one_line(other.by)}"
        return f"{day_in_words(other.day)}, {recipient_in_words(other)}: {one_line(other.what)} ({written})"

    yield from correction_parts(disclosure, recorded, named)
    yield "Given to", disclosure.to
    yield "Agency", disclosure.agency
    yield "What was given", disclosure.what
    yield "Basis", basis_in_words(disclosure)
    yield "The person was told", told_in_words(disclosure)
    yield "Who decided", disclosure.decided_by
    yield "How it was sent", disclosure.sent
    yield "When", day_in_words(disclosure.day)
    yield from corrected_parts(disclosure, recorded, named)
    yield "Told of the error", disclosure.error_told


DISCLOSURE = EntryKind(
    record=Disclosure,
    table="disclosures",
    operation="disclosure",
    is_change=is_correction,
    is_correctable=True,
    read=read_disclosure,
    initial=_initial,
    echo=_echo,
    confirmation=lambda made: f"Recorded: given to {recipient_in_words(made)} on {day_in_words(made.day)}.",
    view=EntryView(day=lambda each, _zone: each.day, line=_line, parts=_parts, is_in_chronology=False),
)
