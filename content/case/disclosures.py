"""Disclosures: what left the organisation, to whom and on what basis, and who is told where it was wrong."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Literal

from content.dates import in_words
from content.errors import DisclosureError
from content.records import Record, standing_records
from content.text import one_line

DisclosureId = str

DisclosureBasis = Literal["consent", "without consent", "not safe to ask", ""]
DISCLOSURE_BASES: tuple[DisclosureBasis, ...] = ("consent", "without consent", "not safe to ask")

Told = Literal["yes", "no", "not safe to", ""]
TOLD: tuple[Told, ...] = ("yes", "no", "not safe to")

PLAIN_EMAIL = "plain e-mail"
ANOTHER_WAY = "another way"
Way = Literal[
    "in person", "phone", "secure e-mail", "plain e-mail", "agency's portal", "post", "text message", "another way", ""
]
WAYS: tuple[Way, ...] = (
    "in person",
    "phone",
    "secure e-mail",
    "plain e-mail",
    "agency's portal",
    "post",
    "text message",
    "another way",
)

ErrorTold = Literal["yes", "not yet", "not needed", ""]
ERROR_TOLD: tuple[ErrorTold, ...] = ("yes", "not yet", "not needed")
"""Whether the recipient of what was wrong was told so; not needed where only the record of it was wrong."""


class Disclosure(Record, frozen=True, kw_only=True):
    """One disclosure as it was recorded; it never changes. An empty choice is one that `check_disclosure` refuses."""

    id: DisclosureId
    to: str = ""
    """The person it was given to, by name or role."""

    agency: str = ""
    what: str
    """What was given, in words; never the thing itself."""

    basis: DisclosureBasis
    why: str = ""
    """Why without consent, or why it was not safe to ask."""

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
    """The disclosure that this one puts right."""

    why_corrected: str = ""
    error_told: ErrorTold = ""
    """Where it puts another right: whether that one's recipient was told of the error."""


def check_disclosure(disclosure: Disclosure, *, today: dt.date) -> None:
    """Refuse what is no disclosure yet, the first thing first that is wrong on the form.

    Args:
        disclosure: What is to be recorded.
        today: The last day that something can have been given on, by the pack's clock.

    Raises:
        DisclosureError: With the sentence to show beside the field.
    """
    for field, is_wrong, says in _refusals(disclosure, today):
        if is_wrong:
            raise DisclosureError(field, says)


def _refusals(disclosure: Disclosure, today: dt.date) -> Iterator[tuple[str, bool, str]]:
    """A field, whether it is wrong, and what to say then, in the order of the form."""
    blank = {field for field in Disclosure.__struct_fields__ if not str(getattr(disclosure, field) or "").strip()}
    corrects = disclosure.corrects is not None
    yield "why_corrected", corrects and "why_corrected" in blank, "why the earlier entry is put right is needed"
    yield (
        "error_told",
        corrects and not disclosure.error_told,
        "say whether the earlier recipient was told of the error: yes, not yet, or not needed where none reached them",
    )
    yield "to", {"to", "agency"} <= blank, "to whom it was given is needed: a person, an agency, or both"
    yield "what", "what" in blank, "what was given is needed, in a few words"
    yield "basis", not disclosure.basis, "the basis is needed: consent, without consent, or not safe to ask"
    yield "why", disclosure.basis != "consent" and "why" in blank, "why it was given without consent is needed"
    yield "told", not disclosure.told, "say whether the person was told: yes, no, or not safe to"
    yield "why_not_told", disclosure.told == "no" and "why_not_told" in blank, "why the person was not told is needed"
    yield "decided_by", "decided_by" in blank, "who decided to give it is needed"
    yield "sent", not disclosure.sent, "how it was sent is needed"
    ahead = f"{in_words(disclosure.day)} is ahead: write when it was given"
    yield "day", disclosure.day > today, ahead


def recipient_in_words(disclosure: Disclosure) -> str:
    """To whom it was given: `Ann Lee, Solace`."""
    return ", ".join(each for each in (one_line(disclosure.to), one_line(disclosure.agency)) if each)


def basis_in_words(disclosure: Disclosure) -> str:
    """What it was given on, and why without consent."""
    words = "with consent" if disclosure.basis == "consent" else disclosure.basis
    why = one_line(disclosure.why)
    return f"{words}: {why}" if why else words


def told_in_words(disclosure: Disclosure) -> str:
    """Whether the person it is about was told, and why not."""
    words = {"yes": "yes", "no": "NOT told", "not safe to": "not safe to tell"}.get(disclosure.told, "not said")
    why = one_line(disclosure.why_not_told)
    return f"{words}: {why}" if why else words


def still_to_tell(disclosures: Sequence[Disclosure]) -> tuple[Disclosure, ...]:
    """The corrections whose earlier recipient is not yet told of the error (Data Protection Act 2018, section 38).

    Only those that stand: whoever tells the recipient later puts the correction right in its turn, and says so.
    """
    return tuple(each for each in standing_records(disclosures) if each.error_told == "not yet")


def earlier_recipients(disclosures: Sequence[Disclosure], correction: Disclosure) -> str:
    """Who was given what a correction puts right, and what that had put right in its turn."""
    by_id = {each.id: each for each in disclosures}
    names: dict[str, None] = {}
    wrong = by_id.pop(correction.corrects or "", None)
    while wrong:
        names.setdefault(recipient_in_words(wrong))
        wrong = by_id.pop(wrong.corrects or "", None)
    return " and ".join(names)
